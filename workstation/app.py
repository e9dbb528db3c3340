"""The front door: settings, sign-in, office, window. The only file that knows every room.

Until the sign-in window is painted nothing is imported but Qt and the ground; the heavy rooms come in behind it
on a thread, so the officer types while they load.
"""

import logging
import sys
import threading
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from workstation.ui.lean import import_qt, imports_are_done

import_qt()

from PySide6 import QtCore
from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QApplication, QWidget

from workstation import settings as machine
from workstation.phrasing import counter_place
from workstation.ui.hub import Hub
from workstation.ui.jobs import Lanes, collect_on_ui_thread, import_later
from workstation.ui.signing_in import (
    CounterChoice,
    Credentials,
    PointChoice,
    PracticeAccount,
    SignIn,
    Welcome,
)
from workstation.ui.theme import Look, new_application, theme
from workstation.ui.trouble import Trouble

if TYPE_CHECKING:
    from workstation.desk import Desk
    from workstation.settings import OfficeSettings
    from workstation.ui.office import Office
    from workstation.ui.window import ScreenSpec, Window

imports_are_done()

log = logging.getLogger(__name__)

HEAVY = (
    "workstation.wording",
    "workstation.usecases.signing_in",
    "workstation.ui.window",
    "workstation.queries.places",
    "workstation.ui.start.screen",
)
LOOKS = {"light": Look.LIGHT, "dark": Look.DARK, "contrast": Look.CONTRAST}


class Practice(NamedTuple):
    """What a practice day hands to the window: accounts to click, certificates by login, the trust bundle."""

    accounts: Sequence[PracticeAccount] = ()
    certificates: Mapping[str, Path] = MappingProxyType({})
    passphrase: str = ""
    trust: Path | None = None
    print_folder: Path | None = None


class Seat(NamedTuple):
    """An officer who has sat down, and what his office is set to."""

    desk: "Desk"
    office: "OfficeSettings"


class App(QObject):
    """One run of the program: sign-in, window, sign-in again ..."""

    def __init__(self, settings: machine.Settings, practice: Practice | None = None) -> None:
        super().__init__()
        self.settings, self.practice = settings, practice
        self.lanes, self.hub = Lanes(), Hub(self)
        self.front: QWidget | None = None
        self.sign_in_view: SignIn | None = None
        self.window: Window | None = None
        self.desk: Desk | None = None
        self._changes: Any = None
        self._drafts: Any = None
        self._pages: Any = None
        self._words: Any = None
        self._press: Any = None
        self._importing: threading.Thread | None = None
        self.trouble = Trouble()
        self.lanes.crashed.connect(self.trouble.crashed)

    def show_sign_in(self) -> SignIn:
        """Show who may come in; the heavy rooms are imported after it is painted."""
        practice = self.practice
        view = SignIn(
            self.lanes,
            sign_in=partial(_sign_in, settings=self.settings, needs_counter=True),
            sit_down=_sit_down,
            server=self.settings.database,
            practice=practice.accounts if practice else (),
        )
        view.finished.connect(self.open_window)
        view.painted.connect(self._fetch_the_rest)
        view.show()
        self.front = self.sign_in_view = view
        return view

    def _fetch_the_rest(self) -> None:
        """Import the heavy rooms while the officer types; whoever needs one earlier waits for it."""
        from workstation.ui.indonesian import speak_indonesian

        speak_indonesian(self)
        _ = (
            QtCore.Qt
        )  # made here, not in the importing thread: Qt types made by two threads at once are a risk
        self._importing = import_later(*HEAVY)

    def open_window(self, seat: "Seat") -> None:
        """Open the workstation for an officer who sits where he wants to."""
        from workstation.changes import Changes
        from workstation.ui.board.window import BoardOpener
        from workstation.ui.window import Facts, Window
        from workstation.wording import word

        desk = self.desk = seat.desk
        office = self.make_office(desk, seat.office)
        facts = Facts(
            desk.point.name,
            desk.officer.name,
            ", ".join(word(role) for role in sorted(desk.roles)),
            counter_place(desk.counter.number, desk.counter.name) if desk.counter else "",
            practice=seat.office.practice,
        )
        self.window = Window(
            office,
            self.specs(),
            facts,
            unlock=partial(_unlock, self.settings.database, desk.officer.login),
            idle_minutes=self.settings.lock_minutes,
        )
        self.trouble.stand_before(self.window)
        office.tools["board"] = BoardOpener(office, self.window).open
        self.window.sign_out_wanted.connect(self.sign_out)
        self._changes = Changes(desk.database, desk.point.id, self.hub.hear, self._lost, self.hub.regain)
        self._changes.start()
        self.window.show()
        self._close_front()
        self.front = self.window

    def specs(self) -> "list[ScreenSpec]":
        """Name every place of the window in the order of the day."""
        from workstation.places import PLACES
        from workstation.ui.window import ScreenSpec

        return [ScreenSpec(p.key, p.title, p.icon, p.make, p.roles) for p in PLACES]

    def make_office(self, desk: "Desk", settings: "OfficeSettings") -> "Office":
        """Gather what screens may use."""
        from workstation.drafts import Drafts
        from workstation.imaging.pool import PageReader
        from workstation.imaging.words import WordReader, is_installed
        from workstation.ui.office import Office
        from workstation.usecases.press import Press, PressSigner

        self._pages = self._pages or PageReader()
        self._press = self._press or Press()
        self._words = self._words or (WordReader() if is_installed() else None)
        self._drafts = Drafts(machine.data_folder() / "drafts", desk.officer.login)
        practice = self.practice or Practice()
        tools: dict[str, Any] = {
            "signer_for": partial(PressSigner, press=self._press),
            "press": self._press,
            "certificates": dict(practice.certificates),
            "practice_passphrase": practice.passphrase,
            "office": settings,
            "pages": self._pages,
            "words": self._words,
            "trust": partial(_trust, practice.trust or Path(self.settings.trust or "trust.json")),
            "drafts": self._drafts,
        }
        tools["spooler_of"] = partial(self._spooler, practice)
        return Office(
            desk, self.lanes, self.hub, settings=self.settings, spooler=self._spooler(practice), tools=tools
        )

    def _spooler(self, practice: Practice) -> Any:
        """Return the way to the printers as they are chosen now."""
        from workstation.printing.here import spooler_of
        from workstation.ui.printer_choices import with_choices

        return spooler_of(with_choices(self.settings), practice.print_folder)

    def sign_out(self) -> None:
        """Leave the counter, close the connections, and let the next officer in."""
        window, desk = self.window, self.desk
        if window is None or desk is None:
            return
        # what an outage holds up is this officer's: the next one must not wait behind it, nor do it in his name
        if self._words is not None:
            self._words.stop()
        for lane in self.lanes.paused_lanes():
            self.lanes.drop(lane)
        for job in self.lanes.running():
            if job.name:  # a batch: it stops after the paper in hand, nothing more is signed in his name
                job.cancel()
        self.lanes.do(
            partial(_leave, desk, self._changes, self._drafts), lane="door", sorry=self._left_without_word
        )
        self.trouble.stand_before(None)
        self.window = self.desk = self._changes = self._drafts = None
        self.show_sign_in()
        window.close()
        window.deleteLater()

    def close(self) -> None:
        """End everything that runs; drafts and rows are kept."""
        if self._importing is not None:
            self._importing.join(10.0)  # an interpreter that ends under an import crashes
        if self._words is not None:
            self._words.close()  # a page takes seconds; nobody waits for it any more
        self.lanes.close(10.0)
        if self._changes is not None:
            self._changes.stop()
        if self._drafts is not None:
            self._drafts.close()
        if self._press is not None:
            self._press.close()
        if self._pages is not None:
            self._pages.close()
        if self.desk is not None:
            self.desk.close()

    def _close_front(self) -> None:
        if self.sign_in_view is not None:
            self.sign_in_view.close()
            self.sign_in_view.deleteLater()
            self.sign_in_view = None

    def _left_without_word(self, problem: object) -> None:
        """Without a line nobody can be told; whoever takes the counter next hears that it is taken."""
        log.warning("signed out without leaving the counter: %s", type(problem).__name__)

    def _lost(self, _problem: object) -> None:
        self.hub.lose()


def _sign_in(given: Credentials, *, settings: machine.Settings, needs_counter: bool) -> Welcome:
    from workstation.queries.places import counters
    from workstation.usecases.signing_in import sign_in
    from workstation.vocabulary import Role

    # a copy belongs to the office of the settings, not to another that was typed
    reports = settings.reports if given.server == settings.database else ""
    desk = sign_in(given.server, given.login, given.password, reports)
    choices = tuple(
        CounterChoice(
            row.id,
            counter_place(row.number, row.name),
            row.taken_by if row.taken_by != desk.officer.name else "",
        )
        for row in counters(desk)
    )
    point = PointChoice(desk.point.id, desk.point.name, choices if Role.OFFICER in desk.roles else ())
    return Welcome(desk.officer.name, (point,), desk, needs_counter)


def _sit_down(welcome: Welcome, _point: int, counter: int | None) -> Seat:
    from workstation.queries.places import office_settings
    from workstation.usecases.signing_in import leave_counter, take_counter

    desk: Desk = welcome.token
    if counter is not None:
        desk = take_counter(desk, counter)
    elif desk.counter is not None:
        desk = leave_counter(desk)
    return Seat(desk, office_settings(desk))


def _unlock(url: str, login: str, password: str) -> None:
    from workstation.usecases.signing_in import sign_in

    sign_in(url, login, password).close()


def _leave(desk: "Desk", changes: Any, drafts: Any) -> None:
    from workstation.usecases.packets import release_all
    from workstation.usecases.signing_in import leave_counter
    from workstation.vocabulary import Role

    changes.stop()
    drafts.close()
    try:
        if Role.OFFICER in desk.roles:
            leave_counter(desk)  # also one he took later, from the queue
        if Role.REVIEWER in desk.roles:
            release_all(desk)  # a colleague need not wait until their time ends
    finally:
        desk.close()


def _trust(path: Path) -> Any:
    from workstation.signing import trust

    return trust.load(path)


def main(settings: machine.Settings, practice: Practice | None = None) -> int:
    """Run the window until it is closed; returns the exit code."""
    qt = QApplication.instance() or new_application(sys.argv[0])
    if not isinstance(qt, QApplication):
        raise TypeError("a Qt program without windows runs already")
    qt.setApplicationName("loket")
    qt.setApplicationDisplayName("Loket")
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    theme().apply(LOOKS[settings.theme], settings.scale)
    collect_on_ui_thread(qt)
    app = App(settings, practice)
    app.trouble.install()
    app.show_sign_in()
    try:
        return qt.exec()
    finally:
        app.close()
