"""Files dropped on a table of papers: which one, and on which row."""

from pathlib import Path
from typing import Any

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from workstation.ui.table import RowTable


def take_files(event: QDragEnterEvent) -> None:
    """Let files of this machine be dropped here."""
    if any(url.isLocalFile() for url in event.mimeData().urls()):
        event.acceptProposedAction()


def dropped(panel: QWidget, table: RowTable, event: QDropEvent) -> tuple[Path | None, Any]:
    """Give the first file and the row of `table` under the mouse, else the row of the cursor."""
    urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
    spot = table.viewport().mapFrom(panel, event.position().toPoint())
    number = table.rowAt(spot.y())
    row = table.rows()[number] if number >= 0 else table.row_now()
    return (Path(urls[0].toLocalFile()) if urls else None), row
