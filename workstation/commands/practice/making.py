"""Make the practice office ready in a folder: its server, its database, its day; harmless when it is there."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, make_url, text

from workstation import migrations
from workstation.commands.practice import people
from workstation.commands.practice.people import Account
from workstation.embedded import Cluster
from workstation.errors import PracticeOpen
from workstation.service.plan import Plan
from workstation.worktime import WIB

DATABASE = "loket_latihan"
TOLD = "practice_told"
BOOKED = "practice_booked"
Heard = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Practice:
    """Everything that a window, a trip or a checker needs of the practice office."""

    folder: Path
    cluster: Cluster = field(repr=False)
    url: str
    accounts: tuple[Account, ...]
    certificates: Mapping[str, Path]
    passphrase: str
    prints: Path
    service: Plan

    @property
    def trust(self) -> Path:
        """The bundle for checkers; the back room keeps it fresh."""
        return self.service.trust_file

    def owner(self) -> Engine:
        """Connect as the administrator of the server; the caller disposes of the engine."""
        return engine_of(self.cluster, DATABASE)


def prepare(
    folder: Path,
    *,
    cluster: Cluster | None = None,
    fresh: bool = False,
    now: datetime | None = None,
    others: Callable[[], bool] = lambda: False,
    heard: Heard = lambda _label, _done, _total: None,
) -> Practice:
    """Start the server and bring the practice office to this day; the first time it is filled (half a minute).

    `cluster` is for tests that have a server already. A filling that was broken off begins again, and so does an
    office made by a program with other tables or another law. Raises DatabaseDown when no server can be started,
    PracticeOpen when it would have to begin again while `others` use it.
    """
    at = now or datetime.now(UTC)
    heard("server", 0, 0)
    server = cluster or Cluster(folder / "postgresql")
    server.start()
    practice = _plan(folder, server)
    engine = engine_of(server, DATABASE)
    try:
        told = _setting(server, TOLD)
        if fresh or told != ground():
            from workstation.commands.practice import telling

            if told is not None and others():
                raise PracticeOpen(str(folder))
            if not fresh and told is not None:
                heard("older", 0, 0)
            telling.start_over(practice)
            telling.tell_the_day(practice, engine, at, heard)
        elif _setting(server, BOOKED) != str(today_of(at)):
            from workstation.commands.practice import telling

            telling.book_today(practice, engine, at)
    finally:
        engine.dispose()
    return practice


def _plan(folder: Path, server: Cluster) -> Practice:
    return Practice(
        folder,
        server,
        f"postgresql://127.0.0.1:{server.port}/{DATABASE}",
        people.accounts(),
        people.certificates(folder / "certificates"),
        people.PASSPHRASE,
        folder / "prints",
        Plan(folder / "service", f"postgresql://127.0.0.1:{server.port}/{DATABASE}"),
    )


@cache
def ground() -> str:
    """Fingerprint of the tables and the law that this program works with."""
    digest = sha256()
    for folder in migrations.__path__:
        for file in sorted(Path(folder).rglob("*")):
            if file.suffix in (".py", ".sql"):
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def today_of(at: datetime) -> date:
    """Return the day in WIB."""
    return at.astimezone(WIB).date()


def engine_of(server: Cluster, database: str = DATABASE) -> Engine:
    """Connect as the administrator of the server; the caller disposes of the engine."""
    return create_engine(make_url(server.owner_url).set(drivername="postgresql+psycopg2", database=database))


def _setting(server: Cluster, key: str) -> str | None:
    """Read a setting as the administrator; None where there is no database or no law in it yet."""
    with _briefly(server, "postgres") as connection:
        if not connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": DATABASE}):
            return None
    with _briefly(server, DATABASE) as connection:
        if connection.scalar(text("SELECT to_regclass('loket.office_setting')")) is None:
            return None
        found = connection.scalar(
            text("SELECT value FROM loket.office_setting WHERE key = :key"), {"key": key}
        )
        return None if found is None else str(found)


@contextmanager
def _briefly(server: Cluster, database: str) -> Iterator[Connection]:
    engine = engine_of(server, database)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
