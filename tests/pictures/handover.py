"""The shelf of finished papers: lists, preview, hand-over, and a printer that gave up."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.issued import Shelf
from tests.pictures.stage import Stage
from tests.printed import come_out
from workstation.printing.cups import CupsSpooler
from workstation.printing.spooler import FOLDER_NAME, FolderSpooler
from workstation.ui.handover.screen import HandoverScreen
from workstation.usecases import handing_over
from workstation.usecases.handing_over import Collector
from workstation.vocabulary import CollectorKind

NAMES = (
    "Raden Ajeng Kartika Wulandari Kusumaningtyas Suryadiningrat",
    "I Gusti Ngurah Rai Wirawan",
    "Maria Ulfa",
    "Bambang",
    "Siti Aminah",
    "Yohanes Simatupang",
)


def shots(stage: Stage) -> None:
    """Every part of the shelf with papers on it."""
    office, shelf = stage.office, Shelf(stage.office)
    niks = [f"31719945028500{n:02}" for n in range(1, 30)]
    ids = [shelf.issued(nik=nik, name=name) for nik, name in zip(niks, NAMES, strict=False)]
    refused = shelf.refused(nik=niks[10], name="Dewi Lestari Handayani")
    company = shelf.issued(type_code="strp-company")
    desk = office.desk("budi", counter=1)
    spooler = FolderSpooler(stage.prints)
    stage.show(HandoverScreen, "budi", counter=1, trust=shelf.trust)
    stage.shot("handover-to-print")

    def printed(document_id: int, reason: str = "") -> None:
        come_out(desk, document_id, spooler, FOLDER_NAME, reason)

    for one in (ids[0], ids[1], ids[2], refused):
        printed(one)
    printed(ids[0], "Kertas macet atau rusak saat dicetak")
    for number, one in enumerate(ids[1:3], start=2):
        who = Collector(CollectorKind.APPLICANT, NAMES[number - 1], "ktp", f"{number:04}", True)
        handing_over.hand_over(desk, one, who)

    screen = stage.show(HandoverScreen, "serba", trust=shelf.trust)
    _key(screen, Qt.Key.Key_2)
    stage.settle()
    stage.shot("handover-printed")
    screen.table.choose_row(refused)
    stage.settle()
    stage.shot("handover-refusal")
    screen.table.choose_row(ids[0])
    stage.settle()
    screen.hand_over.trigger()
    stage.settle()
    stage.shot("handover-collect")
    screen.form.submit()
    stage.settle()
    stage.shot("handover-collect-faults")
    stage.shot("handover-collect-faults-200", 200)
    screen.close_form()
    screen.open_preview.trigger()
    stage.settle()
    stage.shot("handover-preview")
    screen.close_preview()
    screen.print_papers.trigger()
    stage.settle()
    stage.shot("handover-reprint")
    screen.ask_bar.cancel()
    _key(screen, Qt.Key.Key_3)
    stage.settle()
    stage.shot("handover-handed")
    screen.open(company)
    stage.settle()
    QTest.qWait(300)
    stage.settle()
    stage.shot("handover-found")

    screen = stage.show(HandoverScreen, "budi", counter=1, trust=shelf.trust)
    screen.office.spooler = CupsSpooler("127.0.0.1:1")
    screen.print_papers.trigger()
    stage.settle()
    stage.shot("handover-printer-out")
    stage.shot("handover-200", 200)


def _key(screen: HandoverScreen, key: Qt.Key) -> None:
    part = {Qt.Key.Key_1: 0, Qt.Key.Key_2: 1, Qt.Key.Key_3: 2}[key]
    list(screen.parts.values())[part].trigger()
