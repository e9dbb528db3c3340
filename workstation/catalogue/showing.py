"""How a value of the form is read by a person: choices by name, dates in words, a NIK in its three parts."""

from datetime import date

from workstation import phrasing
from workstation.catalogue.rules import FieldKind, FieldSpec


def shown_value(field: FieldSpec, text: str) -> str:
    """Return the value as it stands beside a card; what does not fit its kind is shown as it was typed."""
    if field.kind is FieldKind.CHOICE:
        return field.label_of(text)
    if field.kind is FieldKind.NIK and len(text) == 16:
        return f"{text[:6]} {text[6:12]} {text[12:]}"
    if field.kind is FieldKind.DATE:
        try:
            return phrasing.long_date(date.fromisoformat(text))
        except ValueError:
            return text
    return text
