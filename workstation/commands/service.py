"""`loket service`: the back room, beside a central database or (with `--parent`) beside a practice window."""

import argparse
import os
import sys
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
    parser.add_argument(
        "--check-signing", action="store_true", help="periksa setelan tanda tangan BSrE, lalu berhenti"
    )
    parser.add_argument("--parent", type=int, default=0, help=argparse.SUPPRESS)


def run(given: argparse.Namespace) -> int:
    """Work until told to stop."""
    from workstation.service import logs, process
    from workstation.service.plan import Plan

    if given.parent and given.parent != os.getppid() and os.name == "posix":
        return 0  # the window that wanted us was gone before we came up
    folder = (given.folder or machine.data_folder() / "service").absolute()
    if given.check_signing:
        return check_signing(folder)
    file = given.settings or machine.default_file()
    database = given.server or given.database or machine.load(file).database
    if not database:
        raise BadSetting("database", str(file), 0, "alamat basis data belum diisi")
    machine.check_address(database, "--server", 0)
    logs.set_up()
    process.run(Plan(folder, database, given.port, given.parent))
    return 0


def check_signing(folder: Path) -> int:
    """Tell what stands in the way of signing through BSrE; 0 when nothing does. Raises BadSetting."""
    from workstation.service import broker_check, broker_plan

    if not broker_plan.is_wanted(folder):
        raise BadSetting(broker_plan.FILE, str(folder / broker_plan.FILE), 0, "berkas tidak ada")
    seen = list(broker_check.findings(broker_plan.read_plan(folder)))
    for is_good, words in seen:
        sys.stdout.write(f"{'baik ' if is_good else 'BELUM'}  {words}\n")
    return 0 if all(is_good for is_good, _ in seen) else 1
