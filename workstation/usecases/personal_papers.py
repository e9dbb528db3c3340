"""The papers of the persons' desk, drawn in memory and given straight to the printer: none is kept on a disk."""

from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workstation import phrasing
from workstation.catalogue.checking import visible_fields
from workstation.catalogue.reading import from_json
from workstation.catalogue.showing import shown_value
from workstation.desk import Desk
from workstation.errors import NotAllowed, PrinterOut
from workstation.models.catalogue import PermitTypeVersion
from workstation.models.officer import Officer
from workstation.models.person import Breach, Destruction, DestructionItem
from workstation.printing.breach import breach_pdf
from workstation.printing.personal import destruction_pdf, person_pdf
from workstation.printing.personal_sheets import (
    BreachLetter,
    BreachSheet,
    DestroyedKind,
    DestructionSheet,
    HeldCase,
    PersonSheet,
    TrailLine,
)
from workstation.printing.sheets import Letterhead, PaperSize, Stationery
from workstation.printing.spooler import PrintOrder, Spooler, SpoolState, default_printer, follow
from workstation.progress import Progress
from workstation.settings import OfficeSettings
from workstation.usecases.breaching import ReachedRow
from workstation.usecases.papers import letterhead_of
from workstation.usecases.person_reading import PersonFile
from workstation.vocabulary import CaseStage, DocumentKind, DocumentStage, RetentionKind, VisitStage
from workstation.wording import deed, held_thing, word


def print_drawn(
    drawn: Callable[[], bytes], title: str, office: OfficeSettings, *, spooler: Spooler, printer: str = ""
) -> Generator[Progress, None, str]:
    """Draw, print and wait for the printer's word; returns the printer's name. PrinterOut when nothing came out."""
    name = printer or default_printer(spooler)
    yield Progress(0, 2, title)
    job = spooler.send(drawn(), PrintOrder(printer=name, title=title, media=office.paper))
    try:
        for now in follow(spooler, job):
            if now.state is SpoolState.FAILED:
                raise PrinterOut(name, now.raw)
            yield Progress(1, 2, title)
    except GeneratorExit:
        with suppress(PrinterOut):
            spooler.cancel(job)
        raise
    return name


# -- the copy for a person -----------------------------------------------------------------------------------


def person_paper(desk: Desk, file: PersonFile, office: OfficeSettings) -> bytes:
    """Draw a person's file with the labels of the forms that he filled in. Raises UnprintableText."""
    with desk.read() as session:
        held = [_case(session, case) for case in file.data["cases"]]
    held += [_visit(visit) for visit in file.data["visits"]]
    trail = tuple(
        TrailLine(
            row.at,
            row.point,
            row.officer or row.login,
            f"{held_thing(row.thing)} {row.label} {deed(row.action)}".replace("  ", " "),
            row.purpose,
        )
        for row in file.trail
    )
    return person_pdf(
        PersonSheet(
            Letterhead(**letterhead_of(office)),
            file.data["nik"],
            file.at,
            desk.officer.name,
            tuple(held),
            trail,
            practice=office.practice,
            stationery=Stationery(paper=PaperSize(office.paper)),
        )
    )


def _case(session: Session, case: Mapping[str, Any]) -> HeldCase:
    rules = from_json(session.get_one(PermitTypeVersion, case["type_version"]).rules)
    titles = {document.code: document.title for document in rules.documents}
    values = case["fields"] or {}
    rows = [
        ("Jenis izin", rules.title),
        ("Unit", case["point"]),
        ("Tahap", word(CaseStage(case["stage"]))),
        ("Sebagai", "pekerja dalam daftar perusahaan" if case["role"] == "worker" else "pemohon"),
        ("Diajukan", _moment(case["submitted_at"])),
        ("Diputus", _moment(case["decided_at"])),
        ("Nama", case["name"] or ""),
    ]
    rows += [
        (field.label, shown_value(field, str(values.get(field.code, ""))))
        for field in visible_fields(rules, values)
    ]
    for line in case["lines"] or ():
        told = ", ".join(part for part in (line["name"], line["address"], line["destination"]) if part)
        rows.append(("Dalam daftar", told))
    for document in case["documents"]:
        rows.append((word(DocumentKind(document["kind"])), _document(document)))
    for scan in case["scans"]:
        rows.append(
            ("Pindaian", f"{titles.get(scan['document'], scan['document'])}, {scan['pages']} halaman")
        )
    return HeldCase(f"Permohonan {case['number']}", tuple(row for row in rows if row[1]))


def _document(document: Mapping[str, Any]) -> str:
    told = f"{document['number']}, {word(DocumentStage(document['stage'])).lower()}"
    if document["valid_until"]:
        told += f", berlaku sampai {phrasing.short_date(_day(document['valid_until']))}"
    return told


def _visit(visit: Mapping[str, Any]) -> HeldCase:
    healthy = {True: "sehat", False: "tidak sehat", None: ""}[visit["healthy"]]
    temperature = f"{visit['temperature']} °C".replace(".", ",") if visit["temperature"] else ""
    rows = (
        ("Unit", visit["point"]),
        ("Rencana", _moment(visit["planned_at"])),
        ("Nomor antrean", visit["ticket"] or ""),
        ("Tahap", word(VisitStage(visit["stage"]))),
        ("Nama", visit["name"]),
        ("Telepon", visit["phone"] or ""),
        ("Pernyataan kesehatan", ", ".join(part for part in (healthy, temperature) if part)),
    )
    return HeldCase(f"Kunjungan {visit['code']}", tuple(row for row in rows if row[1]))


def _moment(text: str | None) -> str:
    return phrasing.short_moment(datetime.fromisoformat(text)) if text else ""


def _day(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T12:00:00+07:00")


# -- the record of a destruction -----------------------------------------------------------------------------


def destruction_paper(desk: Desk, destruction_id: int, office: OfficeSettings) -> bytes:
    """Draw the berita acara of a run that was carried out; NotAllowed for one that was not."""
    with desk.read() as session:
        run = session.get(Destruction, destruction_id)
        if run is None or not run.is_done or run.ended_at is None:
            raise NotAllowed("berita acara")
        items = session.scalars(
            select(DestructionItem)
            .where(DestructionItem.destruction_id == destruction_id)
            .order_by(DestructionItem.code, DestructionItem.ended_at, DestructionItem.thing_id)
        ).all()
        names = {
            officer.id: officer.name
            for officer in session.scalars(
                select(Officer).where(Officer.id.in_((run.proposed_by, run.ended_by)))
            )
        }
        return destruction_pdf(
            DestructionSheet(
                Letterhead(**letterhead_of(office)),
                run.number or "",
                run.ended_at,
                run.proposed_at,
                names.get(run.proposed_by, ""),
                names.get(run.ended_by or 0, ""),
                run.reason,
                _kinds(run.periods, items),
                tuple(
                    (word(RetentionKind(item.code)), item.label, phrasing.short_date(item.ended_at))
                    for item in items
                    if item.is_done
                ),
                practice=office.practice,
                stationery=Stationery(paper=PaperSize(office.paper)),
            )
        )


def _kinds(periods: Mapping[str, Any], items: Sequence[DestructionItem]) -> tuple[DestroyedKind, ...]:
    done = Counter(item.code for item in items if item.is_done)
    left = Counter(item.code for item in items if not item.is_done)
    by_wish = periods.get("wish") is not None
    return tuple(
        DestroyedKind(
            word(kind), "atas permintaan" if by_wish else f"{periods[kind]} hari", done[kind], left[kind]
        )
        for kind in RetentionKind
        if done[kind] or left[kind]
    )


# -- the letters of a breach ---------------------------------------------------------------------------------


def breach_paper(desk: Desk, breach_id: int, reached: Sequence[ReachedRow], office: OfficeSettings) -> bytes:
    """Draw the drafts to the authority and to each person reached. Raises UnprintableText."""
    with desk.read() as session:
        breach = session.get_one(Breach, breach_id)
        at: datetime = session.scalars(select(func.loket.moment())).one()
        source = f"akun petugas “{breach.login}”" if breach.login else "satu berkas permohonan"
        source += f", {phrasing.short_moment(breach.from_at)} s.d. {phrasing.short_moment(breach.to_at)} WIB"
        return breach_pdf(
            BreachSheet(
                Letterhead(**letterhead_of(office)),
                breach.found_at,
                breach.due_at,
                breach.what,
                breach.measures,
                source,
                tuple(_letter(row) for row in reached),
                tuple(sorted(Counter(row.point for row in reached).items())),
                at,
                practice=office.practice,
                stationery=Stationery(paper=PaperSize(office.paper)),
            )
        )


def _letter(row: ReachedRow) -> BreachLetter:
    data = ["nama"]
    data += ["nomor identitas"] if row.nik else []
    data += ["alamat"] if row.address else []
    data += ["nomor telepon"] if row.phone else []
    data += ["surel"] if row.email else []
    data += [held_thing(thing).lower() for thing in row.things]
    address = row.address or ", ".join(part for part in (row.phone, row.email) if part)
    deeds = ", ".join(deed(one) for one in row.deeds)
    return BreachLetter(row.name, address, tuple(data), deeds, row.first_at, row.last_at)
