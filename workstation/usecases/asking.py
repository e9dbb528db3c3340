"""Ask a function of the law about many things in one trip."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ARRAY, BigInteger, cast, func, select
from sqlalchemy.orm import Session


def asked(session: Session, function: Callable[[Any], Any], ids: Sequence[int]) -> dict[int, Any]:
    """Return id -> answer of a function (`func.loket.scan_bytes` and the like), all in one statement."""
    if not ids:
        return {}
    ident = func.unnest(cast(list(ids), ARRAY(BigInteger))).column_valued("id")
    return {row.id: row.answer for row in session.execute(select(ident, function(ident).label("answer")))}
