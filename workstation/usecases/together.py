"""Several verbs in one transaction: for what arrives whole or not at all, and for the practice day."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from workstation.database import Database, Operation, translate
from workstation.desk import Desk


class _Joined(Database):
    """A database whose `begin` and `read` join one open session; nothing is kept before that one ends."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._reason = ""

    @contextmanager
    def begin(self, reason: str = "", operation: Operation | None = None) -> Iterator[Session]:  # noqa: ARG002
        """Join the open transaction, which is the operation."""
        if reason != self._reason:
            self._session.execute(
                text("SELECT set_config('loket.reason', :reason, true)"), {"reason": reason}
            )
            self._reason = reason
        try:
            yield self._session
            self._session.flush()
        except DBAPIError as error:
            raise translate(error) or error from None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Join the open transaction, so that what it wrote is seen."""
        with self.begin(self._reason) as session:
            yield session

    def close(self) -> None:
        """Leave the connection to its owner."""


@contextmanager
def together(desk: Desk) -> Iterator[Desk]:
    """Give a desk whose verbs are kept all at the end, or none when one of them raises.

    A verb that goes on after a refusal of the database (a batch) cannot be part of it.
    """
    with desk.begin() as session:
        yield replace(desk, database=_Joined(session))
