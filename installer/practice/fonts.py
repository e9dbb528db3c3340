"""Typefaces for the papers: free ones of the machine, handwriting from npm under the SIL OFL."""

import subprocess
import tarfile
import tempfile
from functools import cache
from pathlib import Path

from PIL import ImageFont

_URW = Path("/usr/share/fonts/opentype/urw-base35")
_FILES = {
    "serif": _URW / "NimbusRoman-Regular.otf",
    "serifb": _URW / "NimbusRoman-Bold.otf",
    "serifi": _URW / "NimbusRoman-Italic.otf",
    "sans": _URW / "NimbusSans-Regular.otf",
    "sansb": _URW / "NimbusSans-Bold.otf",
    "narrow": _URW / "NimbusSansNarrow-Bold.otf",
    "mono": _URW / "NimbusMonoPS-Regular.otf",
    "monob": _URW / "NimbusMonoPS-Bold.otf",
}
PDF_NAMES = {
    "serif": "Times-Roman",
    "serifb": "Times-Bold",
    "serifi": "Times-Italic",
    "sans": "Helvetica",
    "sansb": "Helvetica-Bold",
    "narrow": "Helvetica-Bold",
    "mono": "Courier",
    "monob": "Courier-Bold",
    "hand": "Times-Italic",
    "hand2": "Times-Italic",
}
_HANDS = {"hand": "kalam", "hand2": "patrick-hand"}


@cache
def _hand_file(package: str) -> Path:
    """Fetch an OFL handwriting font for this run only; slanted serif where there is no registry."""
    folder = Path(tempfile.mkdtemp(prefix="practice-font-"))
    try:
        done = subprocess.run(
            ["npm", "pack", f"@fontsource/{package}"], cwd=folder, capture_output=True, text=True, check=True
        )
        archive = folder / done.stdout.strip().splitlines()[-1]
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
    except (OSError, subprocess.CalledProcessError):
        return _URW / "Z003-MediumItalic.otf"
    return folder / "package" / "files" / f"{package}-latin-400-normal.woff"


@cache
def face(name: str, size: float) -> ImageFont.FreeTypeFont:
    """Return the face at `size` pixels."""
    path = _hand_file(_HANDS[name]) if name in _HANDS else _FILES[name]
    return ImageFont.truetype(path, max(4, round(size)))


def width_mm(words: str, name: str, size: float) -> float:
    """Return how wide a line of `size` points runs, in millimetres."""
    return face(name, 100).getlength(words) / 100 * size * 25.4 / 72


def wrapped(words: str, name: str, size: float, width: float) -> list[str]:
    """Break words into lines of at most `width` millimetres."""
    lines: list[str] = []
    for word in words.split():
        if lines and width_mm(f"{lines[-1]} {word}", name, size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
