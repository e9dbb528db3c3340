"""Looks at a finished PDF the way a reader does: its words, where they stand, what a scanner sees."""

from typing import Any

import pypdfium2
from PIL import Image


def texts(data: bytes) -> list[str]:
    """The words of each page, line breaks as spaces."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def text(data: bytes) -> str:
    """The words of all pages."""
    return " ".join(texts(data))


def picture(data: bytes, dpi: int, page: int = 0) -> Image.Image:
    """One page as grey pixels."""
    document = pypdfium2.PdfDocument(data)
    try:
        made: Image.Image = document[page].render(scale=dpi / 72, grayscale=True).to_pil()
        return made.convert("L")
    finally:
        document.close()


def boxes(data: bytes) -> list[tuple[tuple[float, float], list[tuple[float, float, float, float]]]]:
    """Page size and the box of every run of letters on it, in points: (left, bottom, right, top)."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [(page.get_size(), _runs(page.get_textpage())) for page in document]
    finally:
        document.close()


def _runs(page: Any) -> list[tuple[float, float, float, float]]:
    return [page.get_rect(number) for number in range(page.count_rects())]


def colliding(runs: list[tuple[float, float, float, float]], slack: float = 0.8) -> list[Any]:
    """Pairs of boxes that share more than `slack` points in both directions."""
    return [
        (one, other)
        for number, one in enumerate(runs)
        for other in runs[number + 1 :]
        if min(one[2], other[2]) - max(one[0], other[0]) > slack
        and min(one[3], other[3]) - max(one[1], other[1]) > slack
    ]
