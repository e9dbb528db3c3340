"""The only place with message boxes: a bug gets a number, a report file and a dialog; the program goes on."""

import logging
import re
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QObject, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from workstation.ui.jobs import Bug

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox

log = logging.getLogger(__name__)

LONG_NUMBER = re.compile(r"\d{6,}")


def reports_folder() -> Path:
    """Give the folder of this user for reports."""
    from PySide6.QtCore import QStandardPaths

    home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    return Path(home) / "laporan"


def clean(report: str) -> str:
    """Cover long numbers (NIK, telephone) before a report leaves the memory."""
    return LONG_NUMBER.sub(lambda found: found[0][:2] + "•" * (len(found[0]) - 2), report)


class Trouble(QObject):
    """Takes bugs from jobs, from Qt and from anywhere else; writes the report and tells the officer once."""

    _bug = Signal(object)

    def __init__(self, window: QWidget | None = None, folder: Path | None = None) -> None:
        super().__init__(window)
        self._window, self._folder = window, folder
        self.box: QMessageBox | None = None
        self._bug.connect(self._show)

    def crashed(self, bug: Bug) -> None:
        """Report a bug; may be called from any thread."""
        self._bug.emit(bug)

    def stand_before(self, window: QWidget | None) -> None:
        """Tell the next bugs before this window; a dialog that stands before another one is closed."""
        if self.box is not None:
            self.box.close()
        self._window = window

    def install(self) -> None:
        """Lead uncaught exceptions of every thread and Qt's own warnings here."""
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_in_thread
        qInstallMessageHandler(_pass_on)

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.crashed(Bug(kind.__name__, "".join(traceback.format_exception(kind, error, trace))))

    def _uncaught_in_thread(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            self._uncaught(told.exc_type, told.exc_value, told.exc_traceback)

    def _show(self, bug: Bug) -> None:
        import secrets  # like the message box below: nothing that the first window needs
        from datetime import datetime

        number = f"{datetime.now().astimezone():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
        report = f"Laporan {number}\n{clean(bug.report)}"
        log.error("%s", report)
        kept = self._write(number, report)
        if self.box is not None:
            return
        self._tell(number, report, kept)

    def _write(self, number: str, report: str) -> Path | None:
        folder = self._folder or reports_folder()
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            file = folder / f"{number}.txt"
            file.write_text(report, encoding="utf-8")
            file.chmod(0o600)
        except OSError as refused:
            log.warning("the report could not be kept: %s", refused)
            return None
        return file

    def _tell(self, number: str, report: str, kept: Path | None) -> None:
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Critical)
        box.setWindowTitle("Loket")
        box.setText("Terjadi kesalahan program.")
        where = f"\nLaporan disimpan di {kept}" if kept else ""
        box.setInformativeText(
            f"Nomor laporan: {number}\nPekerjaan lain tidak terganggu; Anda dapat melanjutkan."
            f" Periksa apakah langkah terakhir sudah tersimpan.{where}"
        )
        box.setDetailedText(report)
        self._copy = box.addButton("Salin laporan", QMessageBox.ButtonRole.ActionRole)
        self._copy.clicked.disconnect()
        self._copy.clicked.connect(self._copy_report)
        box.addButton("Lanjutkan", QMessageBox.ButtonRole.AcceptRole)
        box.setWindowModality(QtCore.Qt.WindowModality.NonModal)
        box.finished.connect(self._closed)
        self.box, self._report = box, report
        box.open()

    def _copy_report(self) -> None:
        QGuiApplication.clipboard().setText(self._report)

    def _closed(self) -> None:
        if self.box is not None:
            self.box.deleteLater()
        self.box = None


def _pass_on(kind: QtMsgType, _where: object, text: str) -> None:
    level = {QtMsgType.QtDebugMsg: logging.DEBUG, QtMsgType.QtInfoMsg: logging.INFO}.get(
        kind, logging.WARNING
    )
    logging.getLogger("qt").log(level, "%s", text)
