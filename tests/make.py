"""An office to test in, and things in it: sensible defaults, one place to change."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from PIL import Image
from sqlalchemy import Engine, text

from workstation.catalogue.reading import load_folder
from workstation.database import Database, address
from workstation.desk import Desk, OfficerFacts, PointFacts
from workstation.migrations import running
from workstation.resources_at import resource
from workstation.usecases import (
    administering,
    checking_in,
    deciding,
    intake,
    persons,
    reviewing,
    scheduling,
    signing_in,
)
from workstation.usecases.administering import OfficerPlan, PointPlan
from workstation.usecases.checking_in import Health, IssuedTicket, WalkIn
from workstation.usecases.intake import Draft
from workstation.vocabulary import Channel, Mark, PersonVerdict, PointLevel, Proposal, Role, Verdict

PASSWORD = "latihan-2026"
SERVICE_LOGIN = "loket_backroom"
NO_SAMPLE = {"sample_share": 0, "sample_least": 0}  # tests of the sample itself set it
HEALTHY = Health(True, Decimal("36.5"))
PEOPLE = (
    OfficerPlan("budi", "Budi Santoso", "MPP", (Role.OFFICER,), "199901012020121001"),
    OfficerPlan("sari", "Sari Wulandari", "MPP", (Role.OFFICER,), "199901012020122002"),
    OfficerPlan("rina", "Rina Kusuma", "MPP", (Role.REVIEWER,), "199901012020122003"),
    OfficerPlan("joko", "Joko Prasetyo", "MPP", (Role.REVIEWER,), "199901012020121004"),
    OfficerPlan(
        "ratna",
        "Ratna Dewi",
        "MPP",
        (Role.SUPERVISOR,),
        "197901012005012005",
        "Kepala Dinas",
        "Pembina Tk. I",
    ),
    OfficerPlan(
        "hasan", "Hasan Basri", "MPP", (Role.SUPERVISOR,), "197901012005011006", "Kepala Bidang", "Pembina"
    ),
    OfficerPlan(
        "serba", "Serba Bisa", "MPP", (Role.OFFICER, Role.REVIEWER, Role.SUPERVISOR), "199901012020121007"
    ),
    OfficerPlan("manajer", "Maya Lestari", "MPP", (Role.MANAGER,)),
    OfficerPlan("admin", "Agus Wijaya", "MPP", (Role.ADMIN,)),
    OfficerPlan("auditor", "Dian Permata", "MPP", (Role.AUDITOR,)),
    OfficerPlan("jauh", "Jauh Sekali", "GAMBIR", (Role.OFFICER, Role.REVIEWER, Role.SUPERVISOR)),
)


def build_office(engine: Engine, *, practice: bool = True) -> None:
    """Bring an empty database to an office with one mall, one far unit, three services and all roles."""
    running.initialise(engine)
    running.migrate(engine)
    administering.add_points(
        engine,
        [
            PointPlan("DINAS", "DPMPTSP Provinsi DKI Jakarta", PointLevel.DINAS, region="31"),
            PointPlan("MPP", "Mal Pelayanan Publik", PointLevel.MALL, "DINAS", "31"),
            PointPlan("GAMBIR", "UP PMPTSP Kecamatan Gambir", PointLevel.DISTRICT, "DINAS", "31.71.01"),
        ],
    )
    administering.add_catalogue(engine, load_folder(resource("catalogue")))
    administering.set_office(engine, {"practice": practice, "unit": "Mal Pelayanan Publik", **NO_SAMPLE})
    with engine.begin() as connection:
        scheduling.import_years(connection, scheduling.years_around(datetime.now(intake.WIB)))
        connection.execute(
            text(
                "INSERT INTO loket.hall (service_point_id, seats, share, temperature_limit, calls_before_no_show)"
                " SELECT id, 40, 0.5, 37.3, 3 FROM loket.service_point"
            )
        )
        connection.execute(text("INSERT INTO loket.agency (code, name) VALUES ('dpmptsp', 'DPMPTSP')"))
        for letter, code, name, quota in (
            ("A", "counselling", "Konsultasi Perizinan", None),
            ("B", "intake", "Penerimaan Berkas", None),
            ("I", "bank", "Bank DKI", 2),
        ):
            connection.execute(
                text(
                    "INSERT INTO loket.service (service_point_id, agency_id, code, letter, name, daily_quota, minutes)"
                    " SELECT p.id, a.id, :code, :letter, :name, :quota, 10"
                    " FROM loket.service_point p, loket.agency a WHERE p.code = 'MPP'"
                ),
                {"letter": letter, "code": code, "name": name, "quota": quota},
            )
        for number in (1, 2, 3):
            connection.execute(
                text(
                    "INSERT INTO loket.counter (service_point_id, number, name)"
                    " SELECT id, :number, :name FROM loket.service_point WHERE code = 'MPP'"
                ),
                {"number": number, "name": f"Loket {number}"},
            )
        connection.execute(
            text("INSERT INTO loket.counter_service SELECT c.id, s.id FROM loket.counter c, loket.service s")
        )
    for plan in PEOPLE:
        administering.add_officer(engine, plan, PASSWORD)
    with engine.begin() as connection:
        administering.set_login(connection, SERVICE_LOGIN, PASSWORD, ["loket_service"])


def picture(shade: int = 200) -> bytes:
    """A small JPEG that opens."""
    out = BytesIO()
    Image.new("RGB", (300, 400), (shade, shade, 255 - shade)).save(out, "JPEG")
    return out.getvalue()


def company_values(**changed: str) -> dict[str, str]:
    """A complete entry of an STRP for a company, valid from tomorrow."""
    today = datetime.now(intake.WIB).date()
    return {
        "sector": "logistics",
        "company_name": "PT Sinar Contoh Logistik",
        "business_number": "1234567890123",
        "company_address": "Jalan Contoh Nomor 12, Gambir, Jakarta Pusat",
        "company_phone": "0215550123",
        "company_email": "hrd@sinar-contoh.example",
        "contact_name": "Dewi Anggraini",
        "contact_identity_kind": "ktp",
        "contact_nik": "3171994502850001",
        "contact_position": "Kepala HRD",
        "purpose": "Pengiriman obat dan bahan pangan",
        "valid_from": (today + timedelta(days=1)).isoformat(),
        "valid_until": (today + timedelta(days=14)).isoformat(),
    } | changed


def person_values(**changed: str) -> dict[str, str]:
    """A complete entry of an STRP for one person with an urgent need, valid from today."""
    today = datetime.now(intake.WIB).date()
    return {
        "name": "Siti O'Reilly Rahmawati",
        "identity_kind": "ktp",
        "nik": "3171994502850001",
        "birth_place": "Jakarta",
        "birth_date": "1985-02-05",
        "sex": "P",
        "address": "Jalan Kenanga Nomor 7 RT 003 RW 004",
        "village": "Gambir",
        "district": "Gambir",
        "city": "Jakarta Pusat",
        "phone": "081255501234",
        "email": "siti@contoh.example",
        "need": "visiting_sick",
        "destination": "Depok",
        "valid_from": today.isoformat(),
        "valid_until": (today + timedelta(days=7)).isoformat(),
    } | changed


def workers(count: int = 5) -> list[intake.WorkerEntry]:
    """That many fictitious workers."""
    return [
        intake.WorkerEntry(
            f"Pekerja Nomor {n}", f"31719901018{n:02}0001"[:16].ljust(16, "1"), "Depok", "Gambir"
        )
        for n in range(1, count + 1)
    ]


@dataclass
class Office:
    """One database with people in it; `desk("budi")` signs in as Budi."""

    address: Callable[[str, str, str], str]
    database: str
    owner: Engine
    clock: Callable[[], datetime] | None = None
    _desks: dict[str, Desk] = field(default_factory=dict)

    def url(self) -> str:
        """The address of the server without a login, as a setting would hold it."""
        return self.address("x", "y", self.database).replace("x:y@", "", 1)

    def desk(self, login: str, counter: int | None = None) -> Desk:
        """Sign in through the front door; at a counter when one is named."""
        if login not in self._desks:
            self._desks[login] = signing_in.sign_in(self.url(), login, PASSWORD)
        desk = self._desks[login]
        if counter is not None:
            desk = signing_in.take_counter(desk, self.id_of("counter", "number", counter))
            self._desks[login] = desk
        return desk

    def backroom(self) -> Desk:
        """The headless service's desk."""
        if SERVICE_LOGIN not in self._desks:
            self._desks[SERVICE_LOGIN] = Desk(
                Database(address(self.url(), SERVICE_LOGIN, PASSWORD)),
                OfficerFacts(0, SERVICE_LOGIN, "Layanan belakang"),
                frozenset({Role.SERVICE}),
                PointFacts(self.id_of("service_point", "code", "MPP"), "MPP", "Mal Pelayanan Publik"),
            )
        return self._desks[SERVICE_LOGIN]

    def id_of(self, table: str, column: str, value: Any) -> int:
        """Look an id up as the owner."""
        with self.owner.connect() as connection:
            return int(
                connection.scalar(
                    text(f"SELECT id FROM loket.{table} WHERE {column} = :value"), {"value": value}
                )
            )

    def ask(self, question: str, **values: Any) -> Any:
        """Ask as the owner, past every policy, for one value."""
        with self.owner.connect() as connection:
            return connection.scalar(text(question), values)

    def rows(self, question: str, **values: Any) -> list[Any]:
        """Ask as the owner for rows."""
        with self.owner.connect() as connection:
            return list(connection.execute(text(question), values))

    def later(self, **span: float) -> None:
        """Let the office believe that it is so much later than now: `days=30`, `hours=1` and the like."""
        self.run(
            'INSERT INTO loket.practice_clock ("only", at) VALUES (true, now() + :span)'
            ' ON CONFLICT ("only") DO UPDATE SET at = excluded.at',
            span=timedelta(**span),
        )

    def run(self, statement: str, **values: Any) -> None:
        """Change something as the owner, past every policy (triggers still fire)."""
        with self.owner.begin() as connection:
            connection.execute(text(statement), values)

    def walk_in(
        self, login: str = "budi", service: str = "intake", name: str = "Tamu", **more: Any
    ) -> IssuedTicket:
        """Let somebody in without a booking."""
        who = WalkIn(self.id_of("service", "code", service), name, more.pop("health", HEALTHY), **more)
        return checking_in.walk_in(self.desk(login), who)

    def draft(
        self, login: str = "budi", type_code: str = "strp-individual", **changed: str
    ) -> tuple[Draft, dict[str, str]]:
        """A draft with all its papers, ready to submit."""
        desk = self.desk(login)
        draft = intake.start_draft(desk, type_code, Channel.COUNTER)
        values = company_values(**changed) if type_code == "strp-company" else person_values(**changed)
        if type_code == "strp-company":
            intake.replace_workers(desk, draft.id, workers())
        for number, document in enumerate(self.required(type_code, values)):
            intake.attach_scan(desk, draft.id, document, f"{document}.jpg", picture(40 * number), 1)
        return draft, values

    def required(self, type_code: str, values: dict[str, str]) -> list[str]:
        """Codes of the papers that an entry needs today."""
        from workstation.catalogue.checking import required_documents

        with self.desk("budi").read() as session:
            _, rules = intake.version_in_force(session, type_code, datetime.now(intake.WIB))
        return [document.code for document in required_documents(rules, values)]

    def submitted(self, login: str = "budi", type_code: str = "strp-individual", **changed: str) -> int:
        """An application that waits for review; returns its id."""
        draft, values = self.draft(login, type_code, **changed)
        return intake.submit(self.desk(login), draft, values).application_id

    def complete(self, application_id: int, login: str = "rina") -> None:
        """Take the case, accept every scan and declare it complete."""
        desk = self.desk(login)
        reviewing.take(desk, application_id)
        for row in self.rows(
            "SELECT id FROM loket.scan WHERE application_id = :id AND worker_id IS NULL", id=application_id
        ):
            reviewing.judge_scan(desk, row.id, Verdict.ACCEPTED)
        reviewing.declare_complete(desk, application_id)

    def marked(self, application_id: int, login: str = "rina") -> None:
        """Mark every field that needs a mark."""
        for code in self.ask("SELECT loket.missing_marks(:id)", id=application_id):
            reviewing.mark_field(self.desk(login), application_id, code, Mark.SAME)

    def listed(
        self,
        application_id: int,
        verdict: PersonVerdict = PersonVerdict.APPROVE,
        login: str = "rina",
        **more: Any,
    ) -> None:
        """Say the same of everybody on a list who has no word yet."""
        undecided = [
            row.id
            for row in self.rows(
                "SELECT id FROM loket.worker w WHERE application_id = :id AND NOT EXISTS"
                " (SELECT FROM loket.worker_decision d WHERE d.worker_id = w.id)",
                id=application_id,
            )
        ]
        persons.glance(self.desk(login), application_id, undecided)
        persons.decide_workers(self.desk(login), application_id, undecided, verdict, **more)

    def proposed(self, login: str = "rina", **more: Any) -> int:
        """A case that waits for the supervisor with a proposal to approve; returns its id."""
        application_id = self.submitted(**more)
        self.complete(application_id, login)
        self.marked(application_id, login)
        self.listed(application_id, login=login)
        reviewing.pass_on(self.desk(login), application_id)
        reviewing.propose(self.desk(login), application_id, Proposal.APPROVE)
        return application_id

    def approved(self, login: str = "ratna", **more: Any) -> int:
        """A document that waits for its seal and signature; returns the document's id."""
        application_id = self.proposed(**more)
        outcomes = exhausted(deciding.approve_many(self.desk(login), [application_id]))
        assert [o.ending for o in outcomes] == ["done"], outcomes
        return self.id_of("document", "application_id", application_id)

    def close(self) -> None:
        """Sign everybody out."""
        for desk in self._desks.values():
            desk.close()


def exhausted(generator: Any) -> Any:
    """Run a generator to its end and return what it returns."""
    while True:
        try:
            next(generator)
        except StopIteration as end:
            return end.value
