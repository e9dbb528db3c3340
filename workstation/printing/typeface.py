"""The faces of our papers: loaded once per process, measured, and asked whether they can print a text."""

import copy
import unicodedata
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont, TTFontFace, makeToUnicodeCMap

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
_SYMBOLIC, _NONSYMBOLIC = 4, 32  # flags of a font descriptor: a subset has codes of its own


class _Ready(pdfdoc.PDFObject):  # type: ignore[misc]
    """A part of a file that was written out before."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def format(self, _document: Any) -> bytes:
        """Give it as it is."""
        return self._data


@dataclass(frozen=True, slots=True)
class _Embedded:
    """What a subset of a face looks like in a file; it hangs on the letters alone."""

    name: str
    font_file: bytes
    length: int
    letters: bytes  # the map back to Unicode, packed
    widths: bytes


class _Font(TTFont):  # type: ignore[misc]
    """A face whose subsets are made once: the letters of one kind of paper are nearly always the same.

    Several threads may embed it at once: reading the face moves a position, so each reads a copy.
    """

    def addObjects(self, doc: Any) -> None:
        """Put the subsets that a document uses into it."""
        for number, subset in enumerate(self.state[doc].subsets):
            inner = self.getSubsetInternalName(number, doc)[1:]
            made = _embedded(self.fontName, number, tuple(subset))
            font = pdfdoc.PDFTrueTypeFont()
            font.Name, font.BaseFont = inner, made.name
            font.FirstChar, font.LastChar = 0, len(subset) - 1
            font.Widths = _Ready(made.widths)
            font.ToUnicode = doc.Reference(_packed(made.letters), f"letters:{made.name}")
            font_file = doc.Reference(_packed(made.font_file, Length1=made.length), f"file:{made.name}")
            font.FontDescriptor = doc.Reference(self._described(made.name, font_file), f"about:{made.name}")
            doc.Reference(font, inner)
            doc.idToObject["BasicFonts"].dict[inner] = font
        del self.state[doc]

    def _described(self, name: str, font_file: Any) -> Any:
        face = self.face
        entries = {
            "Type": "/FontDescriptor",
            "Ascent": face.ascent,
            "CapHeight": face.capHeight,
            "Descent": face.descent,
            "Flags": face.flags & ~_NONSYMBOLIC | _SYMBOLIC,
            "FontBBox": pdfdoc.PDFArray(face.bbox),
            "FontName": pdfdoc.PDFName(name),
            "ItalicAngle": face.italicAngle,
            "StemV": face.stemV,
            "FontFile2": font_file,
            "MissingWidth": face.defaultWidth,
        }
        return pdfdoc.PDFDictionary(entries)


def _packed(data: bytes, **entries: Any) -> Any:
    return pdfdoc.PDFStream(pdfdoc.PDFDictionary({"Filter": pdfdoc.PDFName("FlateDecode"), **entries}), data)


@lru_cache(maxsize=128)
def _embedded(face_name: str, number: int, subset: tuple[int, ...]) -> _Embedded:
    face = load(face_name).face
    name = b"".join((SUBSETN(number), b"+", face.name, face.subfontNameX)).decode("latin-1")
    font_file: bytes = TTFontFace.makeSubset(copy.copy(face), list(subset))
    letters = makeToUnicodeCMap(name, list(subset)).encode("latin-1")
    widths = " ".join(str(face.getCharWidth(code)) for code in subset)
    return _Embedded(
        name, zlib.compress(font_file), len(font_file), zlib.compress(letters), f"[ {widths} ]".encode()
    )


@cache
def load(name: str) -> Any:
    """Register the face `name` (a file stem of resources/fonts) with the PDF writer, once."""
    font = _Font(name, str(resource(f"fonts/{name}.ttf")), shapable=False)
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


def has_ink_for(text: str) -> bool:
    """Whether papers can show `text` as it stands."""
    try:
        return bool(chosen(REGULAR, printable(text)))
    except UnprintableText:
        return False


def width(name: str, size: float, text: str) -> float:
    """Width of `text` in points."""
    return _thousandths(name, text) * size / 1000


@lru_cache(maxsize=16384)
def _thousandths(name: str, text: str) -> float:
    face = load(name).face
    advance: Callable[[int, float], float] = face.charWidths.get
    return sum(advance(ord(letter), face.defaultWidth) for letter in text)


def shown(canvas: Any, name: str, size: float, text: str) -> str:
    """Return the PDF words that show `text` at the place a text object has reached."""
    font, document = load(name), canvas._doc
    if text.isascii():  # of every face the first subset begins with ASCII in its own place
        plain = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        parts = [(0, plain)]
    else:
        parts = [(subset, canvas._escape(codes)) for subset, codes in font.splitString(text, document)]
    return " ".join(
        f"{font.getSubsetInternalName(subset, document)} {size:.4g} Tf ({codes}) Tj"
        for subset, codes in parts
    )
