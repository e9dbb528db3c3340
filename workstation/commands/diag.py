"""`loket diag`: what this machine has, for a report of trouble; nothing secret, nothing about a citizen."""

import argparse
import importlib.metadata
import json
import platform
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from workstation import __version__, embedded
from workstation import settings as machine
from workstation.commands.saying import say
from workstation.errors import BadSetting, Problem

PACKAGES = (
    "pyside6-essentials",
    "sqlalchemy",
    "psycopg2-binary",
    "reportlab",
    "pypdfium2",
    "pyhanko",
    "cryptography",
    "zxing-cpp",
    "holidays",
)
LABELS = {
    "program": "Program",
    "system": "Sistem",
    "python": "Python",
    "packages": "Paket",
    "settings": "Setelan",
    "data": "Folder data",
    "database": "Basis data",
    "service": "Layanan belakang",
    "demo": "Hari latihan",
    "printers": "Pencetak",
    "fonts": "Huruf",
    "pages": "Pembaca berkas",
    "words": "Bantuan baca",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Choose the form."""
    parser.add_argument("--json", action="store_true", help="sebagai JSON")


def run(given: argparse.Namespace) -> int:
    """Look at everything; a part that fails says so and does not hide the others."""
    found = facts(given)
    if given.json:
        say(json.dumps(found, ensure_ascii=False, indent=1))
        return 0
    for key, value in found.items():
        say(f"{LABELS[key]:18}{_short(value)}")
    return 0


def facts(given: argparse.Namespace) -> dict[str, Any]:
    """Return what this machine has, by topic."""
    file = given.settings or machine.default_file()
    try:
        found, fault = machine.load(file), ""
    except BadSetting as bad:
        found, fault = machine.Settings(), f"{bad.key}, baris {bad.line}: {bad.reason}"
    address = given.database or found.database
    demo = embedded.data_folder() / "latihan"
    return {
        "program": __version__,
        "system": f"{platform.platform()} {platform.machine()}",
        "python": f"{platform.python_version()} {sys.executable}",
        "packages": {name: _version(name) for name in PACKAGES},
        "settings": {"file": str(file), "exists": file.exists(), "fault": fault},
        "data": _folder(machine.data_folder()),
        "database": _tried(lambda: _database(address)),
        "service": _tried(lambda: _service(machine.data_folder() / "service")),
        "demo": _tried(lambda: _demo(demo)),
        "printers": _tried(lambda: _printers(found)),
        "fonts": _tried(_fonts),
        "pages": _tried(_pages),
        "words": _tried(_words),
    }


def _tried(look: Callable[[], Any]) -> Any:
    try:
        return look()
    except Problem as problem:
        return f"{type(problem).__name__} {getattr(problem, 'raw', '')}".strip()
    except (OSError, ImportError, ValueError) as fault:
        return f"{type(fault).__name__}: {fault}"


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "-"


def _folder(path: Path) -> dict[str, Any]:
    return {"path": str(path), "exists": path.is_dir()}


def _database(address: str) -> str:
    """Say whether a server answers there; no login is tried."""
    if not address:
        return "belum diatur"
    said = []
    for host, port in machine.hosts_of(address):
        try:
            socket.create_connection((host, port), timeout=5).close()
            said.append(f"{host}:{port} menjawab")
        except OSError as fault:
            said.append(f"{host}:{port} tidak menjawab ({type(fault).__name__})")
    return ", ".join(said)


def _service(folder: Path) -> Any:
    import httpx

    from workstation.service.plan import address_of

    port = address_of(folder)
    if port is None:
        return "tidak berjalan di komputer ini"
    try:
        return {
            "port": port,
            **httpx.get(f"http://127.0.0.1:{port}/health", timeout=5, trust_env=False).json(),
        }
    except httpx.HTTPError as fault:
        return f"porta {port}: {type(fault).__name__}"


def _demo(folder: Path) -> Any:
    cluster = embedded.Cluster(folder / "postgresql")
    if not folder.is_dir() or not cluster.exists:
        return "belum pernah dibuka"
    return {"folder": str(folder), "running": cluster.is_running(), "service": _service(folder / "service")}


def _printers(found: machine.Settings) -> list[str]:
    from workstation.printing.here import spooler_of

    return [f"{p.name} ({p.state.value})" for p in spooler_of(found).printers()]


def _fonts() -> list[str]:
    from workstation.resources_at import resource

    return sorted(file.name for file in resource("fonts").rglob("*.?tf"))


def _pages() -> str:
    from workstation.imaging.pool import PageReader

    with PageReader(workers=1) as pages:
        return ", ".join(pages.isolation()) or "tanpa dinding"


def _short(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_short(part)}" for key, part in value.items() if part != "")
    if isinstance(value, list):
        return ", ".join(map(_short, value)) or "-"
    if value is None or isinstance(value, bool):
        return {True: "ya", False: "tidak", None: "-"}[value]
    return str(value)


def _words() -> str:
    from workstation.imaging.words import is_installed

    return "terpasang" if is_installed() else "tidak terpasang (bagian `ocr`)"
