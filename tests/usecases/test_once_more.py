"""Verbs that other tests reach only on the way: each by itself, with what it leaves behind counted.

The trial of the cut line runs these as well: whatever is pressed again after an Outage must be there once.
"""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.backroom import PASSPHRASE, BackRoom
from tests.intray import proposed_refusal
from tests.issued import Shelf
from tests.make import Office, exhausted
from workstation.printing.spooler import FolderSpooler
from workstation.settings import OfficeSettings
from workstation.usecases import (
    calling,
    closing,
    deciding,
    handing_over,
    previewing,
    reading,
    receipts,
    returns,
    reviewing,
    scheduling,
    searching,
    signing,
    trailing,
)
from workstation.usecases.reviewing import Reason
from workstation.usecases.scheduling import HolidayChange
from workstation.usecases.signing import Pen
from workstation.usecases.trailing import Wanted
from workstation.vocabulary import DocumentKind

PAPER = OfficeSettings(practice=True)


def noted(office: Office, action: str) -> list[tuple[str, str, str]]:
    """Journal rows of an action as (login, thing, id)."""
    rows = office.rows(
        "SELECT login, thing, thing_id FROM loket.journal WHERE action = :a ORDER BY at", a=action
    )
    return [(row.login, row.thing, row.thing_id) for row in rows]


def test_a_second_call_is_counted_and_a_transfer_waits_at_the_other_service(office: Office) -> None:
    desk = office.desk("budi", counter=1)
    ticket = office.walk_in()
    calling.call_next(desk)
    calling.recall(desk, ticket.visit_id)
    assert office.ask("SELECT calls FROM loket.visit") == 2
    other = office.id_of("service", "code", "counselling")
    calling.transfer(desk, ticket.visit_id, other, "berkas belum lengkap")
    row = office.rows("SELECT stage, service_id, calls FROM loket.visit")[0]
    assert (row.stage, row.service_id, row.calls) == ("waiting", other, 0)


def test_a_sheet_that_was_put_off_is_finished_and_printed(
    office: Office, sleeping_backroom: BackRoom, tmp_path: Path
) -> None:
    desk = office.desk("manajer")
    steps = closing.close_day(desk, PAPER)
    while next(steps).label != "Segel":
        pass
    steps.close()
    sleeping_backroom.turn()
    day: date = office.ask("SELECT day FROM loket.closing")
    exhausted(closing.finish(desk, day, PAPER))
    exhausted(closing.print_sheet(desk, day, PAPER, spooler=FolderSpooler(tmp_path)))
    assert len(list(tmp_path.glob("*.pdf"))) == 1
    assert noted(office, "print") == [("manajer", "closing", f"{day:%Y%m%d}")]


def test_a_signed_paper_is_read_after_its_announcement(office: Office) -> None:
    document = Shelf(office).issued()
    assert handing_over.signed_pdf(office.desk("budi"), document).startswith(b"%PDF")
    assert ("budi", "document", str(document)) in noted(office, "read")


def test_a_pen_that_was_tried_signs_what_was_decided(office: Office, sleeping_backroom: BackRoom) -> None:
    document = office.approved()
    sleeping_backroom.turn()
    signer = sleeping_backroom.signer()
    pen = Pen(signer, PASSPHRASE, signer.open(PASSPHRASE).fingerprint)
    outcomes = exhausted(signing.sign_opened(office.desk("ratna"), [document], pen))
    assert [outcome.ending for outcome in outcomes.values()] == ["done"]
    assert office.ask("SELECT stage FROM loket.document") == "deposited"


def test_a_letter_that_is_looked_at_before_it_is_decided_leaves_the_reading_alone(office: Office) -> None:
    case = office.proposed()
    assert previewing.preview(office.desk("ratna"), case, DocumentKind.PERMIT).startswith(b"%PDF")
    assert ("ratna", "application", str(case)) in noted(office, "read")
    assert office.ask("SELECT count(*) FROM loket.document") == 0


def test_what_was_proposed_for_refusal_is_refused_with_its_reason_and_one_letter(office: Office) -> None:
    case = proposed_refusal(office)
    (outcome,) = exhausted(deciding.refuse_many(office.desk("ratna"), [case]))
    assert outcome.ending == "done"
    assert [row.kind for row in office.rows("SELECT kind FROM loket.document")] == ["refusal_letter"]


@pytest.mark.parametrize("what", ["read", "print", "export"])
def test_what_is_noted_is_noted_under_its_name(office: Office, what: str) -> None:
    case, desk = office.submitted(), office.desk("budi")
    before = len(noted(office, what))
    if what == "read":
        reading.announce(desk, "application", case, "melanjutkan pengisian")
    elif what == "print":
        reading.note_print(desk, "application", case, "Latihan")
    else:
        reading.note_export(desk, "daftar", 3, "laporan bulanan")
    assert len(noted(office, what)) == before + 1


def test_a_return_sheet_and_a_sheet_of_ones_own_come_out_once(office: Office, tmp_path: Path) -> None:
    case = office.submitted()
    reviewing.take(office.desk("rina"), case)
    reviewing.send_back(office.desk("rina"), case, [Reason("typing-error", "Alamat keliru")])
    budi, spooler = office.desk("budi"), FolderSpooler(tmp_path)
    exhausted(returns.print_return(budi, case, PAPER, spooler=spooler))
    pdf = receipts.draw_receipt(budi, case, PAPER)
    exhausted(
        receipts.print_sheet(
            budi, ("application", case), pdf, "Salinan", "Salinan", spooler=spooler, printer="", media="a4"
        )
    )
    assert len(list(tmp_path.glob("*.pdf"))) == 2
    assert noted(office, "print") == [("budi", "application", str(case))] * 2


def test_a_turned_scan_stays_turned(office: Office) -> None:
    case, desk = office.submitted(), office.desk("rina")
    reviewing.take(desk, case)
    scan = office.ask("SELECT min(id) FROM loket.scan")
    reviewing.turn_scan(desk, scan, 90)
    assert office.ask("SELECT rotation FROM loket.scan WHERE id = :i", i=scan) == 90


def test_a_scan_that_was_fetched_ahead_is_noted_as_seen_once(office: Office) -> None:
    case, desk = office.submitted(), office.desk("rina")
    reviewing.take(desk, case)
    scan = office.ask("SELECT min(id) FROM loket.scan")
    reviewing.see_scan(desk, scan)
    assert noted(office, "read")[-1] == ("rina", "scan", str(scan))


def test_a_covered_copy_is_noted_before_it_is_made(office: Office) -> None:
    case, desk = office.submitted(), office.desk("rina")
    reviewing.take(desk, case)
    scan = office.ask("SELECT min(id) FROM loket.scan")
    reading.note_covered(desk, scan, pages=1, covered=2, purpose="untuk pelapor")
    assert noted(office, "export") == [("rina", "scan", str(scan))]


def test_a_holiday_is_looked_at_and_then_declared_as_one_revision(office: Office) -> None:
    desk = office.desk("admin")
    wanted = HolidayChange(desk.today() + timedelta(days=40), "Hari Latihan")
    before = office.ask("SELECT count(*) FROM loket.calendar_revision")
    scheduling.preview(desk, wanted)
    assert office.ask("SELECT count(*) FROM loket.calendar_revision") == before
    scheduling.change(desk, wanted, "Keputusan Gubernur")
    assert office.ask("SELECT count(*) FROM loket.calendar_revision") == before + 1


def test_a_search_for_a_name_is_noted_once(office: Office) -> None:
    case = office.submitted()
    assert [row.id for row in searching.find(office.desk("budi"), "Rahmawati")] == [case]
    assert len(noted(office, "search")) == 1


def test_a_trail_that_leaves_is_noted_before_its_file_is_there(office: Office, tmp_path: Path) -> None:
    office.submitted()
    file = tmp_path / "jurnal.csv"
    count = exhausted(trailing.export(office.desk("auditor"), Wanted(), "pemeriksaan tahunan", file))
    assert len(file.read_text("utf-8-sig").splitlines()) == count + 1
    assert noted(office, "export") == [("auditor", "journal", "")]
