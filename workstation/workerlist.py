"""The list of workers that a company files, read from its spreadsheet."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from workstation import spreadsheet
from workstation.errors import BadList

MAX_HEADER_ROW = 30

# the first heading that matches wins: 'No KTP' before 'NIK', which some firms use for their own staff number
_HEADINGS: dict[str, tuple[str, ...]] = {
    "nik": (
        r"no(mor)?(nik)?ktp(el)?",
        r"nikktp",
        r"ktp",
        r"nik",
        r"no(mor)?nik",
        r"no(mor)?indukkependudukan",
        r"no(mor)?identitas.*",
        r"nik.*",
    ),
    "name": (
        r"nama",
        r"nama(lengkap)?(pekerja|karyawan|pegawai)?",
        r"namalengkap.*",
        r"name",
        r"nama(?!perusahaan).*",
    ),
    "destination": (
        r"(alamat|lokasi|tempat)?tujuan.*",
        r"(lokasi|tempat|alamat)(kerja|kantor|proyek).*",
        r"penempatan.*",
        r"destination",
    ),
    "address": (
        r"alamat",
        r"alamat(rumah|tinggal|tempattinggal|domisili|ktp|asal).*",
        r"domisili",
        r"address",
        r"alamat(?!tujuan|kerja|kantor|proyek|email|perusahaan).*",
    ),
}
_REQUIRED = {"name": "nama", "nik": "NIK atau nomor KTP"}
_LOST = "NIK tersimpan sebagai angka dan kehilangan digit ({}); ubah kolomnya menjadi teks lalu ketik ulang."


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """One person as filed; `row` is the line of the spreadsheet from 1. '' where nothing was given."""

    row: int
    name: str
    nik: str
    address: str
    destination: str


@dataclass(frozen=True, slots=True)
class WorkerList:
    """What a list holds. `faults` are (line of the spreadsheet, column, sentence), line by line."""

    rows: tuple[WorkerRow, ...]
    faults: tuple[tuple[int, str, str], ...]


def read(data: bytes, name: str) -> WorkerList:
    """The workers of an XLSX, XLS, ODS or CSV; blank rows are skipped.

    BadList when it has no heading with name and NIK, no person, or more than 5,000 rows; EncryptedFile,
    DamagedFile and TooLarge as `spreadsheet.sheets`.
    """
    tables = [table for table in spreadsheet.sheets(data, name) if any(_filled(row) for row in table)]
    if not tables:
        raise BadList(name, 0, "berkas kosong")
    for table in tables:
        found = _heading(table)
        if found is not None:
            return _workers(table, *found, name)
    raise BadList(name, 0, "kolom nama dan NIK tidak ditemukan; beri judul kolom 'Nama' dan 'NIK'")


def _filled(row: Sequence[object]) -> bool:
    return any(_text(cell) for cell in row)


def _text(cell: object) -> str:
    """A cell as one line of text; whole numbers without decimals, in full."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(cell)).split())


def _heading(table: list[list[object]]) -> tuple[int, dict[str, int]] | None:
    """Index of the heading row and column of each known heading; None without name and NIK."""
    for index, row in enumerate(table[:MAX_HEADER_ROW]):
        columns = _columns(row)
        if columns.keys() >= _REQUIRED.keys():
            return index, columns
    return None


def _columns(row: list[object]) -> dict[str, int]:
    titles = [re.sub(r"[^a-z]", "", _text(cell).lower()) if isinstance(cell, str) else "" for cell in row]
    columns: dict[str, int] = {}
    for meaning, patterns in _HEADINGS.items():
        for pattern in patterns:
            match = next((at for at, title in enumerate(titles) if re.fullmatch(pattern, title)), None)
            if match is not None and match not in columns.values():
                columns[meaning] = match
                break
    return columns


def _workers(table: list[list[object]], heading: int, columns: dict[str, int], name: str) -> WorkerList:
    rows: list[WorkerRow] = []
    faults: list[tuple[int, str, str]] = []
    first: dict[str, int] = {}
    for number, cells in enumerate(table[heading + 1 :], heading + 2):
        values = {meaning: cells[at] for meaning, at in columns.items() if at < len(cells)}
        if not any(_text(value) for value in values.values()) or _columns(cells).keys() >= _REQUIRED.keys():
            continue
        if len(rows) == spreadsheet.MAX_ROWS:
            raise BadList(name, number, f"lebih dari {spreadsheet.MAX_ROWS} orang")
        row = _worker(number, values)
        faults += [(number, column, sentence) for column, sentence in _faults(row, values.get("nik", ""))]
        if row.nik and first.setdefault(row.nik, number) != number:
            faults.append((number, "nik", f"NIK sama dengan baris {first[row.nik]}."))
        rows.append(row)
    if not rows:
        raise BadList(name, heading + 1, "tidak ada seorang pun di bawah judul kolom")
    return WorkerList(tuple(rows), tuple(faults))


def _worker(number: int, values: dict[str, object]) -> WorkerRow:
    text = {meaning: _text(value) for meaning, value in values.items()}
    nik = text.get("nik", "").lstrip("'")
    bare = re.sub(r"[\s.\-]", "", nik)
    return WorkerRow(
        number,
        text.get("name", ""),
        bare if bare.isdigit() else nik,
        text.get("address", ""),
        text.get("destination", ""),
    )


def _faults(row: WorkerRow, cell: object) -> list[tuple[str, str]]:
    """What the file alone shows; `catalogue.checking.check_workers` looks at the rest."""
    found = [] if row.name else [("name", "Kolom nama wajib diisi.")]
    if not row.nik:
        found.append(("nik", "Kolom NIK wajib diisi."))
    elif _lost_digits(row.nik, cell):
        found.append(("nik", _LOST.format(row.nik)))
    return found


def _lost_digits(nik: str, cell: object) -> bool:
    """Excel keeps 15 digits of a number: the 16th becomes 0, and on the way through CSV the rest goes too."""
    if re.fullmatch(r"[0-9]+([.,][0-9]+)?[eE]\+?[0-9]+", nik):
        return True
    return isinstance(cell, (int, float)) and len(nik) >= 16 and nik.endswith("0")
