"""Bugs: a number, a report file without long numbers, one dialog, and the program goes on."""

import sys
import threading

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from workstation.ui.jobs import Bug
from workstation.ui.trouble import Trouble, clean


@pytest.fixture
def trouble(qtbot, tmp_path) -> Trouble:
    window = QWidget()
    qtbot.addWidget(window)
    made = Trouble(window, tmp_path / "laporan")
    made.keep = window
    return made


@pytest.mark.filterwarnings("default")
def test_a_bug_becomes_a_numbered_report_and_one_dialog(qtbot, trouble, tmp_path, caplog):
    trouble.crashed(Bug("KeyError", "Traceback ...\nKeyError: '3171994502850001'"))
    qtbot.waitUntil(lambda: trouble.box is not None)
    (file,) = (tmp_path / "laporan").iterdir()
    text = file.read_text(encoding="utf-8")
    assert "3171994502850001" not in text
    assert "KeyError" in text
    assert file.stat().st_mode & 0o077 == 0
    assert file.stem in trouble.box.informativeText()
    trouble._copy_report()
    assert QGuiApplication.clipboard().text() == text
    trouble.crashed(Bug("KeyError", "noch einmal"))
    qtbot.waitUntil(lambda: len(list((tmp_path / "laporan").iterdir())) == 2)
    trouble.box.done(0)
    qtbot.waitUntil(lambda: trouble.box is None)


def test_uncaught_exceptions_of_any_thread_lead_here(qtbot, trouble, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    trouble.install()
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: trouble.box is not None)
    assert "ZeroDivisionError" in trouble.box.detailedText()
    trouble.box.done(0)


def test_long_numbers_are_covered():
    assert clean("NIK 3171994502850001, A-012, 2021") == "NIK 31••••••••••••••, A-012, 2021"
