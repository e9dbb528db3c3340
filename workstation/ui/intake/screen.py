"""Keying in for a citizen: lists, one opened case, and what may be done with it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFileDialog

from workstation.drafts import Drafts, Kept
from workstation.errors import Outage, Problem
from workstation.queries import intake as questions
from workstation.queries.intake import DraftRow, TypeRow, VisitFacts
from workstation.ui.action import Action, ActionButton
from workstation.ui.intake import actions, opened
from workstation.ui.intake.attaching import Attaching
from workstation.ui.intake.choosing import NOT_YET
from workstation.ui.intake.clashing import Clash
from workstation.ui.intake.doubles import Doubles
from workstation.ui.intake.entry import Places, load_places
from workstation.ui.intake.filing import Filing
from workstation.ui.intake.handing_in import HandIn
from workstation.ui.intake.importing import Importing
from workstation.ui.intake.keeper import Keeper, Standing, State
from workstation.ui.intake.lists import waiting, when
from workstation.ui.intake.opened import Opened
from workstation.ui.intake.rowfiling import RowFiling
from workstation.ui.intake.view import Editor, IntakeView
from workstation.ui.intake.workers import WorkersPanel
from workstation.ui.screen import Screen
from workstation.usecases import intake
from workstation.usecases.intake import Draft
from workstation.vocabulary import CaseStage, Channel, Role

TakePath = Callable[[Path], object]

JOURNAL_FAULTS = {  # by whether the database does not answer either
    False: "Jurnal di komputer ini tidak dapat ditulis; isian hanya tersimpan di basis data.",
    True: "Isian terakhir belum tersimpan: basis data tidak menjawab dan jurnal di komputer ini tidak dapat ditulis.",
}


@dataclass(frozen=True, slots=True)
class _Answer:
    types: tuple[TypeRow, ...] = ()
    drafts: tuple[DraftRow, ...] = ()
    returned: tuple[DraftRow, ...] = ()
    kept: tuple[Kept, ...] = ()


class IntakeScreen(Screen):
    """The place where applications are typed in. `choose_file(title, patterns, then)` asks for a file."""

    KEY, TITLE, ICON = "intake", "Permohonan", "file-plus"
    ROLES = frozenset({Role.OFFICER})
    SHOWS = frozenset({"cases", "scans"})

    def build(self) -> None:
        """Lay out; nothing is open."""
        self.drafts: Drafts = self.office.tools["drafts"]
        self.view = IntakeView()
        self.keeper = Keeper(self.office, self.drafts, self._collected, self)
        self.attaching = Attaching(self.office, self.keeper)
        self.filing, self.importing = Filing(self), Importing(self)
        self.row_filing = RowFiling(self)
        self.hand_in, self.clash, self.doubles = HandIn(self), Clash(self), Doubles(self)
        self.choose_file: Callable[[str, str, TakePath], None] = self._ask_system
        self.choose_folder: Callable[[str, TakePath], None] = self._ask_folder
        self._places, self._answer = Places(), _Answer()
        self._visit: VisitFacts | None = None
        self._opening, self._is_first = "", True
        self.add_actions(actions.NewCase, actions.SaveDraft, actions.Submit)
        self.verbs = {kind: self.add_action(kind) for kind in actions.ON_CASE}
        self.print_action = self.add_action(actions.PrintReceipt)
        self.view.receipt.tools.addWidget(ActionButton(self.print_action))
        self.view.receipt.tools.addStretch(1)
        self.view.lists.wanted.connect(self.open_key)
        self.view.chooser.chosen.connect(self._begin)
        self.view.chooser.refused.connect(self._not_open)
        self.view.restored.first.connect(self.save_now)
        self.view.restored.second.connect(self._drop_restored)
        self.keeper.stood.connect(self._stood)
        self.keeper.drafted.connect(self._drafted)
        self.keeper.clashed.connect(self.clash.compare)
        self.keeper.refused.connect(self.complain)
        self.set_body(self.view)
        self.office.do(load_places, lane="scans", then=self._placed, read=True)

    # -- what the frame asks -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for lists and types; the opened case keeps what is typed."""
        desk, drafts = self.office.desk, self.drafts

        def question() -> _Answer:
            kept = tuple(entry for entry in drafts.restore() if opened.is_ours(entry))
            types, mine = questions.types_today(desk), questions.my_drafts(desk)
            return _Answer(types, mine, questions.returned(desk), kept)

        self.ask(question, then=self._show_lists)

    def open(self, subject: object) -> None:
        """Open a case by its id, or begin one for a visit: `{"visit": id}`."""
        self._is_first = False
        if isinstance(subject, dict) and "visit" in subject:
            visit, desk = int(subject["visit"]), self.office.desk
            self.office.do(
                lambda: questions.visit_facts(desk, visit),
                then=self._visited,
                sorry=self.complain_anywhere,
                read=True,
            )
        elif isinstance(subject, int):
            self.open_key(str(subject))

    def may_leave(self) -> bool:
        """Save on the way out; nothing holds the officer back."""
        self.keeper.save()
        return True

    def hideEvent(self, event: QHideEvent) -> None:
        """Save when the screen goes out of sight, whatever the reason."""
        super().hideEvent(event)
        self.keeper.save()

    # -- what is open --------------------------------------------------------------------------------------

    @property
    def editor(self) -> Editor | None:
        """Give the editor of the opened case."""
        return self.view.editor if hasattr(self, "view") else None

    @property
    def workers(self) -> WorkersPanel | None:
        """Give the list of workers, where the type asks for one."""
        return self.editor.workers if self.editor is not None else None

    @property
    def today(self) -> date:
        """Give the day at the counter."""
        return self.office.desk.today()

    @property
    def is_draft(self) -> bool:
        """Tell whether the opened case was never handed in."""
        return self.editor is not None and self.editor.opened.stage is CaseStage.DRAFT

    def choose_type(self, visit: VisitFacts | None = None) -> None:
        """Show what can be opened today; what was open is saved."""
        self.close_case()
        self._visit = visit
        view = self.view
        view.chooser.visitor.setText(f"untuk antrean {visit.ticket} – {visit.name}" if visit else "")
        view.show_page(view.chooser)
        self.settle_actions()
        view.chooser.table.setFocus()

    def open_key(self, key: str) -> None:
        """Open a case of the lists; text that only this machine has comes first."""
        if key in (self.keeper.key, self._opening):
            return
        kept = next((entry for entry in self._answer.kept if entry.key == key), None)
        desk, types = self.office.desk, self._answer.types
        if kept is None and not key.isdigit():
            return
        self._opening = key
        if kept is not None:
            found = kept
            self.office.do(
                lambda: opened.from_journal(desk, found, types),
                then=self.show_case,
                sorry=self._not_opened,
                read=True,
            )
            return
        self.office.do(
            lambda: opened.from_database(desk, int(key)), then=self.show_case, sorry=self._not_opened
        )

    def close_case(self, *, handed_in: bool = False) -> None:
        """Let go what is open; its text is kept unless it was handed in or thrown away."""
        lost = self.attaching.clear()
        if handed_in:
            self.keeper.drop()
        else:
            self.keeper.leave()
        self.notice.clear()
        self.ask_bar.cancel()
        if lost and not handed_in:
            self.notice.show_text(
                f"Berkas {', '.join(lost)} belum sempat dilampirkan.", "Lampirkan lagi setelah konsep dibuka."
            )

    def show_case(self, case: Opened) -> None:
        """Bring a case into the editor."""
        self._opening = ""
        self.close_case()
        self.hand_in.receipt = None
        editor = Editor(case, self.today, self._places)
        self._equip(editor)
        self.view.show_editor(editor)
        self.keeper.begin(case)
        self.filing.take(case.scans)
        self.doubles.forget()
        self.doubles.look()
        self._say_fault()
        self.settle_actions()
        self.view.lists.choose(case.key)
        if case.restored_at is not None:
            at = when(case.restored_at, self.office.desk.now())
            at = f"pukul {at}" if "." in at else f"tanggal {at}"
            self.view.restored.offer(
                f"Dipulihkan dari jurnal {at}",
                "Isian ini baru tersimpan di komputer ini. Periksa, lalu simpan.",
                "Simpan",
                "Buang pemulihan",
            )
        editor.form.focus_first()

    def _equip(self, editor: Editor) -> None:
        verbs, papers = self.verbs, editor.papers
        is_there = {actions.ShowWorkers: editor.workers, actions.ShowRowPapers: editor.row_papers}
        parts = (actions.ShowForm, actions.ShowWorkers, actions.ShowRowPapers, actions.ShowPapers)
        editor.add_parts([verbs[kind] for kind in parts if is_there.get(kind, editor.papers) is not None])
        editor.add_tool(ActionButton(verbs[actions.ThrowAway], small=True))
        if editor.opened.stage is CaseStage.RETURNED:
            editor.asked.add_button(ActionButton(self.print_action, small=True))
        if editor.workers is not None:
            for verb in (verbs[actions.ImportWorkers], verbs[actions.TakeOut]):
                editor.workers.tools.addWidget(ActionButton(verb, small=True))
            editor.workers.changed.connect(self._typed)
            editor.workers.counted.connect(self._count_workers)
            self._count_workers(len(editor.workers.rows()))
        if editor.row_papers is not None:
            row_verbs = (actions.Attach, actions.ImportPapers, actions.ImportFolder, actions.TakeOut)
            for kind in row_verbs:
                editor.row_papers.tools.addWidget(ActionButton(verbs[kind], small=True))
            editor.row_papers.preview.tools.addStretch(1)
            editor.row_papers.preview.tools.addWidget(ActionButton(verbs[actions.Preview], small=True))
            editor.row_papers.preview.tools.addStretch(1)
            editor.row_papers.dropped.connect(self.row_filing.dropped)
        for verb in (verbs[actions.Attach], verbs[actions.TakeOut]):
            papers.tools.addWidget(ActionButton(verb, small=True))
        papers.tools.addStretch(1)
        papers.preview.tools.addStretch(1)
        papers.preview.tools.addWidget(ActionButton(verbs[actions.Preview], small=True))
        papers.preview.tools.addStretch(1)
        papers.table.activated_row.connect(self.filing.ask_for)
        papers.table.current_row.connect(self.filing.show_picture)
        papers.dropped.connect(self.filing.drop)
        editor.form.changed.connect(self._typed)
        editor.form.changed.connect(self.filing.show)
        editor.form.finished.connect(self._after_form)

    # -- verbs ---------------------------------------------------------------------------------------------

    def save_now(self) -> None:
        """Save into the database at once and say so."""
        if self.keeper.standing is Standing.CLASH:
            self.clash.compare()
        else:
            self.keeper.save(self._saved)

    def throw_away(self) -> None:
        """Ask, then end the draft."""
        name = intake.applicant_of(self.editor.form.values())[0] if self.editor else ""
        self.ask_bar.confirm(
            f"Buang konsep “{name}”?" if name else "Buang konsep ini?",
            "Isian dan berkas yang terlampir tidak tampil lagi di layar ini.",
            yes="Buang",
            danger=True,
            then=self._throw,
        )

    def show_form(self) -> None:
        """Show the fields."""
        if self.editor is not None:
            self.editor.show_part(0)
            self.editor.form.focus_first()

    def show_workers(self) -> None:
        """Show the list of workers."""
        if self.editor is not None and self.editor.workers is not None:
            self.editor.show_part(self.editor.part_of(self.editor.workers))
            self.editor.workers.table.setFocus()

    @property
    def is_on_row_papers(self) -> bool:
        """Tell whether the papers of the rows are in front."""
        editor = self.editor
        return (
            editor is not None
            and editor.row_papers is not None
            and editor.stack.currentWidget() is editor.row_papers
        )

    @property
    def bundle_verb(self) -> Action:
        """Give the verb that brings many papers."""
        return self.verbs[actions.ImportPapers]

    def show_row_papers(self) -> None:
        """Show the papers of the rows."""
        editor = self.editor
        if editor is not None and editor.row_papers is not None:
            editor.show_part(editor.part_of(editor.row_papers))
            editor.row_papers.table.setFocus()
            self.row_filing.show()

    def show_papers(self) -> None:
        """Show the papers."""
        if self.editor is not None:
            self.editor.show_part(self.editor.part_of(self.editor.papers))
            self.editor.papers.table.setFocus()

    def take_out(self) -> None:
        """Take out the worker or the file of the cursor."""
        if self.editor is None:
            return
        if self.workers is not None and self.editor.stack.currentWidget() is self.workers:
            self.workers.remove_current()
        elif self.editor.stack.currentWidget() is self.editor.papers:
            self.filing.take_out()
        elif self.is_on_row_papers:
            self.row_filing.take_out()

    def complain_anywhere(self, problem: Problem) -> None:
        """Show an outage on the banner, a refusal in the bar."""
        if isinstance(problem, Outage):
            self.office.hub.complain(problem)
        else:
            self.complain(problem)

    def settle_actions(self) -> None:
        """Let every verb ask again whether it is possible."""
        for action in self.actions_here:
            action.again()

    # -- what is heard -------------------------------------------------------------------------------------

    def _show_lists(self, answer: _Answer) -> None:
        self._answer = answer
        kept = [entry for entry in answer.kept if entry.key != self.keeper.key]
        known = {str(row.id) for row in (*answer.drafts, *answer.returned)}
        alone = [entry for entry in kept if entry.key not in known]
        self.view.lists.show_rows(waiting(answer.drafts, kept, alone), waiting(answer.returned, kept))
        self.view.lists.choose(self.keeper.key)
        self.view.chooser.set_rows(answer.types)
        self.counted.emit(len(answer.returned))
        if self._is_first:
            self._is_first = False
            if kept and self.editor is None:
                self.open_key(kept[0].key)
        if self.drafts.set_aside is not None:
            self.notice.show_text(
                "Jurnal konsep di komputer ini rusak dan disisihkan; konsep di basis data tidak terpengaruh.",
                f"Berkas yang disisihkan: {self.drafts.set_aside}. Hubungi administrator bila isinya penting.",
            )
            self.drafts.set_aside = None

    def _visited(self, visit: VisitFacts) -> None:
        if visit.application_id is not None:
            self.open_key(str(visit.application_id))
        else:
            self.choose_type(visit)

    def _begin(self, row: TypeRow, channel: Channel) -> None:
        visit, self._visit = self._visit, None
        name = visit.name if visit else ""
        self.show_case(opened.fresh(row.rules, channel, visit.id if visit else None, name))

    def _not_open(self, row: TypeRow) -> None:
        self.notice.show_text(f"{row.rules.short_title} belum tersedia.", NOT_YET)

    def _not_opened(self, problem: Problem) -> None:
        self._opening = ""
        self.complain_anywhere(problem)

    def _collected(self) -> State:
        if self.editor is None:
            return {}, ()
        return self.editor.form.values(), self.workers.rows() if self.workers is not None else ()

    def _typed(self) -> None:
        self.keeper.typed()
        self.doubles.look()
        self._say_fault()

    def _count_workers(self, count: int) -> None:
        self.verbs[actions.ShowWorkers].setText(f"Pekerja: {count}")

    def _say_fault(self) -> None:
        if not self.drafts.fault:
            if self.notice.text() in JOURNAL_FAULTS.values():
                self.notice.clear()
            return
        is_local = self.keeper.standing is Standing.LOCAL
        advice = (
            "Jangan tutup jendela ini; kosongkan ruang disk. Program mencoba lagi sendiri."
            if is_local
            else "Simpan sering dengan Ctrl+S."
        )
        says = f"{advice} Keterangan sistem: {self.drafts.fault}."
        self.notice.show_text(JOURNAL_FAULTS[is_local], says)

    def _stood(self, standing: Standing) -> None:
        if self.editor is not None:
            self.editor.stand(standing, self.drafts.fault)
            self._say_fault()

    def _drafted(self, draft: Draft) -> None:
        if self.editor is not None:
            self.editor.show_number(draft.number)

    def _saved(self) -> None:
        self.view.restored.hide()
        draft = self.keeper.draft
        self.office.hub.hear({"cases"})
        self.say(f"Konsep {draft.number} tersimpan." if draft else "Konsep tersimpan.")

    def _throw(self) -> None:
        draft, desk = self.keeper.draft, self.office.desk
        if draft is None:
            self._thrown(None)
            return
        number = draft.id
        self.verbs[actions.ThrowAway].start(
            lambda: intake.withdraw(desk, number, "konsep dibuang petugas"),
            then=self._thrown,
            sorry=self.complain_anywhere,
        )

    def _thrown(self, _nothing: object) -> None:
        self.close_case(handed_in=True)
        self.view.show_page(self.view.empty)
        self.settle_actions()
        self.ask_again()

    def _drop_restored(self) -> None:
        draft = self.keeper.draft
        self.close_case(handed_in=True)
        self.view.show_page(self.view.empty)
        self.settle_actions()
        if draft is not None:
            # without the journal's entry the database's own text is opened
            kept = tuple(entry for entry in self._answer.kept if entry.key != str(draft.id))
            self._answer = _Answer(self._answer.types, self._answer.drafts, self._answer.returned, kept)
            self.open_key(str(draft.id))
        self.ask_again()

    def _after_form(self) -> None:
        if self.workers is not None:
            self.show_workers()
        else:
            self.show_papers()

    def _placed(self, places: Places) -> None:
        self._places = places
        if self.editor is not None:
            self.editor.form.use_places(places)

    def _ask_folder(self, title: str, then: TakePath) -> None:
        dialog = QFileDialog(self, title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(partial(_give, then))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_system(self, title: str, patterns: str, then: TakePath) -> None:
        dialog = QFileDialog(self, title, "", patterns)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(partial(_give, then))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _give(then: TakePath, path: str) -> None:
    then(Path(path))
