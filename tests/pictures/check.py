"""Every answer of the check, as large as it stands before the officer."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtGui import QImage

from tests import papers
from tests.issued import HOST, Shelf
from tests.pictures.stage import Stage
from workstation.signing import seal
from workstation.ui.check.screen import CheckScreen
from workstation.usecases import handing_over


def shots(stage: Stage) -> None:
    """Valid, altered, expired, not yet, withdrawn, not ours, a letter of refusal, and nothing found."""
    office, shelf = stage.office, Shelf(stage.office)
    name = "Raden Ajeng Kartika Wulandari Kusumaningtyas Suryadiningrat"
    good = shelf.issued(name=name, nik="3171994502850001")
    refused = shelf.refused(nik="3171994502850002")
    withdrawn = shelf.issued(nik="3171994502850003", name="Maria Ulfa")
    desk = office.desk("budi", counter=1)
    code = str(office.ask("SELECT seal FROM loket.document WHERE id = :i", i=good))
    trust = shelf.trust(withdrawn)
    statement = seal.read(code, trust)
    today = desk.now().astimezone(seal.WIB).date()

    def other(**changed: object) -> str:
        return seal.make(replace(statement, **changed), shelf.backroom.key, HOST)  # type: ignore[arg-type]

    screen = stage.show(CheckScreen, "budi", counter=1, trust=lambda: trust)
    stage.shot("check-empty")
    folder = Path(stage.prints)
    file = folder / "surat-izin.pdf"
    file.write_bytes(handing_over.signed_pdf(desk, good))
    screen.check_file(file)
    stage.settle()
    stage.shot("check-valid")
    photo = QImage.fromData(papers.photograph(handing_over.signed_pdf(desk, withdrawn)))
    steps = {
        "altered": code[:-8] + ("B" if code[-8] == "A" else "A") + code[-7:],
        "expired": other(valid_from=today - timedelta(days=30), valid_until=today - timedelta(days=3)),
        "not-yet": other(valid_from=today + timedelta(days=3), valid_until=today + timedelta(days=9)),
        "refusal": str(office.ask("SELECT seal FROM loket.document WHERE id = :i", i=refused)),
        "not-ours": "https://izin-palsu.example/#0123456789",
    }
    for step, text in steps.items():
        screen.check_code(text)
        stage.settle()
        stage.shot(f"check-{step}")
    screen.check_picture(photo)
    stage.settle()
    stage.shot("check-withdrawn")
    empty = folder / "kosong.png"
    picture = QImage(300, 300, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFF)
    picture.save(str(empty))
    screen.check_file(empty)
    stage.settle()
    stage.shot("check-nothing")

    old = shelf.trust(listed_days_ago=3)
    screen = stage.show(CheckScreen, "budi", counter=1, trust=lambda: old)
    screen.check_code(code)
    stage.settle()
    stage.shot("check-old-list")
    stage.shot("check-200", 200)
