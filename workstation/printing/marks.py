"""Codes drawn as vector runs, and the block in which an electronic signature is seen."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import zxingcpp

from workstation.printing import typeface
from workstation.printing.lines import Line, Run, Style, break_lines
from workstation.printing.paper import FINE, MM, Pages, draw_ground

QUIET = 4
"""Modules of white around a QR code (ISO/IEC 18004)."""

SEAL_SIDE = 30 * MM
"""Side of the seal's code without its quiet zone: readable at 203 dpi up to 57 modules."""


@lru_cache(maxsize=64)
def qr_runs(text: str) -> tuple[int, str]:
    """Modules per side and the PDF path of the dark runs in module units, level M, y downwards."""
    dark = qr_modules(text)
    return dark.shape[0], _path(dark)


def qr_modules(text: str) -> Any:
    """The dark modules of a QR code, level M, as a square of booleans without its quiet zone."""
    return _modules(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")


@lru_cache(maxsize=64)
def code128_runs(text: str) -> tuple[int, str]:
    """Modules of width and the PDF path of the bars, one unit high."""
    dark = _modules(text, zxingcpp.BarcodeFormat.Code128)[:1]
    return dark.shape[1], _path(dark)


def _modules(text: str, kind: Any, **options: Any) -> Any:
    image = zxingcpp.create_barcode(text, kind, **options).to_image(scale=1, add_quiet_zones=False)
    return np.asarray(image) < 128


def _path(dark: Any) -> str:
    edges = np.diff(np.pad(dark.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    rows, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]
    # one path, so that neighbouring runs share their edges without hairlines
    return " ".join(
        f"{start} {row} {end - start} 1 re"
        for row, start, end in zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True)
    )


def draw_qr(canvas: Any, text: str, left: float, bottom: float, side: float) -> None:
    """Draw a QR code of `side` points with its white quiet zone outside of that square."""
    count, path = qr_runs(text)
    module = side / count
    margin = QUIET * module
    draw_ground(canvas, left - margin, bottom - margin, side + 2 * margin, side + 2 * margin)
    _fill(canvas, path, left, bottom + side, module, -module)


def draw_code128(canvas: Any, text: str, right: float, bottom: float, height: float, module: float) -> float:
    """Draw a Code 128 ending at `right`, `module` points the narrowest bar; give its width in points."""
    count, path = code128_runs(text)
    width = count * module
    _fill(canvas, path, right - width, bottom, module, height)
    return width


def _fill(canvas: Any, path: str, x: float, y: float, scale_x: float, scale_y: float) -> None:
    canvas.saveState()
    canvas.setFillGray(0)
    canvas.transform(scale_x, 0, 0, scale_y, x, y)
    # the canvas has no call for a ready path; building it rectangle by rectangle costs ten times as much
    canvas._code.append(f"{path} f")
    canvas.restoreState()


OFFICE = Style(typeface.BOLD, 9.5, 12)
DETAIL = Style(typeface.REGULAR, 9, 11.5)
WHITE = Style(typeface.REGULAR, 9, 6)
PADDING = 3 * MM


class SignatureBlock:
    """Place and date, then a frame with the seal at the left and who signs, as `said`, at the right."""

    def __init__(
        self, seal: str, said: Sequence[Sequence[Run]], heading: Sequence[str], hint: str, width: float
    ) -> None:
        self.seal = seal
        self.width = width
        quiet = QUIET * SEAL_SIDE / qr_runs(seal)[0]
        self._text_left = quiet * 2 + SEAL_SIDE + 1.5 * MM
        measure = width - self._text_left - PADDING
        self._quiet = quiet
        self._text = self._lines(said, measure)
        text_height = sum(style.leading for _, style in self._text)
        self._frame = max(SEAL_SIDE + 2 * quiet, text_height + 2 * PADDING)
        self._inset = (self._frame - text_height) / 2
        body = Style(typeface.REGULAR, 10.5, 13.5)
        self._heading = [(line, body) for text in heading for line in break_lines(text, body, width)]
        self._hint = [(line, FINE) for line in break_lines(hint, FINE, width)] if hint else []
        self.height = self._frame + sum(style.leading for _, style in self._heading + self._hint) + 4 * MM

    @staticmethod
    def _lines(said: Sequence[Sequence[Run]], measure: float) -> list[tuple[Line, Style]]:
        """Bold lines are names and offices; what is not bold is smaller, an empty line is half a line of white."""
        found: list[tuple[Line, Style]] = []
        for runs in said:
            style = OFFICE if runs and runs[0][0] == typeface.BOLD else DETAIL if runs else WHITE
            found += [(line, style) for line in break_lines(runs or "", style, measure)]
        return found

    def place(self, pages: Pages, left: float) -> None:
        """Draw the block here, `left` points from the left margin; the caller has made room."""
        y = self._column(pages, self._heading, left, pages.y) - 1.5 * MM
        x, bottom = pages.left + left, y - self._frame
        code_bottom = bottom + (self._frame - SEAL_SIDE) / 2

        def ink(canvas: Any) -> None:
            draw_qr(canvas, self.seal, x + self._quiet, code_bottom, SEAL_SIDE)
            canvas.setLineWidth(0.6)
            canvas.rect(x, bottom, self.width, self._frame)

        pages.draw(ink)
        self._column(pages, self._text, left + self._text_left, y - self._inset)
        pages.y = self._column(pages, self._hint, left, bottom - 1 * MM) - 1.5 * MM

    @staticmethod
    def _column(pages: Pages, lines: list[tuple[Line, Style]], left: float, top: float) -> float:
        for line, style in lines:
            pages.set_line(line, style, left, line.width, top)
            top -= style.leading
        return top
