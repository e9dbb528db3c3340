"""Hints on the desk: asked for when a case comes, gone through with Y, waved away with Shift+Y and a word."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from workstation.comparing.layout import Page
from workstation.desk import Desk
from workstation.errors import Outage, Problem
from workstation.queries.noticing import noticed
from workstation.settings import OfficeSettings
from workstation.ui.review.hints import Hint, Noticed, hints_of
from workstation.ui.review.opened import OpenCase
from workstation.ui.review.personlines import Kind, Notes
from workstation.ui.review.readhints import read_hints, stamps_read
from workstation.ui.review.verb import ReviewAction
from workstation.usecases import noticing
from workstation.usecases.row_papers import row_twins

if TYPE_CHECKING:
    from workstation.ui.review.screen import ReviewScreen


class Noticing(QObject):
    """Keeps what was noticed about the case on the desk."""

    def __init__(self, screen: "ReviewScreen") -> None:
        super().__init__(screen)
        self._screen, self._noticed = screen, Noticed(0, ())
        self._is_new = False  # what is shown was prepared: it is looked up once more
        self._read_of: object = None  # what the hints on papers were found from
        screen.desk.hints.wanted.connect(self.go_to)

    def show(self, case: OpenCase) -> None:
        """Show the hints of a case; what the database knows comes a moment later."""
        scans = scans_of(case)
        if self._is_new or (self._noticed.case_id, self._noticed.scans) != (case.id, scans):
            if (self._noticed.case_id, self._noticed.scans) != (case.id, scans):
                self._noticed, self._read_of = Noticed(case.id, scans), None
            self._is_new = False
            desk, ident = self._screen.office.desk, case.id
            has_rows = any(person.papers for person in case.file.persons)
            self._screen.office.do(
                lambda: look(desk, ident, scans, has_rows=has_rows),
                then=self._take,
                sorry=self._not_looked,
                read=True,
            )
        settings = self._screen.office.tools.get("office") or OfficeSettings()
        self._screen.desk.hints.show_hints(hints_of(case, self._noticed, settings))

    def begin_with(self, prepared: Noticed) -> None:
        """Show what was noticed of the coming case a moment ago, until the database has been asked anew."""
        self._noticed, self._is_new, self._read_of = prepared, True, None

    def go_to(self, key: str) -> None:
        """Go to what a hint speaks of."""
        screen, bar = self._screen, self._screen.desk.hints
        hint = next((one for one in bar.hints if one.key == key), None)
        if hint is None:
            return
        bar.make_current(key)
        if hint.is_list:
            screen.show_persons(True)
            screen.desk.persons.show_kind(Kind.NOTED)
            return
        if screen.desk.is_on_persons:
            screen.show_persons(False)
        if hint.field:
            screen.desk.case.go_to_field(hint.field)
        elif hint.scan_id is not None:
            screen.desk.case.go_to_document(hint.scan_id)
            screen.desk.scans.show_scan(hint.scan_id, hint.page)
        screen.ask_verbs()

    def waved(self, key: str, _done: object = None) -> None:
        """Take a hint away that was waved away, and go to the one that stands in its place."""
        case, bar = self._screen.case, self._screen.desk.hints
        following = bar.following()
        self._noticed = replace(self._noticed, waved=self._noticed.waved | {key})
        if case is not None:
            self.show(case)
        if following is not None and following.key != key:
            self.go_to(following.key)
        self._screen.ask_verbs()

    def _take(self, found: Noticed) -> None:
        if found.case_id == self._noticed.case_id:
            self._noticed = replace(
                self._noticed,
                measures=found.measures,
                waved=found.waved,
                likenesses=found.likenesses,
                twins=found.twins,
            )
        self._show_again()

    def read_rows(self, notes: Notes, *, names_nobody: bool) -> None:
        """Take what papers say of the persons of the list."""
        now = self._noticed
        if (notes, names_nobody) != (now.read_rows, now.names_nobody):
            self._noticed = replace(now, read_rows=notes, names_nobody=names_nobody)
            self._show_again()

    def read_papers(self, pages: tuple[tuple[int, Page], ...]) -> None:
        """Take what was read on the first pages of the papers (scan, page)."""
        case = self._screen.case
        if case is None:
            return
        turned = self._screen.desk.scans.turned
        given = (case, pages, dict(turned))
        if given == self._read_of:  # finding out what a paper is takes a millisecond each
            return
        self._read_of = given
        found, stamps = read_hints(case, pages, turned), stamps_read(pages)
        if (found, stamps) != (self._noticed.read, self._noticed.stamps):
            self._noticed = replace(self._noticed, read=found, stamps=stamps)
            self._show_again()

    def _show_again(self) -> None:
        case = self._screen.case
        if case is not None:
            self.show(case)
            if case.file.persons:
                self._screen.desk.persons.set_noticed(self._noticed.row_notes(case))
            self._screen.ask_verbs()

    def _not_looked(self, problem: Problem) -> None:
        """The case can be worked on without hints; the line's own banner tells of the line."""
        if isinstance(problem, Outage):
            self._screen.office.hub.complain(problem)


def scans_of(case: OpenCase) -> tuple[int, ...]:
    """The papers of a case of which something may be noticed."""
    return tuple(paper.scan.id for paper in case.scans if paper.scan is not None)


def look(desk: Desk, case_id: int, scans: tuple[int, ...], *, has_rows: bool) -> Noticed:
    """Ask the database what it knows about these papers of a case (journalled as a search)."""
    measures, waved = noticed(desk, case_id)
    twins = row_twins(desk, case_id) if has_rows else ()
    return Noticed(case_id, scans, measures, waved, noticing.likenesses(desk, case_id), twins)


class NextHint(ReviewAction):
    """Go to what the next hint speaks of; works on cases that are only read."""

    TEXT, KEYS, ICON, FREE = "Petunjuk berikutnya", "Y", "arrow-right", True

    def fits(self, _rows: object) -> bool | str:
        """There must be one."""
        has_hint = self.case is not None and bool(self.screen.desk.hints.hints)
        return has_hint or "Tidak ada petunjuk pada berkas ini."

    def perform(self) -> None:
        """Go."""
        hint = self.screen.desk.hints.following()
        if hint is not None:
            self.screen.noticing.go_to(hint.key)


class WaveHint(ReviewAction):
    """Not see a hint again in this case; the word why is kept."""

    TEXT, KEYS, ICON = "Kesampingkan petunjuk", "Shift+Y", "eye-off"

    def fits(self, rows: object) -> bool | str:
        """One must have been gone to."""
        answer = super().fits(rows)
        if answer is not True:
            return answer
        return self.screen.desk.hints.now is not None or "Buka petunjuk dahulu (Y)."

    def perform(self) -> None:
        """Ask for the word."""
        hint = self.screen.desk.hints.now
        if hint is None:
            return
        self.screen.ask_bar.line(
            f"Mengapa “{hint.title}” dikesampingkan?",
            hint.text,
            yes="Kesampingkan",
            label="Alasan singkat, tercatat dalam jejak",
            check=_too_short,
            then=partial(self._wave, hint),
        )

    def _wave(self, hint: Hint, said: str) -> None:
        desk, case = self.office.desk, self.held().id
        self.start(
            lambda: noticing.wave_away(desk, case, hint.key, said),
            then=partial(self.screen.noticing.waved, hint.key),
            sorry=self.screen.effects.refused,
        )


def _too_short(text: str) -> str:
    return "" if len(text.strip()) > 2 else "Tulis alasannya dahulu."
