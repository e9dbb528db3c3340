"""Rule files come in whole or not at all, and nothing rewrites the rules under which people filed."""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from tests.make import Office, picture
from tests.test_rule_files import GOOD
from workstation.catalogue import checking
from workstation.catalogue.reading import load_folder, load_text, to_json
from workstation.catalogue.tariff import levy_for
from workstation.errors import (
    ChangedByOther,
    NotAllowed,
    Refusal,
    RulesInUse,
    RulesOverlap,
    WrongAmount,
)
from workstation.resources_at import resource
from workstation.usecases import intake, reviewing, rulemaking
from workstation.vocabulary import Channel, RuleChange, Verdict
from workstation.worktime import WIB

ENDLESS = (
    GOOD[: GOOD.index('[[versions]]\nversion = "dua"')].replace(
        "from = 2026-01-01T00:00:00+07:00\nto = 2027-01-01T00:00:00+07:00", "from = 2020-01-01T00:00:00+07:00"
    )
    + GOOD[GOOD.index("[[fields]]") :]
)


def midnight(days: int) -> datetime:
    return (datetime.now(WIB) + timedelta(days=days)).replace(hour=0, minute=0, second=0, microsecond=0)


def file(folder: Path, content: str, name: str = "uji.toml") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def load(office: Office, *paths: Path) -> rulemaking.Plan:
    desk = office.desk("admin")
    return rulemaking.load(desk, rulemaking.look(desk, paths))


def versions(office: Office, code: str = "makam") -> list[tuple[str, datetime | None]]:
    rows = office.rows(
        "SELECT rules ->> 'version' AS name, valid_to FROM loket.permit_type_version"
        " WHERE type_code = :code ORDER BY valid_from",
        code=code,
    )
    return [(row.name, row.valid_to) for row in rows]


def filed(office: Office, **values: str) -> int:
    """A case of the test's own permit type, as far as it was filed."""
    desk = office.desk("budi")
    typed = {"name": "Siti", "block": "a", "area": "10", "years": "3"} | values
    draft = intake.start_draft(desk, "makam", Channel.COUNTER)
    intake.attach_scan(desk, draft.id, "card", "kartu.jpg", picture(), 1)
    return intake.submit(desk, draft, typed).application_id


# -- loading ---------------------------------------------------------------------------------------------------


def test_a_file_is_loaded_by_the_administrator_and_journalled_with_its_first_day(
    office: Office, tmp_path: Path
) -> None:
    done = load(office, file(tmp_path, ENDLESS))
    assert [one.change for one in done.changes] == [RuleChange.ADDED]
    entry = office.rows("SELECT login, reason, data FROM loket.journal WHERE thing = 'permit_type_version'")[
        -1
    ]
    assert (entry.login, entry.data["rules"]["version"]) == ("admin", "satu")
    assert "uji.toml" in entry.reason
    assert "01-01-2020" in entry.reason
    assert load(office, file(tmp_path, ENDLESS)).changes == (), "loading it again changes nothing"


def test_a_newer_version_ends_the_open_one_and_cases_stay_under_theirs(
    office: Office, tmp_path: Path
) -> None:
    load(office, file(tmp_path, ENDLESS))
    case, start = filed(office), midnight(30)
    later = ENDLESS.replace("2020-01-01T00:00:00+07:00", start.isoformat()).replace('"satu"', '"dua"')
    done = load(office, file(tmp_path, later))
    assert [one.change for one in done.changes] == [RuleChange.ENDED, RuleChange.ADDED]
    assert versions(office) == [("satu", start), ("dua", None)]
    rules = office.ask(
        "SELECT rules FROM loket.permit_type_version v JOIN loket.application a ON a.type_version_id = v.id"
        " WHERE a.id = :i",
        i=case,
    )
    assert (rules["version"], rules["to"]) == ("satu", start.isoformat())


def test_all_files_or_none(office: Office, tmp_path: Path) -> None:
    load(office, file(tmp_path, ENDLESS))
    filed(office)
    before = office.ask("SELECT count(*) FROM loket.journal")
    other = ENDLESS.replace('code = "makam"', 'code = "lain-lagi"', 1)
    changed = ENDLESS.replace('title = "Izin Uji"', 'title = "Izin Lain"')
    paths = [file(tmp_path, other, "a.toml"), file(tmp_path, changed, "b.toml")]
    with pytest.raises(RulesInUse) as refused:
        load(office, *paths)
    assert refused.value == RulesInUse("Uji", "satu", 1)
    assert versions(office, "lain-lagi") == []
    assert office.ask("SELECT count(*) FROM loket.journal") == before


def test_a_version_that_nobody_used_is_corrected(office: Office, tmp_path: Path) -> None:
    load(office, file(tmp_path, ENDLESS))
    done = load(office, file(tmp_path, ENDLESS.replace("rate = 1500", "rate = 1750")))
    assert [one.change for one in done.changes] == [RuleChange.REPLACED]
    rules = office.ask("SELECT rules FROM loket.permit_type_version WHERE type_code = 'makam'")
    assert rules["levy"]["lines"][0]["rate"] == "1750"


def test_an_end_is_put_off_and_brought_forward_but_never_into_the_past(
    office: Office, tmp_path: Path
) -> None:
    begin = "from = 2020-01-01T00:00:00+07:00"

    def until(day: datetime) -> Path:
        return file(tmp_path, ENDLESS.replace(begin, f"{begin}\nto = {day.isoformat()}"))

    load(office, until(midnight(10)))
    filed(office)
    for days, change in ((20, RuleChange.EXTENDED), (5, RuleChange.ENDED)):
        assert [one.change for one in load(office, until(midnight(days))).changes] == [change]
        assert versions(office) == [("satu", midnight(days))]
    with pytest.raises(RulesInUse):
        load(office, until(midnight(-1)))


def test_what_was_read_before_a_colleague_loaded_is_not_loaded_over_his(
    office: Office, tmp_path: Path
) -> None:
    desk = office.desk("admin")
    mine = rulemaking.look(desk, [file(tmp_path, ENDLESS, "mine.toml")])
    load(office, file(tmp_path, ENDLESS.replace("rate = 1500", "rate = 1600"), "theirs.toml"))
    with pytest.raises(ChangedByOther):
        rulemaking.load(desk, mine)
    rules = office.ask("SELECT rules FROM loket.permit_type_version WHERE type_code = 'makam'")
    assert rules["levy"]["lines"][0]["rate"] == "1600"


def test_two_versions_of_two_files_may_not_meet(office: Office, tmp_path: Path) -> None:
    load(office, file(tmp_path, ENDLESS))
    earlier = ENDLESS.replace("from = 2020", "from = 2019").replace('"satu"', '"nol"')
    with pytest.raises(RulesOverlap):
        load(office, file(tmp_path, earlier))
    assert [name for name, _ in versions(office)] == ["satu"]


# -- the same with psql ----------------------------------------------------------------------------------------

ADD = (
    "INSERT INTO loket.permit_type_version (type_code, valid_from, valid_to, rules)"
    " SELECT type_code, {start}, {end}, {rules} FROM loket.permit_type_version WHERE type_code = 'makam'"
)
MOVED = 'rules || \'{"from": "2019-01-01T00:00:00+07:00", "to": "2021-01-01T00:00:00+07:00"}\''


@pytest.mark.parametrize(
    ("login", "sql", "refusal"),
    [
        ("admin", 'UPDATE loket.permit_type_version SET rules = rules || \'{"title": "x"}\'', RulesInUse),
        ("admin", "UPDATE loket.permit_type_version SET valid_from = now()", RulesInUse),
        ("admin", "UPDATE loket.permit_type_version SET valid_to = now() - interval '1 day'", RulesInUse),
        ("admin", "UPDATE loket.permit_type_version SET valid_to = now() + interval '1 day'", NotAllowed),
        ("admin", ADD.format(start="'2019-01-01+07'", end="'2021-01-01+07'", rules=MOVED), RulesOverlap),
        ("admin", ADD.format(start="'2019-01-01+07'", end="'2019-06-01+07'", rules=MOVED), NotAllowed),
        ("admin", "DELETE FROM loket.permit_type_version", NotAllowed),
        ("admin", "DELETE FROM loket.permit_type", NotAllowed),
        ("budi", "UPDATE loket.permit_type_version SET valid_to = NULL", NotAllowed),
        ("ratna", "UPDATE loket.permit_type_version SET rules = '{}'", NotAllowed),
        ("manajer", "INSERT INTO loket.permit_type (code, title) VALUES ('x', 'x')", NotAllowed),
        ("budi", ADD.format(start="'2019-01-01+07'", end="'2020-01-01+07'", rules="rules"), NotAllowed),
    ],
)
def test_the_database_keeps_the_rules(
    office: Office, tmp_path: Path, login: str, sql: str, refusal: type[Refusal]
) -> None:
    load(office, file(tmp_path, ENDLESS))
    filed(office)
    before = office.rows("SELECT * FROM loket.permit_type_version ORDER BY id")
    if sql.startswith("UPDATE"):
        sql += " WHERE type_code = 'makam'"
    with pytest.raises(refusal), office.desk(login).begin() as session:
        session.execute(text(sql))
    assert office.rows("SELECT * FROM loket.permit_type_version ORDER BY id") == before


# -- what the rules say, in Python and in SQL ------------------------------------------------------------------

ALL = [*load_folder(resource("catalogue")), *load_text(GOOD, "uji.toml")]
WORDS = ("", " ", "a", "b", "aa1", "10", "99", "100", "200", "007", "-1", "1e3", "³", "national", "x" * 50)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_database_reads_the_rules_as_the_program_does(office: Office, data: st.DataObject) -> None:
    rules = data.draw(st.sampled_from(ALL))
    values = {
        field.code: data.draw(st.sampled_from([*WORDS, *(value for value, _ in field.choices)]))
        for field in rules.fields
        if data.draw(st.booleans())
    }
    with office.owner.connect() as connection:
        row = connection.execute(
            text(
                "SELECT loket.shown_fields(r, f) AS shown, loket.needs_survey(r, f) AS survey,"
                " loket.signatory_level(r, f) AS level, loket.levy_of(r, f) AS levy"
                " FROM (SELECT CAST(:rules AS jsonb) AS r, CAST(:fields AS jsonb) AS f) AS given"
            ),
            {"rules": json.dumps(to_json(rules)), "fields": json.dumps(values)},
        ).one()
    assert set(row.shown) == checking.shown_codes(rules, values)
    assert row.survey is checking.needs_survey(rules, values)
    assert row.level == checking.signatory_level(rules, values)
    assert row.levy == levy_for(rules, values)


def test_a_levy_is_ordered_to_the_rupiah_of_the_tariff(office: Office, tmp_path: Path) -> None:
    load(office, file(tmp_path, ENDLESS))
    case, desk = filed(office), office.desk("rina")
    reviewing.take(desk, case)
    for row in office.rows("SELECT id FROM loket.scan WHERE application_id = :i", i=case):
        reviewing.judge_scan(desk, row.id, Verdict.ACCEPTED)
    reviewing.declare_complete(desk, case)

    def order(amount: Decimal) -> None:
        with desk.begin() as session:
            session.execute(
                text(
                    "INSERT INTO loket.levy_order (application_id, service_point_id, amount, basis, due_on)"
                    " VALUES (:case, :point, :amount, 'tarif', :due)"
                ),
                {"case": case, "point": desk.point.id, "amount": amount, "due": date.today() + timedelta(7)},  # noqa: DTZ011
            )

    for wrong in (Decimal(1), Decimal(92_499), Decimal(92_501)):
        with pytest.raises(WrongAmount) as refused:
            order(wrong)
        assert refused.value.wanted == 92_500
    order(Decimal(92_500))
    assert office.ask("SELECT amount FROM loket.levy_order") == 92_500
