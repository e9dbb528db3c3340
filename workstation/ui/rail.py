"""The navigation rail: icon, name, Alt+number and how many things wait, for each screen the role may see."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from workstation.ui import icons
from workstation.ui.theme import pad, theme


class RailButton(QAbstractButton):
    """One place in the rail."""

    def __init__(self, text: str, icon: str, keys: str) -> None:
        super().__init__()
        self.setText(text)
        self.icon_name, self.keys, self.count, self.is_narrow = icon, keys, 0, False
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(f"{text} ({keys})" if keys else text)
        self._name()
        theme().changed.connect(self.updateGeometry)

    def set_count(self, count: int) -> None:
        """Show how many things wait; 0 shows nothing."""
        self.count = count
        self._name()
        self.update()

    def set_narrow(self, on: bool) -> None:
        """Show only the icon."""
        self.is_narrow = on
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Be as wide as the rail."""
        return QSize(theme().px(44 if self.is_narrow else 204), theme().px(40))

    def _name(self) -> None:
        self.setAccessibleName(f"{self.text()}, {self.count} menunggu" if self.count else self.text())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, bar of the chosen place, icon, name, number and key."""
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = look.colour("rail_chosen_text" if self.isChecked() else "rail_text")
        ground = "rail_chosen" if self.isChecked() else "rail_hover" if self.underMouse() else ""
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        if ground:
            painter.setBrush(look.colour(ground))
            painter.drawRoundedRect(box, look.px(8), look.px(8))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(ink, 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), look.px(8), look.px(8))
        side = look.px(20)
        left = (self.width() - side) / 2 if self.is_narrow else look.px(12)
        icons.draw(painter, self.icon_name, ink, QRectF(left, (self.height() - side) / 2, side, side))
        if not self.is_narrow:
            self._paint_words(painter, ink, left + side + look.px(12))
        else:
            self._paint_digit(painter, ink)
            if self.count:
                self._paint_dot(painter)
        painter.end()

    def _paint_words(self, painter: QPainter, ink: QColor, left: float) -> None:
        look, right = theme(), float(self.width() - theme().px(10))
        right -= self._paint_count(painter, right) if self.count else self._paint_key(painter, ink, right)
        font = look.font(14, bold=self.isChecked())
        painter.setFont(font)
        painter.setPen(ink)
        room = QRectF(left, 0, max(right - left - look.px(4), 0), self.height())
        text = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_key(self, painter: QPainter, ink: QColor, right: float) -> float:
        font, faint = theme().font(11), QColor(ink)
        width = QFontMetrics(font).horizontalAdvance(self.keys)
        faint.setAlphaF(0.85)
        painter.setFont(font)
        painter.setPen(faint)
        painter.drawText(
            QRectF(right - width, 0, width + 1, self.height()), Qt.AlignmentFlag.AlignVCenter, self.keys
        )
        return width

    def _paint_count(self, painter: QPainter, right: float) -> float:
        look, font = theme(), theme().font(12, bold=True)
        text = str(self.count) if self.count < 1000 else "999+"
        height = look.px(20)
        width = max(QFontMetrics(font).horizontalAdvance(text) + look.px(12), height)
        box = QRectF(right - width, (self.height() - height) / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("practice"))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setFont(font)
        painter.setPen(look.colour("practice_text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        return width

    def _paint_digit(self, painter: QPainter, ink: QColor) -> None:
        font = theme().font(10)
        painter.setFont(font)
        painter.setPen(ink)
        corner = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
        painter.drawText(
            QRectF(self.rect()).adjusted(0, 0, -theme().px(4), -theme().px(1)), corner, self.keys[-1:]
        )

    def _paint_dot(self, painter: QPainter) -> None:
        look, side = theme(), theme().px(9)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("practice"))
        painter.drawEllipse(QRectF(self.width() - side - look.px(6), look.px(6), side, side))


class Rail(QFrame):
    """The column of places. `picked` gives the number of the place."""

    picked = Signal(int)

    def __init__(self, brand: QWidget | None = None) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAccessibleName("Navigasi")
        self.buttons: list[RailButton] = []
        self._is_narrow, self._brand = False, brand
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        pad(self._column, 10, 12, 10, 12, gap=4)
        if brand is not None:
            self._column.addWidget(brand)
        self._column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        pad(outer)
        outer.addWidget(area)
        self._fit()
        theme().changed.connect(self._fit)

    def add(self, text: str, icon: str, keys: str) -> RailButton:
        """Add a place at the end."""
        button = RailButton(text, icon, keys)
        self._column.insertWidget(self._column.count() - 1, button)
        self.buttons.append(button)
        button.clicked.connect(self._pick)
        return button

    def set_narrow(self, on: bool) -> None:
        """Show icons only, where the window is small for its letters."""
        if on == self._is_narrow:
            return
        self._is_narrow = on
        for button in self.buttons:
            button.set_narrow(on)
        if self._brand is not None:
            self._brand.setVisible(not on)
        self._fit()

    def choose(self, number: int) -> None:
        """Mark the place with this number."""
        self.buttons[number].setChecked(True)

    def _pick(self) -> None:
        for number, button in enumerate(self.buttons):
            if button is self.sender():
                self.picked.emit(number)

    def _fit(self) -> None:
        self.setFixedWidth(theme().px(64 if self._is_narrow else 228))
