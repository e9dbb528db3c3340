"""`loket`: without a verb the window, with one a door without a window; nothing is imported before it is needed."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from workstation import __version__

# verb -> what it does; the module `workstation.commands.<verb>` has arguments(parser) and run(given) -> exit code
VERBS = {
    "demo": "buka hari latihan dengan basis data sendiri (tanpa persiapan apa pun)",
    "service": "jalankan layanan belakang: segel, terbit, daftar pencabutan, penerimaan daring",
    "verify": "periksa surat izin: foto, pindaian, atau PDF; tanpa basis data",
    "admin": "siapkan kantor: skema, petugas, katalog, titik layanan, setelan",
    "diag": "tampilkan keadaan komputer ini untuk laporan gangguan",
}
DESCRIPTION = "Loket: meja kerja petugas Mal Pelayanan Publik. Tanpa perintah, jendela dibuka."


def main(argv: Sequence[str] | None = None) -> int:
    """Read the command line and open the right door; returns the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    parser = _parser(words)
    given = parser.parse_args(words)
    if given.verb is None:
        return import_module("workstation.commands.window").run(given)  # type: ignore[no-any-return]
    from workstation.commands.saying import speaking_plainly

    return speaking_plainly(lambda: import_module(f"workstation.commands.{given.verb}").run(given))


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """Build the parser; only the verb that was typed brings its own arguments, so that help stays quick."""
    parser = argparse.ArgumentParser("loket", description=DESCRIPTION, add_help=False)
    parser.add_argument("-h", "--help", action="help", help="tampilkan bantuan ini")
    parser.add_argument("--version", action="version", version=__version__, help="tampilkan versi")
    parser.add_argument("--settings", type=Path, metavar="BERKAS", help="berkas setelan (workstation.toml)")
    parser.add_argument(
        "--database", metavar="URL", default="", help="alamat basis data: postgresql://server:5432/nama"
    )
    verbs = parser.add_subparsers(dest="verb", metavar="PERINTAH", title="perintah")
    for verb, text in VERBS.items():
        sub = verbs.add_parser(verb, help=text, description=text[0].upper() + text[1:] + ".", add_help=False)
        sub.add_argument("-h", "--help", action="help", help="tampilkan bantuan ini")
        if verb in words:
            import_module(f"workstation.commands.{verb}").arguments(sub)
    return parser


if __name__ == "__main__":
    sys.exit(main())
