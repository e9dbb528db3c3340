"""A row of widgets that breaks into a second row instead of cutting words; and emptying a layout."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem

from workstation.ui.theme import theme


class FlowLayout(QLayout):
    """Lay buttons out from the right edge; what does not fit goes to the next row."""

    def __init__(self, *, right: bool = True, gap: int = 8) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._is_right, self._gap = right, gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Take one more item (called by addWidget)."""
        self._items.append(item)

    def count(self) -> int:
        """Count the items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Give an item or nothing."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take an item out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Never take more than needed."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The height depends on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Give the height of all rows at `width`."""
        return self._arrange(QRect(0, 0, width, 0), place=False)

    def sizeHint(self) -> QSize:
        """Ask for one row."""
        gap, seen = theme().px(self._gap), self._seen()
        width = sum(item.sizeHint().width() for item in seen) + gap * max(len(seen) - 1, 0)
        return QSize(width, max((item.sizeHint().height() for item in seen), default=0))

    def minimumSize(self) -> QSize:
        """Be at least as wide as the widest item."""
        sizes = [item.minimumSize() for item in self._seen()]
        return QSize(max((s.width() for s in sizes), default=0), max((s.height() for s in sizes), default=0))

    def setGeometry(self, rect: QRect) -> None:
        """Place everything."""
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def _seen(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _rows(self, width: int) -> list[list[QLayoutItem]]:
        rows: list[list[QLayoutItem]] = [[]]
        used, gap = 0, theme().px(self._gap)
        for item in self._seen():
            wide = item.sizeHint().width()
            if rows[-1] and used + gap + wide > width:
                rows.append([])
                used = 0
            used += wide + (gap if rows[-1] else 0)
            rows[-1].append(item)
        return rows

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        gap, top = theme().px(self._gap), rect.top()
        for row in self._rows(rect.width()):
            if not row:
                continue
            wide = sum(item.sizeHint().width() for item in row) + gap * (len(row) - 1)
            left = rect.left() + (max(rect.width() - wide, 0) if self._is_right else 0)
            tall = max(item.sizeHint().height() for item in row)
            for item in row:
                size = item.sizeHint()
                if place:
                    middle = top + (tall - size.height()) // 2
                    item.setGeometry(
                        QRect(QPoint(left, middle), QSize(min(size.width(), rect.width()), size.height()))
                    )
                left += size.width() + gap
            top += tall + gap
        return max(top - gap - rect.top(), 0)


def clear_out(layout: QLayout) -> None:
    """Take every widget out of a layout and let it die."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
