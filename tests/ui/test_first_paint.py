"""The first window stands at once and stands finished; what it has no use for comes in behind it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from workstation.ui import native
from workstation.ui.signing_in import PracticeAccount, SignIn

ACCOUNTS = [PracticeAccount(f"Petugas {n}", "Petugas loket", f"petugas{n}", "latihan") for n in range(3)]
# loaded by nothing that the first window shows; each cost between 1 and 600 ms where it crept in
TOO_EARLY = (
    "workstation.errors", "workstation.wording", "workstation.vocabulary", "workstation.places",
    "workstation.ui.window", "workstation.ui.button", "workstation.ui.bars", "workstation.ui.seats",
    "workstation.desk", "workstation.drafts", "PySide6.QtSvg", "platformdirs", "tomllib", "secrets", "argparse",
    "sqlalchemy", "psycopg", "reportlab", "pyhanko", "pypdfium2", "PIL", "numpy", "pydantic", "cryptography",
)  # fmt: skip
REAL_START = """
import enum, json, sys
from workstation import app, settings
seen = []
show = app.App.show_sign_in
def shown(self):
    view = show(self)
    view.painted.disconnect()
    view.painted.connect(lambda: look(self, view))
    return view
def look(self, view):
    seen.append({
        "modules": sorted(sys.modules),
        "enums": sorted(kind.__qualname__ for kind in enum.Flag.__subclasses__() if "Qt." in kind.__qualname__),
        "has_stub_writer": hasattr(sys.modules["shibokensupport.signature.lib.pyi_generator"], "__file__"),
        "reads_sources": __import__.__name__ == "__feature_import__",
        "focus": view.focusWidget() is view.login,
    })
    self._fetch_the_rest()
    wait(view)
def wait(view):
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication
    if "workstation.ui.window" in sys.modules:
        print(json.dumps(seen), flush=True)
        QApplication.quit()
    else:
        QTimer.singleShot(20, view, lambda: wait(view))
app.App.show_sign_in = shown
sys.exit(app.main(settings.Settings(database="postgresql://localhost/loket")))
"""


@pytest.fixture(scope="module")
def at_first_paint(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What the real program had loaded when its first window was painted."""
    home = str(tmp_path_factory.mktemp("home"))
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home}
    told = subprocess.run(
        [sys.executable, "-c", REAL_START], env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert told.returncode == 0, told.stderr
    (seen,) = json.loads(told.stdout)
    return dict(seen)


def test_nothing_is_loaded_that_the_first_window_does_not_show(at_first_paint):
    loaded = {name for name in TOO_EARLY if name in at_first_paint["modules"]}
    assert loaded == set()


def test_the_hundred_enums_of_qt_are_not_made_before_the_first_paint(at_first_paint):
    assert at_first_paint["enums"] == []


def test_pyside_is_imported_without_its_stub_writer_and_without_reading_sources(at_first_paint):
    assert not at_first_paint["has_stub_writer"]
    assert not at_first_paint["reads_sources"]


def test_the_cursor_waits_in_the_login_when_nobody_was_here_before(at_first_paint):
    assert at_first_paint["focus"]


class Paints(QObject):
    """Counts what happens to a window, from outside."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.heard: list[str] = []
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.heard.append("paint")
        return False


def new_window(qtbot, lanes) -> SignIn:
    made = SignIn(lanes, sign_in=str, sit_down=str, server="db.example", practice=ACCOUNTS)
    qtbot.addWidget(made)
    return made


def test_painted_is_told_once_and_never_before_the_paint(qtbot, lanes):
    window = new_window(qtbot, lanes)
    paints = Paints(window)
    window.painted.connect(lambda: paints.heard.append("told"))
    with qtbot.waitSignal(window.painted):
        window.show()
    window.update()
    qtbot.waitUntil(lambda: paints.heard.count("paint") > 1)
    assert paints.heard[:2] == ["paint", "told"]
    assert paints.heard.count("told") == 1


def test_the_first_picture_is_the_finished_one(qtbot, lanes, tmp_path: Path):
    QApplication.setCursorFlashTime(0)  # a blinking cursor would be a difference
    window, pictures = new_window(qtbot, lanes), []

    def take() -> None:
        pictures.append(window.screen().grabWindow(window.winId()).toImage())

    window.painted.connect(take)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    qtbot.waitUntil(lambda: bool(pictures))
    qtbot.wait(150)
    take()
    first, later = pictures
    first.save(str(tmp_path / "first.png"))
    assert first.size() == later.size() == window.size()
    assert first == later


def test_flags_given_by_number_are_those_of_qt(qtbot):
    inside = QWidget()
    area = native.scrolled(inside, sideways=False)
    qtbot.addWidget(area)
    assert native.words("<b>x</b>").textFormat() == Qt.TextFormat.PlainText
    assert area.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    assert Qt.TextFormat.PlainText.value == native.PLAIN_TEXT
    assert Qt.FocusPolicy.NoFocus.value == native.NO_FOCUS
    assert Qt.ScrollBarPolicy.ScrollBarAlwaysOff.value == native.NEVER


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_button_of_the_first_window_is_pressed_by_enter_and_by_space(qtbot, key):
    button = native.PushButton("Masuk", "primary", keys="Enter")
    qtbot.addWidget(button)
    button.show()
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, key)


def test_a_practice_account_is_read_out_with_its_role(qtbot, lanes):
    window = new_window(qtbot, lanes)
    assert window.accounts[0].accessibleName().startswith("Petugas 0, Petugas loket")
