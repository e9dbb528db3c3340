"""Colours, sizes and fonts: three palettes, one style sheet, any size from 100 to 200 %, changed live.

Widgets take `theme().colour("muted")` and `theme().px(8)` at paint time, or an object name or property
that the style sheet knows. Layouts get their margins through `pad`, so that they grow with the letters.
"""

from string import Template
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QLayout, QWidget

from workstation.resources_at import resource
from workstation.ui.colours import COLOURS, TONE_ICONS, TONES, Look, Tone

__all__ = ["TONE_ICONS", "Look", "Theme", "Tone", "ToneColours", "contrast", "pad", "restyle", "theme"]

BODY, HEADING = "Inter", "Plus Jakarta Sans"
TEXT_PX, SMALL_PX, TITLE_PX, DISPLAY_PX = 14, 12, 20, 28
SCALES = (100, 110, 125, 150, 175, 200)


class ToneColours(NamedTuple):
    """Letters and ground of one tone."""

    ink: QColor
    ground: QColor


class Theme(QObject):
    """The look in force. `changed` follows every change of palette or size."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.look = Look.LIGHT
        self.scale = 100
        self._has_fonts = False
        self._sheet = Template(resource("workstation.qss").read_text(encoding="utf-8"))

    def px(self, size: float) -> int:
        """Scale a size given for 100 % to logical pixels."""
        return max(1, round(size * self.scale / 100))

    def colour(self, name: str) -> QColor:
        """Give a colour by its token; KeyError if there is none."""
        return QColor(COLOURS[name][list(Look).index(self.look)])

    def tone(self, tone: Tone) -> ToneColours:
        """Give the two colours of a tone."""
        ink, ground = TONES[self.look][tone]
        return ToneColours(QColor(ink), QColor(ground))

    def font(
        self, size: float = TEXT_PX, *, bold: bool = False, heading: bool = False, figures: bool = False
    ) -> QFont:
        """Make a font of `size` px at 100 %; `figures` gives all digits one width, for columns of numbers."""
        font = QFont(HEADING if heading else BODY)
        font.setPixelSize(self.px(size))
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        if figures:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def apply(self, look: Look | None = None, scale: int | None = None) -> None:
        """Set palette and size for the whole program, now."""
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            raise TypeError("a theme needs a QApplication")
        if not self._has_fonts:
            self._load_fonts()
        self.look = look or self.look
        self.scale = min(max(scale or self.scale, SCALES[0]), SCALES[-1])
        if not app.property("fusion"):
            app.setStyle("Fusion")
        app.setPalette(self._palette())
        app.setFont(self.font())
        app.setStyleSheet(self._style())
        for window in app.topLevelWidgets():
            for layout in window.findChildren(QLayout):
                _apply_pad(layout)
        self.changed.emit()

    def zoom(self, step: int) -> None:
        """Go `step` sizes up or down; 0 goes back to 100 %."""
        if step == 0:
            self.apply(scale=100)
            return
        at = min(range(len(SCALES)), key=lambda i: abs(SCALES[i] - self.scale))
        self.apply(scale=SCALES[min(max(at + step, 0), len(SCALES) - 1)])

    def _load_fonts(self) -> None:
        self._has_fonts = True
        for family in ("Inter", "PlusJakartaSans"):
            for file in sorted(resource("fonts").glob(f"{family}-*.ttf")):
                QFontDatabase.addApplicationFont(str(file))

    def _palette(self) -> QPalette:
        part, look = QPalette.ColorRole, QPalette()
        for role, name in (
            (part.Window, "window"), (part.WindowText, "text"), (part.Base, "surface"), (part.Text, "text"),
            (part.AlternateBase, "sunken"), (part.Button, "surface"), (part.ButtonText, "text"),
            (part.Highlight, "accent"), (part.HighlightedText, "on_accent"), (part.ToolTipBase, "text"),
            (part.ToolTipText, "surface"), (part.PlaceholderText, "muted"), (part.Link, "accent"),
            (part.Mid, "line"), (part.Dark, "edge"), (part.Light, "surface"), (part.Accent, "accent"),
        ):  # fmt: skip
            look.setColor(role, self.colour(name))
        for role in (part.Text, part.ButtonText, part.WindowText):
            look.setColor(QPalette.ColorGroup.Disabled, role, self.colour("muted"))
        return look

    def _style(self) -> str:
        words = {name: self.colour(name).name() for name in COLOURS}
        for tone, (ink, ground) in TONES[self.look].items():
            words[f"{tone.value}_ink"], words[f"{tone.value}_ground"] = ink, ground
        words.update({f"p{n}": f"{self.px(n)}px" for n in range(1, 49)})
        # a thicker border must not move the words: the room inside shrinks by as much
        tall, side = self.px(34), self.px(9)
        words.update(entry=f"{tall - 2}px", entry_thick=f"{tall - 4}px")
        words.update(entry_side=f"{side}px", entry_side_thick=f"{side - 1}px")
        # black on black shows no grey: there a dashed rim says "not now"
        words.update(off_rim="dashed" if self.look is Look.CONTRAST else "solid")
        rim = self.colour("on_accent")
        words.update(chip_rim=f"rgba({rim.red()}, {rim.green()}, {rim.blue()}, 100)")
        words.update(heading=HEADING, body=BODY)
        chevron = resource(f"icons/chevron-down-{self.look.value}.svg").as_posix()
        return self._sheet.substitute(words, chevron=chevron)


_theme: list[Theme] = []


def new_application(name: str) -> QApplication:
    """Make the one QApplication, in Fusion from the start: `setStyle` would load all of QStyle's enums (4 ms)."""
    app = QApplication([name, "-style", "Fusion"])
    app.setProperty("fusion", True)
    return app


def theme() -> Theme:
    """Give the one theme of this process."""
    if not _theme:
        _theme.append(Theme())
    return _theme[0]


def pad(layout: QLayout, *sides: int, gap: int = 8) -> None:
    """Set margins (none, one for all, or left top right bottom) and gap in px at 100 %; kept over zooming."""
    four = sides if len(sides) == 4 else (sides[0] if sides else 0,) * 4
    layout.setProperty("pad", " ".join(str(n) for n in (*four, gap)))  # a list would load QByteArray
    _apply_pad(layout)


def _apply_pad(layout: QLayout) -> None:
    wanted = layout.property("pad")
    if not wanted:
        return
    left, top, right, bottom, gap = (theme().px(n) if n else 0 for n in map(int, wanted.split()))
    layout.setContentsMargins(left, top, right, bottom)
    layout.setSpacing(gap)


def restyle(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties and let the style sheet look again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def contrast(one: QColor, other: QColor) -> float:
    """Give the WCAG 2 contrast ratio of two colours, 1 to 21."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())
