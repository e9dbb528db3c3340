"""`loket verify`: say what papers are, without a database and without a line."""

import argparse
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workstation import settings as machine
from workstation.commands.saying import say
from workstation.errors import Problem, TrustMissing, UnreadablePlace
from workstation.phrasing import long_date
from workstation.vocabulary import CheckNote, CheckReason, SealAnswer, SignatureLevel, SignatureVerdict
from workstation.wording import advice, sentence, word

if TYPE_CHECKING:
    from workstation.imaging.pool import PageReader
    from workstation.signing.trust import Trust
    from workstation.usecases.answering import CheckAnswer

SUFFIXES = {".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".heic", ".heif"}
LARGEST = 64_000_000  # bytes
NOT_VALID, NOT_KNOWN = 1, 3
ENDS = (
    "Kode keluar: 0 semua sah; 1 ada yang tidak sah; 3 selain yang sah ada yang tidak dapat diperiksa, atau status "
    "pencabutannya tidak diketahui; 2 perintah salah. Tanpa berkas kepercayaan yang baik tidak ada yang diperiksa (1)."
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Name the files and the bundle."""
    parser.epilog = ENDS
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="BERKAS", help="foto, pindaian, PDF, atau folder"
    )
    parser.add_argument(
        "--trust", type=Path, metavar="BERKAS", help="berkas kepercayaan (trust.json) dari kantor"
    )
    parser.add_argument("--json", action="store_true", help="jawaban sebagai JSON, satu baris tiap berkas")


def run(given: argparse.Namespace) -> int:
    """Answer for each file; the exit code is as `ENDS` says."""
    from workstation.imaging.pool import PageReader
    from workstation.signing import trust

    bundle = trust.load(_bundle(given))
    now, all_told = datetime.now(UTC), []
    with PageReader(workers=1) as pages:
        for file in _files(given.files):
            told = _told(file, bundle, now, pages)
            all_told.append(told)
            say(json.dumps(told, ensure_ascii=False) if given.json else "\n".join(_lines(told)))
    if not all_told:
        raise UnreadablePlace(", ".join(map(str, given.files)), "nothing")
    if len(all_told) > 1 and not given.json:
        say(_sum(all_told))
    return _code(all_told)


def _sum(all_told: list[dict[str, Any]]) -> str:
    """Say how many of several papers are valid."""
    valid = sum(told["valid"] for told in all_told)
    unknown = sum(told["answer"] is None for told in all_told)
    others = len(all_told) - valid - unknown
    return f"{len(all_told)} berkas: {valid} sah, {others} tidak sah, {unknown} tidak dapat diperiksa"


def _code(all_told: list[dict[str, Any]]) -> int:
    if any(told["answer"] is not None and not told["valid"] for told in all_told):
        return NOT_VALID
    return NOT_KNOWN if any(not told["valid"] or told["withdrawal_unknown"] for told in all_told) else 0


def _bundle(given: argparse.Namespace) -> Path:
    file = given.settings or machine.default_file()
    named = given.trust or machine.load(file).trust
    if not named:
        raise TrustMissing(str(file))
    if not Path(named).exists():
        raise UnreadablePlace(str(named), "missing")
    return Path(named)


def _files(named: list[Path]) -> Iterator[Path]:
    for path in named:
        if path.is_dir():
            yield from sorted(f for f in path.rglob("*") if f.suffix.lower() in SUFFIXES and f.is_file())
        else:
            yield path


def _told(file: Path, trust: "Trust", now: datetime, pages: "PageReader") -> dict[str, Any]:
    """Return the answer for one file as plain facts; a file that cannot be judged says why."""
    from workstation.usecases.answering import check

    try:
        answer = check(
            _read(file),
            file.name,
            trust,
            now,
            read_codes=pages.codes,
            read_text=lambda data, name: "\n".join(pages.texts(data, name, drawn=True)),
        )
    except Problem as problem:
        told = {
            "answer": None,
            "problem": type(problem).__name__,
            "sentence": sentence(problem),
            "advice": advice(problem),
        }
    else:
        told = _facts(answer)
    return {"file": str(file), "valid": told["answer"] == SealAnswer.VALID, **told}


def _read(file: Path) -> bytes:
    try:
        if file.exists() and not file.is_file():
            raise UnreadablePlace(file.name, "device")
        if file.stat().st_size > LARGEST:
            raise UnreadablePlace(file.name, "large")
        return file.read_bytes()
    except FileNotFoundError as fault:
        raise UnreadablePlace(file.name, "missing") from fault
    except PermissionError as fault:
        raise UnreadablePlace(file.name, "forbidden") from fault
    except OSError as fault:
        raise UnreadablePlace(file.name, "other", fault.strerror or str(fault)) from fault


def _facts(answer: "CheckAnswer") -> dict[str, Any]:
    said = answer.statement
    return {
        "answer": answer.answer.value,
        "sentence": word(answer.answer),
        "reason": "" if answer.reason is CheckReason.NONE else word(answer.reason),
        "checked_by": word(answer.checked_by),
        "signature": answer.signature.value,
        "signer": answer.signer_name,
        "signed_at": answer.signed_at.isoformat() if answer.signed_at else None,
        "level": answer.standing.level.value if answer.standing else None,
        "stamped_at": _stamped_at(answer),
        "stamped_by": answer.standing.stamped_by if answer.standing else "",
        "list_age_hours": round(answer.list_age.total_seconds() / 3600, 1)
        if answer.list_age is not None
        else None,
        "withdrawal_unknown": answer.withdrawal_unknown,
        "notes": [word(note) for note in answer.notes],
        "number": said.number if said else "",
        "type": said.type_code if said else "",
        "name": said.name if said else "",
        "nik_last4": said.nik_last4 if said else "",
        "valid_from": said.valid_from.isoformat() if said else None,
        "valid_until": said.valid_until.isoformat() if said and said.valid_until else None,
        "issued": said.issued.isoformat() if said else None,
        "workers": said.workers if said else 0,
    }


def _stamped_at(answer: "CheckAnswer") -> str | None:
    at = answer.standing.stamped_at if answer.standing else None
    return at.isoformat() if at else None


def _lines(told: dict[str, Any]) -> Iterator[str]:
    """Say the facts as a checker reads them."""
    yield f"{told['file']}"
    if told["answer"] is None:
        yield f"  TIDAK DAPAT DIPERIKSA  {told['sentence']}"
        yield f"  {told['advice']}"
        return
    doubt = word(CheckNote.WITHDRAWAL_UNKNOWN) if told["valid"] and told["withdrawal_unknown"] else ""
    said = told["reason"] or doubt
    yield f"  {told['sentence'].upper()}" + (f"  ({said})" if said else "")
    for label, key in (("Nomor", "number"), ("Nama", "name"), ("Empat angka akhir NIK", "nik_last4")):
        if told[key]:
            yield f"  {label:24}{told[key]}"
    if told["workers"]:
        yield f"  {'Jumlah pekerja':24}{told['workers']}"
    if told["valid_from"]:
        until = told["valid_until"]
        span = _day(told["valid_from"]) + (f" sampai {_day(until)}" if until else ", tanpa batas akhir")
        yield f"  {'Berlaku':24}{span}"
    yield f"  {'Diperiksa dengan':24}{told['checked_by']}"
    if told["signature"] != SignatureVerdict.UNSIGNED:
        yield f"  {'Penanda tangan':24}{told['signer'] or '-'} ({word(SignatureVerdict(told['signature']))})"
    if told["level"]:
        yield f"  {'Daya bukti':24}{word(SignatureLevel(told['level']))}"
    if told["list_age_hours"] is not None:
        yield f"  {'Umur daftar pencabutan':24}{told['list_age_hours']:.1f} jam".replace(".", ",")
    for note in told["notes"]:
        yield f"  Perhatian: {note}"


def _day(text: str) -> str:
    return long_date(datetime.fromisoformat(text).date())
