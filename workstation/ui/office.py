"""What a screen may use; it receives this, never another screen and never the window."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from workstation.ui.hub import Hub
from workstation.ui.jobs import Job, Lanes, Listener, Work
from workstation.vocabulary import Role

if TYPE_CHECKING:
    from workstation.desk import Desk
else:
    Desk = Any


@dataclass
class Office:
    """Everything a screen may use. `tools` holds by name what a few screens need: certificates, pages, trust ..."""

    desk: Desk
    lanes: Lanes
    hub: Hub
    settings: Any = None
    spooler: Any = None
    tools: dict[str, Any] = field(default_factory=dict)

    def do(
        self,
        work: Work,
        *,
        lane: str = "database",
        then: Listener | None = None,
        heard: Listener | None = None,
        sorry: Listener | None = None,
        busy: QObject | None = None,
        name: str = "",
        read: bool = False,
        changes: Iterable[str] = (),
        at_once: bool = False,
    ) -> Job:
        """Run `work` in the background; see `jobs`.

        `work` touches no widget. `then(result)`, `heard(Progress)` and `sorry(Problem)` are bound methods of
        QObjects (a `partial` of one is fine) and run on the UI thread. `busy` is disabled until the end; an
        Action brings its own `CHANGES`. `name` shows the job in the tray with a stop button. `changes` are
        the topics that the hub hears as soon as the work has ended, well or half.
        """
        job = self.lanes.do(
            work,
            lane=lane,
            then=then,
            heard=heard,
            sorry=sorry,
            busy=busy,
            name=name,
            read=read,
            at_once=at_once,
        )
        topics = frozenset(changes) or frozenset(getattr(busy, "CHANGES", ()))
        if topics:
            job.ended.connect(partial(self.hub.hear, topics))
        if not read:
            job.done.connect(self._relieve)
        return job

    def may(self, role: Role | None) -> bool:
        """Tell whether the officer has this role; None asks for nothing."""
        return role is None or role in self.desk.roles

    def _relieve(self, _result: object) -> None:
        self.hub.relieved.emit()
