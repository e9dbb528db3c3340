"""Files made to bring a reader down: each is a name, bytes, and whether it must be refused (None: either, in time)."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from PIL import Image

from tests.imaging.drawing import corners, jpeg_page, pdf, saved

Hostile = tuple[str, bytes, bool | None]
MB = 1024 * 1024


def hostile_files() -> Iterator[Hostile]:
    """Everything of this module."""
    yield from strangers()
    yield from two_in_one()
    yield from pngs()
    yield from tiffs()
    yield from jpegs_and_webps()
    yield from heics()
    yield from pdf_structures()
    yield from pdf_pictures()


def strangers() -> Iterator[Hostile]:
    """Other kinds of file under a picture's name."""
    frames = [Image.new("P", (8, 8), n) for n in range(3)]
    yield "kosong.pdf", b"", True
    yield "nol.jpg", bytes(4096), True
    yield "spasi.pdf", b" \r\n" * 400, True
    yield "gif.jpg", saved(frames[0], "GIF", save_all=True, append_images=frames[1:]), True
    yield "psd.png", b"8BPS\x00\x01" + bytes(200), True
    yield "eps.pdf", b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) run\n", True
    yield "svg.png", b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>", True
    yield "bmp.jpg", saved(corners(), "BMP"), True
    yield "ico.png", saved(corners(64, 64), "ICO"), True
    yield "jp2.jpg", saved(corners(), "JPEG2000"), True
    yield "avif.heic", b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1" + bytes(99), True
    yield "mp4.heic", b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(99), True
    yield "fits.tif", b"SIMPLE  =                    T" + b" " * 3000, True
    yield "teks.pdf", b"Dengan hormat, terlampir KTP saya.", True
    yield "elf.pdf", b"\x7fELF" + bytes(200), True
    yield "petir.pdf", b"#!/bin/sh\nrm -rf /\n", True


def two_in_one() -> Iterator[Hostile]:
    """Files that are two kinds at once."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("muatan.exe", bytes(MB))
    jpeg, png = saved(corners(), "JPEG"), saved(corners(), "PNG")
    yield "jpeg+zip.jpg", jpeg + archive.getvalue(), True
    yield "pdf+zip.pdf", pdf(b"") + archive.getvalue(), True
    yield "zip.pdf", archive.getvalue(), True
    yield "jpeg+html.jpg", saved(corners(), "JPEG", comment=b"<script>alert(1)</script>"), True
    yield "png+pdf.png", png[:33] + _chunk(b"tEXt", b"a\0%PDF-1.7") + png[33:], True
    yield "jpeg+ekor.jpg", jpeg + b"\x00" * MB, False
    yield "png+ekor.png", png + b"MZ" + bytes(9000), False


def pngs() -> Iterator[Hostile]:
    """PNG chunks that claim or do too much."""
    good = saved(corners(), "PNG")
    for wide, tall in ((2**31 - 1, 2**31 - 1), (2**31 - 1, 1), (1, 2**31 - 1), (0, 0), (60_000, 60_000)):
        yield f"png-{wide}x{tall}.png", _png(wide, tall, zlib.compress(bytes(64))), True
    yield "png-bom.png", _png(7_900, 8_000, zlib.compress(bytes(7_901 * 8_000), 9)), None
    yield (
        "png-teks-bom.png",
        good[:33] + _chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(80 * MB))) + good[33:],
        None,
    )
    yield (
        "png-icc-bom.png",
        good[:33] + _chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(80 * MB))) + good[33:],
        None,
    )
    yield "png-tanpa-data.png", good[:33] + _chunk(b"IEND", b""), True
    yield "png-panjang-dusta.png", good[:33] + struct.pack(">I", 2**31 - 1) + b"IDAT" + good[41:], None
    yield "png-potongan-banyak.png", good[:33] + _chunk(b"tEXt", b"a\0b") * 100_000 + good[33:], None
    yield "apng-bom.png", good[:33] + _chunk(b"acTL", struct.pack(">II", 2**31 - 1, 0)) + good[33:], None


def tiffs() -> Iterator[Hostile]:
    """TIFF directories that lead nowhere, in circles, or far beyond the file."""
    base = saved(corners(), "TIFF")
    first = struct.unpack_from("<I", base, 4)[0]
    count = struct.unpack_from("<H", base, first)[0]
    after = first + 2 + 12 * count
    circle = bytearray(base)
    struct.pack_into("<I", circle, after, first)
    yield "tiff-lingkaran.tif", bytes(circle), None
    beyond = bytearray(base)
    struct.pack_into("<I", beyond, after, 2**32 - 8)
    yield "tiff-di-luar.tif", bytes(beyond), None
    yield "tiff-tanpa-isi.tif", b"II*\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00", True
    yield "tiff-mulai-jauh.tif", b"II*\x00\xff\xff\xff\x7f" + bytes(99), True
    yield (
        "tiff-besar.tif",
        _tiff({256: 2**31 - 1, 257: 2**31 - 1, 258: 8, 259: 1, 262: 1, 273: 8, 279: 2**31 - 1}),
        True,
    )
    yield (
        "tiff-1gb.tif",
        _tiff({256: 32_000, 257: 32_000, 258: 8, 259: 1, 262: 1, 273: 8, 278: 32_000, 279: 2**30}),
        True,
    )
    yield (
        "tiff-kompresi-asing.tif",
        _tiff({256: 9, 257: 9, 258: 8, 259: 34_661, 262: 1, 273: 8, 279: 9}),
        True,
    )
    chain = _chained(20_000)
    yield "tiff-20000-halaman.tif", chain, None
    yield "bigtiff-dusta.tif", b"II+\x00\x08\x00\x00\x00" + b"\xff" * 8 + bytes(99), True
    yield "tiff-separuh.tif", saved(corners(900, 900), "TIFF", compression="jpeg")[:3000], None


def jpegs_and_webps() -> Iterator[Hostile]:
    """JPEG and WebP heads that lie, and a long animation."""
    jpeg = bytearray(saved(corners(), "JPEG"))
    at = jpeg.index(b"\xff\xc0")
    jpeg[at + 5 : at + 9] = b"\xff\xff\xff\xff"
    yield "jpeg-65535.jpg", bytes(jpeg), True
    yield "jpeg-penanda.jpg", b"\xff\xd8" + b"\xff\xe0\x00\x02" * 50_000, True
    yield "jpeg-awal-saja.jpg", b"\xff\xd8\xff\xe0", True
    scans = saved(corners(640, 640), "JPEG", progressive=True)
    start = scans.index(b"\xff\xda")
    yield "jpeg-pindai-berulang.jpg", scans[:-2] + scans[start:-2] * 400 + scans[-2:], None
    frames = [Image.new("RGB", (1500, 1500), (n % 256, 9, 9)) for n in range(60)]
    yield "webp-animasi.webp", saved(frames[0], "WEBP", save_all=True, append_images=frames[1:]), False
    webp = saved(corners(), "WEBP", lossless=True)
    yield "webp-dusta.webp", webp[:21] + b"\xff\xff\xff\xff" + webp[25:], None
    yield "webp-panjang.webp", webp[:4] + b"\xff\xff\xff\x7f" + webp[8:40], True


def heics() -> Iterator[Hostile]:
    """Boxes that nest, overlap or claim more than there is."""
    head = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"
    yield "heic-kepala.heic", head, True
    yield "heic-sampah.heic", head + bytes(range(256)) * 40, True
    yield "heic-kotak-nol.heic", head + struct.pack(">I4s", 0, b"meta") * 2000, True
    yield "heic-kotak-raksasa.heic", head + struct.pack(">I4sQ", 1, b"meta", 2**63 - 1) + bytes(400), True
    nested = b""
    for _ in range(3_000):
        nested = struct.pack(">I4sI", len(nested) + 12, b"meta", 0) + nested
    yield "heic-bersarang.heic", head + nested, True


def pdf_structures() -> Iterator[Hostile]:
    """Page trees, references and tables that have no end, and text that opens something."""
    catalogue = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    yield "pdf-kepala.pdf", b"%PDF-1.7\n", True
    yield (
        "pdf-tanpa-halaman.pdf",
        b"%PDF-1.7\n" + catalogue + b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>",
        True,
    )
    yield (
        "pdf-induk-sendiri.pdf",
        b"%PDF-1.7\n"
        + catalogue
        + b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>",
        True,
    )
    yield "pdf-hitungan-dusta.pdf", pdf(b"").replace(b"/Count 1", b"/Count 2147483647"), None
    yield "pdf-hitungan-minus.pdf", pdf(b"").replace(b"/Count 1", b"/Count -5"), None
    kids = b" ".join(b"%d 0 R" % n for n in range(10, 100_010))
    leaves = b"".join(
        b"%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n" % n for n in range(10, 100_010)
    )
    yield (
        "pdf-100000-halaman.pdf",
        b"%PDF-1.7\n"
        + catalogue
        + b"2 0 obj<</Type/Pages/Count 100000/Kids["
        + kids
        + b"]>>endobj\n"
        + leaves
        + b"trailer<</Root 1 0 R>>",
        None,
    )
    deep = b"".join(
        b"%d 0 obj<</Type/Pages/Count 1/Kids[%d 0 R]>>endobj\n" % (n, n + 1) for n in range(2, 30_000)
    )
    yield "pdf-pohon-dalam.pdf", b"%PDF-1.7\n" + catalogue + deep + b"trailer<</Root 1 0 R>>", True
    yield "pdf-larik-dalam.pdf", pdf(b"", resources="/X" + "[" * 200_000), None
    yield (
        "pdf-xref-putar.pdf",
        pdf(b"").replace(b"trailer<<", b"xref\n0 1\n0000000000 65535 f\ntrailer<</Prev 9/XRefStm 9")
        + b"startxref\n9\n%%EOF",
        None,
    )
    yield (
        "pdf-isi-diri.pdf",
        pdf(
            b"/F Do",
            resources="/XObject<</F 5 0 R>>",
            extra=_stream(
                "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>", b"/F Do"
            ),
        ),
        None,
    )
    yield "pdf-tumpukan-q.pdf", pdf(b"q " * 500_000), None
    yield (
        "pdf-buka-sendiri.pdf",
        pdf(b"", extra=b"5 0 obj<</S/Launch/F(calc.exe)>>endobj\n").replace(
            b"/Catalog", b"/Catalog/OpenAction 5 0 R"
        ),
        False,
    )
    yield "pdf-halaman-raksasa.pdf", pdf(b"", box="0 0 1e30 1e30"), None
    yield "pdf-halaman-pipih.pdf", pdf(b"0 0 9 9 re f", box="0 0 0.0001 90000"), True
    yield "pdf-nan.pdf", pdf(b"nan inf 1e400 -1e400 re f 0 0 m 1e38 1e38 l S", box="0 0 200 200"), None


def pdf_pictures() -> Iterator[Hostile]:
    """Pictures within a page: rubbish for each decoder, and numbers that multiply."""
    for filter_, colour in (
        ("JBIG2Decode", "DeviceGray"),
        ("JPXDecode", "DeviceRGB"),
        ("CCITTFaxDecode", "DeviceGray"),
        ("DCTDecode", "DeviceRGB"),
        ("LZWDecode", "DeviceRGB"),
        ("RunLengthDecode", "DeviceRGB"),
    ):
        rubbish = bytes((n * 7919) % 256 for n in range(20_000))
        yield (
            f"pdf-{filter_}.pdf",
            _painted(
                rubbish, f"/Filter/{filter_}/Width 900/Height 900/ColorSpace/{colour}/BitsPerComponent 8"
            ),
            None,
        )
    yield (
        "pdf-gambar-2-31.pdf",
        _painted(b"x" * 99, "/Width 2147483647/Height 2147483647/ColorSpace/DeviceRGB/BitsPerComponent 8"),
        None,
    )
    chain = b"x" * 100
    for _ in range(8):
        chain = zlib.compress(chain)
    yield (
        "pdf-saringan-berantai.pdf",
        _painted(
            chain, f"/Filter[{'/FlateDecode' * 8}]/Width 9/Height 9/ColorSpace/DeviceGray/BitsPerComponent 8"
        ),
        None,
    )
    jpeg = saved(corners(), "JPEG")
    yield (
        "pdf-jpeg-dusta.pdf",
        jpeg_page(jpeg, matrix="600 0 0 400 0 0", box="0 0 600 400", size=(60_000, 60_000)),
        None,
    )
    yield (
        "pdf-petak.pdf",
        pdf(
            b"/Pattern cs /P scn 0 0 600 700 re f",
            resources="/Pattern<</P 5 0 R>>",
            extra=_stream(
                "/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep 0.001/YStep 0.001",
                b"0 0 1 1 re f",
            ),
        ),
        None,
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _png(wide: int, tall: int, packed: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", wide, tall, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _directory(entries: dict[int, int], after: int = 0) -> bytes:
    rows = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in sorted(entries.items()))
    return struct.pack("<H", len(entries)) + rows + struct.pack("<I", after)


def _tiff(entries: dict[int, int]) -> bytes:
    return b"II*\x00" + struct.pack("<I", 16) + bytes(8) + _directory(entries)


def _chained(pages: int) -> bytes:
    """So many directories, all showing the same eight bytes."""
    entries = {256: 8, 257: 8, 258: 8, 259: 1, 262: 1, 273: 8, 278: 8, 279: 64}
    size = len(_directory(entries))
    places = [80 + size * page for page in range(pages)] + [0]
    body = b"".join(_directory(entries, places[page + 1]) for page in range(pages))
    return b"II*\x00" + struct.pack("<I", 80) + bytes(72) + body


def _painted(data: bytes, entries: str) -> bytes:
    return pdf(
        b"q 600 0 0 700 0 0 cm /Im Do Q",
        resources="/XObject<</Im 5 0 R>>",
        extra=_stream(f"/Type/XObject/Subtype/Image{entries}", data),
    )


def _stream(entries: str, data: bytes) -> bytes:
    return f"5 0 obj<<{entries}/Length {len(data)}>>stream\n".encode() + data + b"\nendstream endobj\n"
