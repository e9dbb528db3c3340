"""A case goes to the point that decides it: whole, counted once, its promise kept; the first point can still tell."""

import pytest

from tests.make import Office, exhausted
from workstation.errors import (
    DeemedGranted,
    FourEyes,
    HeldByOther,
    NotAllowed,
    ReasonNeeded,
    WrongStage,
)
from workstation.models.everything import METADATA
from workstation.queries.totals import balance
from workstation.usecases import forwarding, guarding, reviewing, searching
from workstation.usecases.reviewing import Reason

WHY = "kewenangan UP Kecamatan"
LEFT_BEHIND = {"promise", "takeover", "visit", "case_forward"}  # told of this point, or of the visitor


def far(office: Office) -> int:
    return office.id_of("service_point", "code", "GAMBIR")


def forwarded(office: Office, **more: str) -> int:
    """A case of the mall that went to Gambir after its papers were accepted there."""
    case = office.submitted(**more)
    office.complete(case)
    reviewing.mark_field(office.desk("rina"), case, "name", None)
    reviewing.release(office.desk("rina"), case)
    forwarding.forward(office.desk("budi"), case, far(office), WHY)
    return case


def test_a_case_goes_with_everything_it_has_and_its_number_and_promise_stay(office: Office) -> None:
    case = office.submitted(type_code="strp-company")
    reviewing.take(office.desk("rina"), case)
    reviewing.send_back(office.desk("rina"), case, [Reason("lain", "Alamat tidak lengkap")])
    back = office.rows("SELECT * FROM loket.application WHERE id = :i", i=case)[0]
    with pytest.raises(WrongStage):
        forwarding.forward(office.desk("budi"), case, far(office), WHY)
    with office.desk("budi").begin() as session:
        from workstation.models.application import Application

        session.get_one(Application, case).submit()
    office.complete(case)
    before = office.rows(
        "SELECT number, due_at, deemed_at, stage FROM loket.application WHERE id = :i", i=case
    )
    reviewing.release(office.desk("rina"), case)
    forwarding.forward(office.desk("rina"), case, far(office), WHY)
    after = office.rows(
        "SELECT number, due_at, deemed_at, stage FROM loket.application WHERE id = :i", i=case
    )
    assert after == before
    assert after[0].number == back.number
    parts = {
        table.name
        for table in METADATA.sorted_tables
        if {"application_id", "service_point_id"} <= set(table.c.keys())
        and office.ask(
            f"SELECT count(*) FROM {table.fullname} WHERE application_id = :i AND service_point_id <> :p",
            i=case,
            p=far(office),
        )
    }
    assert parts <= LEFT_BEHIND
    assert (
        office.ask(
            "SELECT count(*) FROM loket.stage_interval WHERE machine = 'case' AND thing_id = :i"
            " AND service_point_id <> :p",
            i=case,
            p=far(office),
        )
        == 0
    )


def test_the_new_point_goes_on_and_the_old_one_only_tells(office: Office) -> None:
    case = forwarded(office)
    number = office.ask("SELECT number FROM loket.application WHERE id = :i", i=case)
    for desk in (office.desk("rina"), office.desk("budi")):
        with pytest.raises(NotAllowed):
            reviewing.open_file(desk, case, "melihat")
    (row,) = searching.find(office.desk("budi"), number)
    assert (row.number, row.elsewhere, row.letter_id) == (number, "UP PMPTSP Kecamatan Gambir", None)
    assert searching.find(office.desk("budi"), "rahmawati")[0].elsewhere
    far_away = office.desk("jauh")
    assert searching.find(far_away, number)[0].elsewhere == ""
    reviewing.take(far_away, case)
    office.marked(case, "jauh")
    reviewing.pass_on(far_away, case)
    assert office.ask("SELECT stage FROM loket.application WHERE id = :i", i=case) == "technical"


def test_both_points_balance_and_both_journals_hold_it(office: Office) -> None:
    for nik in ("3171994502850001", "3171994502850003"):
        forwarded(office, nik=nik)
    office.submitted("jauh", "strp-company")
    office.submitted(nik="3171994502850005")
    today = office.desk("manajer").today()
    for city in (False, True):
        found = balance(office.desk("manajer"), today, today, city=city)
        assert found.is_balanced, found
    counted = office.rows(
        "SELECT count(*) AS n FROM loket.application WHERE received_at IS NOT NULL GROUP BY service_point_id"
        " ORDER BY 1"
    )
    assert [row.n for row in counted] == [1, 3]
    for point in ("MPP", "GAMBIR"):
        holes = office.rows(
            "SELECT * FROM loket.number_holes(:p, now() - interval '1 day', now() + interval '1 day')",
            p=office.id_of("service_point", "code", point),
        )
        assert holes == []
    assert all(chain.broken is None for chain in exhausted(guarding.verify(office.owner.connect)))
    noted = office.rows("SELECT service_point_id, data FROM loket.journal WHERE action = 'receive'")
    assert {row.service_point_id for row in noted} == {far(office)}
    assert noted[0].data["reason"] == WHY


def test_who_keyed_it_in_at_the_first_point_does_not_judge_it_at_the_second(office: Office) -> None:
    case = office.submitted("serba")
    forwarding.forward(office.desk("serba"), case, far(office), WHY)
    office.run("UPDATE loket.officer SET service_point_id = :p WHERE login = 'serba'", p=far(office))
    office._desks.pop("serba").close()
    with pytest.raises(FourEyes):
        reviewing.take(office.desk("serba"), case)


def test_what_may_not_be_forwarded(office: Office) -> None:
    case, budi = office.submitted(), office.desk("budi")
    with pytest.raises(ReasonNeeded):
        forwarding.forward(budi, case, far(office), " ")
    with pytest.raises(NotAllowed):
        forwarding.forward(budi, case, budi.point.id, WHY)
    with pytest.raises(NotAllowed):
        forwarding.forward(budi, case, 99_999, WHY)
    for login in ("jauh", "ratna", "manajer"):
        with pytest.raises(NotAllowed):
            forwarding.forward(office.desk(login), case, far(office), WHY)
    reviewing.take(office.desk("rina"), case)
    with pytest.raises(HeldByOther):
        forwarding.forward(budi, case, far(office), WHY)
    reviewing.release(office.desk("rina"), case)
    office.complete(case)
    office.later(days=30)
    with pytest.raises(DeemedGranted):
        forwarding.forward(budi, case, far(office), WHY)
    assert office.ask("SELECT count(*) FROM loket.case_forward") == 0
