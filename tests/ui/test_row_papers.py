"""A list with card and photo beside each row: gone through by keyboard, the doubtful found, nothing unseen marked."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication

from tests.lists import CARD, PHOTO, attach_papers, ids, paper, papered, people
from tests.make import Office
from tests.ui.hall_office import hit, press, settle
from workstation.queries.row_papers import listed_rows
from workstation.ui.review.marking import FieldFault, MarkDiffers, MarkSame, MarkUnreadable
from workstation.ui.review.personlines import Kind
from workstation.ui.review.screen import ReviewScreen
from workstation.ui.review.tools import Rotate
from workstation.usecases import intake, reviewing
from workstation.usecases.row_papers import attach_row_scan

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


def on_list(qtbot, screen: ReviewScreen, case: int) -> None:
    screen.open(case)
    settle(qtbot, screen.office)
    press(qtbot, screen, Key.Key_P)
    settle(qtbot, screen.office)


def seen(qtbot, screen: ReviewScreen, ident: int) -> None:
    qtbot.waitUntil(lambda: ident in screen.desk.persons.seen, timeout=20_000)


def said(screen: ReviewScreen, kind) -> tuple[str, bool]:
    verb = next(action for action in screen.actions_here if isinstance(action, kind))
    return verb.text(), verb.isEnabled()


def test_twenty_persons_of_whom_three_are_doubtful_are_gone_through_by_keyboard(
    qtbot, office: Office, reviewer
) -> None:
    draft, values = office.draft(type_code="strp-company")
    budi = office.desk("budi")
    intake.replace_workers(budi, draft.id, people(20))
    attach_papers(office, draft.id, but={12})
    rows = listed_rows(budi, draft.id)
    # 7 shows the photo of 2, 12 has a card alone, and the card of 15 is no picture at all
    again = paper(f"FOTO {rows[1].name}", (200, 300))
    attach_row_scan(budi, draft.id, rows[6].id, PHOTO, "foto.jpg", again, 1)
    attach_row_scan(budi, draft.id, rows[11].id, CARD, "ktp.jpg", paper("KTP 12"), 1)
    attach_row_scan(budi, draft.id, rows[14].id, CARD, "ktp.jpg", b"\xff\xd8\xff\xe0 tidak utuh", 1)
    case = intake.submit(budi, draft, values).application_id
    office.complete(case)
    office.marked(case)
    reviewing.pass_on(office.desk("rina"), case)
    screen = reviewer()
    on_list(qtbot, screen, case)
    listed, doubtful = screen.desk.persons, {2, 7, 12}
    assert (listed.has_papers, screen.desk.pair.isVisible(), screen.desk.scene.isVisible()) == (
        True,
        True,
        False,
    )
    assert [said(screen, kind)[0] for kind in (MarkSame, MarkDiffers, MarkUnreadable, FieldFault)] == [
        "Sama",
        "Berbeda",
        "Tak terbaca",
        "Tolak",
    ]
    assert said(screen, Rotate) == ("Putar kartu", True)
    qtbot.waitUntil(lambda: {line.seq for line in listed.lines if line.notes} == doubtful, timeout=20_000)
    hit(qtbot, screen, Key.Key_F3, Key.Key_F3)
    assert listed.kind is Kind.NOTED
    assert {line.seq: line.note for line in listed.table.rows()} == {
        2: "Foto sama dengan nomor 7",
        7: "Foto sama dengan nomor 2",
        12: "Foto tidak ada",
    }
    hit(qtbot, screen, Key.Key_F3, Key.Key_F3, Key.Key_F3)
    assert listed.kind is Kind.ALL
    press(qtbot, screen, Key.Key_Home)
    for line in tuple(listed.lines):
        if line.verdict is not None:
            continue
        seen(qtbot, screen, line.id)
        assert listed.table.row_now().seq == line.seq
        assert screen.desk.pair.nik.text().replace(" ", "") == line.nik
        if line.seq in (7, 12, 15):
            hit(qtbot, screen, Key.Key_3 if line.seq == 15 else Key.Key_2)
            assert screen.desk.reasons.is_asking
            qtbot.keyClicks(QApplication.focusWidget(), "3")
            hit(qtbot, screen, Key.Key_Return)
        else:
            hit(qtbot, screen, Key.Key_1)
    found = office.rows(
        "SELECT w.seq, d.verdict, d.mark FROM loket.worker_decision d JOIN loket.worker w ON w.id = d.worker_id"
        " WHERE d.verdict <> 'approve' OR d.mark <> 'same' ORDER BY w.seq"
    )
    assert [tuple(row) for row in found] == [
        (7, "return", "differs"),
        (12, "return", "differs"),
        (15, "return", "unreadable"),
    ]
    assert office.ask("SELECT count(*) FROM loket.worker_decision WHERE mark = 'same'") == 17
    hit(qtbot, screen, Key.Key_F8)
    assert office.ask("SELECT stage FROM loket.application WHERE id = :i", i=case) == "proposed"


def test_the_row_under_the_cursor_is_shown_large_and_rows_show_their_papers_small(
    qtbot, office: Office, reviewer
) -> None:
    case = papered(office, 6)
    screen = reviewer()
    on_list(qtbot, screen, case)
    pair, listed = screen.desk.pair, screen.desk.persons
    qtbot.waitUntil(lambda: len(listed.seen) == 6, timeout=20_000)
    pictures = [
        listed.table.rows_model.data(listed.table.rows_model.index(n, 2), 0x100 + 5) for n in range(6)
    ]
    assert all(isinstance(one, QPixmap) for row in pictures for one in row)
    first = listed.lines[0]
    card, photo = (listed.pictures.large(scan) for scan in first.papers)
    assert isinstance(card, QImage)
    assert isinstance(photo, QImage)
    assert card.width() > card.height()
    assert photo.height() > photo.width()
    assert (pair.name.text(), pair.seq.text()) == (first.name, "Nomor 1")
    press(qtbot, screen, Key.Key_Down)
    assert pair.name.text() == listed.lines[1].name
    hit(qtbot, screen, Key.Key_P)
    assert (pair.isVisible(), screen.desk.scene.isVisible()) == (False, True)
    assert said(screen, Rotate) == ("Putar", True)


def test_card_and_photo_of_a_row_are_turned_by_key_and_stay_so(qtbot, office: Office, reviewer) -> None:
    case = papered(office, 5)
    screen = reviewer()
    on_list(qtbot, screen, case)
    listed = screen.desk.persons
    qtbot.waitUntil(lambda: len(listed.seen) == 5, timeout=20_000)
    card, photo = listed.lines[0].papers
    hit(qtbot, screen, Key.Key_R)
    hit(qtbot, screen, Key.Key_R, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert listed.pictures.large(card).height() > listed.pictures.large(card).width()
    assert listed.pictures.large(photo).width() > listed.pictures.large(photo).height()
    turned = office.rows("SELECT id, rotation FROM loket.scan WHERE worker_id IS NOT NULL ORDER BY id")
    assert {row.id: row.rotation for row in turned if row.rotation} == {card: 90, photo: 90}
    again = reviewer()
    on_list(qtbot, again, case)
    qtbot.waitUntil(lambda: isinstance(again.desk.persons.pictures.large(card), QImage), timeout=20_000)
    assert again.desk.persons.pictures.large(card).height() > again.desk.persons.pictures.large(card).width()


def test_a_row_whose_papers_were_never_drawn_does_not_count_as_seen(qtbot, office: Office, reviewer) -> None:
    case = papered(office, 40)
    screen = reviewer()
    on_list(qtbot, screen, case)
    listed = screen.desk.persons
    qtbot.waitUntil(lambda: bool(listed.seen), timeout=20_000)
    drawn = {line.id for line in listed.lines if all(listed.pictures.is_settled(s) for s in line.scans)}
    assert listed.seen <= drawn
    press(qtbot, screen, Key.Key_A, CTRL)
    hit(qtbot, screen, Key.Key_1)
    assert "belum pernah tampil" in screen.notice.text()
    assert office.ask("SELECT count(*) FROM loket.worker_decision") == 0
    for _ in range(40):
        qtbot.waitUntil(lambda: {line.id for line in listed.on_screen()} <= listed.seen, timeout=20_000)
        press(qtbot, screen, Key.Key_PageDown)
    assert len(listed.seen) == 40
    hit(qtbot, screen, Key.Key_1)
    assert office.ask("SELECT count(*) FROM loket.worker_decision WHERE mark = 'same'") == 40


def test_a_list_without_papers_is_worked_on_as_before(qtbot, office: Office, reviewer) -> None:
    from tests.lists import group

    case = group(office, 5)
    screen = reviewer()
    on_list(qtbot, screen, case)
    assert (screen.desk.pair.isVisible(), screen.desk.scene.isVisible()) == (False, True)
    assert said(screen, MarkSame)[0] == "Setujui"
    assert said(screen, MarkUnreadable)[1] is False
    hit(qtbot, screen, Key.Key_1)
    assert office.ask("SELECT count(*) FROM loket.worker_decision WHERE mark IS NULL") == 1
    assert len(ids(office, case)) == 5
