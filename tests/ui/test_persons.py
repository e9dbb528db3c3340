"""A list of five hundred decided by keyboard, what was sent back shown again, and letters looked at before."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.lists import UNFIT, filed_list, group, ids
from tests.make import Office, picture
from tests.ui.hall_office import hit, press, settle
from workstation.ui.review.forward import Forward
from workstation.ui.review.marking import MarkSame
from workstation.ui.review.opened import Change
from workstation.ui.review.personlines import Kind
from workstation.ui.review.screen import ReviewScreen
from workstation.usecases import intake, persons, reviewing
from workstation.usecases.reviewing import Reason
from workstation.vocabulary import Mark, PersonVerdict, Proposal, Verdict

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


def opened(qtbot, screen: ReviewScreen, case: int) -> None:
    screen.open(case)
    settle(qtbot, screen.office)


def type_in(qtbot, screen: ReviewScreen, text: str) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), text)
    settle(qtbot, screen.office)


def words_of(screen: ReviewScreen, kind) -> str:
    return next(a.text() for a in screen.actions_here if isinstance(a, kind))


def verdicts(office: Office, case: int) -> dict[str, int]:
    rows = office.rows(
        "SELECT verdict, count(*) AS n FROM loket.worker_decision WHERE application_id = :i GROUP BY 1",
        i=case,
    )
    return {row.verdict: row.n for row in rows}


def test_given_500_persons_when_decided_by_keyboard_then_480_are_approved_and_20_returned(
    qtbot, office: Office, reviewer
) -> None:
    case = group(office, 500)
    screen = reviewer()
    opened(qtbot, screen, case)
    assert words_of(screen, Forward) == "Putuskan pekerja"
    hit(qtbot, screen, Key.Key_F8)
    panel = screen.desk.persons
    assert (screen.desk.is_on_persons, len(panel.table.rows())) == (True, 500)
    assert words_of(screen, MarkSame) == "Setujui"
    qtbot.waitUntil(lambda: bool(panel.seen))
    press(qtbot, screen, Key.Key_A, CTRL)
    hit(qtbot, screen, Key.Key_1)
    unseen = 500 - len(panel.seen)
    assert 400 < unseen < 500
    assert screen.notice.text() == f"{unseen} pekerja belum pernah tampil di layar Anda."
    assert verdicts(office, case) == {}
    while len(panel.seen) < 500:
        before = len(panel.seen)
        press(qtbot, screen, Key.Key_PageDown)
        qtbot.waitUntil(lambda before=before: len(panel.seen) > before)
    assert panel.unseen.text() == "Semua sudah dilihat"
    hit(qtbot, screen, Key.Key_1)
    assert verdicts(office, case) == {"approve": 500}
    assert panel.table.checked() == []
    assert words_of(screen, Forward) == "Usulkan disetujui"
    press(qtbot, screen, Key.Key_F, CTRL)
    type_in(qtbot, screen, "Anggraini 1")
    qtbot.waitUntil(lambda: 0 < len(panel.table.rows()) < 40)
    found = len(panel.table.rows())
    press(qtbot, screen, Key.Key_Return)
    press(qtbot, screen, Key.Key_A, CTRL)
    hit(qtbot, screen, Key.Key_2)
    assert screen.desk.reasons.is_asking
    type_in(qtbot, screen, "3")
    hit(qtbot, screen, Key.Key_Return)
    assert verdicts(office, case) == {"approve": 500 - found, "return": found}
    assert f"{found} dikembalikan" in panel.counts.text()
    press(qtbot, screen, Key.Key_Escape)
    hit(qtbot, screen, Key.Key_F3, Key.Key_F3, Key.Key_F3)
    assert panel.kind is Kind.AGAINST
    assert len(panel.table.rows()) == found
    hit(qtbot, screen, Key.Key_F8)
    assert office.ask("SELECT stage FROM loket.application WHERE id = :i", i=case) == "proposed"


def test_given_undecided_persons_when_proposed_then_the_bar_says_how_many_and_lists_them(
    qtbot, office: Office, reviewer
) -> None:
    case = group(office)
    persons.decide_workers(office.desk("rina"), case, ids(office, case)[:3], PersonVerdict.APPROVE)
    screen = reviewer()
    opened(qtbot, screen, case)
    hit(qtbot, screen, Key.Key_F8, Key.Key_F8)
    assert screen.notice.text() == "2 pekerja dalam daftar belum diputuskan."
    assert [line.seq for line in screen.desk.persons.table.rows()] == [4, 5]
    hit(qtbot, screen, Key.Key_1, Key.Key_1)
    assert verdicts(office, case) == {"approve": 5}
    hit(qtbot, screen, Key.Key_P)
    assert not screen.desk.is_on_persons


def test_given_a_reason_chosen_before_when_the_next_person_is_refused_then_one_key_repeats_it(
    qtbot, office: Office, reviewer
) -> None:
    case = group(office)
    screen = reviewer()
    opened(qtbot, screen, case)
    hit(qtbot, screen, Key.Key_P, Key.Key_4)
    assert not screen.desk.reasons.repeat.isVisible()
    type_in(qtbot, screen, "4")
    hit(qtbot, screen, Key.Key_Return, Key.Key_4)
    assert screen.desk.reasons.repeat.isVisible()
    type_in(qtbot, screen, "u")
    hit(qtbot, screen, Key.Key_Return)
    rows = office.rows("SELECT verdict, code FROM loket.worker_decision ORDER BY worker_id")
    assert [row.verdict for row in rows] == ["refuse", "refuse"]
    assert rows[0].code == rows[1].code != ""


def test_given_the_same_person_in_another_firms_list_then_he_is_marked_with_its_number(
    qtbot, office: Office, reviewer
) -> None:
    first = filed_list(office, company_name="PT Kesatu")
    second = group(office, company_name="PT Kedua")
    number = office.ask("SELECT number FROM loket.application WHERE id = :i", i=first)
    screen = reviewer()
    opened(qtbot, screen, second)
    hit(qtbot, screen, Key.Key_P, Key.Key_F3, Key.Key_F3)
    assert screen.desk.persons.kind is Kind.NOTED
    assert {line.note for line in screen.desk.persons.table.rows()} == {f"Juga di {number}, PT Kesatu"}


def test_given_a_refusal_in_hand_when_f11_is_pressed_then_the_letter_is_seen_and_no_verb_below_is_started(
    qtbot, office: Office, reviewer
) -> None:
    case = office.submitted()
    office.complete(case)
    office.marked(case)
    reviewing.pass_on(office.desk("rina"), case)
    screen = reviewer()
    opened(qtbot, screen, case)
    hit(qtbot, screen, Key.Key_F9)
    type_in(qtbot, screen, "1")
    hit(qtbot, screen, Key.Key_F11)
    qtbot.waitUntil(screen.letter.has_page, timeout=20_000)
    assert screen.letter.title.text().startswith("Pratinjau surat penolakan")
    for key in (Key.Key_F8, Key.Key_F7, Key.Key_2):
        qtbot.keyClick(QApplication.focusWidget(), key)
    settle(qtbot, screen.office)
    assert office.ask("SELECT stage FROM loket.application WHERE id = :i", i=case) == "technical"
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert not screen.letter.isVisible()
    assert screen.desk.reasons.is_asking
    assert len(screen.desk.reasons.chosen()) == 1
    reads = office.ask(
        "SELECT count(*) FROM loket.journal WHERE action = 'read' AND data ->> 'purpose' = 'pratinjau surat'"
    )
    assert reads == 1


def test_given_a_list_without_an_approved_person_when_its_permit_is_looked_at_then_it_says_why_not(
    qtbot, office: Office, reviewer
) -> None:
    case = group(office)
    screen = reviewer()
    opened(qtbot, screen, case)
    hit(qtbot, screen, Key.Key_F11)
    qtbot.waitUntil(lambda: "Tidak seorang pun" in screen.letter.said(), timeout=20_000)
    persons.decide_workers(office.desk("rina"), case, ids(office, case), PersonVerdict.APPROVE)
    hit(qtbot, screen, Key.Key_Escape, Key.Key_F11)
    qtbot.waitUntil(screen.letter.has_page, timeout=20_000)


def returned(office: Office) -> int:
    """A case that was sent back for two fields and one scan; the officer mended one field and the scan."""
    case = office.submitted()
    rina, budi = office.desk("rina"), office.desk("budi")
    reviewing.take(rina, case)
    scan = office.ask("SELECT min(id) FROM loket.scan WHERE application_id = :i", i=case)
    reviewing.refuse_scan(
        rina, scan, [Reason("unreadable-scan", "Tidak terbaca"), Reason("wrong-document", "Bukan KTP")]
    )
    reviewing.find_fault(
        rina, case, "address", Mark.DIFFERS, [Reason("typing-error", "Alamat keliru", "", "Tulis RT/RW")]
    )
    reviewing.mark_field(rina, case, "name", Mark.DIFFERS)
    reviewing.send_back(rina, case, (), "Mohon segera")
    document = office.ask("SELECT document_code FROM loket.scan WHERE id = :i", i=scan)
    intake.attach_scan(budi, case, document, "baru.jpg", picture(90), 1)
    opened_file = reviewing.open_file(budi, case, "melanjutkan pengisian permohonan")
    row = office.rows("SELECT number, version FROM loket.application WHERE id = :i", i=case)[0]
    draft = intake.Draft(case, row.number, row.version)
    intake.submit(budi, draft, opened_file.values | {"address": "Jalan Baru Nomor 1", "destination": "Bogor"})
    return case


def test_given_a_returned_case_that_came_again_then_old_and_new_stand_side_by_side(
    qtbot, office: Office, reviewer
) -> None:
    case = returned(office)
    screen = reviewer()
    opened(qtbot, screen, case)
    lines = {line.spec.code: line for line in screen.case.fields}
    assert (lines["address"].change, lines["address"].value) == (Change.MENDED, "Jalan Baru Nomor 1")
    assert lines["address"].before == "Jalan Kenanga Nomor 7 RT 003 RW 004"
    assert lines["address"].asked == "Alamat keliru"
    assert lines["name"].change is Change.UNMENDED
    assert lines["destination"].change is Change.CHANGED
    paper = screen.case.scans[0]
    assert paper.change is Change.MENDED
    assert paper.asked == "Tidak terbaca; Bukan KTP"
    assert "2 dari 3 butir diperbaiki" in screen.case.since_return()
    assert "Belum diperbaiki: Nama" in screen.case.since_return()
    hit(qtbot, screen, Key.Key_O)
    assert screen.scan_id is None
    assert paper.former is not None
    assert screen.desk.scans.former_of() == paper.former
    hit(qtbot, screen, Key.Key_O)
    assert screen.scan_id == paper.scan.id


def test_given_a_field_when_4_is_pressed_then_its_reasons_are_kept_and_go_into_return_and_refusal(
    qtbot, office: Office, reviewer
) -> None:
    case = office.submitted()
    office.complete(case)
    screen = reviewer()
    opened(qtbot, screen, case)
    code = screen.desk.case.field_now
    hit(qtbot, screen, Key.Key_4)
    type_in(qtbot, screen, "1")
    type_in(qtbot, screen, "2")
    hit(qtbot, screen, Key.Key_Return)
    rows = office.rows("SELECT purpose, field, code FROM loket.case_reason ORDER BY id")
    assert [(row.purpose, row.field) for row in rows] == [("finding", code)] * 2
    assert office.ask("SELECT mark FROM loket.field_mark WHERE field = :f", f=code) == "differs"
    office.marked(case)
    reviewing.pass_on(office.desk("rina"), case)
    reviewing.propose(office.desk("rina"), case, Proposal.REFUSE, [UNFIT])
    rows = office.rows("SELECT field FROM loket.case_reason WHERE purpose = 'refusal' ORDER BY id")
    assert [row.field for row in rows] == [code, code, ""]


def test_given_reasons_of_an_earlier_case_when_a_document_is_refused_then_u_repeats_them(
    qtbot, office: Office, reviewer
) -> None:
    first, second = office.submitted(), office.submitted(nik="3171994502860002", birth_date="1986-02-05")
    rina = office.desk("rina")
    reviewing.take(rina, first)
    scan = office.ask("SELECT min(id) FROM loket.scan WHERE application_id = :i", i=first)
    reasons = [Reason("unreadable-scan", "Tidak terbaca"), Reason("wrong-document", "Bukan KTP")]
    reviewing.refuse_scan(rina, scan, reasons)
    reviewing.send_back(rina, first, ())
    screen = reviewer()
    opened(qtbot, screen, second)
    hit(qtbot, screen, Key.Key_F7)
    type_in(qtbot, screen, "u")
    assert {reason.code for reason in screen.desk.reasons.chosen()} == {"unreadable-scan", "wrong-document"}
    hit(qtbot, screen, Key.Key_Return)
    assert screen.case.scans[0].verdict is Verdict.REFUSED
    assert len(office.rows("SELECT 1 FROM loket.case_reason WHERE purpose = 'finding'")) == 2
