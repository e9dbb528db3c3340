"""The same seal shown twice at the counters of a week."""

from datetime import timedelta

from tests.make import Office
from workstation.usecases import showing

SERIAL = 4_000_000_000


def an_hour_later(office: Office, hours: float = 1) -> None:
    office.run("UPDATE loket.paper_showing SET shown_at = shown_at - :ago", ago=timedelta(hours=hours))


def test_given_a_paper_was_shown_when_its_seal_comes_again_elsewhere_then_when_and_where_is_told(
    office: Office,
) -> None:
    assert showing.note_showing(office.desk("budi"), SERIAL) is None
    an_hour_later(office)
    before = showing.note_showing(office.desk("jauh"), SERIAL)
    assert before is not None
    assert before.times == 1
    assert before.point == office.desk("budi").point.name
    assert showing.note_showing(office.desk("jauh"), SERIAL + 1) is None, "another paper"
    an_hour_later(office)
    third = showing.note_showing(office.desk("budi"), SERIAL)
    assert third is not None
    assert (third.times, third.point) == (2, office.desk("jauh").point.name)


def test_looking_twice_at_the_paper_on_the_desk_is_one_showing(office: Office) -> None:
    for _ in range(3):
        assert showing.note_showing(office.desk("budi"), SERIAL) is None
    assert office.ask("SELECT count(*) FROM loket.paper_showing") == 1


def test_what_was_shown_is_forgotten_after_a_week(office: Office) -> None:
    showing.note_showing(office.desk("budi"), SERIAL)
    an_hour_later(office, hours=7 * 24 + 1)
    assert showing.note_showing(office.desk("jauh"), SERIAL) is None
    assert office.ask("SELECT count(*) FROM loket.paper_showing") == 1
