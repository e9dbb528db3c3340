"""A supervisor's in-tray: cases of different people that wait for his word, proposed both ways."""

from datetime import datetime

from tests.make import Office
from workstation.usecases import reviewing
from workstation.usecases.reviewing import Reason
from workstation.vocabulary import Mark, Proposal
from workstation.worktime import WIB

NAMES = (
    "Siti Rahmawati", "Bambang Sutrisno", "Ni Luh Putu Ayu Kencana Dewi", "Agus Salim", "Maria Goreti Tambunan",
    "R. Aj. Kusumaningtyas Paramitha Sastrowardoyo Hadiningrat, S.H.", "Slamet", "Yohanes Manurung",
    "Fitri Handayani", "Abdurrahman Wahid Nasution", "Dewi Lestari", "I Gusti Ngurah Agung Wiratama",
)  # fmt: skip
NOT_URGENT = Reason(
    "need-not-urgent",
    "Keperluan tidak termasuk keperluan mendesak",
    "Instruksi Gubernur DKI Jakarta Nomor 44 Tahun 2021",
    "STRP perorangan hanya untuk menjenguk orang sakit, berduka, hamil atau melahirkan, dan pendampingnya.",
)


def person(number: int) -> dict[str, str]:
    """The changed fields of fictitious person `number` (a NIK of her own)."""
    return {"nik": f"317199450285{number + 1000:04}", "name": NAMES[number % len(NAMES)]}


def proposed_refusal(office: Office, number: int = 1, login: str = "rina") -> int:
    """A case that the reviewer proposes to refuse, with his coded reason; returns its id."""
    case = office.submitted(**person(number))
    office.complete(case, login)
    office.marked(case, login)
    reviewing.pass_on(office.desk(login), case)
    reviewing.propose(office.desk(login), case, Proposal.REFUSE, [NOT_URGENT], "Surat keterangan tidak ada.")
    return case


def doubtful(office: Office, number: int) -> int:
    """A case proposed to approve although the reviewer found one field different; returns its id."""
    case = office.submitted(**person(number))
    office.complete(case)
    office.marked(case)
    reviewing.mark_field(office.desk("rina"), case, "birth_date", Mark.DIFFERS)
    reviewing.pass_on(office.desk("rina"), case)
    reviewing.propose(
        office.desk("rina"), case, Proposal.APPROVE, (), "Tanggal lahir dicocokkan dengan akta."
    )
    return case


def fill(
    office: Office, people: int = 3, refusals: int = 1, companies: int = 1, doubts: int = 0
) -> list[int]:
    """Fill the in-tray; returns the ids in the order given: people, companies, doubts, refusals."""
    ids = [office.proposed(**person(number)) for number in range(people)]
    ids += [office.proposed(type_code="strp-company") for _ in range(companies)]
    ids += [doubtful(office, 100 + number) for number in range(doubts)]
    return ids + [proposed_refusal(office, 200 + number) for number in range(refusals)]


def copies(office: Office, case: int, count: int) -> None:
    """Add `count` rows like one case past all triggers: for speed of lists only, not for work."""
    columns = [
        row.column_name
        for row in office.rows(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'loket'"
            " AND table_name = 'application' AND is_generated = 'NEVER'"
            " AND column_name NOT IN ('id', 'number', 'track_code', 'sole')"
        )
    ]
    listed = ", ".join(columns)
    day = datetime.now(WIB).date().isoformat()
    with office.owner.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql(
            f"INSERT INTO loket.application (number, track_code, {listed})"
            f" SELECT 'SALIN-{day}-' || n, 'S' || n, {listed} FROM loket.application, generate_series(1, {count}) n"
            f" WHERE id = {case}"
        )
