"""The journal: the chain's verdict, the closed days, the trail of access."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLayout

from workstation import phrasing
from workstation.desk import Desk
from workstation.errors import Outage, Problem
from workstation.queries.closings import ClosingFacts, closings
from workstation.settings import BROKER, OfficeSettings, Settings
from workstation.ui.action import Action, ActionButton
from workstation.ui.jobs import Job
from workstation.ui.journal import actions, running
from workstation.ui.journal.view import View
from workstation.ui.journal.words import NEVER, verdict
from workstation.ui.printer_choices import letters_go_to
from workstation.ui.screen import Screen
from workstation.ui.theme import Tone
from workstation.usecases import pens, trailing
from workstation.usecases.guarding import Chain
from workstation.usecases.pens import SignerChoice
from workstation.usecases.trailing import Thing, TrailPage, TrailRow, Wanted
from workstation.vocabulary import Role
from workstation.wording import advice, raw, sentence

SHEETS = "Lembar penutupan (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.webp);;Semua berkas (*)"


class JournalScreen(Screen):
    """Close the day, check the chain, read the trail; each as the officer's roles allow."""

    KEY, TITLE, ICON = "journal", "Jurnal", "history"
    ROLES = frozenset({Role.SUPERVISOR, Role.MANAGER, Role.AUDITOR})
    SHOWS = frozenset({"closings"})

    job: Job | None = None
    facts: ClosingFacts | None = None
    before: int | None = None

    def build(self) -> None:
        """Lay out panel and pages, make the verbs."""
        self.office_settings: OfficeSettings = self.office.tools.get("office") or OfficeSettings()
        roles = self.office.desk.roles
        self.may_read = bool(actions.READERS & roles)
        self.wanted, self._rows = Wanted(), list[TrailRow]()
        self._person: tuple[str, tuple[Thing, ...]] | None = None
        self.stop = self.add_action(actions.StopCheck)
        self.view = View(self.stop, may_check=bool(actions.CHECKERS & roles), may_read=self.may_read)
        self.set_body(self.view)
        self.close_action, self.check, *_ = self.add_actions(
            actions.CloseDay, actions.CheckChain, actions.CompareFile, actions.CompareCode
        )
        for verb in self._placed(self.view.closings.verbs, actions.PrintSheet, actions.SaveSheet):
            self.view.closings.table.chosen.connect(verb.choose)
        self.trail_verbs = self._placed(
            self.view.trail.verbs, actions.FindPerson, actions.Export, actions.Older
        )
        for kind in (actions.ShowClosings, actions.ShowTrail):
            self.add_action(kind)
        self.view.tabs.currentChanged.connect(self._changed_tab)
        self.view.trail.filter.changed.connect(self.search)
        self.view.trail.filter.person.clicked.connect(self._forget_person)
        self.setFocusProxy(self.view.closings.table)

    def refresh(self) -> None:
        """Ask for the closed days; the trail is asked when somebody looks for something."""
        self.ask(partial(closings, self.office.desk), then=self._show_closings)

    def _placed(self, row: QLayout, *kinds: type[Action]) -> list[Action]:
        """Make verbs whose buttons stand beside what they are about."""
        made = [self.add_action(kind) for kind in kinds]
        for verb in made:
            row.addWidget(ActionButton(verb, small=True))
        return made

    # -- closed days -------------------------------------------------------------------------------------

    def _show_closings(self, facts: ClosingFacts) -> None:
        self.facts = facts
        self.show_body()
        self.view.closings.set_rows(facts.rows)
        today = facts.of_today
        self.set_title(
            self.TITLE, "" if today is None else f"Hari ini ditutup {phrasing.clock(today.closed_at)}"
        )
        self.close_action.again()
        unfinished = self.unfinished()
        self.close_action.setText(actions.CloseDay.TEXT if unfinished is None else "Selesaikan lembar")

    def unfinished(self) -> date | None:
        """Give the day that this officer closed and whose sheet was never kept."""
        rows = self.facts.rows if self.facts is not None else ()
        return next((row.id for row in rows if row.is_mine and not row.has_sheet), None)

    def signer_choice(self) -> SignerChoice | None:
        """Find with what this officer signs the sheet; the broker takes calls of supervisors alone."""
        tools, desk = self.office.tools, self.office.desk
        settings: Settings = self.office.settings or Settings()
        given: Path | None = tools.get("certificates", {}).get(desk.officer.login)
        if given is None and settings.signer == BROKER and Role.SUPERVISOR not in desk.roles:
            return None
        return pens.choice(desk, settings, given, tools["signer_for"])

    def printer(self) -> str:
        """Give the printer for letters of this machine, "" for the print server's own choice."""
        return letters_go_to(self.office.settings)

    def closed(self, day: date) -> None:
        """Say so; the list comes by itself."""
        self.say(f"{phrasing.day_date(day)} ditutup; lembarnya tersimpan.")
        self.ask_again()

    def closing_failed(self, problem: Problem) -> None:
        """Say what went wrong; a day closed without its sheet is finished by the same key."""
        self.ask_again()
        if isinstance(problem, Outage):
            self.office.hub.complain(problem)
        else:
            self._complain_with_words(problem)

    def printed(self, printer: str) -> None:
        """Say so."""
        self.say(f"Lembar penutupan tercetak di {printer}.")

    def saved(self, file: Path) -> None:
        """Say so."""
        self.say(f"Disimpan: {file.name}")

    # -- the chain ---------------------------------------------------------------------------------------

    def checked(self, chains: tuple[Chain, ...]) -> None:
        """Show how it ended."""
        self._check_over()
        tone, said, more = verdict(chains)
        at = phrasing.short_moment(self.office.desk.now())
        self.view.check.say(tone, said, f"{more} Diperiksa {at}.")

    def check_failed(self, problem: Problem) -> None:
        """Say that no verdict came."""
        self._check_over()
        self.view.check.say(Tone.NEUTRAL, *NEVER)
        if isinstance(problem, Outage):
            self.office.hub.complain(problem)
        else:
            self._complain_with_words(problem)

    def check_stopped(self) -> None:
        """Say that somebody stopped it."""
        self._check_over()
        self.view.check.say(
            Tone.WARN, "Pemeriksaan dihentikan sebelum selesai", "Tekan F9 untuk memeriksa dari awal."
        )

    def _check_over(self) -> None:
        self.job = None
        self.stop.again()

    def compare_code(self, text: str) -> None:
        """Check against the code that was read."""
        self._check_against(running.paper_in_code(text))

    def compare_file(self, name: str) -> None:
        """Check against the sheet in a file."""
        self._check_against(running.paper_in_file(Path(name), self.office.tools["pages"]))

    def _check_against(self, papers: running.Papers) -> None:
        if isinstance(self.check, actions.CheckChain):
            self.check.run(papers)

    # -- the trail ---------------------------------------------------------------------------------------

    def _changed_tab(self) -> None:
        for action in self.trail_verbs:
            action.again()
        if self.view.is_on_trail and not self._rows:
            self.office.do(
                partial(trailing.logins, self.office.desk), then=self.view.trail.filter.set_logins, read=True
            )
            self.search()
        front = self.view.trail if self.view.is_on_trail else self.view.closings
        front.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def search(self) -> None:
        """Ask for the newest rows that fit the filter."""
        choice = self.view.trail.filter
        if choice.fault():
            self.notice.show_text(choice.fault())
            return
        self.notice.clear()
        desk, number, wanted = self.office.desk, choice.number.text().strip(), choice.wanted()
        if self._person is not None:
            wanted = replace(wanted, things=self._person[1])
        self.ask(partial(_first_page, desk, wanted, number), then=self._show_first)

    def older(self) -> None:
        """Ask for the rows before the oldest one shown."""
        self.ask(partial(trailing.page, self.office.desk, self.wanted, self.before), then=self._show_more)

    def show_person(self, masked: str, things: tuple[Thing, ...]) -> None:
        """Show only what was done with this person's data."""
        self._person = (masked, things)
        self.view.trail.filter.show_person(masked)
        self.view.show_trail(on=True)
        self.search()

    def _forget_person(self) -> None:
        self._person = None
        self.view.trail.filter.show_person("")
        self.search()

    def _show_first(self, answer: tuple[Wanted, TrailPage]) -> None:
        self.wanted, page = answer
        self._rows = []
        self._show_more(page)

    def _show_more(self, page: TrailPage) -> None:
        self.before = page.before
        self._rows += page.rows
        self.view.trail.set_rows(self._rows, is_more=page.before is not None)
        for action in self.trail_verbs:
            action.again()

    def exported(self, count: int) -> None:
        """Say so."""
        self.say(f"{phrasing.grouped(count)} baris jurnal diekspor.")

    # -- files -------------------------------------------------------------------------------------------

    def choose_sheet(self) -> None:
        """Let the officer choose the file of a sheet; the dialog does not stop the program."""
        dialog = QFileDialog(self, "Pilih lembar penutupan", "", SHEETS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.compare_file)
        dialog.open()

    def choose_place(self, name: str, then: Callable[[str], None]) -> None:
        """Let the officer choose where a file goes."""
        dialog = QFileDialog(self, "Simpan sebagai", name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(then)
        dialog.open()

    def _complain_with_words(self, problem: Problem) -> None:
        self.complain(problem)
        if raw(problem):
            self.notice.show_text(sentence(problem), f"{advice(problem)} Keterangan sistem: {raw(problem)}")


def _first_page(desk: Desk, wanted: Wanted, number: str) -> tuple[Wanted, TrailPage]:
    """Turn a number into what it is about, and ask."""
    if number:
        about = trailing.things_of_number(desk, number)
        kept = wanted.things
        wanted = replace(wanted, things=about if kept is None else tuple(one for one in about if one in kept))
    return wanted, trailing.page(desk, wanted)
