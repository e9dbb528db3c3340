"""Close the day: freeze totals and journal head, have them sealed, draw and sign the sheet, keep and print it.

The database closes (once a day, for today), the back room seals what the QR code says, the workstation draws the
sheet and signs it with the certificate of who closed. Each step that a crash cut off is taken up again by `finish`.
"""

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workstation import balancing, phrasing
from workstation.balancing import Equation, difference_words, equation_words
from workstation.desk import Desk, PointFacts
from workstation.errors import NotAllowed, ServiceDown, SignatureRefused
from workstation.models.law import Closing
from workstation.models.place import ServicePoint
from workstation.printing.closing import closing_pdf
from workstation.printing.sheets import ClosingSheet, ClosingTable, Letterhead, PaperSize, Stationery
from workstation.printing.spooler import Spooler
from workstation.progress import Progress
from workstation.settings import OfficeSettings
from workstation.signing import dayend
from workstation.signing.dayend import Anchor
from workstation.signing.seal import SealKey
from workstation.signing.signer import Signer, SignFailure, UnsignedPdf
from workstation.usecases import papers, receipts
from workstation.usecases.records import office_settings
from workstation.vocabulary import Role
from workstation.wording import word

SEAL_PATIENCE, SEAL_PAUSE = 30.0, 0.2
REASON = "Penutupan hari"
MOST_PER_TURN = 25


def close_day(
    desk: Desk,
    office: OfficeSettings,
    *,
    signer: Signer | None = None,
    secret: str = "",
    patience: float = SEAL_PATIENCE,
    pause: Callable[[float], None] = time.sleep,
) -> Generator[Progress, None, date]:
    """Close today at the desk's point and make its sheet; returns the day. AlreadyClosed when somebody has.

    With a `signer` the sheet is signed (PAdES); WrongPassphrase and CertificateUnusable come before anything is
    closed. ServiceDown when nobody seals for `patience` seconds: the day is closed, `finish` makes the sheet, and so
    does asking again: a day that this officer closed and that has no sheet yet is not closed a second time.
    """
    desk.require(Role.SUPERVISOR, Role.MANAGER)
    if signer is not None:
        signer.open(secret)
    yield Progress(0, 3, REASON)
    with desk.begin(REASON) as session:
        day = _left_without_sheet(session, desk) or session.scalars(select(func.loket.close_day())).one()
    yield from finish(desk, day, office, signer=signer, secret=secret, patience=patience, pause=pause)
    return day


def _left_without_sheet(session: Session, desk: Desk) -> date | None:
    """Return today when this officer closed it and the line broke before its sheet was kept."""
    return session.scalar(
        select(Closing.day).where(
            Closing.service_point_id == desk.point.id,
            Closing.day == func.loket.local_day(func.loket.moment()),
            Closing.closed_by == desk.officer.id,
            Closing.pdf_sha256.is_(None),
        )
    )


def finish(
    desk: Desk,
    day: date,
    office: OfficeSettings,
    *,
    signer: Signer | None = None,
    secret: str = "",
    patience: float = SEAL_PATIENCE,
    pause: Callable[[float], None] = time.sleep,
) -> Generator[Progress, None, None]:
    """Make, sign and keep the sheet of a day that this officer closed; NotAllowed for another's or a kept one."""
    waited = 0.0
    yield Progress(1, 3, "Segel")
    while (sheet := _sheet(desk, desk.point, day, office)) is None:
        if waited >= patience:
            raise ServiceDown("seal")
        pause(SEAL_PAUSE)
        waited += SEAL_PAUSE
        yield Progress(1, 3, "Segel")
    data = closing_pdf(sheet)
    yield Progress(2, 3, "Tanda tangan" if signer else "Simpan")
    if signer is not None:
        (answer,) = signer.sign([UnsignedPdf(f"Penutupan {day}", data, REASON)], secret)
        if isinstance(answer, SignFailure):
            raise SignatureRefused(answer.reason, answer.raw)
        data = answer.data
    with desk.begin(REASON) as session:
        session.execute(select(func.loket.keep_closing(day, data)))


def sheet_pdf(desk: Desk, day: date) -> bytes:
    """Return the kept sheet of a day; NotAllowed when there is none yet."""
    with desk.read() as session:
        data = session.scalar(select(func.loket.closing_pdf(day)))
    if data is None:
        raise NotAllowed("closing")
    return bytes(data)


def print_sheet(
    desk: Desk, day: date, office: OfficeSettings, *, spooler: Spooler, printer: str = ""
) -> Generator[Progress, None, str]:
    """Print the kept sheet and wait for the printer's word; returns the printer's name. PrinterOut as it is."""
    yield Progress(0, 2, REASON)
    about = ("closing", int(f"{day:%Y%m%d}"))
    pdf, title = sheet_pdf(desk, day), f"Penutupan {day}"
    return (
        yield from receipts.print_sheet(
            desk, about, pdf, title, REASON, spooler=spooler, printer=printer, media=office.paper
        )
    )


def seal_closings(desk: Desk, key: SealKey) -> int:
    """Seal what was closed, in the back room; returns how many."""
    desk.require(Role.SERVICE)
    with desk.begin() as session:
        rows = session.execute(
            select(Closing, ServicePoint.code)
            .join(ServicePoint, ServicePoint.id == Closing.service_point_id)
            .where(Closing.seal.is_(None))
            .order_by(Closing.closed_at)
            .limit(MOST_PER_TURN)
            .with_for_update(of=Closing, skip_locked=True)
        ).all()
        for closing, code in rows:
            closing.seal = dayend.make(Anchor(code, closing.seq, closing.hash, closing.closed_at), key)
        return len(rows)


def open_sheets(desk: Desk, officer_id: int) -> dict[date, bytes]:
    """Draw, in the back room, the sheets that this officer closed and that are not kept yet: day -> unsigned PDF.

    They are the very bytes that his workstation draws, so a signer behind the broker signs no other.
    """
    desk.require(Role.SERVICE)
    with desk.read() as session:
        office = office_settings(session)
        rows = session.execute(
            select(Closing.day, ServicePoint.id, ServicePoint.code, ServicePoint.name)
            .join(ServicePoint, ServicePoint.id == Closing.service_point_id)
            .where(Closing.closed_by == officer_id, Closing.pdf_sha256.is_(None), Closing.seal.is_not(None))
            .order_by(Closing.day.desc())
            .limit(MOST_PER_TURN)
        ).all()
    drawn = {row.day: _sheet(desk, PointFacts(row.id, row.code, row.name), row.day, office) for row in rows}
    return {day: closing_pdf(sheet) for day, sheet in drawn.items() if sheet is not None}


def _sheet(desk: Desk, point: PointFacts, day: date, office: OfficeSettings) -> ClosingSheet | None:
    """Gather what the sheet says from what was frozen; None until it is sealed."""
    with desk.read() as session:
        closing = session.get(Closing, (point.id, day))
        officer = closing and session.scalar(select(func.loket.officer_name(closing.closed_by)))
    if closing is None:
        raise NotAllowed("closing")
    if closing.seal is None:
        return None
    return ClosingSheet(
        letterhead=Letterhead(**papers.letterhead_of(office)),
        unit=point.name,
        day=closing.day,
        closed_at=closing.closed_at,
        officer=officer or "",
        tables=tables(closing.totals),
        journal_row=closing.seq,
        journal_hash=closing.hash,
        seal=closing.seal,
        practice=office.practice,
        stationery=Stationery(paper=PaperSize(office.paper)),
    )


def tables(totals: Mapping[str, Any]) -> tuple[ClosingTable, ...]:
    """Lay the frozen totals out as the tables of the sheet: the balance in words, then what was done with data."""
    access = totals["access"]
    done = (access[name] for name in ("rows", "read", "unmask", "search", "print", "export"))
    found = (
        ClosingTable(
            "Neraca", ("Perkara", "Jumlah"), tuple(_balanced(balancing.equations(totals["balance"])))
        ),
        ClosingTable(
            "Jejak akses",
            ("Semua baris jurnal", "Dibaca", "Dibuka utuh", "Dicari", "Dicetak", "Diekspor"),
            (tuple(map(phrasing.grouped, done)),),
        ),
        ClosingTable(
            "Kertas pengaman (lembar)",
            ("Diterima", "Terpakai baik", "Rusak", "Belum dipakai"),
            tuple(_secured(totals)),
        ),
    )
    return tuple(table for table in found if table.rows)


def _secured(totals: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Write the ledger of secured paper as it stood, where the point ever had any."""
    found = totals.get("secured")
    if found:
        yield tuple(phrasing.grouped(found[name]) for name in ("delivered", "good", "spoiled", "unused"))


def _balanced(equations: Iterable[Equation]) -> Iterator[tuple[str, str]]:
    """Write each equation that has something in it, and what it is short of."""
    for one in equations:
        if one.given.number or one.difference:
            verdict = f"; {difference_words(one)}, lihat layar Neraca" if one.difference else ""
            yield word(one.leg), equation_words(one) + verdict
