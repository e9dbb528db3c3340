"""Codes and words in pictures and PDFs: pure and bounded, made for a process that may die.

Two readers take turns because each reads what the other misses (zxing-cpp and zbar); a few more tries with
another size, contrast or threshold follow, and never more than these. Only where they found no seal, a few pages
are looked at as `spoilt` does: ten times slower.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from io import BytesIO
from typing import Any, Final

import pypdfium2
import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from workstation.errors import DamagedFile, EncryptedFile, HeicPicture, Problem, TooManyPixels
from workstation.imaging.kinds import Kind, kind_of
from workstation.imaging.scanned import is_scan
from workstation.imaging.spoilt import read_spoilt

PDF_PIXELS: Final = 16_000_000
PICTURE_PIXELS: Final = 64_000_000
MOST_PAGES: Final = 5
MOST_SPOILT: Final = 2  # pages looked at thoroughly
DENSITIES: Final = (200, 300)  # dpi; the second only when the first shows no code
LARGE: Final = 2_400  # px; a code fills a good part of a photograph, more detail is noise
SMALL: Final = 900
WANTED: Final = "/#"  # only a seal has a fragment right after the host: go on trying until one is found

QR: Final = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
_FORMATS: Final = {Kind.JPEG: "JPEG", Kind.PNG: "PNG", Kind.TIFF: "TIFF", Kind.WEBP: "WEBP"}


def codes_in(data: bytes, name: str) -> list[str]:
    """Return the texts of all QR codes on the pages looked at, each once; Refusals of the file go through."""
    found: list[str] = []
    densities = DENSITIES if kind_of(data, name) is Kind.PDF else DENSITIES[:1]
    for dpi in densities:
        for picture in pages_of(data, name, dpi=dpi):
            found += [text for text in read_plain(picture) if text not in found]
        if has_seal(found):
            return found
    for picture in pages_of(data, name, dpi=DENSITIES[0], most=MOST_SPOILT):
        found += [text for text in read_spoilt(picture) if text not in found]
    return found


def has_seal(texts: Iterable[str]) -> bool:
    """Say whether one of the texts is made like a seal."""
    return any(WANTED in text for text in texts)


def read_codes(picture: Image.Image) -> list[str]:
    """Return the texts of the QR codes in one picture, read plainly and, where no seal was found, thoroughly."""
    found = read_plain(picture)
    return found if has_seal(found) else found + read_spoilt(picture)


def read_plain(picture: Image.Image) -> list[str]:
    """Return the texts of the QR codes in one picture, at most eleven looks."""
    found: list[str] = []
    for read, version in _looks(picture.convert("L")):
        found += [text for text in read(version) if text not in found]
        if has_seal(found):
            break
    return found


def pages_of(
    data: bytes, name: str, *, dpi: int = DENSITIES[0], most: int = MOST_PAGES
) -> Iterator[Image.Image]:
    """Yield pages of a PDF at `dpi`, or the frames of a picture; at most 16 and 64 megapixels each.

    Of a long paper the first pages and the last one, where the signature and the seal stand.

    Raises NotAPicture (and HeicPicture), EncryptedFile, TooManyPixels or DamagedFile.
    """
    kind = kind_of(data, name)
    if kind not in (Kind.PDF, *_FORMATS):
        raise HeicPicture(name, kind.value)
    try:
        if kind is Kind.PDF:
            yield from _pdf_pages(data, name, dpi, most)
        else:
            yield from _frames(data, name, _FORMATS[kind], most)
    except Problem:
        raise
    except Exception as fault:  # foreign decoders raise a dozen types on broken files
        raise DamagedFile(name, f"{type(fault).__name__}: {fault}") from fault


def text_in(data: bytes, name: str, *, most: int = MOST_PAGES) -> str:
    """Return the text drawn on those pages of a PDF; nothing for a picture or a scanned page.

    The hidden text under a scan is a machine's guess and must not accuse anybody.
    """
    if kind_of(data, name) is not Kind.PDF:
        return ""
    try:
        with _opened(data, name) as document:
            pages = (document[at] for at in _chosen(len(document), most))
            return "\n".join(page.get_textpage().get_text_bounded() for page in pages if not is_scan(page))
    except Problem:
        raise
    except Exception as fault:  # foreign decoders raise a dozen types on broken files
        raise DamagedFile(name, f"{type(fault).__name__}: {fault}") from fault


def _chosen(count: int, most: int) -> list[int]:
    """Return which of `count` pages are looked at."""
    return list(range(count)) if count <= most else [*range(most - 1), count - 1]


def _pdf_pages(data: bytes, name: str, dpi: int, most: int) -> Iterator[Image.Image]:
    """Draw pages in grey, smaller where 16 megapixels would be passed."""
    with _opened(data, name) as document:
        for at in _chosen(len(document), most):
            page = document[at]
            width, height = page.get_size()
            fits = (PDF_PIXELS / max(width * height, 1)) ** 0.5
            yield page.render(scale=min(dpi / 72, fits), grayscale=True).to_pil()
            page.close()


def _opened(data: bytes, name: str) -> pypdfium2.PdfDocument:
    """Open a PDF; EncryptedFile when it wants a password."""
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        if "password" in str(fault).lower():
            raise EncryptedFile(name) from fault
        raise


def _frames(data: bytes, name: str, form: str, most: int) -> Iterator[Image.Image]:
    """Decode the frames of a picture whose size has been looked at first."""
    with _sized_up(data, name, form) as picture:
        for at in _chosen(getattr(picture, "n_frames", 1), most):
            picture.seek(at)
            if picture.width * picture.height > PICTURE_PIXELS:
                raise TooManyPixels(name)
            picture.draft("L", (LARGE, LARGE))  # a JPEG is decoded smaller where that is enough
            yield picture.convert("L")


def _sized_up(data: bytes, name: str, form: str) -> Image.Image:
    """Read a picture's head; Pillow warns of a bomb or refuses it, as the process has it: both are too large."""
    try:
        return Image.open(BytesIO(data), formats=[form])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise TooManyPixels(name) from bomb


def _looks(grey: Image.Image) -> Iterator[tuple[Callable[[Image.Image], list[str]], Image.Image]]:
    """Yield reader and picture: as it is, at another size, with stretched contrast, and both.

    Then for the smeared one threshold for the whole picture, and for the speckled a softer picture.
    """
    plain = grey if max(grey.size) <= 2 * LARGE else _sized(grey, 2 * LARGE)
    longest = max(plain.size)
    other = _sized(plain, LARGE // 2 if longest > SMALL * 2 else longest * 2)
    clear = ImageOps.expand(ImageOps.autocontrast(other, cutoff=5), border=40, fill=255)
    for picture in (plain, other, ImageOps.autocontrast(plain, cutoff=5), clear):
        yield _with_zxing, picture
        yield _with_zbar, picture
    yield _with_one_threshold, other
    yield _with_one_threshold, plain
    yield _with_zbar, other.filter(ImageFilter.GaussianBlur(2))


def _sized(grey: Image.Image, longest: int) -> Image.Image:
    """Return the picture with its longer side at `longest` px."""
    share = longest / max(grey.size)
    size = (max(1, round(grey.width * share)), max(1, round(grey.height * share)))
    return grey.resize(size, Image.Resampling.LANCZOS if share < 1 else Image.Resampling.BICUBIC)


def _with_zxing(grey: Image.Image) -> list[str]:
    """Read with zxing-cpp."""
    return [code.text for code in zxingcpp.read_barcodes(grey, formats=QR)]


def _with_one_threshold(grey: Image.Image) -> list[str]:
    """Read with zxing-cpp, black and white parted at one level for the whole picture."""
    one = zxingcpp.Binarizer.GlobalHistogram
    return [code.text for code in zxingcpp.read_barcodes(grey, formats=QR, binarizer=one)]


def _with_zbar(grey: Image.Image) -> list[str]:
    """Read with zbar; nothing where its library is not installed."""
    pyzbar = _zbar()
    if pyzbar is None:
        return []
    codes = pyzbar.decode(grey, symbols=[pyzbar.ZBarSymbol.QRCODE])
    return [code.data.decode("utf-8", "replace") for code in codes]


@cache
def _zbar() -> Any:
    """Load zbar once, or learn once that it is not there: looking for it starts other programs."""
    try:
        from pyzbar import pyzbar
    except ImportError:
        return None
    return pyzbar
