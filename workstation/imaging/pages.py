"""What the page reader answers: facts of a file, pixels of a page."""

from dataclasses import dataclass, replace
from enum import StrEnum

from workstation.imaging.kinds import Kind


class Caution(StrEnum):
    """What an officer should know about a file that opens all the same; none of it is ever run."""

    JAVASCRIPT = "javascript"
    LAUNCH = "launch"
    ATTACHMENT = "attachment"
    XFA = "xfa"
    PRINTS_ITSELF = "prints_itself"
    SENDS_FORM = "sends_form"
    LOCATION = "location"
    BROKEN_PAGES = "broken_pages"
    LINKS = "links"
    CUT = "cut"
    MORE_PAGES = "more_pages"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """`sizes`: (width, height) a page, upright, in `unit` ("pt" or "px"); `orientation`: EXIF 1..8."""

    kind: Kind
    pages: int
    sizes: tuple[tuple[float, float], ...]
    unit: str
    orientation: int
    warnings: tuple[Caution, ...]


@dataclass(frozen=True, slots=True)
class PagePixels:
    """Pixels in rows of `stride` bytes, in the order `format`: "RGBX", "BGRX" (X may be anything) or grey "L".

    `full_width` and `full_height` are those of the whole page at this zoom, smaller than asked where the
    limit of 16 megapixels cut in; `blank` says that a whole page shows next to nothing. Where it was asked as
    it comes (`pool.PageReader.page_as`), a whole page may have more pixels than that: who shows it brings it down.
    """

    width: int
    height: int
    stride: int
    format: str
    data: bytes | bytearray | memoryview
    full_width: int
    full_height: int
    blank: bool

    @property
    def is_larger(self) -> bool:
        """Tell whether this is a whole page with more pixels than it is to be shown with."""
        return self.width > self.full_width or self.height > self.full_height


def kept(page: PagePixels) -> PagePixels:
    """Give the same with pixels of its own."""
    return replace(page, data=bytes(page.data))
