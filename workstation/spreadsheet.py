"""Cells out of the spreadsheets that companies file, opened without trust.

A filed workbook may be a bomb: what it would unpack to, its XML declarations and its outermost cells are
looked at before the decoder sees it. Formulas are never computed; only the values that were stored are read.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers.expat import ExpatError

import python_calamine

from workstation import xls_guard
from workstation.errors import BadList, DamagedFile, EncryptedFile, TooLarge
from workstation.spreadsheet_guard import Guard, Refused

Cell = object
Row = list[Cell]

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 5_000
MAX_COLUMNS = 256
MAX_UNPACKED = 32 * 1024 * 1024
MAX_MEMBERS = 2_000
_CHUNK = 1024 * 1024
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def sheets(data: bytes, name: str) -> list[list[Row]]:
    """The rows of every visible sheet (one for CSV), cells as stored: text, number, date or ''.

    TooLarge, EncryptedFile, DamagedFile, or BadList when it is no table or would unpack to too much.
    """
    if len(data) > MAX_BYTES:
        raise TooLarge(name, len(data), MAX_BYTES)
    if data.startswith(_ZIP):
        _check_package(data, name)
        return _decoded(data, name)
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise EncryptedFile(name)
        _check_old_book(data, name)
        return _decoded(data, name)
    return [_delimited(data, name)]


def _check_old_book(data: bytes, name: str) -> None:
    """Refuse an XLS that is locked, damaged, or holds a cell far off."""
    try:
        for book in xls_guard.books(data):
            if xls_guard.locked(book):
                raise EncryptedFile(name)
            row, column = xls_guard.farthest(book)
            if row > MAX_ROWS * 2 or column > MAX_COLUMNS:
                raise BadList(name, 0, f"ada isi jauh di luar daftar (baris {row}, kolom {column})")
    except xls_guard.Broken as fault:
        raise DamagedFile(name, str(fault)) from fault


def _check_package(data: bytes, name: str) -> None:
    """Refuse a zip package that is locked, damaged, or grows beyond measure."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
            if any(member.flag_bits & 1 for member in members):
                raise EncryptedFile(name)
            too_much = sum(member.file_size for member in members) > MAX_UNPACKED
            if too_much or len(members) > MAX_MEMBERS:
                raise BadList(name, 0, "isi berkas mengembang terlalu besar")
            left = MAX_UNPACKED
            for member in members:
                left = _check_member(package, member, name, left)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, zlib.error) as fault:
        raise DamagedFile(name, str(fault)) from fault


def _check_member(package: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, left: int) -> int:
    """Look through one member piece by piece; gives back how many unpacked bytes are still allowed."""
    if member.filename.endswith(".bin") and "workbook" in member.filename:
        raise BadList(name, 0, "format XLSB tidak diterima; simpan sebagai XLSX")
    is_xml = member.filename.lower().endswith((".xml", ".rels"))
    guard = Guard(MAX_ROWS * 2, MAX_COLUMNS) if is_xml and member.file_size else None
    try:
        with package.open(member) as stream:
            while piece := stream.read(_CHUNK):
                left -= len(piece)
                if left < 0:
                    raise BadList(name, 0, "isi berkas mengembang terlalu besar")
                if guard is not None:
                    guard.feed(piece)
        if guard is not None:
            guard.close()
    except Refused as refused:
        raise BadList(name, 0, refused.reason) from None
    except ExpatError as fault:
        raise DamagedFile(name, f"{member.filename}: {fault}") from fault
    if guard is not None and guard.locked:
        raise EncryptedFile(name)
    return left


def _decoded(data: bytes, name: str) -> list[list[Row]]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [list(_rows(book, sheet.name, name)) for sheet in book.sheets_metadata if _shown(sheet)]
    except python_calamine.PasswordError as fault:
        raise EncryptedFile(name) from fault
    except python_calamine.CalamineError as fault:
        raise DamagedFile(name, str(fault)) from fault
    except BaseException as fault:
        # a panic of the Rust decoder is no Exception; anything else goes on
        if type(fault).__name__ != "PanicException":
            raise
        raise DamagedFile(name, str(fault)) from None


def _shown(sheet: python_calamine.SheetMetadata) -> bool:
    is_table = sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
    return is_table and sheet.visible == python_calamine.SheetVisibleEnum.Visible


def _rows(book: python_calamine.CalamineWorkbook, sheet: str, name: str) -> Iterator[Row]:
    table = book.get_sheet_by_name(sheet)
    if table.total_height > MAX_ROWS * 2 or table.total_width > MAX_COLUMNS:
        raise BadList(name, 0, "daftar terlalu besar")
    for row in table.to_python(skip_empty_area=False):
        yield list(row)


def _delimited(data: bytes, name: str) -> list[Row]:
    text = _text(data, name)
    lines = [line for line in text.splitlines() if line.strip()][:20]
    if not lines:
        raise BadList(name, 0, "berkas kosong")
    delimiter = max(
        ";\t,|", key=lambda sign: (min(line.count(sign) for line in lines) > 0, _spread(lines, sign))
    )
    try:
        rows: list[Row] = []
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(list(row))
            if len(rows) > MAX_ROWS * 2 or len(row) > MAX_COLUMNS:
                raise BadList(name, len(rows), "daftar terlalu besar")
    except csv.Error as fault:
        raise DamagedFile(name, str(fault)) from fault
    return rows


def _spread(lines: list[str], sign: str) -> int:
    """How often the sign stands in the lines outside quotation marks."""
    return sum(re.sub(r'"[^"]*"', "", line).count(sign) for line in lines)


def _text(data: bytes, name: str) -> str:
    """CSV as Excel and its like write it: UTF-16 or UTF-8 with or without a mark, else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data[1:2] == b"\0":
        encodings = ["utf-16-le"]
    elif data[:1] == b"\0":
        encodings = ["utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\0-\x08\x0e-\x1f]", text):
            return text
    raise BadList(name, 0, "bukan daftar XLSX, XLS, ODS, atau CSV")
