"""The calendar and the promises counted on it: changed by an administrator with a reason, moved by no trick."""

from tests.attacks.town import Town

EVERYBODY = ("budi", "rina", "ratna", "serba", "manajer", "auditor", "admin")


def test_nobody_writes_a_promise_its_history_or_a_revision_by_hand(town: Town) -> None:
    statements = [
        "UPDATE loket.application SET due_at = now() + interval '1 year'",
        "UPDATE loket.application SET deemed_at = now() + interval '1 year'",
        "UPDATE loket.application SET calendar = 'revisi 9'",
        "INSERT INTO loket.promise (application_id, service_point_id, cause, reason, set_at)"
        " VALUES ({unmarked}, {MPP}, 'recalculated', '', now())",
        "UPDATE loket.promise SET due_at = now() + interval '1 year'",
        "DELETE FROM loket.promise",
        "INSERT INTO loket.deemed_grant VALUES ({unmarked}, {MPP}, now(), now())",
        "DELETE FROM loket.deemed_grant",
        "INSERT INTO loket.calendar_revision (number, made_in, at, login, reason, changes)"
        " VALUES (0, 'x', now(), 'x', 'xxx', 'null')",
        "UPDATE loket.calendar_revision SET reason = 'lain'",
        "SELECT loket.count_again(a, 5, 'hours') FROM loket.application a",
        "SELECT loket.note_deemed()",
    ]
    for login in EVERYBODY:
        town.all_refused(login, statements, by="42501")


def test_the_hours_of_the_office_are_changed_by_an_administrator_with_a_reason_only(town: Town) -> None:
    statements = [
        "INSERT INTO loket.work_week (valid_from, hours) VALUES ('2026-01-01', '[]')",
        "UPDATE loket.work_week SET hours = '[]'",
        "DELETE FROM loket.work_week",
        "UPDATE loket.season SET last_day = last_day + 30",
        "DELETE FROM loket.holiday",
    ]
    for login in EVERYBODY[:-1]:
        town.all_refused(login, statements, by="42501")
    insert = "INSERT INTO loket.holiday (day, name) VALUES ('2026-11-30', 'Libur sendiri')"
    town.refused("admin", insert, by="ReasonNeeded")
    town.refused("admin", "UPDATE loket.work_week SET hours = '[]'", by="ck_work_week_hours")
    town.in_vain("admin", "DELETE FROM loket.work_week")
    town.allowed("admin", "SELECT set_config('loket.reason', 'SKB 2026', true)", insert)


def test_promises_are_recalculated_by_who_answers_for_them_only(town: Town) -> None:
    ask = "SELECT loket.recalculate_promises(ARRAY[{unmarked}::bigint], 'mau saja')"
    for login in ("budi", "rina", "auditor"):
        town.refused(login, ask, by="42501")
        town.refused(login, "SELECT * FROM loket.changed_promises()", by="42501")
    town.refused("admin", ask, by="NotAllowed")
    town.refused("ratna", ask.replace("mau saja", " "), by="ReasonNeeded")
    assert town.allowed("manajer", ask) == [(0,)]
