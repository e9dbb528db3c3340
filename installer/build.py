"""What `run build` does: the wheel that is handed out, looked into and, with --try, installed and started.

Nothing else is built: no installer for Windows, no Debian package. The wheel brings its own PostgreSQL and
Qt through its dependencies; the libraries of the system are the administrator's (see `run diag`).
"""

import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from installer.fetching import find_uv, mirror, uv_environment, which_uv
from installer.ground import ROOT, Stop, call, say

DIST = ROOT / "dist"


def build_wheel(uv: Path, env: dict[str, str]) -> Path:
    """Build the wheel into dist/. Raises Stop with what the builder said."""
    for old in DIST.glob("loket-*.whl"):
        old.unlink()
    ended, said = call([uv, "build", "--quiet", "--wheel", "--out-dir", DIST], env)
    wheels = sorted(DIST.glob("loket-*.whl"))
    if ended or not wheels:
        raise Stop(f"{said}\nThe wheel could not be built.")
    return wheels[-1]


def lacking(wheel: Path) -> list[str]:
    """Files of workstation/ and resources/ that are not in the wheel."""
    with zipfile.ZipFile(wheel) as packed:
        inside = set(packed.namelist())
    wanted = {f"workstation/resources/{path}" for path in files_of(ROOT / "resources")}
    wanted |= {f"workstation/{path}" for path in files_of(ROOT / "workstation")}
    return sorted(wanted - inside)


def files_of(folder: Path) -> list[str]:
    """The files that git would keep, relative to the folder."""
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return [path.relative_to(folder).as_posix() for path in found if path.suffix != ".pyc"]


def try_wheel(uv: Path, wheel: Path, env: dict[str, str]) -> None:
    """Install the wheel into a fresh environment and start `loket --help` far from the repository."""
    with tempfile.TemporaryDirectory(prefix="loket-try-") as folder:
        place = Path(folder) / "venv"
        programs = place / ("Scripts" if sys.platform == "win32" else "bin")
        base = getattr(sys, "_base_executable", None) or sys.executable
        steps: list[list[object]] = [
            [uv, "venv", "--quiet", "--python", base, place],
            [uv, "pip", "install", "--quiet", "--python", place, wheel],
            [programs / "loket", "--help"],
        ]
        for step in steps:
            ended, said = call(step, env, Path(folder))
            if ended:
                raise Stop(f"{' '.join(map(str, step))}\n{said}")
        say(said)


def main(arguments: Sequence[str]) -> int:
    """Build, look into it, and try it when asked: the exit code."""
    uv = find_uv() or which_uv()
    if uv is None:
        raise Stop("Building needs uv, and there is none here. On Debian: apt-get install python3-venv")
    env = uv_environment(mirror())
    wheel = build_wheel(uv, env)
    if missing := lacking(wheel):
        raise Stop(f"The wheel lacks {len(missing)} files: {', '.join(missing[:10])}")
    say(f"{wheel.relative_to(ROOT)}: {wheel.stat().st_size / 1e6:.1f} MB, nothing is lacking")
    if "--try" in arguments:
        try_wheel(uv, wheel, env)
        say("A fresh installation of it starts.")
    say("Not built: an installer for Windows, a Debian package.")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as stop:
        say(str(stop))
        sys.exit(2)
