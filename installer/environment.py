"""The private Python environment: made once, checked at every start, repaired after a killed set-up."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from installer.fetching import (
    find_uv,
    from_house,
    install_uv,
    mirror,
    pinned,
    pip_command,
    pip_environment,
    pip_wheel,
    uv_environment,
    uv_requirement,
    which_uv,
)
from installer.ground import ROOT, STAMP, TOOLS, UNFINISHED, VENV, VENV_PYTHON, Stop, call, remove, say

EXTRAS = ("ocr",)  # installed when it can be had


def stamp() -> str:
    """What the environment was made from: changes with the lock, the project or the Python."""
    import hashlib

    digest = hashlib.sha256()
    for path in (ROOT / "uv.lock", ROOT / "pyproject.toml", VENV / "pyvenv.cfg"):
        digest.update(path.read_bytes() if path.exists() else b"-")
    digest.update(f"{VENV_PYTHON.resolve()}{ROOT}".encode())
    return digest.hexdigest()


def is_ready() -> bool:
    """Whether the environment is whole and of today's lock: the quick question of every start."""
    try:
        return STAMP.read_text() == stamp() and VENV_PYTHON.exists() and not UNFINISHED.exists()
    except OSError:
        return False


def provide_python(wheelhouse: Path | None = None) -> None:
    """Make the environment whole; one process at a time, and again after one that was killed."""
    if is_ready():
        return
    import time

    began = time.monotonic()
    TOOLS.mkdir(exist_ok=True)
    with only_one():
        if is_ready():
            return
        say("Setting up the Python environment in .venv, once; this takes about half a minute ...")
        for left in TOOLS.glob("new-*"):
            remove(left)
        if VENV.exists() and is_broken():
            remove(VENV)
        UNFINISHED.touch()
        fill_environment(find_uv() or install_uv(wheelhouse) or which_uv(), wheelhouse)
        STAMP.write_text(stamp())
        UNFINISHED.unlink()
    say(f"The Python environment is ready ({time.monotonic() - began:.0f} s).")


def is_broken() -> bool:
    """Whether the environment was left half made, or its Python has gone or changed."""
    ask = "import os, sys, sysconfig; sys.exit(not os.path.isdir(sysconfig.get_path('purelib')))"
    return UNFINISHED.exists() or call([VENV_PYTHON, "-c", ask])[0] != 0


def fill_environment(uv: Path | None, wheelhouse: Path | None) -> None:
    """Install what uv.lock says with reading assistance, else without it and say so."""
    if install_locked(uv, wheelhouse, EXTRAS):
        said = install_locked(uv, wheelhouse, ())
        if said:
            raise Stop("\n".join([said, "The Python packages could not be installed. Is the network there?"]))
        say("Reading assistance (rapidocr, onnxruntime) could not be had; the program works without it.")
    place = next(VENV.glob("lib/python3*/site-packages"), VENV / "Lib" / "site-packages")
    # the project itself is not built, only found
    (place / "loket-root.pth").write_text(f"{ROOT}\n", "utf-8")


def install_locked(uv: Path | None, wheelhouse: Path | None, extras: Sequence[str]) -> str:
    """Install the locked packages, each checked by its hash: by uv, else by pip. What went wrong, or ""."""
    index = None if wheelhouse else mirror()
    env, wanted = uv_environment(index), TOOLS / "requirements.txt"
    strict = ["--quiet", "--require-hashes", "--no-deps", *from_house(wheelhouse), "-r", wanted]
    base = getattr(sys, "_base_executable", None) or sys.executable
    said = []
    if uv:
        venv = [] if VENV_PYTHON.exists() else [[uv, "venv", "--quiet", "--python", base, VENV]]
        wish = [f"--extra={extra}" for extra in extras]
        sync = [uv, "sync", "--quiet", "--frozen", "--inexact", "--no-install-project", *wish]
        install = [uv, "pip", "install", "--python", VENV_PYTHON, *strict]
        direct = not index and not wheelhouse  # the lock holds the addresses of the files
        if direct:
            said.append(in_turn([*venv, sync], env))
        if not direct or said[-1]:
            said.append(in_turn([*venv, export_command(uv, wanted, extras), install], env))
    if not said or said[-1]:
        if said:
            say(*said)
        said.append(by_pip(base, strict, wanted, extras))
    return said[-1]


def export_command(uv: Path, wanted: Path, extras: Sequence[str]) -> list[object]:
    """The words that write uv.lock as requirements with hashes."""
    wish = [f"--extra={extra}" for extra in extras]
    return [uv, "export", "--quiet", "--frozen", "--no-emit-project", *wish, "--output-file", wanted]


def in_turn(commands: Sequence[Sequence[object]], env: dict[str, str] | None = None) -> str:
    """Run commands until one fails: what that one said, "" when all is well."""
    for command in commands:
        ended, said = call(command, env)
        if ended:
            return said or f"{command[0]} ended with {ended}"
    return ""


def by_pip(base: str, strict: Sequence[object], wanted: Path, extras: Sequence[str]) -> str:
    """The same without uv, slowly: "" or what went wrong."""
    pip, wheel = pip_command(), pip_wheel()
    if pip is None or wheel is None:
        return "There is neither uv nor pip here. On Debian: apt-get install python3-venv"
    say("Going on with pip; this takes some minutes ...")
    import tomllib

    sys.path.insert(0, str(wheel if wheel.suffix == ".whl" else wheel.parent))
    from pip._vendor.packaging.markers import Marker  # type: ignore[import-not-found, unused-ignore]

    lock = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))
    lines = pinned(lock, lambda marker: bool(Marker(marker).evaluate({"extra": ""})), extras)
    wanted.write_text("\n".join(lines) + "\n")
    venv = [] if VENV_PYTHON.exists() else [[base, "-m", "venv", "--without-pip", VENV]]
    install = [pip[0], *pip[1:], "--python", VENV_PYTHON, "install", *strict]
    return in_turn([*venv, install], pip_environment())


def wheelhouse_into(folder: Path) -> int:
    """Collect uv, the locked packages and what the building of one of them needs, for this system."""
    pip, uv = pip_command(), find_uv() or which_uv()
    if pip is None or uv is None:
        raise Stop("A wheelhouse needs pip and uv here. On Debian: apt-get install python3-venv")
    wanted = TOOLS / "requirements.txt"
    (TOOLS / "uv.txt").write_text(uv_requirement())
    steps: list[list[object]] = [export_command(uv, wanted, EXTRAS)]
    for pins in (wanted, TOOLS / "uv.txt"):
        steps.append(
            [*pip, "download", "--quiet", "--no-deps", "--dest", folder, "--require-hashes", "-r", pins]
        )
    # one of the packages comes as source only
    steps.append([*pip, "wheel", "--quiet", "--wheel-dir", folder, "setuptools", "wheel"])
    if said := in_turn(steps, uv_environment(None)):
        raise Stop(said)
    say(f"{len(list(folder.iterdir()))} packages are in {folder}.")
    return 0


@contextmanager
def only_one() -> Iterator[None]:
    """Let one process set up at a time; the others wait. The system frees the lock of a killed one."""
    import time

    waited = False
    with (TOOLS / "lock").open("a") as file:
        while not lock_file(file.fileno()):
            if not waited:
                say("Another set-up is under way; waiting for it ...")
            waited = True
            time.sleep(0.2)
        yield


def lock_file(descriptor: int) -> bool:
    """Take a file for us until it is closed; False when another process has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
