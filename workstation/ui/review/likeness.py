"""How a reading looks beside a field: its words, its tone, and the differing letters underlined."""

from collections.abc import Iterable
from html import escape

from workstation.comparing.letters import Span
from workstation.comparing.proposing import Likeness, Reading
from workstation.ui.theme import Tone, theme

TONES = {Likeness.SAME: Tone.GOOD, Likeness.OTHER: Tone.BAD, Likeness.UNSURE: Tone.WARN}
SAID = {
    Likeness.SAME: "Terbaca sama",
    Likeness.OTHER: "Terbaca lain",
    Likeness.UNSURE: "Kurang jelas",
    Likeness.ABSENT: "Tidak ditemukan pada pindaian",
}


def underlined(text: str, spans: Iterable[Span], tone: Tone) -> str:
    """The text as HTML with these letters bold, underlined and on the tone's ground: not by colour alone."""
    colours = theme().tone(tone)
    style = (
        f"color:{colours.ink.name()};background-color:{colours.ground.name()};"
        "font-weight:700;text-decoration:underline"
    )
    parts, at = [], 0
    for start, end in spans:
        parts.append(escape(text[at:start]))
        parts.append(f'<span style="{style}">{escape(text[start:end])}</span>')
        at = end
    return "".join((*parts, escape(text[at:])))


def read_words(reading: Reading) -> str:
    """What is said under the field, as HTML; "" when nothing was read for it."""
    tone = TONES.get(reading.likeness)
    if tone is None:
        return escape(SAID[reading.likeness])
    said = (
        f'<span style="color:{theme().tone(tone).ink.name()};font-weight:600">{SAID[reading.likeness]}</span>'
    )
    if reading.likeness is Likeness.SAME:
        return said
    return f"{said}: {underlined(reading.text, reading.wrong_read, tone)}"


def spoken(reading: Reading) -> str:
    """The same for who listens."""
    said = SAID[reading.likeness]
    return said if reading.likeness in (Likeness.SAME, Likeness.ABSENT) else f"{said}: {reading.text}"
