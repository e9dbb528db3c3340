"""The faces of our papers: loaded once per process, measured, and asked whether they can print a text."""

import copy
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont, TTFontFace

from workstation.errors import UnprintableText
from workstation.resources_at import resource

REGULAR = "Arimo-Regular"
BOLD = "Arimo-Bold"
ITALIC = "Arimo-Italic"
TICKET = "PlusJakartaSans-Medium"
TICKET_STRONG = "PlusJakartaSans-Bold"
TICKET_HEAVY = "PlusJakartaSans-ExtraBold"

# the ticket's family knows fewer letters than the letters' one
_STAND_IN = {TICKET: REGULAR, TICKET_STRONG: BOLD, TICKET_HEAVY: BOLD}
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_RIGHT_TO_LEFT = {"R", "AL"}


class _SharedFace(TTFontFace):  # type: ignore[misc]
    """A face several threads may embed at once: reading moves a position, so each reads a copy."""

    def makeSubset(self, subset: list[int]) -> bytes:
        made: bytes = TTFontFace.makeSubset(copy.copy(self), subset)
        return made


@cache
def load(name: str) -> Any:
    """Register the face `name` (a file stem of resources/fonts) with the PDF writer, once."""
    font = TTFont(name, str(resource(f"fonts/{name}.ttf")), shapable=False)
    font.face.__class__ = _SharedFace
    pdfmetrics.registerFont(font)
    return font


def knows(name: str, text: str) -> bool:
    """Whether the face has every character of `text` and our left-to-right setting is right for it."""
    glyphs: Mapping[int, int] = load(name).face.charToGlyph
    return all(ord(letter) in glyphs and _is_plain(letter) for letter in set(text))


@lru_cache(maxsize=4096)
def _is_plain(letter: str) -> bool:
    # a mark that does not compose would land beside its letter, Hebrew and Arabic in the wrong order
    return (
        not unicodedata.combining(letter)
        and unicodedata.bidirectional(letter) not in _RIGHT_TO_LEFT
        and unicodedata.category(letter) not in {"Cc", "Cf", "Co", "Cs", "Cn"}
    )


def printable(text: str) -> str:
    """Compose the letters and drop what has no ink; line breaks and tabs become spaces."""
    composed = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    return "".join(" " if letter in "\t\n\r\v\f\u2028\u2029\u202f" else letter for letter in composed)


@lru_cache(maxsize=8192)
def chosen(name: str, text: str) -> str:
    """The face that prints `text`: `name` or its stand-in; raises UnprintableText when neither can."""
    for candidate in (name, _STAND_IN.get(name)):
        if candidate and knows(candidate, text):
            return candidate
    raise UnprintableText(text)


def width(name: str, size: float, text: str) -> float:
    """Width of `text` in points."""
    return _thousandths(name, text) * size / 1000


@lru_cache(maxsize=16384)
def _thousandths(name: str, text: str) -> float:
    face = load(name).face
    advance: Callable[[int, float], float] = face.charWidths.get
    return sum(advance(ord(letter), face.defaultWidth) for letter in text)
