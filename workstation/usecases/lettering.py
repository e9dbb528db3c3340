"""Whether our papers can carry a text: asked when it comes in, not when its permit is to be sealed."""

from collections.abc import Iterable, Mapping, Sequence

from workstation.catalogue.checking import COLUMN_LABELS, text_of, visible_fields
from workstation.catalogue.rules import PermitTypeRules
from workstation.errors import UnprintableText
from workstation.printing import typeface

SAYS = "memuat huruf yang tidak dapat dicetak ({letters}); tulis dengan huruf Latin"


def strangers(text: str) -> str:
    """Return the letters of `text` that no typeface of our papers has, each once, in their order."""
    ready = typeface.printable(text)
    if typeface.knows(typeface.REGULAR, ready):
        return ""
    return "".join(dict.fromkeys(letter for letter in ready if not typeface.knows(typeface.REGULAR, letter)))


def require_printable(texts: Iterable[str]) -> None:
    """Raise UnprintableText for the first text that a paper cannot carry."""
    for text in texts:
        if strangers(text):
            raise UnprintableText(text)


def entry_faults(rules: PermitTypeRules, values: Mapping[str, str]) -> dict[str, str]:
    """Return field code -> sentence for what is typed and cannot be printed."""
    found = {}
    for field in visible_fields(rules, values):
        letters = strangers(text_of(values, field.code))
        if letters:
            found[field.code] = f"{field.label} {_says(letters)}."
    return found


def worker_faults(rows: Sequence[Mapping[str, str]]) -> list[tuple[int, str, str]]:
    """Return (row from 1, column, sentence) for what stands in the list and cannot be printed."""
    return [
        (number, column, f"Kolom {label} {_says(letters)}.")
        for number, row in enumerate(rows, 1)
        for column, label in COLUMN_LABELS.items()
        if (letters := strangers(text_of(row, column)))
    ]


def _says(letters: str) -> str:
    shown = " ".join(letter if letter.isprintable() else f"U+{ord(letter):04X}" for letter in letters[:5])
    return SAYS.format(letters=shown + (" …" if len(letters) > 5 else ""))
