"""Where a visible specimen lies on the page, said in either reading of the coordinates."""

import base64
from dataclasses import dataclass, field
from typing import Any

from workstation.signing.bsre.settings import TOP_LEFT, EsignSettings


@dataclass(frozen=True, slots=True)
class Specimen:
    """A picture (PNG) on a page, in points from the page's top left corner. Papers of ours need none."""

    picture: bytes = field(repr=False)
    page: int
    left: float
    top: float
    width: float
    height: float
    page_height: float = 842.0


def properties(settings: EsignSettings, reason: str, specimen: Specimen | None = None) -> dict[str, Any]:
    """Return the signature's properties as this version and installation wants them.

    Without a specimen the signature is invisible: our paper has all that must be seen, drawn before signing.
    """
    said: dict[str, Any] = {"tampilan": "INVISIBLE", "reason": reason, "location": "Jakarta"}
    if specimen is None:
        return said
    from_top = settings.reads_from == TOP_LEFT
    y = specimen.top if from_top else specimen.page_height - specimen.top - specimen.height
    said |= {"tampilan": "VISIBLE", "page": specimen.page, "width": specimen.width, "height": specimen.height}
    picture = base64.b64encode(specimen.picture).decode()
    if settings.version == 1:
        return said | {"image": "true", "imageTTD": picture, "xAxis": specimen.left, "yAxis": y}
    return said | {"imageBase64": picture, "originX": specimen.left, "originY": y}
