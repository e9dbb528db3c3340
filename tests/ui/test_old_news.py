"""News of the case on the desk that were read before the officer's own last change never undo it on the screen."""

import pytest
from PySide6.QtCore import Qt

from tests.intray import person
from tests.make import Office
from tests.ui.hall_office import press, seated, settle, shown
from workstation.imaging.pool import PageReader
from workstation.queries.casefile import case_file
from workstation.ui.review.screen import ReviewScreen
from workstation.usecases import packets


@pytest.fixture
def screen(qtbot, office: Office, lanes, hub, pages: PageReader):
    """Rina with a case whose papers are accepted."""
    case = office.submitted(**person(1))
    office.complete(case)
    packets.release_all(office.desk("rina"))
    seat = seated(office, lanes, hub, "rina")
    seat.tools["pages"] = pages
    made = shown(qtbot, ReviewScreen, seat)
    press(qtbot, made, Qt.Key.Key_F2)
    settle(qtbot, seat)
    yield made
    settle(qtbot, seat)


def test_given_news_read_before_a_mark_was_stored_when_they_come_after_it_then_the_mark_stays(
    qtbot, office: Office, screen: ReviewScreen
) -> None:
    old, edition = case_file(office.desk("rina"), screen.case.id), screen.edition
    before = len(screen.case.unmarked)
    press(qtbot, screen, Qt.Key.Key_1)
    settle(qtbot, screen.office)
    assert len(screen.case.unmarked) == before - 1
    screen._show_news(edition, (old, 1))
    assert len(screen.case.unmarked) == before - 1
    settle(qtbot, screen.office)
    assert len(screen.case.unmarked) == before - 1


def test_given_news_read_after_the_last_change_then_they_are_shown(
    qtbot, office: Office, screen: ReviewScreen
) -> None:
    before = len(screen.case.unmarked)
    office.marked(screen.case.id)
    screen.ask_again()
    settle(qtbot, screen.office)
    assert before > 0
    assert screen.case.unmarked == ()
