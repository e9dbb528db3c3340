"""The review desk by keyboard alone, on a real database, with real page workers."""

import os
import signal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.make import Office, exhausted
from tests.ui.hall_office import press, settle
from workstation.errors import HeldByOther, LeaseLost, MissingMark
from workstation.imaging.pool import PageReader
from workstation.queries import inbox as inbox_query
from workstation.ui.action import clashes
from workstation.ui.reasons import ReasonBar
from workstation.ui.review import inbox as inbox_page
from workstation.ui.review.forward import Forward
from workstation.ui.review.papertabs import fair_shares
from workstation.ui.review.screen import ReviewScreen
from workstation.usecases import deciding, intake, reviewing
from workstation.vocabulary import Mark, Verdict

Key, CTRL, ALT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
PEOPLE = (
    ("3171994502850001", "1985-02-05"),
    ("3171994502860002", "1986-02-05"),
    ("3171994502870003", "1987-02-05"),
)


def filed(office: Office, count: int = 3) -> list[int]:
    return [office.submitted(nik=nik, birth_date=day) for nik, day in PEOPLE[:count]]


def stage_of(office: Office, case: int) -> str:
    return office.ask("SELECT stage FROM loket.application WHERE id = :id", id=case)


def wait(qtbot, screen: ReviewScreen) -> None:
    settle(qtbot, screen.office)


def hit(qtbot, screen: ReviewScreen, *keys: Key) -> None:
    for key in keys:
        press(qtbot, screen, key)
        wait(qtbot, screen)


def mark_all(qtbot, screen: ReviewScreen, key: Key = Key.Key_1) -> None:
    """Press a mark as often as there are fields to compare, without waiting in between."""
    for _ in range(len(screen.case.unmarked)):
        press(qtbot, screen, key)
    wait(qtbot, screen)


def on_desk(screen: ReviewScreen) -> int | None:
    return screen.case.id if screen.case else None


def forward_words(screen: ReviewScreen) -> str:
    return next(a.text() for a in screen.actions_here if isinstance(a, Forward))


def test_given_the_desk_when_its_verbs_are_looked_at_then_no_key_is_owned_twice(reviewer) -> None:
    assert clashes(reviewer().actions_here) == []


def test_given_more_cases_than_a_page_when_the_last_row_is_reached_then_the_next_ones_follow(
    qtbot, office: Office, reviewer, monkeypatch
) -> None:
    monkeypatch.setattr(inbox_query, "MOST_ROWS", 2)
    monkeypatch.setattr(inbox_page, "MOST_ROWS", 2)
    cases = filed(office)
    screen = reviewer()
    assert [row.id for row in screen.inbox.table.rows()] == cases[:2]
    screen.inbox.table.setFocus()
    press(qtbot, screen.inbox.table, Key.Key_End, CTRL)
    wait(qtbot, screen)
    assert [row.id for row in screen.inbox.table.rows()] == cases


def test_given_three_cases_when_reviewed_by_keyboard_alone_then_all_three_wait_for_the_supervisor(
    qtbot, office: Office, reviewer
) -> None:
    cases = filed(office)
    screen = reviewer()
    assert [row.id for row in screen.inbox.table.rows()] == cases
    hit(qtbot, screen, Key.Key_F2)
    for case in cases:
        assert on_desk(screen) == case
        while forward_words(screen) == "Terima dokumen":
            hit(qtbot, screen, Key.Key_F8)
        assert forward_words(screen) == "Nyatakan lengkap"
        hit(qtbot, screen, Key.Key_F8)
        assert forward_words(screen) == "Teruskan ke teknis"
        mark_all(qtbot, screen)
        hit(qtbot, screen, Key.Key_F8)
        assert forward_words(screen) == "Usulkan disetujui"
        hit(qtbot, screen, Key.Key_F8)
        assert stage_of(office, case) == "proposed"
    assert on_desk(screen) is None
    assert screen.pages.currentWidget() is screen.inbox
    assert screen.inbox.table.rows() == []
    outcomes = exhausted(deciding.approve_many(office.desk("ratna"), cases))
    assert [o.ending for o in outcomes] == ["done"] * 3


def looks(reasons: ReasonBar) -> set[str]:
    """The drawings that mark the reasons."""
    return {reasons._choices.mark(is_on=reason in reasons.chosen()) for reason in reasons._reasons}


def test_given_an_unreadable_scan_when_refused_with_a_reason_then_the_case_goes_back_with_it_and_the_next_opens(
    qtbot, office: Office, reviewer
) -> None:
    first, second, _ = filed(office)
    screen = reviewer()
    hit(qtbot, screen, Key.Key_F2, Key.Key_F7)
    reasons = screen.desk.reasons
    assert reasons.is_asking
    hit(qtbot, screen, Key.Key_F8)
    assert screen.case.scans[0].verdict == Verdict.PENDING
    number = next(n for n, r in enumerate(reasons._reasons) if r.code == "unreadable-scan")
    qtbot.keyClicks(QApplication.focusWidget(), str(number + 1))
    assert [r.code for r in reasons.chosen()] == ["unreadable-scan"]
    qtbot.keyClicks(QApplication.focusWidget(), "2")
    assert {r.code for r in reasons.chosen()} == {"unreadable-scan", reasons._reasons[1].code}  # both count
    assert looks(reasons) == {"square", "square-check"}
    qtbot.keyClicks(QApplication.focusWidget(), "2")
    press(qtbot, screen, Key.Key_Tab)
    qtbot.keyClicks(QApplication.focusWidget(), "NIK 2 tertutup kilap")
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return, CTRL)
    wait(qtbot, screen)
    scan = office.rows("SELECT * FROM loket.scan WHERE application_id = :id ORDER BY id", id=first)[0]
    assert (scan.verdict, scan.reason_code, scan.note) == (
        "refused",
        "unreadable-scan",
        "NIK 2 tertutup kilap",
    )
    assert "NIK 2 tertutup kilap" in screen.desk.case.documents[0].accessibleName()
    hit(qtbot, screen, Key.Key_F6)
    assert screen.desk.reasons.is_asking
    hit(qtbot, screen, Key.Key_Return)
    assert stage_of(office, first) == "returned"
    assert on_desk(screen) == second


def test_given_no_refused_document_when_sent_back_then_a_reason_is_demanded_and_kept(
    qtbot, office: Office, reviewer
) -> None:
    (case,) = filed(office, 1)
    screen = reviewer()
    hit(qtbot, screen, Key.Key_F2, Key.Key_F6, Key.Key_Return)
    assert screen.desk.reasons.is_asking
    assert stage_of(office, case) == "submitted"
    qtbot.keyClicks(QApplication.focusWidget(), "13")
    assert looks(screen.desk.reasons) == {"square", "square-check"}
    hit(qtbot, screen, Key.Key_Return)
    assert stage_of(office, case) == "returned"
    assert office.ask("SELECT count(*) FROM loket.case_reason WHERE purpose = 'return'") == 2


def test_given_a_missing_mark_when_passed_on_then_the_bar_names_it_and_the_cursor_stands_there(
    qtbot, office: Office, reviewer
) -> None:
    (case,) = filed(office, 1)
    office.complete(case)
    screen = reviewer()
    hit(qtbot, screen, Key.Key_F2)
    press(qtbot, screen, Key.Key_1)
    press(qtbot, screen, Key.Key_Down)
    press(qtbot, screen, Key.Key_2)
    wait(qtbot, screen)
    skipped = screen.case.unmarked[0]
    hit(qtbot, screen, Key.Key_F8)
    assert isinstance(screen.notice.problem, MissingMark)
    assert skipped.spec.label in screen.notice.text()
    assert screen.desk.case.field_now == skipped.spec.code
    assert stage_of(office, case) == "administrative"
    marks = {row.field: row.mark for row in office.rows("SELECT field, mark FROM loket.field_mark")}
    assert sorted(marks.values()) == ["differs", "same"]


def test_given_a_field_that_differs_when_proposed_then_it_is_named_once_more_before_the_step(
    qtbot, office: Office, reviewer
) -> None:
    (case,) = filed(office, 1)
    office.complete(case)
    office.marked(case)
    reviewing.mark_field(office.desk("rina"), case, "name", Mark.DIFFERS)
    reviewing.pass_on(office.desk("rina"), case)
    screen = reviewer()
    hit(qtbot, screen, Key.Key_F2, Key.Key_F8)
    assert screen.ask_bar.is_asking
    assert stage_of(office, case) == "technical"
    hit(qtbot, screen, Key.Key_Return)
    assert stage_of(office, case) == "proposed"


def test_given_the_technical_review_when_refusal_is_proposed_then_its_reason_is_kept(
    qtbot, office: Office, reviewer
) -> None:
    (case,) = filed(office, 1)
    office.complete(case)
    office.marked(case)
    reviewing.pass_on(office.desk("rina"), case)
    screen = reviewer()
    hit(qtbot, screen, Key.Key_F2, Key.Key_F9)
    qtbot.keyClicks(QApplication.focusWidget(), "2")
    hit(qtbot, screen, Key.Key_Return)
    row = office.rows("SELECT stage, proposal FROM loket.application")[0]
    assert (row.stage, row.proposal) == ("proposed", "refuse")
    assert office.ask("SELECT count(*) FROM loket.case_reason WHERE purpose = 'refusal'") == 1


def test_given_a_damaged_scan_when_opened_then_a_sentence_stands_there_and_the_work_goes_on(
    qtbot, office: Office, reviewer
) -> None:
    draft, values = office.draft()
    budi = office.desk("budi")
    office.run("DELETE FROM loket.scan WHERE document_code = 'identity_card'")
    intake.attach_scan(budi, draft.id, "identity_card", "ktp.jpg", b"\xff\xd8\xff\xe0 ini bukan gambar", 1)
    case = intake.submit(budi, draft, values).application_id
    screen = reviewer()
    hit(qtbot, screen, Key.Key_F2)
    scans = screen.desk.scans
    damaged = next(n for n, p in enumerate(screen.case.scans) if p.document.code == "identity_card")
    screen.desk.scans.tabs.setCurrentIndex(damaged)
    wait(qtbot, screen)
    assert scans.has_trouble
    assert "ktp.jpg" in scans.trouble_words()
    hit(qtbot, screen, Key.Key_F8)
    assert screen.case.scans[damaged].verdict == Verdict.PENDING
    qtbot.keyClick(screen, Key.Key_PageDown, CTRL)
    wait(qtbot, screen)
    assert scans.is_sharp
    for _ in range(len(screen.case.scans) - 1):
        hit(qtbot, screen, Key.Key_F8)
    assert [p.document.code for p in screen.case.scans if p.verdict == Verdict.PENDING] == ["identity_card"]
    assert scans.has_trouble
    hit(qtbot, screen, Key.Key_F7)
    qtbot.keyClicks(QApplication.focusWidget(), "1")
    hit(qtbot, screen, Key.Key_Return)
    assert screen.desk.case.todo.text().startswith("Belum diterima: KTP")
    hit(qtbot, screen, Key.Key_F6, Key.Key_Return)
    assert stage_of(office, case) == "returned"


def test_given_a_case_in_another_officers_hands_when_opened_then_it_is_read_only_and_says_whose_it_is(
    qtbot, office: Office, reviewer
) -> None:
    (case,) = filed(office, 1)
    reviewing.take(office.desk("joko"), case)
    screen = reviewer()
    screen.inbox.table.setFocus()
    hit(qtbot, screen, Key.Key_Return)
    assert on_desk(screen) == case
    assert not screen.case.may_work
    assert "Joko Prasetyo" in screen.desk.holder.text()
    assert screen.desk.scans.is_sharp
    hit(qtbot, screen, Key.Key_F8)
    assert stage_of(office, case) == "submitted"
    reviewing.release(office.desk("joko"), case)
    qtbot.keyClick(screen, Key.Key_T, CTRL)
    wait(qtbot, screen)
    assert screen.case.may_work
    assert not screen.desk.holder.isVisible()


def test_given_a_lease_that_ended_when_marking_then_the_marks_stay_and_are_stored_once_it_is_taken_again(
    qtbot, office: Office, reviewer
) -> None:
    (case,) = filed(office, 1)
    office.complete(case)
    screen = reviewer()
    hit(qtbot, screen, Key.Key_F2)
    office.run(
        "ALTER TABLE loket.application DISABLE TRIGGER USER;"
        "UPDATE loket.application SET lease_until = now() - interval '1 minute' WHERE id = :id;"
        "ALTER TABLE loket.application ENABLE TRIGGER USER",
        id=case,
    )
    hit(qtbot, screen, Key.Key_1)
    assert isinstance(screen.notice.problem, LeaseLost)
    assert office.ask("SELECT count(*) FROM loket.field_mark") == 0
    qtbot.keyClick(screen, Key.Key_T, CTRL)
    wait(qtbot, screen)
    assert office.ask("SELECT count(*) FROM loket.field_mark") == 1
    assert list(screen.case.file.marks.values()) == [Mark.SAME]


def test_given_a_colleague_who_took_the_case_when_judged_then_the_officer_hears_who_and_his_view_stays(
    qtbot, office: Office, reviewer
) -> None:
    (case,) = filed(office, 1)
    screen = reviewer()
    hit(qtbot, screen, Key.Key_F2)
    reviewing.release(office.desk("rina"), case)
    reviewing.take(office.desk("joko"), case)
    hit(qtbot, screen, Key.Key_F8)
    assert isinstance(screen.notice.problem, HeldByOther)
    assert "Joko Prasetyo" in screen.desk.holder.text()
    assert on_desk(screen) == case
    assert {p.verdict for p in screen.case.scans} == {Verdict.PENDING}


def test_given_page_workers_killed_while_they_draw_then_the_page_comes_all_the_same_and_nothing_is_said(
    qtbot, office: Office, reviewer, pages: PageReader
) -> None:
    filed(office, 1)
    screen = reviewer()
    hit(qtbot, screen, Key.Key_F2)
    assert screen.desk.scans.is_sharp
    before, said = pages.pids(), screen.desk.scans.note.text()
    for pid in before:
        os.kill(pid, signal.SIGSTOP)
    qtbot.keyClick(screen, Key.Key_R, CTRL)
    assert not screen.desk.scans.is_sharp
    qtbot.waitUntil(lambda: any(job.lane == "scans" for job in screen.office.lanes.running()))
    qtbot.wait(50)  # the question must have reached the worker that will never answer
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    wait(qtbot, screen)
    assert screen.desk.scans.is_sharp
    assert not screen.desk.scans.has_trouble
    assert screen.desk.scans.note.text() == said
    assert not screen.notice.isVisible()
    assert set(pages.pids()) - set(before)


def test_given_a_turned_scan_when_the_case_is_opened_again_then_it_is_turned_still(
    qtbot, office: Office, reviewer
) -> None:
    (case,) = filed(office, 1)
    screen = reviewer()
    hit(qtbot, screen, Key.Key_F2)
    qtbot.keyClick(screen, Key.Key_R, CTRL)
    wait(qtbot, screen)
    assert office.ask("SELECT min(rotation) || '-' || max(rotation) FROM loket.scan") == "0-90"
    qtbot.keyClick(screen, Key.Key_Up, ALT)
    wait(qtbot, screen)
    screen.open(case)
    wait(qtbot, screen)
    assert screen.desk.scans.canvas.ratio < 1


def test_given_a_skipped_case_when_the_next_is_taken_then_the_first_is_free_and_comes_back_by_one_key(
    qtbot, office: Office, reviewer
) -> None:
    first, second, _ = filed(office)
    screen = reviewer()
    hit(qtbot, screen, Key.Key_F2, Key.Key_F8, Key.Key_F2)
    assert on_desk(screen) == second
    assert office.ask("SELECT owner_id FROM loket.application WHERE id = :id", id=first) is None
    assert office.ask("SELECT count(*) FROM loket.scan WHERE verdict = 'accepted'") == 1
    qtbot.keyClick(screen, Key.Key_Left, ALT)
    wait(qtbot, screen)
    assert on_desk(screen) == first
    assert screen.case.may_work


def test_given_a_field_under_the_cursor_when_it_changes_then_the_scan_that_proves_it_is_seen(
    qtbot, office: Office, reviewer
) -> None:
    office.submitted(type_code="strp-company")
    screen = reviewer()
    hit(qtbot, screen, Key.Key_F2)
    assert screen.desk.case.listed.text().startswith("Pekerja: 5 orang, 5 belum diputuskan.")
    seen = set()
    for line in screen.case.fields:
        screen.desk.case.go_to_field(line.spec.code)
        if line.evidence:
            shown_now = screen.case.paper_of(screen.scan_id)
            assert shown_now.document.code == line.evidence
            seen.add(line.evidence)
    assert len(seen) > 1
    wait(qtbot, screen)


def test_given_the_filters_when_chosen_by_key_then_only_those_cases_are_listed(
    qtbot, office: Office, reviewer
) -> None:
    cases = filed(office)
    reviewing.take(office.desk("rina"), cases[1])
    screen = reviewer()
    qtbot.keyClick(screen, Key.Key_2, CTRL)
    wait(qtbot, screen)
    assert [row.id for row in screen.inbox.table.rows()] == [cases[1]]
    qtbot.keyClick(screen, Key.Key_3, CTRL)
    wait(qtbot, screen)
    assert screen.inbox.table.rows() == []
    assert screen.inbox.table.isHidden()


def test_given_work_on_a_case_when_the_timer_comes_then_its_lease_is_renewed_and_else_it_is_left_to_end(
    qtbot, office: Office, reviewer
) -> None:
    (case,) = filed(office, 1)
    screen = reviewer()
    hit(qtbot, screen, Key.Key_F2)

    def until() -> object:
        return office.ask("SELECT lease_until FROM loket.application WHERE id = :id", id=case)

    before = until()
    screen.lease.timer.timeout.emit()
    wait(qtbot, screen)
    renewed = until()
    assert renewed > before
    screen.lease.timer.timeout.emit()
    wait(qtbot, screen)
    assert until() == renewed


# -- the tabs of the documents -------------------------------------------------------------------------------


def test_short_titles_of_documents_stand_whole_and_only_the_longest_give_way() -> None:
    assert fair_shares([80, 50, 60], 300, 40) == [80, 50, 60]
    assert fair_shares([80, 50, 400], 300, 40) == [80, 50, 170]
    assert fair_shares([300, 50, 300], 250, 40) == [100, 50, 100]
    assert fair_shares([300, 300], 20, 40) == [40, 40]  # the tabs scroll
    assert fair_shares([], 300, 40) == []


def test_given_a_firm_with_its_papers_then_every_tab_names_its_document_in_full(
    qtbot, office: Office, reviewer
) -> None:
    office.submitted(type_code="strp-company")
    screen = reviewer()
    screen.resize(1138, 680)  # a window of 1366 x 768
    hit(qtbot, screen, Key.Key_F2)
    tabs = screen.desk.scans.tabs
    shown = [tabs.tabText(number) for number in range(tabs.count())]
    assert shown == [paper.document.short_title for paper in screen.case.scans]
    assert tabs.tabToolTip(0).startswith("KTP/KITAS/KITAP penanggung jawab")
