"""Small spreadsheets for the tests, written by hand so that every trick can be put in."""

import io
import struct
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PROLOGUE = '<?xml version="1.0"?>'
_TYPES = f"""{PROLOGUE}<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"""
_ROOT = f"""{PROLOGUE}<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="r" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""


def zipped(members: dict[str, str | bytes]) -> bytes:
    """A zip package with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return out.getvalue()


def cell(place: str, value: object) -> str:
    """One cell of a sheet: numbers as numbers, '=…' as a formula that stored a word, the rest as text."""
    if isinstance(value, (int, float)):
        return f'<c r="{place}"><v>{value}</v></c>'
    if str(value).startswith("="):
        return f'<c r="{place}" t="str"><f>{escape(str(value)[1:])}</f><v>hasil tersimpan</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


def sheet(rows: Sequence[Sequence[object]], extra: str = "") -> str:
    """The XML of one sheet; blank values make no cell."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = (cell(f"{chr(65 + at)}{number}", value) for at, value in enumerate(row) if value != "")
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    data = f"<sheetData>{''.join(lines)}{extra}</sheetData>"
    return f'{PROLOGUE}<worksheet xmlns="{MAIN}">{data}</worksheet>'


def xlsx(*tables: Sequence[Sequence[object]], hidden: int | None = None, extra: str = "") -> bytes:
    """A workbook; sheet number `hidden` (from 0) is hidden, `extra` is raw XML at the end of each sheet."""
    entries, relations = [], []
    members: dict[str, str | bytes] = {"[Content_Types].xml": _TYPES, "_rels/.rels": _ROOT}
    for at, table in enumerate(tables):
        state = ' state="hidden"' if at == hidden else ""
        entries.append(f'<sheet name="S{at}" sheetId="{at + 1}"{state} r:id="rId{at + 1}"/>')
        kind = f"{RELATIONS}/worksheet"
        relations.append(
            f'<Relationship Id="rId{at + 1}" Type="{kind}" Target="worksheets/sheet{at + 1}.xml"/>'
        )
        members[f"xl/worksheets/sheet{at + 1}.xml"] = sheet(table, extra)
    listed = f"<sheets>{''.join(entries)}</sheets>"
    names = f'xmlns="{MAIN}" xmlns:r="{RELATIONS}"'
    members["xl/workbook.xml"] = f"{PROLOGUE}<workbook {names}>{listed}</workbook>"
    related = f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(relations)}</Relationships>'
    members["xl/_rels/workbook.xml.rels"] = PROLOGUE + related
    return zipped(members)


def ods(rows: Sequence[Sequence[str]], tail: str = "", manifest: str = "") -> bytes:
    """An OpenDocument sheet; `tail` is raw XML after the rows."""
    oasis = "urn:oasis:names:tc:opendocument:xmlns"
    names = " ".join(f'xmlns:{part}="{oasis}:{part}:1.0"' for part in ("office", "table", "text"))
    start = '<table:table-cell office:value-type="string"><text:p>'
    cells = [[f"{start}{escape(value)}</text:p></table:table-cell>" for value in row] for row in rows]
    lines = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in cells)
    body = f'<table:table table:name="S">{lines}{tail}</table:table>'
    body = f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"{PROLOGUE}<office:document-content {names}>{body}</office:document-content>",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{oasis}:manifest:1.0">{manifest}'
            "</manifest:manifest>",
        }
    )


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _book(rows: Sequence[Sequence[str]], first: bytes, places: dict[tuple[int, int], str]) -> bytes:
    """A BIFF8 workbook stream with one sheet of labels."""
    cells = {(row, at): value for row, line in enumerate(rows) for at, value in enumerate(line)} | places
    start = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + first
    name = _record(0x85, struct.pack("<IBBBB", 0, 0, 0, 1, 0) + b"S")
    end = _record(0x0A, b"")
    at = len(start) + len(name) + len(end)
    name = _record(0x85, struct.pack("<IBBBB", at, 0, 0, 1, 0) + b"S")
    labels = b"".join(
        _record(0x204, struct.pack("<HHHHB", row, column, 0, len(value), 1) + value.encode("utf-16-le"))
        for (row, column), value in sorted(cells.items())
    )
    sheet_start = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    return start + name + end + sheet_start + labels + end


def xls(
    rows: Sequence[Sequence[str]], *, first: bytes = b"", places: dict[tuple[int, int], str] | None = None
) -> bytes:
    """An old workbook in a compound file; `first` is put before the sheets, `places` holds far-off cells."""
    size, end_of_chain, free = 512, 0xFFFFFFFE, 0xFFFFFFFF
    book = _book(rows, first, places or {}).ljust(4096, b"\0")
    book += b"\0" * (-len(book) % size)
    count = len(book) // size
    table = [0xFFFFFFFD, end_of_chain, *range(3, 2 + count), end_of_chain]
    table += [free] * (128 - len(table))

    def entry(name: str, kind: int, child: int, first_sector: int, length: int) -> bytes:
        text = (name + "\0").encode("utf-16-le")
        head = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, free, free, child)
        return head + b"\0" * 36 + struct.pack("<IQ", first_sector, length)

    directory = entry("Root Entry", 5, 1, end_of_chain, 0) + entry("Workbook", 2, free, 2, len(book))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end_of_chain, 0, end_of_chain, 0
    )
    header += struct.pack("<109I", 0, *[free] * 108)
    return header + struct.pack("<128I", *table) + directory.ljust(size, b"\0") + book
