"""A list whose rows bear card and photo: compared at the desk, and a folder of files before it is attached."""

import json
import shutil
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.pictures.review import practised
from tests.pictures.stage import Stage
from workstation.drafts import Drafts
from workstation.imaging.pool import PageReader
from workstation.queries.row_papers import listed_rows
from workstation.resources_at import resource
from workstation.ui.intake.screen import IntakeScreen
from workstation.ui.review.screen import ReviewScreen
from workstation.ui.screen import Screen
from workstation.usecases import intake, reviewing
from workstation.usecases.row_papers import attach_row_scan

CTRL = Qt.KeyboardModifier.ControlModifier


def told() -> dict[str, Any]:
    """The practice list that has papers."""
    cast = json.loads(resource("practice/cast.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = next(a for a in cast["applications"] if a["rows"])
    return found


def shots(stage: Stage) -> None:
    """First the counter, then the desk."""
    with PageReader() as pages:
        _plan(stage, pages)
        _desk(stage, pages)


def _plan(stage: Stage, pages: PageReader) -> None:
    office, case = stage.office, told()
    draft, _ = office.draft("budi", "strp-company", company_name="PT Sinar Contoh Logistik Nusantara")
    rows = [intake.WorkerEntry(w["name"], w["nik"], w["address"], w["destination"]) for w in case["workers"]]
    intake.replace_workers(office.desk("budi"), draft.id, rows)
    folder = Path(stage.prints) / "berkas"
    folder.mkdir(parents=True)
    for number, (row, worker) in enumerate(zip(case["rows"], rows, strict=True), 1):
        for code, name in row.items():
            file = f"{worker.nik}_ktp.jpg" if code == "worker_card" else f"foto {number}.jpg"
            shutil.copy(resource(f"practice/scans/{name}"), folder / file)
    shutil.copy(folder / "foto 2.jpg", folder / f"{rows[1].name} foto.jpg")
    shutil.copy(folder / "foto 2.jpg", folder / "IMG_20260712.jpg")
    drafts = Drafts(Path(stage.prints) / "drafts", "budi")
    screen = stage.show(IntakeScreen, "budi", pages=pages, drafts=drafts)
    assert isinstance(screen, IntakeScreen)
    screen.open(draft.id)
    stage.settle()
    _press(screen, Qt.Key.Key_4, stage, CTRL)
    screen.choose_folder = lambda _title, then: then(folder)
    _press(screen, Qt.Key.Key_O, stage, CTRL | Qt.KeyboardModifier.ShiftModifier)
    stage.shot("rows-plan")
    _press(screen, Qt.Key.Key_Return, stage)
    stage.shot("rows-counter")
    screen.close_case()
    stage.settle()
    drafts.close()


def _desk(stage: Stage, pages: PageReader) -> None:
    office, case = stage.office, told()
    number = practised(office, case["id"], submitted=False)
    budi = office.desk("budi")
    for row, papers in zip(listed_rows(budi, number), case["rows"], strict=True):
        for code, name in papers.items():
            data = resource(f"practice/scans/{name}").read_bytes()
            attach_row_scan(budi, number, row.id, code, name, data, 1, pages.measures(data, name))
    version = office.ask("SELECT version FROM loket.application WHERE id = :i", i=number)
    values = reviewing.open_file(budi, number, "melanjutkan pengisian permohonan").values
    intake.submit(budi, intake.Draft(number, "", version), values)
    office.complete(number)
    office.marked(number)
    reviewing.pass_on(office.desk("rina"), number)
    screen = stage.show(ReviewScreen, "rina", pages=pages)
    assert isinstance(screen, ReviewScreen)
    screen.open(number)
    stage.settle()
    _press(screen, Qt.Key.Key_P, stage)
    for _ in range(60):
        QTest.qWait(20)
    stage.settle()
    for _ in range(5):
        _press(screen, Qt.Key.Key_1, stage)
    stage.shot("decisions-persons")


def _press(
    screen: Screen, key: Qt.Key, stage: Stage, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(QApplication.focusWidget() or screen, key, modifier)
    stage.settle()
