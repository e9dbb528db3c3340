"""Which case lies on the desk: the next one, one that was asked for, the one before, or none."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from workstation.desk import Desk
from workstation.errors import NothingToTake, Problem, Refusal, WrongStage
from workstation.queries.casefile import case_file
from workstation.regions import load_district_codes
from workstation.resources_at import resource
from workstation.ui.action import Action
from workstation.ui.review.opened import OpenCase, open_case, with_file
from workstation.ui.review.packet import Packet
from workstation.usecases import packets, reviewing
from workstation.vocabulary import IN_REVIEW, CaseStage

if TYPE_CHECKING:
    from workstation.ui.review.screen import ReviewScreen

PURPOSE = "penelitian berkas"
MOST_KEPT = 20
Fetched = tuple[OpenCase, Problem | None]


class Round(QObject):
    """An officer's way through the cases: `history` lay on the desk, `skipped` was passed over, `packet` is held."""

    def __init__(self, screen: "ReviewScreen") -> None:
        super().__init__(screen)
        self._screen = screen
        self.history: list[int] = []
        self.skipped: list[int] = []
        self.packet: Packet | None = None

    def take_next(self, *, skip: bool, busy: Action | None = None) -> None:
        """Open the case whose turn it is; of a packet the next one. What is skipped comes again at the end."""
        case = self._screen.case
        self.leave()
        if self.packet is not None:
            self._next_of_packet(self.packet.ahead(case.id if case else None, skip=skip), busy)
            return
        if case is None:
            self.skipped.clear()
        elif skip:
            self.skipped.append(case.id)
        desk, places, but = self._screen.office.desk, self.regions(), tuple(self.skipped)
        given_back = case.id if case is not None and skip and case.may_work else None

        def fetch() -> Fetched:
            if given_back is not None:
                reviewing.release(desk, given_back)
            return _fetch(desk, _next(desk, but, skip=skip), places())

        self._put_aside()
        self._screen.office.do(fetch, then=self._put_on_desk, sorry=self._nothing_taken, busy=busy)

    def take_packet(self, *, busy: Action | None = None) -> None:
        """Fill the hands, and open the first case of all that is held now."""
        desk = self._screen.office.desk
        self._screen.office.do(
            lambda: packets.take_packet(desk), then=self._packet_taken, sorry=self._nothing_taken, busy=busy
        )

    def give_back(self, *, busy: Action | None = None) -> None:
        """Give back everything that is held, as it is."""
        desk = self._screen.office.desk
        self._screen.office.do(
            lambda: packets.release_all(desk),
            then=self._given_back,
            sorry=self._screen.effects.refused,
            busy=busy,
        )

    def bring(self, ident: int, *, busy: Action | None = None) -> None:
        """Open one case; it is only read when somebody else holds it, or when its review is over."""
        self.leave(but=ident)
        desk, places = self._screen.office.desk, self.regions()

        def fetch() -> Fetched:
            try:
                reviewing.take(desk, ident)
            except WrongStage:
                return _fetch(desk, ident, places())
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
        """Stand where the work begins: the first field to compare, or paper without a word, or the next step."""
        case, pane = self._screen.case, self._screen.desk.case
        if case is None:
            return
        is_new, unmarked = case.file.stage == CaseStage.SUBMITTED, case.next_unmarked("")
        if unmarked is not None and not is_new:
            pane.go_to_field(unmarked.spec.code)
            return
        paper = case.next_pending(None) or next(iter(case.scans), None)
        if paper is not None and paper.scan is not None and (is_new or self._screen.scan_id is None):
            pane.go_to_document(paper.scan.id)
        if not is_new:
            self._screen.focus_forward()

    def _next_of_packet(self, tried: tuple[int, ...], busy: Action | None) -> None:
        desk, places = self._screen.office.desk, self.regions()
        if not tried:
            self._packet_done()
            return

        def fetch() -> Fetched:
            for ident in tried:
                with suppress(Refusal):  # taken over, or moved on without us
                    reviewing.take(desk, ident)
                    return _fetch(desk, ident, places())
            raise NothingToTake

        ready = self._screen.ahead.ready(tried[0])
        if ready is None:
            self._put_aside()
            then = partial(self._came_of_packet, tried)
        else:
            self._screen.noticing.begin_with(ready.noticed)
            self._came_of_packet(tried, (ready.case, None))
            then = partial(self._read_anew, tried, self._screen.edition)
        self._screen.office.do(fetch, then=then, sorry=self._nothing_taken, busy=busy)

    def _read_anew(self, tried: tuple[int, ...], edition: int, fetched: Fetched) -> None:
        """The case that was prepared lies on the desk: put what the database says now in its place."""
        screen, case = self._screen, fetched[0]
        if case.id != tried[0]:
            self._came_of_packet(tried, fetched)
        elif screen.case is not None and screen.case.id == case.id:
            is_old = edition != screen.edition  # the officer was quicker: what he did is asked for once more
            screen.case = with_file(case, screen.case.file) if is_old else case
            screen.show_case(is_new=False)
            if is_old:
                screen.ask_again()

    def _packet_taken(self, cases: tuple[int, ...]) -> None:
        self.packet = Packet(cases)
        self._next_of_packet(cases, None)

    def _came_of_packet(self, tried: tuple[int, ...], fetched: Fetched) -> None:
        lost = tried.index(fetched[0].id)
        if self.packet is not None:
            self.packet.came(tried, fetched[0].id)
        if lost:
            self._screen.say(f"{lost} berkas paket sudah tidak Anda pegang.")
        self._put_on_desk(fetched)

    def _packet_done(self) -> None:
        total = self.packet.total if self.packet else 0
        self.packet = None
        self._screen.show_inbox_page()
        self._screen.say(f"Paket selesai: {total} berkas.")

    def _given_back(self, count: int) -> None:
        self.packet = None
        self._screen.show_inbox_page()
        self._screen.say(f"{count} berkas dikembalikan ke daftar.")

    def _put_aside(self) -> None:
        """Let no key reach the case that is done while the next one is on its way."""
        screen = self._screen
        if screen.case is not None:
            screen.case = with_file(screen.case, replace(screen.case.file, is_mine=False))
            screen.ask_verbs()

    def _put_on_desk(self, fetched: Fetched) -> None:
        with self._screen.verbs_once():
            self._lay_out(*fetched)
        self._screen.office.lanes.paint_first()

    def _lay_out(self, case: OpenCase, problem: Problem | None) -> None:
        self.history = [ident for ident in self.history if ident != case.id]
        if case.id in self.skipped:
            self.skipped = []
            self._screen.say("Tinggal berkas yang tadi dilewati.")
        self._screen.put_on_desk(case, problem)
        self.put_cursor()
        if case.file.stage not in IN_REVIEW:
            self._screen.keeper.drop(case.id)
        self._screen.keeper.open(case.id, may_work=case.may_work)

    def _nothing_taken(self, problem: Problem) -> None:
        if not isinstance(problem, NothingToTake):
            self._screen.effects.refused(problem)
            return
        was_skipping, self.skipped, self.packet = bool(self.skipped), [], None
        self._screen.show_inbox_page()
        self._screen.complain(problem)
        if was_skipping:
            self._screen.say("Semua berkas lain sudah dilewati atau dipegang petugas lain.")

    def regions(self) -> Callable[[], frozenset[str] | None]:
        """Give what gives the districts that a number of identity may name; asked in the background."""
        settings = self._screen.office.tools.get("office")
        # practice people carry a district that does not exist
        return (lambda: None) if getattr(settings, "practice", True) else _district_codes


def _next(desk: Desk, but: tuple[int, ...], *, skip: bool) -> int:
    """Take the next case; when only skipped ones are left, the first of them save the one just skipped."""
    try:
        return reviewing.take_next(desk, but=but)
    except NothingToTake:
        if not but:
            raise
        return reviewing.take_next(desk, but=but[-1:] if skip else ())


def _fetch(desk: Desk, ident: int, places: frozenset[str] | None) -> Fetched:
    file = case_file(desk, ident)
    return open_case(file, reviewing.open_for_review(desk, ident, PURPOSE), places), None


@cache
def _district_codes() -> frozenset[str]:
    return frozenset(load_district_codes(resource("regions/districts.csv")))
