"""Files as printers, faxes, phones and print shops write them, odd but sound: shown as they are meant."""

import io
import struct
import zlib

import pikepdf
import pytest
from PIL import Image

from tests.imaging.drawing import (
    corners,
    has_corners,
    jpeg_page,
    looked,
    pdf,
    saved,
)
from workstation.errors import DamagedFile, NotAPicture, TooManyPixels
from workstation.imaging.kinds import Kind
from workstation.imaging.pages import Caution
from workstation.imaging.pool import PageReader, key_of

SCAN = {"matrix": "300 0 0 200 0 0", "box": "0 0 300 200", "size": (300, 200)}


def grey_tiff(pixels: bytes, bits: int, white: int) -> bytes:
    """A TIFF of 40 by 40 grey pixels; `white` is its PhotometricInterpretation."""
    rows = {256: 40, 257: 40, 258: bits, 259: 1, 262: white, 273: 8, 277: 1, 278: 40, 279: len(pixels)}
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in rows.items())
    head = b"II*\x00" + struct.pack("<I", 8 + len(pixels))
    return head + pixels + struct.pack("<H", len(rows)) + entries + bytes(4)


def test_a_scan_in_a_layer_that_is_switched_off_stays_hidden(reader: PageReader) -> None:
    data = jpeg_page(saved(corners(), "JPEG"), **SCAN)
    with pikepdf.open(io.BytesIO(data)) as made:
        layer = made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="Lapis"))
        switch = pikepdf.Dictionary(OFF=pikepdf.Array([layer]))
        made.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([layer]), D=switch)
        made.pages[0].Resources.Properties = pikepdf.Dictionary(L=layer)
        made.pages[0].Contents = made.make_stream(b"/OC /L BDC q 300 0 0 200 0 0 cm /Im Do Q EMC")
        out = io.BytesIO()
        made.save(out)
    assert has_corners(looked(reader, data)[1])
    assert looked(reader, out.getvalue())[1].getextrema() == ((255, 255),) * 3


def test_a_scan_larger_than_is_decoded_at_once_is_drawn_row_by_row(reader: PageReader) -> None:
    jpeg = saved(corners(9_000, 8_000), "JPEG", quality=40)
    facts, page = looked(reader, jpeg_page(jpeg, **SCAN | {"size": (9_000, 8_000)}))
    assert (facts.pages, has_corners(page)) == (1, True)
    with pytest.raises(TooManyPixels):
        reader.probe(jpeg, "foto.jpg")


@pytest.mark.parametrize("before", [b"\x1b%-12345X@PJL ENTER LANGUAGE=PDF\r\n", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_pdf_that_went_through_a_printer_or_a_server_is_still_one(
    reader: PageReader, before: bytes
) -> None:
    facts, page = looked(reader, before + jpeg_page(saved(corners(), "JPEG"), **SCAN))
    assert (facts.kind, has_corners(page)) == (Kind.PDF, True)


@pytest.mark.parametrize("before", [b"#!/bin/sh\n", b"GIF89a", b"MZ", b"<html>", b"\0\0\0\x18ftypmp42"])
def test_what_another_program_would_run_or_open_is_no_pdf(reader: PageReader, before: bytes) -> None:
    with pytest.raises(NotAPicture):
        reader.probe(before + pdf(b""), "surat.pdf")


def test_an_avif_under_the_general_brand_is_called_by_its_name(reader: PageReader) -> None:
    data = saved(corners(), "AVIF").replace(b"ftypavif", b"ftypmif1", 1)
    with pytest.raises(NotAPicture) as refused:
        reader.probe(data, "foto.heic")
    assert refused.value.found == "AVIF"


def test_grey_of_12_bits_and_grey_whose_white_is_zero_keep_their_tones(reader: PageReader) -> None:
    twelve = grey_tiff(b"\x80\x08\x00" * 800, 12, 1)
    assert looked(reader, twelve, 40)[1].getpixel((9, 9)) == (128, 128, 128)
    printed = grey_tiff(b"\x00\x40" * 1600, 16, 0)
    assert looked(reader, printed, 40)[1].getpixel((9, 9)) == (191, 191, 191)


def test_a_fax_of_standard_resolution_has_the_shape_of_its_paper(reader: PageReader) -> None:
    fax = Image.new("1", (1728, 1100), 1)
    fax.paste(0, (0, 0, 864, 550))
    facts, page = looked(reader, saved(fax, "TIFF", compression="group3", dpi=(204, 98)), 600)
    assert round(facts.sizes[0][1] / facts.sizes[0][0], 2) == 1.33
    assert (page.getpixel((290, 390)), page.getpixel((310, 410))) == ((0, 0, 0), (255, 255, 255))


def test_a_wrong_sum_of_a_comment_does_not_hide_a_picture(reader: PageReader) -> None:
    good = saved(corners(), "PNG")
    comment = b"Comment\0dari ponsel"
    chunk = struct.pack(">I", len(comment)) + b"tEXt" + comment
    wrong = struct.pack(">I", zlib.crc32(b"lain"))
    assert has_corners(looked(reader, good[:33] + chunk + wrong + good[33:])[1])
    with pytest.raises(DamagedFile):
        reader.probe(good[:29] + wrong + good[33:], "kepala.png")


def test_the_small_copy_in_a_phones_photo_is_no_page_that_is_missed(reader: PageReader) -> None:
    data = saved(corners(), "MPO", save_all=True, append_images=[corners(90, 60)])
    facts, page = looked(reader, data)
    assert (facts.pages, facts.warnings, has_corners(page)) == (1, (), True)


def test_a_book_of_2500_pages_says_that_not_all_are_shown(reader: PageReader) -> None:
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 90 90]>>"
    leaves = b"".join(b"%d 0 obj%sendobj\n" % (n, leaf) for n in range(10, 2_510))
    kids = b" ".join(b"%d 0 R" % n for n in range(10, 2_510))
    tree = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 2500/Kids[%s]>>endobj\n"
    facts = reader.probe(b"%PDF-1.7\n" + tree % kids + leaves + b"trailer<</Root 1 0 R>>\n%%EOF", "buku.pdf")
    assert (facts.pages, facts.warnings) == (2_000, (Caution.MORE_PAGES,))


def test_what_cannot_be_shown_is_not_taken_in_and_both_say_the_same(reader: PageReader) -> None:
    thread = saved(Image.new("RGB", (9_000, 1)), "JPEG")
    nowhere = jpeg_page(saved(corners(), "JPEG"), **SCAN).replace(
        b"/MediaBox", b"/CropBox[900 900 990 990]/MediaBox"
    )
    for data, refusal in ((thread, TooManyPixels), (nowhere, DamagedFile)):
        with pytest.raises(refusal):
            reader.probe(data, "berkas")
        with pytest.raises(refusal):
            reader.look(key_of(data), data, "berkas", width=300)
