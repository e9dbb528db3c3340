"""A real browser without a window: what the page shows after its script has run."""

import re
import subprocess
from html import unescape
from pathlib import Path
from shutil import which

PROGRAM = which("chromium") or which("chromium-browser") or which("google-chrome")
WHY_NOT = "" if PROGRAM else "chromium is not installed (apt-get install chromium)"


def browse(address: str, host: str, port: int, profile: Path, *more: str) -> str:
    """Open an address on `host`, which leads to this machine's `port`; the document as it stands in the end.

    The host counts as secure as it would with the gateway's certificate: browsers verify signatures only there.
    """
    done = subprocess.run(
        [
            PROGRAM or "chromium",
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--no-proxy-server",
            f"--user-data-dir={profile}",
            f"--host-resolver-rules=MAP {host} 127.0.0.1:{port}",
            f"--unsafely-treat-insecure-origin-as-secure=http://{host}",
            "--virtual-time-budget=20000",
            *(more or ("--dump-dom",)),
            address,
        ],
        capture_output=True,
        text=True,
        timeout=90,
        check=True,
    )
    return done.stdout


def answer_in(document: str) -> tuple[str, str]:
    """The kind of the answer and all its words, one line an element."""
    found = re.search(r'<section id="answer" data-answer="(\w*)".*?>(.*?)</section>', document, re.DOTALL)
    assert found, document
    return found[1], unescape(re.sub(r"<[^>]*>\s*", "\n", found[2]))
