"""The hall: seats, quotas and tickets are the law's; a person called belongs to who called him."""

from tests.attacks.town import Town, nik, replica

BOOK = (
    "INSERT INTO loket.visit (service_point_id, service_id, code, name, planned_at, channel, priority, stage, calls,"
    " note) VALUES ({{MPP}}, {service}, '', 'Tamu', now(), 'counter', 'none', '{stage}', 0, '') RETURNING id"
)


def test_an_officer_books_for_his_own_point(town: Town) -> None:
    town.allowed("budi", BOOK.format(service="{service_intake}", stage="booked"))


def test_nobody_is_put_into_the_line_past_the_door(town: Town) -> None:
    town.refused("budi", BOOK.format(service="{service_intake}", stage="waiting"), by="WrongStage")


def test_nobody_books_at_another_point(town: Town) -> None:
    sql = BOOK.format(service="{service_jauh}", stage="booked")
    town.refused("budi", sql, by="NotAllowed")
    town.refused("budi", sql.replace("{MPP}", "{GAMBIR}"), by="42501")


def test_nobody_writes_a_ticket_number_or_the_time_of_waiting(town: Town) -> None:
    for column, value in (
        ("ticket", "'B-000'"),
        ("waiting_since", "now() - interval '1 day'"),
        ("called_at", "now()"),
    ):
        town.refused("budi", f"UPDATE loket.visit SET {column} = {value} WHERE id = {{waiting}}", by="42501")
    town.refused("budi", "SELECT loket.take_number('ticket', '2B', '2026-01-01')", by="42501")


def test_the_law_gives_the_ticket_at_the_door(town: Town) -> None:
    rows = town.allowed(
        "budi", "UPDATE loket.visit SET stage = 'waiting' WHERE id = {booked} RETURNING ticket"
    )
    assert rows[0][0].startswith("B-")


def test_nobody_with_symptoms_or_of_another_day_comes_in(town: Town) -> None:
    town.refused("budi", "UPDATE loket.visit SET stage = 'waiting' WHERE id = {booked_unwell}", by="Unwell")
    town.refused(
        "budi", "UPDATE loket.visit SET stage = 'waiting' WHERE id = {booked_tomorrow}", by="BookingNotToday"
    )
    town.refused("budi", "UPDATE loket.visit SET planned_at = now() WHERE id = {booked_tomorrow}", by="42501")


def test_a_full_hall_lets_nobody_in(town: Town) -> None:
    town.refused("budi", "UPDATE loket.hall SET seats = 4000", by="42501")
    inside = town.office.ask("SELECT seats FROM loket.hall WHERE service_point_id = :p", p=town.at["MPP"])
    try:
        replica(town.office, "UPDATE loket.hall SET seats = 2 WHERE service_point_id = :p", p=town.at["MPP"])
        town.refused("budi", "UPDATE loket.visit SET stage = 'waiting' WHERE id = {booked}", by="HallFull")
    finally:
        replica(
            town.office,
            "UPDATE loket.hall SET seats = :s WHERE service_point_id = :p",
            s=inside,
            p=town.at["MPP"],
        )


def test_a_used_up_quota_is_not_passed_by_booking_by_changing_the_service_or_by_transfer(town: Town) -> None:
    town.refused("budi", BOOK.format(service="{service_bank}", stage="booked"), by="QuotaFull")
    town.refused(
        "budi", "UPDATE loket.visit SET service_id = {service_bank} WHERE id = {booked}", by="NotAllowed"
    )
    transfer = "UPDATE loket.visit SET stage = 'waiting', service_id = {%s} WHERE id = {served_by_budi}"
    town.refused("budi", transfer % "service_bank", by="QuotaFull")
    town.allowed("budi", transfer % "service_counselling")


def test_nobody_checks_in_under_a_service_of_another_point(town: Town) -> None:
    town.refused(
        "budi",
        "UPDATE loket.visit SET stage = 'waiting', service_id = {service_jauh} WHERE id = {booked}",
        by="NotAllowed",
    )
    town.refused(
        "budi",
        "UPDATE loket.visit SET stage = 'waiting', service_id = {service_jauh} WHERE id = {served_by_budi}",
        by="NotAllowed",
    )


def test_nobody_calls_to_a_counter_where_he_does_not_sit(town: Town) -> None:
    town.refused(
        "sari",
        "UPDATE loket.visit SET stage = 'called', counter_id = {counter_3} WHERE id = {waiting}",
        by="NoCounter",
    )
    town.refused("serba", "UPDATE loket.visit SET stage = 'called' WHERE id = {waiting}", by="NoCounter")


def test_nobody_moves_a_served_person_to_another_counter(town: Town) -> None:
    town.refused(
        "budi", "UPDATE loket.visit SET counter_id = {counter_3} WHERE id = {served_by_budi}", by="NotAllowed"
    )
    town.refused(
        "budi", "UPDATE loket.visit SET counter_id = {counter_3} WHERE id = {waiting}", by="NotAllowed"
    )


def test_one_counter_calls_one_person_at_a_time(town: Town) -> None:
    town.refused(
        "budi",
        "UPDATE loket.visit SET stage = 'called', counter_id = {counter_2} WHERE id = {waiting}",
        by="uq_visit_counter_busy",
    )


def test_nobody_takes_serves_sends_away_or_puts_back_a_colleagues_person(town: Town) -> None:
    for stage in ("serving", "waiting", "no_show"):
        town.refused(
            "budi",
            f"UPDATE loket.visit SET stage = '{stage}' WHERE id = {{called_by_sari}}",
            by="HeldByOther",
        )
    town.refused(
        "sari", "UPDATE loket.visit SET stage = 'finished' WHERE id = {served_by_budi}", by="HeldByOther"
    )
    town.refused(
        "sari", "UPDATE loket.visit SET note = 'x', calls = 9 WHERE id = {served_by_budi}", by="HeldByOther"
    )
    town.allowed("sari", "UPDATE loket.visit SET stage = 'serving' WHERE id = {called_by_sari}")


def test_nobody_counts_calls_that_were_not_made(town: Town) -> None:
    town.refused("sari", "UPDATE loket.visit SET calls = 3 WHERE id = {called_by_sari}", by="NotAllowed")
    town.allowed("sari", "UPDATE loket.visit SET calls = calls + 1 WHERE id = {called_by_sari}")


def test_a_visit_skips_no_stage(town: Town) -> None:
    for stage in ("serving", "finished", "booked"):
        town.refused(
            "budi", f"UPDATE loket.visit SET stage = '{stage}' WHERE id = {{waiting}}", by="WrongStage"
        )
    town.refused("budi", "UPDATE loket.visit SET stage = 'di mana' WHERE id = {waiting}", by="WrongStage")
    town.refused("rina", "UPDATE loket.visit SET stage = 'cancelled' WHERE id = {waiting}", by="42501")


def test_only_a_supervisor_frees_a_counter_that_a_colleague_left(town: Town) -> None:
    sql = "UPDATE loket.counter_session SET to_at = now() WHERE counter_id = {counter_1} AND to_at IS NULL"
    town.refused("budi", sql, by="NotAllowed")
    town.allowed("ratna", sql)
    town.allowed("sari", sql)


def test_nobody_sits_down_for_somebody_else_or_at_a_taken_counter(town: Town) -> None:
    town.refused(
        "serba",
        "INSERT INTO loket.counter_session (counter_id, officer_id, service_point_id)"
        " VALUES ({counter_1}, {sari}, {MPP})",
        by="uq_counter_session_counter_open",
    )
    town.allowed(
        "serba", "INSERT INTO loket.counter_session (counter_id, officer_id) VALUES ({counter_3}, {sari})"
    )
    with town.psql("serba") as connection, connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO loket.counter_session (counter_id, officer_id) VALUES (%s, %s) RETURNING officer_id",
            (town.at["counter_3"], town.at["sari"]),
        )
        assert cursor.fetchone() == (town.at["serba"],)
        connection.rollback()


def test_a_health_declaration_is_not_changed_once_the_person_is_inside(town: Town) -> None:
    town.refused(
        "budi",
        "UPDATE loket.health_declaration SET healthy = false WHERE visit_id = {waiting}",
        by="WrongStage",
    )
    town.allowed("budi", "UPDATE loket.health_declaration SET temperature = 36.6 WHERE visit_id = {booked}")


def test_a_visit_is_not_tied_to_a_case_of_another_point(town: Town) -> None:
    sql = "UPDATE loket.visit SET application_id = {%s} WHERE id = {served_by_budi}"
    town.refused("budi", sql % "far", by="NotAllowed")
    town.allowed("budi", sql % "draft")


def test_a_booking_carries_a_nik_that_nobody_reads_back(town: Town) -> None:
    sql = BOOK.replace("code, name,", "code, nik, name,").replace("'', 'Tamu'", f"'', '{nik(801)}', 'Tamu'")
    town.allowed("budi", sql.format(service="{service_intake}", stage="booked"))
    town.refused("budi", sql.format(service="{service_intake}", stage="booked") + ", nik", by="42501")
