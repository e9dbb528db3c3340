"""What a machine read on a page: pieces of lines with their corners. A guess to look at, never a word on anything."""

from dataclasses import dataclass

from workstation.places_on_page import LEAST, Region, region_of

Corners = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of a line. `corners`: left top, right top, right bottom, left bottom in shares of the upright page.

    `score` 0..1 is the machine's own trust in its reading.
    """

    text: str
    score: float
    corners: Corners

    def frame(self, page: int, since: float = 0.0, until: float = 1.0) -> Region:
        """The frame around it on page `page`, or around its part `since`..`until` (shares of its length)."""
        left_top, right_top, right_bottom, left_bottom = self.corners
        spots = [
            _between(start, end, share)
            for start, end in ((left_top, right_top), (left_bottom, right_bottom))
            for share in (since, until)
        ]
        left, right = _apart([x for x, _ in spots])
        top, bottom = _apart([y for _, y in spots])
        return region_of(page, (left, top, right, bottom))


@dataclass(frozen=True, slots=True)
class PageWords:
    """Everything read on one page; `ratio` is the page's height by its width."""

    page: int
    ratio: float
    words: tuple[Word, ...]


def _between(start: tuple[float, float], end: tuple[float, float], share: float) -> tuple[float, float]:
    return (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)


def _apart(spots: list[float]) -> tuple[float, float]:
    """The ends of a span on the page, wide enough to be a frame."""
    start, end = min(spots), max(spots)
    return (
        (start, end)
        if end - start >= LEAST
        else (max(min(start, 1 - 2 * LEAST), 0.0), min(start + 2 * LEAST, 1.0))
    )
