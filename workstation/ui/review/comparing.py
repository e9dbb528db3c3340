"""Two papers side by side, and the scan on a second screen."""

from workstation.ui.review.picture_tools import PictureAction
from workstation.ui.review.scene import keep_apart
from workstation.ui.review.tools import ScanAction
from workstation.ui.review.verb import ReviewAction


class Compare(PictureAction):
    """A second paper beside this one: the card's face beside the photo, this scan beside the refused one."""

    TEXT, KEYS, ICON = "Bandingkan", "V", "columns-2"

    def fits(self, rows: object) -> bool | str:
        """Closing it is always possible."""
        return (self.case is not None and self.screen.desk.scene.is_comparing) or super().fits(rows)

    def perform(self) -> None:
        """Open or close it."""
        scene = self.screen.desk.scene
        scene.compare(on=not scene.is_comparing)


class _OnTwo(ReviewAction):
    """A verb on two papers."""

    FREE = True

    def fits(self, _rows: object) -> bool | str:
        """Two must be seen."""
        return (self.case is not None and self.screen.desk.scene.is_comparing) or "Bandingkan (V) dahulu."


class SwitchPaper(_OnTwo):
    """Let the tools work on the other of the two."""

    TEXT, KEYS, ICON = "Pindah panel", "Q", "repeat"

    def perform(self) -> None:
        """Change over."""
        self.screen.desk.scene.switch()


class LinkPapers(_OnTwo):
    """Both show the same part at the same size, or each its own."""

    TEXT, KEYS, ICON = "Gerak bersama", "Shift+V", "paperclip"

    def perform(self) -> None:
        """Change over."""
        scene = self.screen.desk.scene
        scene.link(on=not scene.is_linked)
        self.screen.say(
            "Kedua panel bergerak bersama." if scene.is_linked else "Tiap panel bergerak sendiri."
        )


class SecondScreen(ScanAction):
    """The scan in a window of its own, on the second screen if there is one, and back."""

    TEXT, KEYS, ICON = "Layar kedua", "U", "monitor"

    def perform(self) -> None:
        """Move it; the place is remembered."""
        desk = self.screen.desk
        keep_apart(on=not desk.is_apart)
        desk.set_apart(on=not desk.is_apart)
