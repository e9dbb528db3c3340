"""Secured paper: good + spoiled + unused = delivered, whatever counters, printers and officers do."""

from pathlib import Path

import pytest
from sqlalchemy import text

from tests.issued import Shelf
from tests.make import Office, exhausted
from tests.printed import come_out
from workstation.errors import (
    BadFields,
    NoSheets,
    NotAllowed,
    PrinterOut,
    ReasonNeeded,
    SheetsKnown,
    SheetsNotFree,
)
from workstation.printing.cups import CupsSpooler
from workstation.printing.spooler import FOLDER_NAME, FolderSpooler
from workstation.queries import sheets
from workstation.queries.sheets import PlaceRow
from workstation.usecases import closing, keeping_sheets, printing_out
from workstation.usecases.keeping_sheets import Serials
from workstation.usecases.printing_out import PrintEnd, PrintWish, Tray
from workstation.vocabulary import PrintState


@pytest.fixture
def shelf(office: Office) -> Shelf:
    office.run("INSERT INTO loket.office_setting (key, value) VALUES ('secured_paper', 'true')")
    return Shelf(office)


def place(office: Office, name: str, login: str = "budi") -> PlaceRow:
    """Look at one place, and at the whole ledger on the way: it balances."""
    found = sheets.ledger(office.desk(login))
    assert found.difference == 0
    return next(one for one in found.places if one.name == name)


def counter(office: Office, number: int) -> int:
    return int(
        office.ask(
            "SELECT c.id FROM loket.counter c JOIN loket.service_point p ON p.id = c.service_point_id"
            " WHERE c.number = :n AND p.code = 'MPP'",
            n=number,
        )
    )


def test_a_pack_is_received_taken_given_spoiled_and_counted(office: Office) -> None:
    ratna, budi = office.desk("ratna"), office.desk("budi", counter=2)
    with pytest.raises(NotAllowed):
        keeping_sheets.receive_pack(budi, Serials("DKI", 1001, 1100))
    keeping_sheets.receive_pack(ratna, Serials(" dki ", 1001, 1100))
    for known in (Serials("DKI", 1100, 1150), Serials("DKI", 1001, 1100)):
        with pytest.raises(SheetsKnown):
            keeping_sheets.receive_pack(ratna, known)
    for wrong in (
        Serials("DKI", 0, 5),
        Serials("DKI", 9, 8),
        Serials("D K", 1, 2),
        Serials("DKI", 1, 20_000),
    ):
        with pytest.raises(BadFields):
            keeping_sheets.receive_pack(ratna, wrong)

    two, one = counter(office, 2), counter(office, 1)
    assert keeping_sheets.move_sheets(budi, Serials("dki", 1001, 1020), two) == 20
    with pytest.raises(SheetsNotFree) as free:
        keeping_sheets.move_sheets(office.desk("sari", counter=1), Serials("DKI", 1015, 1024), one)
    assert free.value.free == 4, "what lies at a colleague's counter is not taken from there"
    assert keeping_sheets.move_sheets(budi, Serials("DKI", 1016, 1020), one) == 5
    with pytest.raises(ReasonNeeded):
        keeping_sheets.spoil_sheets(budi, Serials("DKI", 1003, 1003), " ")
    assert keeping_sheets.spoil_sheets(budi, Serials("DKI", 1003, 1003), "sobek saat dibuka") == 1
    with pytest.raises(SheetsNotFree):
        keeping_sheets.spoil_sheets(budi, Serials("DKI", 1003, 1003), "sekali lagi")
    with pytest.raises(SheetsNotFree):
        keeping_sheets.move_sheets(ratna, Serials("DKI", 1002, 1004), None)

    store, second = place(office, "Gudang"), place(office, "Loket 2")
    assert store.ranges == (("DKI", 1021, 1100),)
    assert (second.unused, second.spoiled, second.ranges) == (
        14,
        1,
        (("DKI", 1001, 1002), ("DKI", 1004, 1015)),
    )
    assert [row.reason for row in sheets.ledger(budi).spoiled] == ["sobek saat dibuka"]
    assert sheets.ledger(office.desk("jauh")).delivered == 0

    assert keeping_sheets.count_sheets(budi, two, 13) == 1
    assert place(office, "Loket 2").difference == 1
    red = "SELECT number FROM loket.imbalances(:p, '-infinity', 'infinity') WHERE code = 'sheets_counted'"
    with ratna.read() as session:
        assert session.scalars(text(red), {"p": ratna.point.id}).all() == ["Loket 2: 13 <> 14"]
    assert keeping_sheets.count_sheets(budi, two, 14) == 0
    with ratna.read() as session:
        assert session.scalars(text(red), {"p": ratna.point.id}).all() == []
    assert office.ask("SELECT count(*) FROM loket.journal WHERE thing LIKE 'sheet%'") == 1 + 20 + 5 + 1 + 2


def test_each_print_uses_the_next_sheets_of_the_counter_and_none_without_them(
    office: Office, shelf: Shelf, tmp_path: Path
) -> None:
    ids = [shelf.issued(nik=f"31719945028500{n:02}") for n in (1, 2, 3)]
    desk, folder, two = office.desk("budi", counter=2), FolderSpooler(tmp_path), counter(office, 2)
    with pytest.raises(NoSheets) as none:
        come_out(desk, ids[0], folder)
    assert none.value.free == 0
    assert office.ask("SELECT count(*) FROM loket.print_job") == 0
    assert list(tmp_path.iterdir()) == []

    each = none.value.wanted
    keeping_sheets.receive_pack(office.desk("ratna"), Serials("DKI", 1, 50))
    keeping_sheets.move_sheets(desk, Serials("DKI", 1, 20), two)
    come_out(desk, ids[0], folder)
    assert place(office, "Loket 2").good == each

    wish = PrintWish(ids[1], "N")
    run = exhausted(printing_out.print_document(desk, wish, spooler=folder, to=Tray(FOLDER_NAME)))
    assert place(office, "Loket 2").in_printer == each
    with pytest.raises(SheetsNotFree):
        keeping_sheets.spoil_sheets(desk, Serials("DKI", each + 1, each + 1), "diambil dari pencetak")
    printing_out.confirm_prints(desk, [PrintEnd(run.run_id, PrintState.SPOILED, "kertas macet")])
    assert (place(office, "Loket 2").good, place(office, "Loket 2").spoiled) == (each, each)

    with pytest.raises(PrinterOut):
        come_out(desk, ids[2], CupsSpooler("127.0.0.1:1"), "Latihan")
    now = place(office, "Loket 2")
    assert (now.unused, now.in_printer) == (20 - 2 * each, 0), "what never came out lies in the tray again"
    come_out(desk, ids[1], folder, reason="cetakan sebelumnya rusak")
    assert office.ask("SELECT max(serial) FROM loket.sheet WHERE state = 'good'") == 3 * each


def test_letters_use_no_secured_paper_nor_do_permits_where_the_office_has_none(
    office: Office, shelf: Shelf, tmp_path: Path
) -> None:
    desk, folder = office.desk("budi", counter=2), FolderSpooler(tmp_path)
    assert come_out(desk, shelf.refused(), folder) == 1
    office.run("UPDATE loket.office_setting SET value = 'false' WHERE key = 'secured_paper'")
    assert come_out(desk, shelf.issued(nik="3171994502850002"), folder) == 1
    assert sheets.ledger(desk).delivered == 0


def test_the_closing_sheet_carries_the_ledger_where_there_is_one(office: Office) -> None:
    ratna = office.desk("ratna")
    of_day = text("SELECT loket.day_totals(:p, now() - interval '1 hour')")

    def titles() -> dict[str, tuple[tuple[str, ...], ...]]:
        frozen = dict(office.ask(str(of_day), p=ratna.point.id))
        return {table.title: table.rows for table in closing.tables(frozen)}

    assert "Kertas pengaman (lembar)" not in titles()
    keeping_sheets.receive_pack(ratna, Serials("DKI", 1, 1500))
    keeping_sheets.spoil_sheets(ratna, Serials("DKI", 7, 8), "basah")
    assert titles()["Kertas pengaman (lembar)"] == (("1.500", "0", "2", "1.498"),)
