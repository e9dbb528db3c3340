"""The tools of the scan: marks, the second row, a frame in the making, the loupe, two papers, a covered copy."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.pictures.review import LONG, ids, practised
from tests.pictures.stage import Stage
from workstation.imaging.pool import PageReader
from workstation.places_on_page import Region
from workstation.ui.review.screen import ReviewScreen
from workstation.usecases import reviewing
from workstation.usecases.pages import note_findings
from workstation.usecases.reasons import Reason

Key = Qt.Key


def shots(stage: Stage) -> None:
    """A poor photo is made readable, marked, compared and copied."""
    office = stage.office
    case = practised(office, ids(office, "strp-individual", 1)[0], name=LONG)
    rina = office.desk("rina")
    reviewing.take(rina, case)
    scan = office.ask(
        "SELECT id FROM loket.scan WHERE application_id = :i AND document_code = 'identity_card'", i=case
    )
    blur = Reason("unreadable-scan", "Hasil pindai tidak terbaca")
    note_findings(rina, case, scan, Region(0, 0.34, 0.27, 0.4, 0.1), [blur], "nomor identitas")
    with PageReader() as pages:
        screen = stage.show(ReviewScreen, "rina", pages=pages)
        assert isinstance(screen, ReviewScreen)
        screen.open(case)
        stage.settle()
        _take(stage, screen, scan)


def press(stage: Stage, *keys: Qt.Key, mod: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press keys where the cursor is."""
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or stage.front, key, mod)
        stage.settle()


def _take(stage: Stage, screen: ReviewScreen, scan: int) -> None:
    screen.desk.case.go_to_document(scan)
    stage.settle()
    press(stage, Key.Key_F, Key.Key_T, Key.Key_C, Key.Key_A)
    stage.shot("desk-tools")
    press(stage, Key.Key_N, Key.Key_T, Key.Key_V)
    stage.shot("desk-compare")
    if stage.is_thorough:
        _take_more(stage)


def _take_more(stage: Stage) -> None:
    """What is not kept: a frame in the making, the loupe, a covered part, large windows."""
    press(stage, Key.Key_V, Key.Key_M)
    stage.shot("desk-frame")
    press(stage, Key.Key_Escape, Key.Key_K)
    stage.shot("desk-loupe")
    press(stage, Key.Key_K, Key.Key_S, Key.Key_Return)
    stage.shot("desk-covered")
    assert stage.front is not None
    for size in (QSize(1920, 1080), QSize(3840, 2160)):
        stage.front.resize(size)
        stage.settle()
        stage.shot(f"desk-{size.width()}")
    stage.front.resize(QSize(1366, 768))
