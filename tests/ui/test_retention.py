"""Retention by keyboard: a period set with its ground, a run proposed by one and carried out by another."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.make import Office
from workstation.ui.action import clashes
from workstation.ui.retention import actions
from workstation.ui.retention.screen import RetentionScreen
from workstation.usecases import retention
from workstation.vocabulary import RetentionKind


@pytest.fixture
def old(office: Office) -> None:
    """A visit of a hundred days ago."""
    office.walk_in(name="Siti Rahmawati")
    office.later(days=100)


def enabled(screen: RetentionScreen, kind: type) -> bool:
    return next(one for one in screen.actions_here if type(one) is kind).isEnabled()


def test_the_administrator_sets_a_period_with_its_ground(office: Office, show, qtbot) -> None:
    screen = show(RetentionScreen, "admin")
    screen.periods.choose_row(RetentionKind.SCAN)
    qtbot.keyClick(screen, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    screen.ask_bar.entry.setText("nol")
    screen.ask_bar.accept()
    assert screen.ask_bar.is_asking
    screen.ask_bar.entry.setText("730")
    screen.ask_bar.accept()
    qtbot.keyClicks(screen.ask_bar.note, "JRA contoh nomor 1")
    screen.ask_bar.accept()
    qtbot.waitUntil(lambda: office.ask("SELECT days FROM loket.retention_period WHERE code = 'scan'") == 730)
    qtbot.waitUntil(
        lambda: (
            {row.id: row.is_proposal for row in screen.periods.rows_model.rows}[RetentionKind.SCAN] is False
        )
    )


def test_what_is_due_is_proposed_by_the_manager_and_not_approved_by_himself(
    old: None, office: Office, show, qtbot
) -> None:
    screen = show(RetentionScreen, "manajer")
    qtbot.keyClick(screen, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(screen.ask_bar.note, "jadwal retensi tahunan")
    screen.ask_bar.accept()
    qtbot.waitUntil(lambda: screen.runs.model().rowCount() == 1)
    qtbot.waitUntil(lambda: screen.things.model().rowCount() == 2)
    assert not enabled(screen, actions.Approve)
    assert enabled(screen, actions.Drop)
    assert not enabled(screen, actions.PrintRecord)
    assert office.ask("SELECT name FROM loket.visit") == "Siti Rahmawati"


def test_the_administrator_carries_it_out_and_prints_the_record(
    old: None, office: Office, show, qtbot, tmp_path: Path
) -> None:
    retention.propose(office.desk("manajer"), list(RetentionKind), "jadwal retensi tahunan")
    screen = show(RetentionScreen, "admin")
    assert enabled(screen, actions.Approve)
    qtbot.keyClick(screen, Qt.Key.Key_F8)
    screen.ask_bar.accept()
    qtbot.waitUntil(lambda: screen.runs.row_now() is not None and screen.runs.row_now().is_done)
    assert office.ask("SELECT name FROM loket.visit") == "(dimusnahkan)"
    qtbot.waitUntil(lambda: enabled(screen, actions.PrintRecord))
    qtbot.keyClick(screen, Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: bool(list((tmp_path / "prints").glob("*.pdf"))))


def test_a_proposal_is_dropped_with_a_reason(old: None, office: Office, show, qtbot) -> None:
    retention.propose(office.desk("manajer"), list(RetentionKind), "jadwal retensi tahunan")
    screen = show(RetentionScreen, "admin")
    qtbot.keyClick(screen, Qt.Key.Key_F7)
    qtbot.keyClicks(screen.ask_bar.note, "salah tahun")
    screen.ask_bar.accept()
    qtbot.waitUntil(lambda: screen.runs.row_now().ended_at is not None)
    assert office.ask("SELECT name FROM loket.visit") == "Siti Rahmawati"


def test_nothing_due_cannot_be_proposed(show) -> None:
    assert not enabled(show(RetentionScreen, "manajer"), actions.Propose)


def test_no_key_of_this_screen_has_two_meanings(show) -> None:
    assert clashes(show(RetentionScreen, "manajer").actions_here) == []
