"""The start page counts as the screens behind it do."""

import pytest

from tests.make import Office
from workstation.queries import queue, visits
from workstation.queries.figures import start_facts
from workstation.queries.inbox import Only, inbox
from workstation.usecases import reviewing


def counts(office: Office, login: str, counter: int | None = None) -> dict[str, int]:
    """The numbers of the start page by their code."""
    return {count.code: count.number for count in start_facts(office.desk(login, counter)).counts}


def test_given_somebody_forgotten_in_the_line_of_yesterday_then_no_screen_counts_him(office: Office) -> None:
    office.walk_in()
    forgotten = office.walk_in().visit_id
    office.run(
        "UPDATE loket.visit SET planned_at = planned_at - interval '1 day' WHERE id = :id", id=forgotten
    )
    budi = office.desk("budi", counter=1)
    start = start_facts(budi)
    hall = next(count for count in start.counts if count.code == "hall")
    door = visits.at_the_door(budi).hall
    assert (hall.number, hall.limit) == (door.inside, door.capacity)
    assert counts(office, "budi", 1)["waiting"] == len(queue.at_counter(budi).waiting) == 1
    assert hall.number == 1


@pytest.mark.parametrize("is_held", [True, False])
def test_given_a_case_whose_time_has_run_out_then_nobody_counts_it_as_his(
    office: Office, is_held: bool
) -> None:
    case = office.submitted()
    reviewing.take(office.desk("rina"), case)
    if not is_held:
        office.run(
            "ALTER TABLE loket.application DISABLE TRIGGER USER;"
            "UPDATE loket.application SET lease_until = now() - interval '1 minute' WHERE id = :id;"
            "ALTER TABLE loket.application ENABLE TRIGGER USER",
            id=case,
        )
    rina = office.desk("rina")
    assert counts(office, "rina")["mine"] == inbox(rina).counts[Only.MINE] == int(is_held)
    assert counts(office, "rina")["to_review"] == inbox(rina).counts[Only.ALL] == 1
