"""Small pictures and PDFs that the tests draw themselves."""

import zlib
from io import BytesIO

from PIL import Image

from workstation.imaging.pages import FileFacts, PagePixels
from workstation.imaging.pool import PageReader, key_of

RED, GREEN, BLUE, YELLOW = (220, 30, 30), (30, 160, 40), (40, 60, 220), (230, 220, 40)
CORNERS = (RED, GREEN, BLUE, YELLOW)


def corners(width: int = 300, height: int = 200) -> Image.Image:
    """Red top left, green top right, blue bottom left, yellow bottom right."""
    picture = Image.new("RGB", (width, height))
    half = (width // 2, height // 2)
    for colour, at in ((RED, (0, 0)), (GREEN, (half[0], 0)), (BLUE, (0, half[1])), (YELLOW, half)):
        picture.paste(colour, (*at, at[0] + half[0], at[1] + half[1]))
    return picture


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    """Write a picture into bytes."""
    stream = BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def shown(pixels: PagePixels) -> Image.Image:
    """Look at an answer as a picture."""
    size = (pixels.width, pixels.height)
    mode = "L" if pixels.format == "L" else "RGB"
    return Image.frombytes(mode, size, bytes(pixels.data), "raw", pixels.format, pixels.stride, 1).convert(
        "RGB"
    )


def looked(reader: PageReader, data: bytes, width: int = 300) -> tuple[FileFacts, Image.Image]:
    """Look at the first page of a file."""
    facts, page = reader.look(key_of(data), data, "berkas", width=width)
    return facts, shown(page)


def has_corners(picture: Image.Image) -> bool:
    """Whether it is the picture of `corners`, as far as a lossy file keeps it."""
    pairs = zip(corner_colours(picture), CORNERS, strict=True)
    return all(abs(a - b) <= 12 for one, other in pairs for a, b in zip(one, other, strict=True))


def corner_colours(picture: Image.Image) -> tuple[tuple[int, ...], ...]:
    """Colours at top left, top right, bottom left, bottom right, a quarter in from the edges."""
    width, height = picture.size
    near, far = (width // 4, height // 4), (width * 3 // 4, height * 3 // 4)
    return tuple(picture.getpixel(at) for at in (near, (far[0], near[1]), (near[0], far[1]), far))


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of two pictures of one size, 0..255."""
    pairs = zip(one.convert("RGB").tobytes(), other.convert("RGB").tobytes(), strict=True)
    return sum(abs(a - b) for a, b in pairs) / (one.width * one.height * 3)


def pdf(
    content: bytes, *, box: str = "0 0 612 792", resources: str = "", extra: bytes = b"", packed: bytes = b""
) -> bytes:
    """Write a PDF of one page around a content stream; `extra`: whole objects from number 5 on."""
    packed = packed or zlib.compress(content)
    page = f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 4 0 R/Resources<<{resources}>>>>".encode()
    objects = [
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
        b"3 0 obj" + page + b"endobj\n",
        b"4 0 obj<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream endobj\n" % (len(packed), packed),
    ]
    return b"%PDF-1.7\n" + b"".join(objects) + extra + b"trailer<</Root 1 0 R>>\n%%EOF\n"


def jpeg_page(jpeg: bytes, *, matrix: str, box: str, size: tuple[int, int], entries: str = "") -> bytes:
    """Write a PDF page that shows one JPEG through `matrix`."""
    head = (
        f"5 0 obj<</Type/XObject/Subtype/Image/Width {size[0]}/Height {size[1]}/ColorSpace/DeviceRGB"
        f"/BitsPerComponent 8/Filter/DCTDecode/Length {len(jpeg)}{entries}>>stream\n"
    )
    picture = head.encode() + jpeg + b"\nendstream endobj\n"
    return pdf(f"q {matrix} cm /Im Do Q".encode(), box=box, resources="/XObject<</Im 5 0 R>>", extra=picture)
