"""Pages with their furniture: sizes, margins, running heads, footer, practice mark; equal in, equal out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from workstation.printing import typeface
from workstation.printing.archival import make_archival
from workstation.printing.lines import Align, Line, Run, Style, break_lines
from workstation.printing.sheets import PaperSize, Stationery

# binary streams: a fifth smaller and faster than their ASCII form
rl_config.useA85 = 0

MM = 72 / 25.4
SIZES_MM = {
    PaperSize.A4: (210.0, 297.0),
    PaperSize.F4: (215.0, 330.0),
    PaperSize.ROLL_80: (80.0, 0.0),
    PaperSize.ROLL_58: (58.0, 0.0),
}
"""Width and height; a roll has no height of its own."""

FINE = Style(typeface.REGULAR, 7.5, 9.2)
RUNNING = Style(typeface.REGULAR, 8.5, 11)
PRACTICE_GREY = 0.87
LOOSEST = 0.9
"""Ems a space may grow by before a justified line is left ragged: long Indonesian words would tear holes."""

Ink = Callable[[Any], None]
"""Draws on a canvas, in points from the lower left corner."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """What stands around the text: file title and author, running head, footer sentence, marks across the page."""

    title: str
    author: str
    running_head: str = ""
    footer: str = ""
    practice: bool = False
    preview: bool = False
    copy: bool = False

    @property
    def across(self) -> str:
        """The words across every page, "" on a paper in earnest."""
        return " ".join(["PRATINJAU"] * self.preview + ["SALINAN"] * self.copy + ["LATIHAN"] * self.practice)


class Pages:
    """Pages being filled from top to bottom; `y` is the height still free above the paper's lower edge."""

    def __init__(self, stationery: Stationery, imprint: Imprint) -> None:
        self.stationery = stationery
        self.imprint = imprint
        paper_width, paper_height = SIZES_MM[stationery.paper]
        self.size = (paper_width * MM, paper_height * MM)
        self.left = stationery.left * MM
        self.width = self.size[0] - self.left - stationery.right * MM
        self._footer = break_lines(imprint.footer, FINE, self.width - 32 * MM) if imprint.footer else []
        self.bottom = max(stationery.bottom * MM, 14 * MM + len(self._footer) * FINE.leading)
        self._pages: list[list[Ink]] = []
        self._starts = [0]
        self.y = 0.0
        self.turn()

    @property
    def top(self) -> float:
        """Height of the upper end of the text area."""
        return self.size[1] - self.stationery.top * MM

    @property
    def room(self) -> float:
        """Points left on this page."""
        return self.y - self.bottom

    @property
    def number(self) -> int:
        """The page being filled, from 1."""
        return len(self._pages)

    def turn(self) -> None:
        """Begin a new page."""
        self._pages.append([])
        self.y = self.top

    def turn_to_letter(self) -> None:
        """Begin a new page that is the first of another letter: it is numbered by itself."""
        self._starts.append(len(self._pages))
        self.turn()

    def need(self, height: float) -> None:
        """Begin a new page unless `height` points are left; an untouched page stays."""
        if self.room < height and self.y < self.top:
            self.turn()

    def space(self, height: float) -> None:
        """Leave white; never at the head of a later page."""
        if self.number == 1 or self.y < self.top:
            self.y -= height

    def draw(self, ink: Ink) -> None:
        """Put ink on this page."""
        self._pages[-1].append(ink)

    def rule(self, y: float, weight: float = 0.5, *, left: float = 0.0, width: float | None = None) -> None:
        """Draw a horizontal line at `y`; `left` is counted from the left margin."""
        start = self.left + left
        end = start + (self.width if width is None else width)

        def ink(canvas: Any) -> None:
            canvas.setLineWidth(weight)
            canvas.line(start, y, end, y)

        self.draw(ink)

    def set_line(self, line: Line, style: Style, left: float, measure: float, top: float) -> None:
        """Set one line whose box begins at `top`; moves nothing."""
        start = self.left + left
        self.draw(lambda canvas: draw_line(canvas, line, style, start, measure, top))

    def paragraph(
        self, content: str | Iterable[Run], style: Style, *, left: float = 0.0, width: float | None = None
    ) -> None:
        """Set a paragraph here, over page ends if it must; never one line alone on either side."""
        measure = self.width - left if width is None else width
        lines = break_lines(content, style, measure)
        self.need(min(len(lines), 2) * style.leading)
        for number, line in enumerate(lines):
            alone_next = number == len(lines) - 2 and number > 0
            self.need(style.leading * (2 if alone_next else 1))
            self.set_line(line, style, left, measure, self.y)
            self.y -= style.leading

    def balanced(self, text: str, style: Style) -> None:
        """Set a heading in as few lines as it needs, all of them about as wide."""
        lines = break_lines(text, style, self.width)
        measure = self.width
        if len(lines) > 1:
            widest = sum(line.width for line in lines) / len(lines)
            tries = (widest + step * (self.width - widest) / 12 for step in range(13))
            measure = next(one for one in tries if len(break_lines(text, style, one)) <= len(lines))
        self.paragraph(text, style, left=(self.width - measure) / 2, width=measure)

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._pages)

    def finished(self) -> bytes:
        """Write the file: every page with its furniture."""
        out = BytesIO()
        canvas = self._canvas(out)
        for start, end in pairwise([*self._starts, len(self._pages)]):
            for number, inks in enumerate(self._pages[start:end], 1):
                if self.imprint.across:
                    draw_mark(canvas, *self.size, self.imprint.across)
                self._furniture(canvas, number, end - start)
                for ink in inks:
                    ink(canvas)
                canvas.showPage()
        canvas.save()
        return out.getvalue()

    def _canvas(self, out: BytesIO) -> Any:
        typeface.load(typeface.REGULAR)
        canvas = Canvas(
            out, pagesize=self.size, invariant=1, pageCompression=1, lang="id-ID",
            initialFontName=typeface.REGULAR, pdfVersion=(1, 7),
        )  # fmt: skip
        canvas.setTitle(" – ".join(part for part in (self.imprint.across, self.imprint.title) if part))
        canvas.setAuthor(self.imprint.author)
        canvas.setCreator("Loket")
        canvas.setViewerPreference("DisplayDocTitle", "true")
        canvas.setViewerPreference("PrintScaling", "None")
        make_archival(canvas)
        return canvas

    def _furniture(self, canvas: Any, number: int, count: int) -> None:
        if number > 1 and self.imprint.running_head:
            self._running_head(canvas)
        top = self.bottom - 5 * MM
        canvas.setLineWidth(0.4)
        canvas.line(self.left, top, self.left + self.width, top)
        for offset, line in enumerate(self._footer):
            draw_line(canvas, line, FINE, self.left, self.width, top - 4 - offset * FINE.leading)
        folio = break_lines(f"Halaman {number} dari {count}", FINE, self.width)[0]
        right = Style(FINE.font, FINE.size, FINE.leading, Align.RIGHT)
        draw_line(canvas, folio, right, self.left, self.width, top - 4)

    def _running_head(self, canvas: Any) -> None:
        lines = break_lines(self.imprint.running_head, RUNNING, self.width)
        foot = self.top + 4 * MM
        for offset, line in enumerate(lines):
            top = foot + 3 + (len(lines) - offset) * RUNNING.leading
            draw_line(canvas, line, RUNNING, self.left, self.width, top)
        canvas.setLineWidth(0.4)
        canvas.line(self.left, foot, self.left + self.width, foot)


def draw_line(canvas: Any, line: Line, style: Style, left: float, measure: float, top: float) -> None:
    """Draw one line in the box of one leading below `top`, aligned in `measure` from `left`."""
    spare = measure - line.width
    shift = {Align.CENTRE: spare / 2, Align.RIGHT: spare}.get(style.align, 0.0)
    stretch = spare / line.spaces if line.spaces and not line.is_last else 0.0
    justified = style.align is Align.JUSTIFY and 0 < stretch <= LOOSEST * style.size
    # the canvas has no call for a ready line; its own text object costs five times as much
    canvas._code.append(
        f"BT 1 0 0 1 {left + shift:.3f} {top - style.leading / 2 - style.size * 0.3465:.3f} Tm"
        + (f" {stretch:.4f} Tw " if justified else " ")
        + " ".join(typeface.shown(canvas, font, style.size, part) for font, part in line.runs)
        + (" 0 Tw ET" if justified else " ET")
    )


def draw_ground(canvas: Any, left: float, bottom: float, width: float, height: float) -> None:
    """Whiten a rectangle, so that the practice mark never runs under a code or a photo."""
    canvas.saveState()
    canvas.setFillGray(1)
    canvas.rect(left, bottom, width, height, stroke=0, fill=1)
    canvas.restoreState()


def draw_mark(canvas: Any, width: float, height: float, word: str = "LATIHAN") -> None:
    """Write a word across the whole page in light grey, below everything else."""
    face = typeface.BOLD
    typeface.load(face)
    diagonal = (width**2 + height**2) ** 0.5
    size = 0.72 * diagonal / typeface.width(face, 1, word)
    size = min(size, 0.34 * width / 0.72)
    canvas.saveState()
    canvas.setFillGray(PRACTICE_GREY)
    canvas.translate(width / 2, height / 2)
    canvas.rotate(55 if height > width else 30)
    canvas.setFont(face, size)
    canvas.drawCentredString(0, -0.36 * size, word)
    canvas.restoreState()
