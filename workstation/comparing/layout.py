"""A page of read words set upright and straight: rows, and what stands beside or under a label."""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from workstation.comparing.letters import bare, is_like
from workstation.page_words import Corners, PageWords, Word
from workstation.places_on_page import LEAST, Region, edges_turned

LABEL_LIKENESS = 0.8
COMMON_LABELS = (
    "nik", "nama", "alamat", "tempat tgl lahir", "tanggal lahir", "jenis kelamin", "perusahaan", "nama perusahaan",
    "jabatan", "telepon", "surel", "nomor", "agama", "pekerjaan", "kecamatan", "bidang usaha", "tujuan", "nib",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A read word on the straightened page; units are widths of the turned page."""

    word: Word
    left: float
    right: float
    middle: float
    height: float

    @property
    def text(self) -> str:
        """What was read, without the colon that parts it from its label."""
        return self.word.text.strip().lstrip(":： ").strip()


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of a page from top to bottom, each from left to right; `turn`: degrees clockwise to read it."""

    page: int
    turn: int
    rows: tuple[tuple[Piece, ...], ...]

    @property
    def pieces(self) -> Iterator[Piece]:
        """All pieces in the order of reading."""
        return (piece for row in self.rows for piece in row)

    def frame(self, pieces: Sequence[Piece], since: float = 0.0, until: float = 1.0) -> Region:
        """The frame around pieces on the page as its file sets it upright; a part of it for a single piece."""
        frames = [piece.word.frame(self.page, since, until) for piece in pieces]
        left, top = min(f.left for f in frames), min(f.top for f in frames)
        right, bottom = max(f.right for f in frames), max(f.bottom for f in frames)
        return Region(self.page, left, top, right - left, bottom - top).turned(-self.turn)

    def labelled(self, *labels: str) -> list[tuple[Piece, ...]]:
        """The pieces beside the first of these labels that is there, else under it, with the lines that go on below.

        One label may stand in several places.
        """
        return next((found for label in labels if (found := list(self._values(label)))), [])

    def _values(self, label: str) -> Iterator[tuple[Piece, ...]]:
        for at, row in enumerate(self.rows):
            for number, piece in enumerate(row):
                if _is_label(piece.text, label):
                    value = self._beside(row[number:]) or self._under(at, piece)
                    if value:
                        yield value
                elif inside := _after_label(piece, label):
                    yield (inside, *self._going_on(at, inside))

    def _beside(self, row: Sequence[Piece]) -> tuple[Piece, ...]:
        found: list[Piece] = []
        for former, piece in itertools.pairwise(row):
            room = piece.left - former.right
            if found and room > 2.5 * piece.height:
                break
            if not found and room > 0.45:
                break
            if piece.text:
                found.append(piece)
        return (*found, *self._going_on(self._row_of(found[0]), found[0])) if found else ()

    def _row_of(self, piece: Piece) -> int:
        return next(n for n, row in enumerate(self.rows) if piece in row)

    def _under(self, at: int, label: Piece) -> tuple[Piece, ...]:
        for row in self.rows[at + 1 : at + 2]:
            for piece in row:
                is_near = piece.middle - label.middle < 2.6 * label.height
                if is_near and abs(piece.left - label.left) < 2 * label.height and piece.text:
                    return (piece,)
        return ()

    def _going_on(self, at: int, value: Piece) -> tuple[Piece, ...]:
        """The lines below that begin where the value begins and have nothing at their left."""
        found: list[Piece] = []
        former = value
        for row in self.rows[at + 1 : at + 3]:
            first = row[0]
            is_near = first.middle - former.middle < 2.2 * value.height
            if (
                not is_near
                or abs(first.left - value.left) > 2 * value.height
                or first.word.text.startswith(":")
            ):
                break
            found.append(first)
            former = first
        return tuple(found)


def page_of(words: PageWords) -> Page:
    """Set a page upright (quarter turns and a slant of the photograph) and into rows."""
    pages = [_set(words, turn) for turn in _likely_turns(words)]
    return max(pages, key=_order)


def _likely_turns(words: PageWords) -> tuple[int, int]:
    sizes = [_size(word.corners, words.ratio) for word in words.words if len(word.text) > 4]
    lies = sum(width >= height for width, height in sizes) * 2 >= len(sizes)
    return (0, 180) if lies else (90, 270)


def _order(page: Page) -> int:
    """How many values stand where values stand when the page is the right way up."""
    found = 0
    for row in page.rows:
        for former, piece in itertools.pairwise(row):
            found += piece.word.text.lstrip().startswith((":", "：")) and _is_common(former.text)
    under = 0
    for row, below in zip(page.rows, page.rows[1:], strict=False):
        under += _is_common(row[0].text) and not _is_common(below[0].text)
    return 3 * found + under


def _is_common(text: str) -> bool:
    return any(_is_label(text, label) for label in COMMON_LABELS)


def _is_label(text: str, label: str) -> bool:
    said, wanted = bare(text), bare(label)
    return said == wanted or (len(wanted) > 4 and is_like(said, wanted, LABEL_LIKENESS))


def _after_label(piece: Piece, label: str) -> Piece | None:
    """The part of a piece behind "Label :", None where it does not begin so."""
    head, colon, tail = piece.word.text.partition(":")
    if not colon or not tail.strip() or not _is_label(head, label):
        return None
    share = (len(head) + 1) / max(len(piece.word.text), 1)
    left_top, right_top, right_bottom, left_bottom = piece.word.corners
    corners = (
        _part(left_top, right_top, share),
        right_top,
        right_bottom,
        _part(left_bottom, right_bottom, share),
    )
    left = piece.left + (piece.right - piece.left) * share
    return Piece(Word(tail.strip(), piece.word.score, corners), left, piece.right, piece.middle, piece.height)


def _part(start: tuple[float, float], end: tuple[float, float], share: float) -> tuple[float, float]:
    return (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)


def _set(words: PageWords, turn: int) -> Page:
    ratio = words.ratio if turn % 180 == 0 else 1 / words.ratio
    whole = [word for word in words.words if min(_size(word.corners, 1.0)) >= LEAST]
    turned = [Word(word.text, word.score, _turned(word.corners, turn)) for word in whole]
    slant = _slant(turned, ratio)
    pieces = [_piece(word, ratio, slant) for word in turned]
    return Page(words.page, turn, _rows(pieces))


def _turned(corners: Corners, turn: int) -> Corners:
    """The corners after a clockwise turn of the page, again from the left top on."""
    spots = [edges_turned((x, y, x, y), turn)[:2] for x, y in corners]
    upper, lower = (
        sorted(sorted(spots, key=lambda s: s[1])[:2]),
        sorted(sorted(spots, key=lambda s: s[1])[2:]),
    )
    return (upper[0], upper[1], lower[1], lower[0])


def _size(corners: Corners, ratio: float) -> tuple[float, float]:
    across, down = [x for x, _ in corners], [y * ratio for _, y in corners]
    return max(across) - min(across), max(down) - min(down)


def _slant(words: Sequence[Word], ratio: float) -> float:
    """The angle of the lines, from the long ones."""
    angles = []
    for word in words:
        (x1, y1), (x2, y2) = word.corners[0], word.corners[1]
        width, height = _size(word.corners, ratio)
        if width > 4 * height and x2 > x1:
            angles.append(math.atan2((y2 - y1) * ratio, x2 - x1))
    return median(angles) if angles else 0.0


def _piece(word: Word, ratio: float, slant: float) -> Piece:
    cosine, sine = math.cos(slant), math.sin(slant)
    spots = [(x * cosine + y * ratio * sine, y * ratio * cosine - x * sine) for x, y in word.corners]
    across, down = [x for x, _ in spots], [y for _, y in spots]
    return Piece(
        word, min(across), max(across), (min(down) + max(down)) / 2, max(max(down) - min(down), 1e-6)
    )


def _rows(pieces: Sequence[Piece]) -> tuple[tuple[Piece, ...], ...]:
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: p.middle):
        row = rows[-1] if rows else []
        if row and abs(piece.middle - sum(p.middle for p in row) / len(row)) < 0.45 * min(
            piece.height, row[0].height
        ):
            row.append(piece)
        else:
            rows.append([piece])
    return tuple(tuple(sorted(row, key=lambda p: p.left)) for row in rows)
