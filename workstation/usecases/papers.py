"""From the approved record to the paper: the record is frozen by the service, the paper is drawn from it alone."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from workstation import phrasing
from workstation.catalogue.checking import visible_fields
from workstation.catalogue.rules import FieldSpec, PermitTypeRules
from workstation.identity import mask_nik
from workstation.printing.permit import permit_pdf
from workstation.printing.refusal import refusal_pdf
from workstation.printing.sheets import (
    Letterhead,
    PaperSize,
    PermitSheet,
    PersonLine,
    RefusalReason,
    RefusalSheet,
    Signatory,
    Stationery,
    WorkerLine,
)
from workstation.printing.withdrawal import withdrawal_pdf
from workstation.settings import OfficeSettings
from workstation.usecases.withdrawn import withdrawal_sheet
from workstation.usecases.wordbook import letterhead_in
from workstation.vocabulary import DocumentKind, PersonVerdict
from workstation.wording import word

# which fields of the form stand on the paper, in this order and together on one line; the others are the
# office's own business, and the purpose has a line of its own
ON_PAPER: tuple[tuple[str, ...], ...] = (
    ("company_name",),
    ("business_number",),
    ("sector",),
    ("company_address",),
    ("contact_name",),
    ("contact_position",),
    ("name",),
    ("nik",),
    ("identity_number",),
    ("birth_place", "birth_date"),
    ("address", "village", "district", "city"),
    ("destination",),
    ("guarantor_name",),
    ("guarantor_address",),
)
TOGETHER = {"birth_place": "Tempat, tanggal lahir", "address": "Alamat"}
_PURPOSES = ("purpose", "reason", "need", "kind")


def letterhead_of(office: OfficeSettings) -> dict[str, str]:
    """Return the letterhead of a paper about no point: as the office's settings say it."""
    return letterhead_in({}, office, ("", ""))


def holder_rows(
    rules: PermitTypeRules, values: Mapping[str, str], wanted: Sequence[tuple[str, ...]] = ON_PAPER
) -> list[list[str]]:
    """Return label and printed value of each field that stands on the paper; identity numbers are masked."""
    rows = []
    shown = {field.code: field for field in visible_fields(rules, values)}
    for codes in wanted:
        texts = [
            _printed(shown[code], values[code].strip())
            for code in codes
            if code in shown and values.get(code)
        ]
        if any(texts):
            label = TOGETHER.get(codes[0]) or shown[codes[0]].label
            rows.append([label, ", ".join(text for text in texts if text)])
    return rows


def _printed(field: FieldSpec, text: str) -> str:
    if field.kind == "nik":
        return mask_nik(text)
    if field.kind == "date":
        return phrasing.long_date(date.fromisoformat(text))
    if field.kind == "choice":
        return field.label_of(text)
    return text


def purpose_of(rules: PermitTypeRules, values: Mapping[str, str]) -> str:
    """Return what the permit is for, in the applicant's own words where the form asks for them."""
    shown = {field.code: field for field in visible_fields(rules, values)}
    for code in _PURPOSES:
        if code in shown and values.get(code, "").strip():
            return _printed(shown[code], values[code].strip())
    return rules.title


def draw(kind: str, record: Mapping[str, Any], seal: str, photo: bytes | None) -> bytes:
    """Draw the complete unsigned PDF; nothing touches its bytes afterwards but the signature."""
    if kind == DocumentKind.PERMIT:
        return permit_pdf(_permit_sheet(record, seal, photo))
    if kind == DocumentKind.WITHDRAWAL_LETTER:
        return withdrawal_pdf(withdrawal_sheet(record, seal))
    return refusal_pdf(_refusal_sheet(record, seal))


def _permit_sheet(record: Mapping[str, Any], seal: str, photo: bytes | None) -> PermitSheet:
    return PermitSheet(
        title=record["title"],
        number=record["number"],
        letterhead=Letterhead(**record["letterhead"]),
        legal_bases=tuple(record["legal_bases"]),
        application_number=record["application_number"],
        application_date=date.fromisoformat(record["application_date"]),
        holder=tuple((label, value) for label, value in record["holder"]),
        purpose=record["purpose"],
        valid_from=date.fromisoformat(record["valid_from"]),
        valid_until=date.fromisoformat(record["valid_until"]),
        region=record["region"],
        provisions=tuple(record["provisions"]),
        signatory=Signatory(**record["signatory"]),
        issued_on=date.fromisoformat(record["issued_on"]),
        seal=seal,
        check_hint=record["check_hint"],
        footer=record["footer"],
        photo=photo,
        workers=_worker_lines(record["workers"]),
        words=record["words"],
        practice=record["practice"],
        preview=record.get("preview", False),
        copy=record.get("copy", False),
        stationery=Stationery(paper=PaperSize(record["paper"])),
    )


def _worker_lines(workers: Sequence[Mapping[str, Any]]) -> tuple[WorkerLine, ...]:
    return tuple(
        WorkerLine(w["seq"], w["name"], mask_nik(w["nik"]), "", w.get("destination", "")) for w in workers
    )


def _person_line(worker: Mapping[str, Any]) -> PersonLine:
    reason = RefusalReason(worker["text"], worker["legal_basis"], worker["remedy"])
    verdict = word(PersonVerdict(worker["verdict"]))
    return PersonLine(worker["seq"], worker["name"], mask_nik(worker["nik"]), verdict, reason)


def _refusal_sheet(record: Mapping[str, Any], seal: str) -> RefusalSheet:
    return RefusalSheet(
        number=record["number"],
        letterhead=Letterhead(**record["letterhead"]),
        recipient=record["holder_name"],
        recipient_address=record["recipient_address"],
        permit_type=record["type_title"],
        application_number=record["application_number"],
        application_date=date.fromisoformat(record["application_date"]),
        reasons=tuple(RefusalReason(**reason) for reason in record["reasons"]),
        signatory=Signatory(**record["signatory"]),
        issued_on=date.fromisoformat(record["issued_on"]),
        seal=seal,
        check_hint=record["check_hint"],
        footer=record["footer"],
        objection_days=record["objection_days"],
        objection_channel=record["objection_channel"] or None,
        persons=tuple(_person_line(worker) for worker in record["workers"]),
        granted=record.get("granted", 0),
        permit_number=record.get("permit_number", ""),
        words=record["words"],
        practice=record["practice"],
        preview=record.get("preview", False),
        copy=record.get("copy", False),
        stationery=Stationery(paper=PaperSize(record["paper"])),
    )
