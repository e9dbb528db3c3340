"""The rules of one permit changed in the middle of an evening: who files when, under what, and what he keeps."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text

from tests.backroom import PASSPHRASE, BackRoom
from tests.make import PASSWORD, Office, company_values, exhausted, person_values, picture, workers
from workstation.catalogue.checking import required_documents
from workstation.commands.practice.clock import PracticeClock
from workstation.desk import Desk
from workstation.errors import (
    BadFields,
    LevelTooLow,
    NotAllowed,
    NotEligible,
    RulesChanged,
    TypeNotOpen,
)
from workstation.usecases import administering, deciding, intake, reviewing, scheduling, signing
from workstation.usecases.administering import OfficerPlan
from workstation.usecases.intake import Draft
from workstation.usecases.reviewing import Reason
from workstation.vocabulary import Channel, Mark, Proposal, Role, Verdict
from workstation.worktime import WIB

DATES = {"valid_from": "2021-07-06", "valid_until": "2021-07-20"}
WORK = DATES | {"need": "work", "sector": "logistics", "employer": "PT Sinar Contoh Logistik"}


@dataclass
class Then:
    """An office that believes another moment: `at("2021-07-05 17:00")` turns its clock."""

    office: Office
    clock: PracticeClock
    _turn: Any

    def at(self, moment: str) -> None:
        self._turn(datetime.fromisoformat(moment).replace(tzinfo=WIB))

    def desk(self, login: str) -> Desk:
        return replace(self.office.desk(login), clock=self.clock.now)

    def draft(self, type_code: str, values: dict[str, str], login: str = "budi", listed: int = 5) -> Draft:
        """A draft with every paper that the rules of this moment ask for."""
        desk = self.desk(login)
        draft = intake.start_draft(desk, type_code, Channel.COUNTER)
        if type_code == "strp-company":
            intake.replace_workers(desk, draft.id, workers(listed))
        with desk.read() as session:
            _, rules = intake.version_in_force(session, type_code, desk.now())
        for number, document in enumerate(required_documents(rules, values)):
            intake.attach_scan(desk, draft.id, document.code, "berkas.jpg", picture(30 * number), 1)
        return intake.save_draft(desk, draft, values)

    def filed(self, type_code: str, values: dict[str, str], login: str = "budi", listed: int = 5) -> int:
        draft = self.draft(type_code, values, login, listed)
        return intake.submit(self.desk(login), draft, values).application_id

    def proposed(self, case: int, login: str = "rina") -> int:
        desk = self.desk(login)
        reviewing.take(desk, case)
        for row in self.office.rows("SELECT id FROM loket.scan WHERE application_id = :i", i=case):
            reviewing.judge_scan(desk, row.id, Verdict.ACCEPTED)
        reviewing.declare_complete(desk, case)
        for code in self.office.ask("SELECT loket.missing_marks(:i)", i=case):
            reviewing.mark_field(desk, case, code, Mark.SAME)
        reviewing.pass_on(desk, case)
        reviewing.propose(desk, case, Proposal.APPROVE)
        return case

    def version(self, case: int) -> str:
        return str(
            self.office.ask(
                "SELECT v.rules ->> 'version' FROM loket.application a"
                " JOIN loket.permit_type_version v ON v.id = a.type_version_id WHERE a.id = :i",
                i=case,
            )
        )


@pytest.fixture
def then(office: Office) -> Iterator[Then]:
    with office.owner.begin() as connection:
        scheduling.import_years(connection, [2019, 2020, 2021, 2022])
    clock = PracticeClock(office.owner, datetime(2021, 7, 5, 8, tzinfo=WIB))
    with clock.running() as turn:
        yield Then(office, clock, turn)


# -- STRP: 5 July 2021 -----------------------------------------------------------------------------------------


def test_until_the_evening_of_5_july_workers_and_firms_of_any_size_may_file(then: Then) -> None:
    then.at("2021-07-05 17:59")
    worker = then.filed("strp-individual", person_values(**WORK))
    firm = then.filed("strp-company", company_values(**DATES), listed=1)
    assert [then.version(case) for case in (worker, firm)] == ["2021-terbuka", "2021-terbuka"]


def test_from_that_evening_a_worker_is_told_that_his_firm_files_for_him(then: Then) -> None:
    then.at("2021-07-05 18:00")
    with pytest.raises(BadFields) as refused:
        then.filed("strp-individual", person_values(**WORK))
    assert "didaftarkan oleh perusahaannya" in refused.value.faults["need"]


@pytest.mark.parametrize("need", ["visiting_sick", "mourning", "pregnant", "companion"])
def test_from_that_evening_the_four_urgent_needs_stay_open_to_individuals(then: Then, need: str) -> None:
    then.at("2021-07-05 18:00")
    case = then.filed("strp-individual", person_values(**DATES, need=need))
    assert then.version(case) == "2021-mendesak"


def test_from_that_evening_a_firm_files_for_five_workers_or_more(then: Then) -> None:
    then.at("2021-07-05 18:00")
    with pytest.raises(BadFields) as refused:
        then.filed("strp-company", company_values(**DATES), listed=4)
    assert "5 sampai 20" in refused.value.faults["workers"]
    assert then.version(then.filed("strp-company", company_values(**DATES))) == "2021-perusahaan"


def test_a_civil_servant_is_told_that_the_staff_card_suffices(then: Then) -> None:
    then.at("2021-07-06 09:00")
    with pytest.raises(BadFields) as refused:
        then.filed("strp-individual", person_values(**DATES, occupation="civil_servant"))
    assert "kartu pegawai" in refused.value.faults["occupation"]


def test_what_was_filed_at_17_is_decided_on_the_next_day_under_the_rules_of_17(then: Then) -> None:
    then.at("2021-07-05 17:00")
    case = then.filed("strp-individual", person_values(**WORK))
    then.at("2021-07-06 09:00")
    then.proposed(case)
    outcomes = exhausted(deciding.approve_many(then.desk("ratna"), [case]))
    assert [outcome.ending for outcome in outcomes] == ["done"], outcomes
    assert then.version(case) == "2021-terbuka"
    number = then.office.ask("SELECT number FROM loket.document WHERE application_id = :i", i=case)
    assert number.endswith("/STRP/MPP/VII/2021")


def test_a_case_that_came_back_keeps_the_rules_of_its_first_filing(then: Then) -> None:
    then.at("2021-07-05 17:00")
    values = person_values(**WORK)
    case = then.filed("strp-individual", values)
    reviewing.take(then.desk("rina"), case)
    reviewing.send_back(then.desk("rina"), case, [Reason("typing-error", "Nama salah ketik")])
    then.at("2021-07-06 09:00")
    row = then.office.rows("SELECT id, number, version FROM loket.application")[0]
    intake.submit(then.desk("budi"), Draft(row.id, row.number, row.version), values)
    assert then.version(case) == "2021-terbuka"


def test_a_draft_begun_before_the_switch_is_filed_under_the_rules_of_the_day_it_is_handed_in(
    then: Then,
) -> None:
    then.at("2021-07-05 17:50")
    values = person_values(**WORK)
    draft = then.draft("strp-individual", values)
    then.at("2021-07-05 18:05")
    with pytest.raises(RulesChanged) as refused:
        intake.submit(then.desk("budi"), draft, values)
    assert refused.value.version == "2021-mendesak"
    assert then.office.ask("SELECT stage FROM loket.application") == "draft"

    intake.renew(then.desk("budi"), draft.id)
    row = then.office.rows("SELECT number, version, fields FROM loket.application")[0]
    assert row.fields == values, "what was typed stays"
    again = Draft(draft.id, row.number, row.version)
    with pytest.raises(BadFields):
        intake.submit(then.desk("budi"), again, values)
    intake.submit(then.desk("budi"), again, values | {"need": "mourning"})
    assert then.version(draft.id) == "2021-mendesak"


def test_a_draft_of_a_type_that_has_ended_is_not_filed(then: Then) -> None:
    then.at("2021-07-20 23:50")
    values = person_values(**DATES)
    draft = then.draft("strp-individual", values)
    then.at("2021-07-21 00:00")
    for verb in (
        lambda: intake.submit(then.desk("budi"), draft, values),
        lambda: intake.renew(then.desk("budi"), draft.id),
    ):
        with pytest.raises(TypeNotOpen):
            verb()


# -- the same past the program, with psql ----------------------------------------------------------------------


def psql(then: Then, sql: str, **values: Any) -> None:
    with then.desk("budi").begin() as session:
        session.execute(text(sql), values)


SUBMIT = "UPDATE loket.application SET stage = 'submitted' WHERE id = :i"
MOVE = (
    "UPDATE loket.application SET type_version_id = (SELECT id FROM loket.permit_type_version"
    " WHERE type_code = 'strp-individual' AND rules ->> 'version' = :version) WHERE id = :i"
)


def test_the_database_itself_refuses_the_old_rules_after_the_switch(then: Then) -> None:
    then.at("2021-07-05 17:50")
    draft = then.draft("strp-individual", person_values(**WORK))
    then.at("2021-07-05 18:05")
    with pytest.raises(RulesChanged):
        psql(then, SUBMIT, i=draft.id)
    psql(then, "SELECT loket.renew_rules(:i)", i=draft.id)
    with pytest.raises(NotEligible) as refused:
        psql(then, SUBMIT, i=draft.id)
    assert refused.value.ground == "exempt"
    for version in ("2021-terbuka", "latihan-2026"):
        with pytest.raises(NotAllowed):
            psql(then, MOVE, i=draft.id, version=version)
    assert then.version(draft.id) == "2021-mendesak"


def test_the_database_keeps_a_filed_case_under_its_version(then: Then) -> None:
    then.at("2021-07-05 17:00")
    case = then.filed("strp-individual", person_values(**WORK))
    then.at("2021-07-06 09:00")
    for sql in (MOVE, "SELECT loket.renew_rules(:i)"):
        with pytest.raises(NotAllowed):
            psql(then, sql, i=case, version="2021-mendesak")
    assert then.version(case) == "2021-terbuka"


@pytest.mark.parametrize(
    ("changed", "ground"),
    [
        ({"need": "holiday"}, "choice"),
        ({"name": " "}, "required"),
        ({"occupation": "civil_servant"}, "exempt"),
        ({"company_name": "PT Menyamar"}, "applicant"),
    ],
)
def test_the_database_asks_who_applies(then: Then, changed: dict[str, str], ground: str) -> None:
    then.at("2021-07-06 09:00")
    draft = then.draft("strp-individual", person_values(**DATES))
    intake.save_draft(then.desk("budi"), draft, person_values(**DATES) | changed)
    with pytest.raises(NotEligible) as refused:
        psql(then, SUBMIT, i=draft.id)
    assert refused.value.ground == ground


def test_the_database_counts_the_workers_and_asks_for_the_sector(then: Then) -> None:
    then.at("2021-07-06 09:00")
    short = then.draft("strp-company", company_values(**DATES), listed=4)
    with pytest.raises(NotEligible) as refused:
        psql(then, SUBMIT, i=short.id)
    assert (refused.value.ground, refused.value.detail) == ("workers", "5-20")
    other = then.draft("strp-company", company_values(**DATES, sector="gambling"))
    with pytest.raises(NotEligible) as refused:
        psql(then, SUBMIT, i=other.id)
    assert refused.value.ground == "choice"


# -- SIKM: three regimes in thirteen months --------------------------------------------------------------------

SIKM = {"kind": "once", "reason": "Menjenguk orang tua yang sakit"}
GUARANTOR = {
    "guarantor_name": "Agus Contoh",
    "guarantor_address": "Jalan Kenanga 3",
    "guarantor_phone": "081255500002",
    "guarantor_email": "agus@contoh.example",
}


def journey(start: str, end: str, **more: str) -> dict[str, str]:
    values = person_values(valid_from=start, valid_until=end, **SIKM, **more)
    del values["need"]
    return values


def attached(then: Then, case: int) -> set[str]:
    rows = then.office.rows("SELECT document_code FROM loket.scan WHERE application_id = :i", i=case)
    return {row.document_code for row in rows}


def test_in_may_2020_a_journey_needs_a_guarantor_and_his_letter(then: Then) -> None:
    then.at("2020-05-27 10:00")
    with pytest.raises(BadFields) as refused:
        then.filed("sikm", journey("2020-05-28", "2020-06-03"))
    assert set(refused.value.faults) == GUARANTOR.keys()
    case = then.filed("sikm", journey("2020-05-28", "2020-06-03", **GUARANTOR))
    assert then.version(case) == "pergub-47-2020"
    assert "guarantor_letter" in attached(then, case)


def test_from_26_june_2020_the_self_test_and_seven_days_suffice(then: Then) -> None:
    then.at("2020-06-26 08:00")
    with pytest.raises(BadFields) as refused:
        then.filed("sikm", journey("2020-06-27", "2020-07-04"))
    assert "7 hari" in refused.value.faults["valid_until"]
    case = then.filed("sikm", journey("2020-06-27", "2020-07-03"))
    assert then.version(case) == "pergub-60-2020"
    assert attached(then, case) == {"identity_card", "photo", "clm_result"}


def test_after_14_july_2020_there_is_no_such_permit(then: Then) -> None:
    then.at("2020-07-15 00:00")
    with pytest.raises(TypeNotOpen):
        intake.start_draft(then.desk("budi"), "sikm", Channel.COUNTER)


def test_a_case_of_the_first_regime_is_decided_in_the_second_as_it_was_filed(then: Then) -> None:
    then.at("2020-06-25 14:00")
    case = then.filed("sikm", journey("2020-06-26", "2020-07-05", **GUARANTOR))
    then.at("2020-06-26 09:00")
    then.proposed(case)
    assert {o.ending for o in exhausted(deciding.approve_many(then.desk("ratna"), [case]))} == {"done"}
    assert then.version(case) == "pergub-47-2020"


def village_people(office: Office) -> None:
    with office.owner.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO loket.service_point (code, name, level, parent_id, address)"
                " SELECT 'CIDENG', 'UP PMPTSP Kelurahan Cideng', 'village', id, '' FROM loket.service_point"
                " WHERE code = 'GAMBIR'"
            )
        )
    for login, role in (("tuti", Role.OFFICER), ("eko", Role.REVIEWER), ("lurah", Role.SUPERVISOR)):
        administering.add_officer(
            office.owner, OfficerPlan(login, login.title(), "CIDENG", (role,)), PASSWORD
        )


def test_in_may_2021_the_lurah_signs_the_permit_of_his_kelurahan(then: Then) -> None:
    village_people(then.office)
    then.at("2021-05-10 09:00")
    values = journey("2021-05-11", "2021-05-17") | {"need": "visiting_sick"}
    case = then.filed("sikm-2021", values, login="tuti")
    then.proposed(case, "eko")
    assert {o.ending for o in exhausted(deciding.approve_many(then.desk("lurah"), [case]))} == {"done"}


def test_the_lurah_does_not_sign_what_the_dinas_signs(then: Then) -> None:
    village_people(then.office)
    then.at("2021-07-06 09:00")
    case = then.proposed(then.filed("strp-individual", person_values(**DATES), login="tuti"), "eko")
    outcomes = exhausted(deciding.approve_many(then.desk("lurah"), [case]))
    assert [outcome.ending for outcome in outcomes] == ["failed"]
    assert "tingkat Dinas" in outcomes[0].detail
    with pytest.raises(LevelTooLow), then.desk("lurah").begin() as session:
        session.execute(text("UPDATE loket.application SET stage = 'approved' WHERE id = :i"), {"i": case})
    assert then.office.ask("SELECT stage FROM loket.application WHERE id = :i", i=case) == "proposed"


def test_the_level_is_asked_again_when_the_paper_is_signed(
    office: Office, sleeping_backroom: BackRoom
) -> None:
    document = office.approved()
    sleeping_backroom.turn()
    office.run("UPDATE loket.service_point SET level = 'village' WHERE code = 'MPP'")
    (outcome,) = exhausted(
        signing.sign_batch(
            office.desk("ratna"), [document], signer=sleeping_backroom.signer(), secret=PASSPHRASE
        )
    )
    assert outcome.ending == "failed"
    assert "tingkat Dinas" in outcome.detail
    assert office.ask("SELECT stage FROM loket.document WHERE id = :i", i=document) == "to_sign"
