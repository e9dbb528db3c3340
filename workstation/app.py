"""The front door: settings, sign-in, office, window. The only file that knows every room.

Until the sign-in window is painted nothing is imported but Qt and the ground; the heavy rooms come in behind it
on a thread, so the officer types while they load.
"""

import importlib
import logging
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSettings, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from workstation import settings as machine
from workstation.ui.hub import Hub
from workstation.ui.jobs import Lanes, collect_on_ui_thread
from workstation.ui.signing_in import (
    CounterChoice,
    Credentials,
    PointChoice,
    PracticeAccount,
    SignIn,
    Welcome,
)
from workstation.ui.theme import Look, theme
from workstation.ui.trouble import Trouble
from workstation.vocabulary import Role
from workstation.wording import word

if TYPE_CHECKING:
    from workstation.desk import Desk
    from workstation.ui.office import Office
    from workstation.ui.screen import Screen
    from workstation.ui.window import ScreenSpec, Window

log = logging.getLogger(__name__)

HEAVY = (
    "workstation.usecases.signing_in",
    "workstation.ui.window",
    "workstation.queries.places",
    "workstation.ui.start.screen",
)
LOOKS = {"light": Look.LIGHT, "dark": Look.DARK, "contrast": Look.CONTRAST}


@dataclass(frozen=True)
class Practice:
    """What a practice day hands to the window: accounts to click, certificates by login, the trust bundle."""

    accounts: Sequence[PracticeAccount] = ()
    certificates: Mapping[str, Path] = field(default_factory=dict)
    passphrase: str = ""
    trust: Path | None = None
    print_folder: Path | None = None


@dataclass(frozen=True)
class Place:
    """A screen by the module that holds it, so that it is imported when it is first wanted."""

    key: str
    title: str
    icon: str
    roles: frozenset[Role]
    module: str
    kind: str

    def make(self, office: "Office") -> "Screen":
        """Import and build the screen."""
        screen: Screen = getattr(importlib.import_module(self.module), self.kind)(office)
        return screen


OFFICER, REVIEWER, SUPERVISOR = (
    frozenset({Role.OFFICER}),
    frozenset({Role.REVIEWER}),
    frozenset({Role.SUPERVISOR}),
)
DESK_WORK = OFFICER | REVIEWER | SUPERVISOR
PLACES = (
    Place("start", "Beranda", "layout-dashboard", frozenset(), "workstation.ui.start.screen", "StartScreen"),
    Place(
        "reception", "Penerimaan", "door-open", OFFICER, "workstation.ui.reception.screen", "ReceptionScreen"
    ),
    Place("queue", "Antrean", "users", OFFICER, "workstation.ui.queue.screen", "QueueScreen"),
    Place("intake", "Permohonan", "file-plus", OFFICER, "workstation.ui.intake.screen", "IntakeScreen"),
    Place("review", "Penelitian", "clipboard-check", REVIEWER, "workstation.ui.review.screen", "ReviewScreen"),
    Place(
        "approval", "Persetujuan", "pen-line", SUPERVISOR, "workstation.ui.approval.screen", "ApprovalScreen"
    ),
    Place("handover", "Penyerahan", "printer", OFFICER, "workstation.ui.handover.screen", "HandoverScreen"),
    Place(
        "check", "Periksa surat", "shield-check", frozenset(), "workstation.ui.check.screen", "CheckScreen"
    ),
    Place("search", "Pencarian", "search", DESK_WORK, "workstation.ui.search.screen", "SearchScreen"),
)


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
        self._pages: Any = None
        self.trouble = Trouble()
        self.lanes.crashed.connect(self.trouble.crashed)

    def show_sign_in(self) -> SignIn:
        """Show who may come in; the heavy rooms are imported after it is painted."""
        practice = self.practice
        view = SignIn(
            self.lanes,
            sign_in=partial(_sign_in, needs_counter=True),
            sit_down=_sit_down,
            server=self.settings.database,
            practice=practice.accounts if practice else (),
        )
        view.finished.connect(self.open_window)
        view.show()
        self.front = self.sign_in_view = view
        QTimer.singleShot(0, view, _import_behind)
        return view

    def open_window(self, desk: "Desk") -> None:
        """Open the workstation for an officer who sits where he wants to."""
        from workstation.changes import Changes
        from workstation.ui.window import Facts, Window

        self.desk = desk
        office = self.make_office(desk)
        facts = Facts(
            desk.point.name,
            desk.officer.name,
            ", ".join(word(role) for role in sorted(desk.roles)),
            desk.counter.name if desk.counter else "",
            practice=office.tools["office"].practice,
        )
        self.window = Window(
            office,
            self.specs(),
            facts,
            unlock=partial(_unlock, self.settings.database, desk.officer.login),
            idle_minutes=self.settings.lock_minutes,
        )
        self.window.sign_out_wanted.connect(self.sign_out)
        self._changes = Changes(desk.database, desk.point.id, self.hub.hear, self._lost, self.hub.regain)
        self._changes.start()
        self.window.show()
        self._close_front()
        self.front = self.window

    def specs(self) -> "list[ScreenSpec]":
        """Name every place of the window in the order of the day."""
        from workstation.ui.window import ScreenSpec

        return [ScreenSpec(p.key, p.title, p.icon, p.make, p.roles) for p in PLACES]

    def make_office(self, desk: "Desk") -> "Office":
        """Gather what screens may use."""
        from workstation.drafts import Drafts
        from workstation.imaging.pool import PageReader
        from workstation.queries.places import office_settings
        from workstation.signing.local import LocalSigner
        from workstation.ui.office import Office

        self._pages = self._pages or PageReader()
        practice = self.practice or Practice()
        tools: dict[str, Any] = {
            "signer_for": LocalSigner,
            "certificates": dict(practice.certificates),
            "practice_passphrase": practice.passphrase,
            "office": office_settings(desk),
            "pages": self._pages,
            "trust": partial(_trust, practice.trust or Path(self.settings.trust or "trust.json")),
            "drafts": Drafts(machine.data_folder() / "drafts", desk.officer.login),
        }
        return Office(
            desk, self.lanes, self.hub, settings=self.settings, spooler=self._spooler(practice), tools=tools
        )

    def _spooler(self, practice: Practice) -> Any:
        from workstation.printing.spooler import AnySpooler, CupsSpooler, FolderSpooler

        folder = practice.print_folder or (
            Path(self.settings.print_folder) if self.settings.print_folder else None
        )
        printers = CupsSpooler(self.settings.print_server)
        return AnySpooler([FolderSpooler(folder), printers]) if folder else printers

    def sign_out(self) -> None:
        """Leave the counter, close the connections, and let the next officer in."""
        window, desk = self.window, self.desk
        self._stop_changes()
        self.window = self.desk = None
        self.show_sign_in()
        if window is not None:
            window.close()
            window.deleteLater()
        if desk is not None:
            self.lanes.do(partial(_leave, desk))

    def close(self) -> None:
        """End everything that runs; drafts and rows are kept."""
        self._stop_changes()
        self.lanes.close(10.0)
        if self._pages is not None:
            self._pages.close()
        if self.desk is not None:
            self.desk.close()

    def _stop_changes(self) -> None:
        if self._changes is not None:
            self._changes.stop()
            self._changes = None

    def _close_front(self) -> None:
        if self.sign_in_view is not None:
            self.sign_in_view.close()
            self.sign_in_view.deleteLater()
            self.sign_in_view = None

    def _lost(self, _problem: object) -> None:
        self.hub.lose()


def _import_behind() -> None:
    """Import the heavy rooms while the officer types; whoever needs one earlier waits for it."""

    def load() -> None:
        for name in HEAVY:
            importlib.import_module(name)

    threading.Thread(target=load, name="imports", daemon=True).start()


def _sign_in(given: Credentials, *, needs_counter: bool) -> Welcome:
    from workstation.queries.places import counters
    from workstation.usecases.signing_in import sign_in

    desk = sign_in(given.server, given.login, given.password)
    choices = tuple(
        CounterChoice(row.id, row.name, row.taken_by if row.taken_by != desk.officer.name else "")
        for row in counters(desk)
    )
    point = PointChoice(desk.point.id, desk.point.name, choices if Role.OFFICER in desk.roles else ())
    return Welcome(desk.officer.name, (point,), desk, needs_counter)


def _sit_down(welcome: Welcome, _point: int, counter: int | None) -> "Desk":
    from workstation.usecases.signing_in import leave_counter, take_counter

    desk: Desk = welcome.token
    if counter is None:
        return leave_counter(desk) if desk.counter is not None else desk
    return take_counter(desk, counter)


def _unlock(url: str, login: str, password: str) -> None:
    from workstation.usecases.signing_in import sign_in

    sign_in(url, login, password).close()


def _leave(desk: "Desk") -> None:
    from workstation.usecases.signing_in import leave_counter

    try:
        if desk.counter is not None:
            leave_counter(desk)
    finally:
        desk.close()


def _trust(path: Path) -> Any:
    from workstation.signing import trust

    return trust.load(path)


def main(settings: machine.Settings, practice: Practice | None = None) -> int:
    """Run the window until it is closed; returns the exit code."""
    qt = QApplication.instance() or QApplication(sys.argv[:1])
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
