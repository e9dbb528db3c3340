"""One office with things in every state to lay hands on, and a way to try it as `psql` would."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg2
from sqlalchemy import text

from tests.make import PASSWORD, Office
from workstation.usecases import calling, intake, reviewing
from workstation.usecases.reviewing import Reason
from workstation.vocabulary import Channel, Proposal, Verdict

Statement = str | tuple[str, Sequence[Any]]
UNSIGNED, SIGNED = b"%PDF-1.7 unsigned", b"%PDF-1.7 signed"


def nik(number: int) -> str:
    """A fictitious NIK of a woman born on 5 February 1985."""
    return f"317199450285{number:04}"


@dataclass
class Town:
    """The office and the ids of the things in it; see `build`."""

    office: Office
    at: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def psql(self, login: str) -> Iterator[Any]:
        """Connect with a person's own password and nothing of our program."""
        connection = psycopg2.connect(self.office.address(login, PASSWORD, self.office.database))
        try:
            yield connection
        finally:
            connection.close()

    def attempt(self, login: str, *statements: Statement) -> tuple[str, list[Any], int]:
        """Run statements in one transaction and COMMIT; returns how it was refused ("" if not), rows, count."""
        rows: list[Any] = []
        with self.psql(login) as connection, connection.cursor() as cursor:
            try:
                for statement in statements:
                    self._execute(cursor, statement)
                    rows = cursor.fetchall() if cursor.description else []
                connection.commit()
            except psycopg2.Error as error:
                connection.rollback()
                return named(error), [], -1
            return "", rows, cursor.rowcount

    def refused(self, login: str, *statements: Statement, by: str) -> None:
        """Given statements, when somebody runs them, then the law refuses by this name and nothing changed."""
        before = self.fingerprint()
        refusal, rows, _ = self.attempt(login, *statements)
        assert refusal == by, f"refused by {refusal!r}, not {by!r}; rows {rows}"
        assert self.fingerprint() == before

    def all_refused(self, login: str, statements: Iterable[str], by: str) -> None:
        """Given statements, when somebody commits them one by one, then each is refused and nothing changed."""
        before, passed = self.fingerprint(), []
        with self.psql(login) as connection, connection.cursor() as cursor:
            for statement in statements:
                refusal = ""
                try:
                    self._execute(cursor, statement)
                    connection.commit()
                except psycopg2.Error as error:
                    connection.rollback()
                    refusal = named(error)
                if refusal != by:
                    passed.append((statement, refusal))
        assert not passed, f"{login}: not refused by {by}: {passed}"
        assert self.fingerprint() == before

    def in_vain(self, login: str, *statements: Statement) -> None:
        """Given statements that find no row to act on, when they are committed, then nothing changed."""
        before = self.fingerprint()
        refusal, rows, count = self.attempt(login, *statements)
        assert (refusal, rows, count) == ("", [], 0)
        assert self.fingerprint() == before

    def allowed(self, login: str, *statements: Statement, count: int = 1) -> list[Any]:
        """The counter-check: the same act by the right person changes or shows a row (then rolled back)."""
        with self.psql(login) as connection, connection.cursor() as cursor:
            for statement in statements:
                self._execute(cursor, statement)
            assert cursor.rowcount == count
            rows: list[Any] = cursor.fetchall() if cursor.description else []
            connection.rollback()
            return rows

    def _execute(self, cursor: Any, statement: Statement) -> None:
        sql, values = (statement, ()) if isinstance(statement, str) else statement
        places = re.sub(r"\{(\w+)\}", lambda found: str(self.at[found[1]]), sql)
        cursor.execute(places, values or None)

    def fingerprint(self) -> str:
        """Of every row of the office and of every role, relation, function and large object of the server."""
        tables = [
            row.name
            for row in self.office.rows("SELECT tablename AS name FROM pg_tables WHERE schemaname='loket'")
        ]
        parts = [
            f"(SELECT md5(coalesce(string_agg(md5(t::text), '' ORDER BY md5(t::text)), '')) FROM loket.{name} t)"
            for name in sorted(tables)
        ]
        parts += [
            "(SELECT md5(string_agg(r::text, '' ORDER BY r.oid)) FROM pg_authid r)",
            "(SELECT md5(coalesce(string_agg(m::text, '' ORDER BY m::text), '')) FROM pg_auth_members m)",
            "(SELECT md5(string_agg(c.oid::text || coalesce(c.relacl::text, ''), '' ORDER BY c.oid))"
            " FROM pg_class c WHERE c.relnamespace <> 'pg_toast'::regnamespace AND c.relpersistence <> 't')",
            "(SELECT md5(string_agg(p.oid::text || coalesce(p.proacl::text, ''), '' ORDER BY p.oid)) FROM pg_proc p"
            " WHERE p.pronamespace::regnamespace::text NOT LIKE 'pg_temp%')",
            "(SELECT md5(string_agg(tgrelid::text || tgname || tgenabled::text, '' ORDER BY oid)) FROM pg_trigger)",
            "(SELECT count(*)::text FROM pg_largeobject_metadata)",
        ]
        return str(self.office.ask("SELECT concat_ws(',', " + ", ".join(parts) + ")"))


def named(error: psycopg2.Error) -> str:
    """The class of our refusal, the name of a constraint, or the SQLSTATE."""
    if error.pgcode == "LK000":
        return error.diag.message_primary or ""
    return error.diag.constraint_name or error.pgcode or type(error).__name__


def build(office: Office) -> Town:
    """Fill the hall, the cases and the papers; names in `at` say in which state a thing is and whose it is."""
    town = Town(office)
    _fill_far_point(town)
    _fill_hall(town)
    _fill_cases(town)
    _fill_papers(town)
    for code in ("MPP", "GAMBIR"):
        town.at[code] = office.id_of("service_point", "code", code)
    for login in ("budi", "sari", "rina", "joko", "ratna", "hasan", "serba", "jauh"):
        town.at[login] = office.id_of("officer", "login", login)
    for code in ("intake", "bank", "counselling", "jauh"):
        town.at[f"service_{code}"] = office.id_of("service", "code", code)
    town.at["version"] = office.ask(
        "SELECT max(id) FROM loket.permit_type_version WHERE type_code='strp-individual'"
    )
    town.at["elsewhere"] = office.ask(
        "SELECT service_point_id FROM loket.application WHERE id=:i", i=town.at["far"]
    )
    return town


def _fill_far_point(town: Town) -> None:
    office = town.office
    office.run(
        "INSERT INTO loket.service (service_point_id, agency_id, code, letter, name, minutes)"
        " SELECT p.id, a.id, 'jauh', 'J', 'Layanan Kecamatan', 10 FROM loket.service_point p, loket.agency a"
        " WHERE p.code = 'GAMBIR'"
    )
    town.at["far"] = office.submitted("jauh", nik=nik(900))
    town.at["far_scan"] = office.ask(
        "SELECT min(id) FROM loket.scan WHERE application_id=:i", i=town.at["far"]
    )
    town.at["far_visit"] = office.walk_in("jauh", "jauh", "Tamu Kecamatan").visit_id


def _fill_hall(town: Town) -> None:
    office, at = town.office, town.at
    budi, sari = office.desk("budi", counter=2), office.desk("sari", counter=1)
    at["counter_1"], at["counter_2"] = (
        office.id_of("counter", "number", 1),
        office.id_of("counter", "number", 2),
    )
    at["counter_3"] = office.id_of("counter", "number", 3)
    at["called_by_sari"] = office.walk_in(name="Dipanggil Sari").visit_id
    calling.call_one(sari, at["called_by_sari"])
    at["served_by_budi"] = office.walk_in(name="Dilayani Budi").visit_id
    calling.call_one(budi, at["served_by_budi"])
    calling.serve(budi, at["served_by_budi"])
    at["waiting"] = office.walk_in(name="Menunggu").visit_id
    for number in (1, 2):
        at[f"bank_{number}"] = office.walk_in(service="bank", name=f"Bank {number}").visit_id
    at["booked"] = _booked(town, "PESAN1", "now()")
    at["booked_tomorrow"] = _booked(town, "PESAN2", "now() + interval '1 day'")
    at["booked_unwell"] = _booked(town, "PESAN3", "now()")
    office.run(
        "INSERT INTO loket.health_declaration (visit_id, service_point_id, healthy, temperature)"
        " SELECT id, service_point_id, code <> 'PESAN3', 36.5 FROM loket.visit WHERE code LIKE 'PESAN%'"
    )


def _booked(town: Town, code: str, planned: str) -> int:
    town.office.run(
        "INSERT INTO loket.visit (service_point_id, service_id, code, name, nik, phone, planned_at, channel,"
        f" priority, stage, calls, note) SELECT service_point_id, id, '{code}', 'Tamu Pesanan', '{nik(800)}',"
        f" '081255509999', {planned}, 'counter', 'none', 'booked', 0, '' FROM loket.service WHERE code = 'intake'"
    )
    return town.office.id_of("visit", "code", code)


def _fill_cases(town: Town) -> None:
    office, at = town.office, town.at
    at["draft"] = intake.start_draft(office.desk("budi"), "strp-individual", Channel.COUNTER).id
    at["submitted"] = office.submitted(nik=nik(1))
    at["leased_by_rina"] = office.submitted(nik=nik(2))
    reviewing.take(office.desk("rina"), at["leased_by_rina"])
    at["unmarked"] = office.submitted(nik=nik(3))
    office.complete(at["unmarked"])
    at["proposed"] = office.proposed(nik=nik(4))
    at["proposed_refusal"] = office.submitted(nik=nik(5))
    office.complete(at["proposed_refusal"])
    office.marked(at["proposed_refusal"])
    reviewing.pass_on(office.desk("rina"), at["proposed_refusal"])
    reviewing.propose(
        office.desk("rina"), at["proposed_refusal"], Proposal.REFUSE, [Reason("lain", "Tidak mendesak")]
    )
    at["list"] = office.submitted(type_code="strp-company", contact_nik=nik(12))
    reviewing.take(office.desk("rina"), at["list"])
    at["decided_list"] = office.proposed(type_code="strp-company", contact_nik=nik(13))
    for name in ("list", "decided_list"):
        at[f"worker_of_{name}"] = office.ask(
            "SELECT min(id) FROM loket.worker WHERE application_id = :i", i=at[name]
        )
    at["keyed_by_serba"] = office.submitted("serba", nik=nik(6))
    at["proposed_keyed_by_serba"] = office.proposed(login="rina", nik=nik(7))
    _rekey(town, at["proposed_keyed_by_serba"])
    at["proposed_by_serba"] = office.proposed("serba", nik=nik(8))
    at["completed_by_serba"] = office.submitted(nik=nik(10))
    office.complete(at["completed_by_serba"], "serba")
    reviewing.release(office.desk("serba"), at["completed_by_serba"])
    reviewing.take(office.desk("rina"), at["completed_by_serba"])
    office.marked(at["completed_by_serba"])
    reviewing.pass_on(office.desk("rina"), at["completed_by_serba"])
    reviewing.propose(office.desk("rina"), at["completed_by_serba"], Proposal.APPROVE)
    at["returned"] = office.submitted(nik=nik(9))
    reviewing.take(office.desk("rina"), at["returned"])
    first, second = (
        row.id
        for row in office.rows(
            "SELECT id FROM loket.scan WHERE application_id=:i ORDER BY id LIMIT 2", i=at["returned"]
        )
    )
    at["refused_scan"], at["accepted_scan"] = first, second
    reviewing.judge_scan(office.desk("rina"), first, Verdict.REFUSED, "unreadable")
    reviewing.judge_scan(office.desk("rina"), second, Verdict.ACCEPTED)
    reviewing.send_back(office.desk("rina"), at["returned"], [])
    replica(
        office,
        "INSERT INTO loket.application (service_point_id, number, track_code, type_code, type_version_id, channel,"
        " stage, applicant_name, applicant_nik, fields, comment, version)"
        " SELECT service_point_id, 'BANYAK-' || n, 'BANYAK-' || n, type_code, type_version_id, channel, 'submitted',"
        " 'Banyak', '', '{}', '', 1 FROM loket.application, generate_series(1, 12) n WHERE id = :i",
        i=at["submitted"],
    )
    at["returned_marked"] = office.submitted(nik=nik(11))
    reviewing.take(office.desk("rina"), at["returned_marked"])
    office.marked(at["returned_marked"])
    reviewing.send_back(office.desk("rina"), at["returned_marked"], [Reason("lain", "Nama tidak lengkap")])
    # the town lives as long as the run, a lease for twenty minutes
    replica(
        office,
        "UPDATE loket.application SET lease_until = now() + interval '1 day' WHERE owner_id IS NOT NULL",
    )
    for name in ("submitted", "leased_by_rina", "unmarked", "proposed"):
        at[f"scan_of_{name}"] = office.ask(
            "SELECT min(id) FROM loket.scan WHERE application_id=:i", i=at[name]
        )


def _rekey(town: Town, application_id: int) -> None:
    """Let the history say that Serba keyed this case in."""
    for table, column in (("application", "entered_by"), ("stage_interval", "officer_id")):
        where = "id = :i" if table == "application" else "thing_id = :i AND stage IN ('draft', 'submitted')"
        replica(
            town.office,
            f"UPDATE loket.{table} SET {column} = (SELECT id FROM loket.officer WHERE login = 'serba') WHERE {where}",
            i=application_id,
        )


def _fill_papers(town: Town) -> None:
    office, at = town.office, town.at
    for number, stage in enumerate(
        ("to_sign", "sent", "deposited", "issued", "printed", "handed_over"), start=20
    ):
        at[stage] = office.approved("ratna", nik=nik(number))
    with office.desk("ratna").begin() as session:
        kept = [session.scalar(text("SELECT loket.keep_paper(:b)"), {"b": b}) for b in (UNSIGNED, SIGNED)]
        at["batch"] = session.scalar(
            text(
                "INSERT INTO loket.signing_batch (service_point_id, signatory_id, certificate_sha256)"
                " VALUES (:p, :o, 'abc') RETURNING id"
            ),
            {"p": office.desk("ratna").point.id, "o": office.desk("ratna").officer.id},
        )
    for stage in ("sent", "deposited", "issued", "printed", "handed_over"):
        replica(
            office,
            "UPDATE loket.document SET stage = :stage, record = '{}', seal = 'SEGEL', batch_id = :batch,"
            " unsigned_sha256 = :unsigned, signed_sha256 = :signed WHERE id = :i",
            stage=stage,
            batch=at["batch"],
            unsigned=kept[0],
            signed=None if stage == "sent" else kept[1],
            i=at[stage],
        )
    at["issued_case"] = office.ask("SELECT application_id FROM loket.document WHERE id = :i", i=at["issued"])
    for stage in ("printed", "handed_over"):
        replica(
            office,
            "INSERT INTO loket.print_job (service_point_id, document_id, copy, reason, printer, spool_job, state, raw,"
            " officer_id) SELECT service_point_id, id, 1, '', 'p', '', 'printed', '',"
            " (SELECT id FROM loket.officer WHERE login = 'budi') FROM loket.document WHERE id = :i",
            i=at[stage],
        )


def replica(office: Office, statement: str, **values: Any) -> None:
    """Write past the triggers, as only the server's administrator can: for building states, never for proving."""
    with office.owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(statement), values)
