"""What a captured worker could do: next to nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from workstation.imaging.pool import PageReader
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


def test_the_reader_says_which_walls_stand(reader: PageReader) -> None:
    assert {"limits", "call filter"} <= set(reader.isolation())
