"""`loket`: open the window on the database of this machine's settings."""

import argparse
from dataclasses import replace

from workstation import settings as machine
from workstation.commands.saying import REFUSED, complain, speaking_plainly


def run(given: argparse.Namespace) -> int:
    """Read the settings and open the window; explains what to do when no database is set."""
    return speaking_plainly(lambda: _open(given))


def _open(given: argparse.Namespace) -> int:
    file = given.settings or machine.default_file()
    found = machine.load(file, must_exist=given.settings is not None)
    if given.database:
        machine.check_address(given.database, "--database", 0)
        found = replace(found, database=given.database)
    if not found.database:
        complain(
            f'Alamat basis data belum diisi. Tulis database = "postgresql://server:5432/loket" di {file},'
        )
        complain("atau jalankan `loket --database URL`, atau cobalah dahulu dengan `loket demo`.")
        return REFUSED
    from workstation import app

    return app.main(found)
