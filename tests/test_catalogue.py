"""The rules of permits as the counter, the reviewer and the administrator meet them."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from workstation.catalogue import checking
from workstation.catalogue.reading import from_json, load, load_folder, load_text, to_json
from workstation.catalogue.rules import PermitTypeRules, RuleStatus, rules_on
from workstation.errors import BadRuleFile, TypeNotOpen
from workstation.vocabulary import ClockMode, PointLevel
from workstation.worktime import WIB

HOME = Path(__file__).parent.parent
FOLDER = HOME / "resources" / "catalogue"
CAST = HOME / "resources" / "practice" / "cast.json"
ALL = load_folder(FOLDER)
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=WIB)
COMPLETE = [rules for rules in ALL if rules.status is RuleStatus.COMPLETE]

SIKM = {
    "name": "Dewi Contoh",
    "identity_kind": "ktp",
    "nik": "3171994502850001",
    "birth_place": "Bogor",
    "birth_date": "1985-02-05",
    "sex": "P",
    "address": "Jl. Mawar 1",
    "village": "Gambir",
    "district": "Gambir",
    "city": "Jakarta Pusat",
    "phone": "081200000001",
    "email": "dewi@contoh.example",
    "kind": "once",
    "reason": "Menjenguk orang tua",
    "destination": "Jl. Melati 2, Depok",
    "guarantor_name": "Agus Contoh",
    "guarantor_address": "Jl. Kenanga 3",
    "guarantor_phone": "081200000002",
    "guarantor_email": "agus@contoh.example",
    "valid_from": "2026-11-24",
    "valid_until": "2026-11-30",
}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


def sikm() -> PermitTypeRules:
    return rules_on(ALL, "sikm", NOW)


def ident(rules: PermitTypeRules) -> str:
    return f"{rules.code}-{rules.version}"


# -- which rules hold ----------------------------------------------------------------------------------------


def test_fourteen_types_are_known_and_ten_of_them_only_in_part() -> None:
    assert len({rules.code for rules in ALL}) == 14
    assert sum(rules.status is RuleStatus.PARTIAL for rules in ALL) == 10


def test_sikm_changed_three_times_in_thirteen_months() -> None:
    assert rules_on(ALL, "sikm", at("2020-05-27 10:00")).version == "pergub-47-2020"
    assert rules_on(ALL, "sikm", at("2020-06-26 00:00")).version == "pergub-60-2020"
    assert rules_on(ALL, "sikm", at("2020-07-14 23:59")).version == "pergub-60-2020"
    lebaran = rules_on(ALL, "sikm-2021", at("2021-05-17 12:00"))
    assert (lebaran.signatory_level, lebaran.sla.amount) == (PointLevel.VILLAGE, 2)


@pytest.mark.parametrize("moment", ["2020-07-15 00:00", "2021-05-10 09:00", "2025-12-31 23:59"])
def test_a_type_is_not_open_between_its_versions(moment: str) -> None:
    with pytest.raises(TypeNotOpen) as refused:
        rules_on(ALL, "sikm", at(moment))
    assert refused.value.day == moment[:10]


def test_on_the_evening_of_5_july_2021_only_companies_may_register() -> None:
    before = rules_on(ALL, "strp-company", at("2021-07-05 17:59"))
    after = rules_on(ALL, "strp-company", datetime(2021, 7, 5, 11, 0, tzinfo=UTC))
    assert before.workers is not None
    assert after.workers is not None
    assert (before.workers.min, after.workers.min, after.workers.max) == (1, 5, 20)
    assert "pekerjanya sendiri" in before.who_may_apply
    assert "pekerjanya sendiri" not in after.who_may_apply


@pytest.mark.parametrize("code", ["strp-company", "strp-individual", "sikm"])
def test_the_practice_day_finds_open_types_that_say_they_are_practice(code: str) -> None:
    rules = rules_on(ALL, code, NOW)
    assert (rules.mark, rules.status) == ("latihan", RuleStatus.COMPLETE)
    assert all("latihan" in basis for basis in rules.legal_bases)


def test_the_promise_is_five_hours_for_strp_and_one_working_day_for_sikm() -> None:
    strp = rules_on(ALL, "strp-company", NOW)
    assert (strp.sla.amount, strp.sla.unit, strp.sla.clock) == (5, "hours", ClockMode.WORKING)
    assert (sikm().sla.amount, sikm().sla.unit) == (1, "working_days")


def test_sectors_are_thirteen_critical_and_six_essential() -> None:
    sectors = rules_on(ALL, "strp-company", NOW).sectors
    groups = [sector.group for sector in sectors]
    assert (groups.count("essential"), groups.count("critical")) == (6, 13)
    assert len(rules_on(ALL, "strp-company", NOW).field("sector").choices) == 19


def test_a_civil_servant_is_told_why_no_strp_is_needed() -> None:
    exemptions = {item.code: item for item in rules_on(ALL, "strp-company", NOW).exemptions}
    assert "kartu pegawai" in exemptions["civil_servant"].reason


@pytest.mark.parametrize("rules", COMPLETE, ids=ident)
def test_a_complete_type_has_reasons_limits_and_evidence(rules: PermitTypeRules) -> None:
    assert len(rules.reasons) >= 15
    assert all(reason.legal_basis and reason.remedy for reason in rules.reasons)
    assert rules.document("photo").max_bytes == 500 * 1024
    assert rules.document("identity_card").max_bytes == 1024 * 1024
    assert rules.checked_fields
    for field in rules.checked_fields:
        document = rules.document(str(field.evidence))
        assert document.required
        assert document.when is None or document.when == field.when


def test_the_number_template_gives_a_letter_number() -> None:
    number = sikm().number_template.format(
        seq=12, classification="SIKM", unit="MPP", roman_month="XI", year=2026
    )
    assert number == "000012/SIKM/MPP/XI/2026"


@pytest.mark.parametrize("rules", ALL, ids=ident)
def test_the_database_gives_back_what_it_was_given(rules: PermitTypeRules) -> None:
    assert from_json(json.loads(json.dumps(to_json(rules)))) == rules


def test_a_tariff_survives_as_rupiah() -> None:
    levy = load(FOLDER / "grave-plot.toml")[0].levy
    assert levy is not None
    assert (levy.minimum, levy.maximum) == (Decimal(40000), Decimal(100000))


# -- an entry held against the rules -------------------------------------------------------------------------


def test_a_right_entry_has_no_fault_and_no_warning() -> None:
    assert checking.check(sikm(), SIKM, TODAY) == {}
    assert checking.warnings(sikm(), SIKM, TODAY) == {}


def test_an_empty_entry_names_what_is_due_but_not_what_is_hidden() -> None:
    faults = checking.check(sikm(), {}, TODAY)
    assert faults["name"] == "Nama lengkap wajib diisi."
    assert not {"nik", "identity_number", "guarantor_name"} & faults.keys()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"nik": "3171994502850000"}, "nik"),
        ({"birth_date": "2026-11-24"}, "birth_date"),
        ({"birth_date": "5 Februari 1985"}, "birth_date"),
        ({"phone": "12"}, "phone"),
        ({"email": "dewi"}, "email"),
        ({"kind": "mudik"}, "kind"),
        ({"name": "D" * 101}, "name"),
        ({"name": "Dewi\x07"}, "name"),
        ({"valid_until": "2026-11-23"}, "valid_until"),
        ({"valid_until": "2026-12-24"}, "valid_until"),
        ({"guarantor_email": "DEWI@contoh.example"}, "guarantor_email"),
        ({"guarantor_name": " "}, "guarantor_name"),
    ],
)
def test_one_wrong_field_is_the_only_fault(change: dict[str, str], field: str) -> None:
    assert list(checking.check(sikm(), SIKM | change, TODAY)) == [field]


def test_thirty_days_are_the_longest_and_count_both_ends() -> None:
    last = (date(2026, 11, 24) + timedelta(days=29)).isoformat()
    assert checking.check(sikm(), SIKM | {"valid_until": last}, TODAY) == {}


def test_a_permit_of_july_2021_ends_with_the_emergency() -> None:
    rules = rules_on(ALL, "strp-individual", at("2021-07-06 09:00"))
    values = {"valid_from": "2021-07-06", "valid_until": "2021-07-21"}
    assert "20-07-2021" in checking.check(rules, values, date(2021, 7, 6))["valid_until"]


def test_dates_may_come_as_dates() -> None:
    values: dict[str, object] = {**SIKM, "birth_date": date(1985, 2, 5), "valid_from": date(2026, 11, 24)}
    assert checking.check(sikm(), values, TODAY) == {}


def test_a_foreigner_shows_a_number_instead_of_a_nik() -> None:
    values = SIKM | {"identity_kind": "passport", "nik": "kosong"}
    assert checking.check(sikm(), values, TODAY) == {"identity_number": "Nomor identitas wajib diisi."}
    assert checking.check(sikm(), values | {"identity_number": "X1234567"}, TODAY) == {}


def test_a_birth_date_or_sex_against_the_nik_warns_and_never_refuses() -> None:
    values = SIKM | {"birth_date": "1985-02-06", "sex": "L"}
    assert checking.check(sikm(), values, TODAY) == {}
    assert "Tanggal lahir" in checking.warnings(sikm(), values, TODAY)["nik"]
    assert "Jenis kelamin" in checking.warnings(sikm(), values, TODAY)["nik"]


def test_an_unknown_district_and_a_start_in_the_past_only_warn() -> None:
    values = SIKM | {"valid_from": "2026-11-20"}
    assert set(checking.warnings(sikm(), values, TODAY, regions={"317101"})) == {"nik", "valid_from"}
    assert checking.check(sikm(), values, TODAY) == {}


def test_a_guarantor_belongs_to_a_single_journey_only() -> None:
    recurring = SIKM | {"kind": "recurring"}
    shown = {field.code for field in checking.visible_fields(sikm(), recurring)}
    assert "guarantor_name" not in shown
    assert "guarantor_letter" not in {item.code for item in checking.required_documents(sikm(), recurring)}
    assert "guarantor_letter" in {item.code for item in checking.required_documents(sikm(), SIKM)}


def test_the_shorter_rule_of_june_2020_asks_for_three_papers() -> None:
    rules = rules_on(ALL, "sikm", at("2020-07-01 09:00"))
    assert {item.code for item in checking.required_documents(rules, SIKM)} == {
        "identity_card",
        "photo",
        "clm_result",
    }
    assert rules.validity.days == 7


def test_a_statement_stands_in_for_the_vaccine_certificate() -> None:
    rules = rules_on(ALL, "strp-individual", NOW)
    present = {"identity_card", "photo"}
    missing = checking.missing_documents(rules, {}, present)
    assert [item.code for item in missing] == ["vaccine_certificate"]
    assert checking.missing_documents(rules, {}, present | {"statement"}) == ()


def test_the_reviewer_marks_only_shown_and_filled_fields() -> None:
    marks = {field.code for field in checking.fields_to_mark(sikm(), SIKM)}
    assert {"name", "nik", "birth_date", "guarantor_name"} <= marks
    assert not {"identity_number", "phone", "reason"} & marks


def test_a_list_of_workers_keeps_to_its_limits_which_are_those_of_its_day() -> None:
    of_now = rules_on(ALL, "strp-company", NOW).workers
    assert of_now is not None
    assert (of_now.min, of_now.max) == (5, 500)
    spec = rules_on(ALL, "strp-company", at("2021-07-06 09:00")).workers
    assert spec is not None
    rows = [
        {"name": f"Orang {n}", "nik": f"317199450285{n:04d}", "address": "Jl. A", "destination": "Jl. B"}
        for n in range(1, 22)
    ]
    assert checking.check_workers(spec, rows[:5], TODAY) == []
    assert checking.check_workers(spec, rows[:20], TODAY) == []
    assert [fault[0] for fault in checking.check_workers(spec, rows[:4], TODAY)] == [0]
    assert [fault[0] for fault in checking.check_workers(spec, rows, TODAY)] == [0]


def test_a_worker_without_address_with_a_broken_nik_or_twice_is_named_by_row() -> None:
    spec = rules_on(ALL, "strp-company", NOW).workers
    assert spec is not None
    good = {"name": "Dewi", "nik": "3171994502850001", "address": "Jl. A", "destination": "Jl. B"}
    rows = [good, {**good, "nik": "123"}, {**good, "nik": "3171994502850002", "address": ""}, good]
    faults = checking.check_workers(spec, [*rows, {**good, "nik": "3171994502850003"}], TODAY)
    assert [(row, column) for row, column, _ in faults] == [(2, "nik"), (3, "address"), (4, "nik")]


@pytest.mark.skipif(not CAST.exists(), reason="no practice cast")
def test_the_practice_cast_can_be_filed_under_these_rules() -> None:
    for entry in json.loads(CAST.read_text(encoding="utf-8"))["applications"]:
        day = date.fromisoformat(entry["filed_on"])
        rules = rules_on(ALL, entry["permit_type"], datetime.combine(day, NOW.timetz()))
        values, present = entry["fields"], set(entry["documents"])
        assert values.keys() <= {field.code for field in rules.fields}, entry["id"]
        assert present <= {document.code for document in rules.documents}, entry["id"]
        if entry["wanted_stage"] != "draft":
            assert checking.check(rules, values, day) == {}, entry["id"]
            assert checking.missing_documents(rules, values, present) == (), entry["id"]
        if entry["reason"]:
            assert rules.reason(entry["reason"])


# -- a file that is wrong ------------------------------------------------------------------------------------

GOOD = """code = "uji"
title = "Izin Uji"
short_title = "Uji"
status = "complete"
applicant = "person"
who_may_apply = "Siapa saja"
sla = { amount = 1, unit = "working_days" }
signatory_level = "dinas"
classification = "UJI"
number_template = "{seq:06}/{classification}/{year}"
paper_title = "IZIN UJI"
provisions = []

[[versions]]
version = "satu"
from = 2026-01-01T00:00:00+07:00
mark = "U"
source = "contoh"
legal_bases = ["Aturan uji"]

[[fields]]
code = "name"
label = "Nama"
kind = "text"
evidence = "card"

[[fields]]
code = "sex"
label = "Jenis kelamin"
kind = "choice"
choices = [["L", "Laki-laki"], ["P", "Perempuan"]]

[[documents]]
code = "card"
title = "Kartu"

[[reasons]]
code = "lain"
text = "Lain"
legal_basis = "Aturan uji"
remedy = "Perbaiki"
applies_to = ["card"]
"""


def test_the_good_file_is_good() -> None:
    assert load_text(GOOD, "uji.toml")[0].code == "uji"


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ('title = "Izin Uji"', "title = ", 2, "TOML"),
        ('title = "Izin Uji"', "title = 5", 2, "teks"),
        ('title = "Izin Uji"', 'title = " "', 2, "kosong"),
        ('status = "complete"', 'status = "finished"', 4, "tidak dikenal"),
        ("amount = 1", "amount = 0", 7, "paling sedikit"),
        ("working_days", "weeks", 7, "tidak dikenal"),
        ("{seq:06}", "{nomor}", 10, "nomor"),
        ("{seq:06}/", "", 10, "seq"),
        ("{seq:06}", "{seq", 10, "kurawal"),
        ("provisions = []", "provision = []", 12, "kunci tidak dikenal"),
        ("T00:00:00+07:00", "T00:00:00", 16, "selisih waktu"),
        ('mark = "U"', 'mark = "?"', 17, "tidak dikenal"),
        ('legal_bases = ["Aturan uji"]', "", 14, "wajib ada"),
        ('kind = "text"', 'kind = "words"', 24, "tidak dikenal"),
        ('evidence = "card"', 'evidence = "letter"', 25, "letter"),
        ('code = "sex"', 'code = "name"', 28, "berulang"),
        ('kind = "choice"\n', 'kind = "text"\n', 31, "choice"),
        ('["P", "Perempuan"]', '["L", "Perempuan"]', 31, "berulang"),
        ('title = "Kartu"', 'title = "Kartu"\nwhen = { field = "age", values = ["1"] }', 36, "age"),
        ('title = "Kartu"', 'title = "Kartu"\nwhen = { field = "sex", values = ["X"] }', 36, "pilihan"),
        ('title = "Kartu"', 'title = "Kartu"\nalternative = "foto"', 36, "foto"),
        ('title = "Kartu"', 'title = "Kartu"\nmaxbytes = 5', 36, "kunci tidak dikenal"),
        ('remedy = "Perbaiki"', "", 37, "wajib ada"),
        ('applies_to = ["card"]', 'applies_to = ["foto"]', 42, "foto"),
    ],
)
def test_a_wrong_file_is_refused_by_line(old: str, new: str, line: int, word: str) -> None:
    assert old in GOOD
    with pytest.raises(BadRuleFile) as refused:
        load_text(GOOD.replace(old, new, 1), "uji.toml")
    assert (refused.value.file, refused.value.line) == ("uji.toml", line)
    assert word in refused.value.reason


def test_versions_that_overlap_are_refused_at_the_later_one() -> None:
    later = GOOD + '\n[[versions]]\nversion = "dua"\nfrom = 2027-01-01T00:00:00+07:00\nmark = "U"\n'
    later += 'source = "contoh"\nlegal_bases = ["Aturan uji"]\n'
    with pytest.raises(BadRuleFile) as refused:
        load_text(later, "uji.toml")
    assert refused.value.line == 46
    assert "tumpang tindih" in refused.value.reason


def test_a_version_may_take_fields_out_but_not_unknown_ones() -> None:
    shorter = GOOD.replace('mark = "U"', 'mark = "U"\nwithout_fields = ["sex"]')
    assert [field.code for field in load_text(shorter, "uji.toml")[0].fields] == ["name"]
    with pytest.raises(BadRuleFile) as refused:
        load_text(shorter.replace('["sex"]', '["age"]'), "uji.toml")
    assert refused.value.line == 18


def test_text_that_looks_like_keys_does_not_move_the_lines() -> None:
    text = GOOD.replace('who_may_apply = "Siapa saja"', 'who_may_apply = """Siapa\ncode = 1\n[[fields]]\n"""')
    with pytest.raises(BadRuleFile) as refused:
        load_text(text.replace('kind = "text"', 'kind = "words"'), "uji.toml")
    assert refused.value.line == 27


def test_a_file_that_is_no_utf_8_and_a_code_twice_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.toml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(BadRuleFile) as refused:
        load_folder(tmp_path)
    assert refused.value.file == "b.toml"
    (tmp_path / "b.toml").write_bytes(b'title = "\xff"')
    with pytest.raises(BadRuleFile):
        load_folder(tmp_path)


def test_rules_of_the_database_that_are_wrong_say_which_key() -> None:
    data = to_json(sikm())
    data["sla"] = {"amount": 1, "unit": "weeks"}
    with pytest.raises(BadRuleFile) as refused:
        from_json(data)
    assert "unit" in refused.value.reason


@pytest.mark.parametrize(
    ("nik", "why"),
    [
        ("3171994502850000", "Nomor urut"),
        ("3100994502850001", "Kode wilayah"),
        ("3171997202850001", "Tanggal lahir"),
        ("317199450285", "16 angka"),
    ],
)
def test_a_number_that_can_be_no_nik_is_told_to_who_reviews_it_and_a_sound_one_is_not(
    nik: str, why: str
) -> None:
    assert why in checking.broken_niks(sikm(), {**SIKM, "nik": nik}, TODAY)["nik"]
    assert checking.broken_niks(sikm(), SIKM, TODAY) == {}
