"""The signed file comes out of a real print server, goes to the right person, and every copy is accounted for."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from pyzbar import pyzbar
from sqlalchemy import text

from tests import cups
from tests.cups import CupsPrinter
from tests.issued import Shelf
from tests.make import Office, exhausted
from tests.printed import come_out
from tests.printing import seen
from workstation.desk import Desk
from workstation.errors import (
    BadFields,
    HeldByOther,
    NotAllowed,
    NotIssued,
    PrinterOut,
    PrintUnsettled,
    ReasonNeeded,
    WrongStage,
)
from workstation.printing.cups import CupsSpooler
from workstation.printing.spooler import FOLDER_NAME, AnySpooler, FolderSpooler, JobId, PrintOrder, Spooler
from workstation.queries import permits, sheets
from workstation.queries.permits import Shelf as Part
from workstation.settings import OfficeSettings
from workstation.usecases import answering, handing_over, printing_out
from workstation.usecases.handing_over import Collector
from workstation.usecases.printing_out import CameOut, PrintEnd, PrintWish, Tray
from workstation.vocabulary import CollectorKind, PrintState, SealAnswer, SignatureVerdict

cups_printer = cups.cups_printer
HERSELF = Collector(CollectorKind.APPLICANT, "Siti O'Reilly Rahmawati", "ktp", "0001", True)


@pytest.fixture
def shelf(office: Office) -> Shelf:
    return Shelf(office)


@pytest.fixture
def paused(cups_printer: CupsPrinter) -> Iterator[CupsPrinter]:
    """The print server with its tray paused, as when somebody pressed the button."""
    if not shutil.which("cupsdisable"):
        pytest.skip("cups-client is not installed")
    subprocess.run(["cupsdisable", "-h", cups_printer.server, cups_printer.queue], check=True)
    yield cups_printer
    subprocess.run(["cupsenable", "-h", cups_printer.server, cups_printer.queue], check=True)


def printed(office: Office, document_id: int, folder: Path, reason: str = "") -> int:
    spooler = FolderSpooler(folder)
    return come_out(office.desk("budi"), document_id, spooler, FOLDER_NAME, reason)


def sent(
    desk: Desk, document_id: int, spooler: Spooler, printer: str, reason: str = "", limit: float = 120.0
) -> Any:
    """The steps of one print, not yet taken."""
    wish = PrintWish(document_id, "N", reason)
    return printing_out.print_document(desk, wish, spooler=spooler, to=Tray(printer), limit=limit)


def confirmed(office: Office, run: CameOut) -> None:
    printing_out.confirm_prints(office.desk("budi"), [PrintEnd(run.run_id, PrintState.PRINTED)])


def run_of(office: Office, document_id: int, copy: int) -> tuple[str, str, str]:
    (row,) = office.rows(
        "SELECT state, raw, spool_job FROM loket.print_job WHERE document_id = :d AND copy = :c",
        d=document_id,
        c=copy,
    )
    return row.state, row.raw, row.spool_job


# -- the printer's word -------------------------------------------------------------------------------------


def test_what_was_signed_is_what_is_previewed_and_what_reaches_the_printer_and_both_readers_read_its_code(
    office: Office, shelf: Shelf, cups_printer: CupsPrinter
) -> None:
    document_id = shelf.issued()
    desk, spooler = office.desk("budi"), CupsSpooler(cups_printer.server)
    preview = handing_over.signed_file(desk, document_id, shelf.trust)
    steps = sent(desk, document_id, spooler, cups_printer.queue)
    assert next(steps).done == 0
    assert office.ask("SELECT stage FROM loket.document") == "issued"  # sent is not printed
    run = exhausted(steps)
    assert (run.copy, run_of(office, document_id, 1)[0]) == (1, "out")
    assert office.ask("SELECT stage FROM loket.document") == "issued"  # nobody has looked at it yet
    confirmed(office, run)

    state, _, job = run_of(office, document_id, 1)
    assert state == "printed"
    arrived = cups_printer.arrived(JobId(cups_printer.queue, int(job.rpartition("-")[2])))
    kept = office.ask(
        "SELECT data FROM loket.paper_blob b JOIN loket.document d ON d.signed_sha256 = b.sha256"
    )
    assert preview.pdf == arrived == bytes(kept)
    assert (preview.verdict, preview.signer) == (SignatureVerdict.TRUSTED, "Ratna Dewi")
    assert office.ask("SELECT stage FROM loket.document") == "printed"

    last = len(seen.texts(arrived)) - 1  # the signature block with the code closes the paper
    sheet = seen.picture(arrived, 300, last)
    (by_zxing,) = {code.text for code in zxingcpp.read_barcodes(sheet)}
    (by_zbar,) = {code.data.decode() for code in pyzbar.decode(sheet)}
    assert by_zxing == by_zbar == office.ask("SELECT seal FROM loket.document")
    answer = answering.check_code(by_zxing, shelf.trust(), desk.now())
    assert answer.answer is SealAnswer.VALID


def test_a_paused_printer_leaves_the_paper_to_print_with_its_own_words_and_nothing_comes_out_later(
    office: Office, shelf: Shelf, paused: CupsPrinter
) -> None:
    document_id = shelf.issued()
    desk, spooler = office.desk("budi"), CupsSpooler(paused.server)
    with pytest.raises(PrinterOut) as outage:
        exhausted(sent(desk, document_id, spooler, paused.queue, limit=1))
    state, raw, job = run_of(office, document_id, 1)
    assert state == "failed"
    assert "paused" in raw
    assert raw == outage.value.raw
    assert office.ask("SELECT stage FROM loket.document") == "issued"
    subprocess.run(["cupsenable", "-h", paused.server, paused.queue], check=True)
    again = exhausted(sent(desk, document_id, spooler, paused.queue, reason="pencetak berhenti"))
    assert again.copy == 2
    confirmed(office, again)
    first = JobId(paused.queue, int(job.rpartition("-")[2]))
    assert spooler.state(first).raw.startswith("7")  # cancelled for good
    assert office.ask("SELECT prints FROM loket.document") == 1


def test_an_unreachable_printer_ends_the_round_and_says_what_is_left(
    office: Office, shelf: Shelf, cups_printer: CupsPrinter
) -> None:
    ids = [shelf.issued(nik=f"31719945028500{n:02}") for n in (1, 2)]
    wishes = [
        PrintWish(one, office.ask("SELECT number FROM loket.document WHERE id = :i", i=one)) for one in ids
    ]
    report = exhausted(
        printing_out.print_documents(
            office.desk("budi"),
            wishes,
            spooler=CupsSpooler(cups_printer.server),
            to=Tray(cups_printer.far_queue),
            limit=1,
        )
    )
    assert report.came_out == ()
    assert report.out is not None
    assert report.out.printer == cups_printer.far_queue
    assert report.left == tuple(wish.number for wish in wishes)
    assert [one.stage for one in office.rows("SELECT stage FROM loket.document")] == ["issued", "issued"]


def test_without_any_print_server_the_run_is_noted_as_failed(office: Office, shelf: Shelf) -> None:
    document_id = shelf.issued()
    with pytest.raises(PrinterOut):
        exhausted(sent(office.desk("budi"), document_id, CupsSpooler("127.0.0.1:1"), "Latihan"))
    assert run_of(office, document_id, 1)[0] == "failed"


def test_an_officer_who_stops_the_round_takes_the_paper_back_from_the_printer(
    office: Office, shelf: Shelf, paused: CupsPrinter
) -> None:
    document_id = shelf.issued()
    spooler = CupsSpooler(paused.server)
    steps = printing_out.print_documents(
        office.desk("budi"), [PrintWish(document_id, "N")], spooler=spooler, to=Tray(paused.queue)
    )
    while "paused" not in next(steps).label:
        pass
    steps.close()
    state, raw, job = run_of(office, document_id, 1)
    assert (state, raw) == ("failed", printing_out.STOPPED)
    assert spooler.state(JobId(paused.queue, int(job.rpartition("-")[2]))).is_over


def test_many_papers_come_out_one_after_the_other(office: Office, shelf: Shelf, tmp_path: Path) -> None:
    ids = [shelf.issued(nik=f"31719945028500{n:02}") for n in (1, 2, 3)]
    steps = printing_out.print_documents(
        office.desk("budi"),
        [PrintWish(one, f"nomor {one}") for one in ids],
        spooler=FolderSpooler(tmp_path),
        to=Tray(FOLDER_NAME),
    )
    told = [(step.done, step.total) for step in steps]
    assert told == sorted(told)
    assert told[-1] == (2, 3)
    assert len(list(tmp_path.glob("*.pdf"))) == 3


# -- a run whose end nobody heard ---------------------------------------------------------------------------


def test_a_paper_that_came_out_while_the_line_was_lost_is_not_printed_twice(
    office: Office, shelf: Shelf, tmp_path: Path
) -> None:
    document_id = shelf.issued()
    steps = sent(office.desk("budi"), document_id, FolderSpooler(tmp_path), FOLDER_NAME)
    next(steps)
    next(steps)  # sent and noted; then the machine dies
    office.run("SELECT 1")
    left = office.rows("SELECT state FROM loket.print_job")
    assert [row.state for row in left] == ["queued"]
    assert printed(office, document_id, tmp_path) == 1
    assert len(list(tmp_path.glob("*.pdf"))) == 1
    assert office.ask("SELECT prints FROM loket.document") == 1
    with pytest.raises(NotAllowed):
        steps.close()  # the dead run cannot be told anything else any more


def test_a_paper_in_a_colleagues_printer_is_not_sent_a_second_time(
    office: Office, shelf: Shelf, paused: CupsPrinter
) -> None:
    document_id = shelf.issued()
    spooler = CupsSpooler(paused.server)
    first = sent(office.desk("sari"), document_id, spooler, paused.queue)
    next(first), next(first)
    with pytest.raises(HeldByOther) as held:
        exhausted(sent(office.desk("budi"), document_id, spooler, paused.queue, reason="lagi saja"))
    assert held.value.officer == "Sari Wulandari"
    first.close()


def test_a_run_of_which_nobody_knows_whether_it_was_sent_is_asked_about_before_it_is_printed_again(
    office: Office, shelf: Shelf, tmp_path: Path
) -> None:
    document_id = shelf.issued()
    dead = FolderSpooler(tmp_path / "mati")
    steps = sent(office.desk("budi"), document_id, dead, FOLDER_NAME)
    next(steps)  # the run is noted, nothing was sent
    desk = office.desk("budi")
    assert printing_out.hear_again(desk, dead) == 0
    with pytest.raises(PrintUnsettled):
        exhausted(
            sent(desk, document_id, FolderSpooler(tmp_path), FOLDER_NAME, reason="sekali lagi", limit=-1)
        )
    (asked,) = sheets.open_runs(desk)
    assert (asked.document_id, asked.state) == (document_id, PrintState.QUEUED)
    assert sheets.open_runs(office.desk("sari")) == ()
    assert printing_out.confirm_prints(desk, [PrintEnd(asked.id, PrintState.FAILED)]) == 0
    assert run_of(office, document_id, 1)[:2] == ("failed", printing_out.NOT_OUT)
    assert printed(office, document_id, tmp_path, reason="sekali lagi") == 2
    assert sheets.open_runs(desk) == ()
    with pytest.raises(NotAllowed):
        steps.close()


def test_a_paper_that_came_out_before_a_crash_is_found_again_at_the_next_start(
    office: Office, shelf: Shelf, tmp_path: Path
) -> None:
    document_id = shelf.issued()
    desk, folder = office.desk("budi"), FolderSpooler(tmp_path)
    steps = sent(desk, document_id, folder, FOLDER_NAME)
    next(steps), next(steps)  # sent and noted; then the machine dies
    assert printing_out.hear_again(desk, folder) == 1
    (found,) = sheets.open_runs(desk)
    assert found.state is PrintState.OUT
    with pytest.raises(ReasonNeeded):
        printing_out.confirm_prints(desk, [PrintEnd(found.id, PrintState.SPOILED, " ")])
    printing_out.confirm_prints(desk, [PrintEnd(found.id, PrintState.SPOILED, "tinta luntur")])
    assert run_of(office, document_id, 1)[:2] == ("spoiled", "tinta luntur")
    assert office.rows("SELECT stage, prints FROM loket.document")[0] == ("issued", 0)
    with pytest.raises(NotAllowed):
        steps.close()


# -- copies -------------------------------------------------------------------------------------------------


def test_a_second_print_without_a_reason_is_refused_by_program_and_database_and_with_one_it_is_counted(
    office: Office, shelf: Shelf, tmp_path: Path
) -> None:
    document_id = shelf.issued()
    assert printed(office, document_id, tmp_path) == 1
    with pytest.raises(ReasonNeeded):
        printed(office, document_id, tmp_path)
    with pytest.raises(ReasonNeeded):
        printed(office, document_id, tmp_path, reason="  x ")
    desk = office.desk("budi")
    with pytest.raises(ReasonNeeded), desk.begin() as session:
        session.execute(
            text(
                "INSERT INTO loket.print_job (service_point_id, document_id, copy, reason, printer, spool_job, state,"
                " raw) VALUES (:p, :d, 1, '', 'langsung', '', 'queued', '')"
            ),
            {"p": desk.point.id, "d": document_id},
        )
    assert printed(office, document_id, tmp_path, reason="kertas macet") == 2
    found = permits.paper(desk, document_id)
    assert found is not None
    assert (found.row.prints, found.row.runs) == (2, 2)
    assert [(run.copy, run.reason, run.officer) for run in found.prints] == [
        (2, "kertas macet", "Budi Santoso"),
        (1, "", "Budi Santoso"),
    ]
    assert {run.state for run in found.prints} == {PrintState.PRINTED}


def test_nothing_is_printed_before_the_back_room_has_issued_it(
    office: Office, shelf: Shelf, tmp_path: Path
) -> None:
    document_id = office.approved()
    with pytest.raises(NotIssued):
        printed(office, document_id, tmp_path)
    assert permits.paper(office.desk("budi"), document_id) is None
    assert list(tmp_path.iterdir()) == []


# -- giving it away -----------------------------------------------------------------------------------------


def test_the_applicant_shows_his_own_card_or_somebody_comes_with_a_power_of_attorney(
    office: Office, shelf: Shelf, tmp_path: Path
) -> None:
    document_id = shelf.issued()
    desk = office.desk("budi")
    with pytest.raises(WrongStage):
        handing_over.hand_over(desk, document_id, HERSELF)
    printed(office, document_id, tmp_path)
    wrong = Collector(CollectorKind.APPLICANT, "Siti", "ktp", "0077", True)
    with pytest.raises(BadFields) as refused:
        handing_over.hand_over(desk, document_id, wrong)
    assert set(refused.value.faults) == {"last4"}
    with pytest.raises(BadFields):
        handing_over.hand_over(desk, document_id, Collector(CollectorKind.PROXY, " ", "ktp", "0077", True))
    with pytest.raises(BadFields):
        handing_over.hand_over(desk, document_id, Collector(CollectorKind.PROXY, "Andi", "ktp", "77", True))
    done = handing_over.hand_over(
        desk, document_id, Collector(CollectorKind.PROXY, "Andi Kuasa", "passport", "x077", False)
    )
    assert done.collector.name == "Andi Kuasa"
    found = permits.paper(desk, document_id)
    assert found is not None
    assert found.handover is not None
    assert (found.handover.last4, found.handover.officer) == ("X077", "Budi Santoso")
    with pytest.raises(WrongStage):
        handing_over.hand_over(desk, document_id, HERSELF)


def test_the_receipt_says_who_took_what_and_can_be_printed_again(
    office: Office, shelf: Shelf, tmp_path: Path
) -> None:
    document_id = shelf.issued()
    desk, set_up = office.desk("budi"), OfficeSettings(practice=True)
    with pytest.raises(NotIssued):
        handing_over.receipt_of_handover(desk, document_id, set_up)
    printed(office, document_id, tmp_path)
    handing_over.hand_over(desk, document_id, HERSELF)
    paper = handing_over.receipt_of_handover(desk, document_id, set_up)
    words = seen.text(paper)
    for said in (
        office.ask("SELECT number FROM loket.document"),
        "Siti O'Reilly Rahmawati (pemohon)",
        "KTP, empat digit terakhir 0001",
        "Dokumen asli dicocokkan",
        "Surat izin",
        "Budi Santoso",
    ):
        assert said in words
    for _ in range(2):
        exhausted(
            handing_over.print_receipt(
                desk, document_id, set_up, spooler=FolderSpooler(tmp_path / "bukti"), printer=FOLDER_NAME
            )
        )
    assert [file.read_bytes() for file in (tmp_path / "bukti").iterdir()] == [paper, paper]


# -- the shelf ----------------------------------------------------------------------------------------------


def test_the_shelf_shows_each_paper_where_it_stands_and_finds_it_by_whatever_the_citizen_has(
    office: Office, shelf: Shelf, tmp_path: Path
) -> None:
    first = shelf.issued(nik="3171994502850001")
    second = shelf.issued(nik="3171994502850002", name="Bambang 100% Sehat")
    third = shelf.issued(nik="3171994502850003", name="Cahya")
    printed(office, second, tmp_path)
    printed(office, third, tmp_path)
    desk = office.desk("budi")
    handing_over.hand_over(desk, third, Collector(CollectorKind.APPLICANT, "Cahya", "ktp", "0003", True))
    assert [row.id for row in permits.shelf(desk, Part.TO_PRINT)] == [first]
    assert [row.id for row in permits.shelf(desk, Part.PRINTED)] == [second]
    assert [(row.id, row.collector) for row in permits.shelf(desk, Part.HANDED_TODAY)] == [(third, "Cahya")]
    assert permits.counts(desk) == permits.ShelfCounts(1, 1, 1)

    number, application = office.rows(
        "SELECT d.number, a.number FROM loket.document d JOIN loket.application a ON a.id = d.application_id"
        " WHERE d.id = :i",
        i=first,
    )[0]
    for wanted in (number, application, "o'reilly", "  siti   o'reilly "):
        assert [row.id for row in permits.find(desk, wanted)] == [first]
    assert [row.id for row in permits.find(desk, "100%")] == [second]
    assert permits.find(desk, "%") == permits.find(desk, "100%")
    assert permits.find(desk, "   ") == ()

    ticket = office.walk_in(name="cahya").number
    assert [row.id for row in permits.find(desk, ticket)] == [third]
    assert [row.id for row in permits.find(desk, ticket.replace("-00", "").lower())] == [third]
    assert permits.shelf(office.desk("jauh"), Part.TO_PRINT) == ()
    assert permits.paper(office.desk("jauh"), first) is None


# -- several spoolers as one --------------------------------------------------------------------------------


def test_printers_of_several_servers_stand_in_one_list_and_one_that_is_out_takes_only_its_own_away(
    cups_printer: CupsPrinter, tmp_path: Path
) -> None:
    folder, far = FolderSpooler(tmp_path), CupsSpooler("127.0.0.1:1")
    both = AnySpooler([far, folder, CupsSpooler(cups_printer.server)])
    found = both.printers()
    assert next(one.name for one in found) == FOLDER_NAME
    assert {one.name for one in found} >= {FOLDER_NAME, cups_printer.queue}
    assert sum(one.is_default for one in found) == 1
    fresh = AnySpooler([far, folder, CupsSpooler(cups_printer.server)])  # nobody has asked for the list
    job = fresh.send(b"%PDF-1.4 kertas", PrintOrder(printer=FOLDER_NAME, title="x"))
    assert fresh.state(job).is_over
    fresh.cancel(job)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(PrinterOut) as outage:
        both.send(b"%PDF-1.4", PrintOrder(printer="Tidak Ada", title="x"))
    assert outage.value.printer == "Tidak Ada"
    with pytest.raises(PrinterOut):
        AnySpooler([far]).printers()
    assert AnySpooler([]).printers() == []
