"""The counting of the scale bench finds what was done twice and what was lost."""

from benchmarks._scale_counting import careless_hall, examine
from benchmarks._scale_questions import questions, unknown_parameters
from tests.make import Office
from workstation.queries import inbox, permits
from workstation.usecases import searching


def test_officers_who_look_first_and_write_then_are_found_out(office: Office) -> None:
    found = careless_hall(office.owner)
    assert found.doubled >= 1
    assert found.lost >= 1  # one wrote his number over the other's
    assert not found.is_clean


def test_what_is_acknowledged_and_kept_once_is_clean() -> None:
    assert examine([(1, 7), (2, 8)], [(2, 8), (1, 7)]).is_clean


def test_an_answer_that_never_came_is_neither_lost_nor_a_double() -> None:
    found = examine([(1, 7)], [(1, 7), (2, 8)])
    assert (found.lost, found.doubled, found.unheard) == (0, 0, 1)


def test_what_was_acknowledged_and_is_not_kept_is_lost() -> None:
    assert examine([(1, 7), (2, 8)], [(1, 7)]).lost == 1


def test_one_thing_with_two_owners_is_a_double() -> None:
    assert examine([(1, 7), (1, 8)], [(1, 8)]).doubled == 1


def test_the_bench_asks_the_questions_of_every_room() -> None:
    assert {inbox.inbox, permits.find, searching.find} <= set(questions())


def test_every_question_of_a_screen_can_be_asked_by_the_bench() -> None:
    assert unknown_parameters() == set()
