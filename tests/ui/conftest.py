"""Qt for the tests of the window: offscreen, own settings, lanes that must be empty at the end."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from types import SimpleNamespace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QEventLoop, QSettings
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.make import Office as TestOffice
from tests.ui.hall_office import seated, settle, shown
from workstation.imaging.pool import PageReader
from workstation.printing.spooler import FolderSpooler
from workstation.ui.hub import Hub
from workstation.ui.jobs import Lanes
from workstation.ui.office import Office
from workstation.ui.review.screen import ReviewScreen
from workstation.ui.screen import Screen
from workstation.ui.theme import Look, theme
from workstation.vocabulary import Role

# the offscreen platform has no window manager to tell sizes to, and says so at every window
NO_WINDOW_MANAGER = "This plugin does not support propagateSizeHints"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let that one message of the offscreen platform pass in the tests of the window."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(NO_WINDOW_MANAGER, extend=True))


@dataclass
class StandInDesk:
    """Roles and names, without a database: for the foundation's own tests only."""

    roles: frozenset[Role] = frozenset(Role)
    officer: SimpleNamespace = field(
        default_factory=lambda: SimpleNamespace(id=1, login="siti", name="Siti Rahma")
    )


@pytest.fixture(autouse=True)
def _settings_of_this_test(tmp_path: Path, qapp: QApplication) -> None:
    qapp.setOrganizationName("loket-test")
    qapp.setApplicationName("loket-test")
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))


@pytest.fixture(scope="session", autouse=True)
def _dressed(qapp: QApplication) -> None:
    theme().apply(Look.LIGHT, 100)


@pytest.fixture
def look() -> Iterator[Callable[[Look, int], None]]:
    """Dress the program for one test; light at 100 % again afterwards."""

    def dress(wanted: Look, scale: int = 100) -> None:
        theme().apply(wanted, scale)

    yield dress
    theme().apply(Look.LIGHT, 100)


@pytest.fixture(scope="module")
def pages() -> Iterator[PageReader]:
    """Real picture processes, shared by the tests of one screen."""
    with PageReader() as reader:
        yield reader


@pytest.fixture
def reviewer(
    qtbot: QtBot, office: TestOffice, lanes: Lanes, hub: Hub, pages: PageReader
) -> Iterator[Callable[..., ReviewScreen]]:
    """Rina (or another) at the review desk."""
    made = []

    def show(login: str = "rina") -> ReviewScreen:
        seat = seated(office, lanes, hub, login)
        seat.tools["pages"] = pages
        made.append(seat)
        return shown(qtbot, ReviewScreen, seat)

    yield show
    for seat in made:
        settle(qtbot, seat)


@pytest.fixture
def show(
    office: TestOffice, lanes: Lanes, hub: Hub, qtbot: QtBot, tmp_path: Path
) -> Iterator[Callable[..., Screen]]:
    """Show a screen to an officer of the test office, with a folder for a printer, and wait for its answer."""
    prints = tmp_path / "prints"
    prints.mkdir()
    seen: list[Screen] = []  # a screen outlives the work that was begun on it

    def made(kind: type[Screen], login: str = "manajer", counter: int | None = None) -> Screen:
        screen = kind(Office(office.desk(login, counter), lanes, hub, spooler=FolderSpooler(prints)))
        seen.append(screen)
        qtbot.addWidget(screen)
        screen.resize(1138, 690)
        screen.show()
        screen.activateWindow()
        qtbot.waitUntil(lambda: not lanes.running())
        return screen

    yield made
    qtbot.waitUntil(lambda: not lanes.running())


@pytest.fixture
def lanes(qapp: QApplication) -> Iterator[Lanes]:
    """Lanes of one test; a job that does not come to its end fails it.

    News of the test's last step may still be asked for when it is over: those answers are waited for.
    """
    made = Lanes()
    yield made
    patience = perf_counter() + 5
    while made.running() and not made.paused_lanes() and perf_counter() < patience:
        qapp.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
    left = [job.name or job.lane for job in made.running()]
    assert made.close(5.0), "a thread of the lanes did not end"
    made.deleteLater()
    assert not left, f"jobs outlived their test: {left}"


@pytest.fixture
def hub(qapp: QApplication) -> Hub:
    return Hub(qapp)


@pytest.fixture
def bare_office(lanes: Lanes, hub: Hub) -> Office:
    """An office without a database, all roles."""
    return Office(desk=StandInDesk(), lanes=lanes, hub=hub)  # type: ignore[arg-type]


@pytest.fixture
def shot(tmp_path: Path) -> Callable[[QWidget, str], Path]:
    """Grab a widget, keep the picture (LOKET_SHOTS names a folder) and fail when it is blank."""

    def grab(widget: QWidget, name: str) -> Path:
        folder = Path(os.environ.get("LOKET_SHOTS") or tmp_path)
        folder.mkdir(parents=True, exist_ok=True)
        picture = widget.grab().toImage()
        step_x, step_y = max(picture.width() // 60, 1), max(picture.height() // 60, 1)
        colours = {
            picture.pixel(x, y)
            for x in range(0, picture.width(), step_x)
            for y in range(0, picture.height(), step_y)
        }
        assert len(colours) > 3, f"{name}: the picture is blank"
        file = folder / f"{name}.png"
        assert picture.save(str(file))
        return file

    return grab


@pytest.fixture
def benchmark_ms() -> Callable[[Callable[[], object]], float]:
    """Measure one call in milliseconds."""

    def measure(call: Callable[[], object]) -> float:
        begin = perf_counter()
        call()
        return (perf_counter() - begin) * 1000

    return measure
