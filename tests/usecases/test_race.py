"""The race in its short form; the long one is run by hand."""

from pathlib import Path

from tests.make import Office
from tests.trials.race import Race


def test_of_two_processes_one_gets_it_and_the_other_keeps_what_he_typed(
    office: Office, tmp_path: Path
) -> None:
    line = Race(office, 210, tmp_path).run()
    assert (line["doubles"], line["nobody"], line["lost_texts"], line["ways_broken"]) == (0, 0, 0, 0)
    assert line["controls"]["naive_doubles"] > 0
    assert line["passed"], line
