"""News: what a colleague commits is heard with its topic; a lost line is told once, and its return."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.make import Office
from workstation.changes import Changes
from workstation.database import Database, address
from workstation.embedded import Cluster
from workstation.errors import DatabaseDown, Problem

PATIENCE = 10.0


class Listener:
    """Remembers what it was told; `wait` lets a test wait for it without sleeping."""

    def __init__(self) -> None:
        self.topics: list[frozenset[str]] = []
        self.told: list[str] = []
        self.trouble: list[Problem] = []
        self._changed = threading.Condition()

    def heard(self, topics: frozenset[str]) -> None:
        self._note("heard", lambda: self.topics.append(topics))

    def lost(self, problem: Problem) -> None:
        self._note("lost", lambda: self.trouble.append(problem))

    def back(self) -> None:
        self._note("back", lambda: None)

    def _note(self, what: str, keep: object) -> None:
        with self._changed:
            keep()  # type: ignore[operator]
            self.told.append(what)
            self._changed.notify_all()

    def wait(self, what: str) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: what in self.told, PATIENCE)


@pytest.fixture
def listening(office: Office) -> Iterator[tuple[Office, Listener, Changes]]:
    """Sari's workstation listens, and has asked once."""
    listener, desk = Listener(), office.desk("sari")
    asked = threading.Event()
    changes = Changes(desk.database, desk.point.id, listener.heard, listener.lost, listener.back, pace=0.05)
    ask = changes._ask

    def ask_and_tell() -> None:
        ask()
        asked.set()

    changes._ask = ask_and_tell  # type: ignore[method-assign]  # only to know when the first answer is there
    changes.start()
    assert asked.wait(PATIENCE)
    yield office, listener, changes
    changes.stop()


def test_a_colleagues_commit_is_heard_with_its_topic(listening: tuple[Office, Listener, Changes]) -> None:
    office, listener, _ = listening
    office.walk_in()
    assert listener.wait("heard")
    assert "visits" in frozenset().union(*listener.topics)
    assert "cases" not in frozenset().union(*listener.topics)


def test_what_is_rolled_back_and_what_happens_elsewhere_is_not_heard(
    listening: tuple[Office, Listener, Changes],
) -> None:
    office, listener, _ = listening
    with pytest.raises(ZeroDivisionError), office.desk("budi").begin() as session:
        session.execute(
            text(
                "INSERT INTO loket.visit (service_point_id, service_id, code, name, planned_at, channel, priority,"
                " stage, calls, note) SELECT service_point_id, id, '', 'x', now(), 'counter', 'none', 'booked', 0, ''"
                " FROM loket.service WHERE code = 'intake'"
            )
        )
        _ = 1 / 0
    office.submitted("jauh")
    office.walk_in()  # the first thing that concerns this point
    assert listener.wait("heard")
    assert frozenset().union(*listener.topics) <= {"visits", "counters"}


def test_one_topic_each_for_cases_scans_and_counters(listening: tuple[Office, Listener, Changes]) -> None:
    office, listener, _ = listening
    office.desk("budi", counter=2)
    office.draft()
    for topic in ("counters", "cases", "scans"):
        with listener._changed:
            assert listener._changed.wait_for(
                lambda t=topic: any(t in heard for heard in listener.topics), PATIENCE
            )


def test_a_stopped_listener_hears_nothing_more(listening: tuple[Office, Listener, Changes]) -> None:
    office, listener, changes = listening
    changes.stop()
    office.walk_in()
    assert listener.told == []
    assert not changes._thread.is_alive()


def test_a_lost_line_is_told_once_and_its_return_as_well(reachable: Path) -> None:
    cluster = Cluster(reachable / "server", fsync=False)
    cluster.start()
    owner = Database(address(cluster.owner_url, "postgres", cluster.owner_password))
    with owner.begin() as session:
        session.execute(text("CREATE SCHEMA loket"))
        session.execute(
            text("CREATE TABLE loket.point_version (service_point_id bigint, topic text, version bigint)")
        )
    listener = Listener()
    changes = Changes(owner, 1, listener.heard, listener.lost, listener.back, pace=0.05)
    changes.start()
    try:
        cluster.stop()
        assert listener.wait("lost")
        assert isinstance(listener.trouble[0], DatabaseDown)
        cluster.start()
        assert listener.wait("back")
        assert listener.told == ["lost", "back"]
        with owner.begin() as session:
            session.execute(text("INSERT INTO loket.point_version VALUES (1, 'visits', 1)"))
        assert listener.wait("heard")
    finally:
        changes.stop()
        owner.close()
        cluster.stop()
