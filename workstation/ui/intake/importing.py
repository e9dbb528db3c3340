"""A company's spreadsheet becomes the list of workers, when the officer has seen what is wrong with it."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from workstation import workerlist
from workstation.catalogue.checking import check_workers
from workstation.catalogue.rules import WorkerListSpec
from workstation.errors import DamagedFile, TooLarge
from workstation.spreadsheet import MAX_BYTES
from workstation.ui.action import Action
from workstation.usecases.intake import WorkerEntry
from workstation.workerlist import WorkerList

if TYPE_CHECKING:
    from workstation.ui.intake.screen import IntakeScreen

TABLES = "Lembar kerja (*.xlsx *.xls *.ods *.csv);;Semua berkas (*)"
MOST_SHOWN = 8


def read_list(path: Path) -> WorkerList:
    """Read a spreadsheet (in the background); raises what `workerlist.read` refuses."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise TooLarge(path.name, path.stat().st_size, MAX_BYTES)
        data = path.read_bytes()
    except OSError as trouble:
        raise DamagedFile(path.name, str(trouble)) from trouble
    return workerlist.read(data, path.name)


class Importing(QObject):
    """Reads in the background; replaces nothing until the officer accepts."""

    def __init__(self, screen: "IntakeScreen") -> None:
        super().__init__(screen)
        self.screen = screen

    def ask(self, verb: Action) -> None:
        """Ask for the file."""
        self.screen.choose_file("Pilih daftar pekerja", TABLES, partial(self._picked, verb))

    def _picked(self, verb: Action, path: Path) -> None:
        editor = self.screen.editor
        if editor is not None:
            verb.start(
                partial(read_list, path),
                lane="scans",
                then=partial(self._offer, editor.opened.key, path.name),
                sorry=self.screen.complain_anywhere,
            )

    def _offer(self, key: str, name: str, found: WorkerList) -> None:
        editor = self.screen.editor
        if editor is None or editor.workers is None or editor.opened.key != key:
            return
        today = self.screen.today
        faults = faults_of(found, editor.workers.spec, today)
        lines = [f"• {sentence}" for sentence in faults[:MOST_SHOWN]]
        if len(faults) > MOST_SHOWN:
            lines.append(f"… dan {len(faults) - MOST_SHOWN} hal lain, ditandai di tabel.")
        now = len(editor.workers.rows())
        kept = f"Daftar di layar ({now} orang) diganti." if now else ""
        self.screen.ask_bar.confirm(
            f"{name}: {len(found.rows)} orang" + (f", {len(faults)} hal perlu diperbaiki" if faults else ""),
            "\n".join(part for part in (*lines, kept) if part),
            yes="Pakai daftar ini",
            then=partial(self._accept, key, found),
        )

    def _accept(self, key: str, found: WorkerList) -> None:
        editor = self.screen.editor
        if editor is not None and editor.workers is not None and editor.opened.key == key:
            editor.workers.set_rows(
                [WorkerEntry(row.name, row.nik, row.address, row.destination) for row in found.rows]
            )
            editor.workers.changed.emit()
            editor.workers.table.setFocus()


def faults_of(found: WorkerList, spec: WorkerListSpec, today: date) -> list[str]:
    """Name all that is wrong by the row of the spreadsheet: what the file shows, then what the rules ask."""
    seen = {(row, column) for row, column, _ in found.faults}
    lines = [(row, sentence) for row, _, sentence in found.faults]
    entries = [
        {"name": r.name, "nik": r.nik, "address": r.address, "destination": r.destination} for r in found.rows
    ]
    for number, column, sentence in check_workers(spec, entries, today):
        row = found.rows[number - 1].row if number else 0
        if (row, column) not in seen:
            lines.append((row, sentence))
    return [f"Baris {row}: {sentence}" if row else sentence for row, sentence in sorted(lines)]
