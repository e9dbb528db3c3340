"""What is laid over a signed paper when it goes to the printer again; the signed bytes themselves stay as they are."""

from io import BytesIO
from typing import Any, Final

import pikepdf
from reportlab.pdfgen.canvas import Canvas

from workstation.printing import typeface
from workstation.printing.paper import MM

OUTLINE_GREY: Final = 0.55


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    with pikepdf.open(BytesIO(pdf)) as file:
        return len(file.pages)


def marked(pdf: bytes, words: str) -> bytes:
    """Return a copy of the PDF with these words across every page, in outline, and once more at its upper edge."""
    with pikepdf.open(BytesIO(pdf)) as file:
        overlays: dict[tuple[float, float], Any] = {}
        with pikepdf.open(BytesIO(_sheets(file, words, overlays))) as over:
            for page in file.pages:
                page.add_overlay(over.pages[overlays[_size(page)]], None)
            out = BytesIO()
            file.save(out)
            return out.getvalue()


def _size(page: Any) -> tuple[float, float]:
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    return right - left, top - bottom


def _sheets(file: Any, words: str, overlays: dict[tuple[float, float], Any]) -> bytes:
    """Draw one overlay for each size of page; `overlays` learns which is which."""
    out = BytesIO()
    canvas = Canvas(out, invariant=1, pageCompression=1)
    for page in file.pages:
        size = _size(page)
        if size not in overlays:
            overlays[size] = len(overlays)
            canvas.setPageSize(size)
            _draw(canvas, *size, words)
            canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw(canvas: Any, width: float, height: float, words: str) -> None:
    face = typeface.BOLD
    typeface.load(face)
    canvas.setFont(face, 9)
    canvas.drawCentredString(width / 2, height - 9 * MM, words)
    size = min(0.66 * (width**2 + height**2) ** 0.5 / typeface.width(face, 1, words), 0.3 * width)
    canvas.translate(width / 2, height / 2)
    canvas.rotate(55 if height > width else 30)
    canvas.setStrokeGray(OUTLINE_GREY)
    canvas.setLineWidth(0.6)
    text = canvas.beginText(-typeface.width(face, size, words) / 2, -0.36 * size)
    text.setFont(face, size)
    text.setTextRenderMode(1)  # outline alone: every letter of the paper and its code stay readable under it
    text.textOut(words)
    canvas.drawText(text)
