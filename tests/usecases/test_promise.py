"""The promise to the citizen is counted in the office's own hours and names the calendar it was counted with."""

import json
from datetime import UTC, datetime

import pytest

from tests.make import Office
from workstation.errors import BadSetting
from workstation.usecases import administering
from workstation.usecases.reviewing import office_calendar
from workstation.worktime import WIB, SlaUnit, due_at

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=WIB)
SHORT = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "09.00-11.00") | {
    "saturday": "",
    "sunday": "",
}


def calendar(office: Office):
    with office.desk("rina").read() as session:
        return office_calendar(session, MONDAY.astimezone(UTC))


def test_given_no_hours_of_its_own_then_the_national_week_counts(office: Office) -> None:
    due = due_at(5, SlaUnit.HOURS, MONDAY, calendar(office))
    assert due == datetime(2026, 11, 23, 14, 0, tzinfo=WIB)


def test_given_short_hours_and_a_day_off_then_the_promise_waits_for_them_and_says_so(office: Office) -> None:
    before = calendar(office).version
    office.run(
        "INSERT INTO loket.office_setting (key, value) VALUES ('hours', CAST(:hours AS jsonb))",
        hours=json.dumps(SHORT),
    )
    office.run(
        "INSERT INTO loket.holiday (day, name, is_open) VALUES ('2026-11-24', 'Pilkada latihan', false)"
    )
    after = calendar(office)
    assert due_at(5, SlaUnit.HOURS, MONDAY, after) == datetime(2026, 11, 26, 10, 0, tzinfo=WIB)
    assert after.version != before
    assert after.version.startswith(before)


@pytest.mark.parametrize("hours", [{}, {"monday": "pagi"}, "07.30", SHORT | {"friday": "12.00-09.00"}])
def test_given_hours_that_are_none_when_set_then_they_are_refused_and_nothing_changes(
    office: Office, hours: object
) -> None:
    with pytest.raises(BadSetting):
        administering.set_office(office.owner, {"hours": hours})
    assert office.ask("SELECT count(*) FROM loket.office_setting WHERE key = 'hours'") == 0
