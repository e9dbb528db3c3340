"""What is particular about one permit and must stand on it: granted by the law itself, or in another one's place."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from workstation import phrasing
from workstation.models.application import Application
from workstation.models.document import Document
from workstation.vocabulary import DocumentKind, Reference
from workstation.worktime import WIB

DEEMED_BASIS = "Pasal 53 UU Nomor 30 Tahun 2014 sebagaimana diubah dengan Pasal 175 UU Nomor 6 Tahun 2023"


def provisions_of(session: Session, application: Application, day: date) -> list[str]:
    """Return the sentences that go before the provisions of the permit type; `day` is that of the paper."""
    said = []
    if is_deemed(application, day):
        since = phrasing.date_time(application.deemed_at) if application.deemed_at else ""
        said.append(
            f"Permohonan ini dianggap dikabulkan secara hukum sejak {since} karena tidak diputus dalam batas waktu"
            f" ({DEEMED_BASIS}); surat ini menerbitkannya."
        )
    old = _replaced(session, application)
    if old is not None:
        number, issued = old
        said.append(
            f"Surat ini menggantikan surat nomor {number} tanggal {phrasing.long_date(issued)},"
            " yang tidak berlaku lagi sejak surat ini terbit."
        )
    return said


def is_deemed(application: Application, day: date) -> bool:
    """Tell whether the law had granted the case before somebody decided it, or by `day` where nobody has yet."""
    if application.deemed_at is None:
        return False
    if application.decided_at is not None:
        return application.deemed_at <= application.decided_at
    return application.deemed_at.astimezone(WIB).date() < day


def _replaced(session: Session, application: Application) -> tuple[str, date] | None:
    """Return number and day of the permit in whose place this one comes."""
    if application.refers_as != Reference.REPLACEMENT:
        return None
    row = session.execute(
        select(Document.number, Document.issued_at).where(
            Document.application_id == application.refers_to_id,
            Document.kind == DocumentKind.PERMIT,
            Document.issued_at.is_not(None),
        )
    ).one_or_none()
    return None if row is None else (row.number, row.issued_at.astimezone(WIB).date())
