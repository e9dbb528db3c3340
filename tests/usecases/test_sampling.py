"""The random sample of a batch: drawn by the database, journalled, seen before anything is decided."""

import pytest

from tests.intray import person, proposed_refusal
from tests.make import Office, exhausted
from workstation.errors import ChangedByOther, ReasonNeeded
from workstation.progress import Ending
from workstation.usecases import deciding, sampling
from workstation.usecases.reading import announce


@pytest.fixture
def strict(office: Office) -> Office:
    """An office that draws a quarter of each batch, two at least."""
    for key, value in (("sample_share", "25"), ("sample_least", "2")):
        office.run(
            "UPDATE loket.office_setting SET value = CAST(:value AS jsonb) WHERE key = :key",
            key=key,
            value=value,
        )
    return office


def draw(office: Office, cases, login: str = "ratna") -> dict[int, bool]:
    """Draw; whether each is seen already."""
    return {one.id: one.is_seen for one in sampling.draw_sample(office.desk(login), cases)}


def look(office: Office, case: int, login: str = "ratna") -> None:
    """Open a case and see it."""
    desk = office.desk(login)
    announce(desk, "application", case, sampling.PURPOSE)
    sampling.see_case(desk, case, office.ask("SELECT version FROM loket.application WHERE id = :id", id=case))


def approve(office: Office, cases, login: str = "ratna") -> list[Ending]:
    return [one.ending for one in exhausted(deciding.approve_many(office.desk(login), cases))]


def drawings(office: Office) -> int:
    return int(office.ask("SELECT count(*) FROM loket.approval_sample"))


def test_given_a_drawn_sample_when_all_of_it_is_seen_then_the_whole_batch_is_decided(strict):
    cases = [strict.proposed(**person(n)) for n in range(1, 6)]
    drawn = draw(strict, cases)
    assert len(drawn) == 2
    assert drawn.keys() <= set(cases)
    assert not any(drawn.values())
    assert approve(strict, cases) == [Ending.FAILED] * 5
    first, second = drawn
    look(strict, first)
    assert approve(strict, cases) == [Ending.FAILED] * 5
    look(strict, second)
    assert all(draw(strict, cases).values())
    assert approve(strict, cases) == [Ending.DONE] * 5
    assert drawings(strict) == 1


def test_given_nothing_was_drawn_then_nothing_is_decided_either_way(strict):
    good, bad = strict.proposed(), proposed_refusal(strict, 2)
    (approved,) = exhausted(deciding.approve_many(strict.desk("ratna"), [good]))
    (refused,) = exhausted(deciding.refuse_many(strict.desk("ratna"), [bad]))
    assert [approved.ending, refused.ending] == [Ending.FAILED] * 2
    assert "belum diundi" in approved.detail


def test_given_a_part_of_a_batch_then_it_is_not_drawn_anew_and_the_old_sample_holds(strict):
    cases = [strict.proposed(**person(n)) for n in range(1, 6)]
    drawn = draw(strict, cases)
    others = [case for case in cases if case not in drawn]
    assert draw(strict, others) == drawn
    assert approve(strict, others) == [Ending.FAILED] * 3
    assert drawings(strict) == 1


def test_given_the_case_was_sent_back_then_it_holds_up_nobody(strict):
    cases = [strict.proposed(**person(n)) for n in range(1, 6)]
    first, second = draw(strict, cases)
    deciding.challenge(strict.desk("ratna"), first, "Alamat tujuan belum jelas")
    look(strict, second)
    left = [case for case in cases if case != first]
    assert approve(strict, left) == [Ending.DONE] * 4


def test_given_a_colleagues_sample_then_mine_is_another(strict):
    cases = [strict.proposed(**person(n)) for n in range(1, 4)]
    for case in draw(strict, cases, "hasan"):
        look(strict, case, "hasan")
    assert approve(strict, cases) == [Ending.FAILED] * 3
    assert approve(strict, cases, "hasan") == [Ending.DONE] * 3


def test_given_a_case_that_nobody_opened_then_it_cannot_be_seen(strict):
    case = strict.proposed()
    with pytest.raises(ReasonNeeded):
        sampling.see_case(strict.desk("ratna"), case, _version(strict, case))
    announce(strict.desk("ratna"), "application", case, sampling.PURPOSE)
    with pytest.raises(ChangedByOther):
        sampling.see_case(strict.desk("ratna"), case, _version(strict, case) - 1)


def _version(office: Office, case: int) -> int:
    return int(office.ask("SELECT version FROM loket.application WHERE id = :id", id=case))


def test_given_a_drawing_then_the_journal_names_what_was_drawn_and_what_was_seen(strict):
    cases = [strict.proposed(**person(n)) for n in range(1, 4)]
    drawn = draw(strict, cases)
    look(strict, next(iter(drawn)))
    told = strict.ask("SELECT data FROM loket.journal WHERE thing = 'approval_sample' AND login = 'ratna'")
    assert told["marked"] == 3
    assert set(told["drawn"]) == set(drawn)
    seen = "SELECT data ->> 'application_id' FROM loket.journal WHERE thing = 'case_seen' AND login = 'ratna'"
    assert strict.ask(seen) == str(next(iter(drawn)))


def test_given_an_office_without_samples_then_nothing_is_drawn(office):
    case = office.proposed()
    assert sampling.draw_sample(office.desk("ratna"), [case]) == ()
    assert approve(office, [case]) == [Ending.DONE]
