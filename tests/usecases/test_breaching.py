"""A failure of protection: whom it reached is asked of the journal, and the clock runs 3 x 24 hours."""

from datetime import datetime, timedelta

import pytest

from tests.make import Office
from workstation.errors import CaseNotFound, ChangedByOther, NotAllowed, NotAnOfficer, ReasonNeeded
from workstation.queries import breaches as asked
from workstation.usecases import breaching, reviewing
from workstation.usecases.breaching import NewBreach

HOW = "Kata sandi dicatat pada kertas di meja"
DONE = "Akun dikunci, kata sandi diganti"


def breach_of(office: Office, login: str | None = "rina", number: str | None = None) -> int:
    now: datetime = office.ask("SELECT loket.moment()")
    hour = timedelta(hours=1)
    wanted = NewBreach(now - hour, now + hour, now, HOW, DONE, login, number)
    return breaching.open_breach(office.desk("manajer"), wanted)


def test_given_a_login_that_opened_two_files_then_their_persons_are_reached_and_nobody_else(
    office: Office,
) -> None:
    single = office.submitted()
    listed = office.submitted(type_code="strp-company", contact_nik="3171994502850007")
    office.submitted("sari", nik="3171994502850009", name="Tidak Terlihat")
    for case in (single, listed):
        reviewing.open_file(office.desk("rina"), case, "penelitian administrasi")
    rows = breaching.reached(office.desk("manajer"), breach_of(office))
    names = {row.name for row in rows}
    assert {"Siti O'Reilly Rahmawati", "Pekerja Nomor 1", "Pekerja Nomor 5"} <= names
    assert "Tidak Terlihat" not in names
    assert len(rows) == 7
    siti = next(row for row in rows if row.name.startswith("Siti"))
    assert (siti.nik, siti.phone) == ("3171994502850001", "081255501234")
    assert siti.address == "Jalan Kenanga Nomor 7 RT 003 RW 004"
    assert siti.things == ("application",)
    assert "read" in siti.deeds


def test_a_login_that_did_nothing_reached_nobody(office: Office) -> None:
    office.submitted()
    assert breaching.reached(office.desk("manajer"), breach_of(office, "joko")) == ()


def test_given_one_case_then_its_own_people_are_reached(office: Office) -> None:
    office.submitted()
    rows = breaching.reached(
        office.desk("manajer"),
        breach_of(office, None, office.ask("SELECT lower(number) FROM loket.application")),
    )
    assert [row.name for row in rows] == ["Siti O'Reilly Rahmawati"]


def test_a_walk_in_typed_under_the_login_is_reached(office: Office) -> None:
    office.walk_in("budi", name="Tamu Pagi", phone="081255507777")
    rows = breaching.reached(office.desk("manajer"), breach_of(office, "budi"))
    assert [(row.name, row.phone) for row in rows] == [("Tamu Pagi", "081255507777")]


def test_a_breach_is_due_in_three_days_by_the_clock_and_each_telling_is_noted_once(office: Office) -> None:
    desk = office.desk("manajer")
    made = breach_of(office)
    (row,) = asked.breaches(desk).rows
    assert row.due_at - row.found_at == timedelta(hours=72)
    assert (row.subjects_told_at, row.authority_told_at) == (None, None)
    breaching.tell(desk, made, "subjects")
    breaching.tell(desk, made, "authority")
    (row,) = asked.breaches(desk).rows
    assert row.subjects_told_at is not None
    assert row.authority_told_at is not None
    with pytest.raises(ChangedByOther):
        breaching.tell(desk, made, "subjects")


def test_persons_of_an_old_breach_are_announced_again(office: Office) -> None:
    office.submitted()
    desk, made = office.desk("manajer"), breach_of(office, "budi")
    office.later(hours=1)
    with pytest.raises(ReasonNeeded):
        breaching.reached(desk, made)
    breaching.announce(desk, made, "menyusun surat pemberitahuan")
    assert len(breaching.reached(desk, made)) == 1


def test_a_breach_names_an_officer_and_is_the_managers_work(office: Office) -> None:
    with pytest.raises(NotAnOfficer):
        breach_of(office, "hantu")
    with pytest.raises(CaseNotFound):
        breach_of(office, None, "MPP-2026-999999")
    now: datetime = office.ask("SELECT loket.moment()")
    with pytest.raises(NotAllowed):
        breaching.open_breach(
            office.desk("admin"), NewBreach(now - timedelta(hours=1), now, now, HOW, DONE, "rina")
        )
