"""The verbs of the wordings: look, try another case, compare, publish, take back, begin anew, put in the arms."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from workstation.ui.action import Action
from workstation.ui.button import Weight
from workstation.vocabulary import Role

if TYPE_CHECKING:
    from workstation.ui.templates.screen import TemplatesScreen


class TemplateVerb(Action):
    """A verb of this screen."""

    ROLE = Role.ADMIN

    @property
    def screen(self) -> "TemplatesScreen":
        """Return the screen."""
        return cast("TemplatesScreen", self.parent())


class Publish(TemplateVerb):
    """Let papers say this from the day that was typed."""

    TEXT, KEYS, ICON, WEIGHT = "Terbitkan", ("Ctrl+Enter", "Ctrl+Return"), "check", Weight.PRIMARY
    CHANGES = frozenset({"rules"})

    def fits(self, _rows: Sequence[object]) -> bool | str:
        """Only what differs from the chosen version; never cut off while a question is open."""
        screen = self.parent()
        asking = getattr(screen, "ask_bar", None)
        if asking is not None and asking.is_asking:
            return True
        return getattr(screen, "is_changed", False) or "Belum ada yang diubah."

    def perform(self) -> None:
        """Ask why, then publish; the same key answers."""
        if self.screen.ask_bar.is_asking:
            self.screen.ask_bar.accept()
        else:
            self.screen.ask_to_publish(self)


class Look(TemplateVerb):
    """Draw the paper anew."""

    TEXT, ICON = "Pratinjau", "eye"

    def perform(self) -> None:
        """Draw."""
        self.screen.show_preview()


class NextCase(TemplateVerb):
    """Draw the paper with other facts."""

    TEXT, KEYS, ICON = "Kasus uji berikutnya", "F2", "repeat"
    REPEATS = True

    def perform(self) -> None:
        """Choose the next case."""
        self.screen.next_case()


class TurnPage(TemplateVerb):
    """Show the next page of the paper, after the last the first."""

    TEXT, KEYS, ICON = "Balik halaman", "Ctrl+PgDown", "chevron-right"
    REPEATS = True

    def perform(self) -> None:
        """Turn."""
        self.screen.turn_page()


class Compare(TemplateVerb):
    """Show what differs from the chosen version, or the paper again."""

    TEXT, KEYS, ICON = "Perbedaan", "Ctrl+D", "columns-2"

    def perform(self) -> None:
        """Change over."""
        self.screen.show_difference()


class TakeBack(TemplateVerb):
    """Delete a version that does not hold yet."""

    TEXT, ICON = "Hapus versi", "trash-2"
    CHANGES = frozenset({"rules"})

    def fits(self, _rows: Sequence[object]) -> bool | str:
        """Only a version of the days to come."""
        return getattr(self.parent(), "may_take_back", False) or "Pilih versi yang belum berlaku."

    def perform(self) -> None:
        """Ask why, then delete."""
        self.screen.ask_to_take_back(self)


class BeginAnew(TemplateVerb):
    """Put the words that the paper was born with into the blocks; nothing is published by it."""

    TEXT, KEYS, ICON = "Pakai bawaan", "Ctrl+R", "rotate-ccw"

    def perform(self) -> None:
        """Put them there."""
        self.screen.begin_anew()


class ChooseArms(TemplateVerb):
    """Choose the picture of the letterhead."""

    TEXT, ICON = "Pilih berkas lambang", "image"

    def fits(self, _rows: Sequence[object]) -> bool | str:
        """Only for the letterhead."""
        return getattr(self.parent(), "has_arms", False) or "Lambang ada pada kop surat."

    def perform(self) -> None:
        """Ask for a file."""
        self.screen.choose_arms()
