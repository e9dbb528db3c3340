"""A page as a list of drawing steps, shown either as pixels (Pillow) or as a PDF page (reportlab)."""

import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from installer.practice import fonts

BLACK = (20, 20, 24)
MM_PER_INCH = 25.4
Colour = tuple[int, int, int]


@dataclass
class Sheet:
    """One page in millimetres, origin top left; text is placed by its baseline, sizes in points."""

    width: float = 210.0
    height: float = 297.0
    ground: Colour = (255, 255, 255)
    steps: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float = 11,
        font: str = "serif",
        ink: Colour = BLACK,
        anchor: str = "l",
    ) -> None:
        """Write one line; anchor l, m or r says which end stands at x."""
        self.steps.append(("text", (x, y, words, size, font, ink, anchor)))

    def slanted(self, x: float, y: float, words: str, size: float, degrees: float, ink: Colour) -> None:
        """Write one line around its middle (x, y), turned counter-clockwise."""
        self.steps.append(("slanted", (x, y, words, size, degrees, ink)))

    def rule(self, x1: float, y1: float, x2: float, y2: float, width: float = 0.3) -> None:
        """Draw a straight line, width in millimetres."""
        self.steps.append(("rule", (x1, y1, x2, y2, width)))

    def box(
        self, x: float, y: float, w: float, h: float, fill: Colour | None = None, line: Colour | None = BLACK
    ) -> None:
        """Draw a rectangle."""
        self.steps.append(("box", (x, y, w, h, fill, line)))

    def picture(self, image: Image.Image, x: float, y: float, w: float, h: float) -> None:
        """Place an RGBA picture stretched to w by h."""
        self.steps.append(("picture", (image, x, y, w, h)))

    def paragraph(
        self,
        x: float,
        y: float,
        width: float,
        words: str,
        size: float = 11,
        font: str = "serif",
        ink: Colour = BLACK,
        lead: float = 1.35,
    ) -> float:
        """Write words wrapped to `width` mm; return the baseline for the next line."""
        for line in fonts.wrapped(words, font, size, width):
            self.text(x, y, line, size, font, ink)
            y += size * lead * MM_PER_INCH / 72
        return y


def pixels(sheet: Sheet, dpi: int = 200) -> Image.Image:
    """Return the page as an RGB image."""
    k = dpi / MM_PER_INCH
    image = Image.new("RGB", (round(sheet.width * k), round(sheet.height * k)), sheet.ground)
    draw = ImageDraw.Draw(image)
    for name, given in sheet.steps:
        _PIXEL_STEPS[name](image, draw, k, *given)
    return image


def _text(_: Image.Image, draw: ImageDraw.ImageDraw, k: float, *given: Any) -> None:
    x, y, words, size, font, ink, anchor = given
    face = fonts.face(font, size * k * MM_PER_INCH / 72)
    draw.text((x * k, y * k), words, ink, face, anchor=anchor + "s")


def _slanted(image: Image.Image, _: ImageDraw.ImageDraw, k: float, *given: Any) -> None:
    x, y, words, size, degrees, ink = given
    face = fonts.face("sansb", size * k * MM_PER_INCH / 72)
    left, top, right, bottom = face.getbbox(words)
    label = Image.new("RGBA", (int(right - left) + 8, int(bottom - top) + 8), (*ink, 0))
    ImageDraw.Draw(label).text((4 - left, 4 - top), words, (*ink, 255), face)
    label = label.rotate(degrees, Image.Resampling.BICUBIC, expand=True)
    image.paste(label, (round(x * k - label.width / 2), round(y * k - label.height / 2)), label)


def _rule(_: Image.Image, draw: ImageDraw.ImageDraw, k: float, *given: Any) -> None:
    x1, y1, x2, y2, width = given
    draw.line((x1 * k, y1 * k, x2 * k, y2 * k), BLACK, max(1, round(width * k)))


def _box(_: Image.Image, draw: ImageDraw.ImageDraw, k: float, *given: Any) -> None:
    x, y, w, h, fill, line = given
    draw.rectangle((x * k, y * k, (x + w) * k, (y + h) * k), fill, line, max(1, round(0.3 * k)))


def _picture(image: Image.Image, _: ImageDraw.ImageDraw, k: float, *given: Any) -> None:
    picture, x, y, w, h = given
    small = picture.resize((max(1, round(w * k)), max(1, round(h * k))), Image.Resampling.LANCZOS)
    image.paste(small, (round(x * k), round(y * k)), small)


_PIXEL_STEPS = {"text": _text, "slanted": _slanted, "rule": _rule, "box": _box, "picture": _picture}


def born_digital(sheets: list[Sheet], target: Path, title: str) -> None:
    """Write the pages as a PDF with selectable text; handwriting becomes slanted Times."""
    paper = Canvas(str(target), pageCompression=1, invariant=1)
    paper.setTitle(title)
    k = 72 / MM_PER_INCH
    for sheet in sheets:
        paper.setPageSize((sheet.width * k, sheet.height * k))
        for name, given in sheet.steps:
            _pdf_step(paper, k, sheet.height, name, given)
        paper.showPage()
    paper.save()


def _pdf_step(paper: Canvas, k: float, height: float, name: str, given: tuple[Any, ...]) -> None:
    if name == "text":
        x, y, words, size, font, ink, anchor = given
        paper.setFont(fonts.PDF_NAMES[font], size)
        paper.setFillColorRGB(*(c / 255 for c in ink))
        write = {"l": paper.drawString, "m": paper.drawCentredString, "r": paper.drawRightString}[anchor]
        write(x * k, (height - y) * k, words)
    elif name == "slanted":
        x, y, words, size, degrees, ink = given
        paper.saveState()
        paper.translate(x * k, (height - y) * k)
        paper.rotate(degrees)
        paper.setFont("Helvetica-Bold", size)
        paper.setFillColorRGB(*(c / 255 for c in ink))
        paper.drawCentredString(0, -size / 3, words)
        paper.restoreState()
    elif name == "rule":
        x1, y1, x2, y2, width = given
        paper.setLineWidth(width * k)
        paper.line(x1 * k, (height - y1) * k, x2 * k, (height - y2) * k)
    elif name == "box":
        x, y, w, h, fill, line = given
        paper.setLineWidth(0.3 * k)
        if fill:
            paper.setFillColorRGB(*(c / 255 for c in fill))
        paper.rect(x * k, (height - y - h) * k, w * k, h * k, fill=int(bool(fill)), stroke=int(bool(line)))
    else:
        picture, x, y, w, h = given
        small = picture.resize((round(w * 6), round(h * 6)), Image.Resampling.LANCZOS)
        data = io.BytesIO()
        small.save(data, "PNG")
        data.seek(0)
        paper.drawImage(ImageReader(data), x * k, (height - y - h) * k, w * k, h * k, mask="auto")
