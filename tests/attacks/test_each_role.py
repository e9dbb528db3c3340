"""The same eighty attempts from every role's own login: what one of them may do by his job is tried by all others."""

import psycopg2
import pytest

from tests.attacks.town import Town, named

LOGINS = ("budi", "rina", "ratna", "serba", "manajer", "admin", "auditor", "jauh", "loket_backroom")
ALL_ROUNDER = frozenset({"serba"})
CLERKS = frozenset({"budi", "serba"})
CHIEFS = frozenset({"ratna", "serba"})
SERVICE = frozenset({"loket_backroom"})
NOBODY: frozenset[str] = frozenset()
NONSENSE = ("42601", "42703", "42P01", "42883")
# what is tried -> whose job it is (and who therefore does not try it here)
ATTEMPTS: dict[str, frozenset[str]] = {
    # stages of a case
    "UPDATE loket.application SET stage = 'approved' WHERE id = {submitted}": NOBODY,
    "UPDATE loket.application SET stage = 'approved' WHERE id = {draft}": NOBODY,
    "UPDATE loket.application SET stage = 'approved' WHERE id = {proposed}": CHIEFS,
    "UPDATE loket.application SET stage = 'approved' WHERE id = {proposed_keyed_by_serba}": frozenset(
        {"ratna"}
    ),
    "UPDATE loket.application SET stage = 'approved' WHERE id = {proposed_by_serba}": frozenset({"ratna"}),
    "UPDATE loket.application SET stage = 'approved' WHERE id = {proposed_refusal}": NOBODY,
    "UPDATE loket.application SET stage = 'refused' WHERE id = {proposed_by_serba}": NOBODY,
    "UPDATE loket.application SET stage = 'proposed', proposal = 'approve' WHERE id = {submitted}": NOBODY,
    "UPDATE loket.application SET stage = 'technical' WHERE id = {unmarked}": NOBODY,
    "UPDATE loket.application SET stage = 'administrative' WHERE id = {leased_by_rina}": NOBODY,
    "UPDATE loket.application SET stage = 'returned' WHERE id = {submitted}": NOBODY,
    "UPDATE loket.application SET stage = 'draft' WHERE id = {submitted}": NOBODY,
    "UPDATE loket.application SET stage = 'lapsed' WHERE id = {submitted}": NOBODY,
    "UPDATE loket.application SET stage = 'waiting_guarantor' WHERE id = {unmarked}": NOBODY,
    "UPDATE loket.application SET stage = 'waiting_payment' WHERE id = {unmarked}": NOBODY,
    "UPDATE loket.application SET stage = 'waiting_survey' WHERE id = {unmarked}": NOBODY,
    "UPDATE loket.application SET stage = 'postponed', postponed_until = now() + interval '9 days'"
    " WHERE id = {unmarked}": NOBODY,
    "UPDATE loket.application SET stage = 'withdrawn' WHERE id = {proposed}": NOBODY,
    "UPDATE loket.application SET stage = 'withdrawn' WHERE id = {submitted}": NOBODY,
    # what the law writes itself
    "UPDATE loket.application SET due_at = now() + interval '99 days' WHERE id = {proposed}": NOBODY,
    "UPDATE loket.application SET complete_at = NULL WHERE id = {proposed}": NOBODY,
    "UPDATE loket.application SET entered_by = NULL WHERE id = {keyed_by_serba}": NOBODY,
    "UPDATE loket.application SET technical_by = NULL WHERE id = {proposed_by_serba}": NOBODY,
    "UPDATE loket.application SET decided_by = NULL WHERE id = {proposed}": NOBODY,
    "UPDATE loket.application SET number = 'X' WHERE id = {submitted}": NOBODY,
    "UPDATE loket.application SET service_point_id = {GAMBIR} WHERE id = {submitted}": NOBODY,
    "UPDATE loket.application SET applicant_name = 'Lain' WHERE id = {submitted}": NOBODY,
    "UPDATE loket.application SET fields = '{{}}' WHERE id = {proposed}": NOBODY,
    "DELETE FROM loket.application WHERE id = {submitted}": NOBODY,
    # leases, waits, undoing
    "UPDATE loket.application SET owner_id = {joko}, lease_until = now() WHERE id = {leased_by_rina}": NOBODY,
    "UPDATE loket.application SET owner_id = NULL WHERE id = {leased_by_rina}": frozenset({"rina"}),
    "UPDATE loket.application SET lease_until = now() + interval '1 year' WHERE id = {leased_by_rina}": frozenset(
        {"rina"}
    ),
    "INSERT INTO loket.takeover (service_point_id, application_id, from_officer_id, to_officer_id, reason, at)"
    " VALUES ({MPP}, {leased_by_rina}, {rina}, {joko}, 'karena', now())": NOBODY,
    "INSERT INTO loket.case_wait (application_id, service_point_id, stage, came_from, reason, from_at)"
    " VALUES ({unmarked}, {MPP}, 'postponed', 'technical', 'karena', now())": NOBODY,
    "INSERT INTO loket.undoing VALUES ('case', {proposed}, pg_current_xact_id()::text)": NOBODY,
    "SELECT loket.undo_last_step('case', {proposed_by_serba})": ALL_ROUNDER,
    "SELECT loket.undo_last_step('case', {far})": frozenset({"jauh"}),
    "SELECT loket.back_date({served_by_budi}, now() - interval '5 minutes')": NOBODY,
    "INSERT INTO loket.guarantor_contact (application_id, service_point_id, channel, outcome, note)"
    " VALUES ({submitted}, {MPP}, 'phone', 'confirmed', 'saya sendiri')": NOBODY,
    "INSERT INTO loket.survey (application_id, service_point_id, place, planned_on, surveyors)"
    " VALUES ({submitted}, {MPP}, 'rumah', current_date, 'saya')": NOBODY,
    "INSERT INTO loket.levy_order (application_id, service_point_id, amount, basis, due_on)"
    " VALUES ({submitted}, {MPP}, 1, 'x', current_date)": NOBODY,
    # judging
    "UPDATE loket.scan SET verdict = 'accepted' WHERE id = {scan_of_leased_by_rina}": frozenset({"rina"}),
    "UPDATE loket.scan SET sha256 = sha256, file_name = 'x' WHERE id = {scan_of_submitted}": NOBODY,
    "INSERT INTO loket.field_mark (application_id, field, service_point_id, mark)"
    " VALUES ({submitted}, 'name', {MPP}, 'same')": NOBODY,
    "INSERT INTO loket.case_reason (application_id, service_point_id, purpose, code, text)"
    " VALUES ({submitted}, {MPP}, 'refusal', 'x', 'karena saya mau')": NOBODY,
    "UPDATE loket.worker SET name = 'x'": NOBODY,
    # papers
    "INSERT INTO loket.document (service_point_id, application_id, kind, stage, number, serial, holder, raw, prints)"
    " VALUES ({MPP}, {submitted}, 'permit', 'issued', 'PALSU', 999999, 'Saya', '', 0)": NOBODY,
    "UPDATE loket.document SET stage = 'issued' WHERE id = {to_sign}": NOBODY,
    "UPDATE loket.document SET stage = 'issued' WHERE id = {deposited}": SERVICE,
    "UPDATE loket.document SET stage = 'printed' WHERE id = {issued}": NOBODY,
    "UPDATE loket.document SET stage = 'handed_over' WHERE id = {printed}": NOBODY,
    "UPDATE loket.document SET stage = 'issued', withdrawn_reason = NULL WHERE id = {handed_over}": NOBODY,
    "UPDATE loket.document SET seal = 'PALSU' WHERE id = {issued}": NOBODY,
    "UPDATE loket.document SET record = '{{\"x\": 1}}' WHERE id = {issued}": NOBODY,
    "UPDATE loket.document SET holder = 'Lain' WHERE id = {issued}": NOBODY,
    "UPDATE loket.document SET number = 'PALSU' WHERE id = {issued}": NOBODY,
    "UPDATE loket.document SET prints = 0 WHERE id = {printed}": CLERKS,
    "UPDATE loket.document SET stage = 'withdrawn', withdrawn_reason = '' WHERE id = {issued}": NOBODY,
    "UPDATE loket.signing_batch SET closed_at = now() WHERE id = {batch}": frozenset({"ratna"}),
    "INSERT INTO loket.handover (service_point_id, document_id, collector, name, identity_kind, last4, originals_seen)"
    " VALUES ({MPP}, {issued}, 'applicant', 'Saya', 'ktp', '0001', true)": NOBODY,
    "INSERT INTO loket.seal_key (kid, public_pem, not_before, not_after) VALUES ('ff', 'x', now(), now())": SERVICE,
    # the hall
    "UPDATE loket.visit SET ticket = 'A-001' WHERE id = {waiting}": NOBODY,
    "UPDATE loket.visit SET stage = 'finished' WHERE id = {waiting}": NOBODY,
    "UPDATE loket.visit SET stage = 'waiting' WHERE id = {booked_tomorrow}": NOBODY,
    "UPDATE loket.visit SET stage = 'waiting' WHERE id = {booked_unwell}": NOBODY,
    "UPDATE loket.visit SET stage = 'finished' WHERE id = {served_by_budi}": frozenset({"budi", "serba"}),
    "UPDATE loket.visit SET waiting_since = '2020-01-01' WHERE id = {waiting}": NOBODY,
    "DELETE FROM loket.visit WHERE id = {waiting}": NOBODY,
    "UPDATE loket.counter_session SET to_at = NULL, officer_id = {joko}": NOBODY,
    # the law itself, the journal, other people
    "DELETE FROM loket.journal": NOBODY,
    "UPDATE loket.journal SET login = 'budi'": NOBODY,
    "INSERT INTO loket.journal (service_point_id, seq, at, login, action, thing, thing_id, reason, data, hash)"
    " VALUES ({MPP}, 999999, now(), 'budi', 'x', 'x', '1', '', '{{}}', '')": NOBODY,
    "UPDATE loket.journal_head SET seq = 0": NOBODY,
    "UPDATE loket.stage_interval SET officer_id = NULL": NOBODY,
    "DELETE FROM loket.stage_interval": NOBODY,
    "INSERT INTO loket.transition (machine, source, action, target, roles, demands, undo_minutes)"
    " VALUES ('case', 'draft', 'x', 'approved', ARRAY['officer'], '{{}}', 0)": NOBODY,
    "UPDATE loket.transition SET demands = '{{}}'": NOBODY,
    "UPDATE loket.number_series SET last = 0": NOBODY,
    "SELECT loket.take_number('letter-STRP', 'MPP', '2026')": NOBODY,
    "SELECT loket.append_journal({MPP}, 'x', 'x', '1', '{{}}')": NOBODY,
    "UPDATE loket.practice_clock SET at = now()": NOBODY,
    "UPDATE loket.permit_type_version SET rules = '{{}}'": NOBODY,
    "UPDATE loket.officer SET service_point_id = {GAMBIR}": NOBODY,
    "INSERT INTO loket.officer (login, name, service_point_id, active) VALUES ('x', 'x', {MPP}, true)": NOBODY,
    "GRANT loket_supervisor TO budi": NOBODY,
    "SET ROLE loket_owner": NOBODY,
    "SET session_replication_role = replica": NOBODY,
    "ALTER TABLE loket.application DISABLE TRIGGER ALL": NOBODY,
    "ALTER TABLE loket.application NO FORCE ROW LEVEL SECURITY": NOBODY,
    "DROP TRIGGER a_guard ON loket.application": NOBODY,
    "CREATE FUNCTION loket.moment() RETURNS timestamptz LANGUAGE sql AS 'SELECT now()'": NOBODY,
    "COPY loket.application TO PROGRAM 'cat'": NOBODY,
    "SELECT rolpassword FROM pg_authid": NOBODY,
    "SELECT applicant_nik FROM loket.application": NOBODY,
    "SELECT nik FROM loket.visit": NOBODY,
}


@pytest.mark.parametrize("login", LOGINS)
def test_nobody_gets_by_any_of_these_what_is_not_his_job(town: Town, login: str) -> None:
    before, passed, senseless, tried = town.fingerprint(), [], [], 0
    with town.psql(login) as connection, connection.cursor() as cursor:
        for attempt, whose in ATTEMPTS.items():
            if login in whose:
                continue
            tried += 1
            try:
                cursor.execute(attempt.format(**town.at))
                if cursor.rowcount > 0:
                    passed.append(attempt)
                connection.commit()
            except psycopg2.Error as error:
                connection.rollback()
                if named(error) in NONSENSE:
                    senseless.append((attempt, str(error)))
    assert senseless == [], "no attack, but bad SQL"
    assert passed == []
    assert tried >= 70
    assert town.fingerprint() == before
