"""Rule files that nobody expects: odd ones that are right are taken, wrong ones refused before anything is touched."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.make import Office
from tests.test_rule_files import GOOD, LINES
from workstation.catalogue import checking
from workstation.catalogue.nodes import LARGEST
from workstation.catalogue.reading import from_json, to_json
from workstation.catalogue.tariff import levy_for
from workstation.errors import BadRuleFile
from workstation.printing import typeface
from workstation.usecases import rulemaking

Change = Callable[[str], str | bytes]


def swap(*pairs: tuple[str, str]) -> Change:
    def changed(good: str) -> str:
        for old, new in pairs:
            assert old in good, old
            good = good.replace(old, new, 1)
        return good

    return changed


def reasons(count: int) -> str:
    one = '[[reasons]]\ncode = "r{0}"\ntext = "Alasan {0}"\nlegal_basis = "Aturan uji"\nremedy = "Perbaiki"\n'
    return "".join(one.format(number) for number in range(count))


MIDNIGHT = "from = 2027-01-01T00:00:00+07:00"
LONG = "Izin Ñandú Çà et Là – Đường “Łódź” №7 " * 20
ODD: dict[str, Change] = {
    "a mark of byte order": lambda good: b"\xef\xbb\xbf" + good.encode(),
    "lines of Windows": lambda good: good.replace("\n", "\r\n").encode(),
    "lines of an old Macintosh": lambda good: good.replace("\n", "\r").encode(),
    "no line end at the end": lambda good: good.rstrip(),
    "keys in quotes": swap(('title = "Izin Uji"', '"title" = "Izin Uji"'), ("[[documents]]", '[["documents"]]')),
    "dotted keys for a table": swap(
        ('sla = { amount = 1, unit = "working_days" }', 'sla.amount = 1\nsla.unit = "working_days"')
    ),
    "a title as long as a page in six alphabets": swap(('title = "Izin Uji"', f'title = "{LONG}"')),
    "the newest version first": lambda good: _newest_first(good),
    "versions that meet at midnight in another zone": swap((MIDNIGHT, "from = 2026-12-31T17:00:00Z")),
    "a moment in words of ISO 8601": swap((MIDNIGHT, 'from = "2027-01-01T00:00:00+07:00"')),
    "a leap day as border and end": swap(
        ("to = 2027-01-01T00:00:00+07:00", "to = 2028-02-29T00:00:00+07:00"),
        (MIDNIGHT, "from = 2028-02-29T00:00:00+07:00\nvalidity = { until = 2028-02-29 }"),
    ),
    "a version of one second": swap(
        ("to = 2027-01-01T00:00:00+07:00", "to = 2026-01-01T00:00:01+07:00"),
        (MIDNIGHT, "from = 2026-01-01T00:00:01+07:00"),
    ),
    "a pause that is meant": swap((MIDNIGHT, 'from = 2027-03-01T00:00:00+07:00\npause_before = "aturan dicabut"')),
    "nothing asked yet": lambda good: good[: good.index("[versions.levy]")]
    .replace('"complete"', '"partial"')
    .replace("survey_if", "# survey_if")
    .replace("signatory_levels", "# signatory_levels"),
    "two hundred reasons": lambda good: good + reasons(200),
    "a promise of four years": swap(("amount = 1,", "amount = 1000,")),
    "a tariff of nothing": swap(("rate = 25000", "rate = 0"), ("minimum = 10000", "minimum = 0")),
    "a factor of six decimals": swap(('["a", "1.5"]', '["a", "0.000001"]')),
    "the highest bound of a number": swap(("least = 100", "least = 0, most = 1000000000")),
    "hash signs, brackets and quotes in texts": swap(
        ('who_may_apply = "Siapa saja"', "who_may_apply = 'Siapa # saja [[fields]] \"\"\" {'"),
    ),
    "a text over many lines that looks like keys": swap(
        ('who_may_apply = "Siapa saja"', 'who_may_apply = """\nSiapa\ncode = "x"\n[[fields]]\\\n  saja"""')
    ),
    "papers that stand in for each other": swap(
        ('title = "Kartu"', 'title = "Kartu"\nalternative = "paspor"\n[[documents]]\ncode = "paspor"\n'
         'title = "Paspor"\nalternative = "card"')
    ),
}  # fmt: skip


def _newest_first(good: str) -> str:
    first, second, rest = (good.index(f'version = "{name}"') for name in ("satu", "dua", "dua"))
    begin, middle = good.rindex("[[versions]]", 0, first), good.rindex("[[versions]]", 0, second)
    end = good.index("[[fields]]", rest)
    return good[:begin] + good[middle:end] + good[begin:middle] + good[end:]


def written(folder: Path, name: str, content: str | bytes) -> Path:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_that_is_right_is_taken_and_read_back_the_same(name: str, tmp_path: Path) -> None:
    examined = rulemaking.read([written(tmp_path, "uji.toml", ODD[name](GOOD))])
    assert examined.faults == ()
    assert len(examined.versions) in (1, 2)
    for rules in examined.versions:
        assert from_json(json.loads(json.dumps(to_json(rules)))) == rules
        assert levy_for(rules, {"block": "a", "area": "10", "years": "3"}) is not None


def test_the_office_takes_all_of_them_and_gives_them_back(office: Office, tmp_path: Path) -> None:
    files = [
        written(tmp_path, f"{number}.toml", _coded(change(GOOD), f"uji-{number}"))
        for number, change in enumerate(ODD.values())
    ]
    examined = rulemaking.read(files)
    assert examined.faults == ()
    done = rulemaking.load_as_owner(office.owner, examined.versions, "berkas ganjil")
    assert len(done.changes) == len(examined.versions)
    again = rulemaking.look(office.desk("admin"), files)
    assert again.plan.changes == ()
    assert not again.plan.refusals


def _coded(content: str | bytes, code: str) -> bytes:
    data = content if isinstance(content, bytes) else content.encode()
    return data.replace(b'code = "makam"', f'code = "{code}"'.encode(), 1)


BAD: dict[str, tuple[Change, str, int]] = {
    # what was done, a word of the reason, the line (0: the file as a whole)
    "a version from before its predecessor": (
        swap((MIDNIGHT, "from = 2025-06-01T00:00:00+07:00")), "tumpang tindih", 18
    ),
    "versions with a second between them": (swap((MIDNIGHT, "from = 2027-01-01T00:00:01+07:00")), "celah", 39),
    "conditions in a ring": (
        swap(('kind = "text"', 'kind = "text"\nwhen = { field = "block", values = ["a"] }'),
             ('kind = "choice"', 'kind = "choice"\nwhen = { field = "name", values = ["x"] }')),
        "mendahului", 54,
    ),
    "a condition on itself": (
        swap(('kind = "choice"', 'kind = "choice"\nwhen = { field = "block", values = ["a"] }')), "mendahului", 60
    ),
    "a promise of no time": (swap(("amount = 1,", "amount = 0,")), "paling sedikit", 7),
    "a promise of half a day": (swap(("amount = 1,", "amount = 0.5,")), "bilangan bulat", 7),
    "a promise of a milliard days": (swap(("amount = 1,", "amount = 1000000000,")), "paling banyak", 7),
    "a promise that is true": (swap(("amount = 1,", "amount = true,")), "bilangan bulat", 7),
    "a number without its counter": (swap(("{seq:06}/", "")), "satu {seq}", 10),
    "a number with two counters": (swap(("{seq:06}/", "{seq}/{seq}/")), "satu {seq}", 10),
    "a number as long as a letter": (swap(("{seq:06}/", "{seq:06}/" + "9" * 2000)), "lebih panjang", 10),
    "a number over two lines": (swap(("{seq:06}/", "{seq:06}\\n")), "satu baris", 10),
    "no paper": (swap(('paper_title = "IZIN UJI"\n', "")), "wajib ada", 15),
    "a title of blanks": (swap(('title = "Izin Uji"', 'title = " \\t "')), "kosong", 2),
    "a date for a moment": (swap((MIDNIGHT, "from = 2027-01-01")), "tanggal dan jam", 39),
    "a time of day for a moment": (swap((MIDNIGHT, "from = 07:30:00")), "tanggal dan jam", 39),
    "a leap day in a year without": (swap((MIDNIGHT, "from = 2027-02-29T00:00:00+07:00")), "tanggal atau jam", 39),
    "a leap second": (swap((MIDNIGHT, "from = 2026-12-31T23:59:60+07:00")), "TOML", 39),
    "a moment for a date": (
        swap((MIDNIGHT, MIDNIGHT + "\nvalidity = { until = 2027-12-31T10:00:00+07:00 }")), "tanpa jam", 40
    ),
    "a number for a date": (swap((MIDNIGHT, MIDNIGHT + "\nvalidity = { until = 20271231 }")), "tanggal", 40),
    "a reason without legal basis": (swap(('legal_basis = "Aturan uji"\nremedy = "Perbaiki"\napplies_to',
                                           'remedy = "Perbaiki"\napplies_to')), "wajib ada", 81),
    "an unknown paper as evidence": (swap(('evidence = "card"', 'evidence = "ktp"')), "ktp", 54),
    "an unknown kind of field": (swap(('kind = "number"', 'kind = "angka"')), "tidak dikenal", 65),
    "a pattern that explodes": (swap(('kind = "text"', 'kind = "text"\npattern = "(a+)+$"')), "tidak dikenal", 54),
    "the number of a card as plain text": (
        swap(('code = "years"', 'code = "contact_nik"'), ('times = ["area", "years"]', 'times = ["area"]')),
        "harus berjenis nik", 70,
    ),
    "an unknown sector": (
        swap(('choices = [["a", "Blok A"], ["b", "Blok B"]]', 'choices = "sektor"')), "sectors", 60
    ),
    "an unknown level for large ones": (swap(('level = "dinas"', 'level = "langit"')), "tidak dikenal", 14),
    "a tariff by nought": (swap(("rate = 25000", 'rate = "25000/0"')), "angka", 34),
    "a factor that fills a page": (swap(('["a", "1.5"]', '["a", "1e-999999"]')), "belakang koma", 31),
    "a nought that fills a page": (swap(("rate = 25000", 'rate = "0e99999"')), "belakang koma", 34),
    "the same key twice": (swap(('unit = "working_days" }', 'unit = "hours", unit = "hours" }')), "dua kali", 7),
    "the same table twice": (swap(("[versions.levy]", "[versions.levy]\n[versions.levy]")), "dua kali", 25),
    "letters of Latin 1": (lambda good: good.replace("Kartu", "Kart\xfc").encode("latin-1"), "UTF-8", 74),
    "sixteen bits a letter": (lambda good: good.encode("utf-16"), "UTF-8", 1),
    "a nought byte": (lambda good: good.replace("Kartu", "Kar\0tu").encode(), "tanda kendali", 74),
    "half a pair of a letter": (swap(('title = "Kartu"', 'title = "\\ud800"')), "TOML", 74),
    "a letter that no paper has": (swap(('title = "Kartu"', 'title = "Kartu 🪪"')), "huruf cetak", 74),
    "a sentence in Arabic": (swap(('remedy = "Perbaiki"', 'remedy = "صحح"')), "huruf cetak", 48),
    "a line that only looks like one": (
        swap(('title = "Izin Uji"', 'title = "Izin Uji" # a\u2028b\x85c'), ('title = "Kartu"', "title = 7")), "teks", 74
    ),
    "three quotes within two": (
        swap(('who_may_apply = "Siapa saja"', "who_may_apply = \"Siapa ''' saja\""), ('title = "Kartu"', "title = 7")),
        "teks", 74,
    ),
    "nothing at all": (lambda _: "", "versi", 1),
    "not one version": (lambda good: good[: good.index("[[versions]]")], "versi", 1),
}  # fmt: skip


def states(office: Office) -> list[tuple[str, ...]]:
    return [
        tuple(map(str, row))
        for row in office.rows(
            "SELECT type_code, valid_from, valid_to, rules FROM loket.permit_type_version ORDER BY id"
        )
    ]


@pytest.mark.parametrize("name", BAD)
def test_a_wrong_file_is_refused_with_file_line_and_reason(name: str, tmp_path: Path) -> None:
    change, word, line = BAD[name]
    file = written(tmp_path, "uji.toml", change(GOOD))
    faults = rulemaking.read([file]).faults
    assert any(word in fault.reason and fault.line == line for fault in faults), (faults, line)
    assert {fault.file for fault in faults} == {"uji.toml"}


def test_none_of_them_touches_the_office_nor_does_a_good_file_beside_them(
    office: Office, tmp_path: Path
) -> None:
    journalled = "SELECT count(*) FROM loket.journal WHERE thing LIKE 'permit_type%'"
    before, rows = states(office), office.ask(journalled)
    files = [written(tmp_path, f"{n}.toml", change(GOOD)) for n, (change, _, _) in enumerate(BAD.values())]
    files.append(written(tmp_path, "baik.toml", GOOD))
    desk = office.desk("admin")
    looked = rulemaking.look(desk, files)
    assert not looked.may_load
    assert {fault.file for fault in looked.examined.faults} == {file.name for file in files[:-1]}
    with pytest.raises(BadRuleFile):
        rulemaking.load(desk, looked)
    assert states(office) == before
    assert office.ask(journalled) == rows


def test_what_is_no_file_is_told_and_never_waited_for(tmp_path: Path) -> None:
    (tmp_path / "map.toml").mkdir()
    (tmp_path / "putar.toml").symlink_to(tmp_path / "putar.toml")
    (tmp_path / "tiada.toml").symlink_to(tmp_path / "nirwana.toml")
    (tmp_path / "nol.toml").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipa.toml")
    with (tmp_path / "besar.toml").open("wb") as large:
        large.truncate(50 * 1024 * 1024)
    odd = tmp_path / os.fsdecode(b"\xff.toml")
    odd.write_text("x", "utf-8")
    paths = [*sorted(tmp_path.glob("*.toml")), tmp_path / "nol\0.toml"]
    examined = rulemaking.read(paths)
    assert [fault.file.encode() for fault in examined.faults] == [
        b"besar.toml", b"map.toml", b"nol.toml", b"pipa.toml", b"putar.toml", b"tiada.toml", b"?.toml",
        b"nol\0.toml",
    ]  # fmt: skip
    assert all(fault.reason for fault in examined.faults)
    assert f"{LARGEST} bita" in examined.faults[0].reason


def test_one_file_given_twice_or_two_of_one_name_are_not_taken_for_one(tmp_path: Path) -> None:
    (tmp_path / "lain").mkdir()
    here, there = written(tmp_path, "uji.toml", GOOD), written(tmp_path / "lain", "uji.toml", GOOD)
    for pair in ([here, here], [here, there]):
        (fault,) = rulemaking.read(pair).faults
        assert "sudah dipakai" in fault.reason


@pytest.mark.parametrize(
    "key",
    ["a" + ".a" * 990, '"a"' + '."a"' * 400, "[x" + ".y" * 990 + "]", "b = { " + "a." * 990 + "a = 1 }"],
)
def test_names_of_a_thousand_parts_cost_nothing(key: str, tmp_path: Path) -> None:
    """Three hundred lines of them cost the parser minutes."""
    lines = "\n".join(
        f"k{n}.{key} = 1" if key[0] in 'a"' else key.replace("y", f"y{n}", 1) for n in range(300)
    )
    (fault,) = rulemaking.read([written(tmp_path, "bom.toml", lines)]).faults
    assert (fault.line, "bagian" in fault.reason) == (1, True)


def test_a_permit_until_the_end_of_time_is_told_to_be_too_long(tmp_path: Path) -> None:
    text_of = swap(('source = "contoh"', 'source = "contoh"\nvalidity = { days = 30 }'))(GOOD)
    dates = (
        '[[fields]]\ncode = "valid_from"\nlabel = "Sejak"\nkind = "date"\n\n'
        '[[fields]]\ncode = "valid_until"\nlabel = "Sampai"\nkind = "date"\n\n[[documents]]'
    )
    rules = rulemaking.read(
        [written(tmp_path, "uji.toml", text_of.replace("[[documents]]", dates, 1))]
    ).versions[0]
    values = {"name": "Siti", "block": "a", "area": "1", "years": "1"}
    today = rules.version_from.date()
    said = checking.check(rules, values | {"valid_from": "9999-12-31", "valid_until": "9999-12-31"}, today)
    assert said == {}
    said = checking.check(rules, values | {"valid_from": "2026-01-01", "valid_until": "9999-12-31"}, today)
    assert "30 hari" in said["valid_until"]


def test_every_letter_of_the_catalogue_can_be_printed() -> None:
    folder = Path(__file__).parent.parent / "resources" / "catalogue"
    assert rulemaking.read(sorted(folder.glob("*.toml"))).faults == ()
    assert not typeface.has_ink_for("🪪")
    assert len(LINES) > 70
