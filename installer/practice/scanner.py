"""Office scanners: slight skew, dark edge, gray JPEG or 1-bit CCITT pages in a PDF; and screenshots."""

import io
from pathlib import Path

import cv2
import numpy as np
import pikepdf
from PIL import Image, ImageDraw
from PIL.TiffImagePlugin import TiffImageFile

from installer.practice import fonts


def scan_pdf(pages: list[Image.Image], target: Path, dice: np.random.Generator, bilevel: bool) -> None:
    """Write the pages (drawn at 200 dpi) as a scanner would: 1-bit G4 at 200 dpi or gray JPEG at 150."""
    out = pikepdf.new()
    for page in pages:
        gray = _skewed(np.asarray(page.convert("L")), dice)
        if bilevel:
            image = _stream_g4(out, gray)
        else:
            gray = cv2.resize(gray, None, fx=0.75, fy=0.75, interpolation=cv2.INTER_AREA)
            image = _stream_jpeg(out, gray)
        width, height = page.width * 72 / 200, page.height * 72 / 200
        sheet = out.add_blank_page(page_size=(width, height))
        sheet.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
        sheet.Contents = out.make_stream(f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /Im0 Do Q".encode())
    out.docinfo["/Producer"] = "Pemindai Latihan"
    out.save(target, deterministic_id=True)


def _skewed(gray: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    height, width = gray.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), dice.uniform(-1.3, 1.3), 1.0)
    out = cv2.warpAffine(gray, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=246)
    edge = np.linspace(0.45, 1.0, 14)
    if dice.random() < 0.7:
        out[:, :14] = (out[:, :14] * edge).astype(np.uint8)
    noisy = cv2.GaussianBlur(out, (0, 0), 0.6) + dice.normal(0, 1.3, out.shape)
    scanned: np.ndarray = np.clip(noisy, 0, 255).astype(np.uint8)
    return scanned


def _image(out: pikepdf.Pdf, data: bytes, width: int, height: int, **more: object) -> pikepdf.Object:
    return out.make_stream(
        data,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=width,
        Height=height,
        ColorSpace=pikepdf.Name.DeviceGray,
        **more,
    )


def _stream_jpeg(out: pikepdf.Pdf, gray: np.ndarray) -> pikepdf.Object:
    data = io.BytesIO()
    Image.fromarray(gray).save(data, "JPEG", quality=58, optimize=True)
    height, width = gray.shape
    return _image(out, data.getvalue(), width, height, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode)


def _stream_g4(out: pikepdf.Pdf, gray: np.ndarray) -> pikepdf.Object:
    bits = Image.fromarray(gray).point(lambda v: 255 if v > 168 else 0).convert("1", dither=Image.Dither.NONE)
    tiff = io.BytesIO()
    bits.save(tiff, "TIFF", compression="group4", strip_size=2**24)
    tiff.seek(0)
    with TiffImageFile(tiff) as read:
        offsets, sizes = read.tag_v2[273], read.tag_v2[279]
        black_is_zero = read.tag_v2[262] == 1
    data = tiff.getvalue()[offsets[0] : offsets[0] + sizes[0]]
    parms = pikepdf.Dictionary(K=-1, Columns=bits.width, Rows=bits.height, BlackIs1=black_is_zero)
    return _image(
        out,
        data,
        bits.width,
        bits.height,
        BitsPerComponent=1,
        Filter=pikepdf.Name.CCITTFaxDecode,
        DecodeParms=parms,
    )


def screenshot(page: Image.Image) -> Image.Image:
    """Return a 1080 px wide telephone screen showing the page under a plain status bar."""
    screen = Image.new("RGB", (1080, 1920), (246, 246, 248))
    draw = ImageDraw.Draw(screen)
    draw.rectangle((0, 0, 1080, 70), (32, 34, 40))
    draw.text((40, 48), "09.41", (255, 255, 255), fonts.face("sansb", 34), anchor="ls")
    draw.text((1040, 48), "SPESIMEN 78%", (255, 255, 255), fonts.face("sans", 30), anchor="rs")
    scale = min(1000 / page.width, 1760 / page.height)
    shown = page.resize((round(page.width * scale), round(page.height * scale)), Image.Resampling.LANCZOS)
    screen.paste(shown, ((1080 - shown.width) // 2, 70 + (1850 - shown.height) // 2))
    return screen.quantize(128, dither=Image.Dither.NONE)
