"""One case after the other, quickly: each shows its own papers, fields, marks and page, and nothing typed is lost."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.intray import person
from tests.make import Office, company_values, person_values
from tests.ui.hall_office import press, settle
from workstation.catalogue.showing import shown_value
from workstation.ui.review.lines import DocumentLine, FieldRow
from workstation.ui.review.screen import ReviewScreen
from workstation.usecases import packets, reviewing
from workstation.usecases.reviewing import Reason
from workstation.vocabulary import Mark, Verdict
from workstation.wording import word

Key = Qt.Key
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
KEEP_WORDS = "NIK tertutup kilap lampu"


def mixed(office: Office, count: int) -> dict[int, dict[str, str]]:
    """Cases of persons, firms and persons whose fields were looked at already, in turn; what was filed, by case."""
    filed, rina = {}, office.desk("rina")
    for number in range(count):
        if number % 3 == 1:
            said = {"company_name": f"PT Contoh Nomor {number}", "purpose": f"Muatan {number}"}
            case = office.submitted(type_code="strp-company", **said)
            filed[case] = company_values(**said)
            continue
        said = person(number) | {"destination": f"Kota {number}"}
        case = office.submitted(**said)
        filed[case] = person_values(**said)
        if number % 3 == 2:
            office.complete(case)
            reviewing.mark_field(rina, case, "birth_place", Mark.SAME)
            found = Reason("typing-error", f"Salah tulis {number}")
            reviewing.find_fault(rina, case, "nik", Mark.UNREADABLE, [found])
    packets.release_all(rina)
    return filed


def assert_is_shown(office: Office, screen: ReviewScreen, case: int, filed: dict[str, str]) -> None:
    """Everything on the desk is this case's, as the database has it."""
    number = office.ask("SELECT number FROM loket.application WHERE id = :i", i=case)
    assert screen._title.text() == number
    pane = screen.desk.case
    assert pane.who.text() == (filed.get("name") or filed["company_name"])
    rows = [one for one in pane.lines.findChildren(FieldRow) if not one.isHidden()]
    assert {one.line.spec.code for one in rows} == {code for code, value in filed.items() if value}
    marks = {
        m.field: Mark(m.mark)
        for m in office.rows("SELECT field, mark FROM loket.field_mark WHERE application_id = :i", i=case)
    }
    faults = {
        r.field: r.text
        for r in office.rows("SELECT field, text FROM loket.case_reason WHERE application_id = :i", i=case)
    }
    for one in rows:
        spec = one.line.spec
        assert pane.fields[spec.code] is one
        assert one._label.text() == spec.label
        assert plain(one.value.text()) == shown_value(spec, filed[spec.code])
        assert [b.mark for b in one.buttons if b.isChecked()] == [
            marks[c] for c in (spec.code,) if c in marks
        ]
        assert [b for b in one.buttons if not b.isHidden()] == one.buttons * bool(one.line.evidence)
        assert faults.get(spec.code, "") in one._hint.text()
        assert ("Temuan" in one._hint.text()) == (spec.code in faults)
        assert one._read.isHidden()
    scans = office.rows("SELECT id, verdict FROM loket.scan WHERE application_id = :i", i=case)
    papers = [one for one in pane.lines.findChildren(DocumentLine) if not one.isHidden()]
    assert {(p.paper.scan.id, p._pill.text()) for p in papers if p.paper.scan} == {
        (s.id, word(Verdict(s.verdict))) for s in scans
    }
    assert screen.scan_id in {s.id for s in scans}
    assert screen.desk.scans.tabs.count() == len(scans)
    assert screen.desk.persons.isHidden()


def plain(rich: str) -> str:
    return QTextDocumentFragment.fromHtml(rich).toPlainText()


def test_given_twenty_mixed_cases_when_skipped_through_then_each_shows_its_own_and_marks_stay_with_their_case(
    qtbot, office: Office, reviewer
) -> None:
    filed = mixed(office, 20)
    screen = reviewer()
    seen, marked = [], {}
    for _ in range(20):
        before = screen.case.id if screen.case else None
        press(qtbot, screen, Key.Key_F2)
        qtbot.waitUntil(lambda: screen.case is not None and screen.case.id != before)  # noqa: B023
        case = screen.case.id
        assert_is_shown(office, screen, case, filed[case])
        seen.append(case)
        code = screen.desk.case.field_now
        if code:  # a mark, and gone before the database has it
            press(qtbot, screen, Key.Key_2)
            marked[case] = code
    settle(qtbot, screen.office)
    assert sorted(seen) == sorted(filed)
    assert len(marked) == 6
    stored = office.rows("SELECT application_id, field FROM loket.field_mark WHERE mark = 'differs'")
    assert {row.application_id: row.field for row in stored} == marked


def test_given_a_note_begun_in_one_case_when_others_came_between_then_it_is_there_again_and_only_there(
    qtbot, office: Office, reviewer
) -> None:
    filed = mixed(office, 4)
    screen = reviewer()
    press(qtbot, screen, Key.Key_F2)
    settle(qtbot, screen.office)
    first = screen.case.id
    press(qtbot, screen, Key.Key_F7)
    screen.desk.reasons.note.setFocus()
    QTest.keyClicks(QApplication.focusWidget(), KEEP_WORDS)
    press(qtbot, screen, Key.Key_Escape)
    for _ in range(2):
        press(qtbot, screen, Key.Key_F2)
        settle(qtbot, screen.office)
        assert screen.case.id != first
        assert_is_shown(office, screen, screen.case.id, filed[screen.case.id])
        screen.desk.case.go_to_document(screen.case.scans[0].scan.id)
        press(qtbot, screen, Key.Key_F7)
        assert screen.desk.reasons.note.toPlainText() == ""
        press(qtbot, screen, Key.Key_Escape)
    screen.open(first)
    settle(qtbot, screen.office)
    press(qtbot, screen, Key.Key_F7)
    assert screen.desk.reasons.note.toPlainText() == KEEP_WORDS


def test_given_a_packet_when_the_next_is_asked_for_then_it_stands_there_whole_before_the_database_has_answered(
    qtbot, office: Office, reviewer
) -> None:
    filed = mixed(office, 5)
    screen = reviewer()
    press(qtbot, screen, Key.Key_F2, SHIFT)
    settle(qtbot, screen.office)
    for _ in range(4):
        before = screen.case.id
        (coming, *_) = screen.round.packet.ahead(before, skip=False)
        qtbot.waitUntil(lambda: screen.ahead.ready(coming) is not None)  # noqa: B023
        settle(qtbot, screen.office)
        press(qtbot, screen, Key.Key_F2)
        assert screen.case.id == coming  # within the key press itself: nothing was waited for
        assert_is_shown(office, screen, coming, filed[coming])
        settle(qtbot, screen.office)
        assert_is_shown(office, screen, coming, filed[coming])


def test_given_a_prepared_case_that_changed_meanwhile_then_it_is_read_anew_as_soon_as_it_is_shown(
    qtbot, office: Office, reviewer
) -> None:
    filed = mixed(office, 3)
    screen = reviewer()
    press(qtbot, screen, Key.Key_F2, SHIFT)
    settle(qtbot, screen.office)
    (coming, *_) = screen.round.packet.ahead(screen.case.id, skip=False)
    qtbot.waitUntil(lambda: screen.ahead.ready(coming) is not None)
    scan = office.ask("SELECT min(id) FROM loket.scan WHERE application_id = :i", i=coming)
    reviewing.judge_scan(office.desk("rina"), scan, Verdict.ACCEPTED)
    press(qtbot, screen, Key.Key_F2)
    assert screen.case.paper_of(scan).verdict is Verdict.PENDING
    settle(qtbot, screen.office)
    assert screen.case.paper_of(scan).verdict is Verdict.ACCEPTED
    assert_is_shown(office, screen, coming, filed[coming])


def test_given_a_prepared_case_that_a_colleague_took_over_then_the_one_after_it_comes_and_it_is_said(
    qtbot, office: Office, reviewer
) -> None:
    mixed(office, 3)
    screen = reviewer()
    press(qtbot, screen, Key.Key_F2, SHIFT)
    settle(qtbot, screen.office)
    lost, last = screen.round.packet.ahead(screen.case.id, skip=False)
    qtbot.waitUntil(lambda: screen.ahead.ready(lost) is not None)
    reviewing.take_over(office.desk("joko"), lost, "rina dipanggil ke lantai dua")
    with qtbot.waitSignal(screen.office.hub.said) as said:
        press(qtbot, screen, Key.Key_F2)
    assert said.args == ["1 berkas paket sudah tidak Anda pegang."]
    settle(qtbot, screen.office)
    assert screen.case.id == last
