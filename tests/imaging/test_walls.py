"""What a captured worker could do: next to nothing."""

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.imaging.drawing import corners, saved
from workstation.imaging import process
from workstation.imaging.pool import PageReader, key_of
from workstation.imaging.process import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="walls of Linux")

TRIES = {
    "network": "import socket; socket.socket(socket.AF_INET, socket.SOCK_STREAM)",
    "local socket": "import socket; socket.socket(socket.AF_UNIX)",
    "child": "import os; os.fork()",
    "accounts of the machine": "open('/etc/passwd')",
    "home": "import os, pathlib; os.listdir(pathlib.Path.home())",
    "place of the settings": "open(PATH)",
    "memory of others": "open('/proc/1/environ')",
    "program": "import os; os.execv('/bin/true', ['true'])",
    "write": "f = open(PATH, 'wb', buffering=0); f.write(b'x')",
    "remove": "import os; os.unlink(PATH)",
    "signal": "import os; os.kill(os.getppid(), 0)",
    "memory": "bytearray(1100 * 1024 * 1024)",
}


@pytest.mark.parametrize("attempt", TRIES)
def test_a_worker_cannot(attempt: str, tmp_path: Path) -> None:
    victim = tmp_path / "berkas"
    victim.write_bytes(b"")
    code = (
        f"import sys, signal; sys.path.insert(0, {str(ROOT)!r})\n"
        f"signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"from workstation.imaging import jail\nPATH = {str(victim)!r}\nwalls = jail.close_in()\n"
        f"assert 'limits' in walls and 'call filter' in walls, walls\n"
        f"try:\n    {TRIES[attempt]}\nexcept (OSError, RuntimeError, MemoryError) as trouble:\n"
        f"    print(type(trouble).__name__)\n"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, timeout=20)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() in ("PermissionError", "OSError", "RuntimeError", "MemoryError")
    assert victim.read_bytes() == b""


BUBBLE = shutil.which("bwrap") is not None and bool(process._bubble())


@pytest.mark.skipif(not BUBBLE, reason="bubblewrap is not here, or may not run")
@pytest.mark.parametrize(
    ("attempt", "done"),
    [
        ("open('/etc/passwd')", "FileNotFoundError"),
        ("import os, pathlib; os.listdir(HOME)", "FileNotFoundError"),
        ("open(PATH)", "FileNotFoundError"),
        ("import socket; socket.create_connection(('127.0.0.1', PORT), 2)", "OSError"),
        ("open('/usr/x', 'w')", "OSError"),
    ],
)
def test_bubblewrap_alone_shows_a_worker_neither_files_nor_network(
    attempt: str, done: str, tmp_path: Path
) -> None:
    secret = tmp_path / "rahasia"
    secret.write_text("NIK")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        code = (
            f"PATH, PORT, HOME = {str(secret)!r}, {port}, {str(Path.home() / 'Documents')!r}\n"
            f"try:\n    {attempt}\nexcept {done} as trouble:\n    print('no')\n"
        )
        command = [*process._bubble(), sys.executable, "-I", "-c", code]
        tried = subprocess.run(command, capture_output=True, text=True, timeout=20)
    assert (tried.stdout.strip(), tried.stderr) == ("no", "")


def test_without_bubblewrap_the_other_walls_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_bubble", tuple)
    with PageReader(workers=1) as reader:
        walls = reader.isolation()
        data = saved(corners(), "PNG")
        assert reader.page(key_of(data), data, 0, width=90).width == 90
    assert {"limits", "call filter"} <= set(walls)
    assert "bubblewrap" not in walls


def test_the_reader_says_which_walls_stand(reader: PageReader) -> None:
    assert {"limits", "call filter"} <= set(reader.isolation())
