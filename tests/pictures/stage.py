"""A real window with a real office behind it, and a camera."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from PySide6.QtCore import QSettings, QSize
from PySide6.QtWidgets import QApplication, QWidget

from tests.make import Office
from workstation import settings as machine
from workstation.app import App, Practice
from workstation.printing.spooler import FolderSpooler
from workstation.queries.places import office_settings
from workstation.ui.board.window import BoardOpener
from workstation.ui.jobs import Lanes
from workstation.ui.screen import Screen
from workstation.ui.signing_in import PracticeAccount
from workstation.ui.theme import Look, theme
from workstation.ui.window import Facts, ScreenSpec, Window
from workstation.wording import word

SIZE = QSize(1366, 768)
# the main state of each screen: kept in dark as well, the others in light alone
MAIN = {"sign-in", "lock", "start-officer", "reception-booking", "queue-serving", "intake-form"}
MAIN |= {"review-fields", "approval-inbox", "handover-printed", "check-valid", "search"}
PATIENCE = 60.0
COLOURS = 72

Shown = TypeVar("Shown", bound=Screen)


class Stage:
    """Shows screens to the camera; `office` is a test office with real people and a real database."""

    def __init__(
        self, office: Office, folder: Path, looks: tuple[Look, ...] = (Look.LIGHT, Look.DARK)
    ) -> None:
        self.office, self.folder, self.looks = office, folder, looks
        self.is_thorough = False
        self._kept = TemporaryDirectory(prefix="loket-stage-")
        self.prints = Path(self._kept.name) / "prints"
        self.prints.mkdir()
        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, self._kept.name)
        self.practice = Practice(print_folder=self.prints)
        self.app: App | None = None
        self.front: QWidget | None = None

    def show(self, kind: type[Shown], login: str, counter: int | None = None, **tools: Any) -> Shown:
        """Show a screen inside the real window, as this officer at this counter; returns the screen."""
        self.clear()
        app = App(machine.Settings(database=self.office.url()), self.practice)
        desk = self.office.desk(login, counter)
        made = app.make_office(desk, office_settings(desk))
        made.spooler = FolderSpooler(self.prints)
        made.tools.update(tools)
        facts = Facts(
            desk.point.name,
            desk.officer.name,
            ", ".join(word(role) for role in sorted(desk.roles)),
            desk.counter.name if desk.counter else "",
            practice=True,
        )
        specs = [ScreenSpec.of(kind) if spec.key == kind.KEY else spec for spec in app.specs()]
        window = Window(made, specs, facts, unlock=lambda _password: None)
        made.tools.setdefault("board", BoardOpener(made, window).open)
        self.app = app
        self._show(window)
        window.show_screen(kind.KEY)
        self.settle()
        screen = window.screen_now()
        assert isinstance(screen, kind), screen
        return screen

    def show_widget(self, make: Callable[[Lanes], QWidget], size: QSize = SIZE) -> QWidget:
        """Show any top-level widget (sign-in, hall board)."""
        self.clear()
        self.app = App(machine.Settings(database=self.office.url()), self.practice)
        widget = make(self.app.lanes)
        self._show(widget, size)
        self.settle()
        return widget

    def _show(self, widget: QWidget, size: QSize = SIZE) -> None:
        self.front = widget
        widget.resize(size)
        widget.show()
        widget.activateWindow()
        QApplication.processEvents()

    def settle(self) -> None:
        """Wait until no job runs and every merged news was told."""
        assert self.app is not None
        until, quiet = time.monotonic() + PATIENCE, 0
        while quiet < 15:
            QApplication.processEvents()
            time.sleep(0.02)
            quiet = 0 if self.app.lanes.running() else quiet + 1
            assert time.monotonic() < until, "the lanes did not come to rest"

    def shot(self, name: str, scale: int = 100) -> None:
        """Save the window in light, main states in dark too; a blank picture is an error.

        Only a thorough stage takes everything in dark, and pictures at another scale.
        """
        assert self.front is not None
        if scale != 100 and not self.is_thorough:
            return
        for look in self.looks if self.is_thorough or name in MAIN else self.looks[:1]:
            theme().apply(look, scale)
            self.settle()
            picture = self.front.grab().toImage()
            step = max(picture.width() // 60, 1)
            colours = {
                picture.pixel(x, y)
                for x in range(0, picture.width(), step)
                for y in range(0, picture.height(), step)
            }
            assert len(colours) > 3, f"{name}: the picture is blank"
            suffix = "" if look is Look.LIGHT else f"-{look.value}"
            file = self.folder / f"{name}{suffix}.png"
            _save_small(picture, file)
        theme().apply(Look.LIGHT, 100)
        self.settle()

    def clear(self) -> None:
        """Put away what was shown."""
        if self.front is not None:
            self.front.close()
            self.front.deleteLater()
            self.front = None
        if self.app is not None:
            self.app.close()
            self.app = None

    def close(self) -> None:
        """Put everything away."""
        self.clear()
        self._kept.cleanup()


def _save_small(picture: Any, file: Path) -> None:
    """Save with few colours: flat screens stay sharp and small."""
    from io import BytesIO

    from PIL import Image
    from PySide6.QtCore import QBuffer, QIODevice

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    image = Image.open(BytesIO(bytes(buffer.data().data()))).convert("RGB")
    file.parent.mkdir(parents=True, exist_ok=True)
    image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        file, optimize=True
    )


os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
__all__ = ["PracticeAccount", "Stage"]
