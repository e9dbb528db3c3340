"""What each verb leaves on the desk: shown at once, and where the cursor goes next."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from workstation import phrasing
from workstation.errors import HeldByOther, LeaseLost, Outage, Problem, UndecidedWorkers
from workstation.queries.casefile import CaseFile
from workstation.ui.review.opened import OpenCase, with_file, with_findings
from workstation.ui.review.personlines import Kind
from workstation.usecases.reviewing import Reason
from workstation.vocabulary import CaseStage, Mark, PersonVerdict, Verdict

if TYPE_CHECKING:
    from workstation.ui.review.screen import ReviewScreen


class Effects(QObject):
    """Listens to the ends of the verbs of the review desk."""

    def __init__(self, screen: "ReviewScreen") -> None:
        super().__init__(screen)
        self._screen = screen

    def mark(self, code: str, mark: object) -> None:
        """Keep the word on a field and go to the next one that must be compared."""
        screen = self._screen
        if screen.case is None or not screen.case.may_work:
            return
        screen.worked()
        screen.keeper.keep(screen.case.id, code, mark if isinstance(mark, Mark) else None)
        screen.notice.clear()
        screen.show_case(is_new=False)
        if mark is None:
            return
        line = screen.case.next_unmarked(code)
        if line is not None:
            screen.desk.case.go_to_field(line.spec.code)
        else:
            screen.focus_forward()

    def fault_found(self, code: str, _done: object = None) -> None:
        """Show what was found on a field, and go to the next one that must be compared."""
        if self._screen.case is not None:
            self._screen.unsent.sent(self._screen.case.id)
        self._screen.ask_again()
        self.mark(code, Mark.DIFFERS)

    def judged(
        self, scan: int, verdict: Verdict, reasons: Sequence[Reason], note: str, _done: object = None
    ) -> None:
        """Show the word on a document at once and go to the next one that waits for it."""
        case = self._screen.case
        if case is None:
            return
        if verdict == Verdict.REFUSED:
            self._screen.unsent.sent(case.id)
        code = reasons[0].code if reasons else ""
        scans = tuple(
            replace(row, verdict=verdict, reason_code=code, note=note) if row.id == scan else row
            for row in case.file.scans
        )
        judged = next(row.document_code for row in scans if row.id == scan)
        self._show(case, replace(with_findings(case.file, reasons, judged), scans=scans))
        if verdict != Verdict.PENDING and case.file.stage == CaseStage.SUBMITTED:
            self.go_to_pending()

    def go_to_pending(self) -> None:
        """Go to the next document without a word."""
        case = self._screen.case
        paper = case.next_pending(self._screen.scan_id) if case else None
        if paper is not None and paper.scan is not None:
            self._screen.desk.case.go_to_document(paper.scan.id)
        else:
            self._screen.focus_forward()

    def ask_for_persons(self) -> None:
        """Open the list, or say how many of it still wait for a word."""
        screen = self._screen
        if screen.case is None:
            return
        if screen.desk.is_on_persons:
            screen.complain(UndecidedWorkers(len(screen.case.undecided)))
            screen.desk.persons.show_kind(Kind.OPEN)
        else:
            screen.show_persons(True)

    def persons_decided(
        self,
        ids: Sequence[int],
        verdict: PersonVerdict | None,
        reason: Reason | None,
        mark: Mark | None = None,
        _done: object = None,
    ) -> None:
        """Show the word on persons at once, and go to the next one without."""
        case = self._screen.case
        if case is None:
            return
        said, wanted = reason or Reason("", ""), set(ids)
        persons = tuple(
            replace(p, verdict=verdict, mark=mark, code=said.code, text=said.text, remedy=said.remedy)
            if p.id in wanted
            else p
            for p in case.file.persons
        )
        if reason is not None:
            self._screen.asking.remember_person(case.file.rules.code, reason)
            self._screen.unsent.sent(case.id)
        self._show(case, replace(case.file, persons=persons))
        self._screen.desk.persons.go_on()

    def declared(self, due: Any) -> None:
        """Tell until when the citizen has our word, and begin to compare."""
        self._screen.say(f"Dinyatakan lengkap. Tenggat {phrasing.date_time(due)}.")
        self._moved_to(CaseStage.ADMINISTRATIVE, due)

    def passed_on(self, _done: object) -> None:
        """Tell that the technical review begins."""
        case = self._screen.case
        self._screen.say("Diteruskan ke penelitian teknis.")
        self._moved_to(CaseStage.TECHNICAL, case.file.due_at if case else None)

    def _moved_to(self, stage: CaseStage, due: Any) -> None:
        case = self._screen.case
        if case is not None:
            self._show(case, replace(case.file, stage=stage, due_at=due))
            self._screen.round.put_cursor()

    def _show(self, case: OpenCase, file: CaseFile) -> None:
        self._screen.worked()
        self._screen.case = with_file(case, file)
        self._screen.notice.clear()
        self._screen.show_case(is_new=False)

    def finished(self, said: str, _done: object = None) -> None:
        """Tell that the case is done, and bring the next one."""
        if self._screen.case is not None:
            self._screen.unsent.over(self._screen.case.id)
        self._screen.say(said)
        self._screen.round.take_next(skip=False)

    def explain_step(self) -> None:
        """Say why nothing happened."""
        if self._screen.case is not None:
            self._screen.say(self._screen.case.step(self._screen.scan_id)[1])

    def refused(self, problem: Problem) -> None:
        """Show what the rules or the world say; what was judged and typed stays."""
        screen = self._screen
        if isinstance(problem, Outage):
            screen.office.hub.complain(problem)
            return
        screen.complain(in_words(screen.case, problem))
        if isinstance(problem, HeldByOther | LeaseLost):
            screen.say_holder(problem)
            screen.ask_again()


def in_words(case: OpenCase | None, problem: Problem) -> Problem:
    """Put the labels of fields and papers in place of the codes that the database names."""
    if case is None:
        return problem
    rules = case.file.rules
    names = {f.code: f.label for f in rules.fields} | {d.code: d.title for d in rules.documents}
    for key in ("fields", "documents"):
        codes = getattr(problem, key, None)
        if isinstance(codes, tuple):
            setattr(problem, key, tuple(names.get(code, code) for code in codes))
    return problem
