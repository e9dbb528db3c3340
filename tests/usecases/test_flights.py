"""A remote signer gets more calls while it stays quick, and half as many when it falters."""

import threading
import time

from tests.backroom import PASSPHRASE, certificate_of
from tests.intray import person
from tests.make import exhausted
from workstation.progress import Ending
from workstation.signing.local import LocalSigner
from workstation.signing.signer import FailureReason, SignFailure
from workstation.usecases import signing
from workstation.usecases.flights import Flights


def flown(flights: Flights, *seconds: float) -> int:
    for one in seconds:
        flights.came_back(one)
    return flights.now


def test_given_even_answers_then_one_call_more_flies_after_each_round_up_to_the_most() -> None:
    flights = Flights(8, 16)
    assert flown(flights, *[0.6] * 7) == 8
    assert flown(flights, 0.6) == 9
    assert flown(flights, *[0.65] * 200) == 16


def test_given_answers_that_grow_slow_then_none_is_added_and_some_are_taken_away() -> None:
    flights = Flights(8, 16)
    assert flown(flights, 0.6, *[1.0] * 50) == 8
    assert flown(flights, 1.3, 1.3) == 6
    assert flown(flights, *[5.0] * 50) == 1


def test_given_an_unknown_outcome_then_half_as_many_fly_and_they_grow_again() -> None:
    flights = Flights(8, 16)
    flights.faltered()
    assert flights.now == 4
    assert flown(flights, *[0.6] * 4) == 5
    for _ in range(5):
        flights.faltered()
    assert flights.now == 1


def test_given_a_signer_of_our_own_then_its_calls_stay_as_many_as_they_are() -> None:
    assert flown(Flights(2, 2), 0.1, 5.0, 5.0) == 2


class Remote(LocalSigner):
    """Takes its time for each file; the third call loses its answer."""

    calls_at_once, most_calls_at_once, files_a_call = 2, 4, 1

    def __init__(self, p12: bytes) -> None:
        super().__init__(p12)
        self.lock, self.flying, self.highest, self.calls = threading.Lock(), 0, 0, 0

    def sign(self, files, secret):
        with self.lock:
            self.flying, self.calls = self.flying + 1, self.calls + 1
            self.highest, number = max(self.highest, self.flying), self.calls
        time.sleep(0.15)
        answers = super().sign(files, secret)
        with self.lock:
            self.flying -= 1
        return [SignFailure(files[0].name, FailureReason.UNKNOWN, "time-out")] if number == 3 else answers


def test_given_a_remote_batch_then_never_more_than_the_most_fly_and_a_lost_answer_is_signed_once_more(
    office, sleeping_backroom
) -> None:
    documents = [office.approved(**person(number)) for number in range(1, 13)]
    sleeping_backroom.turn()
    signer = Remote(certificate_of("ratna"))
    desk = office.desk("ratna")
    ends = exhausted(signing.sign_batch(desk, documents, signer=signer, secret=PASSPHRASE))
    assert sorted(one.ending for one in ends) == sorted([Ending.DONE] * 11 + [Ending.UNKNOWN])
    assert 2 <= signer.highest <= 4
    again = exhausted(signing.sign_batch(desk, documents, signer=signer, secret=PASSPHRASE))
    assert {one.ending for one in again} == {Ending.DONE}
    assert signer.calls == 13  # one for each, and the lost one once more
