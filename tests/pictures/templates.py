"""The administrator's wordings: the permit with a very long name, a fault at its line, what differs, the letterhead."""

from tests.pictures.stage import Stage
from workstation.ui.templates.screen import TemplatesScreen
from workstation.vocabulary import PaperKind


def _write(screen: TemplatesScreen, code: str, text: str) -> None:
    next(box for box in screen.view.editor.boxes if box.block.code == code).edit.setPlainText(text)


def shots(stage: Stage) -> None:
    """Look, spoil, compare."""
    screen = stage.show(TemplatesScreen, "admin")
    assert isinstance(screen, TemplatesScreen)
    screen.next_case()
    stage.settle()
    stage.shot("templates")
    screen.view.papers.choose_row(PaperKind.REFUSAL)
    stage.settle()
    _write(screen, "attachment", "1 berkas")
    _write(screen, "opening", "Berdasarkan permohonan {nomor_permohonn} tanggal {tanggal_permohonan}:")
    screen.show_preview()
    stage.settle()
    stage.shot("templates-fault")
    screen.show_difference()
    stage.settle()
    stage.shot("templates-difference")
