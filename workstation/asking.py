"""How a question reaches PostgreSQL: in one message with the order that it may not write.

What every desk asks all day is planned once for a session: the plan of a short question costs more than its answer.
"""

from enum import StrEnum
from itertools import count
from typing import Any

from psycopg2 import Error as DriverError
from psycopg2.extensions import connection
from sqlalchemy import BindParameter, Connection, Engine, event, literal
from sqlalchemy.exc import DisconnectionError

_READ_ONLY = "SET TRANSACTION READ ONLY; "
_ANY_VALUE = "SET LOCAL plan_cache_mode = force_generic_plan; "
_NUMBERS = count(1)


def constant(value: str | int) -> BindParameter[Any]:
    """Give a value that belongs to the plan of a kept question: what its partial index says, how many rows at most."""
    return literal(str(value) if isinstance(value, StrEnum) else value, literal_execute=True)


def for_asking(engine: Engine) -> Engine:
    """Return an engine on the same connections whose statements cannot write.

    A statement with the execution option `kept` is prepared, and from then on only executed with other values.
    """
    asking = engine.execution_options()
    event.listen(asking, "before_cursor_execute", _only_asking, retval=True)
    event.listen(asking, "after_cursor_execute", _note_plan)
    return asking


def hear_its_end(line: connection, *_: Any) -> None:
    """Read what has come while the session lay idle: the server's last words first, then that it has gone.

    A listener of the pool, in place of a question to the server at every use.
    """
    try:
        line.poll()
        line.poll()
    except DriverError as ended:
        raise DisconnectionError from ended


def _only_asking(
    asked: Connection, _cursor: Any, statement: str, parameters: Any, context: Any, _many: bool
) -> tuple[str, Any]:
    if not context.execution_options.get("kept"):
        return _READ_ONLY + statement, parameters
    values = ", ".join(f"%({name})s" for name in parameters)
    plan, prepare = _plans(asked).get(context.statement), ""
    if plan is None:
        context.new_plan = plan = f"kept_{next(_NUMBERS)}"
        places = {name: f"${n}" for n, name in enumerate(parameters, 1)}
        prepare = f"PREPARE {plan} AS {statement % places}; ".replace("%", "%%")
    call = f"EXECUTE {plan} ({values})" if values else f"EXECUTE {plan}"
    return _READ_ONLY + _ANY_VALUE + prepare + call, parameters


def _note_plan(
    asked: Connection, _cursor: Any, _statement: str, _parameters: Any, context: Any, _many: bool
) -> None:
    """Remember a plan only after it was used: what failed half-way is prepared again under another name."""
    if plan := getattr(context, "new_plan", None):
        _plans(asked)[context.statement] = plan


def _plans(asked: Connection) -> dict[str, str]:
    """Give the names of the plans of this session by their statements; the pool forgets them with the session."""
    plans: dict[str, str] = asked.info.setdefault("plans", {})
    return plans
