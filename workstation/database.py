"""The only door to PostgreSQL: an engine on the officer's own login, `begin()` and `read()`.

Dropped packets are bounded by keepalives together with `tcp_user_timeout`; a dead session is found by the
pre-ping. Errors leave here as Problems: the law's own refusals by name, constraints by name, a lost line as
an Outage.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from psycopg2.extensions import QuotedString, register_adapter
from sqlalchemy import URL, Engine, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from workstation.errors import (
    CONSTRAINTS,
    ChangedByOther,
    DatabaseBusy,
    DatabaseDown,
    NotAllowed,
    Problem,
    SignInRefused,
    from_law,
)

LINE = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 8000,
    "application_name": "loket",
    "options": "-c statement_timeout=15s -c lock_timeout=3s -c idle_in_transaction_session_timeout=30s"
    " -c timezone=UTC -c search_path=pg_catalog",
}
_NEVER_KEPT = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL has no place for these in a text
_BUSY = {"55P03", "57014", "40001", "40P01", "53300"}
_LAW = "LK000"
_SHUT_OUT = ("password authentication failed", "no password supplied", "is not permitted to log in")


@dataclass
class Database:
    """One login's engine; sessions are opened through `begin` and `read` alone."""

    url: URL = field(repr=False)
    pool_size: int = 2

    def __post_init__(self) -> None:
        """Prepare the engine; nothing is connected yet."""
        self._engine = create_engine(
            self.url,
            connect_args=LINE,
            pool_size=self.pool_size,
            max_overflow=2,
            pool_timeout=10,
            pool_pre_ping=True,
            pool_recycle=1800,
            hide_parameters=True,
            json_serializer=_as_json,
        )

    @property
    def engine(self) -> Engine:
        """Return the engine, for the administrator's commands and the tests of the schema."""
        return self._engine

    @contextmanager
    def begin(self, reason: str = "") -> Iterator[Session]:
        """Open one transaction; commit at the end, roll back on any exception, speak in Problems.

        `reason` is written into every journal row of the transaction.
        """
        with _speaking_in_problems(), Session(self._engine, expire_on_commit=False) as session:
            if reason:
                session.execute(text("SELECT set_config('loket.reason', :reason, true)"), {"reason": reason})
            yield session
            session.commit()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a transaction that PostgreSQL itself keeps from writing."""
        with _speaking_in_problems(), Session(self._engine) as session:
            session.connection(execution_options={"postgresql_readonly": True})
            yield session

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def address(url: str, login: str, password: str) -> URL:
    """Put a person's login into the address of the server."""
    return make_url(url).set(drivername="postgresql+psycopg2", username=login, password=password)


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
