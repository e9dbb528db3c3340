"""The catalogue sheet that a citizen takes home before he applies (the page of pelayanan.jakarta.go.id on paper)."""

from collections.abc import Generator

from workstation import phrasing
from workstation.catalogue.rules import PermitTypeRules
from workstation.printing.catalogue import catalogue_pdf
from workstation.printing.sheets import CatalogueSheet, Letterhead, PaperSize, Stationery
from workstation.printing.spooler import Spooler
from workstation.progress import Progress
from workstation.settings import OfficeSettings
from workstation.usecases.papers import letterhead_of
from workstation.usecases.receipts import print_plain
from workstation.usecases.rulewords import catalogue


def draw_catalogue(rules: PermitTypeRules, office: OfficeSettings) -> bytes:
    """Draw the sheet of one version as PDF; UnprintableText when no typeface has a letter of it."""
    until = f" sampai {phrasing.date_time(rules.version_to)}" if rules.version_to else ""
    return catalogue_pdf(
        CatalogueSheet(
            letterhead=Letterhead(**letterhead_of(office)),
            title=rules.title,
            short_title=rules.short_title,
            groups=tuple(
                (group.title, tuple((line.label, line.text) for line in group.lines))
                for group in catalogue(rules)
                if group.lines
            ),
            foot=f"Menurut aturan versi {rules.version}, berlaku sejak {phrasing.date_time(rules.version_from)}"
            f"{until}. Yang berlaku ialah aturan pada saat permohonan diajukan.",
            practice=office.practice,
            stationery=Stationery(paper=PaperSize(office.paper)),
        )
    )


def print_catalogue(
    rules: PermitTypeRules, office: OfficeSettings, *, spooler: Spooler, printer: str = ""
) -> Generator[Progress, None, str]:
    """Print the sheet and wait for the printer's word; returns the printer's name. Raises PrinterOut."""
    title = f"Katalog {rules.short_title}"
    yield Progress(0, 2, title)
    pdf = draw_catalogue(rules, office)
    return (yield from print_plain(pdf, title, title, spooler=spooler, printer=printer, media=office.paper))
