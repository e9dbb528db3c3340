"""The review trial in its short form: one case of each kind by keyboard; the long one is run by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.make import Office
from tests.trials._reviewer import Reviewer
from tests.trials.review import KINDS, Trial
from workstation.app import App
from workstation.settings import Settings

pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture
def app(qapp, office: Office, tmp_path: Path, monkeypatch) -> Iterator[App]:
    """The program as `loket` opens it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    made = App(Settings(database=office.url()))
    made.show_sign_in()
    yield made
    for widget in (made.window, made.sign_in_view):
        if widget is not None:
            widget.close()
    made.close()


def test_given_a_case_of_each_kind_when_worked_by_keyboard_alone_then_each_ends_where_it_should(
    app: App, office: Office
) -> None:
    line = Trial(office, cases=len(KINDS), nth=100).run(lambda: Reviewer(app, "rina"))
    assert line["cases"] >= len(KINDS)
    assert line["passed"], line
    assert line["keys_by_kind"]["right"] < line["keys_by_kind"]["hopeless"]


def test_given_a_packet_in_hand_when_the_officer_leaves_the_program_then_every_case_is_free(
    app: App, office: Office
) -> None:
    trial = Trial(office, cases=3)
    for kind in KINDS[:2]:
        trial.file(kind)
    reviewer = Reviewer(app, "rina")
    reviewer.take_packet()
    assert office.ask("SELECT count(*) FROM loket.application WHERE owner_id IS NOT NULL") == 2
    reviewer.sign_out()
    assert office.ask("SELECT count(*) FROM loket.application WHERE owner_id IS NOT NULL") == 0


def test_a_case_that_ends_elsewhere_and_one_that_is_still_held_fail_the_trial(office: Office) -> None:
    trial = Trial(office, cases=3)
    case = trial.file(KINDS[0])
    office.complete(case)  # held by Rina, and not proposed
    line = trial.line({case: KINDS[0]}, [], [1.0, 1.0])
    assert (line["ended_astray"], line["still_held"], line["passed"]) == ({"right": 1}, 1, False)
