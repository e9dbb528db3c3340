"""The window is killed in the middle of a case, with marks that the database has not taken and a note being typed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.intray import person
from tests.make import Office
from tests.trials._reviewer import Key, Reviewer
from tests.trips.dying import NOTE, READY
from workstation.app import App
from workstation.settings import Settings
from workstation.ui.review.outcomes import SendBack
from workstation.usecases import packets
from workstation.vocabulary import Mark

pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


def killed_at_work(office: Office) -> None:
    """Let Rina work in a window of her own while no mark can be stored, and kill it."""
    with office.owner.begin() as blocking:
        blocking.execute(text("LOCK TABLE loket.field_mark IN EXCLUSIVE MODE"))
        window = subprocess.Popen(
            [sys.executable, "-m", "tests.trips.dying", office.url()],
            stdout=subprocess.PIPE,
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
            cwd=Path(__file__).parents[2],
            text=True,
        )
        with window:
            assert window.stdout is not None
            assert window.stdout.readline().strip() == READY
            os.kill(window.pid, signal.SIGKILL)


def test_given_marks_and_words_not_yet_sent_when_the_window_is_killed_then_all_stands_there_at_the_next_start(
    qapp, office: Office, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    case = office.submitted(**person(1))
    office.complete(case)
    packets.release_all(office.desk("rina"))
    killed_at_work(office)
    assert office.ask("SELECT count(*) FROM loket.field_mark") == 0

    app = App(Settings(database=office.url()))
    app.show_sign_in()
    try:
        reviewer = Reviewer(app, "rina")
        reviewer.press(Key.Key_F2)
        reviewer.until(lambda: reviewer.now == case)
        reviewer.person.rest()
        assert sorted(reviewer.screen.case.file.marks.values()) == [Mark.DIFFERS, Mark.SAME]
        assert office.ask("SELECT count(*) FROM loket.field_mark") == 2
        reviewer.do(SendBack, Key.Key_F6)
        reasons = reviewer.screen.desk.reasons
        assert reasons.note.toPlainText() == NOTE
        assert len(reasons.chosen()) == 1
        reviewer.press(Key.Key_Escape)
        reviewer.do(SendBack, Key.Key_F6)
        assert reasons.note.toPlainText() == NOTE  # Esc takes no words away either
        reviewer.press(Key.Key_2)
        reviewer.press(Key.Key_Return)
        reviewer.until(lambda: reviewer.screen.case is None)
        reviewer.person.rest()
        assert office.ask("SELECT stage FROM loket.application") == "returned"
        assert app._drafts.restore() == []
        reviewer.sign_out()
    finally:
        for widget in (app.window, app.sign_in_view):
            if widget is not None:
                widget.close()
        app.close()
