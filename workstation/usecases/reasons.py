"""A coded reason with its words, and what was found on pages as reasons of a letter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workstation.places_on_page import Region

REMARK = "page-remark"
MOST_OF_IT = 0.6
SIDES, HEIGHTS = ("kiri", "tengah", "kanan"), ("atas", "tengah", "bawah")


@dataclass(frozen=True, slots=True)
class Reason:
    """A coded reason with its words; `document` or `field` names what it concerns, both empty: the whole case."""

    code: str
    text: str
    legal_basis: str = ""
    remedy: str = ""
    document: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """What was found at one place of a document's page; `part` names the place, "" where nobody named it."""

    document: str
    region: Region
    part: str
    code: str
    text: str
    legal_basis: str = ""
    remedy: str = ""


def place_words(region: Region, part: str = "") -> str:
    """Say where it is, as the applicant holds the paper: "halaman 2, bagian kiri atas"."""
    said = part or _whereabouts(region)
    return f"halaman {region.page + 1}" + (f", bagian {said}" if said else "")


def page_reasons(found: Iterable[Marked]) -> tuple[Reason, ...]:
    """One reason for each document and code, with all its places: "Halaman 2, bagian nomor identitas: buram"."""
    grouped: dict[tuple[str, str], list[Marked]] = {}
    for one in found:
        grouped.setdefault((one.document, one.code), []).append(one)
    return tuple(
        Reason(code, _told(ones), ones[0].legal_basis, ones[0].remedy, document)
        for (document, code), ones in grouped.items()
    )


def with_places(found: Sequence[Reason], on_pages: Sequence[Reason]) -> tuple[Reason, ...]:
    """Put those with a place in the stead of those that say the same of the whole document."""
    located = {(one.document, one.code) for one in on_pages}
    return (*(one for one in found if one.field or (one.document, one.code) not in located), *on_pages)


def _told(ones: Sequence[Marked]) -> str:
    places: dict[str, list[str]] = {}
    for one in ones:
        places.setdefault(one.text, []).append(place_words(one.region, one.part))
    said = [f"{'; '.join(dict.fromkeys(where))}: {_lowered(text)}" for text, where in places.items()]
    return ". ".join(f"{line[0].upper()}{line[1:]}".rstrip(".") for line in said)


def _lowered(text: str) -> str:
    """Go on in the middle of a sentence; NIK and KTP stay as they are."""
    return text if text[1:2].isupper() else f"{text[:1].lower()}{text[1:]}"


def _whereabouts(region: Region) -> str:
    if region.width > MOST_OF_IT and region.height > MOST_OF_IT:
        return ""
    side = SIDES[min(int((region.left + region.width / 2) * 3), 2)]
    height = HEIGHTS[min(int((region.top + region.height / 2) * 3), 2)]
    return side if height == "tengah" else f"{side} {height}"
