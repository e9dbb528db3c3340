"""The verbs of the rules: four parts, the next difference, and for the administrator a file to load."""

from typing import TYPE_CHECKING, cast

from workstation.ui.action import Action
from workstation.ui.button import Weight
from workstation.vocabulary import Role

if TYPE_CHECKING:
    from workstation.ui.rules.screen import RulesScreen


class _Verb(Action):
    @property
    def screen(self) -> "RulesScreen":
        """Give the screen of this verb."""
        return cast("RulesScreen", self.parent())


class FindType(_Verb):
    """Go to the filter."""

    TEXT, ICON, WEIGHT = "Cari", "search", Weight.QUIET

    def perform(self) -> None:
        """Put the cursor there with everything chosen."""
        self.screen.view.filter.setFocus()
        self.screen.view.filter.selectAll()


class ShowCatalogue(_Verb):
    """Read what a citizen must bring."""

    TEXT, KEYS, ICON = "Katalog", "Ctrl+1", "list-checks"

    def perform(self) -> None:
        """Show it."""
        self.screen.show_part(self.screen.view.catalogue)


class ShowVersions(_Verb):
    """Read two versions side by side."""

    TEXT, KEYS, ICON = "Bandingkan versi", "Ctrl+2", "files"

    def perform(self) -> None:
        """Show them."""
        self.screen.show_part(self.screen.view.compare)


class ShowMoments(_Verb):
    """See what changes when."""

    TEXT, KEYS, ICON = "Garis waktu", "Ctrl+3", "history"

    def perform(self) -> None:
        """Show it."""
        self.screen.show_part(self.screen.view.moments)


class PrintSheet(_Verb):
    """Print the catalogue sheet of the chosen type for the citizen."""

    TEXT, ICON = "Cetak katalog", "printer"

    def fits(self, _rows: object) -> bool | str:
        """Ask for a chosen type."""
        return getattr(self.parent(), "chosen", None) is not None or "Pilih jenis izin dahulu."

    def perform(self) -> None:
        """Print."""
        self.screen.print_sheet(self)


class NextChange(_Verb):
    """Go to the next line that differs."""

    TEXT, KEYS, ICON = "Perbedaan berikutnya", "F2", "chevron-down"
    REPEATS = True

    def fits(self, _rows: object) -> bool | str:
        """Only where versions are compared."""
        if not getattr(self.parent(), "can_step", False):
            return "Tidak ada perbedaan yang tampil; bandingkan dua versi dahulu."
        return True

    def perform(self) -> None:
        """Scroll there."""
        self.screen.next_change()


class ShowAll(_Verb):
    """Show what is the same as well, or again only what differs."""

    TEXT, KEYS, ICON = "Tampilkan semua", "Ctrl+D", "list-filter"

    def perform(self) -> None:
        """Change over."""
        self.screen.show_all(not self.screen.is_all)


class OpenFile(_Verb):
    """Look at rule files before they are loaded."""

    TEXT, ICON, ROLE = "Pilih berkas aturan", "upload", Role.ADMIN

    def perform(self) -> None:
        """Ask for files."""
        self.screen.loading.choose()


class LookAgain(_Verb):
    """Read the same files again after they were mended."""

    TEXT, KEYS, ICON, ROLE = "Periksa lagi", "Ctrl+R", "refresh-cw", Role.ADMIN

    def fits(self, _rows: object) -> bool | str:
        """Ask for files that were looked at."""
        loading = getattr(self.parent(), "loading", None)
        return bool(loading is not None and loading.looked) or "Pilih berkas aturan dahulu."

    def perform(self) -> None:
        """Look."""
        self.screen.loading.look_again()


class LoadFile(_Verb):
    """Load what was looked at, after one question."""

    TEXT, KEYS, ICON, ROLE = "Muat", ("Ctrl+Enter", "Ctrl+Return"), "check", Role.ADMIN
    WEIGHT = Weight.PRIMARY
    CHANGES = frozenset({"rules"})

    def fits(self, _rows: object) -> bool | str:
        """Only what is sound and changes something."""
        loading = getattr(self.parent(), "loading", None)
        return loading.may_load() if loading is not None else "Pilih berkas aturan dahulu."

    def perform(self) -> None:
        """Ask, then load."""
        self.screen.loading.confirm(self)
