"""The e-mail of a point on screen: what bounced stands first, an address is put right, a code leaves on paper."""

from PySide6.QtCore import Qt

from tests.issued import Shelf
from tests.mailserver import Post, notice
from tests.make import Office
from workstation.printing.spooler import FolderSpooler
from workstation.queries.permits import Shelf as Part
from workstation.service import mail_plan
from workstation.service.postman import Postman
from workstation.settings import Settings
from workstation.ui.action import clashes
from workstation.ui.handover.screen import HandoverScreen
from workstation.ui.office import Office as UiOffice
from workstation.ui.outbox.screen import OutboxScreen
from workstation.usecases import delivering

CTRL = Qt.KeyboardModifier.ControlModifier


def bounced(office: Office, post: Post) -> int:
    """An issued permit whose e-mail came back; returns the permit's id."""
    document = Shelf(office).issued()
    postman = Postman(office.backroom(), mail_plan.read_plan(post.folder))
    postman.turn()
    post.arrive(notice(office.ask("SELECT token FROM loket.outgoing_mail")))
    postman.turn()
    return document


def test_a_bounced_message_is_told_in_red_and_its_address_put_right_by_keyboard(
    office: Office, post: Post, show, qtbot
) -> None:
    bounced(office, post)
    screen = show(OutboxScreen, "budi")
    qtbot.waitUntil(lambda: screen.table.model().rowCount() == 1)
    assert screen.table.model().index(0, 0).data() == "Ditolak penerima"
    qtbot.waitUntil(lambda: "User unknown" in screen.said.text())
    assert "siti@" not in screen.table.model().index(0, 2).data()
    assert clashes(screen.actions_here) == []
    qtbot.keyClick(screen, Qt.Key.Key_E, CTRL)
    qtbot.waitUntil(lambda: screen.ask_bar.is_asking)
    screen.ask_bar.entry.setText("siti.rahmawati@contoh.example")
    screen.ask_bar.accept()
    assert screen.ask_bar.is_asking
    screen.ask_bar.accept()
    qtbot.waitUntil(lambda: screen.table.model().index(0, 0).data() == "Menunggu dikirim")
    assert office.ask("SELECT recipient FROM loket.outgoing_mail ORDER BY id DESC LIMIT 1") == (
        "siti.rahmawati@contoh.example"
    )


def test_a_mistyped_address_is_said_and_nothing_goes_out(office: Office, post: Post, show, qtbot) -> None:
    bounced(office, post)
    screen = show(OutboxScreen, "budi")
    qtbot.waitUntil(lambda: screen.table.model().rowCount() == 1)
    qtbot.keyClick(screen, Qt.Key.Key_E, CTRL)
    qtbot.waitUntil(lambda: screen.ask_bar.is_asking)
    screen.ask_bar.entry.setText("bukan alamat")
    screen.ask_bar.accept()
    assert screen.ask_bar.is_asking
    assert "contoh nama@contoh.id" in screen.ask_bar._fault.text()
    assert office.ask("SELECT count(*) FROM loket.outgoing_mail") == 1


def test_an_empty_outbox_says_when_it_fills(office: Office, show, qtbot) -> None:
    screen = show(OutboxScreen, "budi")
    qtbot.waitUntil(lambda: "Belum ada surel" in screen.said.text())


def test_the_holder_of_an_uncollected_paper_is_reminded_from_the_shelf(
    office: Office, post: Post, qtbot, lanes, hub, tmp_path
) -> None:
    assert post.port
    Shelf(office).issued()
    seat = UiOffice(
        office.desk("budi"), lanes, hub, settings=Settings(), spooler=FolderSpooler(tmp_path / "prints")
    )
    screen = HandoverScreen(seat)
    qtbot.addWidget(screen)
    screen.show()
    screen.show_part(Part.UNCOLLECTED)
    qtbot.waitUntil(lambda: screen.table.model().rowCount() == 1 and bool(screen.table.selected()))
    qtbot.waitUntil(screen.mail.isEnabled)
    screen.mail.trigger()
    qtbot.waitUntil(
        lambda: office.ask("SELECT count(*) FROM loket.outgoing_mail WHERE kind = 'reminder'") == 1
    )
    qtbot.waitUntil(lambda: not lanes.running())


def test_the_shelf_tells_where_the_e_mail_of_the_chosen_paper_is(
    office: Office, post: Post, qtbot, lanes, hub, tmp_path
) -> None:
    document = Shelf(office).issued()
    seat = UiOffice(
        office.desk("budi"), lanes, hub, settings=Settings(), spooler=FolderSpooler(tmp_path / "prints")
    )
    screen = HandoverScreen(seat)
    qtbot.addWidget(screen)
    screen.show()
    telling = screen.shelf.paper.text

    def shows(*said: str) -> None:
        qtbot.waitUntil(lambda: not lanes.running())
        screen.ask_again()
        qtbot.waitUntil(lambda: all(words in telling() for words in said), timeout=10_000)

    shows("Salinan izin · Menunggu dikirim", "s•••@contoh.example", "Kode pembuka belum diserahkan.")
    postman = Postman(office.backroom(), mail_plan.read_plan(post.folder))
    post.host.at_rcpt = lambda _address: "451 4.7.1 Greylisted"
    postman.turn()
    shows("Server tujuan meminta menunggu; dicoba lagi", "451 4.7.1 Greylisted")
    post.host.at_rcpt = lambda _address: "250 Ok"
    office.run("UPDATE loket.outgoing_mail SET next_try_at = clock_timestamp()")
    postman.turn()
    shows("Salinan izin · Terkirim", "folder spam")
    post.arrive(notice(office.ask("SELECT token FROM loket.outgoing_mail")))
    postman.turn()
    shows("Ditolak penerima", "tidak sampai kepada pemohon", "User unknown", "layar Surel")
    delivering.send_again(
        office.desk("sari"), int(office.ask("SELECT id FROM loket.outgoing_mail")), "kotak penuh"
    )
    shows("Dikirim ulang (kiriman ke-2): kotak penuh")
    post.host.drop_after_data = lambda: True
    postman.turn()
    shows("Mungkin sudah sampai", "Setelah satu jam dikirim sekali lagi")
    post.host.drop_after_data = lambda: False
    delivering.give_code(office.desk("budi"), document, "pemohon, KTP berakhir 0001")
    shows("Kode pembuka diserahkan")
    assert "siti@" not in telling()
    qtbot.waitUntil(lambda: not lanes.running())
