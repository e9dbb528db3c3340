"""`python3 run trial restore`: the office is brought back to a moment before a disaster, from a backup and its archive.

The examiner is examined: a missing piece of the archive must stop the restoration, and a changed row of the journal
must be named.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from tests.make import PASSWORD, Office, build_office, exhausted
from tests.trials._servers import MAKE_COPIER, Restored, Server
from workstation.errors import DatabaseDown
from workstation.postgres_binaries import server_user
from workstation.usecases import guarding, signing_in

NAME = "office"
SWITCH = "SELECT pg_walfile_name(pg_switch_wal())"
DISASTER = "DROP TABLE loket.handover, loket.print_job CASCADE; DELETE FROM loket.worker"
TABLES = (
    "SELECT relname FROM pg_class WHERE relnamespace = 'loket'::regnamespace AND relkind = 'r' ORDER BY 1"
)


class Drill:
    """One office with an archive, its backup, and what it held at the moment that is wanted back."""

    def __init__(self, place: Path) -> None:
        self.place, self.archive, self.backup = place, place / "archive", place / "backup"
        user = server_user(place / "first")
        for folder in (self.archive, self.backup.parent):
            folder.mkdir(exist_ok=True)
            if user is not None:
                os.chown(folder, user.uid, user.gid)
        # exactly what docs/operations.md says: nothing is overwritten, and a copy counts only when it is whole
        self.server = Server(
            place / "first",
            "archive_mode = on\n"
            f"archive_command = 'test ! -f {self.archive}/%f && cp %p {self.archive}/%f.part"
            f" && mv {self.archive}/%f.part {self.archive}/%f'\n",
        )

    def live(self, cases: int) -> tuple[str, dict[str, str]]:
        """Work, take the backup, work on, and let the disaster come; returns the moment before it and all rows."""
        self.server.start()
        self.server.ask(f"CREATE DATABASE {NAME}")
        self.server.ask(MAKE_COPIER)
        owner = self.server.owner(NAME)
        build_office(owner)
        office = Office(self.server.url, NAME, owner)
        self._work(office, cases, 0)
        self.server.copy_to(self.backup)
        self.server.run("pg_verifybackup", str(self.backup))
        self._work(office, cases, cases)
        moment, rows = str(self.server.ask("SELECT clock_timestamp()")), fingerprint(owner)
        time.sleep(0.05)
        self._work(office, 1, 2 * cases)
        office.run(DISASTER)
        last = self.server.ask(SWITCH)
        self.server.wait_for(f"SELECT last_archived_wal >= '{last}' FROM pg_stat_archiver")
        office.close()
        owner.dispose()
        return moment, rows

    def _work(self, office: Office, cases: int, first: int) -> None:
        for number in range(first, first + cases):
            office.walk_in(name=f"Tamu {number}")
            office.submitted(nik=f"317199450285{number + 1000:04}")

    def restored(self, name: str, moment: str) -> Restored:
        """Bring the office back to the moment on a new server."""
        made = Restored(self.place / name, self.backup, self.archive, moment, self.server.owner_password)
        made.start()
        made.wait_for("SELECT NOT pg_is_in_recovery()")
        return made


def fingerprint(owner: Engine) -> dict[str, str]:
    """Return a sum over all rows of each table."""
    with owner.connect() as connection:
        return {
            table: str(
                connection.scalar(
                    text(
                        f"SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, ';' ORDER BY t::text)), '')"
                        f" FROM loket.{table} t"
                    )
                )
            )
            for table in connection.scalars(text(TABLES))
        }


def trial(cases: int) -> dict[str, Any]:
    """Run the drill and its two controls; returns the line to print."""
    with tempfile.TemporaryDirectory(prefix="loket-trial-") as place:
        Path(place).chmod(0o755)
        drill = Drill(Path(place))
        servers: list[Server] = [drill.server]
        try:
            moment, rows = drill.live(cases)
            drill.server.kill()
            begin = time.monotonic()
            back = drill.restored("restored", moment)
            servers.append(back)
            owner = back.owner(NAME)
            chains = exhausted(guarding.verify(owner.connect))
            seconds = time.monotonic() - begin
            found = fingerprint(owner)
            signing_in.sign_in(_without_login(back), "budi", PASSWORD).close()
            named = _spoil(owner)
            owner.dispose()
            gap = _is_refused(drill, moment)
        finally:
            for server in servers:
                server.stop()
    different = sorted(table for table in rows | found if rows.get(table) != found.get(table))
    broken = [chain.point for chain in chains if chain.broken is not None]
    return {
        "trial": "restore",
        "cases": 2 * cases,
        "tables": len(rows),
        "different_tables": different,
        "journal_rows": sum(chain.rows for chain in chains),
        "broken_chains": broken,
        "restored_in_s": round(seconds, 1),
        "controls": {"changed_row_is_named": named, "missing_archive_is_refused": gap},
        "passed": not different and not broken and named and gap,
    }


def _without_login(server: Server) -> str:
    return server.url("x", "y", NAME).replace("x:y@", "", 1)


def _spoil(owner: Engine) -> bool:
    """Change one row past the law: the check must name it."""
    with owner.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql("UPDATE loket.journal SET login = 'orang-lain' WHERE seq = 3")
    return 3 in [chain.broken.seq for chain in exhausted(guarding.verify(owner.connect)) if chain.broken]


def _is_refused(drill: Drill, moment: str) -> bool:
    """Take away the last piece that is needed: the server must not pretend to be whole."""
    pieces = sorted(file for file in drill.archive.iterdir() if len(file.name) == 24)
    for piece in pieces[-2:]:
        piece.unlink()
    try:
        made = drill.restored("with-a-gap", moment)
    except (DatabaseDown, OperationalError):  # it starts to play forward, misses the piece and gives up
        said = (drill.place / "with-a-gap" / "server" / "server.log").read_text("utf-8", "replace")
        return "recovery ended before configured recovery target was reached" in said
    made.stop()
    return False


def main() -> int:
    """Run the drill on servers of its own."""
    parser = argparse.ArgumentParser(prog="run trial restore")
    parser.add_argument("--cases", type=int, default=50)
    line = trial(parser.parse_args().cases)
    sys.stdout.write(json.dumps(line) + "\n")
    return 0 if line["passed"] else 1


if __name__ == "__main__":
    sys.exit(main())
