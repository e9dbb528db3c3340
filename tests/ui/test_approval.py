"""The supervisor's screen, by keyboard, on a real database with a real signature."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from tests.backroom import PASSPHRASE, BackRoom
from tests.intray import copies, fill, person, proposed_refusal
from tests.lists import UNFIT, group, ids
from tests.make import Office, exhausted
from workstation.errors import NoCertificate, WrongPassphrase
from workstation.settings import Settings
from workstation.signing.local import LocalSigner
from workstation.signing.signer import FailureReason, SignFailure
from workstation.ui.action import clashes
from workstation.ui.approval.batch import State
from workstation.ui.approval.columns import who
from workstation.ui.approval.screen import ApprovalScreen
from workstation.ui.approval.view import RECENT_TAB, UNSIGNED_TAB
from workstation.ui.office import Office as Tools
from workstation.ui.reasons import NUMBERS
from workstation.ui.theme import Look
from workstation.usecases import deciding, persons, reviewing, signing
from workstation.usecases.reviewing import Reason
from workstation.vocabulary import PersonVerdict, Proposal


@pytest.fixture
def open_screen(qtbot, office: Office, lanes, hub, pages, tmp_path):
    """Open the screen as a supervisor; the certificate lies in a folder of its own."""
    certificates = BackRoom(office).certificates(tmp_path)

    def show(login: str = "ratna", **tools) -> ApprovalScreen:
        borders = {"signer_for": LocalSigner, "certificates": certificates, "pages": pages} | tools
        screen = ApprovalScreen(Tools(office.desk(login), lanes, hub, settings=Settings(), tools=borders))
        hub.troubled.connect(screen.complain)
        qtbot.addWidget(screen)
        screen.resize(1180, 700)
        screen.show()
        screen.activateWindow()
        qtbot.waitUntil(lambda: not lanes.running())
        screen.view.inbox.table.setFocus()
        return screen

    return show


def press(qtbot, screen: ApprovalScreen, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is; verbs of the screen hear it as a shortcut."""
    pressed = QKeySequence(key | modifier) if modifier else QKeySequence(key)
    for action in screen.actions_here:
        if pressed in action.shortcuts():
            assert action.isEnabled(), (action.text(), action.why)
            action.trigger()
            return
    qtbot.keyClick(screen.focusWidget() or screen, key, modifier)


def answer(qtbot, screen: ApprovalScreen, secret: str = PASSPHRASE) -> None:
    """Type the passphrase and press Enter."""
    qtbot.waitUntil(lambda: screen.ask_bar.is_asking)
    qtbot.keyClicks(screen.ask_bar.entry, secret)
    qtbot.keyClick(screen.ask_bar.entry, Qt.Key.Key_Return)
    assert screen.ask_bar.entry.text() == ""


def ended(qtbot, screen: ApprovalScreen) -> None:
    """Wait for the end of the batch and for what the news of it made the screen ask."""
    qtbot.waitUntil(lambda: not screen.is_signing and is_quiet(screen), timeout=20_000)


def sampling_of(office: Office, least: int) -> None:
    """Have the office draw so many of each batch."""
    office.run(
        "UPDATE loket.office_setting SET value = to_jsonb(CAST(:n AS int)) WHERE key = 'sample_least'",
        n=least,
    )


def is_quiet(screen: ApprovalScreen) -> bool:
    return not screen.office.lanes.running() and not screen.office.hub._timer.isActive()


def stages(office: Office) -> list[str]:
    return [row.stage for row in office.rows("SELECT stage FROM loket.document ORDER BY id")]


def test_given_a_full_intray_when_all_of_one_proposal_are_ticked_and_signed_then_each_is_issued(
    qtbot, office, backroom, open_screen
):
    fill(office, people=3, refusals=1, companies=1)
    screen = open_screen()
    table = screen.view.inbox.table
    assert len(table.rows()) == 5
    assert screen.view.inbox.count.text() == "0 dari 5 dipilih"
    press(qtbot, screen, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert screen.view.inbox.count.text() == "4 dari 5 dipilih"
    press(qtbot, screen, Qt.Key.Key_F8)
    assert screen.is_on_batch
    assert len(screen.batch.table.rows()) == 4
    assert screen.batch.detail.text() == "3 STRP Perorangan, 1 STRP Perusahaan"
    answer(qtbot, screen)
    ended(qtbot, screen)
    assert screen.batch.verdict() == "4 ditandatangani"
    assert screen.batch.certificate.text().startswith("Ratna Dewi · berlaku 729 hari lagi")
    qtbot.waitUntil(lambda: stages(office) == ["issued"] * 4, timeout=10_000)
    press(qtbot, screen, Qt.Key.Key_Escape)
    assert not screen.is_on_batch
    assert [row.proposal for row in table.rows()] == ["refuse"]


def test_given_a_wrong_passphrase_then_rows_stay_as_they_were_and_it_asks_again(
    qtbot, office, backroom, open_screen
):
    office.proposed()
    screen = open_screen()
    press(qtbot, screen, Qt.Key.Key_F8)
    answer(qtbot, screen, "salah")
    qtbot.waitUntil(lambda: isinstance(screen.notice.problem, WrongPassphrase))
    ended(qtbot, screen)
    assert screen.notice.isVisible()
    assert screen.ask_bar.is_asking
    assert [row.state for row in screen.batch.table.rows()] == [State.PLANNED]
    assert office.ask("SELECT stage FROM loket.application") == "proposed"
    answer(qtbot, screen)
    ended(qtbot, screen)
    assert screen.batch.verdict() == "1 ditandatangani"
    assert not screen.notice.isVisible()


def test_given_the_question_is_left_with_esc_then_nothing_happened(qtbot, office, open_screen):
    office.proposed()
    screen = open_screen()
    press(qtbot, screen, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: screen.ask_bar.is_asking)
    qtbot.keyClick(screen.ask_bar.entry, Qt.Key.Key_Escape)
    assert not screen.is_on_batch
    assert office.ask("SELECT stage FROM loket.application") == "proposed"


def test_given_a_case_that_he_keyed_in_then_it_cannot_be_ticked_and_says_why(qtbot, office, open_screen):
    mine, other = office.proposed(), office.proposed(**person(2))
    me = office.desk("ratna").officer.id
    office.run("UPDATE loket.application SET entered_by = :me WHERE id = :id", me=me, id=mine)
    screen = open_screen()
    table = screen.view.inbox.table
    assert table.choose_row(mine)
    assert "empat mata" in screen.sign.why
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert table.checked() == []
    assert "empat mata" in screen.notice.text()
    press(qtbot, screen, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert [row.id for row in table.checked()] == [other]


def test_given_one_is_refused_by_the_signer_then_failed_stand_apart_and_f9_tries_them_again(
    qtbot, office, backroom, open_screen
):
    class Moody(LocalSigner):
        is_moody = True

        def sign(self, files, secret):
            answers = super().sign(files, secret)
            if Moody.is_moody:
                Moody.is_moody = False
                answers[0] = SignFailure(files[0].name, FailureReason.REFUSED, "2011")
            return answers

    fill(office, people=2, refusals=0, companies=0)
    screen = open_screen(signer_for=Moody)
    press(qtbot, screen, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, screen, Qt.Key.Key_F8)
    answer(qtbot, screen)
    ended(qtbot, screen)
    first = screen.batch.table.rows()[0]
    assert first.state is State.FAILED
    assert "2011" in first.detail
    assert screen.batch.retry.isVisible()
    number = office.rows("SELECT number FROM loket.document WHERE stage = 'prepared'")
    press(qtbot, screen, Qt.Key.Key_F9)
    assert len(screen.batch.table.rows()) == 1
    answer(qtbot, screen)
    ended(qtbot, screen)
    assert screen.batch.verdict() == "1 ditandatangani"
    qtbot.waitUntil(lambda: stages(office) == ["issued"] * 2, timeout=10_000)
    assert office.rows("SELECT number FROM loket.document WHERE number = :n", n=number[0].number)


def test_given_a_stop_then_the_rest_waits_in_its_tab_and_is_signed_there(
    qtbot, office, backroom, open_screen, monkeypatch
):
    monkeypatch.setattr(signing, "PER_CALL", 1)
    fill(office, people=4, refusals=0, companies=0)
    screen = open_screen()
    press(qtbot, screen, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, screen, Qt.Key.Key_F8)
    heard = screen.batch.hear

    def stop_after_first(step):
        heard(step)
        if step.outcome is not None:
            screen.stop.trigger()

    monkeypatch.setattr(screen.batch, "hear", stop_after_first)
    answer(qtbot, screen)
    ended(qtbot, screen)
    signed = len(screen.batch.ids(State.DONE))
    assert 1 <= signed < 4
    assert "Dihentikan" in screen.batch.title.text()
    press(qtbot, screen, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: is_quiet(screen))
    assert screen.leftover.isVisible()
    assert screen.leftover.text().startswith(f"{4 - signed} surat")
    monkeypatch.undo()
    screen.leftover.show_them.click()
    assert screen.view.currentIndex() == UNSIGNED_TAB
    assert screen.sign.text() == "Tanda tangani sisanya"
    press(qtbot, screen, Qt.Key.Key_F8)
    answer(qtbot, screen)
    ended(qtbot, screen)
    assert screen.batch.verdict() == f"{4 - signed} ditandatangani"
    qtbot.waitUntil(lambda: stages(office) == ["issued"] * 4, timeout=10_000)


def test_given_a_proposal_to_refuse_when_f7_then_the_letter_is_signed_with_the_reviewers_reason(
    qtbot, office, backroom, open_screen
):
    proposed_refusal(office)
    screen = open_screen()
    assert "F7" in screen.sign.why
    press(qtbot, screen, Qt.Key.Key_F7)
    answer(qtbot, screen)
    ended(qtbot, screen)
    assert office.ask("SELECT kind FROM loket.document") == "refusal_letter"
    assert office.ask("SELECT code FROM loket.case_reason") == "need-not-urgent"


def test_given_a_proposal_to_approve_when_f7_then_a_coded_reason_is_chosen_first(
    qtbot, office, backroom, open_screen
):
    office.proposed()
    screen = open_screen()
    press(qtbot, screen, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: screen.reasons.is_asking)
    bar = screen.reasons
    number = next(n for n, reason in enumerate(bar._reasons) if reason.code == "need-not-proven")
    qtbot.keyClicks(bar.list, f"{NUMBERS[number]}")
    press(qtbot, screen, Qt.Key.Key_F11)
    qtbot.waitUntil(screen.letter.has_page, timeout=20_000)
    assert screen.letter.title.text().startswith("Pratinjau surat penolakan")
    screen.letter.close_sheet()
    qtbot.keyClicks(bar.note, "Surat rumah sakit tidak terbaca")
    bar.accept()
    answer(qtbot, screen)
    ended(qtbot, screen)
    row = office.rows("SELECT code, text FROM loket.case_reason WHERE purpose = 'refusal'")[0]
    assert row.code == "need-not-proven"
    assert row.text.endswith("Surat rumah sakit tidak terbaca")


def test_given_a_doubt_when_f6_then_the_case_goes_back_with_the_comment(qtbot, office, open_screen):
    office.proposed()
    screen = open_screen()
    press(qtbot, screen, Qt.Key.Key_F6)
    qtbot.keyClicks(screen.ask_bar.note, "Periksa lagi alamat tujuan")
    screen.ask_bar.accept()
    qtbot.waitUntil(lambda: screen.view.inbox.table.rows() == [])
    ended(qtbot, screen)
    assert office.ask("SELECT comment FROM loket.application") == "Periksa lagi alamat tujuan"


def test_given_enter_then_the_case_is_shown_unmasked_and_the_reading_is_journalled(
    qtbot, office, open_screen
):
    first, second = office.proposed(), office.proposed(**person(5))
    screen = open_screen()
    table, look = screen.view.inbox.table, screen.view.inbox.look
    table.choose_row(first)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: look.seen is not None and look.page.has_picture, timeout=10_000)
    assert look.seen.opened.nik == "3171994502850001"
    assert (
        office.ask(
            "SELECT count(*) FROM loket.journal WHERE action = 'read' AND thing = 'application' AND login = 'ratna'"
        )
        == 1
    )
    assert len(look.scans.rows()) > 1
    press(qtbot, screen, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert look.scans.currentIndex().row() == 1
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: look.seen is not None and look.seen.case.id == second, timeout=10_000)
    qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert look.isHidden()
    qtbot.waitUntil(lambda: is_quiet(screen))


def test_given_no_certificate_then_it_says_what_to_do_before_anything_is_asked(qtbot, office, open_screen):
    office.proposed()
    screen = open_screen(certificates={})
    press(qtbot, screen, Qt.Key.Key_F8)
    assert isinstance(screen.notice.problem, NoCertificate)
    assert not screen.is_on_batch


def test_given_the_certificate_file_is_gone_then_nothing_is_decided(qtbot, office, open_screen, tmp_path):
    office.proposed()
    screen = open_screen(certificates={"ratna": tmp_path / "hilang.p12"})
    press(qtbot, screen, Qt.Key.Key_F8)
    answer(qtbot, screen)
    qtbot.waitUntil(lambda: isinstance(screen.notice.problem, NoCertificate))
    ended(qtbot, screen)
    assert "hilang.p12" in screen.notice.text()
    assert office.ask("SELECT stage FROM loket.application") == "proposed"
    screen.ask_bar.cancel()


def test_given_a_reused_scan_and_a_doubt_then_the_row_hints_at_both(office, open_screen):
    fill(office, people=1, refusals=0, companies=0, doubts=1)
    screen = open_screen()
    hints = {row.doubts: row.reused for row in screen.view.inbox.table.rows()}
    assert set(hints) == {0, 1}
    assert all(reused >= 1 for reused in hints.values())


def test_given_filters_then_only_those_rows_and_their_ticks_remain(qtbot, office, open_screen):
    fill(office, people=2, refusals=1, companies=1)
    screen = open_screen()
    inbox = screen.view.inbox
    press(qtbot, screen, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(inbox.table.checked()) == 3
    inbox.types.setCurrentIndex(inbox.types.findData("strp-company"))
    assert [row.type_code for row in inbox.table.rows()] == ["strp-company"]
    assert len(inbox.table.checked()) == 1
    inbox.types.setCurrentIndex(0)
    inbox.proposals.setCurrentIndex(inbox.proposals.findData("refuse"))
    assert [row.proposal for row in inbox.table.rows()] == ["refuse"]
    assert inbox.table.checked() == []


def test_given_signed_papers_then_the_last_tab_shows_their_stage(
    qtbot, office, sleeping_backroom, open_screen
):
    document = office.approved()
    sleeping_backroom.turn()
    exhausted(
        signing.sign_batch(
            office.desk("ratna"), [document], signer=sleeping_backroom.signer(), secret=PASSPHRASE
        )
    )
    screen = open_screen()
    screen.view.setCurrentIndex(RECENT_TAB)
    assert [row.stage for row in screen.view.recent.table.rows()] == ["deposited"]
    sleeping_backroom.turn()
    screen.ask_again()
    qtbot.waitUntil(lambda: [row.stage for row in screen.view.recent.table.rows()] == ["issued"])


def test_given_a_colleagues_leftovers_then_they_are_not_mine(office, open_screen):
    exhausted(deciding.approve_many(office.desk("hasan"), [office.proposed()]))
    screen = open_screen()
    assert screen.view.unsigned.table.rows() == []
    assert screen.leftover.isHidden()


def test_given_many_rows_then_all_are_there_and_ticked_with_one_key(qtbot, office, open_screen):
    copies(office, office.proposed(), 600)
    screen = open_screen()
    told = []
    screen.view.inbox.table.rows_model.dataChanged.connect(lambda *_: told.append(1))
    press(qtbot, screen, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert screen.view.inbox.count.text() == "601 dari 601 dipilih"
    assert len(told) == 1
    assert screen.sign.isEnabled()


def test_given_letters_typed_then_only_those_rows_are_seen_and_marks_outlive_the_filter(
    qtbot, office, open_screen
):
    for number in range(1, 5):
        office.proposed(**person(number))
    screen = open_screen()
    inbox = screen.view.inbox
    press(qtbot, screen, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, screen, Qt.Key.Key_F3)
    wanted = inbox.all_rows[2]
    qtbot.keyClicks(inbox.typed, wanted.applicant.split()[0].lower())
    assert wanted.id in [row.id for row in inbox.table.rows()]
    shown = len(inbox.table.rows())
    assert shown < 4
    assert f"{4 - shown} tanda lain tersembunyi" in inbox.count.text()
    inbox.typed.clear()
    assert inbox.count.text() == "4 dari 4 dipilih"


def test_given_a_marked_batch_when_f8_then_its_sample_is_looked_through_before_the_passphrase(
    qtbot, office, backroom, open_screen
):
    sampling_of(office, 2)
    fill(office, people=3, refusals=0, companies=0)
    screen = open_screen()
    press(qtbot, screen, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, screen, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: screen.is_on_strip, timeout=20_000)
    strip = screen.strip
    assert len(strip.cases) == 2
    assert "Masih 2 sampel" in screen.sign.why
    assert not screen.ask_bar.is_asking
    qtbot.waitUntil(lambda: strip.left == 1, timeout=20_000)
    qtbot.keyClick(strip.tiles, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: strip.left == 0, timeout=20_000)
    assert screen.sign.text() == "Lanjut ke tanda tangan"
    press(qtbot, screen, Qt.Key.Key_F8)
    answer(qtbot, screen)
    ended(qtbot, screen)
    assert screen.batch.verdict() == "3 ditandatangani"
    assert office.ask("SELECT count(*) FROM loket.case_seen") == 2


def test_given_the_sample_is_left_with_esc_then_marks_stay_and_nothing_is_decided(qtbot, office, open_screen):
    sampling_of(office, 1)
    fill(office, people=2, refusals=0, companies=0)
    screen = open_screen()
    press(qtbot, screen, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, screen, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: screen.is_on_strip and is_quiet(screen), timeout=20_000)
    qtbot.keyClick(screen.strip.tiles, Qt.Key.Key_Escape)
    assert not screen.is_on_strip
    assert len(screen.view.inbox.table.checked()) == 2
    assert office.ask("SELECT count(*) FROM loket.application WHERE stage = 'proposed'") == 2
    qtbot.waitUntil(lambda: is_quiet(screen))


def test_given_marked_cases_when_looked_at_one_by_one_then_the_list_shows_which_were_seen(
    qtbot, office, open_screen
):
    fill(office, people=2, refusals=1, companies=0)
    screen = open_screen()
    press(qtbot, screen, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, screen, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: len(screen.strip.seen) == 1, timeout=20_000)
    qtbot.keyClick(screen.strip.tiles, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: sum(row.is_seen for row in screen.view.inbox.table.rows()) == 1)
    qtbot.waitUntil(lambda: is_quiet(screen))


def test_given_a_batch_that_was_killed_then_the_bar_says_what_was_kept(
    qtbot, office, sleeping_backroom, open_screen
):
    documents = [office.approved(**person(number)) for number in range(1, 4)]
    sleeping_backroom.turn()
    desk = office.desk("ratna")
    exhausted(signing.sign_batch(desk, documents[:1], signer=sleeping_backroom.signer(), secret=PASSPHRASE))
    with office.owner.begin() as connection:  # as a process leaves it that dies before it can close its batch
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql("UPDATE loket.signing_batch SET closed_at = NULL")
    screen = open_screen()
    assert "1 surat sudah ditandatangani dan disimpan, 2 belum" in screen.leftover.text()


def test_every_verb_has_a_key_of_its_own(open_screen):
    assert clashes(type(action) for action in open_screen().actions_here) == []


def test_given_large_letters_on_a_small_screen_then_filters_are_whole_and_the_list_comes_into_sight(
    qtbot, office: Office, open_screen, look
) -> None:
    fill(office, people=3)
    screen = open_screen()
    look(Look.LIGHT, 200)
    screen.resize(1238, 616)  # what a window of 1366 x 768 leaves
    inbox = screen.view.inbox
    inbox.types.setFocus()
    qtbot.waitUntil(lambda: inbox.types.width() >= inbox.types.sizeHint().width())
    inbox.table.setFocus()
    row = inbox.table.visualRect(inbox.table.rows_model.index(0, 1))
    qtbot.waitUntil(lambda: inbox.table.viewport().visibleRegion().boundingRect().contains(row))


def test_given_reasons_used_before_when_f7_then_u_repeats_them_all_and_the_letter_bears_them(
    qtbot, office, backroom, open_screen
):
    first, second = office.proposed(), office.proposed(**person(5))
    reasons = (
        Reason("need-not-proven", "Keperluan tidak terbukti", "Seruan 10/2021", "Lampirkan bukti."),
        Reason("typing-error", "Salah ketik"),
    )
    exhausted(deciding.refuse_many(office.desk("ratna"), [first], reasons))
    screen = open_screen()
    assert screen.view.inbox.table.choose_row(second)
    press(qtbot, screen, Qt.Key.Key_F7)
    qtbot.waitUntil(screen.reasons.repeat.isVisible)
    qtbot.keyClicks(screen.reasons.list, "u")
    assert {reason.code for reason in screen.reasons.chosen()} == {"need-not-proven", "typing-error"}
    screen.reasons.accept()
    answer(qtbot, screen)
    ended(qtbot, screen)
    codes = office.rows("SELECT code FROM loket.case_reason WHERE application_id = :i ORDER BY id", i=second)
    assert {row.code for row in codes} == {"need-not-proven", "typing-error"}


def test_given_a_list_with_persons_against_then_both_letters_are_seen_before_and_signed_at_once(
    qtbot, office, backroom, open_screen
):
    case = group(office)
    persons.decide_workers(office.desk("rina"), case, ids(office, case)[:2], PersonVerdict.RETURN, UNFIT)
    office.listed(case)
    reviewing.propose(office.desk("rina"), case, Proposal.APPROVE)
    screen = open_screen()
    assert screen.view.inbox.table.choose_row(case)
    assert who(screen.view.inbox.table.row_now()) == "3 dari 5 pekerja"
    for modifier, title in (
        (Qt.KeyboardModifier.NoModifier, "Pratinjau surat izin"),
        (Qt.KeyboardModifier.ShiftModifier, "Pratinjau surat pekerja tidak disetujui"),
    ):
        press(qtbot, screen, Qt.Key.Key_F11, modifier)
        qtbot.waitUntil(screen.letter.has_page, timeout=20_000)
        assert screen.letter.title.text().startswith(title)
        screen.letter.close_sheet()
    press(qtbot, screen, Qt.Key.Key_F8)
    answer(qtbot, screen)
    ended(qtbot, screen)
    kinds = office.rows("SELECT kind, stage FROM loket.document ORDER BY id")
    assert [row.kind for row in kinds] == ["permit", "persons_letter"]
    assert {row.stage for row in kinds} <= {"deposited", "issued"}
    assert screen.batch.verdict() == "1 ditandatangani"
