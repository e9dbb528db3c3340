"""Two wordings of one paper as a page to read: block by block, lines that went and lines that came. HTML out."""

from collections.abc import Mapping
from difflib import ndiff
from html import escape

from workstation.ui.theme import Tone, theme
from workstation.usecases.templates import Form

SIGNS = {"- ": ("−", Tone.BAD), "+ ": ("+", Tone.GOOD)}


def difference_page(form: Form, older: Mapping[str, str], newer: Mapping[str, str], against: str) -> str:
    """Say what differs; a block that is not named has the words it was born with."""
    parts = []
    for block in form.blocks:
        was, will = older.get(block.code, block.text), newer.get(block.code, block.text)
        if was != will:
            lines = ["gambar lain"] if block.picture else _lines(was, will)
            parts.append(f"<p><b>{escape(block.label)}</b></p>" + "".join(lines))
    said = "".join(parts) or "<p>Tidak ada perbedaan.</p>"
    size, ink = theme().px(14), theme().colour("text").name()
    head = f"<p>Dibandingkan dengan {escape(against)}</p>"
    return f'<body style="font-size:{size}px; color:{ink}">{head}{said}</body>'


def _lines(was: str, will: str) -> list[str]:
    told = []
    for line in ndiff(was.split("\n"), will.split("\n")):
        if line[:2] in SIGNS and line[2:]:
            sign, tone = SIGNS[line[:2]]
            told.append(f'<p style="color:{theme().tone(tone).ink.name()}">{sign} {escape(line[2:])}</p>')
    return told
