"""A list approved without having been looked through: by SQL, in slices, or with glances of another officer."""

import pytest

from tests.lists import group, ids
from tests.make import Office
from workstation.errors import NotAllowed, Problem, UnseenPersons
from workstation.usecases import persons
from workstation.vocabulary import PersonVerdict


def approved(office: Office, case: int) -> int:
    return int(office.ask("SELECT count(*) FROM loket.worker_decision WHERE application_id = :c", c=case))


def test_forty_at_once_are_refused_until_each_was_on_the_screen(office: Office) -> None:
    case = group(office, 40)
    rina, listed = office.desk("rina"), ids(office, case)
    with pytest.raises(UnseenPersons) as trouble:
        persons.decide_workers(rina, case, listed, PersonVerdict.APPROVE)
    assert (trouble.value.count, approved(office, case)) == (40, 0)
    persons.glance(rina, case, listed[:29])
    with pytest.raises(UnseenPersons):
        persons.decide_workers(rina, case, listed, PersonVerdict.APPROVE)
    persons.glance(rina, case, listed[:30])
    persons.decide_workers(rina, case, listed, PersonVerdict.APPROVE)
    assert approved(office, case) == 40


def test_slices_of_ten_do_not_slip_through(office: Office) -> None:
    case = group(office, 40)
    rina, listed = office.desk("rina"), ids(office, case)
    persons.decide_workers(rina, case, listed[:10], PersonVerdict.APPROVE)
    with pytest.raises(UnseenPersons):
        persons.decide_workers(rina, case, listed[10:11], PersonVerdict.APPROVE)
    assert approved(office, case) == 10


def test_nobody_glances_for_another_without_the_lease_or_takes_a_glance_back(office: Office) -> None:
    case = group(office, 12)
    listed = ids(office, case)
    for login in ("joko", "budi", "jauh", "ratna"):
        with pytest.raises(Problem) as trouble:
            persons.glance(office.desk(login), case, listed)
        assert type(trouble.value).__name__ in ("HeldByOther", "NotAllowed"), login
    persons.glance(office.desk("rina"), case, listed)
    for statement in ("DELETE FROM loket.worker_glance", "UPDATE loket.worker_glance SET officer_id = 1"):
        with pytest.raises(NotAllowed), office.desk("rina").begin() as session:
            session.connection().exec_driver_sql(statement)
    assert office.ask("SELECT count(*) FROM loket.worker_glance") == 12
