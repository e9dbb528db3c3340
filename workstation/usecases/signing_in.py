"""Sign in with a personal login, sit down at a counter, leave it."""

from dataclasses import replace
from urllib.parse import urlsplit

from sqlalchemy import Update, select, text, update

from workstation.database import Database, address
from workstation.desk import CounterFacts, Desk, OfficerFacts, PointFacts, SteadyClock
from workstation.errors import (
    BadAddress,
    CounterTaken,
    DatabaseDown,
    NotAnOfficer,
    SchemaMismatch,
    ServerNotReached,
    SignInRefused,
)
from workstation.models.base import SCHEMA_HEAD
from workstation.models.officer import CounterSession, Officer
from workstation.models.place import Counter, ServicePoint
from workstation.settings import hosts_of, is_address
from workstation.vocabulary import Role


def sign_in(url: str, login: str, password: str, reports: str = "") -> Desk:
    """Connect with the officer's own login and learn who he is and what he may do.

    `reports` is the address of a copy that figures are read from while it answers.
    Raises BadAddress, SignInRefused (login or password), NotAnOfficer (a login without an active officer),
    SchemaMismatch, ServerNotReached.
    """
    if not is_address(url):
        raise BadAddress(url)
    if not login or not password:
        raise SignInRefused(login)
    database = Database(address(url, login, password))
    try:
        desk = _recognise(database, login)
        return replace(desk, copy=Database(address(reports, login, password))) if reports else desk
    except SignInRefused:
        database.close()
        raise SignInRefused(login) from None
    except DatabaseDown as down:
        database.close()
        raise ServerNotReached(_plain(url), down.raw) from None
    except BaseException:
        database.close()
        raise


def _plain(url: str) -> str:
    """Name the server without what may be secret in its address."""
    parts = urlsplit(url)
    return ", ".join(f"{host}:{port}" for host, port in hosts_of(url)) + parts.path


def _recognise(database: Database, login: str) -> Desk:
    with database.read() as session:
        may_look = session.scalar(
            text("SELECT has_schema_privilege(oid, 'usage') FROM pg_namespace WHERE nspname = 'loket'")
        )
        if may_look is None:
            raise SchemaMismatch("-", SCHEMA_HEAD)
        if not may_look:
            raise NotAnOfficer(login)
        found = session.scalar(text("SELECT version_num FROM loket.alembic_version"))
        if found != SCHEMA_HEAD:
            raise SchemaMismatch(found or "-", SCHEMA_HEAD)
        who = session.execute(
            select(Officer.id, Officer.login, Officer.name, Officer.title, ServicePoint)
            .join(ServicePoint, ServicePoint.id == Officer.service_point_id)
            .where(Officer.id == text("loket.my_officer()"))
        ).one_or_none()
        if who is None:
            raise NotAnOfficer(login)
        roles = frozenset(Role(job) for job in session.scalars(text("SELECT loket.my_roles()")))
        counter = session.execute(
            select(Counter.id, Counter.number, Counter.name).where(Counter.id == text("loket.my_counter()"))
        ).one_or_none()
        return Desk(
            database,
            OfficerFacts(who.id, who.login, who.name, who.title),
            roles,
            PointFacts(who.ServicePoint.id, who.ServicePoint.code, who.ServicePoint.name),
            CounterFacts(counter.id, counter.number, counter.name) if counter else None,
            SteadyClock(session.scalars(text("SELECT loket.moment()")).one()).now,
        )


def take_counter(desk: Desk, counter_id: int) -> Desk:
    """Sit down at a counter, leaving the former one; CounterTaken when somebody sits there."""
    if desk.counter is not None and desk.counter.id == counter_id:
        return desk
    try:
        with desk.begin() as session:
            session.execute(_leaving(desk))
            session.add(CounterSession(counter_id=counter_id))
            session.flush()
            counter = session.execute(
                select(Counter.id, Counter.number, Counter.name).where(Counter.id == counter_id)
            ).one()
    except CounterTaken:
        raise CounterTaken(*_sitting(desk, counter_id)) from None
    return desk.sit(CounterFacts(counter.id, counter.number, counter.name))


def leave_counter(desk: Desk) -> Desk:
    """Stand up; the counter is free for a colleague."""
    with desk.begin() as session:
        session.execute(_leaving(desk))
    return desk.sit(None)


def _leaving(desk: Desk) -> Update:
    return (
        update(CounterSession)
        .where(CounterSession.officer_id == desk.officer.id, CounterSession.to_at.is_(None))
        .values(to_at=desk.now())
        .execution_options(synchronize_session=False)
    )


def _sitting(desk: Desk, counter_id: int) -> tuple[str, str]:
    with desk.read() as session:
        found = session.execute(
            select(Counter.name, Officer.name.label("officer"))
            .join(CounterSession, CounterSession.counter_id == Counter.id)
            .join(Officer, Officer.id == CounterSession.officer_id)
            .where(Counter.id == counter_id, CounterSession.to_at.is_(None))
        ).one_or_none()
        return (found.name, found.officer) if found else ("", "")
