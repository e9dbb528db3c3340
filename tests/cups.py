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
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from workstation.errors import PrinterOut
from workstation.printing.cups import PRINTER_FACTS, CupsSpooler
from workstation.printing.ipp import Group, Operation, Tag
from workstation.printing.spooler import JobId, PrinterFacts

QUEUE = "Latihan"
FAR_QUEUE = "Jauh"  # nobody listens there
SYSTEM = Path("/usr/lib/cups")

BACKEND = """\
#!/bin/sh
# job-id user title copies options [file]
[ $# = 0 ] && { echo 'direct tray "Latihan" "Baki latihan"'; exit 0; }
out="${DEVICE_URI#tray:}"
echo "STATE: -media-empty-error" >&2  # left there by a job that was cancelled while it waited for paper
if [ -e "$out/habis" ]; then
  echo "STATE: +media-empty-error" >&2
  while [ -e "$out/habis" ]; do sleep 0.1; done
  echo "STATE: -media-empty-error" >&2
fi
if [ -e "$out/keadaan" ]; then
  said="$(cat "$out/keadaan")"
  echo "STATE: +$said" >&2
  while [ -e "$out/keadaan" ]; do sleep 0.1; done
  echo "STATE: -$said" >&2
fi
[ -e "$out/gagal" ] && { echo 'ERROR: Filter failed' >&2; exit 1; }
[ -e "$out/tahan" ] && exit 3
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
<Printer Sementara>
Info Printer yang dicabut
DeviceURI tray:{home}/out
State Stopped
Accepting Yes
ErrorPolicy abort-job
</Printer>
<Printer Kantor>
Info Printer kantor
DeviceURI ipp://127.0.0.1:{office_port}/ipp/print
State Idle
Accepting Yes
ErrorPolicy abort-job
</Printer>
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
    office_port: int

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
    port, office_port = _free_port(), _free_port()
    _furnish(home, port, office_port)
    command = [cupsd, "-f", "-c", str(home / "cupsd.conf"), "-s", str(home / "cups-files.conf")]
    with (home / "said.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_until_it_answers(process, f"127.0.0.1:{port}", home)
            yield CupsPrinter(
                f"127.0.0.1:{port}", str(home / "cups.sock"), QUEUE, FAR_QUEUE, home / "out", office_port
            )
        finally:
            process.terminate()
            process.wait(10)


BUS = """\
<busconfig>
  <type>system</type>
  <listen>unix:path={home}/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/> <allow own="*"/> <allow send_destination="*"/> <allow receive_sender="*"/>
  </policy>
</busconfig>
"""

AVAHI = """\
[server]
host-name=latihan
use-ipv6=no
allow-interfaces=lo
enable-dbus=yes
[publish]
publish-hinfo=no
publish-workstation=no
"""

OFFICE_TRAY = """\
#!/bin/sh
cp "$1" {home}/out/$IPP_JOB_ID.part
env | grep ^IPP_ > {home}/out/$IPP_JOB_ID.options
mv {home}/out/$IPP_JOB_ID.part {home}/out/$IPP_JOB_ID.pdf
"""


@dataclass(frozen=True)
class OfficePrinter:
    """An IPP Everywhere printer: straight at `address`, and behind the queue `queue` of the print server."""

    address: str
    queue: str
    out: Path

    def arrived(self) -> list[Path]:
        """Return what came out, in order."""
        return sorted(self.out.glob("*.pdf"), key=lambda file: int(file.stem))

    def options(self, file: Path) -> dict[str, str]:
        """Return the attributes of the job as the printer understood them."""
        lines = file.with_suffix(".options").read_text().splitlines()
        return dict(line.removeprefix("IPP_").split("=", 1) for line in lines if "=" in line)


class StraightSpooler(CupsSpooler):
    """Our IPP spoken to a printer itself, at `host:port`, without a print server between."""

    def printers(self) -> list[PrinterFacts]:
        """Return the printer itself."""
        wanted = (Tag.KEYWORD, "requested-attributes", PRINTER_FACTS)
        answer = self._ask(Operation.GET_PRINTER_ATTRIBUTES, self._server.address, wanted)
        return [
            replace(self._facts(values, None), is_default=True)
            for values in answer.all(Group.PRINTER)
            if values.get("printer-name")
        ]

    def _path(self, printer: str) -> str:
        return "/ipp/print"


@pytest.fixture(scope="session")
def office_printer(
    cups_printer: CupsPrinter, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OfficePrinter]:
    """Start CUPS's own IPP Everywhere printer; it insists on being announced, so avahi runs beside it on `lo`."""
    home = tmp_path_factory.mktemp("office")
    path = os.environ.get("PATH", "") + ":/usr/sbin"
    names = ("dbus-daemon", "avahi-daemon", "ippeveprinter")
    missing = [name for name in names if shutil.which(name, path=path) is None]
    if missing or os.geteuid() != 0 or Path("/run/avahi-daemon/pid").exists():
        pytest.skip(f"needs root and no other avahi; missing: {', '.join(missing) or 'nothing'}")
    for name, text in (("bus.conf", BUS), ("avahi.conf", AVAHI), ("tray.sh", OFFICE_TRAY)):
        (home / name).write_text(text.format(home=home))
    (home / "tray.sh").chmod(0o755)
    (home / "out").mkdir()
    (home / "spool").mkdir()
    port = cups_printer.office_port
    options = ["-n", "localhost", "-f", "application/pdf", "-d", f"{home}/spool", "-c", f"{home}/tray.sh"]
    steps: list[tuple[list[str], Callable[[], bool]]] = [
        (["dbus-daemon", f"--config-file={home}/bus.conf", "--nofork", "--nopidfile"], (home / "bus").exists),
        (
            ["avahi-daemon", "-f", f"{home}/avahi.conf", "--no-drop-root", "--no-chroot", "--no-rlimits"],
            Path("/run/avahi-daemon/socket").exists,
        ),
        (["ippeveprinter", "-p", str(port), *options, "Kantor"], lambda: _listens(port)),
    ]
    env = os.environ | {"DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={home}/bus", "PATH": path}
    running: list[subprocess.Popen[bytes]] = []
    with (home / "said.log").open("wb") as log:
        try:
            for command, sign in steps:
                running.append(subprocess.Popen(command, env=env, stdout=log, stderr=log))
                _wait_for(sign, home)
            yield OfficePrinter(f"127.0.0.1:{port}", "Kantor", home / "out")
        finally:
            for process in reversed(running):
                process.terminate()
                process.wait(10)


def _wait_for(sign: Callable[[], bool], home: Path) -> None:
    """Wait at most 10 seconds for a sign of life; skip where it does not come."""
    until = time.monotonic() + 10
    while not sign():
        if time.monotonic() > until:
            pytest.skip("the office printer does not start here: " + (home / "said.log").read_text()[-300:])
        time.sleep(0.05)


def _listens(port: int) -> bool:
    """Say whether somebody listens on loopback."""
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


def _furnish(home: Path, port: int, office_port: int) -> None:
    """Write the configuration, and a program directory that holds CUPS's own parts and our printer."""
    for folder in ("root", "bin/backend", "cache", "state", "spool", "tmp", "out"):
        (home / folder).mkdir(parents=True)
    for name, text in (
        ("cupsd.conf", CUPSD),
        ("cups-files.conf", FILES),
        ("root/printers.conf", PRINTERS),
    ):
        (home / name).write_text(textwrap.dedent(text).format(home=home, port=port, office_port=office_port))
    for folder in ("daemon", "notifier"):
        if (SYSTEM / folder).exists():
            (home / "bin" / folder).symlink_to(SYSTEM / folder)
    shutil.copy(SYSTEM / "backend" / "ipp", home / "bin/backend/ipp")
    (home / "bin/backend/tray").write_text(BACKEND)
    for backend in (home / "bin/backend").iterdir():
        # a backend that only its owner may run is run as its owner: the private folder stays private
        backend.chmod(0o700)


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
