"""The widgets of the check: where papers come in, the answer band, facts and notes, the last answers."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from workstation.phrasing import clock
from workstation.ui import icons
from workstation.ui.bars import Bar, Picture, words
from workstation.ui.check.told import SIGNATURE_TONES, Told
from workstation.ui.facts import Facts
from workstation.ui.flow import clear_out
from workstation.ui.table import Column
from workstation.ui.theme import Tone, pad, restyle, theme
from workstation.wording import word

WORD_PX, REASON_PX, ICON_PX = 40, 17, 84
NARROW_PX, HISTORY_PX = 860, 440  # the longest answer beside the longest number of a letter

COLUMNS = (
    Column("Jawaban", lambda r: r.title, width=190, tone=lambda r: r.tone, icon=lambda r: r.icon),
    Column(
        "Surat", lambda r: r.short, sub=lambda r: clock(r.at), tooltip=lambda r: f"{r.short} ({r.source})"
    ),
)


class CodeLine(QLineEdit):
    """Where a hand-held reader types; a picture or file in the clipboard is taken as one."""

    given = Signal(str)
    pasted = Signal(object)  # QMimeData

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "big")
        self.setPlaceholderText("Pindai kode QR surat di sini, lalu Enter")
        self.setAccessibleName("Isi kode QR")
        self.setMaxLength(4000)
        self.setClearButtonEnabled(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.returnPressed.connect(self._give)

    def _give(self) -> None:
        text = self.text().strip()
        self.selectAll()  # the next reading types over it
        if text:
            self.given.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a picture or a file from the clipboard; text is typed."""
        if event.matches(QKeySequence.StandardKey.Paste) and self._is_picture():
            return
        super().keyPressEvent(event)

    def _is_picture(self) -> bool:
        from PySide6.QtGui import QGuiApplication

        held = QGuiApplication.clipboard().mimeData()
        if held is not None and (held.hasImage() or held.hasUrls()):
            self.pasted.emit(held)
            return True
        return False


def file_in(held: QMimeData) -> Path | None:
    """Give the first local file of what was dropped or pasted."""
    return next((Path(url.toLocalFile()) for url in held.urls() if url.isLocalFile()), None)


def picture_in(held: QMimeData) -> QImage | None:
    """Give the picture of what was pasted."""
    found = held.imageData() if held.hasImage() else None
    return found if isinstance(found, QImage) and not found.isNull() else None


class DropArea(QFrame):
    """Takes files that are dropped anywhere on it."""

    dropped = Signal(object)  # QMimeData

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Show that a file may be let go here."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()
            restyle(self, role="card", chosen=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Calm down."""
        restyle(self, role="", chosen=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take it."""
        restyle(self, role="", chosen=False)
        event.acceptProposedAction()
        self.dropped.emit(event.mimeData())


class AnswerBand(QWidget):
    """The answer: icon, one word in the largest letters, reason and what to do; seen from two metres."""

    def __init__(self) -> None:
        super().__init__()
        self.told: Told | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme().changed.connect(self.updateGeometry)

    def show_told(self, told: Told) -> None:
        """Show an answer; a screen reader hears all of it."""
        self.told = told
        self.setAccessibleName(" ".join(part for part in (told.title, told.reason, told.advice) if part))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Give room for the words at a middling width."""
        return QSize(theme().px(560), self.heightForWidth(max(self.width(), theme().px(400))))

    def hasHeightForWidth(self) -> bool:
        """Long reasons break."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Give the height of icon or words, whichever is taller."""
        look = theme()
        return max(sum(self._heights(width)) + look.px(44), look.px(ICON_PX + 36))

    def _room(self, width: int) -> int:
        return max(width - theme().px(ICON_PX + 24 + 24 + 24), theme().px(120))

    def _lines(self) -> tuple[tuple[str, int, bool, bool], ...]:
        told = self.told
        if told is None:
            return ()
        lines = ((told.title, WORD_PX, True, True), (told.reason, REASON_PX, True, False))
        return tuple(line for line in (*lines, (told.advice, 14, False, False)) if line[0])

    def _heights(self, width: int) -> list[int]:
        heights = []
        for text, size, bold, heading in self._lines():
            metrics = QFontMetrics(theme().font(size, bold=bold, heading=heading))
            box = metrics.boundingRect(0, 0, self._room(width), 10_000, Qt.TextFlag.TextWordWrap, text)
            heights.append(box.height() + theme().px(4))
        return heights

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint band, icon and words."""
        if self.told is None:
            return
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink = self._colours()
        painter.setPen(QPen(ink, look.px(2)))
        painter.setBrush(ground)
        edge = look.px(1)
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), look.px(14), look.px(14)
        )
        side = look.px(ICON_PX)
        heights = self._heights(self.width())
        top = (self.height() - sum(heights)) // 2
        icons.draw(painter, self.told.icon, ink, QRectF(look.px(24), (self.height() - side) / 2, side, side))
        left = look.px(24 + ICON_PX + 24)
        for (text, size, bold, heading), height in zip(self._lines(), heights, strict=True):
            painter.setFont(look.font(size, bold=bold, heading=heading))
            painter.setPen(ink)
            box = QRectF(left, top, self._room(self.width()), height)
            painter.drawText(box, Qt.TextFlag.TextWordWrap, text)
            top += height
        painter.end()

    def _colours(self) -> tuple[QColor, QColor]:
        look = theme()
        if self.told is not None and self.told.is_loud:
            if self.told.tone is Tone.BAD:
                return look.colour("danger"), look.colour("on_danger")
            return look.colour("text"), look.colour("surface")
        tone = look.tone(self.told.tone if self.told else Tone.NEUTRAL)
        return tone.ground, tone.ink


class NoteLine(QWidget):
    """One note with its icon."""

    def __init__(self, text: str, icon: str, tone: Tone) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        pad(row, gap=8)
        row.addWidget(Picture(icon, tone, 18), alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(words(text, wrap=True), 1)


class AnswerPanel(QScrollArea):
    """Band, warning of an old list, facts to compare, notes, and what the answer rests on."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.band, self.warning = AnswerBand(), Bar(Tone.WARN)
        self._facts, self._how = Facts(role="strong"), Facts()
        self._facts_title = words("Cocokkan dengan kertas dan identitas", "section")
        self._notes = QVBoxLayout()
        pad(self._notes, gap=6)
        self.inside = QWidget()
        self.inside.setObjectName("plain")
        column = QVBoxLayout(self.inside)
        pad(column, 0, 0, 8, 8, gap=12)
        column.addWidget(self.band)
        column.addWidget(self.warning)
        column.addLayout(self._notes)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        pad(self._columns, gap=16)
        self._left = self._card(self._facts_title, self._facts)
        self._columns.addWidget(self._left, 3)
        self._columns.addWidget(self._card(words("Dasar jawaban", "section"), self._how), 2)
        column.addLayout(self._columns)
        column.addStretch(1)
        self.setWidget(self.inside)
        self.viewport().setAutoFillBackground(False)
        self.inside.setAutoFillBackground(False)

    def show_told(self, told: Told) -> None:
        """Show one answer."""
        self.band.show_told(told)
        if told.warnings:
            self.warning.show_text(told.warnings[0], " ".join(told.warnings[1:]))
        else:
            self.warning.hide()
        clear_out(self._notes)
        for note in told.notes:
            self._notes.addWidget(NoteLine(note, "info", Tone.INFO))
        if told.answer.signer_name:
            tone = SIGNATURE_TONES[told.answer.signature]
            said = f"{word(told.answer.signature)} · {told.answer.signer_name}"
            self._notes.addWidget(NoteLine(said, "signature", tone))
        self._left.setVisible(bool(told.facts))
        self._facts.show_facts(list(told.facts))
        self._how.show_facts(list(told.how))
        self.verticalScrollBar().setValue(0)

    def text(self) -> str:
        """Give everything that stands here, line by line."""
        seen = [label for label in self.inside.findChildren(QLabel) if label.isVisibleTo(self.inside)]
        said = [self.band.accessibleName(), *(label.text() for label in seen)]
        return "\n".join(line for line in said if line)

    def arrange(self, width: int) -> None:
        """Put the cards below each other where there is no room beside each other."""
        way = QBoxLayout.Direction
        wanted = way.TopToBottom if width < theme().px(NARROW_PX - 260) else way.LeftToRight
        if wanted != self._columns.direction():
            self._columns.setDirection(wanted)

    def _card(self, title: QLabel, facts: Facts) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        pad(column, 16, 12, 16, 14, gap=10)
        column.addWidget(title)
        column.addWidget(facts)
        column.addStretch(1)
        return card
