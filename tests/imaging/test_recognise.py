"""Codes are found on what people bring: PDFs, photographs, inverted, small, damaged, among others."""

import contextlib
from io import BytesIO

import pytest
from PIL import Image, ImageFilter, ImageOps

from tests import papers
from tests.given import GIVEN
from workstation.errors import DamagedFile, EncryptedFile, NotAPicture, TooManyPixels
from workstation.imaging import recognise

TEXT = papers.code()


def saved(picture: Image.Image, form: str, **more: object) -> bytes:
    out = BytesIO()
    picture.save(out, form, **more)
    return out.getvalue()


@pytest.mark.parametrize("turn", [0, 90, 180, 33])
@pytest.mark.parametrize("scale", [2, 4, 30])
def test_a_code_is_read_at_any_turn_and_size(turn: int, scale: int) -> None:
    page = papers.qr_picture(TEXT, scale).rotate(turn, expand=True, fillcolor=255)
    assert recognise.read_codes(page) == [TEXT]


def test_a_pale_blurred_noisy_inverted_code_is_read() -> None:
    page = papers.qr_picture(TEXT, 8)
    pale = page.point(lambda value: 150 + value // 5).filter(ImageFilter.GaussianBlur(2))
    noise = Image.effect_noise(page.size, 30).point(lambda value: value // 8)
    for picture in (pale, ImageOps.invert(page), Image.blend(page, noise, 0.3), page.convert("RGBA")):
        assert recognise.read_codes(picture) == [TEXT]


def test_a_code_with_a_coffee_stain_is_read() -> None:
    page = papers.qr_picture(TEXT, 8)
    page.paste(90, (260, 260, 320, 320))
    assert recognise.read_codes(page) == [TEXT]


def test_a_page_without_codes_gives_none() -> None:
    assert recognise.read_codes(Image.new("L", (1000, 1400), 255)) == []
    assert recognise.read_codes(Image.new("L", (1, 1), 0)) == []


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "WEBP"])
def test_each_kind_of_picture_is_opened_by_its_first_bytes(form: str) -> None:
    assert recognise.codes_in(saved(papers.qr_picture(TEXT), form), "izin.exe") == [TEXT]


def test_codes_on_several_pages_and_frames_are_each_given_once() -> None:
    other = "https://rs.example/"
    frames = [papers.qr_picture(TEXT), papers.qr_picture(other), papers.qr_picture(TEXT)]
    tiff = saved(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    assert recognise.codes_in(tiff, "faks.tif") == [TEXT, other]
    assert set(recognise.codes_in(papers.sheet(other, TEXT, pages=2), "izin.pdf")) == {TEXT, other}


def test_of_a_long_paper_the_first_pages_and_the_last_are_looked_at() -> None:
    assert recognise.codes_in(papers.sheet(TEXT, pages=30), "izin.pdf") == [TEXT]
    assert len(list(recognise.pages_of(papers.sheet(pages=9), "izin.pdf"))) == recognise.MOST_PAGES


def test_a_giant_page_is_drawn_smaller() -> None:
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, pagesize=(14_000, 14_000))
    canvas.drawString(1, 1, "besar")
    canvas.save()
    (page,) = recognise.pages_of(out.getvalue(), "besar.pdf")
    assert page.width * page.height <= recognise.PDF_PIXELS * 1.01


def test_a_giant_picture_is_refused_before_it_is_decoded() -> None:
    data = saved(Image.new("1", (9_000, 8_000)), "PNG")
    with pytest.raises(TooManyPixels):
        recognise.codes_in(data, "bom.png")


def test_words_of_a_pdf_are_given_but_not_those_of_a_scan_or_a_picture() -> None:
    assert papers.NUMBER in recognise.text_in(papers.sheet(), "izin.pdf")
    assert recognise.text_in(papers.scan_pdf(papers.sheet()), "pindaian.pdf").strip() == ""
    assert recognise.text_in(saved(papers.qr_picture(TEXT), "PNG"), "foto.png") == ""


def test_broken_and_locked_files_are_refused_by_name() -> None:
    import pikepdf

    out = BytesIO()
    with pikepdf.open(BytesIO(papers.sheet())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    cases = [
        (out.getvalue(), EncryptedFile),
        (b"%PDF-1.7 rusak", DamagedFile),
        (saved(papers.qr_picture(TEXT), "PNG")[:300], DamagedFile),
        (b"MZ\x90\x00", NotAPicture),
        (b"", NotAPicture),
    ]
    for data, refusal in cases:
        for look in (recognise.codes_in, recognise.text_in):
            if look is recognise.text_in and data[:4] == b"\x89PNG":
                continue
            with pytest.raises(refusal):
                look(data, "berkas")


@pytest.mark.skipif(not GIVEN.is_dir(), reason="the given inputs are not on this machine")
@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("barcode-qr-asn-000123-upscale-dpi.pdf", "ASN 000123"),
        ("fancy-qr-stamp-test.pdf", "https://example.com"),
        ("jsqr_damaged.png", "http://en.m.wikipedia.org"),
        ("jsqr_inverted.png", "http://www.qrstuff.com"),
        ("jsqr_outdoor_sign.png", "http"),
        ("multi-qr.png", "You get to"),
        ("dgc_AT_1.png", "HC1:"),
        ("zxing_qrcode-6_15.png", "TEST"),
        ("MQR-falsepositive.jpg", ""),
    ],
)
def test_the_given_pictures_are_read_as_others_read_them(name: str, start: str) -> None:
    found = recognise.codes_in((GIVEN / "qr" / name).read_bytes(), name)
    assert bool(found) == bool(start)
    assert any(text.startswith(start) for text in found) or not start


@pytest.mark.skipif(not GIVEN.is_dir(), reason="the given inputs are not on this machine")
def test_ordinary_scans_are_looked_through_without_trouble() -> None:
    for file in sorted((GIVEN / "scans" / "good").iterdir())[:6]:
        with contextlib.suppress(NotAPicture, TooManyPixels):
            recognise.codes_in(file.read_bytes(), file.name)
