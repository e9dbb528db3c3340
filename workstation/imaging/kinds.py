"""What a file is, told by its first bytes and never by its name."""

from enum import StrEnum

from workstation.errors import NotAPicture


class Kind(StrEnum):
    """The kinds of file that the page reader opens."""

    PDF = "PDF"
    JPEG = "JPEG"
    PNG = "PNG"
    TIFF = "TIFF"
    WEBP = "WebP"
    HEIC = "HEIC"


HEAD = 1024
ZIP_END, ZIP_END_SIZE, ZIP_COMMENT = b"PK\x05\x06", 22, 65_535
HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
AVIF_BRANDS = {b"avif", b"avis"}
MAGIC = (
    (b"%PDF-", Kind.PDF),
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"II*\x00", Kind.TIFF),
    (b"MM\x00*", Kind.TIFF),
    (b"II+\x00", Kind.TIFF),
    (b"MM\x00+", Kind.TIFF),
)
OTHERS = (
    (b"GIF8", "GIF"),
    (b"8BPS", "PSD"),
    (b"%!PS", "PostScript"),
    (b"\xc5\xd0\xd3\xc6", "PostScript"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"\x97JB2\r\n", "JBIG2"),
    (b"AT&TFORM", "DjVu"),
    (b"PK\x03\x04", "ZIP"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"BM", "BMP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7Z"),
    (b"\xd0\xcf\x11\xe0", "OLE"),
    (b"{\\rtf", "RTF"),
)
MARKUP = (b"<!doctype html", b"<html", b"<script", b"<svg", b"<?php")


def kind_of(data: bytes, name: str) -> Kind:
    """Give the kind of `data`; raise NotAPicture (with what was found) for all else."""
    head = bytes(data[:HEAD])
    kind = _kind(head)
    if kind is None:
        raise _refusal(head, name)
    if kind is not Kind.PDF and b"%PDF-" in head:
        raise NotAPicture(name, f"{kind}+PDF")
    if kind is not Kind.PDF and _markup(head):
        raise NotAPicture(name, f"{kind}+HTML")
    if _ends_as_zip(data):
        raise NotAPicture(name, f"{kind}+ZIP")
    return kind


def _kind(head: bytes) -> Kind | None:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Kind.WEBP
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS and not _is_avif(head):
        return Kind.HEIC
    # a byte order mark or blank lines before the header are common and every reader accepts them
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n\t \x00")
    if bare.startswith(b"%PDF-"):
        return Kind.PDF
    found = next((kind for magic, kind in MAGIC if head.startswith(magic)), None)
    # a printer's or a server's words before the header (ISO 32000-1, implementation note 13)
    return Kind.PDF if found is None and b"%PDF-" in head and not _is_other(head) else found


def _refusal(head: bytes, name: str) -> NotAPicture:
    if head[4:8] == b"ftyp":
        return NotAPicture(name, "AVIF" if _is_avif(head) else _readable(head[8:12]))
    if not head.strip(b"\x00 \r\n\t"):
        return NotAPicture(name, "empty")
    if _markup(head):
        return NotAPicture(name, "HTML")
    other = next((word for magic, word in OTHERS if head.startswith(magic)), None)
    return NotAPicture(name, other or ("text" if _is_text(head) else "unknown"))


def _is_other(head: bytes) -> bool:
    """A file that somebody else would open or run: it is no PDF, whatever stands further on."""
    return head[4:8] == b"ftyp" or head.startswith((b"#!", *(magic for magic, _ in OTHERS))) or _markup(head)


def _is_avif(head: bytes) -> bool:
    """The general brand (mif1) is no word on how the pixels are packed; the others are."""
    brands = {head[at : at + 4] for at in range(8, min(int.from_bytes(head[:4], "big"), HEAD), 4)}
    return bool(brands & AVIF_BRANDS) and not brands & HEIC_BRANDS - {b"mif1", b"msf1"}


def _markup(head: bytes) -> bool:
    lowered = head.lower()
    return any(mark in lowered for mark in MARKUP)


def _ends_as_zip(data: bytes) -> bool:
    """A ZIP directory that ends exactly at the end of the file: the file is two files at once."""
    tail = bytes(data[-(ZIP_END_SIZE + ZIP_COMMENT) :])
    at = tail.rfind(ZIP_END)
    if at < 0 or len(tail) - at < ZIP_END_SIZE:
        return False
    comment = int.from_bytes(tail[at + 20 : at + 22], "little")
    return at + ZIP_END_SIZE + comment == len(tail)


def _readable(brand: bytes) -> str:
    return brand.decode("ascii", "replace").strip().upper()


def _is_text(head: bytes) -> bool:
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return all(char.isprintable() or char.isspace() for char in text)
