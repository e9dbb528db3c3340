"""Is a PDF page nothing but one upright JPEG, as scanners write it? Then libjpeg decodes it scaled."""

import ctypes
import re
from collections.abc import Callable
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as c

from workstation.imaging.turn import Region

INVISIBLE_TEXT = 3
MOST_OBJECTS = 5_000
PLAIN_COLOURS = {c.FPDF_COLORSPACE_DEVICEGRAY, c.FPDF_COLORSPACE_DEVICERGB}
USUAL_PROFILE = b"sRGB"  # what scanners and phones attach: the colours are those of the plain space
PROFILE_LIMIT = 64 * 1024
RGB_BITS = 24
JPEG, PACKED = {b"DCTDecode", b"DCT"}, {b"ASCII85Decode", b"A85", b"FlateDecode", b"Fl"}
# what else the dictionary may ask for, which only PDFium honours
SPECIAL = re.compile(rb"/(?:Decode(?!Parms)|SMask|Mask|ImageMask|ColorTransform|OC|Alternates)(?![A-Za-z])")
LAYER = "OC\0".encode("utf-16-le")
SKEW = 1e-3
COVERED = 0.7  # share of a page that a picture fills when the page is a scan


@dataclass(frozen=True, slots=True)
class Scan:
    """The JPEG of a page, where it lies (fractions of the page as /Rotate shows it), quarters of /Rotate."""

    jpeg: bytes
    place: Region
    quarter: int


def scan_of(page: pdfium.PdfPage, data: bytes) -> Scan | None:
    """Give the page's only picture if decoding it alone shows the very same page, else None."""
    if c.FPDFPage_GetAnnotCount(page):
        return None
    picture = _only_picture(page)
    if picture is None or not _is_plain(page, picture):
        return None
    place = _place(page, picture)
    found = _jpeg(picture)
    if place is None or found is None or not _plain_dictionary(found[1], data):
        return None
    return Scan(found[0], place, c.FPDFPage_GetRotation(page))


def is_scan(page: pdfium.PdfPage) -> bool:
    """Say whether one picture fills most of the page: words under it are then a machine's guess."""
    width, height = page.get_size()
    for item in page.get_objects(filter=[c.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        if (right - left) * (top - bottom) > COVERED * width * height:
            return True
    return False


def _only_picture(page: pdfium.PdfPage) -> c.FPDF_PAGEOBJECT | None:
    count = c.FPDFPage_CountObjects(page)
    if not 0 < count <= MOST_OBJECTS:
        return None
    found = None
    for index in range(count):
        item = c.FPDFPage_GetObject(page, index)
        kind = c.FPDFPageObj_GetType(item)
        if kind == c.FPDF_PAGEOBJ_TEXT and c.FPDFTextObj_GetTextRenderMode(item) == INVISIBLE_TEXT:
            continue
        if kind != c.FPDF_PAGEOBJ_IMAGE or found is not None:
            return None
        found = item
    return found


def _is_plain(page: pdfium.PdfPage, picture: c.FPDF_PAGEOBJECT) -> bool:
    if c.FPDFPageObj_HasTransparency(picture) or _is_in_layer(picture):
        return False
    if c.FPDFClipPath_CountPaths(c.FPDFPageObj_GetClipPath(picture)) > 0:
        return False
    facts = c.FPDF_IMAGEOBJ_METADATA()
    if not c.FPDFImageObj_GetImageMetadata(picture, page, facts):
        return False
    if facts.colorspace == c.FPDF_COLORSPACE_ICCBASED:
        return facts.bits_per_pixel == RGB_BITS and _has_usual_profile(page, picture)
    return facts.colorspace in PLAIN_COLOURS


def _is_in_layer(picture: c.FPDF_PAGEOBJECT) -> bool:
    """Say whether marked content ties it to a layer that may be switched off (ISO 32000-1, 8.11.3.2)."""
    name, size = (ctypes.c_ushort * 8)(), ctypes.c_ulong()
    for index in range(c.FPDFPageObj_CountMarks(picture)):
        mark = c.FPDFPageObj_GetMark(picture, index)
        c.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), size)
        if bytes(name)[: size.value] == LAYER:
            return True
    return False


def _has_usual_profile(page: pdfium.PdfPage, picture: c.FPDF_PAGEOBJECT) -> bool:
    size = ctypes.c_size_t()
    if not c.FPDFImageObj_GetIccProfileDataDecoded(picture, page, None, 0, size):
        return False
    if not 0 < size.value <= PROFILE_LIMIT:
        return False
    profile = (ctypes.c_ubyte * size.value)()
    c.FPDFImageObj_GetIccProfileDataDecoded(picture, page, profile, size.value, size)
    return USUAL_PROFILE in bytes(profile).replace(b"\0", b"")


def _place(page: pdfium.PdfPage, picture: c.FPDF_PAGEOBJECT) -> Region | None:
    matrix = c.FS_MATRIX()
    if not c.FPDFPageObj_GetMatrix(picture, matrix) or matrix.a <= 0 or matrix.d <= 0:
        return None
    if abs(matrix.b) > SKEW * matrix.a or abs(matrix.c) > SKEW * matrix.d:
        return None
    first = _shown(page, matrix.e, matrix.f)
    last = _shown(page, matrix.e + matrix.a, matrix.f + matrix.d)
    (left, right), (top, bottom) = (sorted(pair) for pair in zip(first, last, strict=True))
    return Region(left, top, right, bottom)


FINE = 1_000_000


def _shown(page: pdfium.PdfPage, x: float, y: float) -> tuple[float, float]:
    across, down = ctypes.c_int(), ctypes.c_int()
    c.FPDF_PageToDevice(page, 0, 0, FINE, FINE, 0, x, y, across, down)
    return across.value / FINE, down.value / FINE


def _jpeg(picture: c.FPDF_PAGEOBJECT) -> tuple[bytes, bytes] | None:
    """Give the JPEG and the stream as it stands in the file, where it may be packed once more."""
    count = c.FPDFImageObj_GetImageFilterCount(picture)
    filters = [_filter(picture, index) for index in range(count)]
    if not filters or filters[-1] not in JPEG or not PACKED.issuperset(filters[:-1]):
        return None
    raw = _data(c.FPDFImageObj_GetImageDataRaw, picture)
    return (raw, raw) if count == 1 else (_data(c.FPDFImageObj_GetImageDataDecoded, picture), raw)


def _filter(picture: c.FPDF_PAGEOBJECT, index: int) -> bytes:
    name = ctypes.create_string_buffer(32)
    c.FPDFImageObj_GetImageFilter(picture, index, name, len(name))
    return bytes(name.value)


def _data(read: Callable[..., int], picture: c.FPDF_PAGEOBJECT) -> bytes:
    held = ctypes.create_string_buffer(read(picture, None, 0))
    read(picture, held, len(held))
    return held.raw


def _plain_dictionary(raw: bytes, data: bytes) -> bool:
    """Read the dictionary before the stream in the file; in an encrypted file it is not found: special."""
    at = data.find(raw[:4096])
    start = data.rfind(b" obj", max(0, at - 4096), at) if at > 0 else -1
    return start >= 0 and not SPECIAL.search(data[start:at])
