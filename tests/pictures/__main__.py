"""`python -m tests.pictures [--folder DIR] [--all] [NAME ...]`: every module here with `shots` takes its pictures."""

import argparse
import importlib
import os
import pkgutil
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

import tests.pictures
from tests.conftest import owner_engine, run_alone
from tests.make import Office, build_office
from tests.pictures.stage import Stage
from workstation.embedded import Cluster
from workstation.ui.theme import Look, theme

HERE = Path(__file__).parent
NOT_SCREENS = {"__main__", "stage"}


def main() -> int:
    """Take the pictures asked for, or all."""
    parser = argparse.ArgumentParser(prog="run pictures")
    parser.add_argument("--folder", type=Path, default=HERE.parents[1] / "docs" / "pictures")
    parser.add_argument(
        "--all", action="store_true", help="also what is not kept: all in dark, and with large letters"
    )
    parser.add_argument("names", nargs="*")
    wanted = parser.parse_args()
    found = [m.name for m in pkgutil.iter_modules(tests.pictures.__path__) if m.name not in NOT_SCREENS]
    unknown = set(wanted.names) - set(found)
    if unknown:
        sys.stderr.write(f"no such pictures: {', '.join(sorted(unknown))}; there are: {', '.join(found)}\n")
        return 2
    app = QApplication.instance() or QApplication([])
    app.setApplicationName("loket-pictures")
    theme().apply(Look.LIGHT, 100)
    with tempfile.TemporaryDirectory(prefix="loket-pictures-") as folder:
        Path(folder).chmod(0o755)
        cluster = Cluster(Path(folder) / "server", fsync=False)
        cluster.start()
        try:
            for name in wanted.names or found:
                _take(cluster, name, wanted.folder, thorough=wanted.all)
        finally:
            cluster.stop()
    return 0


def _take(cluster: Cluster, name: str, folder: Path, *, thorough: bool) -> None:
    run_alone(cluster, f"CREATE DATABASE pictures_{name}")
    engine = owner_engine(cluster, f"pictures_{name}")
    build_office(engine)
    office = Office(cluster.url, f"pictures_{name}", engine)
    stage = Stage(office, folder)
    stage.is_thorough = thorough
    try:
        importlib.import_module(f"tests.pictures.{name}").shots(stage)
    finally:
        stage.close()
        office.close()
        engine.dispose()
    sys.stdout.write(f"{name}: done\n")


if __name__ == "__main__":
    sys.exit(main())
