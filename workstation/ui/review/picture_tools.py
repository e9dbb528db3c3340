"""Tools for the look of a page: a part of it, the loupe, straightened, cropped, lighter, stronger, grey, inverted."""

from dataclasses import replace
from functools import partial
from typing import ClassVar

from workstation.places_on_page import Region
from workstation.ui.review.tones import MOST, Tint
from workstation.ui.review.tools import ScanAction
from workstation.ui.review.verb import ReviewAction


class PictureAction(ScanAction):
    """A tool that needs a page to be seen."""

    def fits(self, rows: object) -> bool | str:
        """Only while a page is there."""
        answer = super().fits(rows)
        return answer if answer is not True else self.pane.is_sharp or "Pindaian belum tampil."


class FitRegion(PictureAction):
    """Fill the window with a part of the page."""

    TEXT, KEYS, ICON = "Perbesar bagian", "Z", "focus"

    def perform(self) -> None:
        """Let the part be framed."""
        canvas = self.pane.canvas
        canvas.frame("Bagian yang diperbesar", self.screen, canvas.look_at)


class Loupe(PictureAction):
    """A loupe that follows the cursor, or Shift and the arrows."""

    TEXT, KEYS, ICON = "Kaca pembesar", "K", "search"

    def perform(self) -> None:
        """Take it out or put it away."""
        canvas = self.pane.canvas
        canvas.set_loupe(on=not canvas.has_loupe)


class Crop(PictureAction):
    """Show only a part of the page from now on, to everybody; once more shows all of it."""

    TEXT, KEYS, ICON = "Pangkas", "X", "crop"

    def perform(self) -> None:
        """Let the part be framed, or drop the crop."""
        pane = self.pane
        if pane.shape.crop is not None:
            pane.set_shape(replace(pane.shape, crop=None))
        else:
            pane.canvas.frame("Bagian yang tetap ditampilkan", self.screen, self._crop)

    def _crop(self, region: Region) -> None:
        self.pane.set_shape(replace(self.pane.shape, crop=region))


class Straighten(PictureAction):
    """Straighten a page that was scanned askew, by the angle of its lines; once more leaves it as it was."""

    TEXT, KEYS, ICON = "Luruskan", "L", "align-justify"

    def perform(self) -> None:
        """Measure in the picture process, or take the straightening back."""
        pane, front = self.pane, self.pane.front
        if front is None:
            return
        if pane.shape.angle:
            pane.set_shape(replace(pane.shape, angle=0.0))
            return
        scan, page, file = front
        pages, rotation = self.office.tools["pages"], pane.rotation
        self.start(
            lambda: pages.skew(
                scan.sha256, file.data, page, rotation=rotation, password=file.password, name=scan.file_name
            ),
            lane="scans",
            then=partial(self._straighten, scan.id, page),
            read=True,
        )

    def _straighten(self, scan: int, page: int, angle: float) -> None:
        front = self.pane.front
        if front is None or (front[0].id, front[1]) != (scan, page):
            return
        if angle:
            self.pane.set_shape(replace(self.pane.shape, angle=angle))
        else:
            self.screen.say("Halaman ini sudah lurus, atau garisnya tidak terbaca.")


class _Light(PictureAction):
    """A tool for poor photos."""

    BY: ClassVar[dict[str, int]] = {}

    def perform(self) -> None:
        """One step."""
        now = self.pane.canvas.tint
        light = min(max(now.light + self.BY.get("light", 0), -MOST), MOST)
        contrast = min(max(now.contrast + self.BY.get("contrast", 0), 0), MOST)
        self.pane.set_tint(replace(now, light=light, contrast=contrast))


class Lighter(_Light):
    """Lighter."""

    REPEATS = True
    TEXT, KEYS, ICON, BY = "Lebih terang", "B", "sun", {"light": 1}


class Darker(_Light):
    """Darker."""

    REPEATS = True
    TEXT, KEYS, ICON, BY = "Lebih gelap", "G", "moon", {"light": -1}


class Stronger(_Light):
    """More contrast."""

    REPEATS = True
    TEXT, KEYS, ICON, BY = "Kontras lebih kuat", "C", "contrast", {"contrast": 1}


class Weaker(_Light):
    """Less contrast."""

    REPEATS = True
    TEXT, KEYS, ICON, BY = "Kontras lebih lemah", "Shift+C", "contrast", {"contrast": -1}


class Grey(PictureAction):
    """Without colours, and back."""

    TEXT, KEYS, ICON = "Abu-abu", "A", "image"

    def perform(self) -> None:
        """Change over."""
        now = self.pane.canvas.tint
        self.pane.set_tint(replace(now, grey=not now.grey))


class Negative(PictureAction):
    """White on black, and back."""

    TEXT, KEYS, ICON = "Negatif", "I", "eye"

    def perform(self) -> None:
        """Change over."""
        now = self.pane.canvas.tint
        self.pane.set_tint(replace(now, inverted=not now.inverted))


class Natural(PictureAction):
    """As the page is."""

    TEXT, KEYS, ICON = "Warna asli", "N", "undo-2"

    def fits(self, rows: object) -> bool | str:
        """Only when something was changed."""
        answer = super().fits(rows)
        return answer if answer is not True else not self.pane.canvas.tint.is_plain or "Warnanya sudah asli."

    def perform(self) -> None:
        """Drop light, contrast, grey and inverted."""
        self.pane.set_tint(Tint())


class MoreTools(PictureAction):
    """The second row of tools."""

    TEXT, KEYS, ICON = "Alat lain", "T", "sliders-horizontal"

    def perform(self) -> None:
        """Show or hide it."""
        rows = self.screen.desk.scene.tools
        rows.show_more(on=not rows.has_more)


LOOKS: tuple[type[ReviewAction], ...] = (
    Straighten, Crop, Lighter, Darker, Stronger, Weaker, Grey, Negative, Natural,
)  # fmt: skip
