"""The check by scanner, file, drop and clipboard: every paper gets its own unmistakable answer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests import papers
from tests.issued import HOST, Shelf
from tests.make import Office
from tests.signing import attacks
from workstation.errors import BadTrust
from workstation.signing import seal
from workstation.ui.action import clashes
from workstation.ui.check.screen import CheckScreen
from workstation.ui.check.view import DropArea
from workstation.ui.office import Office as UiOffice
from workstation.ui.theme import Look, Tone
from workstation.usecases import handing_over, showing
from workstation.vocabulary import SealAnswer

K, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def shelf(office: Office) -> Shelf:
    return Shelf(office)


@pytest.fixture
def opened(qtbot, office: Office, lanes, hub, pages) -> Callable[..., CheckScreen]:
    def show(trust: Callable[[], object], login: str = "manajer") -> CheckScreen:
        made = UiOffice(office.desk(login), lanes, hub, tools={"pages": pages, "trust": trust})
        screen = CheckScreen(made)
        qtbot.addWidget(screen)
        screen.resize(1120, 680)
        screen.show()
        with qtbot.waitActive(screen):
            screen.activateWindow()
        settled(qtbot, screen)
        return screen

    return show


def settled(qtbot, screen: CheckScreen) -> None:
    qtbot.waitUntil(lambda: not screen.office.lanes.running(), timeout=30_000)


def scan(qtbot, screen: CheckScreen, text: str) -> None:
    """Do what a hand-held reader does: type, then Enter."""
    screen.line.clear()
    screen.line.setText(text[:-3])
    QTest.keyClicks(screen.line, text[-3:])
    QTest.keyClick(screen.line, K.Key_Return)
    settled(qtbot, screen)


def title(screen: CheckScreen) -> str:
    return screen.panel.band.told.title if screen.stack.currentWidget() is screen.panel else ""


def sealed(office: Office, document_id: int) -> str:
    return str(office.ask("SELECT seal FROM loket.document WHERE id = :i", i=document_id))


# -- the answers --------------------------------------------------------------------------------------------


def test_each_paper_gets_its_own_word_icon_and_colour_and_none_is_taken_for_another(
    qtbot, office, shelf, opened
):
    document_id = shelf.issued()
    code = sealed(office, document_id)
    trust = shelf.trust()
    statement = seal.read(code, trust)
    today = office.desk("budi").now().astimezone(seal.WIB).date()

    def other(**changed: object) -> str:
        return seal.make(replace(statement, **changed), shelf.backroom.key, HOST)

    spoiled = code[:-8] + ("B" if code[-8] == "A" else "A") + code[-7:]
    withdrawn = shelf.trust(document_id)
    now = {"trust": trust}
    screen = opened(lambda: now["trust"])
    seen: dict[str, tuple[str, Tone, bool]] = {}
    for text, with_trust, word in (
        (code, trust, "SAH"),
        (spoiled, trust, "DIUBAH"),
        (
            other(valid_from=today - timedelta(9), valid_until=today - timedelta(1)),
            trust,
            "HABIS MASA BERLAKU",
        ),
        (other(valid_from=today + timedelta(1), valid_until=today + timedelta(9)), trust, "BELUM BERLAKU"),
        (code, withdrawn, "DICABUT"),
        ("https://izin-palsu.example/#0123456789", trust, "BUKAN SURAT KAMI"),
        ("sebuah tulisan biasa", trust, "BUKAN SURAT KAMI"),
    ):
        now["trust"] = with_trust
        scan(qtbot, screen, text)
        assert title(screen) == word
        told = screen.panel.band.told
        assert told.answer.answer is not SealAnswer.VALID or word == "SAH"
        assert word in screen.panel.band.accessibleName()
        seen[word] = (told.icon, told.tone, told.is_loud)
    assert len(seen) == 6
    assert len({icon for icon, _, _ in seen.values()}) == 6
    assert len(set(seen.values())) == 6
    assert [word for word, look in seen.items() if look[1] is Tone.GOOD] == ["SAH"]
    assert len(screen.history.rows()) == 7  # the last answers stay, newest first
    assert screen.history.rows()[-1].title == "SAH"
    screen.history.choose_row(screen.history.rows()[-1].id)
    assert title(screen) == "SAH"


def test_the_facts_to_compare_are_given_in_the_words_of_the_paper(qtbot, office, shelf, opened):
    document_id = shelf.issued(type_code="strp-company")
    screen = opened(shelf.trust)
    scan(qtbot, screen, sealed(office, document_id))
    number = office.ask("SELECT number FROM loket.document")
    qtbot.waitUntil(lambda: number in screen.panel.text())
    text = screen.panel.text()
    for said in (
        "Surat Tanda Registrasi Pekerja",
        "PT Sinar Contoh Logistik",
        "Jumlah pekerja",
        "Bandingkan nama, nomor, dan tanggal di kertas",
        "Diperiksa dengan segel QR",
        "baru dibuat",
        "0001",  # the key
    ):
        assert said in text
    assert "NIK" not in text.replace("tanda tangan elektronik", "")  # a company's seal holds none


def test_the_signed_file_is_valid_by_seal_and_signature_and_names_its_signer(
    qtbot, office, shelf, opened, tmp_path
):
    document_id = shelf.issued()
    file = tmp_path / "izin.pdf"
    file.write_bytes(handing_over.signed_pdf(office.desk("budi"), document_id))
    screen = opened(shelf.trust)
    screen.check_file(file)
    assert screen.stack.currentWidget() is screen.waiting
    settled(qtbot, screen)
    assert title(screen) == "SAH"
    qtbot.waitUntil(lambda: "Tanda tangan elektronik sah · Ratna Dewi" in screen.panel.text())
    assert "segel QR dan tanda tangan elektronik" in screen.panel.text()
    assert "Dasar (B-B): tanpa stempel waktu" in screen.panel.text()
    assert "tidak ada; jamnya menurut komputer penanda tangan" in screen.panel.text()

    file.write_bytes(attacks.text_laid_over(file.read_bytes()))
    screen.check_file(file)
    settled(qtbot, screen)
    assert title(screen) == "DIUBAH"
    assert "Berkas diubah setelah ditandatangani" in screen.panel.band.accessibleName()


def test_a_letter_of_refusal_is_called_one_however_genuine_it_is(qtbot, office, shelf, opened):
    code = sealed(office, shelf.refused())
    screen = opened(shelf.trust)
    scan(qtbot, screen, code)
    told = screen.panel.band.told
    assert told.answer.answer is SealAnswer.VALID
    assert title(screen) == "SURAT PENOLAKAN"
    assert "BUKAN IZIN" in screen.panel.band.accessibleName()
    assert told.tone is not Tone.GOOD
    assert ("Jenis", "Surat penolakan") in told.facts
    assert "Masa berlaku" not in dict(told.facts) or not dict(told.facts)["Masa berlaku"]


@pytest.mark.parametrize(("days", "has_list"), [(3, True), (0, False)])
def test_an_old_or_missing_list_of_withdrawn_papers_is_said_beside_the_answer(
    qtbot, office, shelf, opened, days, has_list
):
    code = sealed(office, shelf.issued())
    trust = shelf.trust(listed_days_ago=days)
    screen = opened(lambda: trust if has_list else replace(trust, withdrawals=b""))
    scan(qtbot, screen, code)
    assert title(screen) == "SAH"
    assert "status pencabutan tidak diketahui" in screen.panel.band.accessibleName()
    assert screen.panel.warning.isVisible()
    assert "Status pencabutan tidak diketahui" in screen.panel.warning.text()
    if has_list:
        qtbot.waitUntil(lambda: "berumur 3 hari" in screen.panel.text())


# -- the ways in --------------------------------------------------------------------------------------------


def test_a_photograph_from_the_clipboard_and_a_dropped_scan_are_judged_by_their_seal(
    qtbot, office, shelf, opened, tmp_path
):
    pdf = handing_over.signed_pdf(office.desk("budi"), shelf.issued())
    screen = opened(shelf.trust)
    QGuiApplication.clipboard().setImage(QImage.fromData(papers.photograph(pdf)))
    QTest.keyClick(screen.line, K.Key_V, CTRL)
    settled(qtbot, screen)
    assert title(screen) == "SAH"
    assert screen.line.text() == ""

    file = tmp_path / "pindaian dari warga.pdf"
    file.write_bytes(papers.scan_pdf(pdf))
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(file))])
    area = screen.findChild(DropArea)
    screen.wait_for_next()
    drop = QDropEvent(
        QPointF(50, 50), Qt.DropAction.CopyAction, held, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0)
    )
    area.dropEvent(drop)
    settled(qtbot, screen)
    assert title(screen) == "SAH"
    assert screen.history.row_now().source == "pindaian dari warga.pdf"

    QGuiApplication.clipboard().setText("tempelan biasa")
    screen.line.clear()
    QTest.keyClick(screen.line, K.Key_V, CTRL)
    assert screen.line.text() == "tempelan biasa"  # text is typed, not judged before Enter


def test_ctrl_o_chooses_a_file_without_stopping_the_program(qtbot, office, shelf, opened, tmp_path):
    file = tmp_path / "izin.pdf"
    file.write_bytes(handing_over.signed_pdf(office.desk("budi"), shelf.issued()))
    screen = opened(shelf.trust)
    screen.choose_file()
    dialog = screen.findChild(QFileDialog)
    dialog.fileSelected.emit(str(file))
    dialog.close()
    settled(qtbot, screen)
    assert title(screen) == "SAH"


def test_what_a_machine_guessed_under_a_scan_accuses_nobody_on_the_screen_either(
    qtbot, office, shelf, opened, tmp_path
):
    pdf = handing_over.signed_pdf(office.desk("budi"), shelf.issued())
    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    hidden = canvas.beginText(90, 700)
    hidden.setTextRenderMode(3)
    hidden.textLine("Nomor: O0O4l7/STRP Nama: S1TI RAHAYU")
    canvas.drawText(hidden)
    canvas.drawImage(ImageReader(papers.pixels(pdf)), 0, 0, 595, 842)
    canvas.save()
    file = tmp_path / "pindaian-ocr.pdf"
    file.write_bytes(out.getvalue())
    screen = opened(shelf.trust)
    screen.check_file(file)
    settled(qtbot, screen)
    assert title(screen) == "SAH"


def test_a_reader_that_types_while_the_cursor_is_elsewhere_is_heard(qtbot, office, shelf, opened):
    code = sealed(office, shelf.issued())
    screen = opened(shelf.trust)
    assert screen.focusWidget() is screen.line
    button = screen.findChildren(type(screen.history))[0]
    assert button is screen.history
    screen.setFocusProxy(None)
    QApplication.sendEvent(screen, _typed(code[0]))
    assert screen.focusWidget() is screen.line
    QTest.keyClicks(screen.line, code[1:])
    QTest.keyClick(screen.line, K.Key_Return)
    settled(qtbot, screen)
    assert title(screen) == "SAH"


def _typed(letter: str):
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    return QKeyEvent(QEvent.Type.KeyPress, ord(letter.upper()), Qt.KeyboardModifier.NoModifier, letter)


# -- no answer ----------------------------------------------------------------------------------------------


def test_the_answer_to_the_paper_before_never_stands_for_the_next_one(qtbot, office, shelf, opened, tmp_path):
    screen = opened(shelf.trust)
    scan(qtbot, screen, sealed(office, shelf.issued()))
    assert title(screen) == "SAH"
    blank = tmp_path / "kosong.pdf"
    out = BytesIO()
    canvas = Canvas(out)
    canvas.drawString(90, 700, "Bukan surat apa-apa")
    canvas.save()
    blank.write_bytes(out.getvalue())
    for file, words in (
        (blank, "Tidak ditemukan segel QR"),
        (tmp_path / "tidak-ada.pdf", "tidak-ada.pdf"),
        (_written(tmp_path / "rusak.pdf", b"%PDF-1.7 rusak"), "rusak.pdf"),
        (_written(tmp_path / "teks.txt", b"halo"), "teks.txt"),
    ):
        screen.check_file(file)
        assert title(screen) == ""
        settled(qtbot, screen)
        assert title(screen) == ""
        assert screen.notice.isVisible()
        assert words in screen.notice.accessibleName()
    QTest.keyClick(screen.line, K.Key_F2)
    assert screen.notice.isHidden()


def _written(file: Path, data: bytes) -> Path:
    file.write_bytes(data)
    return file


def test_a_machine_without_a_trust_bundle_says_so_instead_of_judging(qtbot, opened):
    def broken() -> object:
        raise BadTrust("trust.json", "tidak ada")

    screen = opened(broken)
    scan(qtbot, screen, "https://cek.loket.example/#ABC")
    assert title(screen) == ""
    assert "trust.json" in screen.notice.text()


def test_no_two_verbs_share_a_key_and_the_answer_keeps_its_room_at_any_size(
    qtbot, office, shelf, opened, look
):
    code = sealed(office, shelf.issued())
    screen = opened(shelf.trust, login="auditor")
    assert clashes(screen.actions_here) == []
    for text in (code, code):
        scan(qtbot, screen, text)
    assert screen.history.isVisible()
    look(Look.CONTRAST, 200)
    screen.resize(1200, 600)
    qtbot.waitUntil(lambda: not screen.history.isVisible())
    band = screen.panel.band
    qtbot.waitUntil(lambda: band.height() >= band.heightForWidth(band.width()) - 1)


def test_a_seal_that_another_counter_has_seen_is_said_beside_the_answer(qtbot, office, shelf, opened):
    code = sealed(office, shelf.issued())
    showing.note_showing(office.desk("jauh"), seal.read(code, shelf.trust()).serial)
    screen = opened(shelf.trust)
    scan(qtbot, screen, code)
    assert title(screen) == "SAH"
    assert "sudah ditunjukkan sekali" in " ".join(screen.panel.band.told.warnings)
    assert "sudah ditunjukkan sekali" in screen.panel.warning.text()
    scan(qtbot, screen, "sebuah tulisan biasa")
    screen.history.choose_row(screen.history.rows()[-1].id)
    assert "sudah ditunjukkan sekali" in screen.panel.warning.text(), "an old answer keeps it"
