"""Take a row for a change: locked until the transaction ends, or refused."""

from typing import TypeVar

from sqlalchemy.orm import Session

from workstation.errors import NotAllowed
from workstation.models.base import Base

Row = TypeVar("Row", bound=Base)


def locked(session: Session, kind: type[Row], ident: int, what: str) -> Row:
    """Return a row with its lock; NotAllowed with `what` when the law does not show it to this login."""
    found = session.get(kind, ident, with_for_update=True)
    if found is None:
        raise NotAllowed(what)
    return found
