"""One list whose rows bear card and photo, three of them with something an officer must see."""

from installer.practice.paper import Paper
from installer.practice.plan import Application, Planner

STAGE = "technical"
SPELT, TWICE, FACE = (
    3,
    6,
    8,
)  # numbers of rows: another name on the card, the photo of row 2, somebody else's face


def plant_rows(planner: Planner) -> None:
    """Give the first honest list of ten under technical review its papers."""
    case = next(
        a
        for a in planner.applications
        if a.slot.stage == STAGE and len(a.workers) == 10 and not a.defects and a.channel != "online"
    )
    listed = {
        w.person.nik: w.person for firm in planner.firms if firm.id == case.applicant for w in firm.workers
    }
    library = planner.library
    case.rows = [library.of_worker(listed[row["nik"]]) for row in case.workers]
    _mix(planner, case)


def _mix(planner: Planner, case: Application) -> None:
    library, rows = planner.library, case.rows
    spelt, face = rows[SPELT - 1], rows[FACE - 1]
    name = spelt["worker_card"].facts["name"]
    other = name.replace("a", "e", 1) if "a" in name else f"{name} Putra"
    told = _defect("worker_card", SPELT, f"daftar: {name}; kartu: {other}")
    spelt["worker_card"] = library.variant(spelt["worker_card"], "spelt", told, name=other)
    told = _defect("worker_photo", FACE, "wajah pada foto bukan wajah pada kartu")
    face["worker_photo"] = library.other_face(face["worker_photo"], "stranger", told)
    rows[TWICE - 1]["worker_photo"] = rows[1]["worker_photo"]


def _defect(document: str, row: int, note: str) -> dict[str, str]:
    return {"document": document, "field": f"workers.{row}", "kind": "row", "note": note}


def small_file(paper: Paper) -> tuple[float, int]:
    """Return dots per inch and the most bytes of a row's paper: what a firm's clerk sends after cutting it out."""
    return (230, 42_000) if paper.document == "worker_card" else (310, 22_000)
