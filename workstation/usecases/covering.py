"""A covered copy of a document for handing out: noted with its purpose, then made of pixels alone."""

from collections.abc import Generator, Mapping, Sequence
from pathlib import Path

from workstation.desk import Desk
from workstation.errors import NotAllowed
from workstation.imaging.covered import covered_page, pdf_of, width_at
from workstation.imaging.pool import PageReader, key_of
from workstation.places_on_page import Region
from workstation.printing.spooler import Spooler
from workstation.progress import Progress
from workstation.usecases.reading import note_covered
from workstation.usecases.receipts import print_plain
from workstation.usecases.reviewing import scan_bytes

LABEL = "Salinan tertutup"
Shapes = Mapping[int, tuple[float, Region | None]]  # by page: degrees clockwise, and the part that is shown


def cover(
    desk: Desk,
    scan_id: int,
    regions: Sequence[Region],
    purpose: str,
    *,
    reader: PageReader,
    rotation: int = 0,
    shapes: Shapes | None = None,
    password: str | None = None,
    name: str = "",
) -> Generator[Progress, None, bytes]:
    """Give a PDF of all pages as the officer sees them, with `regions` blacked out.

    Turned clockwise by `rotation`, then each page straightened and cropped as `shapes` says.

    ReasonNeeded without a purpose, NotAllowed without a region; the refusals of the page reader.
    """
    if not regions:
        raise NotAllowed("cover nothing")
    data = scan_bytes(desk, scan_id)
    facts = reader.probe(data, name, password=password)
    note_covered(desk, scan_id, facts.pages, len(regions), purpose)
    pages = []
    for number in range(facts.pages):
        yield Progress(number, facts.pages, LABEL)
        size = facts.sizes[number]
        turned = size if rotation % 180 == 0 else (size[1], size[0])
        width = width_at(turned, facts.unit)
        pixels = reader.page(
            key_of(data), data, number, width=width, rotation=rotation, password=password, name=name
        )
        boxes = [region.turned(rotation).edges for region in regions if region.page == number]
        angle, crop = (shapes or {}).get(number, (0.0, None))
        part = crop.turned(rotation).edges if crop is not None else None
        pages.append(covered_page(pixels, boxes, angle=angle, crop=part))
    return pdf_of(pages)


def save_covered(making: Generator[Progress, None, bytes], path: Path) -> Generator[Progress, None, Path]:
    """Write a covered copy to a file; nothing is written unless all of it was made. OSError as the disk says it."""
    pdf = yield from making
    path.write_bytes(pdf)
    return path


def print_covered(
    making: Generator[Progress, None, bytes], *, spooler: Spooler, printer: str = "", media: str
) -> Generator[Progress, None, str]:
    """Print a covered copy and wait for the printer's word; returns the printer's name. PrinterOut as it says."""
    pdf = yield from making
    return (yield from print_plain(pdf, LABEL, LABEL, spooler=spooler, printer=printer, media=media))
