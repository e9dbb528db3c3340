"""What an officer typed into one line, understood or explained."""

from datetime import date, datetime, time

from workstation.worktime import WIB

SHORT = "Tulis sedikitnya tiga huruf."
BAD_DATE = "Tulis tanggal seperti 25-11-2026."


def typed_day(text: str) -> date | None:
    """'25-11-2026' or '25/11/2026' as a day, None when it is none."""
    for form in ("%d-%m-%Y", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=WIB).date()
        except ValueError:
            continue
    return None


def some_words(text: str) -> str:
    """The fault of a text that must say something."""
    return "" if len(text.strip()) >= 3 else SHORT


def typed_time(text: str) -> time | None:
    """'09.45' or '9:45' as a time of day, None when it is none."""
    try:
        return datetime.strptime(text.strip().replace(":", "."), "%H.%M").replace(tzinfo=WIB).time()
    except ValueError:
        return None
