"""Words in a coloured bar: the quiet notice, the banner with "Coba lagi", the toast, the empty state."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from workstation.problem import Problem
from workstation.ui import icons
from workstation.ui.button import Button, Weight
from workstation.ui.native import words as words
from workstation.ui.theme import TONE_ICONS, Tone, pad, restyle, theme


class Picture(QWidget):
    """An icon of the set in a colour token or a tone, grown with the theme."""

    def __init__(self, name: str, colour: str | Tone = "muted", size: int = 18) -> None:
        super().__init__()
        self.name, self.colour, self.size_px = name, colour, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def show_icon(self, name: str, colour: str | Tone) -> None:
        """Change drawing and colour."""
        self.name, self.colour = name, colour
        self.update()

    def sizeHint(self) -> QSize:
        """Be square."""
        return QSize(theme().px(self.size_px), theme().px(self.size_px))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon in the present colour."""
        painter = QPainter(self)
        look = theme()
        ink = look.tone(self.colour).ink if isinstance(self.colour, Tone) else look.colour(self.colour)
        icons.draw(painter, self.name, ink, self.rect().toRectF())
        painter.end()


class BusyLine(QWidget):
    """A thin line that runs while something is asked; ours, so that it dies with its screen and with nothing else.

    The style's own running bar is an animation that the style keeps beside the widget.
    """

    STEP_MS, ROUND_MS = 40, 1200

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Sedang memuat")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._at = 0
        self._timer = QTimer(self)
        self._timer.setInterval(self.STEP_MS)
        self._timer.timeout.connect(self._step)

    def run(self, *, on: bool) -> None:
        """Run or rest; at rest it is a blank line of the same height."""
        if on == self._timer.isActive():
            return
        self._at = 0
        if on:
            self._timer.start()
        else:
            self._timer.stop()
        self.update()

    def _step(self) -> None:
        self._at = (self._at + self.STEP_MS) % self.ROUND_MS
        self.update()

    def sizeHint(self) -> QSize:
        """Be thin."""
        return QSize(theme().px(80), max(2, theme().px(2)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the running part."""
        if not self._timer.isActive():
            return
        painter = QPainter(self)
        part = self.width() // 4
        left = round((self.width() + part) * self._at / self.ROUND_MS) - part
        painter.fillRect(left, 0, part, self.height(), theme().colour("accent"))
        painter.end()


class Bar(QFrame):
    """A bar in a tone: icon, one sentence, what to do, and up to two buttons on the right."""

    def __init__(self, tone: Tone = Tone.WARN) -> None:
        super().__init__()
        self._picture = Picture(TONE_ICONS[tone], tone, 20)
        self._sentence, self._advice = words(role="strong", wrap=True), words(wrap=True)
        self._buttons = QHBoxLayout()
        pad(self._buttons, gap=8)
        text = QVBoxLayout()
        pad(text, gap=2)
        text.addWidget(self._sentence)
        text.addWidget(self._advice)
        row = QHBoxLayout(self)
        pad(row, 14, 10, 10, 10, gap=12)
        row.addWidget(self._picture, alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(text, 1)
        row.addLayout(self._buttons)
        self.set_tone(tone)
        self.hide()

    def set_tone(self, tone: Tone) -> None:
        """Change colour and icon."""
        self._picture.show_icon(TONE_ICONS[tone], tone)
        restyle(self, bar=tone.value)

    def add_button(self, button: Button) -> None:
        """Put one more button at the right end."""
        self._buttons.addWidget(button)

    def show_text(self, sentence_text: str, advice_text: str = "") -> None:
        """Say something; a screen reader hears both parts."""
        self._sentence.setText(sentence_text)
        self._advice.setText(advice_text)
        self._advice.setVisible(bool(advice_text))
        self.setAccessibleName(f"{sentence_text} {advice_text}".strip())
        self.show()

    def text(self) -> str:
        """Give the sentence on the bar."""
        return self._sentence.text()


class Notice(Bar):
    """The quiet bar under a screen's title: a refusal and what to do; Esc in the screen or X closes it."""

    def __init__(self) -> None:
        super().__init__(Tone.WARN)
        self.problem: Problem | None = None
        close = Button(icon="x", weight=Weight.QUIET, small=True)
        close.setAccessibleName("Tutup pemberitahuan")
        close.setToolTip("Tutup pemberitahuan")
        close.clicked.connect(self.clear)
        self.add_button(close)

    def show_problem(self, problem: Problem) -> None:
        """Say a problem in Indonesian with what was kept and what to do."""
        from workstation.wording import advice, sentence  # heavy; the first window has no problem yet

        self.problem = problem
        self.show_text(sentence(problem), advice(problem))

    def clear(self) -> None:
        """Go away."""
        self.problem = None
        self.hide()


class OutageBanner(Bar):
    """The red banner: what is broken, the other system's raw word, and "Coba lagi"."""

    retry = Signal(str)
    drop = Signal(str)

    def __init__(self) -> None:
        super().__init__(Tone.BAD)
        self.lane = ""
        self.again = Button("Coba lagi", "refresh-cw", keys="F5", small=True)
        self.give_up = Button("Batalkan yang menunggu", weight=Weight.QUIET, small=True)
        self.setProperty("strip", True)
        self.again.clicked.connect(self._retry)
        self.give_up.clicked.connect(self._drop)
        self.add_button(self.give_up)
        self.add_button(self.again)

    def show_outage(self, lane: str, problem: Problem, held: int) -> None:
        """Say what is broken and how many requests wait in `lane` ("" when none can)."""
        from workstation.wording import advice, sentence

        self.lane = lane
        raw = getattr(problem, "raw", "")
        waiting = f"{held} permintaan menunggu sambungan." if held else ""
        parts = [advice(problem), waiting, f"Keterangan sistem: {raw}" if raw else ""]
        self.give_up.setVisible(held > 0)
        self.show_text(sentence(problem), " ".join(part for part in parts if part))

    def _retry(self) -> None:
        self.retry.emit(self.lane)

    def _drop(self) -> None:
        self.drop.emit(self.lane)


class Toast(QFrame):
    """A short sentence of success over the top bar, where it covers no work; never takes the focus."""

    MILLISECONDS = 4000

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "toast")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._home, self._label = parent, words()
        row = QHBoxLayout(self)
        pad(row, 14, 10, 16, 10, gap=10)
        row.addWidget(Picture("circle-check", "surface"))
        row.addWidget(self._label)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def say(self, text: str) -> None:
        """Show `text` for four seconds."""
        self._label.setText(text)
        self.setAccessibleName(text)
        self.show()
        self._place()
        self.raise_()
        self._timer.start(self.MILLISECONDS)

    def text(self) -> str:
        """Give the words last said."""
        return self._label.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle when the window grows."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show) and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.adjustSize()
        self.move((self._home.width() - self.width()) // 2, theme().px(4))


class Empty(QWidget):
    """What stands where rows would be: an icon, a heading, what to do next, perhaps a button."""

    def __init__(
        self, title: str = "", text: str = "", icon: str = "inbox", button: QWidget | None = None
    ) -> None:
        super().__init__()
        self._picture = Picture(icon, "muted", 44)
        self._title, self._text = words(title, "section"), words(text, "muted", wrap=True)
        column = QVBoxLayout(self)
        pad(column, 24, gap=8)
        column.addStretch(2)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(self._picture, alignment=centre)
        for label in (self._title, self._text):
            label.setAlignment(centre)
            column.addWidget(label)
        if button is not None:
            column.addWidget(button, alignment=centre)
        column.addStretch(3)

    def say(self, title: str, text: str = "", icon: str = "") -> None:
        """Change the words."""
        self._title.setText(title)
        self._text.setText(text)
        if icon:
            self._picture.show_icon(icon, "muted")
