"""The practice day: whole, truthful, within the law, and still good a day later."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from workstation.commands.practice.cast import parts
from workstation.commands.practice.hall import hours_around
from workstation.commands.practice.making import TOLD, Practice, ground, prepare, today_of
from workstation.errors import PracticeOpen
from workstation.progress import exhausted
from workstation.signing import trust
from workstation.signing.local import LocalSigner
from workstation.usecases import administering, answering, guarding, signing_in
from workstation.vocabulary import WAITS, Role, SealAnswer
from workstation.worktime import WIB


@pytest.fixture
def owner(practice: Practice) -> Iterator[Engine]:
    engine = practice.owner()
    yield engine
    engine.dispose()


def counted(owner: Engine, question: str) -> dict[str, int]:
    with owner.connect() as connection:
        return {row[0]: row[1] for row in connection.execute(text(question))}


def asked(owner: Engine, question: str, **values: object) -> object:
    with owner.connect() as connection:
        return connection.scalar(text(question), values)


def test_every_application_of_the_cast_stands_where_it_is_wanted(owner: Engine) -> None:
    cases = counted(owner, "SELECT stage, count(*) FROM loket.application GROUP BY 1")
    papers = counted(owner, "SELECT kind || ' ' || stage, count(*) FROM loket.document GROUP BY 1")
    wanted = Counter(part.stage for part in parts(datetime.now(WIB).date()))
    wanted += Counter(WAITS)  # one of each kind waits instead of lying on the desk
    wanted["technical"] -= len(WAITS)
    given_out = wanted.pop("issued") + wanted.pop("handed_over")
    assert cases == {**wanted, "approved": wanted["approved"] + given_out}
    assert papers == {
        "permit to_sign": 8,
        "permit issued": 10,
        "permit handed_over": 6,
        "refusal_letter issued": 8,
    }


def test_the_chain_of_the_journal_holds_and_the_clock_is_put_away(owner: Engine) -> None:
    chains = exhausted(guarding.verify(owner.connect))
    assert [c.broken for c in chains] == [None] * len(chains)
    assert sum(c.rows for c in chains) > 4000
    assert asked(owner, "SELECT count(*) FROM loket.practice_clock") == 0


def test_nobody_but_the_made_up_people_and_the_back_room_did_anything(
    owner: Engine, practice: Practice
) -> None:
    logins = set(
        counted(
            owner,
            "SELECT login, count(*) FROM loket.journal WHERE thing NOT IN"
            " ('officer', 'office_setting', 'permit_type_version', 'hall', 'service', 'counter', 'holiday', 'season',"
            " 'work_week') GROUP BY 1",
        )
    )
    assert logins <= {account.login for account in practice.accounts} | {"loket_backroom"}


def test_bookings_have_the_volumes_of_the_reopening(owner: Engine) -> None:
    volumes = counted(
        owner,
        "SELECT s.code, count(*) FROM loket.visit v JOIN loket.service s ON s.id = v.service_id"
        " WHERE loket.local_day(v.planned_at) = loket.local_day(now()) GROUP BY 1",
    )
    assert volumes == {
        "counselling": 21,
        "intake": 73,
        "sim": 68,
        "stnk": 48,
        "tax": 70,
        "passport": 16,
        "employment-insurance": 3,
        "electricity": 2,
        "bank": 50,
    }


def test_visitors_stand_in_every_stage_and_nobody_waits_since_the_future(owner: Engine) -> None:
    stages = counted(owner, "SELECT stage, count(*) FROM loket.visit GROUP BY 1")
    assert {"booked", "waiting", "called", "serving", "held", "no_show", "finished", "refused"} <= set(stages)
    assert stages["waiting"] >= 15
    assert asked(owner, "SELECT count(*) FROM loket.visit WHERE waiting_since > now()") == 0
    assert asked(owner, "SELECT count(*) FROM loket.stage_interval WHERE to_at < from_at") == 0


def test_the_worklist_has_late_and_comfortable_deadlines(owner: Engine) -> None:
    late = (
        "SELECT count(*) FROM loket.application WHERE due_at {} now()"
        " AND stage IN ('administrative', 'technical', 'proposed')"
    )
    assert int(str(asked(owner, late.format("<")))) >= 4
    assert int(str(asked(owner, late.format(">")))) >= 20


def test_two_cases_are_held_by_colleagues_for_a_while(owner: Engine) -> None:
    held = asked(owner, "SELECT count(*) FROM loket.application WHERE lease_until > owned_since")
    assert held == 2


def test_nothing_happened_before_what_it_follows(owner: Engine) -> None:
    wrong = asked(
        owner,
        "SELECT count(*) FROM loket.application WHERE submitted_at < entered_at OR complete_at < submitted_at"
        " OR administrative_at < complete_at OR technical_at < administrative_at OR decided_at < technical_at"
        " OR greatest(submitted_at, decided_at) > now()",
    )
    assert wrong == 0


def test_what_a_truthful_reviewer_sees_is_marked_and_what_a_colleague_overlooked_is_not(
    owner: Engine,
) -> None:
    marks = counted(owner, "SELECT mark, count(*) FROM loket.field_mark GROUP BY 1")
    assert marks["differs"] >= 2
    trap = asked(
        owner,
        "SELECT count(*) FROM loket.application a WHERE a.stage = 'proposed' AND a.proposal = 'approve'"
        " AND EXISTS (SELECT FROM loket.field_mark m WHERE m.application_id = a.id AND m.mark = 'differs')",
    )
    assert trap == 0


def test_every_officer_can_sign_in_and_every_supervisor_can_sign(practice: Practice) -> None:
    for account in practice.accounts:
        desk = signing_in.sign_in(practice.url, account.login, account.password)
        assert desk.roles == set(account.roles)
        desk.close()
    supervisors = {a.login for a in practice.accounts if Role.SUPERVISOR in a.roles}
    assert set(practice.certificates) == supervisors
    for file in practice.certificates.values():
        assert LocalSigner(file.read_bytes()).open(practice.passphrase).days_left > 300


def test_an_issued_permit_is_ours_to_any_checker(owner: Engine, practice: Practice) -> None:
    data = asked(
        owner,
        "SELECT b.data FROM loket.document d JOIN loket.paper_blob b ON b.sha256 = d.signed_sha256"
        " WHERE d.kind = 'refusal_letter' ORDER BY d.id LIMIT 1",
    )
    assert isinstance(data, memoryview | bytes)
    answer = answering.check(bytes(data), "surat.pdf", trust.load(practice.trust), datetime.now(UTC))
    assert answer.answer is SealAnswer.VALID
    assert not answer.withdrawal_unknown


def test_given_a_second_start_on_the_same_day_then_nothing_changes(owner: Engine, practice: Practice) -> None:
    prepare(practice.folder, cluster=practice.cluster)  # whichever day another start has left behind
    before = asked(owner, "SELECT sum(seq) FROM loket.journal_head")
    prepare(practice.folder, cluster=practice.cluster)
    assert asked(owner, "SELECT sum(seq) FROM loket.journal_head") == before


def test_given_a_start_on_the_next_day_then_that_day_has_its_own_bookings(
    owner: Engine, practice: Practice
) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    prepare(practice.folder, cluster=practice.cluster, now=tomorrow)
    booked = "SELECT count(*) FROM loket.visit WHERE loket.local_day(planned_at) = :day"
    assert asked(owner, booked, day=today_of(tomorrow)) == 351


def test_given_an_office_of_another_programs_law_then_it_begins_anew_but_not_while_somebody_works_in_it(
    owner: Engine, practice: Practice
) -> None:
    before = counted(owner, "SELECT stage, count(*) FROM loket.application GROUP BY 1")
    administering.set_office(owner, {TOLD: "hukum lama"})
    try:
        with pytest.raises(PracticeOpen):
            prepare(practice.folder, cluster=practice.cluster, others=lambda: True)
    finally:
        administering.set_office(owner, {TOLD: ground()})
    assert counted(owner, "SELECT stage, count(*) FROM loket.application GROUP BY 1") == before


@pytest.mark.parametrize(
    "clock", ["00:00:30", "00:20", "02:40", "07:30", "09:59", "10:00", "15:20", "23:50", "23:59:50"]
)
def test_at_whatever_hour_it_is_made_the_day_began_in_the_past_and_ends_today(clock: str) -> None:
    now = datetime.fromisoformat(f"2026-11-23T{clock}+07:00")
    hours = hours_around(now)
    assert hours.opened.astimezone(WIB).date() == hours.closes.astimezone(WIB).date() == now.date()
    assert hours.opened <= now
    assert hours.closes > hours.opened
