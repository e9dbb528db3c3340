"""The promise to the citizen is the database's own word, on the point's calendar, and names its revision."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text

from tests.make import Office
from workstation.errors import BadFields, ReasonNeeded
from workstation.queries.calendar import calendar_of
from workstation.usecases import scheduling
from workstation.worktime import WIB, SlaUnit, due_at, week

SHORT = week(*("09.00-11.00",) * 5, "", "")


def calendar(office: Office, point: str = "MPP"):
    with office.desk("rina").read() as session:
        return calendar_of(session, office.id_of("service_point", "code", point))


def promise(office: Office, application_id: int):
    return office.rows(
        "SELECT due_at, calendar, complete_at FROM loket.application WHERE id = :id", id=application_id
    )[0]


def test_the_database_counts_the_promise_and_names_the_revision(office: Office) -> None:
    case = office.submitted()
    office.complete(case)
    told = promise(office, case)
    assert told.due_at == due_at(5, SlaUnit.HOURS, told.complete_at, calendar(office))
    assert told.calendar == calendar(office).version == "revisi 1"


def test_given_short_hours_of_this_point_then_only_its_promises_wait_for_them(office: Office) -> None:
    with office.owner.begin() as connection:
        scheduling.set_week(connection, SHORT, date(2026, 1, 1), "renovasi", point="MPP")
    case = office.submitted()
    office.complete(case)
    told = promise(office, case)
    assert told.calendar == "revisi 2"
    assert told.due_at == due_at(5, SlaUnit.HOURS, told.complete_at, calendar(office))
    elsewhere = due_at(5, SlaUnit.HOURS, told.complete_at, calendar(office, "GAMBIR"))
    assert told.due_at - told.complete_at > timedelta(days=1)
    assert elsewhere < told.due_at


def test_a_day_off_moves_promises_made_after_it_and_makes_one_revision(office: Office) -> None:
    monday = datetime(2026, 11, 23, 15, 0, tzinfo=WIB)
    with office.desk("admin").begin("SKB Pilkada") as session:
        session.execute(
            text(
                "INSERT INTO loket.holiday (day, name) VALUES ('2026-11-24', 'Pilkada'), ('2026-11-25', 'Lagi')"
            )
        )
    after = calendar(office)
    assert after.version == "revisi 2"
    assert due_at(5, SlaUnit.HOURS, monday, after) == datetime(2026, 11, 26, 11, 30, tzinfo=WIB)
    row = office.rows("SELECT * FROM loket.calendar_revision WHERE number = 2")[0]
    assert (row.login, row.reason, row.changes) == ("admin", "SKB Pilkada", {"holiday": 2})


def test_a_change_without_a_reason_or_with_hours_that_are_none_is_refused(office: Office) -> None:
    admin = office.desk("admin")
    with pytest.raises(ReasonNeeded), admin.begin() as session:
        session.execute(text("INSERT INTO loket.holiday (day, name) VALUES ('2026-11-24', 'x')"))
    with pytest.raises(BadFields), admin.begin("salah ketik") as session:
        session.execute(
            text(
                "INSERT INTO loket.work_week (valid_from, hours) VALUES ('2026-11-24', '[[],[],[],[],[],[],[]]')"
            )
        )
    assert calendar(office).version == "revisi 1"


def test_importing_a_year_again_changes_nothing_and_keeps_the_offices_word(office: Office) -> None:
    office.run(
        "SELECT set_config('loket.reason', 'masuk kerja', true);"
        "UPDATE loket.holiday SET is_open = true, source = 'decree' WHERE day = '2026-12-25'"
    )
    before = office.rows("SELECT * FROM loket.holiday ORDER BY day")
    with office.owner.begin() as connection:
        scheduling.import_years(connection, [2026, 2027])
    assert office.rows("SELECT * FROM loket.holiday ORDER BY day") == before
    assert calendar(office).version == "revisi 2"


def test_a_day_that_the_package_has_moved_goes_with_the_next_import(office: Office) -> None:
    office.run(
        "SELECT set_config('loket.reason', 'paket lama', true);"
        "INSERT INTO loket.holiday (day, name, source) VALUES ('2026-08-18', 'lama', 'package'),"
        " ('2026-08-19', 'kantor', 'local');"
        "UPDATE loket.season SET first_day = first_day + 1, last_day = last_day + 1 WHERE first_day > '2027-01-01'"
    )
    with office.owner.begin() as connection:
        scheduling.import_years(connection, [2026, 2027])
    assert office.ask(
        "SELECT array_agg(name) FROM loket.holiday WHERE day BETWEEN '2026-08-18' AND '2026-08-19'"
    ) == ["kantor"]
    assert office.ask(
        "SELECT first_day FROM loket.season WHERE first_day BETWEEN '2027-01-01' AND '2027-12-31'"
    ) == date(2027, 2, 8)
