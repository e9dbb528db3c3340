"""Cases whose clock stands still: each kind, the question for a guarantor, and an empty list."""

from datetime import timedelta
from decimal import Decimal

from tests.intray import person
from tests.make import Office
from tests.pictures.stage import Stage
from workstation.ui.waiting.screen import WaitingScreen
from workstation.usecases import reviewing, waiting
from workstation.vocabulary import Channel, ContactOutcome

LONG = "Raden Ajeng Kartika Wulandari Kusumaningtyas Suryadiningrat"


def technical(office: Office, number: int, **changed: str) -> int:
    """A case that waits for its technical review."""
    case = office.submitted(**(person(number) | changed))
    office.complete(case)
    office.marked(case)
    reviewing.pass_on(office.desk("rina"), case)
    return case


def shots(stage: Stage) -> None:
    """From nothing to every kind."""
    office = stage.office
    stage.show(WaitingScreen, "rina")
    stage.shot("waiting-empty")
    desk = office.desk("rina")
    soon = desk.today() + timedelta(days=5)
    guarantor = technical(office, 1, name=LONG)
    waiting.ask_guarantor(desk, guarantor, "Penjamin belum menjawab surel konfirmasi tanggal 19 November.")
    waiting.note_contact(
        office.desk("budi"), guarantor, Channel.PHONE, ContactOutcome.NO_ANSWER, "tiga kali dering"
    )
    waiting.note_contact(office.desk("budi"), guarantor, Channel.EMAIL, ContactOutcome.SENT, "surel ulang")
    waiting.ask_applicant(desk, technical(office, 2), "Nomor telepon perusahaan tidak dapat dihubungi.")
    waiting.order_survey(
        desk, technical(office, 3), "Jalan Contoh Nomor 12, Gambir", soon, "Tim survei Gambir"
    )
    waiting.order_levy(desk, technical(office, 4), Decimal(2_500_000), "Perda 1/2024, tarif contoh", soon)
    waiting.postpone(desk, technical(office, 5), soon, "Survei lapangan ditutup sementara.")
    screen = stage.show(WaitingScreen, "budi")
    stage.settle()
    stage.shot("waiting")
    for action in screen.actions_here:
        if action.shown_key() == "F8":
            action.trigger()
    stage.settle()
    stage.shot("waiting-guarantor")
