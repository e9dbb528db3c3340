"""The process: one thread turns the loop, uvicorn answers the door; both end when told or when the parent is gone."""

import contextlib
import json
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from typing import Final

import uvicorn

from workstation.desk import Desk
from workstation.errors import Outage
from workstation.imaging.pool import PageReader
from workstation.service import broker, broker_plan, secrets_kept
from workstation.service.archive import Archive
from workstation.service.door import Door
from workstation.service.plan import ADDRESS_FILE, Plan, has_ended
from workstation.service.postman import posting
from workstation.service.stamp_plan import read_source
from workstation.service.steps import BackRoom
from workstation.signing.certificates import load_roots
from workstation.usecases import backroom
from workstation.usecases.press import Press

log = logging.getLogger(__name__)

PATIENCE: Final = 10.0


def open_room(plan: Plan) -> BackRoom:
    """Come in with the service's own login and keys; raises what `backroom.come_in` raises and BadSetting."""
    desk = backroom.come_in(plan.database, secrets_kept.password(plan.folder))
    return room_of(plan, desk)


def room_of(plan: Plan, desk: Desk) -> BackRoom:
    """Put a room together for a desk that has come in already."""
    roots = load_roots(file.read_bytes() for file in sorted(plan.roots.glob("*.pem")))
    return BackRoom(
        desk,
        secrets_kept.seal_key(plan.folder),
        secrets_kept.list_key(plan.folder),
        roots,
        plan.trust_file,
        source=read_source(plan.folder),
    )


def run(plan: Plan) -> None:
    """Work until a signal or the end of the parent; waits for a database that is not there yet."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    room = _patiently(plan, stop)
    if room is None:
        return
    with (
        PageReader(workers=1) as pages,
        Press() as press,
        listening(plan.port) as ear,
        brokering(plan, room.desk),
        archiving(room),
        posting(plan.folder, room.desk),
    ):
        room.check = press.check
        server = server_of(Door(room, secrets_kept.intake_token(plan.folder), pages))
        _tell_address(plan, ear.getsockname()[1])
        answering = threading.Thread(target=server.run, args=([ear],), name="door")
        turning = threading.Thread(target=room.run, args=(stop,), name="loop")
        answering.start()
        turning.start()
        log.info("the back room is open", extra={"port": ear.getsockname()[1]})
        while not stop.wait(1.0):
            if plan.parent and _is_orphan(plan.parent):
                log.info("the parent is gone")
                stop.set()
        server.should_exit = True
        turning.join(PATIENCE)
        answering.join(PATIENCE)
    room.desk.close()
    _forget_address(plan)
    log.info("the back room is closed")


def _patiently(plan: Plan, stop: threading.Event) -> BackRoom | None:
    wait = 1.0
    while not stop.is_set():
        try:
            return open_room(plan)
        except Outage as outage:
            log.warning("waiting for the database", extra={"problem": type(outage).__name__, "wait": wait})
        if plan.parent and _is_orphan(plan.parent):
            return None
        stop.wait(wait)
        wait = min(wait * 2, 15.0)
    return None


def _is_orphan(parent: int) -> bool:
    """Whether the process that started us has ended; its number may be reused, so on POSIX the kernel is asked."""
    if os.name == "posix":
        return os.getppid() != parent
    return has_ended(parent)


@contextlib.contextmanager
def listening(port: int, host: str = "127.0.0.1") -> Iterator[socket.socket]:
    """Open a port, of this machine alone unless another address of it is named; 0 takes a free one."""
    with socket.socket() as ear:
        if os.name == "posix":
            ear.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        ear.bind((host, port))
        ear.listen(64)
        yield ear


@contextlib.contextmanager
def brokering(plan: Plan, desk: Desk) -> Iterator[int]:
    """Answer supervisors' workstations where `bsre.toml` says so; gives the port, 0 when this service is no broker.

    Raises BadSetting: credentials of public repositories and secrets that others may read do not go live.
    """
    if not broker_plan.is_wanted(plan.folder):
        yield 0
        return
    wanted = broker_plan.read_plan(plan.folder)
    made = broker.Broker(desk, wanted)
    with contextlib.closing(made), listening(wanted.port, wanted.host) as ear:
        server = broker.server_of(made, wanted)
        answering = threading.Thread(target=server.run, args=([ear],), name="broker")
        answering.start()
        log.info("the broker is open", extra={"port": ear.getsockname()[1]})
        try:
            yield ear.getsockname()[1]
        finally:
            server.should_exit = True
            answering.join(PATIENCE)


@contextlib.contextmanager
def archiving(room: BackRoom) -> Iterator[None]:
    """Raise issued papers where there is a time-stamp authority, in a thread that issuing never waits for."""
    if room.source is None:
        yield
        return
    ended = threading.Event()
    raising = threading.Thread(
        target=Archive(room.desk, room.roots, room.source).run, args=(ended,), name="archive"
    )
    raising.start()
    try:
        yield
    finally:
        ended.set()
        raising.join(PATIENCE)


def server_of(door: Door) -> uvicorn.Server:
    """Make the server of the door; nothing runs yet."""
    return uvicorn.Server(
        uvicorn.Config(door.app(), log_config=None, access_log=False, lifespan="off", server_header=False)
    )


def _tell_address(plan: Plan, port: int) -> None:
    file = plan.folder / ADDRESS_FILE
    fresh = file.with_name(file.name + ".new")
    fresh.write_text(json.dumps({"port": port, "pid": os.getpid(), "since": int(time.time())}), "utf-8")
    fresh.replace(file)


def _forget_address(plan: Plan) -> None:
    """Take our address away, unless a younger back room of the same folder has written its own."""
    file = plan.folder / ADDRESS_FILE
    with contextlib.suppress(OSError, ValueError, KeyError):
        if json.loads(file.read_text("utf-8"))["pid"] == os.getpid():
            file.unlink()
