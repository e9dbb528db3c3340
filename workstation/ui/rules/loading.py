"""From a file on the administrator's machine to rules that hold: look, read what would change, confirm, load."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from workstation import phrasing
from workstation.catalogue.rules import PermitTypeRules
from workstation.errors import Outage, Problem
from workstation.ui.action import Action
from workstation.ui.rules.pages import catalogue_page, compare_page
from workstation.ui.rules.rows import PlanRow
from workstation.usecases import rulemaking
from workstation.usecases.rulemaking import Looked, Plan
from workstation.wording import sentence

if TYPE_CHECKING:
    from workstation.ui.rules.screen import RulesScreen

PATTERNS = "Berkas aturan (*.toml);;Semua berkas (*)"
Picked = Callable[[Sequence[Path]], object]


class Loading(QObject):
    """Keeps what was looked at; `choose_files(then)` asks for files."""

    def __init__(self, screen: "RulesScreen") -> None:
        super().__init__(screen)
        self.screen, self.part = screen, screen.view.file
        self.looked: Looked | None = None
        self.choose_files: Callable[[Picked], None] = self._ask_system
        self.part.plan.current_row.connect(self._read)

    def choose(self) -> None:
        """Ask for files and look at them."""
        self.choose_files(self.look)

    def look(self, paths: Sequence[Path]) -> None:
        """Read these files; nothing is changed by it."""
        desk = self.screen.office.desk
        self.screen.office.do(
            partial(rulemaking.look, desk, tuple(paths)), then=self._looked, sorry=self.sorry, read=True
        )

    def look_again(self) -> None:
        """Read the same files again."""
        if self.looked is not None:
            self.look(self.looked.paths)

    def may_load(self) -> bool | str:
        """Tell why what was looked at cannot be loaded."""
        if self.looked is None:
            return "Pilih berkas aturan dahulu."
        if self.looked.examined.faults or self.looked.plan.refusals:
            return "Perbaiki kesalahan pada berkas, lalu periksa lagi."
        return bool(self.looked.plan.changes) or "Berkas ini tidak mengubah apa pun."

    def confirm(self, verb: Action) -> None:
        """Ask once, with the first day that is touched."""
        if self.looked is None or not self.looked.may_load:
            return
        changes = self.looked.plan.changes
        first = phrasing.date_time(min(one.holds_from for one in changes))
        self.screen.ask_bar.confirm(
            f"Muat {len(changes)} perubahan aturan?",
            f"Perubahan pertama berlaku {first}. Permohonan yang sudah diajukan tetap memakai versinya.",
            yes="Muat",
            then=partial(self._load, verb),
        )

    def sorry(self, problem: Problem) -> None:
        """Show an outage on the banner, a refusal in the bar."""
        if isinstance(problem, Outage):
            self.screen.office.hub.complain(problem)
        else:
            self.screen.complain(problem)

    def _load(self, verb: Action) -> None:
        looked, desk = self.looked, self.screen.office.desk
        if looked is not None:
            verb.start(partial(rulemaking.load, desk, looked), then=self._loaded, sorry=self.sorry)

    def _loaded(self, done: Plan) -> None:
        self.looked = None
        self.screen.say(f"{len(done.changes)} perubahan aturan dimuat.")
        self.screen.show_part(self.screen.view.moments)
        self.screen.ask_again()

    def _looked(self, looked: Looked) -> None:
        self.looked = looked
        names = ", ".join(path.name for path in looked.paths)
        if looked.examined.faults:
            self._say(
                f"{names}: {len(looked.examined.faults)} kesalahan",
                "Tidak ada yang dimuat. Perbaiki berkas, lalu periksa lagi.",
            )
            self.part.show_faults(looked.examined.faults)
        else:
            self._show_plan(names, looked.plan)
        self.screen.show_part(self.part)

    def _show_plan(self, names: str, plan: Plan) -> None:
        if plan.refusals:
            detail = " ".join(sentence(refusal) for refusal in plan.refusals)
            self._say(f"{names}: tidak dapat dimuat", detail)
        elif plan.changes:
            self._say(f"{names}: {len(plan.changes)} perubahan", "Belum ada yang dimuat. Baca, lalu muat.")
        else:
            self._say(f"{names}: tidak ada perubahan", "Kantor ini sudah memakai aturan dalam berkas.")
        self.part.show_plan([PlanRow(number, one) for number, one in enumerate(plan.changes or plan.planned)])

    def _read(self, row: PlanRow | None) -> None:
        """Show what becomes of the version under the cursor; a new one beside the one before it."""
        if row is None or self.looked is None:
            self.part.page.clear()
            return
        before = row.one.before or self._predecessor(row)
        if before is None:
            self.part.page.setHtml(catalogue_page(row.one.rules))
        else:
            self.part.page.setHtml(compare_page(before, row.one.rules, only_changes=True)[0])

    def _predecessor(self, row: PlanRow) -> PermitTypeRules | None:
        rules = row.one.rules
        planned = self.looked.plan.planned if self.looked is not None else ()
        earlier = [
            one.rules
            for one in planned
            if one.rules.code == rules.code and one.rules.version_from < rules.version_from
        ]
        return max(earlier, key=lambda one: one.version_from, default=None)

    def _say(self, title: str, detail: str) -> None:
        self.part.title.setText(title)
        self.part.detail.setText(detail)

    def _ask_system(self, then: Picked) -> None:
        dialog = QFileDialog(self.screen, "Pilih berkas aturan", "", PATTERNS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(partial(_give, then))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _give(then: Picked, names: Sequence[str]) -> None:
    then([Path(name) for name in names])
