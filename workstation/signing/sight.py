"""Whether two PDFs look the same: page by page the same pixels and the same words."""

from typing import Any

import pypdfium2 as pdfium

SCALE = 1.5  # 108 dpi: a changed letter or module of a code changes pixels
MOST_PAGES = 100


def same_sight(one: bytes, other: bytes) -> bool:
    """Compare what an eye sees, annotations included; anything that cannot be drawn is not the same."""
    try:
        with pdfium.PdfDocument(one) as left, pdfium.PdfDocument(other) as right:
            if len(left) != len(right) or len(left) > MOST_PAGES:
                return False
            return all(_seen(left[page]) == _seen(right[page]) for page in range(len(left)))
    except (pdfium.PdfiumError, ValueError, MemoryError):
        return False


def _seen(page: Any) -> tuple[Any, ...]:
    bitmap = page.render(scale=SCALE, may_draw_forms=True)
    return bitmap.width, bitmap.height, bytes(bitmap.buffer), page.get_textpage().get_text_bounded()
