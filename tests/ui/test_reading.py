"""Reading assistance and places at the review desk, by keyboard alone, with a real page reader and a real machine."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, QRect, Qt

from tests.make import Office
from tests.pictures.planted import file, planted
from tests.pictures.review import ids, practised
from tests.ui.hall_office import idle, press, seated, settle, shown
from workstation.comparing.proposing import Likeness
from workstation.imaging.pool import PageReader
from workstation.imaging.words import WordReader, is_installed
from workstation.queries.casefile import case_file
from workstation.ui.action import clashes
from workstation.ui.review.canvas import PageCanvas
from workstation.ui.review.places import ReadingHelp
from workstation.ui.review.screen import ReviewScreen
from workstation.ui.theme import Tone
from workstation.usecases import reviewing

Key, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier
installed = pytest.mark.skipif(not is_installed(), reason="reading assistance is not installed")


@pytest.fixture(scope="module")
def words() -> Iterator[WordReader | None]:
    reader = WordReader() if is_installed() else None
    yield reader
    if reader is not None:
        reader.close()


@pytest.fixture
def desk(qtbot, office: Office, lanes, hub, pages: PageReader):
    """A reviewer at the desk; without `words` reading assistance is not installed."""
    made = []

    def show(words: WordReader | None = None, login: str = "rina") -> ReviewScreen:
        seat = seated(office, lanes, hub, login)
        seat.tools |= {"pages": pages, "words": words}
        made.append(seat)
        return shown(qtbot, ReviewScreen, seat)

    yield show
    for seat in made:
        settle(qtbot, seat)


def opened(qtbot, screen: ReviewScreen, case: int) -> None:
    """Open a case and wait until its papers are read."""
    screen.open(case)
    qtbot.waitUntil(lambda: screen.case is not None and screen.case.id == case, timeout=20_000)
    qtbot.waitUntil(lambda: not screen.assistant.is_reading or screen.assistant.is_off, timeout=120_000)
    qtbot.waitUntil(lambda: idle(screen.office), timeout=120_000)  # the next cases are read behind this one


def person(office: Office, **changed: str) -> int:
    case = practised(office, ids(office, "strp-individual", 3)[2], **changed)
    office.complete(case)
    return case


def test_given_the_desk_when_its_verbs_are_looked_at_then_no_key_is_owned_twice(desk) -> None:
    assert clashes(desk().actions_here) == []


@installed
def test_given_a_wrong_digit_when_the_case_is_opened_then_it_calls_the_eye_and_no_mark_is_set(
    qtbot, office: Office, desk, words
) -> None:
    right = person(office)
    told = office.ask("SELECT fields FROM loket.application WHERE id = :i", i=right)
    nik = told["nik"]
    wrong = practised(office, ids(office, "strp-individual", 3)[1], nik=nik[:-2] + nik[-1] + nik[-2])
    office.complete(wrong)
    screen = desk(words)
    opened(qtbot, screen, right)
    assert {r.likeness for _, r in screen.assistant.found.values()} == {Likeness.SAME}
    assert not screen.desk.case.noticed.isVisible()
    opened(qtbot, screen, wrong)
    assert screen.assistant.others() == ["nik"]
    assert screen.desk.case.noticed.isVisible()
    assert "text-decoration:underline" in screen.desk.case.fields["nik"].value.text()
    assert "Terbaca lain" in screen.desk.case.fields["nik"].accessibleName()
    assert office.ask("SELECT count(*) FROM loket.field_mark") == 0
    canvas = screen.desk.scans.canvas
    assert [(noted.words, noted.tone) for noted in canvas.notes("others")] == [("≠", Tone.BAD)]
    press(qtbot, screen, Key.Key_D)
    assert screen.desk.case.field_now == "nik"
    assert canvas.notes("others") == ()
    assert [noted.region.page for noted in canvas.notes("field")] == [0]
    assert (
        canvas.viewport().rect().intersects(canvas.place_in_window(canvas.notes("field")[0].region).toRect())
    )


@installed
def test_given_pages_being_read_when_the_case_is_closed_or_e_is_pressed_then_nothing_more_is_read(
    qtbot, office: Office, desk, words
) -> None:
    case, screen = person(office), desk(words)
    screen.open(case)
    qtbot.waitUntil(lambda: screen.assistant._job is not None, timeout=60_000)
    press(qtbot, screen, Key.Key_E)
    assert not screen.assistant.is_reading
    assert screen.desk.case.helping.text() == "Bantuan baca berhenti; E menjalankannya."
    press(qtbot, screen, Key.Key_E)
    qtbot.waitUntil(lambda: screen.assistant._job is not None, timeout=60_000)
    screen.show_inbox_page()
    assert not screen.assistant.is_reading
    settle(qtbot, screen.office)
    assert screen.assistant.found == {}


def test_given_no_reading_assistance_when_a_case_is_opened_then_only_its_verb_says_so_and_everything_else_works(
    qtbot, office: Office, desk
) -> None:
    case, screen = person(office), desk(None)
    opened(qtbot, screen, case)
    assert not screen.desk.case.helping.isVisible()
    help_verb = next(one for one in screen.actions_here if isinstance(one, ReadingHelp))
    assert help_verb.why == "Bantuan baca tidak terpasang pada komputer ini."
    press(qtbot, screen, Key.Key_E)
    assert not screen.assistant.is_reading
    press(qtbot, screen, Key.Key_1)
    settle(qtbot, screen.office)
    assert office.ask("SELECT count(*) FROM loket.field_mark") == 1


def test_given_a_frame_when_tied_by_keyboard_then_the_next_reviewer_is_led_to_the_place(
    qtbot, office: Office, desk
) -> None:
    case, screen = person(office), desk(None)
    opened(qtbot, screen, case)
    screen.desk.case.go_to_field("nik")
    press(qtbot, screen, Key.Key_J)
    framing = screen.desk.scans.canvas.framing
    assert framing.is_on
    for key in (Key.Key_Up, Key.Key_Up, Key.Key_Return):
        qtbot.keyClick(screen.desk.case.current, key)
    assert not framing.is_on
    reasons = screen.desk.reasons
    assert [reason.code for reason in reasons.chosen()] == ["nik"]
    qtbot.keyClicks(reasons.list, "2")
    qtbot.keyClick(reasons.list, Key.Key_Return)
    settle(qtbot, screen.office)
    (row,) = office.rows("SELECT * FROM loket.field_place WHERE application_id = :i", i=case)
    assert row.field != "nik"
    assert row.officer_id == office.desk("rina").officer.id
    assert "Letaknya dikaitkan Rina Kusuma" in screen.desk.case.fields[row.field].accessibleName()
    reviewing.release(office.desk("rina"), case)
    other = desk(None, "joko")
    opened(qtbot, other, case)
    other.desk.case.go_to_field(row.field)
    settle(qtbot, other.office)
    (noted,) = other.desk.scans.canvas.notes("field")
    assert noted.region.left == pytest.approx(row.from_left)
    press(qtbot, other, Key.Key_J)  # the next frame begins where the field is said to stand
    drawn = other.desk.scans.canvas.framing.rect
    assert (drawn.left(), drawn.width()) == pytest.approx((row.from_left, noted.region.width), abs=0.01)
    qtbot.keyClick(other.desk.case.current, Key.Key_Escape)
    press(qtbot, other, Key.Key_J, SHIFT)
    settle(qtbot, other.office)
    assert office.ask("SELECT count(*) FROM loket.field_place") == 0
    assert other.desk.scans.canvas.notes("field") == ()


def test_given_what_the_officer_reads_himself_when_typed_then_the_letters_that_differ_are_shown(
    qtbot, office: Office, desk
) -> None:
    case, screen = person(office), desk(None)
    opened(qtbot, screen, case)
    screen.desk.case.go_to_field("name")
    press(qtbot, screen, Key.Key_5)
    value = screen.desk.case.fields["name"].line.value
    screen.ask_bar.entry.setText(value[:-1] + "x")
    qtbot.keyClick(screen.ask_bar.entry, Key.Key_Return)
    assert screen.assistant.others() == ["name"]
    assert screen.desk.case.fields["name"].value.text().count("<span") == 1
    assert office.ask("SELECT count(*) FROM loket.field_mark") == 0


@installed
def test_given_a_paper_of_another_firm_when_the_case_is_opened_then_the_paper_calls_the_eye(
    qtbot, office: Office, desk, words
) -> None:
    case, screen = practised(office, "A017"), desk(words)  # with the letter of assignment of another firm
    opened(qtbot, screen, case)
    (scan,) = screen.assistant.odd_papers()
    line = next(line for line in screen.desk.case.documents if line.paper.scan.id == scan)
    assert line.paper.document.code == "assignment_letter"
    assert "PT Karya Beton Andaian" in line.accessibleName()
    assert screen.desk.case.noticed.isVisible()
    targets = [*screen.assistant.others(), scan]
    seen = []
    for _ in targets:
        press(qtbot, screen, Key.Key_D)
        settle(qtbot, screen.office)
        seen.append(screen.desk.case.field_now or screen.scan_id)
    assert sorted(map(str, seen)) == sorted(map(str, targets))
    canvas, odd = screen.desk.scans.canvas, screen.assistant.odd_papers()[scan]
    screen.desk.case.go_to_document(scan)
    qtbot.waitUntil(lambda: screen.scan_id == scan and screen.desk.scans.is_sharp)
    framed = {noted.region for noted in canvas.notes("others")}
    assert {one.region for one in odd if one.region is not None and one.region.page == 0} <= framed
    assert len(framed) >= 2


class Paints(QObject):
    """Takes each paint of a page: its place, and how many frames of what was read otherwise it shows."""

    def __init__(self, canvas: PageCanvas) -> None:
        super().__init__(canvas)
        self._canvas, self.seen = canvas, list[tuple[QRect, int]]()
        canvas.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._canvas.has_picture:
            self.seen.append((event.rect(), len(self._canvas.notes("others"))))
        return False


@installed
def test_given_a_page_read_otherwise_when_it_is_shown_then_it_is_painted_with_its_frames_and_later_ones_alone(
    qtbot, office: Office, desk, words
) -> None:
    case, screen = practised(office, "A017"), desk(words)
    opened(qtbot, screen, case)
    (scan,) = screen.assistant.odd_papers()
    canvas = screen.desk.scans.canvas
    paints = Paints(canvas)
    screen.desk.case.go_to_document(scan)
    qtbot.waitUntil(lambda: screen.scan_id == scan and screen.desk.scans.is_sharp and bool(paints.seen))
    settle(qtbot, screen.office)
    window = canvas.viewport().rect()
    whole = [frames for place, frames in paints.seen if place == window]
    assert whole
    assert all(whole)
    paints.seen.clear()
    canvas.note("others", canvas.notes("others"))
    settle(qtbot, screen.office)
    assert paints.seen == []
    canvas.note("others", ())
    qtbot.waitUntil(lambda: bool(paints.seen))
    assert all(place != window for place, _ in paints.seen)


@installed
def test_given_a_packet_when_the_case_on_the_desk_is_read_then_the_next_one_is_read_before_it_comes(
    qtbot, office: Office, desk, words: WordReader | None
) -> None:
    for ident in ids(office, "strp-individual", 2):
        practised(office, ident)
    screen = desk(words)
    press(qtbot, screen, Key.Key_F2, SHIFT)
    qtbot.waitUntil(lambda: screen.case is not None, timeout=20_000)
    coming = screen.round.packet.left[1]
    scans = case_file(office.desk("rina"), coming).scans
    card = next(scan.sha256 for scan in scans if scan.document_code == "identity_card")
    qtbot.waitUntil(lambda: (card, 0) in screen.assistant._pages, timeout=120_000)
    assert not screen.assistant.is_reading
    assert set(screen.assistant.found) <= {line.spec.code for line in screen.case.fields}
    qtbot.waitUntil(lambda: idle(screen.office), timeout=120_000)
    press(qtbot, screen, Key.Key_F2)
    qtbot.waitUntil(lambda: screen.case is not None and screen.case.id == coming, timeout=20_000)
    qtbot.waitUntil(lambda: "nik" in screen.assistant.found, timeout=5_000)
    settle(qtbot, screen.office)


@installed
def test_given_a_letter_without_its_list_when_it_was_read_then_that_nobody_is_named_is_said(
    qtbot, office: Office, pages: PageReader, desk, words
) -> None:
    case = file(office, pages, next(one for one in planted() if one.name == "p17-missing-page"))
    screen = desk(words)
    opened(qtbot, screen, case)
    assert [hint.title for hint in screen.desk.hints.hints] == ["Daftar pekerja tidak terbaca"]


@installed
def test_given_a_card_upside_down_when_r_is_pressed_once_then_it_stands_and_the_hint_is_gone(
    qtbot, office: Office, desk, words, pages: PageReader
) -> None:
    case = file(office, pages, next(one for one in planted() if one.name == "p10-turned"))
    screen = desk(words)
    opened(qtbot, screen, case)
    scans, bar = screen.desk.scans, screen.desk.hints
    assert [hint.title for hint in bar.hints] == ["KTP/KITAS: terputar"]
    assert bar.hints[0].text == "Tekan R agar tegak."
    card = dict(screen.assistant.first_pages())[scans.shown_id]
    press(qtbot, screen, Key.Key_R)
    assert scans.rotation == card.turn != 90
    assert bar.hints == ()
    press(qtbot, screen, Key.Key_R)
    assert scans.rotation == (card.turn + 90) % 360
    assert bar.hints[0].text == "Tekan R 3 kali agar tegak."
    settle(qtbot, screen.office)
    kept = {scan.id: scan.rotation for scan in case_file(office.desk("rina"), case).scans}
    assert kept[scans.shown_id] == scans.rotation
    for _ in range(11):  # nobody waits between two keys: the last of them is what stays
        press(qtbot, screen, Key.Key_R)
    settle(qtbot, screen.office)
    kept = {scan.id: scan.rotation for scan in case_file(office.desk("rina"), case).scans}
    assert kept[scans.shown_id] == scans.rotation == card.turn
