"""Lists of workers as companies send them: tidy, sloppy and hostile."""

import contextlib
import os
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.given import GIVEN
from tests.sheets import ods, xls, xlsx, zipped
from workstation import spreadsheet, workerlist
from workstation.errors import BadList, DamagedFile, EncryptedFile, TooLarge

LISTS = GIVEN / "lists"
needs_lists = pytest.mark.skipif(not LISTS.is_dir(), reason="the foreign lists are not on this machine")
HEAD = ["No", "Nama Lengkap", "No. KTP", "Alamat Rumah", "Alamat Tujuan"]
DEWI, AGUS = "3171994502850001", "3171990502850001"
ROWS = [
    ["1", "Dewi Contoh", DEWI, "Jl. Mawar 1", "Gudang A"],
    ["2", "Agus Contoh", AGUS, "Jl. Melati 2", "Gudang B"],
]


def read(data: bytes, name: str = "daftar.xlsx") -> workerlist.WorkerList:
    return workerlist.read(data, name)


def assert_two_workers(found: workerlist.WorkerList) -> None:
    assert [(row.name, row.nik, row.address, row.destination) for row in found.rows] == [
        ("Dewi Contoh", DEWI, "Jl. Mawar 1", "Gudang A"),
        ("Agus Contoh", AGUS, "Jl. Melati 2", "Gudang B"),
    ]
    assert found.faults == ()


def test_a_tidy_workbook_gives_its_workers() -> None:
    assert_two_workers(read(xlsx([HEAD, *ROWS])))


def test_an_old_workbook_gives_its_workers() -> None:
    assert_two_workers(read(xls([HEAD, *ROWS]), "daftar.xls"))


def test_an_opendocument_sheet_with_blank_rows_to_the_end_gives_its_workers() -> None:
    tail = (
        '<table:table-row table:number-rows-repeated="1048573">'
        '<table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
    )
    assert_two_workers(read(ods([HEAD, *ROWS], tail), "daftar.ods"))


@pytest.mark.parametrize("sign", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_text_list_is_read_whatever_its_signs(sign: str, encoding: str) -> None:
    text = "\r\n".join(sign.join(f'"{cell}"' for cell in row) for row in [HEAD, *ROWS])
    assert_two_workers(read(text.encode(encoding), "daftar.csv"))


def test_a_name_with_an_accent_survives_windows_1252() -> None:
    text = f"Nama;NIK\nRené Contoh;{DEWI}\n"
    assert read(text.encode("cp1252"), "daftar.csv").rows[0].name == "René Contoh"


def test_a_title_above_the_heading_and_blank_rows_between_do_not_matter() -> None:
    found = read(xlsx([["DAFTAR PEKERJA PT CONTOH"], [], HEAD, [], ROWS[0], ["", " "], ROWS[1]]))
    assert_two_workers(found)
    assert [row.row for row in found.rows] == [5, 7]


def test_no_ktp_wins_over_a_nik_that_is_the_firms_own_number() -> None:
    found = read(xlsx([["NIK", "Nama Karyawan", "Nomor KTP"], ["K-01", "Dewi Contoh", DEWI]]))
    assert found.rows[0].nik == DEWI


def test_the_hidden_sheet_is_left_alone() -> None:
    hidden = [HEAD, ["1", "Orang Tersembunyi", DEWI, "", ""]]
    assert_two_workers(read(xlsx(hidden, [HEAD, *ROWS], hidden=0)))


@pytest.mark.parametrize("value", [3.17401e15, 3171994502850010])
def test_a_nik_kept_as_a_number_lost_its_digits(value: float) -> None:
    found = read(xlsx([["Nama", "NIK"], ["Dewi Contoh", value]]))
    assert [(row, column) for row, column, _ in found.faults] == [(2, "nik")]
    assert "kehilangan digit" in found.faults[0][2]


@pytest.mark.parametrize("text", ["3.17401E+15", "3,17401E+15"])
def test_a_nik_that_went_through_excel_into_text_lost_its_digits(text: str) -> None:
    found = read(f"Nama;NIK\nDewi Contoh;{text}\n".encode(), "daftar.csv")
    assert found.faults[0][:2] == (2, "nik")
    assert found.rows[0].nik == text


def test_a_whole_number_that_kept_its_digits_is_taken() -> None:
    found = read(xlsx([["Nama", "NIK"], ["Dewi Contoh", int(DEWI)]]))
    assert (found.rows[0].nik, found.faults) == (DEWI, ())


def test_a_nik_twice_is_shown_with_the_first_row() -> None:
    found = read(xlsx([HEAD, *ROWS, ["3", "Dewi Contoh", f"'{DEWI[:8]} {DEWI[8:]}", "", ""]]))
    assert found.faults == ((4, "nik", "NIK sama dengan baris 2."),)


def test_a_row_without_name_or_nik_is_a_fault_not_a_loss() -> None:
    found = read(xlsx([HEAD, *ROWS, ["3", "", AGUS[:-1] + "9", "", ""], ["4", "Tanpa Nomor", "", "", ""]]))
    assert len(found.rows) == 4
    assert [(row, column) for row, column, _ in found.faults] == [(4, "name"), (5, "nik")]


def test_a_formula_is_never_computed() -> None:
    found = read(xlsx([HEAD, ["1", '=HYPERLINK("http://contoh.id")', DEWI, "=1+1", "@SUM(A1)"]]))
    assert (found.rows[0].name, found.rows[0].address) == ("hasil tersimpan", "hasil tersimpan")
    assert found.rows[0].destination == "@SUM(A1)"


def test_five_thousand_rows_are_read_and_one_more_is_refused() -> None:
    people = [[f"Orang {at}", f"3171990502{at // 10000:02d}{at:04d}"] for at in range(1, 5001)]
    assert len(read(xlsx([["Nama", "NIK"], *people])).rows) == 5000
    with pytest.raises(BadList) as refused:
        read(xlsx([["Nama", "NIK"], *people, ["Satu Lagi", DEWI]]))
    assert refused.value.row == 5002


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"Nama;Umur\nDewi;30\n",
        b"Nama;NIK\n",
        b"%PDF-1.7\n\x00\x01\x02",
        bytes(range(256)),
        xlsx([[]]),
    ],
)
def test_what_is_no_list_is_refused(data: bytes) -> None:
    with pytest.raises(BadList):
        read(data)


def test_a_file_beyond_the_limit_is_refused_unread() -> None:
    with pytest.raises(TooLarge):
        read(b"x" * (spreadsheet.MAX_BYTES + 1))


@pytest.mark.parametrize(
    "bomb",
    [
        xlsx([HEAD, *ROWS], extra='<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        xlsx([HEAD, *ROWS], extra='<row r="9"><c s="1" r="XFD9" t="n"><v>1</v></c></row>'),
        zipped({"xl/workbook.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><workbook>&a;</workbook>"}),
        zipped({"xl/workbook.xml": "<!DOCTYPE x SYSTEM 'file:///etc/passwd'><workbook/>".encode("utf-16")}),
        xlsx([HEAD, *ROWS], extra='<row r="9"><c x="&gt;>" r="XFD9"><v>1</v></c></row>'),
        xlsx([HEAD, *ROWS], extra='<row r="1048576"><c><v>1</v></c></row>'),
        zipped({"xl/_rels/workbook.xml.rels": '<R><Relationship Type="x/worksheet" Target="a.png"/></R>'}),
        zipped({"xl/media/image1.png": b" " * (spreadsheet.MAX_UNPACKED + 1)}),
        ods(
            [HEAD, *ROWS],
            '<table:table-row/><table:table-row table:x=">" table:number-rows-repeated="10001">'
            "<table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>",
        ),
        zipped({"xl/workbook.bin": b"x"}),
        xls([HEAD, *ROWS], places={(65535, 255): "jauh"}),
        xls([HEAD, *ROWS], first=struct.pack("<HHIIHHH", 0x200, 14, 0, 2**32 - 1, 0, 65535, 0)),
        ods(
            [HEAD, *ROWS],
            '<table:table-row table:number-rows-repeated="1000000">'
            '<table:table-cell office:value-type="string">'
            "<text:p>x</text:p></table:table-cell></table:table-row>",
        ),
        ods(
            [HEAD, *ROWS],
            "<table:table-row>"
            '<table:table-cell table:number-columns-repeated="16384" office:value-type="string">'
            "<text:p>x</text:p></table:table-cell></table:table-row>",
        ),
    ],
)
def test_a_bomb_is_refused_before_it_is_opened(bomb: bytes) -> None:
    with pytest.raises(BadList):
        read(bomb)


def test_a_locked_opendocument_sheet_is_told_as_locked() -> None:
    with pytest.raises(EncryptedFile):
        read(ods([HEAD], manifest="<manifest:encryption-data/>"), "daftar.ods")


def test_a_locked_old_workbook_is_told_as_locked() -> None:
    with pytest.raises(EncryptedFile):
        read(xls([HEAD, *ROWS], first=struct.pack("<HHHHH", 0x2F, 6, 0, 0, 0)), "daftar.xls")


@given(st.integers(0, 6000), st.binary(min_size=1, max_size=8))
def test_a_scratched_old_workbook_is_read_or_refused_but_never_breaks(place: int, scratch: bytes) -> None:
    whole = xls([HEAD, *ROWS])
    with contextlib.suppress(DamagedFile, BadList, EncryptedFile):
        read(whole[:place] + scratch + whole[place + len(scratch) :], "daftar.xls")


def test_a_cut_or_foreign_package_is_damaged() -> None:
    whole = xlsx([HEAD, *ROWS])
    for data in (
        whole[: len(whole) // 2],
        zipped({"catatan.txt": "bukan lembar kerja"}),
        whole[:30] + os.urandom(99),
    ):
        with pytest.raises((DamagedFile, BadList)):
            read(data)


@needs_lists
def test_foreign_files_open_as_their_manifest_says() -> None:
    def cells(name: str) -> list[list[list[object]]]:
        return spreadsheet.sheets((LISTS / name).read_bytes(), name)

    assert cells("SampleSS.xlsx")[0][0][0] == "Test spreadsheet"
    assert cells("SimpleMacro.xlsm")[0] == [["This is a macro workbook"]]
    assert cells("semicolon-delimited.csv")[0][0] == ["Lorem, ipsum", " dolor sit", " amet"]
    assert cells("stanley-cups-utf-16.csv")[0][4] == ["Maple Leafs", "TOR", "13"]


@needs_lists
@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("empty.xlsx", BadList),
        ("poc-xmlbomb.xlsx", BadList),
        ("protected_passtika.xlsx", EncryptedFile),
        ("SampleSS.xlsx", BadList),
    ],
)
def test_foreign_files_that_are_no_list_are_refused(name: str, problem: type[Exception]) -> None:
    with pytest.raises(problem):
        read((LISTS / name).read_bytes(), name)
