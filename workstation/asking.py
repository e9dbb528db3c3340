"""How a statement reaches PostgreSQL: a question in one message with the order that it may not write, the first
statement of a transaction in one message with BEGIN.

What every desk says all day is planned once for a session: the plan of a short question costs more than its answer.
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
    return _speaking(engine, _only_asking)


def for_writing(engine: Engine) -> Engine:
    """Return an engine on the same connections that opens a transaction with its first statement; `kept` as above.

    Its connections are Lines that stand in autocommit.
    """
    return _speaking(engine, _beginning)


def _speaking(engine: Engine, way: Any) -> Engine:
    speaking = engine.execution_options()
    event.listen(speaking, "before_cursor_execute", way, retval=True)
    event.listen(speaking, "after_cursor_execute", _note_plan)
    return speaking


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
    return _READ_ONLY + _planned(asked, statement, parameters, context), parameters


def _beginning(
    asked: Connection, _cursor: Any, statement: str, parameters: Any, context: Any, many: bool
) -> tuple[str, Any]:
    line: Any = asked.connection.dbapi_connection
    said = _planned(asked, statement, parameters, context)
    if statement == line.opening or not line.is_idle():
        return said, parameters
    if many:  # is sent once for each row
        asked.exec_driver_sql(line.opening)
        return said, parameters
    return line.opening + said, parameters


def _planned(asked: Connection, statement: str, parameters: Any, context: Any) -> str:
    """Give the statement itself, or for a kept one the call of its plan."""
    if not context.execution_options.get("kept"):
        return statement
    values = ", ".join(f"%({name})s" for name in parameters)
    plan, prepare = _plans(asked).get(context.statement), ""
    if plan is None:
        context.new_plan = plan = f"kept_{next(_NUMBERS)}"
        places = {name: f"${n}" for n, name in enumerate(parameters, 1)}
        prepare = f"PREPARE {plan} AS {statement % places}; ".replace("%", "%%")
    call = f"EXECUTE {plan} ({values})" if values else f"EXECUTE {plan}"
    return _ANY_VALUE + prepare + call


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
