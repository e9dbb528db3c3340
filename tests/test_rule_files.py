"""Rule files that are wrong: refused with file, line and reason, never with a traceback and never slowly."""

import json
import random
import re
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from workstation.catalogue import checking
from workstation.catalogue.nodes import LARGEST
from workstation.catalogue.reading import examine, from_json, load_folder, load_text, to_json
from workstation.catalogue.tariff import levy_for, levy_lines
from workstation.errors import BadRuleFile
from workstation.vocabulary import PointLevel
from workstation.worktime import WIB

FOLDER = Path(__file__).parent.parent / "resources" / "catalogue"
FILES = sorted(FOLDER.glob("*.toml"))

GOOD = """code = "makam"
title = "Izin Uji"
short_title = "Uji"
status = "complete"
applicant = "person"
who_may_apply = "Siapa saja"
sla = { amount = 1, unit = "working_days" }
signatory_level = "district"
classification = "UJI"
number_template = "{seq:06}/{classification}/{year}"
paper_title = "IZIN UJI"
survey = true
survey_if = { field = "area", least = 100 }
signatory_levels = [{ level = "dinas", when = { field = "area", least = 200 } }]

[[versions]]
version = "satu"
from = 2026-01-01T00:00:00+07:00
to = 2027-01-01T00:00:00+07:00
mark = "U"
source = "contoh"
legal_bases = ["Aturan uji"]

[versions.levy]
text = "Menurut luas"
minimum = 10000
[[versions.levy.lines]]
label = "Sewa"
rate = 1500
times = ["area", "years"]
indices = [{ field = "block", values = [["a", "1.5"], ["b", 1]] }]
[[versions.levy.lines]]
label = "Biaya tetap blok A"
rate = 25000
when = { field = "block", values = ["a"] }

[[versions]]
version = "dua"
from = 2027-01-01T00:00:00+07:00
mark = "U"
source = "contoh"
legal_bases = ["Aturan uji"]
without_reasons = ["lain"]
[[versions.with_reasons]]
code = "baru"
text = "Baru"
legal_basis = "Aturan uji"
remedy = "Perbaiki"

[[fields]]
code = "name"
label = "Nama"
kind = "text"
evidence = "card"

[[fields]]
code = "block"
label = "Blok"
kind = "choice"
choices = [["a", "Blok A"], ["b", "Blok B"]]

[[fields]]
code = "area"
label = "Luas"
kind = "number"

[[fields]]
code = "years"
label = "Tahun"
kind = "number"

[[documents]]
code = "card"
title = "Kartu"

[[exemptions]]
code = "veteran"
who = "Veteran"
reason = "Veteran tidak memerlukan izin ini."

[[reasons]]
code = "lain"
text = "Lain"
legal_basis = "Aturan uji"
remedy = "Perbaiki"
applies_to = ["card"]
"""
LINES = GOOD.splitlines()


def line_of(text: str) -> int:
    return LINES.index(text) + 1


def test_the_good_file_is_good() -> None:
    first, second = load_text(GOOD, "uji.toml")
    assert [reason.code for reason in first.reasons] == ["lain"]
    assert [reason.code for reason in second.reasons] == ["baru"]
    for rules in (first, second):
        assert from_json(json.loads(json.dumps(to_json(rules)))) == rules


BAD = {
    "unknown key": ('code = "card"', 'code = "card"\ncolour = "red"', "kunci tidak dikenal", 1),
    "wrong type": ('title = "Kartu"', "title = 7", "teks", 0),
    "list for a table": ('sla = { amount = 1, unit = "working_days" }', "sla = [1]", "tabel", 0),
    "overlap": ("from = 2027-01-01T00:00:00+07:00", "from = 2026-12-31T00:00:00+07:00", "tumpang tindih", 0),
    "gap": ("from = 2027-01-01T00:00:00+07:00", "from = 2027-01-02T00:00:00+07:00", "pause_before", 0),
    "no end before the next": ("to = 2027-01-01T00:00:00+07:00", "", "tumpang tindih", 20),
    "evidence": ('evidence = "card"', 'evidence = "foto"', "foto", 0),
    "condition on no field": (
        'when = { field = "block", values = ["a"] }',
        'when = { field = "blok", values = ["a"] }',
        "blok",
        0,
    ),
    "condition on no choice": (
        'when = { field = "block", values = ["a"] }',
        'when = { field = "block", values = ["z"] }',
        "pilihan",
        0,
    ),
    "bounds of no number": (
        'survey_if = { field = "area", least = 100 }',
        'survey_if = { field = "name", least = 100 }',
        "bukan angka",
        0,
    ),
    "bounds crossed": (
        'survey_if = { field = "area", least = 100 }',
        'survey_if = { field = "area", least = 100, most = 5 }',
        "most",
        0,
    ),
    "survey condition without survey": ("survey = true", "survey = false", "survey", 1),
    "reason without legal basis": ('legal_basis = "Aturan uji"', 'legal_basis = ""', "kosong", 0),
    "no legal basis of the version": ('legal_bases = ["Aturan uji"]', "legal_bases = []", "dasar hukum", 0),
    "negative promise": (
        'sla = { amount = 1, unit = "working_days" }',
        'sla = { amount = -1, unit = "hours" }',
        "paling sedikit",
        0,
    ),
    "endless promise": (
        'sla = { amount = 1, unit = "working_days" }',
        'sla = { amount = 999999999, unit = "hours" }',
        "paling banyak",
        0,
    ),
    "unknown unit": (
        'sla = { amount = 1, unit = "working_days" }',
        'sla = { amount = 1, unit = "moons" }',
        "tidak dikenal",
        0,
    ),
    "unknown placeholder": (
        'number_template = "{seq:06}/{classification}/{year}"',
        'number_template = "{seq:06}/{nomor}/{year}"',
        "nomor",
        0,
    ),
    "placeholder that looks inside": (
        'number_template = "{seq:06}/{classification}/{year}"',
        'number_template = "{seq.__class__}/{year}"',
        "tidak dikenal",
        0,
    ),
    "number as wide as a wall": (
        'number_template = "{seq:06}/{classification}/{year}"',
        'number_template = "{seq:0999999999}/{year}"',
        "seq",
        0,
    ),
    "double braces": (
        'number_template = "{seq:06}/{classification}/{year}"',
        'number_template = "{{seq}}{seq}/{year}"',
        "kurung",
        0,
    ),
    "brace on paper": ('paper_title = "IZIN UJI"', 'paper_title = "IZIN {nama}"', "kurung", 0),
    "ends before it begins": (
        "to = 2027-01-01T00:00:00+07:00",
        "to = 2025-01-01T00:00:00+07:00",
        "sesudah",
        0,
    ),
    "valid until before it begins": (
        'source = "contoh"',
        'source = "contoh"\nvalidity = { until = 2020-01-01 }',
        "mendahului",
        1,
    ),
    "code twice": ('code = "area"', 'code = "block"', "berulang", 0),
    "version twice": ('version = "dua"', 'version = "satu"', "berulang", 0),
    "code in a version": ('version = "dua"', 'version = "dua"\ncode = "lain"', "bagian atas", 1),
    "code with a blank": ('code = "card"', 'code = "Kartu Saya"', "huruf kecil", 0),
    "no zone": ("to = 2027-01-01T00:00:00+07:00", "to = 2027-01-01T00:00:00", "selisih waktu", 0),
    "year of dinosaurs": (
        "from = 2026-01-01T00:00:00+07:00",
        "from = 0001-01-01T00:00:00+14:00",
        "tahun",
        0,
    ),
    "end of time": (
        "to = 2027-01-01T00:00:00+07:00",
        "to = 9999-12-31T23:59:59-12:00",
        "tahun",
        0,
    ),
    "minus in the tariff": ("rate = 25000", "rate = -1", "angka", 0),
    "no number in the tariff": ("rate = 25000", 'rate = "NaN"', "angka", 0),
    "endless tariff": ("rate = 25000", 'rate = "1e999999"', "angka", 0),
    "tariff of no number": ('times = ["area", "years"]', 'times = ["name"]', "bukan isian angka", 0),
    "index without all choices": (
        'indices = [{ field = "block", values = [["a", "1.5"], ["b", 1]] }]',
        'indices = [{ field = "block", values = [["a", "1.5"]] }]',
        "setiap pilihan",
        0,
    ),
    "unknown level": ('signatory_level = "district"', 'signatory_level = "planet"', "tidak dikenal", 0),
    "unknown applicant": ('applicant = "person"', 'applicant = "anybody"', "tidak dikenal", 0),
    "unknown paper of a reason": ('applies_to = ["card"]', 'applies_to = ["kartu"]', "kartu", 0),
    "unknown media": ('title = "Kartu"', 'title = "Kartu"\nmedia = ["text/html"]', "text/html", 1),
    "taken out and not there": (
        'without_reasons = ["lain"]',
        'without_reasons = ["x"]',
        "tidak ada",
        0,
    ),
    "sign that no paper has": ('title = "Izin Uji"', 'title = "Izin\\u0000Uji"', "dicetak", 0),
    "no TOML": ("[[documents]]", "[[documents", "TOML", 0),
    "the same key twice": ('title = "Kartu"', 'title = "Kartu"\ntitle = "Kartu"', "TOML", 1),
    "number of 5,000 digits": ("rate = 25000", "rate = " + "9" * 5000, "TOML", 0),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_by_line(name: str) -> None:
    old, new, word, further = BAD[name]
    with pytest.raises(BadRuleFile) as refused:
        load_text(GOOD.replace(old, new, 1), "uji.toml")
    fault = refused.value
    assert word in fault.reason, fault
    assert fault.file == "uji.toml"
    if name == "number of 5,000 digits":
        return  # the parser does not say where
    assert fault.line == line_of(old) + further


def test_all_faults_of_a_file_are_told_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    text = GOOD
    for old, new in (
        ('title = "Izin Uji"', "title = 5"),
        ('evidence = "card"', 'evidence = "card"\nshape = "round"'),
        ("rate = 25000", "rate = -1"),
        ('remedy = "Perbaiki"\napplies_to', "applies_to"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    file = tmp_path / "uji.toml"
    file.write_text(text, encoding="utf-8")
    examined = examine([file, *FILES])
    lines = text.splitlines()
    wanted = ("title = 5", "rate = -1", 'shape = "round"', "[[reasons]]")
    assert [fault.line for fault in examined.faults] == [lines.index(line) + 1 for line in wanted]
    assert {fault.file for fault in examined.faults} == {"uji.toml"}
    assert "uji" not in {rules.code for rules in examined.versions}, "nothing of a bad file is taken"


@pytest.mark.parametrize(
    "bomb",
    [
        "a = " + "[" * 9000,
        "a = " + "[\n" * 9000,
        "a = " + "{a = " * 3000 + "1" + "}" * 3000,
        ".".join("a" * 1 for _ in range(200_000)) + " = 1",
        "[" + ".".join("a" for _ in range(200_000)) + "]",
        "\n".join("[" + ".".join("a" for _ in range(n)) + "]" for n in range(1, 400)),
        "[[versions]]\n" * 50_000,
        "x" * (LARGEST + 1),
        'a = """' + "x" * 900_000,
        "a = &anchor\nb = *anchor\n" * 1000,
        GOOD + "[[reasons]]\n" * 10_000,
        "\x00" * 500,
    ],
    ids=range(12),
)
def test_a_bomb_is_refused_before_it_goes_off(bomb: str) -> None:
    with pytest.raises(BadRuleFile):
        load_text(bomb, "bom.toml")


def test_a_file_that_is_a_folder_gone_or_too_large_is_told_like_any_other(tmp_path: Path) -> None:
    large = tmp_path / "besar.toml"
    large.write_bytes(b"#" * (LARGEST + 1))
    examined = examine([tmp_path, tmp_path / "tidak-ada.toml", large])
    assert len(examined.faults) == 3
    assert examined.versions == ()


# -- random edits of good files ------------------------------------------------------------------------------

PIECES = (
    '"', "'", '"""', "[", "]", "[[", "]]", "{", "}", "=", ",", ".", "#", "\n", "\\", "-", "\x00", "é", "999999999999",
    "true", "nan", "inf", "0x1F", "1e400", "2021-02-30", "[[fields]]\n", "[versions]\n", "when = 1\n", "code = []\n",
    "fields = 3\n", "documents = {}\n", "versions = [1]\n", "without_fields = [1]\n", 'with_fields = "x"\n', "{seq}",
)  # fmt: skip
TEXTS = [GOOD, *(file.read_text(encoding="utf-8") for file in FILES)]


@st.composite
def edited(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        cut = draw(st.sampled_from((0, 0, 1, 2, 7, 40, 400)))
        text = text[:at] + draw(st.sampled_from(PIECES)) + text[at + cut :]
    return text


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(edited())
@example("versions = [[]]")
@example("[versions]\na = 1")
@example('code = "x"\n[[versions]]\nwith_fields = [{}]')
def test_an_edited_file_is_read_or_refused_with_a_line(text: str) -> None:
    try:
        versions = load_text(text, "acak.toml")
    except BadRuleFile as fault:
        is_told = 1 <= fault.line <= text.count("\n") + 1 and bool(fault.reason)
        assert is_told, fault  # noqa: PT017 - any other exception fails
        return
    for rules in versions:
        assert from_json(json.loads(json.dumps(to_json(rules)))) == rules


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False), st.sampled_from(TEXTS))
def test_rules_in_the_database_that_were_meddled_with_are_told_not_crashed(
    dice: random.Random, text: str
) -> None:
    data = to_json(load_text(text, "baik.toml")[0])
    _meddle(data, dice)
    try:
        from_json(data)
    except BadRuleFile as fault:
        assert fault.reason  # noqa: PT017 - any other exception fails


def _meddle(data: dict[str, Any], dice: random.Random) -> None:
    """Put something else in a place anywhere in the tree."""
    here: Any = data
    while True:
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        if not keys:
            return
        key = dice.choice(keys)
        if not isinstance(here[key], (dict, list)) or not here[key] or dice.random() < 0.3:
            here[key] = dice.choice([None, 0, -1, 1.5, True, "", "x", [], {}, [[]], [{}], "9" * 50, 10**30])
            return
        here = here[key]


# -- what the rules then demand --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "due"),
    [
        ({"block": "b", "area": "10", "years": "3"}, 45_000),
        ({"block": "a", "area": "10", "years": "3"}, 92_500),
        ({"block": "b", "area": "1", "years": "1"}, 10_000),
        ({"block": "b", "area": "999999999999", "years": "999999999999"}, 1500 * 999999999999**2),
        ({"block": "b", "area": "sepuluh", "years": "3"}, 10_000),
        ({}, 10_000),
    ],
)
def test_a_levy_is_the_sum_of_its_lines_within_bounds(values: dict[str, str], due: int) -> None:
    rules = load_text(GOOD, "uji.toml")[0]
    assert levy_for(rules, values) == Decimal(due)


def test_the_lines_of_a_levy_say_what_was_counted() -> None:
    rules = load_text(GOOD, "uji.toml")[0]
    lines = levy_lines(rules, {"block": "a", "area": "10", "years": "3"})
    assert [(line.label, line.quantity, line.factor, line.amount) for line in lines] == [
        ("Sewa", 30, Decimal("1.5"), Decimal(67_500)),
        ("Biaya tetap blok A", 1, Decimal(1), Decimal(25_000)),
    ]


def test_a_permit_without_a_levy_costs_nothing_and_an_open_tariff_is_not_guessed() -> None:
    rules = {one.code: one for one in load_folder(FOLDER)}
    assert levy_for(rules["sikm"], {}) == 0
    assert levy_for(rules["house-building"], {}) is None
    assert levy_for(rules["grave-plot"], {"block": "aa2"}) == Decimal(80_000)


def test_size_decides_who_signs_and_whether_somebody_goes_to_look() -> None:
    rules = load_text(GOOD, "uji.toml")[0]
    for area, level, survey in (
        ("99", PointLevel.DISTRICT, False),
        ("100", PointLevel.DISTRICT, True),
        ("200", PointLevel.DINAS, True),
        ("", PointLevel.DISTRICT, False),
    ):
        assert checking.signatory_level(rules, {"area": area}) is level
        assert checking.needs_survey(rules, {"area": area}) is survey


def test_only_large_events_are_surveyed_and_two_cities_make_it_the_governors() -> None:
    rules = {one.code: one for one in load_folder(FOLDER)}
    assert [checking.needs_survey(rules["public-event"], {"scale": s}) for s in ("city", "national")] == [
        False,
        True,
    ]
    assert checking.signatory_level(rules["research"], {"cities": "1"}) is PointLevel.CITY
    assert checking.signatory_level(rules["research"], {"cities": "2"}) is PointLevel.DINAS


def test_versions_know_the_moment_of_their_change() -> None:
    first, second = load_text(GOOD, "uji.toml")
    switch = datetime(2027, 1, 1, tzinfo=WIB)
    assert (first.in_force(switch), second.in_force(switch)) == (False, True)


def test_the_example_of_the_guide_is_a_good_file() -> None:
    guide = (FOLDER.parent.parent / "docs" / "administrator.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(code = .+?)```", guide, re.DOTALL)
    assert [rules.version for rules in load_text(example, "contoh.toml")] == ["2021-mendesak"]
