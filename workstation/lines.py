"""The connection of a workstation: watched, and beginning a transaction in the message of its first statement."""

from typing import Any
from uuid import UUID

from psycopg2.errors import InFailedSqlTransaction
from psycopg2.extensions import TRANSACTION_STATUS_IDLE

from workstation.watchdog import WatchedConnection, WatchedCursor

_BEGIN = "BEGIN; "
_NOTE = "INSERT INTO loket.operation (op_id, what) VALUES (%s, %s); "


class Line(WatchedConnection):
    """A connection that can stand in autocommit while a transaction is open: then the driver sends nothing itself.

    `opening` is what goes before the first statement of the next transaction.
    """

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.opening = _BEGIN

    def note(self, operation: UUID, what: str) -> None:
        """Let the next transaction begin with the row of its operation: it is kept with the rest, or not at all.

        The row must stand before COMMIT is sent: who asks whether the operation was kept waits for that row, and
        would not see one that is still on its way.
        """
        with self.cursor(cursor_factory=WatchedCursor) as cursor:
            self.opening = _BEGIN + cursor.mogrify(_NOTE, (str(operation), what)).decode()

    def is_idle(self) -> bool:
        """Whether no transaction is open at the server, as far as is known without asking it."""
        return self.info.transaction_status == TRANSACTION_STATUS_IDLE

    def commit(self) -> None:
        """Commit."""
        self._end("COMMIT", super().commit)

    def rollback(self) -> None:
        """Roll back."""
        self._end("ROLLBACK", super().rollback)

    def _end(self, said: str, drivers_own: Any) -> None:
        self.opening = _BEGIN
        if self.closed or not self.autocommit or self.is_idle():
            drivers_own()
            return
        with self.cursor(cursor_factory=WatchedCursor) as cursor:
            cursor.execute(said)
            if cursor.statusmessage != said:  # a failed transaction answers COMMIT with ROLLBACK and no error
                raise InFailedSqlTransaction("COMMIT after a statement that had failed")
