"""Servers of the trials beside the one of the practice day: with a standby, with an archive, restored from a backup.

What is done to them is what docs/operations.md tells the administrator to do; `tests/test_operations_guide.py` holds
the two together.
"""

import os
import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, text

from workstation.database import server
from workstation.embedded import Cluster
from workstation.errors import DatabaseDown
from workstation.postgres_binaries import server_user

COPIER = "penyalin"  # the login of standbys and backups
COPIER_PASSWORD = "latihan-penyalin"
REPLICATION = f"host replication {COPIER} 127.0.0.1/32 scram-sha-256\n"
MAKE_COPIER = f"CREATE ROLE {COPIER} LOGIN REPLICATION PASSWORD '{COPIER_PASSWORD}'"
PATIENCE = 60.0


class Server(Cluster):
    """A cluster that lets itself be copied; `lines` are further lines of its configuration."""

    def __init__(self, folder: Path, lines: str = "") -> None:
        super().__init__(folder)
        self.lines = lines

    def _write_rules(self) -> None:
        super()._write_rules()
        for name, more in (("settings.conf", self.lines), ("entry.conf", REPLICATION)):
            file = self.folder / name
            self._write(file, file.read_text("utf-8") + more, mode=0o644)

    def owner(self, database: str = "postgres") -> Engine:
        """Connect as the administrator."""
        return create_engine(server(self.url("postgres", self.owner_password, database)), pool_pre_ping=True)

    def ask(self, question: str) -> Any:
        """Ask as the administrator, outside a transaction."""
        engine = self.owner()
        try:
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                found = connection.execute(text(question))
                return found.scalar() if found.returns_rows else None
        finally:
            engine.dispose()

    def wait_for(self, question: str) -> None:
        """Wait until a question is answered with true."""
        until = time.monotonic() + PATIENCE
        while not self.ask(question):
            if time.monotonic() > until:
                raise DatabaseDown(question)
            time.sleep(0.05)

    def kill(self) -> None:
        """Let it die at once, all its processes, as with the power of its machine."""
        postmaster = int((self.data / "postmaster.pid").read_text("ascii").split("\n")[0])
        children = [int(stat.name) for stat in Path("/proc").iterdir() if _is_child(stat, postmaster)]
        for pid in (postmaster, *children):
            with suppress(ProcessLookupError):  # a child may notice its parent's end first
                os.kill(pid, signal.SIGKILL)

    def copy_to(self, target: Path, *options: str) -> None:
        """Take a base backup into `target`, as the server's own user."""
        passwords = self._write(
            target.parent / "passfile", f"127.0.0.1:{self.port}:*:{COPIER}:{COPIER_PASSWORD}\n", theirs=True
        )
        where = f"host=127.0.0.1 port={self.port} user={COPIER} passfile={passwords}"
        self.run("pg_basebackup", "-d", where, "-D", str(target), "-X", "stream", "-c", "fast", *options)

    def run(self, name: str, *arguments: str) -> str:
        """Run one of PostgreSQL's programs as the server's user; DatabaseDown with its words when it fails."""
        ended, said = self._tool(name, *arguments)
        if ended:
            raise DatabaseDown(f"{name}: {said}")
        return said


class Standby(Server):
    """A streaming standby of another server: made by pg_basebackup, known to it as `name`."""

    def __init__(self, folder: Path, primary: Server, name: str) -> None:
        super().__init__(folder, f"cluster_name = '{name}'\n")
        self.primary, self.name = primary, name

    def _create(self) -> None:
        if self.exists:
            return
        self._write(self.folder / "superuser", self.primary.owner_password)
        self.primary.copy_to(self.data, "-R", "-C", "-S", self.name)

    def part_from_primary(self) -> None:
        """Break the line to the primary: nothing more is received."""
        self.ask("ALTER SYSTEM SET primary_conninfo = ''")
        self.ask("SELECT pg_reload_conf()")
        self.wait_for("SELECT count(*) = 0 FROM pg_stat_wal_receiver")


class Restored(Server):
    """A server made from a backup, played forward from the archive to a moment."""

    def __init__(self, folder: Path, backup: Path, archive: Path, moment: str, password: str) -> None:
        super().__init__(
            folder,
            f"restore_command = 'cp {archive}/%f %p'\n"
            f"recovery_target_time = '{moment}'\n"
            "recovery_target_action = 'promote'\n",
        )
        self._backup, self._password = backup, password

    def _create(self) -> None:
        if self.exists:
            return
        self._write(self.folder / "superuser", self._password)
        user = server_user(self.data)  # asked before the copy lies there: it is root's at first
        shutil.copytree(self._backup, self.data)
        (self.data / "recovery.signal").touch()
        if user is not None:
            for path in (self.data, *self.data.rglob("*")):
                os.chown(path, user.uid, user.gid)


def _is_child(stat: Path, parent: int) -> bool:
    try:
        words = (stat / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return False
    return stat.name.isdigit() and int(words[1]) == parent
