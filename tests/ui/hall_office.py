"""An office of the window on a real database, for the screens of the hall."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.make import Office as TestOffice
from workstation.printing.spooler import FolderSpooler
from workstation.settings import OfficeSettings, Settings
from workstation.ui.hub import Hub
from workstation.ui.jobs import Lanes
from workstation.ui.office import Office
from workstation.ui.screen import Screen


def seated(
    made: TestOffice,
    lanes: Lanes,
    hub: Hub,
    login: str,
    counter: int | None = None,
    prints: Path | None = None,
) -> Office:
    """Give what a screen may use: Budi's desk, a folder that counts as printer."""
    return Office(
        desk=made.desk(login, counter),
        lanes=lanes,
        hub=hub,
        settings=Settings(),
        spooler=FolderSpooler(prints) if prints else None,
        tools={"office": OfficeSettings(practice=True)},
    )


def idle(office: Office) -> bool:
    """Tell whether nothing runs and no news waits."""
    return not office.lanes.running() and not office.hub._timer.isActive()


def shown(qtbot, kind: type[Screen], office: Office) -> Screen:  # type: ignore[no-untyped-def]
    """Show a screen as a window and wait for its first answer."""
    screen = kind(office)
    qtbot.addWidget(screen)
    screen.resize(1120, 660)
    with qtbot.waitExposed(screen):
        screen.show()
    screen.activateWindow()
    screen.setFocus()
    qtbot.waitUntil(lambda: idle(office))
    return screen


def press(
    qtbot,  # type: ignore[no-untyped-def]
    screen: QWidget,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """Press a key where the focus is."""
    qtbot.keyClick(QApplication.focusWidget() or screen, key, modifier)


def settle(qtbot, office: Office) -> None:  # type: ignore[no-untyped-def]
    """Wait until every answer has come."""
    qtbot.waitUntil(lambda: idle(office))


def hit(  # type: ignore[no-untyped-def]
    qtbot, screen: Screen, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press keys one after the other, each when the answers of the one before have come."""
    for key in keys:
        press(qtbot, screen, key, modifier)
        settle(qtbot, screen.office)
