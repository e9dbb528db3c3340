"""A covered copy holds nothing of what is below its boxes, and nothing of the first file."""

import re
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.make import Office, exhausted
from workstation.errors import NotAllowed, ReasonNeeded
from workstation.imaging.pool import PageReader
from workstation.places_on_page import Region
from workstation.printing.spooler import FolderSpooler
from workstation.usecases import intake
from workstation.usecases.covering import cover, print_covered, save_covered

SECRET = "3171994502850001"
BOX, OTHER = Region(0, 0.1, 0.05, 0.6, 0.1), Region(1, 0.0, 0.4, 1.0, 0.2)


@pytest.fixture(scope="module")
def reader() -> Iterator[PageReader]:
    with PageReader(1) as opened:
        yield opened


def paper() -> bytes:
    """Two pages: a number as letters below BOX and in the notes of the file, a photo below OTHER."""
    noise = Image.effect_noise((400, 200), 80).convert("RGB")
    kept = BytesIO()
    canvas = Canvas(kept, A4, pageCompression=0)
    canvas.setTitle(f"KTP {SECRET}")
    canvas.setAuthor(SECRET)
    canvas.setFont("Helvetica", 18)
    canvas.drawString(0.12 * A4[0], 0.9 * A4[1], SECRET)
    canvas.drawString(0.12 * A4[0], 0.5 * A4[1], "Nama: Sukarni")
    canvas.showPage()
    canvas.drawImage(ImageReader(noise), 0.1 * A4[0], 0.42 * A4[1], 0.8 * A4[0], 0.16 * A4[1])
    canvas.showPage()
    canvas.save()
    return kept.getvalue()


def filed(office: Office, data: bytes, name: str = "ktp.pdf") -> int:
    draft, values = office.draft()
    office.run("DELETE FROM loket.scan WHERE document_code = 'identity_card'")
    budi = office.desk("budi")
    intake.attach_scan(budi, draft.id, "identity_card", name, data, 2)
    intake.submit(budi, draft, values)
    return office.ask("SELECT id FROM loket.scan WHERE document_code = 'identity_card'")


def pictures(pdf: bytes) -> list[Image.Image]:
    with pdfium.PdfDocument(pdf) as opened:
        return [page.render(scale=200 / 72).to_pil().convert("RGB") for page in opened]


def inside(page: Image.Image, region: Region) -> Image.Image:
    left, top, right, bottom = region.edges
    return page.crop(
        (
            int(left * page.width) + 1,
            int(top * page.height) + 1,
            int(right * page.width),
            int(bottom * page.height),
        )
    )


def darkest_to_lightest(part: Image.Image) -> tuple[int, int]:
    low, high = part.convert("L").getextrema()
    return int(low), int(high)


def test_nothing_of_what_is_covered_is_left_and_nothing_of_the_first_file(
    office: Office, reader: PageReader, tmp_path: Path
) -> None:
    data = paper()
    scan = filed(office, data)
    before = pictures(data)
    assert darkest_to_lightest(inside(before[0], BOX)) == (0, 255)  # there was something to hide
    copy = exhausted(
        cover(office.desk("rina"), scan, [BOX, OTHER], "untuk pelapor", reader=reader, name="ktp.pdf")
    )
    pages = pictures(copy)
    for page, region in zip(pages, (BOX, OTHER), strict=True):
        assert darkest_to_lightest(inside(page, region))[1] <= 2
    assert (
        darkest_to_lightest(pages[0].crop((0, pages[0].height // 3, *pages[0].size)))[0] < 60
    )  # the rest is there
    # no text layer
    with pdfium.PdfDocument(copy) as opened:
        assert "".join(page.get_textpage().get_text_range() for page in opened).strip() == ""
    (tmp_path / "copy.pdf").write_bytes(copy)
    told = subprocess.run(["pdftotext", str(tmp_path / "copy.pdf"), "-"], capture_output=True, check=True)
    assert told.stdout.strip() == b""
    # no notes, nothing attached, nothing but one picture a page
    with pikepdf.open(BytesIO(copy)) as opened:
        assert "/Info" not in opened.trailer
        assert set(opened.Root.keys()) == {"/Type", "/Pages"}
        kinds = [o.get("/Type") for o in opened.objects if isinstance(o, pikepdf.Stream) and "/Type" in o]
        assert kinds == [pikepdf.Name.XObject] * 2
        whole = b"".join(
            o.read_bytes() for o in opened.objects if isinstance(o, pikepdf.Stream) and "/Type" not in o
        )
    assert SECRET.encode() not in copy + whole
    # no stretch of the first file's content
    streams = re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL)
    assert len(streams) >= 2
    for stream in (*streams, data):
        pieces = {stream[at : at + 48] for at in range(0, len(stream) - 48, 48)}
        assert not [piece for piece in pieces if piece in copy]


def test_a_turned_photo_is_covered_where_the_frame_lies_and_its_notes_stay_behind(
    office: Office, reader: PageReader
) -> None:
    photo = Image.effect_noise((1200, 800), 90).convert("RGB")
    notes = Image.Exif()
    notes[0x010E], notes[0x0112] = SECRET, 6
    kept = BytesIO()
    photo.save(kept, "JPEG", exif=notes)
    scan, region = filed(office, kept.getvalue(), "ktp.jpg"), Region(0, 0.0, 0.0, 0.5, 0.25)
    copy = exhausted(
        cover(office.desk("rina"), scan, [region], "pelapor", reader=reader, rotation=90, name="ktp.jpg")
    )
    (page,) = pictures(copy)
    assert page.width > page.height  # upright by its notes it stood; the officer laid it down
    assert darkest_to_lightest(inside(page, region.turned(90)))[1] <= 2
    assert darkest_to_lightest(inside(page, Region(0, 0.0, 0.6, 0.4, 0.3)))[1] > 100
    assert SECRET.encode() not in copy
    assert b"Exif" not in copy


def test_the_copy_is_journalled_with_its_purpose_before_it_is_made(
    office: Office, reader: PageReader
) -> None:
    scan, rina = filed(office, paper()), office.desk("rina")
    for regions, purpose, refusal in (([BOX], "  ", ReasonNeeded), ([], "pelapor", NotAllowed)):
        with pytest.raises(refusal):
            exhausted(cover(rina, scan, regions, purpose, reader=reader, name="ktp.pdf"))
    assert office.ask("SELECT count(*) FROM loket.journal WHERE action = 'export'") == 0
    exhausted(cover(rina, scan, [BOX], "untuk pelapor", reader=reader, name="ktp.pdf"))
    (row,) = office.rows("SELECT * FROM loket.journal WHERE action = 'export'")
    assert (row.login, row.thing, row.thing_id) == ("rina", "scan", str(scan))
    assert row.data == {"purpose": "untuk pelapor", "pages": 2, "covered": 1}


def test_it_is_saved_or_printed_whole(office: Office, reader: PageReader, tmp_path: Path) -> None:
    scan, rina = filed(office, paper()), office.desk("rina")
    path = exhausted(
        save_covered(cover(rina, scan, [BOX], "pelapor", reader=reader, name="a.pdf"), tmp_path / "a.pdf")
    )
    prints = tmp_path / "prints"
    prints.mkdir()
    making = cover(rina, scan, [BOX], "pelapor", reader=reader, name="a.pdf")
    exhausted(print_covered(making, spooler=FolderSpooler(prints), media="A4"))
    printed = next(file for file in prints.iterdir() if file.suffix == ".pdf")
    assert printed.read_bytes() == path.read_bytes()


def colours() -> bytes:
    """One page, 800 by 1000: a red, a green, a blue and a yellow quarter, and a white border of 50 around them."""
    page = Image.new("RGB", (800, 1000), "white")
    for box, colour in (
        ((50, 50, 400, 500), (200, 0, 0)),
        ((400, 50, 750, 500), (0, 160, 0)),
        ((50, 500, 400, 950), (0, 0, 200)),
        ((400, 500, 750, 950), (200, 200, 0)),
    ):
        page.paste(colour, box)
    kept = BytesIO()
    page.save(kept, "PNG")
    return kept.getvalue()


def near(pixel: object, colour: tuple[int, int, int]) -> bool:
    return isinstance(pixel, tuple) and all(abs(a - b) < 40 for a, b in zip(pixel, colour, strict=True))


def test_the_copy_is_cropped_as_seen_and_what_was_cut_off_is_in_none_of_its_pixels(
    office: Office, reader: PageReader
) -> None:
    scan = filed(office, colours(), "warna.png")
    crop = Region(0, 0.5, 0.05, 0.4375, 0.45)  # the green quarter alone
    box = Region(0, 0.5, 0.05, 0.1, 0.1)  # its upper left corner
    copy = exhausted(
        cover(office.desk("rina"), scan, [box], "untuk pelapor", reader=reader, shapes={0: (0.0, crop)})
    )
    (page,) = pictures(copy)
    assert abs(page.width - 350) <= 2
    assert abs(page.height - 450) <= 2
    assert near(page.getpixel((20, 20)), (0, 0, 0))
    assert near(page.getpixel((300, 400)), (0, 160, 0))
    red, green, blue = page.split()
    assert (
        max(band.crop((4, 4, page.width - 4, page.height - 4)).getextrema()[1] for band in (red, blue)) < 90
    )
    assert green.getextrema()[1] > 120


def test_the_copy_is_turned_and_straightened_as_seen_and_the_cover_turns_with_it(
    office: Office, reader: PageReader
) -> None:
    scan = filed(office, colours(), "warna.png")
    box = Region(0, 0.0625, 0.05, 0.4375, 0.45)  # the red quarter
    made = cover(
        office.desk("rina"), scan, [box], "untuk pelapor", reader=reader, rotation=90, shapes={0: (8.0, None)}
    )
    (page,) = pictures(exhausted(made))
    wide, tall = 1000 * 0.990268 + 800 * 0.139173, 1000 * 0.139173 + 800 * 0.990268
    assert abs(page.width - wide) <= 2
    assert abs(page.height - tall) <= 2
    # clockwise by 90 the upper row reads blue, red; then by 8 more: each quarter's middle turns about the page's
    across, down = 0.990268, 0.139173
    for (right, below), colour in (
        ((-225, -175), (0, 0, 200)),
        ((225, -175), (0, 0, 0)),
        ((-225, 175), (200, 200, 0)),
        ((225, 175), (0, 160, 0)),
    ):
        spot = (
            round(page.width / 2 + right * across - below * down),
            round(page.height / 2 + right * down + below * across),
        )
        assert near(page.getpixel(spot), colour), (right, below)
    # nothing red is left anywhere, also not at the edge of the black
    red, green, blue = page.split()
    others = ImageChops.lighter(green, blue).point(lambda level: 255 if level < 60 else 0)
    assert ImageChops.multiply(red.point(lambda level: 255 if level > 120 else 0), others).getbbox() is None
