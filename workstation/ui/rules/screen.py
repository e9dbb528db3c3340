"""The rules of permits: catalogue for everybody, versions side by side, what changes when, files for the admin."""

from functools import partial

from PySide6.QtWidgets import QWidget

from workstation import phrasing
from workstation.catalogue.rules import PermitTypeRules
from workstation.queries.rules import TypeRow, VersionRow, permit_types
from workstation.ui.action import Action, ActionButton
from workstation.ui.printer_choices import letters_go_to
from workstation.ui.rules import actions
from workstation.ui.rules.loading import Loading
from workstation.ui.rules.pages import catalogue_page, compare_page
from workstation.ui.rules.rows import MomentRow, moments
from workstation.ui.rules.view import RulesView
from workstation.ui.screen import Screen
from workstation.ui.theme import theme
from workstation.usecases.informing import print_catalogue

PARTS = (actions.ShowCatalogue, actions.ShowVersions, actions.ShowMoments)


class RulesScreen(Screen):
    """What holds, since when, and what comes."""

    KEY, TITLE, ICON = "rules", "Aturan izin", "gavel"
    SHOWS = frozenset({"rules"})

    def build(self) -> None:
        """Lay out; nothing is asked yet."""
        self._all: tuple[TypeRow, ...] = ()
        self._type: TypeRow | None = None
        self._changes, self._at, self.is_all = 0, 0, False
        self.view = RulesView()
        self.loading = Loading(self)
        self.add_actions(actions.OpenFile)
        self.find_type = self.add_action(actions.FindType)
        for kind in PARTS:
            self.view.parts.addWidget(ActionButton(self.add_action(kind), small=True))
        self.view.parts.addStretch(1)
        self.view.parts.addWidget(ActionButton(self.add_action(actions.PrintSheet), small=True))
        self.step = self.add_action(actions.NextChange)
        self.whole = self.add_action(actions.ShowAll)
        for verb in (self.whole, self.step):
            self.view.compare.tools.addWidget(ActionButton(verb, small=True))
        for loader in (self.add_action(actions.LookAgain), self.add_action(actions.LoadFile)):
            self.view.file.tools.addWidget(ActionButton(loader))
        self.set_body(self.view)
        self.view.filter.textChanged.connect(self._filter)
        self.view.types.current_row.connect(self._choose)
        self.view.moments.activated_row.connect(self._open_moment)
        compare = self.view.compare
        compare.older.activated.connect(self._compare)
        compare.newer.activated.connect(self._compare)
        theme().changed.connect(self._draw)
        self.setFocusProxy(self.view.types)
        self.show_part(self.view.catalogue)

    def refresh(self) -> None:
        """Ask for all types and versions."""
        desk = self.office.desk
        self.ask(lambda: permit_types(desk), then=self._show)

    def open(self, subject: object) -> None:
        """Open one type by its code."""
        if isinstance(subject, str):
            self.view.filter.clear()
            self.view.types.choose_row(subject)

    def show_part(self, part: QWidget) -> None:
        """Show the catalogue, the versions, the time line or the file."""
        self.view.show_part(part)
        self._draw()
        for action in self.actions_here:
            action.again()

    def show_all(self, on: bool) -> None:
        """Show every line of two versions, or only those that differ."""
        self.is_all = on
        self.whole.setText("Hanya yang berbeda" if on else actions.ShowAll.TEXT)
        self.show_part(self.view.compare)

    @property
    def can_step(self) -> bool:
        """Tell whether differences are on the screen."""
        return self._changes > 0 and self.view.stack.currentWidget() is self.view.compare

    def next_change(self) -> None:
        """Scroll to the next difference, after the last to the first."""
        self._at = self._at % self._changes + 1
        self.view.compare.page.scrollToAnchor(f"change-{self._at}")
        self._count()

    @property
    def chosen(self) -> TypeRow | None:
        """Give the type under the cursor."""
        return self._type

    def print_sheet(self, verb: Action) -> None:
        """Print what the citizen takes home of the chosen type."""
        if self._type is None:
            return
        rules = self._type.shown.rules
        work = partial(
            print_catalogue,
            rules,
            self.office.tools["office"],
            spooler=self.office.spooler,
            printer=letters_go_to(self.office.settings),
        )
        verb.start(work, lane="paper", then=partial(self._printed, rules), sorry=self.loading.sorry)

    # -- how it works --------------------------------------------------------------------------------------

    def _printed(self, rules: PermitTypeRules, printer: str) -> None:
        self.say(f"Katalog {rules.short_title} dicetak di {printer}.")

    def _show(self, types: tuple[TypeRow, ...]) -> None:
        self._all = types
        self.set_title(self.TITLE, f"{len(types)} jenis izin, {sum(row.is_open for row in types)} dibuka")
        if not types:
            self.show_empty("Belum ada aturan izin", "Administrator memuatnya dari berkas aturan.", "gavel")
            return
        self.show_body()
        self.view.moments.set_rows(moments(types))
        self._filter()

    def _filter(self) -> None:
        """Leave the types whose name, code or version has what was typed."""
        wanted = self.view.filter.text().strip().casefold()
        rows = [row for row in self._all if wanted in _words(row)]
        self.view.types.set_rows(rows)
        if self.view.types.row_now() is None:
            self.view.types.choose_first()

    def _choose(self, row: TypeRow | None) -> None:
        if row is None or row == self._type:
            return
        is_other = self._type is None or self._type.id != row.id
        self._type = row
        if is_other and self.view.stack.currentWidget() in (self.view.file, self.view.moments):
            self.view.show_part(self.view.catalogue)
        self._offer(row)
        self._draw()
        for action in self.actions_here:
            action.again()

    def _offer(self, row: TypeRow) -> None:
        """Offer the versions for comparison: the one shown now and the one before it."""
        at = row.versions.index(row.shown)
        boxes = (self.view.compare.older, self.view.compare.newer)
        for box, place in zip(boxes, (max(at - 1, 0), at), strict=True):
            box.clear()
            for version in row.versions:
                box.addItem(version.rules.version, version.id)
            box.setCurrentIndex(place)

    def _draw(self) -> None:
        """Write the page that is seen; the other one is written when it is wanted."""
        row = self._type
        if row is None:
            return
        shown = row.shown.rules
        self.view.heading.setText(shown.title)
        until = f" sampai {phrasing.short_moment(shown.version_to)}" if shown.version_to else ""
        self.view.subheading.setText(
            f"Versi {shown.version}, berlaku sejak {phrasing.short_moment(shown.version_from)}{until}."
            f" {_cases(row.shown)}"
        )
        if self.view.stack.currentWidget() is self.view.catalogue:
            self.view.catalogue.setHtml(catalogue_page(shown))
        elif self.view.stack.currentWidget() is self.view.compare:
            self._compare()

    def _compare(self) -> None:
        row, part = self._type, self.view.compare
        if row is None:
            return
        by_id = {version.id: version.rules for version in row.versions}
        older, newer = by_id[part.older.currentData()], by_id[part.newer.currentData()]
        page, self._changes = compare_page(older, newer, only_changes=not self.is_all)
        self._at = 0
        part.page.setHtml(page)
        self._count()
        self.step.again()

    def _count(self) -> None:
        said = f"{self._changes} perbedaan" if self._changes else "Tidak ada perbedaan"
        self.view.compare.count.setText(f"{said}, nomor {self._at}" if self._at else said)

    def _open_moment(self, row: MomentRow) -> None:
        self.view.filter.clear()
        self.view.types.choose_row(row.type_code)
        self.show_part(self.view.compare)


def _words(row: TypeRow) -> str:
    rules = row.shown.rules
    names = " ".join(version.rules.version for version in row.versions)
    return f"{rules.short_title} {rules.title} {row.id} {names}".casefold()


def _cases(version: VersionRow) -> str:
    if not version.cases:
        return "Belum ada permohonan."
    return f"{'1.000 atau lebih' if version.cases >= 1000 else version.cases} permohonan memakai versi ini."
