"""Make the practice office ready in a folder: its server, its database, its day; harmless when it is there."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, make_url, text

from workstation.commands.practice import hall, office, staff
from workstation.commands.practice.cases import Cases
from workstation.commands.practice.cast import parts
from workstation.commands.practice.clock import Diary, PracticeClock
from workstation.commands.practice.office import Account
from workstation.commands.practice.papers import Papers
from workstation.embedded import Cluster
from workstation.service import secrets_kept
from workstation.service.process import Plan
from workstation.service.steps import KEY_TERM
from workstation.signing import trust
from workstation.signing.certificates import load_roots
from workstation.usecases import administering, backroom
from workstation.usecases.intake import WIB
from workstation.usecases.reviewing import office_calendar

DATABASE = "loket_latihan"
TOLD = "practice_told"
BOOKED = "practice_booked"
KEY_AGE = timedelta(days=31)
FIRST_DAY = timedelta(days=12)  # before anything that the cast does
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
        return _engine(self.cluster, DATABASE)


def prepare(
    folder: Path,
    *,
    cluster: Cluster | None = None,
    fresh: bool = False,
    now: datetime | None = None,
    heard: Heard = lambda _label, _done, _total: None,
) -> Practice:
    """Start the server and bring the practice office to this day; the first time it is filled (half a minute).

    `cluster` is for tests that have a server already. A filling that was broken off begins again. Raises
    DatabaseDown when no server can be started.
    """
    at = now or datetime.now(UTC)
    heard("server", 0, 0)
    server = cluster or Cluster(folder / "postgresql")
    server.start()
    practice = _plan(folder, server)
    engine = _engine(server, DATABASE)
    try:
        if fresh or _setting(server, TOLD) is None:
            _start_over(server, practice)
            _tell_the_day(practice, engine, at, heard)
        elif _setting(server, BOOKED) != str(_today(at)):
            _book_today(practice, engine, at)
    finally:
        engine.dispose()
    return practice


def _plan(folder: Path, server: Cluster) -> Practice:
    return Practice(
        folder,
        server,
        f"postgresql://127.0.0.1:{server.port}/{DATABASE}",
        office.accounts(),
        office.certificates(folder / "certificates"),
        office.PASSPHRASE,
        folder / "prints",
        Plan(folder / "service", f"postgresql://127.0.0.1:{server.port}/{DATABASE}"),
    )


def _start_over(server: Cluster, practice: Practice) -> None:
    """Drop what is there; papers of a former office lose their meaning with it, so its prints go too."""
    for file in practice.prints.glob("*.pdf"):
        file.unlink(missing_ok=True)
    engine = _engine(server, "postgres")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {DATABASE}"))
    engine.dispose()


def _tell_the_day(practice: Practice, owner: Engine, at: datetime, heard: Heard) -> None:
    heard("office", 0, 0)
    plan = practice.service
    office.make_certificates(practice.folder / "certificates", plan.roots, at)
    if not (plan.folder / secrets_kept.PASSWORD_FILE).exists():
        secrets_kept.keep(plan.folder / secrets_kept.PASSWORD_FILE, administering.new_password().encode())
    password = secrets_kept.kept(plan.folder / secrets_kept.PASSWORD_FILE)
    office.build(owner, password)
    clock = PracticeClock(owner, at - FIRST_DAY)
    _set_durable(owner, on=False)
    everybody = staff.sign_in(practice.url, practice.accounts, practice.certificates, password, clock)
    try:
        _tell(practice, everybody, clock, at, heard)
    finally:
        everybody.close()
        _set_durable(owner, on=True)
    administering.set_office(owner, {TOLD: str(_today(at)), BOOKED: str(_today(at))})


def _tell(
    practice: Practice, everybody: staff.Staff, clock: PracticeClock, at: datetime, heard: Heard
) -> None:
    key = secrets_kept.seal_key(practice.service.folder)
    lists = secrets_kept.list_key(practice.service.folder)
    roots = load_roots(file.read_bytes() for file in sorted(practice.service.roots.glob("*.pem")))
    hours = hall.hours_around(at)
    heard("bookings", 0, 0)
    with clock.running():
        backroom.register_key(everybody.backroom, key, at - KEY_AGE, at + KEY_TERM)
        hall.book_day(everybody, hours)
    with everybody.backroom.read() as session:
        calendar = office_calendar(session, at)
    diary = Diary()
    hall.Hall(everybody, hours, diary).fill()
    cases = Cases(everybody, diary, at, calendar)
    cases.note_all(parts(_today(at)))
    papers = Papers(everybody, diary, key, roots)
    papers.note(cases, practice.prints)
    diary.tell(clock, lambda done, total: heard("day", done, total))
    papers.seal_rest()
    backroom.publish_withdrawals(everybody.backroom, lists)
    trust.save(backroom.trust_of(everybody.backroom, roots, lists), practice.trust)


def _book_today(practice: Practice, owner: Engine, at: datetime) -> None:
    """Give a later day its own bookings; those of past days lapse by the back room."""
    password = secrets_kept.kept(practice.service.folder / secrets_kept.PASSWORD_FILE)
    desk = backroom.come_in(practice.url, password)
    try:
        hall.book_day(staff.Staff({}, desk, {}, {}, {}), hall.hours_around(at))
    finally:
        desk.close()
    administering.set_office(owner, {BOOKED: str(_today(at))})


def _today(at: datetime) -> date:
    return at.astimezone(WIB).date()


def _engine(server: Cluster, database: str) -> Engine:
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
    engine = _engine(server, database)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _set_durable(owner: Engine, *, on: bool) -> None:
    """While the day is told a lost machine costs only a new telling, so commits need not wait for the disk."""
    word = "RESET synchronous_commit" if on else "SET synchronous_commit = off"
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"ALTER DATABASE {DATABASE} {word}"))
        if on:
            connection.execute(text("CHECKPOINT"))
