"""The journal as auditor, manager and supervisor see it: sound, broken, empty, closing."""

from datetime import timedelta

from tests.issued import Shelf
from tests.make import Office
from tests.pictures.stage import Stage
from workstation.progress import exhausted
from workstation.settings import OfficeSettings
from workstation.ui.journal.screen import JournalScreen
from workstation.usecases import closing, handing_over, reviewing, searching

NAME = "Raden Ajeng Kartika Wulandari Kusumaningtyas Suryadiningrat"
MANAGER = "Dr. Maya Lestari Kusumawardhani Prawirodirdjo, S.H., M.Si."


def shots(stage: Stage) -> None:
    """Empty, three closed days, the question, the verdicts, the trail and its filters."""
    office, shelf = stage.office, Shelf(stage.office)
    certificates = shelf.backroom.certificates(stage.prints)
    office.run("UPDATE loket.officer SET name = :n WHERE login = 'manajer'", n=MANAGER)
    screen = stage.show(JournalScreen, "ratna")
    _seen_once(stage, "journal-empty")
    _work(office, shelf)
    trust = shelf.trust()
    for days in (3, 2, 1):
        _close(office, shelf, "manajer" if days == 2 else "ratna", days)
    office.walk_in(name="Tamu")

    screen = stage.show(JournalScreen, "ratna", certificates=certificates, practice_passphrase="latihan-2026")
    screen.close_action.trigger()
    stage.settle()
    _seen_once(stage, "journal-closing")
    screen.ask_bar.cancel()

    screen = stage.show(JournalScreen, "manajer", trust=lambda: trust)
    screen.check.trigger()
    stage.settle()
    stage.shot("journal-sound")

    screen = stage.show(JournalScreen, "auditor", trust=lambda: trust)
    screen.view.show_trail(on=True)
    stage.settle()
    stage.shot("journal-trail")
    stage.shot("journal-200", 200)
    screen.view.trail.filter.deed.setCurrentIndex(screen.view.trail.filter.deed.count() - 1)
    screen.search()
    stage.settle()
    _seen_once(stage, "journal-changes")
    screen.view.trail.filter.number.setText("tidak ada")
    screen.search()
    stage.settle()
    _seen_once(stage, "journal-nothing")

    office.run("ALTER TABLE loket.journal DISABLE TRIGGER USER")
    office.run(
        "UPDATE loket.journal SET login = 'sari' WHERE login = 'budi' AND seq = (SELECT max(seq) FROM"
        " loket.journal WHERE login = 'budi')"
    )
    screen.check.trigger()
    stage.settle()
    stage.shot("journal-broken")


def _seen_once(stage: Stage, name: str) -> None:
    """Take what is looked at by who changes the screen, and not kept."""
    if stage.is_thorough:
        stage.shot(name)


def _work(office: Office, shelf: Shelf) -> None:
    first = shelf.issued(name=NAME, nik="3171994502850001")
    handing_over.signed_pdf(office.desk("budi"), first)
    waiting = office.submitted(nik="3171994502850002", name="Siti")
    reviewing.open_file(office.desk("rina"), waiting, "penelitian berkas")
    searching.find(office.desk("budi"), "Kusumaningtyas")
    for name in ("Maria Ulfa", "Bambang"):
        office.walk_in(name=name)


def _close(office: Office, shelf: Shelf, login: str, days: int) -> None:
    """Close, seal and keep the sheet, and move the whole day back."""
    desk = office.desk(login)
    exhausted(
        closing.close_day(
            desk,
            OfficeSettings(),
            pause=lambda _s: _ignore(closing.seal_closings(office.backroom(), shelf.backroom.key)),
        )
    )
    office.run("ALTER TABLE loket.closing DISABLE TRIGGER USER")
    office.run(
        "UPDATE loket.closing SET day = day - :d, closed_at = closed_at - :span WHERE day = (SELECT max(day)"
        " FROM loket.closing)",
        d=days,
        span=timedelta(days=days),
    )
    office.run("ALTER TABLE loket.closing ENABLE TRIGGER USER")
    office.walk_in(name="Tamu hari berikut")


def _ignore(_done: int) -> None:
    """Take what nobody needs."""
