"""A packet of cases: the nearest deadlines at once, shared with nobody, given back together."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.intray import person
from tests.make import Office
from workstation.errors import LeaseLost, MissingDocument, MissingMark, NotAllowed, NothingToTake
from workstation.usecases import packets, reviewing
from workstation.usecases.concluding import conclude
from workstation.usecases.packets import MOST_HELD
from workstation.vocabulary import Verdict


def filed(office: Office, count: int, login: str = "budi") -> list[int]:
    """Cases of different persons, the oldest first."""
    before = office.ask("SELECT count(*) FROM loket.application")
    return [office.submitted(login, **person(before + number)) for number in range(count)]


def holders(office: Office) -> dict[int, str]:
    return {
        row.id: row.login
        for row in office.rows(
            "SELECT a.id, o.login FROM loket.application a JOIN loket.officer o ON o.id = a.owner_id"
        )
    }


def lapse(office: Office) -> None:
    """Let every lease have ended."""
    office.run(
        "ALTER TABLE loket.application DISABLE TRIGGER USER;"
        "UPDATE loket.application SET lease_until = now() - interval '1 minute' WHERE owner_id IS NOT NULL;"
        "ALTER TABLE loket.application ENABLE TRIGGER USER"
    )


def test_the_ten_nearest_deadlines_are_taken_and_everybody_sees_by_whom(office: Office) -> None:
    cases = filed(office, MOST_HELD + 2)
    office.complete(cases[-1])  # the only one whose promise runs: it goes before those without a deadline
    reviewing.release(office.desk("rina"), cases[-1])
    taken = packets.take_packet(office.desk("rina"))
    assert taken == (cases[-1], *cases[: MOST_HELD - 1])
    assert holders(office) == dict.fromkeys(taken, "rina")
    with pytest.raises(NotAllowed):
        reviewing.take(office.desk("rina"), cases[-2])  # an eleventh
    assert packets.take_packet(office.desk("rina")) == taken


def test_who_holds_some_already_has_his_hands_filled_up(office: Office) -> None:
    cases = filed(office, 4)
    reviewing.take(office.desk("rina"), cases[2])
    assert packets.take_packet(office.desk("rina"), 3) == tuple(cases[:3])
    assert packets.take_packet(office.desk("joko"), 3) == (cases[3],)


def test_a_case_that_a_colleague_is_just_taking_is_left_to_him_without_waiting(office: Office) -> None:
    cases = filed(office, 4)
    with office.owner.begin() as his:
        his.execute(
            text("SELECT FROM loket.application WHERE id IN (:a, :b) FOR UPDATE"),
            {"a": cases[0], "b": cases[2]},
        )
        assert packets.take_packet(office.desk("joko")) == (cases[1], cases[3])


def test_two_who_take_at_the_same_moment_share_nothing(office: Office) -> None:
    cases = filed(office, 6)
    desks = [office.desk("rina"), office.desk("joko")]
    with ThreadPoolExecutor(2) as both:
        mine, his = both.map(lambda desk: packets.take_packet(desk, 3), desks)
    assert sorted(mine + his) == cases


def test_the_cases_that_one_may_not_judge_are_passed_over(office: Office) -> None:
    keyed, other = filed(office, 1, "serba")[0], filed(office, 1)[0]
    assert packets.take_packet(office.desk("serba")) == (other,)
    assert holders(office) == {other: "serba"}
    assert packets.take_packet(office.desk("rina")) == (keyed,)


def test_a_lease_that_ended_is_free_for_the_next(office: Office) -> None:
    cases = filed(office, 2)
    packets.take_packet(office.desk("rina"))
    with pytest.raises(NothingToTake):
        packets.take_packet(office.desk("joko"))
    lapse(office)
    assert packets.take_packet(office.desk("joko")) == tuple(cases)
    with pytest.raises(NothingToTake):
        packets.take_packet(office.desk("rina"))


def test_keeping_makes_the_leases_longer_and_takes_nothing_back_from_a_colleague(office: Office) -> None:
    mine, lost = filed(office, 2)
    rina = office.desk("rina")
    packets.take_packet(rina)
    reviewing.take_over(office.desk("joko"), lost, "tenggat hari ini")
    office.run(
        "ALTER TABLE loket.application DISABLE TRIGGER USER;"
        "UPDATE loket.application SET lease_until = now() + interval '1 minute' WHERE owner_id IS NOT NULL;"
        "ALTER TABLE loket.application ENABLE TRIGGER USER"
    )
    packets.keep_packet(rina, (mine, lost))
    left = {
        row.id: row.left
        for row in office.rows("SELECT id, lease_until - now() AS left FROM loket.application")
    }
    assert left[mine] > timedelta(minutes=15) > left[lost]
    assert holders(office) == {mine: "rina", lost: "joko"}


def test_what_is_held_is_given_back_with_one_call_and_what_was_judged_stays(office: Office) -> None:
    cases = filed(office, 3)
    rina = office.desk("rina")
    reviewing.take(office.desk("joko"), cases[2])
    packets.take_packet(rina)
    scan = office.ask("SELECT min(id) FROM loket.scan WHERE application_id = :id", id=cases[0])
    reviewing.judge_scan(rina, scan, Verdict.ACCEPTED)
    assert packets.release_all(rina) == 2
    assert holders(office) == {cases[2]: "joko"}
    assert office.ask("SELECT verdict FROM loket.scan WHERE id = :id", id=scan) == "accepted"
    assert packets.release_all(rina) == 0


@pytest.mark.parametrize("login", ["budi", "ratna", "manajer"])
def test_only_a_reviewer_takes_a_packet_whatever_he_asks_the_database(office: Office, login: str) -> None:
    filed(office, 1)
    with pytest.raises(NotAllowed):
        packets.take_packet(office.desk(login))
    with pytest.raises(NotAllowed), office.desk(login).begin() as session:
        session.execute(text("SELECT loket.take_packet(10)"))
    assert holders(office) == {}


def test_a_packet_holds_no_case_of_another_point(office: Office) -> None:
    filed(office, 1)
    with pytest.raises(NothingToTake):
        packets.take_packet(office.desk("jauh"))


# -- all steps at once ---------------------------------------------------------------------------------------


def stage(office: Office, case: int) -> str:
    return str(office.ask("SELECT stage FROM loket.application WHERE id = :id", id=case))


def test_a_case_with_all_its_words_is_concluded_from_wherever_it_stands(office: Office) -> None:
    case = filed(office, 1)[0]
    office.complete(case)
    office.marked(case)
    conclude(office.desk("rina"), case)
    row = office.rows("SELECT stage, proposal, owner_id FROM loket.application")[0]
    assert (row.stage, row.proposal, row.owner_id) == ("proposed", "approve", None)
    walked = office.rows("SELECT stage FROM loket.stage_interval WHERE machine = 'case' ORDER BY id")
    assert [one.stage for one in walked][-3:] == ["administrative", "technical", "proposed"]


def test_nothing_is_moved_while_a_paper_or_a_mark_is_missing(office: Office) -> None:
    case = filed(office, 1)[0]
    rina = office.desk("rina")
    reviewing.take(rina, case)
    with pytest.raises(MissingDocument):
        conclude(rina, case)
    assert stage(office, case) == "submitted"
    office.complete(case)
    with pytest.raises(MissingMark):
        conclude(rina, case)
    assert stage(office, case) == "administrative"
    office.marked(case)
    lapse(office)
    with pytest.raises(LeaseLost):
        conclude(rina, case)
    assert stage(office, case) == "administrative"
