"""What the system must have: probe it, and install it with apt-get where we may."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from installer.environment import is_ready
from installer.fetching import borrow_pip, find_uv, pip_command
from installer.ground import Stop, call, say

# Debian packages and what tells that they are there: a library, a program, or a file
QT = {
    "libgl1": "libGL.so.1",
    "libegl1": "libEGL.so.1",
    "libglib2.0-0": "libglib-2.0.so.0",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libdbus-1-3": "libdbus-1.so.3",
    "libfontconfig1": "libfontconfig.so.1",
}
WINDOW = {
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libzbar0": "libzbar.so.0",
    "tzdata": "/usr/share/zoneinfo/Asia/Jakarta",
}
STAGE = {
    "poppler-utils": "pdftotext",
    "cups-daemon": "cupsd",
    "cups-client": "lp",
    "cups-ipp-utils": "ippeveprinter",
    "dbus": "dbus-daemon",
    "avahi-daemon": "avahi-daemon",
    "xvfb": "Xvfb",
    "libjaxb-java": "/usr/share/java/jaxb-runtime.jar",  # veraPDF, where Java is
    "softhsm2": "softhsm2-util",
    "chromium": "chromium",
}
SHOWING = ("demo", "test", "trial", "pictures", "bench")  # verbs that draw
PIP_BRINGER = "python3-venv"


def library_folders() -> list[Path]:
    """Where libraries lie, without asking ldconfig (slow, and not on everybody's PATH)."""
    bases = [Path("/usr/lib"), Path("/lib")]
    folders = [Path("/usr/lib64"), Path("/lib64"), *bases, Path("/usr/local/lib")]
    for base in bases:
        with suppress(OSError):
            folders += [place for place in base.iterdir() if "-linux-" in place.name]
    return folders


def is_there(mark: str, folders: Sequence[Path] = ()) -> bool:
    """Whether a library (name.so.N), a file (/...) or a program (a bare name) is on this machine."""
    if mark.startswith("/"):
        return Path(mark).exists()
    if ".so." in mark:
        return any((folder / mark).exists() for folder in folders) or loads(mark)
    places = (*os.environ.get("PATH", os.defpath).split(os.pathsep), "/usr/sbin", "/sbin")
    return any(os.access(Path(place) / mark, os.X_OK) for place in places)


def loads(library: str) -> bool:
    """Whether the loader finds a library in a place of its own."""
    import ctypes

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_packages(verb: str) -> tuple[list[str], list[str]]:
    """Debian packages that `verb` wants and are not there: (cannot do without, can do without)."""
    folders = library_folders()
    must = QT if verb in SHOWING else {}
    may = {**(WINDOW if verb in SHOWING else {}), **(STAGE if verb in ("test", "trial") else {})}
    lacking = [
        [name for name, mark in wanted.items() if not is_there(mark, folders)] for wanted in (must, may)
    ]
    if not is_ready() and find_uv() is None and pip_command() is None and not is_there("uv"):
        lacking[0].insert(0, PIP_BRINGER)
    return lacking[0], lacking[1]


def provide_system(verb: str) -> None:
    """Install what is missing where we may, else say how; stop when `verb` cannot do without it."""
    if sys.platform != "linux":
        return
    must, may = missing_packages(verb)
    if must == [PIP_BRINGER] and os.geteuid() != 0 and borrow_pip():
        must = []
    if must or may:
        if is_there("apt-get"):
            apt_install(must + may)
        else:
            say("Loket wants these packages of the system, by their Debian names: " + " ".join(must + may))
        must, _ = missing_packages(verb)
    if must:
        raise Stop(f"`run {verb}` cannot go on without: {' '.join(must)}")


def apt_install(packages: Sequence[str]) -> None:
    """Install Debian packages as root or by sudo without a password, else print the line to type."""
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if sudo and call([*sudo, "true"])[0]:
        say("Packages of the system are missing. Please let the administrator run:")
    else:
        say("Installing packages of the system with apt-get: " + " ".join(packages))
        quiet = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive"]
        wait = ["-o", "DPkg::Lock::Timeout=120"]
        call([*quiet, "apt-get", "update", *wait])
        ended, said = call([*quiet, *install, *wait])
        if not ended:
            return
        say(said, "That did not work. Please try:")
    prefix = "sudo " if sudo and is_there("sudo") else ""
    say(f"  {prefix}apt-get update && {prefix}{' '.join(install)}")
