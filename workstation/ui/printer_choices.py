"""Which printer and tray this machine uses for which kind of paper: what was chosen here, before what the file says."""

from dataclasses import replace
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QSettings

from workstation.settings import Settings

TRAY: Final = "\t"  # between a printer and one of its trays


class Paper(StrEnum):
    """Kinds of paper that may go to printers of their own."""

    PERMIT = "permit"
    LETTER = "letter"
    TICKET = "ticket"


def kept(paper: Paper) -> str:
    """Return what was chosen on this machine, "printer" or "printer<TAB>tray", or ""."""
    return str(QSettings().value(f"printers/{paper}", "") or "")


def keep(paper: Paper, choice: str) -> None:
    """Remember a choice on this machine."""
    QSettings().setValue(f"printers/{paper}", choice)


def chosen(paper: Paper, settings: Settings | None) -> tuple[str, str]:
    """Return printer and tray for a kind of paper, "" for the print server's own choice."""
    found = kept(paper)
    if found:
        printer, _, tray = found.partition(TRAY)
        return printer, tray
    file = settings or Settings()
    return {
        Paper.PERMIT: (file.permit_printer, file.permit_tray),
        Paper.LETTER: (file.letter_printer, file.letter_tray),
        Paper.TICKET: (file.ticket_printer, ""),
    }[paper]


def with_choices(settings: Settings) -> Settings:
    """Return the settings with the printer for letters as it was chosen on this machine."""
    printer, tray = chosen(Paper.LETTER, settings)
    return replace(settings, letter_printer=printer, letter_tray=tray)


def letters_go_to(settings: Settings | None) -> str:
    """Return the printer for receipts and other sheets; where none was chosen, the one for permits."""
    return chosen(Paper.LETTER, settings)[0] or chosen(Paper.PERMIT, settings)[0]
