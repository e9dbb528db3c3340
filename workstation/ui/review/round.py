"""Which case lies on the desk: the next one, one that was asked for, the one before, or none."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from workstation.desk import Desk
from workstation.errors import NothingToTake, Problem, Refusal
from workstation.queries.casefile import case_file
from workstation.regions import load_district_codes
from workstation.resources_at import resource
from workstation.ui.action import Action
from workstation.ui.review.opened import OpenCase, open_case, with_file
from workstation.usecases import reviewing
from workstation.vocabulary import CaseStage

if TYPE_CHECKING:
    from workstation.ui.review.screen import ReviewScreen

PURPOSE = "penelitian berkas"
MOST_KEPT = 20
Fetched = tuple[OpenCase, Problem | None]


class Round(QObject):
    """An officer's way through the cases: `history` is what lay on the desk, `skipped` what was passed over."""

    def __init__(self, screen: "ReviewScreen") -> None:
        super().__init__(screen)
        self._screen = screen
        self.history: list[int] = []
        self.skipped: list[int] = []

    def take_next(self, *, skip: bool, busy: Action | None = None) -> None:
        """Open the case whose turn it is; the one on the desk is given back when it is skipped."""
        case, desk, places = self._screen.case, self._screen.office.desk, self._regions()
        if case is None:
            self.skipped.clear()
        elif skip:
            self.skipped.append(case.id)
        self.leave()
        but, given_back = (
            tuple(self.skipped),
            case.id if case is not None and skip and case.may_work else None,
        )

        def fetch() -> Fetched:
            if given_back is not None:
                reviewing.release(desk, given_back)
            return _fetch(desk, reviewing.take_next(desk, but=but), places())

        self._put_aside()
        self._screen.office.do(fetch, then=self._put_on_desk, sorry=self._nothing_taken, busy=busy)

    def bring(self, ident: int, *, busy: Action | None = None) -> None:
        """Open one case; it is only read when somebody else holds it."""
        self.leave(but=ident)
        desk, places = self._screen.office.desk, self._regions()

        def fetch() -> Fetched:
            try:
                reviewing.take(desk, ident)
            except Refusal as refusal:
                return _fetch(desk, ident, places())[0], refusal
            return _fetch(desk, ident, places())

        self._screen.office.do(fetch, then=self._put_on_desk, sorry=self._screen.effects.refused, busy=busy)

    def go_back(self, *, busy: Action | None = None) -> None:
        """Open the case that was here before."""
        if self.history:
            self.bring(self.history.pop(), busy=busy)

    def leave(self, but: int | None = None) -> None:
        """Close what is being asked on the desk, and remember the case unless it is `but`."""
        screen = self._screen
        screen.desk.reasons.cancel()
        screen.ask_bar.cancel()
        screen.notice.clear()
        screen.keeper.drop_plan()
        case = screen.case
        if case is not None and case.id != but:
            self.history = [*[i for i in self.history if i != case.id], case.id][-MOST_KEPT:]

    def put_cursor(self) -> None:
        """Stand where the work begins: the first field to compare, else the first paper without a word."""
        case, pane = self._screen.case, self._screen.desk.case
        if case is None:
            return
        pending, unmarked = case.next_pending(None), case.next_unmarked("")
        if case.file.stage != CaseStage.SUBMITTED and unmarked is not None:
            pane.go_to_field(unmarked.spec.code)
        elif pending is not None and pending.scan is not None:
            pane.go_to_document(pending.scan.id)
        elif case.scans and case.scans[0].scan is not None:
            pane.go_to_document(case.scans[0].scan.id)

    def _put_aside(self) -> None:
        """Let no key reach the case that is done while the next one is on its way."""
        screen = self._screen
        if screen.case is not None:
            screen.case = with_file(screen.case, replace(screen.case.file, is_mine=False))
            screen.ask_verbs()

    def _put_on_desk(self, fetched: Fetched) -> None:
        case, problem = fetched
        self.history = [ident for ident in self.history if ident != case.id]
        self._screen.put_on_desk(case, problem)
        self.put_cursor()
        self._screen.keeper.send()

    def _nothing_taken(self, problem: Problem) -> None:
        if not isinstance(problem, NothingToTake):
            self._screen.effects.refused(problem)
            return
        was_skipping, self.skipped = bool(self.skipped), []
        self._screen.show_inbox_page()
        self._screen.complain(problem)
        if was_skipping:
            self._screen.say("Semua berkas lain sudah dilewati atau dipegang petugas lain.")

    def _regions(self) -> Callable[[], frozenset[str] | None]:
        settings = self._screen.office.tools.get("office")
        # practice people carry a district that does not exist
        return (lambda: None) if getattr(settings, "practice", True) else _district_codes


def _fetch(desk: Desk, ident: int, places: frozenset[str] | None) -> Fetched:
    file = case_file(desk, ident)
    return open_case(file, reviewing.open_for_review(desk, ident, PURPOSE), places), None


@cache
def _district_codes() -> frozenset[str]:
    return frozenset(load_district_codes(resource("regions/districts.csv")))
