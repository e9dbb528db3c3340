"""The only door to PostgreSQL: an engine on the officer's own login, `begin()` and `read()`.

Dropped packets are bounded by keepalives together with `tcp_user_timeout`, silence by the watchdog; what a dead
session has left at its socket is heard before it is used, without a way to the server. A question is one way there
and back: the statement travels with the order that it may not write. A transaction is two ways where it can be: BEGIN
and the row of its operation travel with its first statement. Errors leave here as Problems: the law's own
refusals by name, constraints by name, a lost line as an Outage. When the answer to COMMIT is lost, the server is
asked by the operation's id whether it was kept: an Outage always means that nothing was, and the work may be done
again.
"""

import json
import random
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from psycopg2.extensions import QuotedString, register_adapter
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from workstation.asking import for_asking, for_writing, hear_its_end
from workstation.errors import (
    CONSTRAINTS,
    ChangedByOther,
    DatabaseBusy,
    DatabaseDown,
    NotAllowed,
    Outage,
    OutcomeUnknown,
    Problem,
    SignInRefused,
    from_law,
)
from workstation.lines import Line
from workstation.settings import hosts_of

LINE: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 8000,
    "application_name": "loket",
    "connection_factory": Line,
    "options": "-c statement_timeout=15s -c lock_timeout=3s -c idle_in_transaction_session_timeout=30s"
    " -c timezone=UTC -c search_path=pg_catalog",
}
_NEVER_KEPT = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL has no place for these in a text
_BUSY = {"55P03", "57014", "40001", "40P01", "53300"}
_LAW = "LK000"
AWAY = 60.0  # seconds that a copy for reports is left alone after it did not answer
LONGEST_WAIT = 30.0  # seconds between two tries while the server is away
_NOTE = text(
    "INSERT INTO loket.operation (op_id, what, result) VALUES (:id, :what, CAST(:result AS jsonb))"
    " ON CONFLICT DO NOTHING RETURNING op_id"
)
_REASON = text("SELECT set_config('loket.reason', :reason, true)")
_NOTHING = text("SELECT")
_KEPT = text("SELECT op_id, result FROM loket.operation WHERE op_id = :id")
_SHUT_OUT = ("password authentication failed", "no password supplied", "is not permitted to log in")


@dataclass
class Operation:
    """One writing transaction: its row is kept with what it wrote, or not at all.

    `what` names the verb; `result` (plain JSON) is for whoever asks again with the same id. What `tells` a result
    has its row written at the end, before COMMIT is sent, and otherwise with the first statement.
    """

    id: UUID = field(default_factory=uuid4)
    what: str = ""
    result: Any = None
    tells: bool = False


def jitter(tries: int) -> float:
    """Return how many seconds to wait after that many vain tries: full jitter, so that 1,264 do not come at once."""
    return random.uniform(0.0, min(LONGEST_WAIT, 0.5 * 2.0 ** min(tries, 10)))  # noqa: S311 - spreads, keeps no secret


@dataclass
class Database:
    """One login's engine; sessions are opened through `begin` and `read` alone."""

    url: URL = field(repr=False)
    pool_size: int = 2

    def __post_init__(self) -> None:
        """Prepare the engine; nothing is connected yet."""
        self._closing, self._away_until = threading.Event(), 0.0
        self._engine = create_engine(
            self.url,
            connect_args=LINE,
            pool_size=self.pool_size,
            max_overflow=2,
            pool_timeout=10,
            pool_use_lifo=True,  # the session that has just worked has its plans and catalogues at hand
            pool_recycle=1800,
            hide_parameters=True,
            json_serializer=_as_json,
        )
        event.listen(self._engine, "checkout", hear_its_end)
        self._asking, self._writing = for_asking(self._engine), for_writing(self._engine)

    @property
    def engine(self) -> Engine:
        """Return the engine, for the administrator's commands and the tests of the schema."""
        return self._engine

    @contextmanager
    def begin(self, reason: str = "", operation: Operation | None = None) -> Iterator[Session]:
        """Open one transaction; commit at the end, roll back on any exception, speak in Problems.

        `reason` is written into every journal row of the transaction, the row of `operation` beside them.
        ChangedByOther when an operation with this id was kept before.
        """
        with _speaking_in_problems(), _by_itself(self._writing) as writing:
            line: Line = writing.connection.dbapi_connection  # type: ignore[assignment]
            with Session(writing, expire_on_commit=False) as session:
                if operation is not None and not operation.tells:
                    line.note(operation.id, operation.what)
                if reason:
                    session.execute(_REASON, {"reason": reason})
                yield session
                if operation is not None:
                    session.flush()
                    if operation.tells:
                        _note(session, operation)
                    elif line.is_idle():  # nothing was said to the server, or it was taken back
                        line.note(operation.id, operation.what)
                        session.execute(_NOTHING)
                try:
                    session.commit()
                except DBAPIError as error:
                    if operation is None or not _may_be_kept(error):
                        raise
                    if not self.has_kept(operation.id):
                        raise

    def has_kept(self, operation: UUID) -> bool:
        """Tell whether the operation was kept; waits for the server until it answers.

        The question is an insertion that is taken back: it waits for a transaction that is still at it, and what
        it does not find can never be kept later. OutcomeUnknown when this database is closed meanwhile.
        """
        tries = 0
        while not self._closing.is_set():
            try:
                with Session(self._engine) as session:
                    values = {"id": operation, "what": "", "result": None}
                    return session.scalar(_NOTE, values) is None
            except DBAPIError as error:
                if not isinstance(translate(error), DatabaseDown | DatabaseBusy):
                    raise
            except PoolTimeout:
                pass
            self._closing.wait(jitter(tries))
            tries += 1
        raise OutcomeUnknown

    def result_of(self, operation: UUID) -> Any:
        """Return what an operation of an earlier life of the program left as its result, None when it was not kept."""
        with _speaking_in_problems(), Session(self._engine) as session:
            if session.scalar(_NOTE, {"id": operation, "what": "", "result": None}) is not None:
                return None
            return session.execute(_KEPT, {"id": operation}).one().result

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session whose every statement is a transaction of its own that PostgreSQL keeps from writing.

        Figures that must fit together are one statement: in an older snapshot the law knows nobody.
        """
        with _speaking_in_problems(), _by_itself(self._asking) as asking, Session(asking) as session:
            yield session

    def answers(self) -> bool:
        """Tell whether this server can be asked now; one that was away is not tried again for a minute."""
        if monotonic() < self._away_until:
            return False
        try:
            with self.read() as session:
                session.execute(text("SELECT 1"))
        except Outage:
            self._away_until = monotonic() + AWAY
            return False
        return True

    def close(self) -> None:
        """Close all connections; who still waits for an answer waits no more."""
        self._closing.set()
        self._engine.dispose()


def server(url: str) -> URL:
    """Read the address of a server, or of several of which the one that takes writes is meant."""
    hosts = hosts_of(url)
    if len(hosts) == 1:
        return make_url(url).set(drivername="postgresql+psycopg2")
    parts = urlsplit(url)
    login = parts.netloc.rpartition("@")[0]
    plain = make_url(parts._replace(netloc=f"{login}@several").geturl()).set(
        drivername="postgresql+psycopg2", host=None
    )
    several = {"host": [f"{host}:{port}" for host, port in hosts], "target_session_attrs": "read-write"}
    return plain.set(query={**several, **plain.query})


def address(url: str, login: str, password: str) -> URL:
    """Put a person's login into the address of the server."""
    return server(url).set(username=login, password=password)


def _note(session: Session, operation: Operation) -> None:
    values = {
        "id": operation.id,
        "what": operation.what,
        "result": None if operation.result is None else _as_json(operation.result),
    }
    if session.scalar(_NOTE, values) is None:
        raise ChangedByOther


@contextmanager
def _by_itself(engine: Engine) -> Iterator[Connection]:
    """Give a connection on which the driver sends neither BEGIN nor ROLLBACK of its own."""
    with engine.connect() as connection:
        line: Any = connection.connection.dbapi_connection
        line.autocommit = True
        try:
            yield connection
        finally:
            if not line.closed:
                line.autocommit = False


def _may_be_kept(error: DBAPIError) -> bool:
    """Whether a failed COMMIT may have been done all the same: the server has not said what was wrong with it."""
    return not _is_statement(getattr(error.orig, "pgcode", None))


@contextmanager
def _speaking_in_problems() -> Iterator[None]:
    try:
        yield
    except StaleDataError as stale:
        raise ChangedByOther from stale
    except PoolTimeout as busy:
        raise DatabaseBusy("pool") from busy
    except DBAPIError as error:
        problem = translate(error)
        if problem is None:
            raise
        raise problem from None


def translate(error: DBAPIError) -> Problem | None:
    """Return the Problem that a driver's error stands for, or None for a bug of ours."""
    original: Any = error.orig
    code = getattr(original, "pgcode", None)
    diag = getattr(original, "diag", None)
    if code == _LAW and diag is not None:
        return from_law(diag.message_primary or "", json.loads(diag.message_detail or "{}"))
    if code == "42501":
        return NotAllowed((diag.message_primary or "") if diag is not None else "")
    if code in _BUSY:
        return DatabaseBusy(f"SQLSTATE {code}")
    constraint = getattr(diag, "constraint_name", None)
    if constraint in CONSTRAINTS:
        return CONSTRAINTS[constraint]()
    if error.connection_invalidated or (isinstance(error, OperationalError) and not _is_statement(code)):
        return _line_problem(str(original), code)
    return None


def _is_statement(code: str | None) -> bool:
    return code is not None and not code.startswith(("08", "57P", "28", "3D"))


def _line_problem(raw: str, code: str | None) -> Problem:
    if code in {"28P01", "28000"} or any(words in raw for words in _SHUT_OUT):
        return SignInRefused("")
    return DatabaseDown(raw.strip().splitlines()[0] if raw.strip() else "")


def storable(text: str) -> str:
    """Replace what PostgreSQL cannot keep (NUL, halves of letters from broken file names) by U+FFFD."""
    return text if text.isascii() and "\0" not in text else _NEVER_KEPT.sub("\ufffd", text)


def _as_json(value: Any) -> str:
    return json.dumps(_storable_within(value))


def _storable_within(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, Mapping):
        return {storable(str(key)): _storable_within(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_storable_within(inner) for inner in value]
    return value


register_adapter(str, lambda text: QuotedString(storable(text)))
