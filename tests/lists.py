"""Lists of workers as firms file them: small ones, and one of five hundred."""

from tests.make import Office
from workstation.usecases import intake, reviewing
from workstation.usecases.reviewing import Reason

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


def filed_list(office: Office, count: int = 5, **changed: str) -> int:
    """A firm's list that waits for review; returns its id."""
    draft, values = office.draft(type_code="strp-company", **changed)
    if count != 5:
        intake.replace_workers(office.desk("budi"), draft.id, people(count))
    return intake.submit(office.desk("budi"), draft, values).application_id


def group(office: Office, count: int = 5, **changed: str) -> int:
    """A firm's list before its technical review ends: all marked, nobody decided; held by rina."""
    case = filed_list(office, count, **changed)
    office.complete(case)
    office.marked(case)
    reviewing.pass_on(office.desk("rina"), case)
    return case


def ids(office: Office, case: int) -> list[int]:
    """The workers of a list in their order."""
    rows = office.rows("SELECT id FROM loket.worker WHERE application_id = :i ORDER BY seq", i=case)
    return [row.id for row in rows]
