"""Secured paper: nothing yet, a day with a difference, and the look at what came out."""

from tests.issued import Shelf
from tests.make import exhausted
from tests.pictures.stage import Stage
from workstation.printing.spooler import FOLDER_NAME, FolderSpooler
from workstation.ui.handover.screen import HandoverScreen
from workstation.ui.sheets.screen import SheetsScreen
from workstation.usecases import keeping_sheets, printing_out
from workstation.usecases.keeping_sheets import Serials
from workstation.usecases.printing_out import PrintEnd, PrintWish, Tray
from workstation.vocabulary import PrintState


def shots(stage: Stage) -> None:
    """Walk through the ledger and the confirmation."""
    office = stage.office
    stage.show(SheetsScreen, "budi", counter=2)
    stage.shot("sheets-empty")
    office.run("INSERT INTO loket.office_setting (key, value) VALUES ('secured_paper', 'true')")
    ratna, budi = office.desk("ratna"), office.desk("budi", counter=2)
    keeping_sheets.receive_pack(ratna, Serials("DKI", 100001, 101500))
    two, one = (office.id_of("counter", "number", number) for number in (2, 1))
    keeping_sheets.move_sheets(budi, Serials("DKI", 100001, 100050), two)
    keeping_sheets.move_sheets(ratna, Serials("DKI", 100051, 100080), one)
    keeping_sheets.spoil_sheets(
        budi, Serials("DKI", 100030, 100031), "Sobek, kusut atau basah: kena hujan dari jendela"
    )
    shelf = Shelf(office)
    names = (
        "Raden Ajeng Kartika Wulandari Kusumaningtyas Suryadiningrat",
        "Maria Ulfa",
        "Bambang",
        "Siti Aminah",
    )
    ids = [shelf.issued(nik=f"31719945028500{n:02}", name=name) for n, name in enumerate(names, 1)]
    folder = FolderSpooler(stage.prints)
    runs = [
        exhausted(
            printing_out.print_document(budi, PrintWish(one, "N"), spooler=folder, to=Tray(FOLDER_NAME))
        )
        for one in ids
    ]
    printing_out.confirm_prints(
        budi, [PrintEnd(runs[0].run_id, PrintState.SPOILED, "Macet, sobek atau kusut")]
    )
    keeping_sheets.count_sheets(budi, two, 40)
    keeping_sheets.count_sheets(ratna, None, 1420)
    stage.show(SheetsScreen, "budi", counter=2)
    stage.shot("sheets")
    screen = stage.show(HandoverScreen, "budi", counter=2, trust=shelf.trust)
    stage.settle()
    stage.shot("handover-look")
    screen.looking.table.rows_model.tick([1], True)
    screen.look_verbs[2].trigger()
    stage.settle()
    stage.shot("handover-look-fault")
