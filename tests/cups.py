"""A private print server on loopback: real CUPS, own configuration, and a printer whose paper is a folder.

A test module writes `cups_printer = cups.cups_printer` to have the fixture; it skips with a reason where
CUPS is not installed.
"""

import os
import shutil
import socket
import subprocess
import textwrap
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from workstation.errors import PrinterOut
from workstation.printing.spooler import CupsSpooler, JobId

QUEUE = "Latihan"
FAR_QUEUE = "Jauh"  # nobody listens there
SYSTEM = Path("/usr/lib/cups")

BACKEND = """\
#!/bin/sh
# job-id user title copies options [file]
[ $# = 0 ] && { echo 'direct tray "Latihan" "Baki latihan"'; exit 0; }
out="${DEVICE_URI#tray:}"
cat "${6:--}" > "$out/$1.part"
printf '%s' "$5" > "$out/$1.options"
mv "$out/$1.part" "$out/$1.pdf"
"""

CUPSD = """\
Listen 127.0.0.1:{port}
Listen {home}/cups.sock
Browsing No
DefaultAuthType None
WebInterface No
LogLevel debug
JobRetryInterval 1
<Location />
  Order deny,allow
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""

FILES = """\
ServerRoot {home}/root
ServerBin {home}/bin
CacheDir {home}/cache
StateDir {home}/state
RequestRoot {home}/spool
TempDir {home}/tmp
AccessLog {home}/access.log
ErrorLog {home}/error.log
PageLog {home}/page.log
Printcap
Sandboxing relaxed
"""

PRINTERS = """\
<DefaultPrinter Latihan>
Info Printer latihan
DeviceURI tray:{home}/out
State Idle
Accepting Yes
ErrorPolicy abort-job
</DefaultPrinter>
<Printer Jauh>
Info Printer yang tidak terjangkau
DeviceURI ipp://127.0.0.1:1/ipp/print
State Idle
Accepting Yes
ErrorPolicy retry-job
</Printer>
"""


@dataclass(frozen=True)
class CupsPrinter:
    """A running print server: `server` and `socket` are two ways to it, `queue` is its printer."""

    server: str
    socket: str
    queue: str
    far_queue: str
    out: Path

    def arrived(self, job: JobId) -> bytes:
        """Return the bytes that reached the printer."""
        return (self.out / f"{job.number}.pdf").read_bytes()

    def options(self, job: JobId) -> str:
        """Return the options that reached the printer's driver."""
        return (self.out / f"{job.number}.options").read_text()


@pytest.fixture(scope="session")
def cups_printer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CupsPrinter]:
    """Start a print server for the tests of a run."""
    cupsd = shutil.which("cupsd", path=os.environ.get("PATH", "") + ":/usr/sbin")
    if cupsd is None or not (SYSTEM / "backend" / "ipp").exists():
        pytest.skip("CUPS (cups-daemon, cups-ipp-utils) is not installed")
    home = tmp_path_factory.mktemp("cups")
    port = _free_port()
    _furnish(home, port)
    command = [cupsd, "-f", "-c", str(home / "cupsd.conf"), "-s", str(home / "cups-files.conf")]
    with (home / "said.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_until_it_answers(process, f"127.0.0.1:{port}", home)
            yield CupsPrinter(f"127.0.0.1:{port}", str(home / "cups.sock"), QUEUE, FAR_QUEUE, home / "out")
        finally:
            process.terminate()
            process.wait(10)


def _furnish(home: Path, port: int) -> None:
    """Write the configuration, and a program directory that holds CUPS's own parts and our printer."""
    for folder in ("root", "bin/backend", "cache", "state", "spool", "tmp", "out"):
        (home / folder).mkdir(parents=True)
    for name, text in (
        ("cupsd.conf", CUPSD),
        ("cups-files.conf", FILES),
        ("root/printers.conf", PRINTERS),
    ):
        (home / name).write_text(textwrap.dedent(text).format(home=home, port=port))
    for folder in ("daemon", "notifier"):
        if (SYSTEM / folder).exists():
            (home / "bin" / folder).symlink_to(SYSTEM / folder)
    shutil.copy(SYSTEM / "backend" / "ipp", home / "bin/backend/ipp")
    tray = home / "bin/backend/tray"
    tray.write_text(BACKEND)
    # a backend that only its owner may run is run as its owner: the private folder stays private
    tray.chmod(0o700)


def _wait_until_it_answers(process: "subprocess.Popen[bytes]", server: str, home: Path) -> None:
    """Wait at most 15 seconds for the server; skip where it may not start."""
    until = time.monotonic() + 15
    while time.monotonic() < until and process.poll() is None:
        try:
            if CupsSpooler(server, limit=2).printers():
                return
        except PrinterOut:
            time.sleep(0.1)
    said = (home / "said.log").read_text().strip()
    if process.poll() is not None:
        pytest.skip(f"cupsd does not start here: {said}")
    pytest.fail(f"cupsd does not answer: {said}")


def _free_port() -> int:
    """Return a free port on loopback."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        port: int = line.getsockname()[1]
        return port
