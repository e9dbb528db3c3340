"""A file is what its bytes say."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.imaging.drawing import corners, pdf, saved
from workstation.errors import NotAPicture
from workstation.imaging.kinds import Kind, kind_of


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (pdf(b""), Kind.PDF),
        (b"\xef\xbb\xbf\r\n" + pdf(b""), Kind.PDF),
        (saved(corners(), "JPEG"), Kind.JPEG),
        (saved(corners(), "PNG"), Kind.PNG),
        (saved(corners(), "TIFF"), Kind.TIFF),
        (saved(corners(), "TIFF", big_tiff=True), Kind.TIFF),
        (saved(corners(), "WEBP"), Kind.WEBP),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", Kind.HEIC),
    ],
)
def test_the_kind_is_told_by_the_bytes_whatever_the_name(data: bytes, kind: Kind) -> None:
    assert kind_of(data, "surat.docx") is kind


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "empty"),
        (b"\x00" * 40, "empty"),
        (b"<!DOCTYPE html><html><body>KTP</body></html>", "HTML"),
        (b"GIF89a\x01\x00\x01\x00", "GIF"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"MZ\x90\x00", "EXE"),
        (b"nama,nik\nSITI,3171994502850001\n", "text"),
        (b"\x00\x00\x00\x1cftypavif\x00\x00", "AVIF"),
        (b"\x01\x02\xfe\xff\x9a", "unknown"),
    ],
)
def test_anything_else_is_refused_with_what_was_found(data: bytes, found: str) -> None:
    with pytest.raises(NotAPicture) as refused:
        kind_of(data, "ktp.jpg")
    assert refused.value == NotAPicture("ktp.jpg", found)


def test_two_files_in_one_are_refused() -> None:
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        archive.writestr("payload.class", "x")
    jpeg = saved(corners(), "JPEG")
    page = saved(corners(), "JPEG", comment=b"<script>alert(1)</script>")
    paper = saved(corners(), "JPEG", comment=b"%PDF-1.4")
    for data, found in ((jpeg + stream.getvalue(), "JPEG+ZIP"), (page, "JPEG+HTML"), (paper, "JPEG+PDF")):
        with pytest.raises(NotAPicture) as refused:
            kind_of(data, "foto.jpg")
        assert refused.value.found == found
