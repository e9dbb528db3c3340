"""What a decision to withdraw a paper says, from the proposal that it carries out."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workstation.errors import WithdrawalNotProposed
from workstation.models.document import Document
from workstation.models.ending import Withdrawal
from workstation.phrasing import long_date
from workstation.printing.sheets import Letterhead, PaperSize, Signatory, Stationery, WithdrawalSheet
from workstation.vocabulary import DocumentKind, WithdrawalGround
from workstation.wording import word
from workstation.worktime import WIB

GROUNDS: Final = {
    WithdrawalGround.AUTHORITY: "penerbitan surat tersebut mengandung cacat wewenang",
    WithdrawalGround.PROCEDURE: "penerbitan surat tersebut mengandung cacat prosedur",
    WithdrawalGround.SUBSTANCE: "surat tersebut mengandung cacat substansi",
    WithdrawalGround.FALSE_PAPERS: "data atau dokumen yang diajukan pemohon ternyata tidak benar",
    WithdrawalGround.TERMS_BROKEN: "pemegang melanggar ketentuan yang tercantum pada surat tersebut",
    WithdrawalGround.COURT: "pengadilan memerintahkan pencabutan surat tersebut",
    WithdrawalGround.HOLDER_WISH: "pemegang memintanya secara tertulis",
}
LAW: Final = "Undang-Undang Nomor 30 Tahun 2014 tentang Administrasi Pemerintahan"
SHORT_LAW: Final = "UU 30/2014 pasal "
"""How the proposal names an article of that law."""


def facts_of(session: Session, document_id: int) -> dict[str, Any]:
    """Say which paper is withdrawn, since when and why, as it goes into a record.

    Before it is carried out the day is today. WithdrawalNotProposed when nobody has proposed it.
    """
    row = session.execute(
        select(
            Document.kind,
            Document.number,
            Document.issued_at,
            func.loket.local_day(func.coalesce(Document.withdrawn_at, func.loket.moment())).label("since"),
            Withdrawal.ground,
            Withdrawal.legal_basis,
            Withdrawal.note,
        )
        .join(Withdrawal, Withdrawal.document_id == Document.id)
        .where(Document.id == document_id, func.coalesce(Withdrawal.is_carried_out, True))
    ).one_or_none()
    if row is None:
        raise WithdrawalNotProposed
    return {
        "kind": row.kind,
        "number": row.number,
        "date": row.issued_at.astimezone(WIB).date().isoformat(),
        "since": row.since.isoformat(),
        "ground": row.ground,
        "legal_basis": row.legal_basis,
        "note": row.note,
    }


def withdrawal_sheet(record: Mapping[str, Any], seal: str) -> WithdrawalSheet:
    """Lay a record out for the paper."""
    lost: Mapping[str, Any] = record["withdraws"]
    is_permit = lost["kind"] == DocumentKind.PERMIT
    paper = record["type_title"] if is_permit else word(DocumentKind(lost["kind"]))
    return WithdrawalSheet(
        number=record["number"],
        letterhead=Letterhead(**record["letterhead"]),
        paper=paper,
        paper_title=record["title"] if is_permit else paper,
        paper_number=lost["number"],
        paper_date=date.fromisoformat(lost["date"]),
        application_number=record["application_number"],
        application_date=date.fromisoformat(record["application_date"]),
        holder=record["holder_name"],
        considering=_considering(record, paper),
        legal_bases=(_statute(lost["legal_basis"]), *record["legal_bases"]),
        since=date.fromisoformat(lost["since"]),
        signatory=Signatory(**record["signatory"]),
        issued_on=date.fromisoformat(record["issued_on"]),
        seal=seal,
        check_hint=record["check_hint"],
        footer=record["footer"],
        objection_days=record["objection_days"],
        objection_channel=record["objection_channel"] or None,
        words=record["words"],
        practice=record["practice"],
        preview=record.get("preview", False),
        stationery=Stationery(paper=PaperSize(record["paper"])),
    )


def _considering(record: Mapping[str, Any], paper: str) -> tuple[str, ...]:
    lost: Mapping[str, Any] = record["withdraws"]
    ground = GROUNDS[WithdrawalGround(lost["ground"])]
    given = (
        f"{paper} Nomor {lost['number']} tanggal {long_date(date.fromisoformat(lost['date']))} telah diterbitkan atas"
        f" permohonan Nomor {record['application_number']} kepada {record['holder_name']}"
    )
    return (
        given,
        f"{ground}, yaitu: {lost['note'].rstrip(' .;')}",
        "berdasarkan pertimbangan sebagaimana dimaksud dalam huruf a dan huruf b, perlu menetapkan Keputusan"
        f" {record['signatory']['office']} tentang Pencabutan {paper}",
    )


def _statute(basis: str) -> str:
    """Write the article out; a ground outside the law's list still rests on the law that orders withdrawing."""
    return f"{LAW} Pasal {basis.removeprefix(SHORT_LAW)}" if basis.startswith(SHORT_LAW) else LAW
