"""`loket demo`: a practice office with its own server, its own back room, and the window on it."""

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from workstation import embedded
from workstation import settings as machine
from workstation.commands.practice.making import Practice, prepare
from workstation.commands.saying import say
from workstation.errors import ServiceDown
from workstation.service.plan import address_of, has_ended

__all__ = ["Practice", "backroom_running", "folder_of", "prepare"]

STEPS = {
    "server": "Menyiapkan basis data latihan …",
    "older": "Isi latihan dibuat oleh program versi lain; hari latihan dimulai lagi.",
    "office": "Menyiapkan kantor, layanan, loket, dan petugas …",
    "bookings": "Mencatat antrean hari ini …",
    "day": "Menjalankan hari latihan …",
}
PATIENCE = 20.0  # seconds


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what may be asked of a practice day."""
    parser.add_argument("--fresh", action="store_true", help="mulai lagi dari awal; isi latihan lama dihapus")
    parser.add_argument("--no-window", action="store_true", help="siapkan dan jalankan tanpa membuka jendela")
    parser.add_argument("--stop", action="store_true", help="hentikan basis data latihan yang masih berjalan")
    parser.add_argument("--folder", type=Path, metavar="FOLDER", help="tempat menyimpan hari latihan")


def folder_of(given: Path | None = None) -> Path:
    """Return where the practice day is kept."""
    return (given or embedded.data_folder() / "latihan").absolute()


def run(given: argparse.Namespace) -> int:
    """Prepare the day, start the back room, open the window; at the end stop both."""
    folder = folder_of(given.folder)
    if given.stop:
        embedded.Cluster(folder / "postgresql").stop()
        say("Basis data latihan dihentikan.")
        return 0
    folder.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        _leave_well(stack)
        others = stack.enter_context(_in_use(folder))
        stack.callback(lambda: None if others() else embedded.Cluster(folder / "postgresql").stop())
        practice = prepare(folder, fresh=given.fresh, others=others, heard=_Teller())
        stack.enter_context(backroom_running(practice, patiently=given.no_window))
        return _wait(practice) if given.no_window else _open(practice, given.settings)


def _leave_well(stack: contextlib.ExitStack) -> None:
    """Stop server and back room also when told to end from outside: an exception would be lost inside Qt."""

    def leave(*_: object) -> None:
        stack.close()
        os._exit(0)

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), leave)


@contextlib.contextmanager
def _in_use(folder: Path) -> Iterator[Callable[[], bool]]:
    """Note that this process uses the practice day; gives a question: does another one use it too?"""
    notes = folder / "in-use"
    notes.mkdir(exist_ok=True)
    mine = notes / str(os.getpid())
    mine.touch()

    def others() -> bool:
        for note in notes.iterdir():
            if note != mine and note.name.isdigit() and has_ended(int(note.name)):
                note.unlink(missing_ok=True)
        return any(note != mine for note in notes.iterdir())

    try:
        yield others
    finally:
        mine.unlink(missing_ok=True)


class _Teller:
    """Tells each step once, and how far the long one is."""

    def __init__(self) -> None:
        self._last = ("", -1)

    def __call__(self, label: str, done: int, total: int) -> None:
        tenth = done * 10 // total if total else 0
        if self._last == (label, tenth):
            return
        if self._last[0] != label:
            say(STEPS[label])
        elif total:
            say(f"  {tenth * 10} %")
        self._last = (label, tenth)


@contextlib.contextmanager
def backroom_running(practice: Practice, *, patiently: bool = True) -> Iterator[int]:
    """Run the back room beside us and give the port of its door; it ends with the block or with this process.

    Not `patiently`: go on before it is up, with port 0.

    Raises ServiceDown when it does not come up.
    """
    plan = practice.service
    log = (practice.folder / "service.log").open("ab")
    words = [sys.executable, "-m", "workstation", "service", "--folder", str(plan.folder)]
    words += ["--server", plan.database, "--parent", str(os.getpid())]
    child = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=_environment())  # noqa: S603
    try:
        yield _port_of(child, plan.folder) if patiently else 0
    finally:
        child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        log.close()


def _environment() -> dict[str, str]:
    """Let the child find the very same program, wherever it was started."""
    home = str(Path(__file__).parents[2])
    known = os.environ.get("PYTHONPATH", "")
    return os.environ | {"PYTHONPATH": f"{home}{os.pathsep}{known}" if known else home}


def _port_of(child: "subprocess.Popen[bytes]", folder: Path) -> int:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if child.poll() is not None:
            raise ServiceDown(f"exit {child.returncode}")
        if port := address_of(folder, child.pid):
            return port
        time.sleep(0.05)
    raise ServiceDown("no answer")


def _wait(practice: Practice) -> int:
    """Keep server and back room running until interrupted; says how to come in."""
    from workstation.wording import word

    say(f"Siap: {practice.url}")
    for account in practice.accounts:
        roles = ", ".join(word(role) for role in account.roles)
        say(f"  {account.name:24} {account.login:20} {roles:24} {account.password}")
    _tell_places(practice)
    say("Tekan Ctrl+C untuk berhenti.")
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            time.sleep(3600)
    return 0


def _tell_places(practice: Practice) -> None:
    """Say what the practice day needs outside its windows: the passphrase, the printed files, how to check them."""
    say(f"Passphrase sertifikat latihan: {practice.passphrase}")
    say(f"Hasil “Cetak ke berkas (PDF)”: {practice.prints}")
    say(f"Memeriksanya tanpa jendela: loket verify --trust {practice.trust} BERKAS")


def _open(practice: Practice, settings_file: Path | None) -> int:
    """Open the window in this process with the practice list on its sign-in page."""
    from workstation import app
    from workstation.ui.signing_in import PracticeAccount
    from workstation.wording import word

    found = machine.load(settings_file or machine.default_file(), must_exist=settings_file is not None)
    _tell_places(practice)
    settings = replace(found, database=practice.url, practice=True, trust=str(practice.trust))
    accounts = tuple(
        PracticeAccount(a.name, ", ".join(word(role) for role in a.roles), a.login, a.password, a.passphrase)
        for a in practice.accounts
    )
    return app.main(
        settings,
        app.Practice(accounts, practice.certificates, practice.passphrase, practice.trust, practice.prints),
    )
