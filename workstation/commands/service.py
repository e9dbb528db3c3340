"""`loket service`: the back room, beside a central database or (with `--parent`) beside a practice window."""

import argparse
import os
from pathlib import Path

from workstation import settings as machine
from workstation.errors import BadSetting


def arguments(parser: argparse.ArgumentParser) -> None:
    """Name the folder of keys, the database, the port."""
    parser.add_argument(
        "--folder", type=Path, metavar="FOLDER", help="folder kunci dan kata sandi (hanya terbaca pemiliknya)"
    )
    parser.add_argument("--server", metavar="URL", default="", help="alamat basis data, tanpa nama pengguna")
    parser.add_argument("--port", type=int, default=0, help="porta penerimaan di 127.0.0.1 (0: yang bebas)")
    parser.add_argument("--parent", type=int, default=0, help=argparse.SUPPRESS)


def run(given: argparse.Namespace) -> int:
    """Work until told to stop."""
    from workstation.service import logs, process
    from workstation.service.plan import Plan

    if given.parent and given.parent != os.getppid() and os.name == "posix":
        return 0  # the window that wanted us was gone before we came up
    file = given.settings or machine.default_file()
    database = given.server or given.database or machine.load(file).database
    if not database:
        raise BadSetting("database", str(file), 0, "alamat basis data belum diisi")
    machine.check_address(database, "--server", 0)
    folder = given.folder or machine.data_folder() / "service"
    logs.set_up()
    process.run(Plan(folder.absolute(), database, given.port, given.parent))
    return 0
