"""The verbs of the part with the papers of the rows: a file for the row of the cursor, many for all, a look."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from workstation.desk import Desk
from workstation.errors import Problem
from workstation.imaging.pages import PagePixels
from workstation.imaging.pool import PageReader, key_of
from workstation.queries.row_papers import ListedRow, listed_rows
from workstation.rowfiles import Goal, Person
from workstation.ui.action import Action
from workstation.ui.intake.bundles import (
    LABEL,
    Attached,
    Bundle,
    Packed,
    attach_bundle,
    attach_goal,
    open_bundle,
)
from workstation.ui.intake.rowpapers import RowPapersPanel, planned
from workstation.usecases.intake import WorkerEntry, remove_scan
from workstation.usecases.row_papers import read_row_scans

if TYPE_CHECKING:
    from workstation.ui.intake.screen import IntakeScreen

ARCHIVES = "ZIP, PDF, atau gambar (*.zip *.pdf *.jpg *.jpeg *.png);;Semua berkas (*)"
ONE_FILE = "PDF dan gambar (*.pdf *.jpg *.jpeg *.png);;Semua berkas (*)"
MOST_SHOWN = 6


class RowFiling(QObject):
    """Rows, plan and picture of the opened list."""

    def __init__(self, screen: "IntakeScreen") -> None:
        super().__init__(screen)
        self.screen = screen
        screen.ask_bar.closed.connect(self._answered)

    @property
    def panel(self) -> RowPapersPanel | None:
        """Give the panel, where the list asks for papers of its rows."""
        return self.screen.editor.row_papers if self.screen.editor is not None else None

    def show(self) -> None:
        """Bring the list into the database, then show its rows as they stand there."""
        self.screen.keeper.save(self._ask)

    def ask_one(self) -> None:
        """Ask for a file for the row of the cursor: the first paper that it lacks."""
        panel = self.panel
        row = panel.table.row_now() if panel is not None else None
        if panel is not None and row is not None:
            paper = panel.next_missing(row)
            title = f"Lampirkan {paper.short} – {row.seq}. {row.name}"
            self.screen.choose_file(title, ONE_FILE, partial(self._take_one, row.id))

    def ask_many(self, verb: Action) -> None:
        """Ask for a ZIP or a PDF for many rows."""
        self.screen.choose_file("Pilih ZIP atau PDF berkas pekerja", ARCHIVES, partial(self.open_many, verb))

    def ask_folder(self, verb: Action) -> None:
        """Ask for a folder."""
        self.screen.choose_folder("Pilih folder berkas pekerja", partial(self.open_many, verb))

    def open_many(self, verb: Action, path: Path) -> None:
        """Bring the list as it is now into the database, look through the files, and show what goes where."""
        self.screen.keeper.save(partial(self._open_saved, verb, path))

    def _open_saved(self, verb: Action, path: Path) -> None:
        panel, draft = self.panel, self.screen.keeper.draft
        if panel is None or draft is None:
            return
        pages: PageReader = self.screen.office.tools["pages"]
        desk, ident, typed, papers = self.screen.office.desk, draft.id, self._typed(), panel.spec.documents

        def look() -> tuple[tuple[ListedRow, ...], Bundle]:
            rows = listed_rows(desk, ident)
            return rows, open_bundle(path, pages, persons_of(rows, typed), papers)

        verb.start(
            look,
            lane="scans",
            then=partial(self._offer, verb, self.screen.keeper.key),
            sorry=self.screen.complain_anywhere,
        )

    def dropped(self, worker: int, path: Path) -> None:
        """A folder, an archive or a file whose name tells more than the row goes to all, another to its row."""
        verb = self.screen.bundle_verb
        if path.is_dir() or path.suffix.casefold() == ".zip":
            self.open_many(verb, path)
        elif worker:
            self._take_one(worker, path)

    def preview(self) -> None:
        """Fetch and draw a paper of the row of the cursor; the reading is journalled."""
        panel = self.panel
        row: ListedRow | None = panel.table.row_now() if panel is not None else None
        if panel is None or row is None or not row.papers:
            return
        panel.preview.say("Memuat pratinjau …")
        scan = next(row.papers[paper.code] for paper in panel.spec.documents if paper.code in row.papers)
        office = self.screen.office
        office.do(
            partial(_drawn, office.desk, office.tools["pages"], scan),
            lane="scans",
            then=partial(self._show_picture, f"{row.seq}. {row.name}"),
            sorry=self.screen.complain_anywhere,
            read=True,
        )

    def take_out(self) -> None:
        """Take the papers of the row of the cursor out."""
        panel, draft = self.panel, self.screen.keeper.draft
        row: ListedRow | None = panel.table.row_now() if panel is not None else None
        if row is None or draft is None:
            return
        desk, ident, scans = self.screen.office.desk, draft.id, tuple(row.papers.values())

        def remove() -> tuple[ListedRow, ...]:
            for scan in scans:
                remove_scan(desk, scan)
            return listed_rows(desk, ident)

        self._change(remove)

    def _take_one(self, worker: int, path: Path) -> None:
        panel, draft = self.panel, self.screen.keeper.draft
        listed = persons_of(panel.table.rows() if panel is not None else (), self._typed())
        person = next((one for one in listed if one.id == worker), None)
        if panel is None or draft is None or person is None:
            return
        row = next(row for row in panel.table.rows() if row.id == worker)
        named = [
            p for p in panel.spec.documents if any(word in path.stem.casefold() for word in p.file_words)
        ]
        paper = named[0] if len(named) == 1 else panel.next_missing(row)
        desk, pages, ident = self.screen.office.desk, self.screen.office.tools["pages"], draft.id
        packed, goal = Packed(path.name, 1, path), Goal(0, None, person, paper.code)

        def attach() -> tuple[ListedRow, ...]:
            attach_goal(desk, pages, ident, goal, packed, paper)
            return listed_rows(desk, ident)

        self.screen.notice.clear()
        self._change(attach)

    def _change(self, work: Callable[[], tuple[ListedRow, ...]]) -> None:
        self.screen.office.do(
            work,
            lane="scans",
            then=partial(self._show, self.screen.keeper.key),
            sorry=self.screen.complain_anywhere,
            changes=("scans",),
        )

    def _offer(self, verb: Action, key: str, found: tuple[tuple[ListedRow, ...], Bundle]) -> None:
        panel, (rows, bundle) = self.panel, found
        if panel is None or key != self.screen.keeper.key:
            return
        panel.set_rows(rows)
        panel.show_plan(planned(bundle, rows, panel.spec.documents))
        count, wrong, twice = len(bundle.plan.goals), len(bundle.plan.unmatched), len(bundle.plan.doubled)
        who = len({goal.person.id for goal in bundle.plan.goals})
        said = [f"{wrong} berkas tidak cocok"] * bool(wrong) + [f"{twice} ganda (tidak dipakai)"] * bool(
            twice
        )
        if not count:
            self.screen.notice.show_text(
                "Tidak satu berkas pun cocok dengan daftar.",
                "Alasannya tertulis di tiap baris. Ctrl+4 kembali ke daftar.",
            )
            return
        self.screen.ask_bar.confirm(
            f"Lampirkan {count} berkas untuk {who} pekerja?",
            ", ".join(said) + "." if said else "Semua berkas cocok.",
            yes="Lampirkan",
            then=partial(self._accept, verb, key, bundle),
        )

    def _accept(self, verb: Action, key: str, bundle: Bundle) -> None:
        panel, draft = self.panel, self.screen.keeper.draft
        if panel is None or draft is None or key != self.screen.keeper.key:
            return
        papers = {paper.code: paper for paper in panel.spec.documents}
        desk, pages, ident = self.screen.office.desk, self.screen.office.tools["pages"], draft.id
        verb.start(
            lambda: attach_bundle(desk, pages, ident, bundle, papers),
            lane="scans",
            name=LABEL,
            then=self._accepted,
            sorry=self.screen.complain_anywhere,
        )

    def _accepted(self, done: Attached) -> None:
        self._ask()
        if done.failed:
            lines = [f"• {name}: {why}" for name, why in done.failed[:MOST_SHOWN]]
            lines += [f"… dan {len(done.failed) - MOST_SHOWN} lainnya."] * (len(done.failed) > MOST_SHOWN)
            self.screen.notice.show_text(
                f"{done.count} berkas terlampir, {len(done.failed)} tidak.", "\n".join(lines)
            )
        else:
            self.screen.say(f"{done.count} berkas terlampir.")

    def _ask(self) -> None:
        draft, desk = self.screen.keeper.draft, self.screen.office.desk
        if draft is None or self.panel is None:
            return
        ident = draft.id
        self.screen.office.do(
            lambda: listed_rows(desk, ident),
            then=partial(self._show, self.screen.keeper.key),
            sorry=self._not_asked,
            read=True,
        )

    def _show(self, key: str, rows: tuple[ListedRow, ...]) -> None:
        if self.panel is None or key != self.screen.keeper.key:
            return
        self.panel.set_rows(rows)
        if not self.screen.ask_bar.is_asking:  # else the plan stands there, and its answer has the cursor
            self.panel.hide_plan()
            if self.screen.is_on_row_papers:
                self.panel.table.setFocus()
        self.screen.settle_actions()

    def _answered(self) -> None:
        if self.panel is not None:
            self.panel.hide_plan()

    def _not_asked(self, problem: Problem) -> None:
        self.screen.complain_anywhere(problem)

    def _typed(self) -> tuple[WorkerEntry, ...]:
        return self.screen.workers.rows() if self.screen.workers is not None else ()

    def _show_picture(self, title: str, page: PagePixels) -> None:
        if self.panel is not None:
            self.panel.preview.show_page(page, title)


def persons_of(rows: Sequence[ListedRow], typed: Sequence[WorkerEntry]) -> tuple[Person, ...]:
    """Put the full numbers of the editor beside the kept rows: both are in the order of the list."""
    ordered = sorted(rows, key=lambda row: row.seq)
    if len(ordered) != len(typed):
        return ()
    return tuple(Person(row.id, row.seq, one.nik, one.name) for row, one in zip(ordered, typed, strict=True))


def _drawn(desk: Desk, pages: PageReader, scan: int) -> PagePixels:
    data = read_row_scans(desk, [scan])[scan]
    return pages.page(key_of(data), data, 0, width=640)
