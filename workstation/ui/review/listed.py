"""Verbs on the list of persons: go to it, tick, filter, search."""

from workstation.ui.review.verb import ReviewAction


class Persons(ReviewAction):
    """Go to the persons of the list, or back to the papers."""

    TEXT, KEYS, ICON = "Daftar pekerja", "P", "users"

    def fits(self, _rows: object) -> bool | str:
        """Only where there is a list."""
        if self.case is None:
            return "Belum ada berkas di meja."
        self.setText("Berkas" if self.screen.desk.is_on_persons else self.TEXT)
        return bool(self.case.file.persons) or "Permohonan ini tidak memuat daftar pekerja."

    def perform(self) -> None:
        """Change over."""
        self.screen.show_persons(not self.screen.desk.is_on_persons)


class _OnPersons(ReviewAction):
    """A verb of the list of persons; it starts no use case and works on cases that are only read."""

    def fits(self, _rows: object) -> bool | str:
        """While the list is open."""
        return (self.case is not None and self.screen.desk.is_on_persons) or "Buka daftar pekerja (P) dahulu."


class TickPersons(_OnPersons):
    """Tick everybody who is listed."""

    TEXT, ICON = "Tandai semua", "list-checks"

    def perform(self) -> None:
        """Tick."""
        self.screen.desk.persons.tick_shown()


class NextKind(_OnPersons):
    """Show another kind of persons: all, undecided, noted, not approved."""

    TEXT, ICON = "Saring", "list-filter"

    def perform(self) -> None:
        """Show the next kind."""
        self.screen.desk.persons.next_kind()


class FindPerson(_OnPersons):
    """Look for a person by name or NIK."""

    TEXT, ICON = "Cari pekerja", "search"

    def perform(self) -> None:
        """Put the cursor into the search."""
        self.screen.desk.persons.search.setFocus()
        self.screen.desk.persons.search.selectAll()


class TurnPhoto(ReviewAction):
    """Turn the photo of the row under the cursor; how it is turned is kept."""

    TEXT, KEYS, ICON, FREE = "Putar foto", "Shift+R", "rotate-cw", True

    def fits(self, _rows: object) -> bool | str:
        """A row with papers must be seen."""
        is_seen = self.case is not None and self.screen.desk.persons.is_pair
        return is_seen or "Buka daftar pekerja yang berfoto (P) dahulu."

    def perform(self) -> None:
        """Turn it."""
        self.screen.turn_row_paper(1)
