"""Fill an empty database with the practice office and tell its day; heavy, needed once."""

from datetime import datetime, timedelta

from sqlalchemy import Engine, text

from workstation.commands.practice import hall, office, staff
from workstation.commands.practice.cases import Cases
from workstation.commands.practice.cast import parts
from workstation.commands.practice.clock import Diary, PracticeClock
from workstation.commands.practice.making import (
    BOOKED,
    DATABASE,
    TOLD,
    Heard,
    Practice,
    engine_of,
    ground,
    today_of,
)
from workstation.commands.practice.papers import Papers
from workstation.queries.calendar import calendar_of
from workstation.service import secrets_kept
from workstation.service.steps import KEY_TERM
from workstation.signing import trust
from workstation.signing.certificates import load_roots
from workstation.usecases import administering, backroom

KEY_AGE = timedelta(days=31)
FIRST_DAY = timedelta(days=12)  # before anything that the cast does


def start_over(practice: Practice) -> None:
    """Drop what is there; papers of a former office lose their meaning with it, so its prints go too."""
    for file in practice.prints.glob("*.pdf"):
        file.unlink(missing_ok=True)
    engine = engine_of(practice.cluster, "postgres")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {DATABASE}"))
    engine.dispose()


def tell_the_day(practice: Practice, owner: Engine, at: datetime, heard: Heard) -> None:
    """Build the office in an empty database and let everything happen that led to this moment."""
    heard("office", 0, 0)
    plan = practice.service
    office.make_certificates(practice.folder / "certificates", plan.roots, at)
    if not (plan.folder / secrets_kept.PASSWORD_FILE).exists():
        secrets_kept.keep(plan.folder / secrets_kept.PASSWORD_FILE, administering.new_password().encode())
    password = secrets_kept.kept(plan.folder / secrets_kept.PASSWORD_FILE)
    office.build(owner, password, at)
    clock = PracticeClock(owner, at - FIRST_DAY)
    _set_durable(owner, on=False)
    everybody = staff.sign_in(practice.url, practice.accounts, practice.certificates, password, clock)
    try:
        _tell(practice, everybody, clock, at, heard)
    finally:
        everybody.close()
        _set_durable(owner, on=True)
    administering.set_office(owner, {TOLD: ground(), BOOKED: str(today_of(at))})


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
    somebody = next(iter(everybody.desks.values()))
    with somebody.read() as session:
        calendar = calendar_of(session, somebody.point.id)
    diary = Diary()
    hall.Hall(everybody, hours, diary).fill()
    cases = Cases(everybody, diary, at, calendar)
    cases.note_all(parts(today_of(at)))
    papers = Papers(everybody, diary, key, roots)
    papers.note(cases, practice.prints)
    diary.tell(clock, lambda done, total: heard("day", done, total))
    papers.seal_rest()
    backroom.publish_withdrawals(everybody.backroom, lists)
    trust.save(backroom.trust_of(everybody.backroom, roots, lists), practice.trust)


def book_today(practice: Practice, owner: Engine, at: datetime) -> None:
    """Give a later day its own bookings; those of past days lapse by the back room."""
    password = secrets_kept.kept(practice.service.folder / secrets_kept.PASSWORD_FILE)
    desk = backroom.come_in(practice.url, password)
    try:
        hall.book_day(staff.Staff({}, desk, {}, {}, {}), hall.hours_around(at))
    finally:
        desk.close()
    administering.set_office(owner, {BOOKED: str(today_of(at))})


def _set_durable(owner: Engine, *, on: bool) -> None:
    """While the day is told a lost machine costs only a new telling, so commits need not wait for the disk."""
    word = "RESET synchronous_commit" if on else "SET synchronous_commit = off"
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"ALTER DATABASE {DATABASE} {word}"))
        if on:
            connection.execute(text("CHECKPOINT"))
