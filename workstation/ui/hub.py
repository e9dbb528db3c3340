"""The road of news: everything that more than one widget must hear travels here, nothing else."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from workstation.problem import Problem

MERGE_MS = 150


class Hub(QObject):
    """News for screens and window. `hear`, `lose` and `regain` may be called from any thread."""

    changed = Signal(frozenset)  # topics whose rows changed, merged over 150 ms
    troubled = Signal(object)  # a Problem that nobody else showed
    relieved = Signal()  # an action ended well: notices may go
    said = Signal(str)  # a short sentence of success
    line_lost = Signal()
    line_back = Signal()
    wanted = Signal(str, object)  # a screen's KEY and what it shall open
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._topics: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(MERGE_MS)
        self._timer.timeout.connect(self._tell)
        self._arrived.connect(self._gather)

    def hear(self, topics: Iterable[str]) -> None:
        """Take changed topics from anywhere; listeners hear them together after 150 ms."""
        self._arrived.emit(frozenset(topics))

    def lose(self) -> None:
        """Tell that the line to the database is lost."""
        self.line_lost.emit()

    def regain(self) -> None:
        """Tell that the line to the database is back."""
        self.line_back.emit()

    def complain(self, problem: Problem) -> None:
        """Show a problem on whatever screen is in front."""
        self.troubled.emit(problem)

    def say(self, text: str) -> None:
        """Tell the officer in one short sentence that something succeeded."""
        self.said.emit(text)

    def go(self, screen: str, subject: object = None) -> None:
        """Ask the window for another screen by its KEY; `subject` is what it shall open (an id)."""
        self.wanted.emit(screen, subject)

    @Slot(object)
    def _gather(self, topics: frozenset[str]) -> None:
        self._topics |= topics
        if self._topics and not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _tell(self) -> None:
        topics, self._topics = frozenset(self._topics), set()
        self.changed.emit(topics)
