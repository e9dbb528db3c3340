"""A verb of several steps that the line cuts off in the middle: asking again goes on and does no step twice."""

from collections.abc import Callable, Iterator

import pytest

from tests.backroom import PASSPHRASE, BackRoom
from tests.line import Line, desk_over
from tests.make import Office, exhausted
from workstation.desk import Desk
from workstation.errors import AlreadyClosed, DatabaseDown
from workstation.progress import Ending
from workstation.settings import OfficeSettings
from workstation.usecases import closing, signing

Over = Callable[[str], Desk]


@pytest.fixture
def over(office: Office, line: Line) -> Iterator[Over]:
    """Desks of people who work over that line."""
    made: list[Desk] = []

    def sit(login: str) -> Desk:
        made.append(desk_over(line, office, login))
        return made[-1]

    yield sit
    for desk in made:
        desk.close()


def test_a_day_whose_sheet_was_cut_off_is_not_closed_twice_and_gets_its_sheet(
    office: Office, over: Over, line: Line, sleeping_backroom: BackRoom
) -> None:
    desk = over("manajer")
    steps = closing.close_day(desk, OfficeSettings(), pause=lambda _: sleeping_backroom.turn())
    assert [next(steps).label for _ in range(2)][-1] == "Segel"
    line.cut_before()
    with pytest.raises(DatabaseDown):
        exhausted(steps)
    day = exhausted(closing.close_day(desk, OfficeSettings(), pause=lambda _: sleeping_backroom.turn()))
    assert office.ask("SELECT count(*) FROM loket.closing") == 1
    assert closing.sheet_pdf(desk, day).startswith(b"%PDF")
    with pytest.raises(AlreadyClosed):
        exhausted(closing.close_day(desk, OfficeSettings()))


def test_a_day_that_another_closed_without_its_sheet_is_his(
    office: Office, sleeping_backroom: BackRoom
) -> None:
    left = closing.close_day(office.desk("manajer"), OfficeSettings())
    next(left)
    next(left)
    left.close()
    with pytest.raises(AlreadyClosed):
        exhausted(closing.close_day(office.desk("ratna"), OfficeSettings()))


@pytest.mark.parametrize("commits", range(9))
def test_a_batch_that_was_cut_off_anywhere_signs_the_rest_and_says_of_each_that_it_is_done(
    office: Office, over: Over, line: Line, sleeping_backroom: BackRoom, commits: int
) -> None:
    made = [office.approved() for _ in range(2)]
    sleeping_backroom.turn()
    desk, signer = over("ratna"), sleeping_backroom.signer()
    line.cut_before(skip=commits)
    try:
        outcomes = exhausted(signing.sign_batch(desk, made, signer=signer, secret=PASSPHRASE))
    except DatabaseDown:
        outcomes = exhausted(signing.sign_batch(desk, made, signer=signer, secret=PASSPHRASE))
    assert line.cuts == 1
    assert [outcome.ending for outcome in outcomes] == [Ending.DONE] * 2
    signed = office.rows("SELECT signed_sha256 FROM loket.document ORDER BY id")
    assert all(row.signed_sha256 for row in signed)
    assert exhausted(signing.sign_batch(desk, made, signer=signer, secret=PASSPHRASE)) == outcomes
    assert office.rows("SELECT signed_sha256 FROM loket.document ORDER BY id") == signed, (
        "nothing is signed twice"
    )
