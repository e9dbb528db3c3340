"""The running text of a page, with the way back from letters to the pieces that hold them."""

from dataclasses import dataclass

from workstation.comparing.layout import Page, Piece
from workstation.comparing.letters import likeness, skeleton

ENOUGH = 0.9


@dataclass(frozen=True, slots=True)
class Run:
    """All rows as one text; `starts` are where the pieces begin in it."""

    text: str
    starts: tuple[int, ...]
    pieces: tuple[Piece, ...]

    @classmethod
    def of(cls, page: Page) -> "Run":
        """Join a page, a space between pieces."""
        text, starts, pieces = "", [], []
        for piece in page.pieces:
            starts.append(len(text))
            pieces.append(piece)
            text += piece.text + " "
        return cls(text.rstrip(), tuple(starts), tuple(pieces))

    def pieces_between(self, start: int, end: int) -> tuple[Piece, ...]:
        """The pieces that hold any letter from `start` to `end`."""
        return tuple(
            piece
            for at, piece in zip(self.starts, self.pieces, strict=True)
            if at < end and at + len(piece.text) > start
        )

    def find(self, wanted: str) -> tuple[int, int] | None:
        """Where nearly all of these words stand one after the other, None when they do not."""
        words = [skeleton(word) for word in wanted.split() if skeleton(word)]
        said = [(skeleton(word), at) for word, at in _words(self.text) if skeleton(word)]
        if not words:
            return None
        best, place = 0.0, 0
        for first in range(max(len(said) - len(words) + 1, 0)):
            same = sum(likeness(a, b[0]) >= 0.8 for a, b in zip(words, said[first:], strict=False))
            if same / len(words) > best:
                best, place = same / len(words), first
        if best < ENOUGH:
            return None
        last = said[min(place + len(words) - 1, len(said) - 1)][1]
        end = self.text.find(" ", last)
        return said[place][1], end if end >= 0 else len(self.text)


def _words(text: str) -> list[tuple[str, int]]:
    found, at = [], 0
    for word in text.split(" "):
        found.append((word, at))
        at += len(word) + 1
    return found
