"""The verbs of the check: bring a paper in."""

from typing import TYPE_CHECKING, cast

from PySide6.QtGui import QGuiApplication

from workstation.ui.action import Action
from workstation.ui.button import Weight

if TYPE_CHECKING:
    from workstation.ui.check.screen import CheckScreen


class CheckAction(Action):
    """A verb of this screen."""

    @property
    def here(self) -> "CheckScreen":
        """Give the screen."""
        return cast("CheckScreen", self.parent())


class OpenFile(CheckAction):
    """Choose a file."""

    TEXT, ICON = "Pilih berkas", "folder-open"
    WEIGHT = Weight.PRIMARY
    TIP = "PDF asli, pindaian, atau foto surat"

    def perform(self) -> None:
        """Let the officer choose."""
        self.here.choose_file()


class PastePicture(CheckAction):
    """Take what the clipboard holds: a picture, a file, or the text of a code."""

    TEXT, KEYS, ICON = "Tempel gambar", "Ctrl+V", "image"

    def perform(self) -> None:
        """Take it."""
        held = QGuiApplication.clipboard().mimeData()
        if held is not None:
            self.here.take(held)


class NextPaper(CheckAction):
    """Make room for the next paper."""

    TEXT, KEYS, ICON = "Surat berikutnya", "F2", "scan-line"

    def perform(self) -> None:
        """Empty the line and wait for the reader."""
        self.here.wait_for_next()
