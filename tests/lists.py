"""Lists of workers as firms file them: small ones, and one of five hundred."""

from collections.abc import Collection, Mapping
from io import BytesIO

from PIL import Image, ImageDraw

from tests.make import Office
from workstation.queries.row_papers import listed_rows
from workstation.resources_at import resource
from workstation.usecases import intake, reviewing
from workstation.usecases.reviewing import Reason
from workstation.usecases.row_papers import attach_row_scan

UNFIT = Reason("identity-expired", "Kartu identitas tidak berlaku lagi", "PP 40/2019", "Lampirkan KTP baru.")
FIRST = ("Andi", "Siti", "Bambang", "Dewi", "Eko", "Fitri", "Gunawan", "Hesti", "Irfan", "Joko", "Kartika")
LAST = ("Pratama", "Wulandari", "Saputra", "Kusumaningtyas", "Hidayat", "Anggraini", "Santoso")


def people(count: int) -> list[intake.WorkerEntry]:
    """That many fictitious workers, each with a number of an unassigned district."""
    return [
        intake.WorkerEntry(
            f"{FIRST[n % len(FIRST)]} {LAST[n % len(LAST)]} {n}",
            f"317199{10 + n % 18:02}0185{n // 18 + 1:04}",
            "Depok",
            "Gambir",
        )
        for n in range(1, count + 1)
    ]


def filed_list(
    office: Office, count: int = 5, papers: Mapping[str, str] | None = None, **changed: str
) -> int:
    """A firm's list that waits for review, with these files of the practice set by document; returns its id."""
    draft, values = office.draft(type_code="strp-company", **changed)
    for code, name in (papers or {}).items():
        data = resource(f"practice/scans/{name}").read_bytes()
        intake.attach_scan(office.desk("budi"), draft.id, code, name, data, 1)
    if count != 5:
        intake.replace_workers(office.desk("budi"), draft.id, people(count))
    return intake.submit(office.desk("budi"), draft, values).application_id


def group(office: Office, count: int = 5, papers: Mapping[str, str] | None = None, **changed: str) -> int:
    """A firm's list before its technical review ends: all marked, nobody decided; held by rina."""
    case = filed_list(office, count, papers, **changed)
    office.complete(case)
    office.marked(case)
    reviewing.pass_on(office.desk("rina"), case)
    return case


def ids(office: Office, case: int) -> list[int]:
    """The workers of a list in their order."""
    rows = office.rows("SELECT id FROM loket.worker WHERE application_id = :i ORDER BY seq", i=case)
    return [row.id for row in rows]


CARD, PHOTO = "worker_card", "worker_photo"


def paper(text: str, size: tuple[int, int] = (320, 200)) -> bytes:
    """A small JPEG with words on it, another one for other words."""
    out, page = BytesIO(), Image.new("RGB", size, (250, 246, 232))
    ImageDraw.Draw(page).text((12, 20), text, fill=(20, 30, 40), font_size=18)
    page.save(out, "JPEG")
    return out.getvalue()


def demand_papers(office: Office) -> None:
    """Make card and photo of each row a duty in the rules in force, as the administrator would before any case."""
    for number in (0, 1):
        office.run(
            "UPDATE loket.permit_type_version SET rules = jsonb_set(rules,"
            " ARRAY['workers', 'documents', :n, 'required'], 'true')"
            " WHERE type_code = 'strp-company' AND rules ->> 'version' = 'latihan-2026'",
            n=str(number),
        )


def attach_papers(office: Office, draft: int, login: str = "budi", *, but: Collection[int] = ()) -> None:
    """Attach card and photo to each row (save those numbered `but`) of a draft or returned list."""
    desk = office.desk(login)
    for row in listed_rows(desk, draft):
        if row.seq not in but:
            attach_row_scan(desk, draft, row.id, CARD, "ktp.jpg", paper(f"KTP {row.name} {row.seq}"), 1)
            photo = paper(f"FOTO {row.name}", (200, 300))
            attach_row_scan(desk, draft, row.id, PHOTO, "foto.jpg", photo, 1)


def papered(office: Office, count: int = 5, *, ready: bool = True, **changed: str) -> int:
    """A firm's list with card and photo for each row; `ready` for its persons to be decided by rina."""
    draft, values = office.draft(type_code="strp-company", **changed)
    intake.replace_workers(office.desk("budi"), draft.id, people(count))
    attach_papers(office, draft.id)
    case = intake.submit(office.desk("budi"), draft, values).application_id
    if ready:
        office.complete(case)
        office.marked(case)
        reviewing.pass_on(office.desk("rina"), case)
    return case
