"""The guide for many machines: its queries run, and its commands are those that the trials run."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.make import Office
from tests.trials import _servers, failover, restore
from tests.trials._verbs import writing_verbs
from tests.trials.failover import WAIT_FOR_STANDBY

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "docs" / "operations.md").read_text("utf-8")
QUERIES = [
    query.strip()
    for block in re.findall(r"```sql\n(.+?)```", GUIDE, re.DOTALL)
    for query in block.split(";")
    if query.strip()
]
OFFICERS = "".join(
    file.read_text("utf-8")
    for room in ("usecases", "service")
    for file in (ROOT / "tests" / room).glob("*.py")
) + "".join((ROOT / "tests" / name).read_text("utf-8") for name in ("make.py", "issued.py", "intray.py"))
INDIRECTLY = {
    "arriving.book": "tests/service/test_door.py sends bookings",
    "arriving.file_application": "tests/service/test_door.py sends applications",
    "raising.raise_due": "tests/service/test_archive.py raises papers; one that is cut off is due again",
    **dict.fromkeys(
        (
            "reading.announce_all",
            *(f"signing_rows.{step}" for step in ("open_batch", "prepare", "take_back", "close_batch")),
        ),
        "steps of a batch: tests/usecases/test_signing.py signs whole ones",
    ),
}


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.split("FROM ")[-1].split()[0])
def test_what_is_to_be_watched_can_be_asked(office: Office, query: str) -> None:
    office.walk_in()
    with office.owner.connect() as connection:
        connection.execute(text(query)).all()


def test_the_guides_commands_are_those_that_the_trials_run() -> None:
    for said in (
        failover.PROMOTE,
        _servers.MAKE_COPIER.partition(" PASSWORD")[0],
        WAIT_FOR_STANDBY.partition("'")[0],
        "-X stream -c fast -R -C -S siaga1",
        "user=penyalin passfile=",
        "archive_command = 'test ! -f /arsip/%f && cp %p /arsip/%f.part && mv /arsip/%f.part /arsip/%f'",
        "restore_command = 'cp /arsip/%f %p'",
        "recovery_target_action = 'promote'",
    ):
        assert said in GUIDE, said
    run = "".join(Path(str(one.__file__)).read_text("utf-8") for one in (_servers, failover, restore))
    for said in (
        "pg_verifybackup",
        "recovery_target_time",
        "recovery.signal",
        "pg_basebackup",
        "pg_reload_conf()",
    ):
        assert said in run, said
        assert said in GUIDE, said


@pytest.mark.parametrize("verb", sorted(writing_verbs() - INDIRECTLY.keys()))
def test_every_verb_that_writes_is_in_the_trial_of_the_cut_line(verb: str) -> None:
    """The trial runs the tests of the use cases: a verb that none of them calls is never cut."""
    assert re.search(rf"\b{verb.partition('.')[2]}\b", OFFICERS), f"no test in tests/usecases calls {verb}"


def test_lines_cut_at_random_bytes_double_and_lose_nothing_and_blind_repetition_does() -> None:
    """The short form of `run trial cut`."""
    words = ["--operations", "60", "--seed", "11", str(ROOT / "tests" / "usecases" / "test_hall.py")]
    ended = subprocess.run(
        [sys.executable, "-m", "tests.trials.cut", *words],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    line = json.loads(ended.stdout.splitlines()[-1])
    assert line["passed"], line
    assert (line["lost"], line["doubled"], line["stuck"], line["failed_tests"]) == (0, 0, 0, [])
    assert line["cuts"] > 30
    assert line["control"]["doubled"] > 0


def test_a_standby_takes_over_and_loses_nothing_that_was_acknowledged() -> None:
    """The short form of `run trial failover`."""
    line = failover.trial(counters=4, busy=5)
    assert line["passed"], line


def test_an_office_is_brought_back_to_a_moment_with_its_journal_whole() -> None:
    """The short form of `run trial restore`."""
    line = restore.trial(cases=2)
    assert line["passed"], line
