"""Hints on the review desk by keyboard: seen with their reason, gone to, waved away with a word."""

from io import BytesIO

from PIL import Image, ImageFilter
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.make import Office, person_values
from tests.ui.hall_office import press, settle
from workstation.imaging.pool import PageReader
from workstation.resources_at import resource
from workstation.ui.review.screen import ReviewScreen
from workstation.usecases import intake, reviewing
from workstation.vocabulary import Channel

Key, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier
CARD, VACCINE = "c01-identity_card.jpg", "c01-vaccine_certificate.jpg"


def paper(name: str, *, blur: float = 0, quality: int = 90) -> bytes:
    picture = Image.open(resource(f"practice/scans/{name}"))
    out = BytesIO()
    picture.filter(ImageFilter.GaussianBlur(blur)).save(out, "JPEG", quality=quality)
    return out.getvalue()


def filed(
    office: Office,
    pages: PageReader,
    card: bytes,
    vaccine: bytes,
    login: str = "budi",
    photo: bytes = b"",
    **who: str,
) -> int:
    """A person's case with these papers, every page measured; the card serves as photo where none is given."""
    desk, values = office.desk(login), person_values(**who)
    draft = intake.start_draft(desk, "strp-individual", Channel.COUNTER)
    for code in office.required("strp-individual", values):
        data = {"vaccine_certificate": vaccine, "photo": photo or card}.get(code, card)
        name = f"{code}.jpg"
        intake.attach_scan(desk, draft.id, code, name, data, 1, pages.measures(data, name))
    return intake.submit(desk, draft, values).application_id


OTHER = {"nik": "3171990502850001", "name": "Bambang Lain", "sex": "L"}


def opened(qtbot, screen: ReviewScreen, case: int) -> None:
    screen.open(case)
    settle(qtbot, screen.office)


def titles(screen: ReviewScreen) -> list[str]:
    return [hint.title for hint in screen.desk.hints.hints]


def test_what_a_careful_colleague_sees_is_said_in_one_place_and_each_key_goes_there(
    qtbot, office: Office, pages: PageReader, reviewer
) -> None:
    far = filed(office, pages, paper(CARD, quality=95), paper(VACCINE), "jauh", **OTHER)
    number = office.ask("SELECT number FROM loket.application WHERE id = :c", c=far)
    case = filed(office, pages, paper(CARD), paper(VACCINE, blur=6), birth_date="1984-02-05")
    screen = reviewer()
    opened(qtbot, screen, case)
    assert titles(screen) == [
        "KTP/KITAS, Pas foto: dipakai permohonan lain",
        "Pas foto: berkas rangkap",
        "Vaksin: buram",
        "NIK",
    ]
    assert screen.desk.hints.title.text() == "Perlu dilihat: 4"
    elsewhere = screen.desk.hints.hints[0].text
    assert elsewhere == (
        f"Halaman yang hampir sama ada pada {number} (baru diajukan, UP PMPTSP Kecamatan Gambir)."
    )
    seen = {p.scan.id: p.document.code for p in screen.case.scans}
    went = []
    for _ in range(4):
        press(qtbot, screen, Key.Key_Y)
        settle(qtbot, screen.office)
        went.append(screen.desk.case.field_now or seen[screen.scan_id])
    assert went == ["identity_card", "photo", "vaccine_certificate", "nik"]
    assert screen.desk.hints.title.text() == "Perlu dilihat: 4 · 4 dari 4"


def test_a_hint_is_waved_away_with_a_word_and_never_seen_again_by_this_officer(
    qtbot, office: Office, pages: PageReader, reviewer
) -> None:
    case = filed(office, pages, paper(CARD), paper(VACCINE, blur=6))
    screen = reviewer()
    opened(qtbot, screen, case)
    assert titles(screen) == ["Pas foto: berkas rangkap", "Vaksin: buram"]
    press(qtbot, screen, Key.Key_Y)
    press(qtbot, screen, Key.Key_Y)
    settle(qtbot, screen.office)
    press(qtbot, screen, Key.Key_Y, SHIFT)
    assert screen.ask_bar.is_asking
    press(qtbot, screen, Key.Key_Return)
    assert screen.ask_bar.is_asking  # without a word it stays
    qtbot.keyClicks(QApplication.focusWidget(), "nama dan nomor masih terbaca")
    press(qtbot, screen, Key.Key_Return)
    settle(qtbot, screen.office)
    assert titles(screen) == ["Pas foto: berkas rangkap"]
    row = office.rows("SELECT hint, word FROM loket.hint_wave")[0]
    assert row.hint.startswith("page:")
    assert row.word == "nama dan nomor masih terbaca"
    opened(qtbot, screen, case)
    assert titles(screen) == ["Pas foto: berkas rangkap"]
    reviewing.release(office.desk("rina"), case)
    other = reviewer("joko")
    opened(qtbot, other, case)
    assert titles(other) == ["Pas foto: berkas rangkap", "Vaksin: buram"]


def test_a_case_with_nothing_to_notice_shows_no_bar_and_says_so(
    qtbot, office: Office, pages: PageReader, reviewer
) -> None:
    case = filed(office, pages, paper(CARD), paper(VACCINE), photo=paper("c02-identity_card.jpg"))
    screen = reviewer()
    opened(qtbot, screen, case)
    assert (titles(screen), screen.desk.hints.isVisible()) == ([], False)
    action = next(a for a in screen.actions_here if a.text() == "Petunjuk berikutnya")
    assert action.why == "Tidak ada petunjuk pada berkas ini."
