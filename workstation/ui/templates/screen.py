"""What papers say: the administrator changes the words beside the paper that they make, and publishes them."""

from collections.abc import Callable
from datetime import datetime, time
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from workstation.errors import BadFields, BadTemplate, Outage, Problem
from workstation.queries.templates import BORN, TemplateRow, Templates, TemplateVersion, templates
from workstation.ui.action import Action, ActionButton
from workstation.ui.letter import Letter, draw_page, open_letter
from workstation.ui.screen import Screen
from workstation.ui.templates import actions
from workstation.ui.templates.difference import difference_page
from workstation.ui.templates.view import TemplatesView, since
from workstation.ui.theme import theme
from workstation.ui.typed import BAD_DATE, typed_day
from workstation.usecases import templates as changing
from workstation.usecases.templates import Proposed
from workstation.vocabulary import PaperKind, Role, SampleCase
from workstation.wording import advice, sentence, word
from workstation.worktime import WIB

PAUSE_MS = 500
"""So long nobody types before the paper is drawn anew."""
FIT_MS = 100
SIDE_PX = 30
PICTURES = "Gambar (*.png *.jpg *.jpeg)"


class TemplatesScreen(Screen):
    """For the administrator."""

    KEY, TITLE, ICON = "templates", "Templat surat", "file-text"
    ROLES = frozenset({Role.ADMIN})
    SHOWS = frozenset({"rules"})
    ROOM_PX = 1500

    def build(self) -> None:
        """Lay out; nothing is asked yet."""
        self.row: TemplateRow | None = None
        self.version: TemplateVersion = BORN
        self.letter: Letter | None = None
        self.number = 0
        self.choose_file: Callable[[Callable[[str], None]], None] = self._ask_system
        self._asked = 0
        self.view = TemplatesView()
        self.add_actions(actions.Publish, actions.Compare, actions.TakeBack, actions.BeginAnew)
        self.add_actions(actions.ChooseArms)
        for kind in (actions.Look, actions.NextCase, actions.TurnPage):
            self.view.preview.tools.addWidget(ActionButton(self.add_action(kind), small=True))
        self.set_body(self.view)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.show_preview)
        self._fit = QTimer(self, singleShot=True, interval=FIT_MS)
        self._fit.timeout.connect(self._want)
        self.view.papers.current_row.connect(self._choose)
        self.view.versions.current_row.connect(self._choose_version)
        self.view.editor.changed.connect(self._typed)
        self.view.preview.case.activated.connect(self.show_preview)
        self.view.preview.resized.connect(self._fit.start)
        self.view.point.activated.connect(self._typed)
        self.setFocusProxy(self.view.papers)

    def refresh(self) -> None:
        """Ask for all wordings."""
        self.ask(partial(templates, self.office.desk), then=self._show)

    # -- what the verbs use ------------------------------------------------------------------------------

    @property
    def is_changed(self) -> bool:
        """Tell whether the blocks say something else than the chosen version, or say it for another unit."""
        if self.row is None:
            return False
        chosen = Proposed(self.row.id, None, self.version.words).changed()
        return self.proposed().changed() != chosen or self.view.point.currentData() != self.version.point_id

    @property
    def may_take_back(self) -> bool:
        """Tell whether the chosen version does not hold yet."""
        return self.row is not None and self.row.is_coming(self.version)

    @property
    def has_arms(self) -> bool:
        """Tell whether this paper has a picture."""
        return self.row is not None and self.row.id is PaperKind.LETTERHEAD

    def proposed(self) -> Proposed:
        """Return what stands in the blocks."""
        kind = self.row.id if self.row is not None else PaperKind.PERMIT
        return Proposed(kind, self.view.point.currentData(), self.view.editor.texts())

    def show_preview(self) -> None:
        """Draw what stands in the blocks with the chosen case, in the background."""
        if self.row is None:
            return
        self._pause.stop()
        self._asked += 1
        desk, wanted = self.office.desk, self.proposed()
        case = SampleCase(self.view.preview.case.currentData())
        self.view.side.setCurrentWidget(self.view.preview)
        self.office.do(
            partial(open_letter, self.office.tools["pages"], partial(changing.look, desk, wanted, case)),
            lane="scans",
            then=partial(self._drawn, self._asked),
            sorry=partial(self._undrawn, self._asked),
        )

    def next_case(self) -> None:
        """Try the next test case."""
        box = self.view.preview.case
        if box.count():
            box.setCurrentIndex((box.currentIndex() + 1) % box.count())
            self.show_preview()

    def turn_page(self) -> None:
        """Show the next page, after the last the first."""
        if self.letter is not None:
            self.number = (self.number + 1) % self.letter.pages
            self._want()

    def show_difference(self) -> None:
        """Say what differs from the chosen version, or show the paper again."""
        if self.row is None or self.view.side.currentWidget() is self.view.difference:
            self.view.side.setCurrentWidget(self.view.preview)
            return
        wanted = self.proposed()
        against = "susunan bawaan" if not self.version.id else f"versi {since(self.version)}"
        page = difference_page(wanted.form, self.version.words, wanted.words, against)
        self.view.difference.setHtml(page)
        self.view.side.setCurrentWidget(self.view.difference)

    def ask_to_publish(self, verb: Action) -> None:
        """Ask why; the day is the one that was typed."""
        text = self.view.start.text().strip()
        day = typed_day(text) if text else None
        if text and day is None:
            self.complain(BadFields({"valid_from": BAD_DATE}))
            return
        start = datetime.combine(day, time(), WIB) if day is not None else None
        name = word(self.proposed().kind)
        self.ask_bar.reason(
            f"Terbitkan {name.lower()}?",
            (),
            detail=f"Berlaku {text or 'sekarang'}. Surat yang sudah ada tetap memakai susunannya.",
            yes="Terbitkan",
            note_label="Alasan (wajib), misalnya nomor surat edaran",
            then=partial(self._publish, verb, start),
        )

    def ask_to_take_back(self, verb: Action) -> None:
        """Ask why."""
        self.ask_bar.reason(
            "Hapus versi yang belum berlaku ini?",
            (),
            yes="Hapus",
            danger=True,
            note_label="Alasan (wajib)",
            then=partial(self._take_back, verb),
        )

    def begin_anew(self) -> None:
        """Put the born words into the blocks."""
        self._put({})
        self._typed()

    def choose_arms(self) -> None:
        """Ask for a picture and put it into the letterhead."""
        self.choose_file(self.read_arms)

    def read_arms(self, name: str) -> None:
        """Make a picture file small, in the background."""
        self.office.do(
            lambda: changing.arms(Path(name).read_bytes()),
            lane="scans",
            then=self._put_arms,
            sorry=self.sorry,
        )

    def sorry(self, problem: Problem) -> None:
        """Show an outage on the banner, a fault at its block, any refusal in the bar."""
        if isinstance(problem, Outage):
            self.office.hub.complain(problem)
            return
        if isinstance(problem, BadTemplate):
            self.view.editor.say([problem])
        self.complain(problem)

    # -- how it works ------------------------------------------------------------------------------------

    def _show(self, found: Templates) -> None:
        own = sum(row.now.id > 0 for row in found.rows)
        self.set_title(self.TITLE, f"{len(found.rows)} surat, {own} dengan susunan sendiri")
        self.view.point.clear()
        self.view.point.addItem("Seluruh kantor", None)
        for ident, name in found.points:
            self.view.point.addItem(name, ident)
        self.view.papers.set_rows(found.rows)
        self.row = None
        if self.view.papers.row_now() is None:
            self.view.papers.choose_first()
        self._choose(self.view.papers.row_now())

    def _choose(self, row: TemplateRow | None) -> None:
        if row is None or row == self.row:
            return
        self.row = row
        box = self.view.preview.case
        box.clear()
        for case in changing.cases_of(row.id):
            box.addItem(f"Kasus uji: {word(case).lower()}", case.value)
        self.view.versions.set_rows(row.versions)
        self.view.versions.choose_row(row.now.id)
        self._choose_version(row.now)

    def _choose_version(self, version: TemplateVersion | None) -> None:
        if version is None or self.row is None:
            return
        self.version = version
        self.view.point.setCurrentIndex(max(self.view.point.findData(version.point_id), 0))
        self._put(version.words)
        self.show_preview()

    def _put(self, texts: dict[str, str]) -> None:
        self.view.editor.show_form(self.proposed().form, texts)
        self._again()

    def _put_arms(self, logo: str) -> None:
        for box in self.view.editor.boxes:
            if box.block.picture:
                box.set_text(logo)
        self._typed()

    def _typed(self) -> None:
        self._pause.start()
        self._again()

    def _again(self) -> None:
        for action in self.actions_here:
            if isinstance(action, actions.ChooseArms):
                action.setVisible(self.has_arms and self.office.may(action.ROLE))
            action.again()

    def _drawn(self, asked: int, letter: Letter) -> None:
        if asked == self._asked:
            self.view.editor.say(())
            self.letter, self.number = letter, min(self.number, letter.pages - 1)
            self._want()

    def _undrawn(self, asked: int, problem: Problem) -> None:
        if asked != self._asked:
            return
        self.letter = None
        self.view.editor.say([problem] if isinstance(problem, BadTemplate) else ())
        self.view.preview.say(f"{sentence(problem)}\n\n{advice(problem)}")

    def _want(self) -> None:
        if self.letter is None:
            return
        wide = max(self.view.preview.page.width() - theme().px(SIDE_PX), 200) * self.devicePixelRatioF()
        self.office.do(
            partial(draw_page, self.office.tools["pages"], self.letter, self.number, round(wide)),
            lane="scans",
            then=partial(self._show_page, self.letter, self.number),
            sorry=partial(self._undrawn, self._asked),
            read=True,
        )

    def _show_page(self, letter: Letter, number: int, image: QImage) -> None:
        if letter is self.letter and number == self.number:
            said = f"Halaman {number + 1} dari {letter.pages}"
            self.view.preview.show_page(image, said)

    def _publish(self, verb: Action, start: datetime | None, _code: str, why: str) -> None:
        work = partial(changing.publish, self.office.desk, self.proposed(), start, why)
        verb.start(work, then=self._published, sorry=self.sorry)

    def _published(self, _id: int) -> None:
        self.say("Susunan surat diterbitkan.")
        self.view.start.clear()
        self.ask_again()

    def _take_back(self, verb: Action, _code: str, why: str) -> None:
        work = partial(changing.take_back, self.office.desk, self.version.id, why)
        verb.start(work, then=self._taken_back, sorry=self.sorry)

    def _taken_back(self, _nothing: None) -> None:
        self.say("Versi dihapus.")
        self.ask_again()

    def _ask_system(self, then: Callable[[str], None]) -> None:
        dialog = QFileDialog(self, "Pilih berkas lambang", "", PICTURES)
        dialog.fileSelected.connect(then)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
