"""The shelf: finished papers to print, to hand over, and handed over today."""

from functools import partial
from typing import cast

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from workstation.errors import PrinterOut, Problem
from workstation.printing.spooler import PrinterFacts
from workstation.progress import Progress
from workstation.queries import permits, sheets
from workstation.queries.permits import DocumentRow, PaperFile, Shelf, ShelfCounts
from workstation.queries.sheets import OpenRun
from workstation.settings import OfficeSettings
from workstation.ui.action import ActionButton
from workstation.ui.bars import Bar, words
from workstation.ui.button import Weight
from workstation.ui.handover import actions, confirm, ending, printer_desk, uncollected
from workstation.ui.handover.collect import CollectPanel
from workstation.ui.handover.preview import Preview
from workstation.ui.handover.printers import PrinterBox
from workstation.ui.handover.view import COLUMNS, FilterRow, FindLine, Roomy, ShelfView
from workstation.ui.jobs import Job
from workstation.ui.letter import LetterSheet
from workstation.ui.printer_choices import Paper, chosen, with_choices
from workstation.ui.printer_words import meaning, to_do
from workstation.ui.screen import Screen
from workstation.ui.table import RowTable
from workstation.ui.theme import Tone, pad
from workstation.usecases import printing_out, reminding
from workstation.usecases.handing_over import HandedOver, SignedFile
from workstation.usecases.printing_out import Brake, PrintReport
from workstation.vocabulary import PrintState, Role
from workstation.wording import advice, sentence

Answer = tuple[tuple[DocumentRow, ...], ShelfCounts]
NOTHING = {
    Shelf.TO_PRINT: (
        "Tidak ada surat yang menunggu cetak",
        "Surat muncul di sini begitu ditandatangani dan diperiksa.",
    ),
    Shelf.PRINTED: (
        "Tidak ada surat yang menunggu diambil",
        "Cetak surat dari “Siap cetak” (Ctrl+1), lalu serahkan dengan F12.",
    ),
    Shelf.UNCOLLECTED: (
        "Semua surat sudah diambil",
        "Surat yang terbit dan belum diserahkan muncul di sini, yang terlama dahulu.",
    ),
    Shelf.HANDED_TODAY: (
        "Belum ada surat yang diserahkan hari ini",
        "Surat yang diserahkan kemarin dan sebelumnya ditemukan lewat pencarian (Ctrl+F).",
    ),
}


class HandoverScreen(Screen):
    """Print the signed file, hear the printer's word, give it to the right person."""

    KEY, TITLE, ICON = "handover", "Penyerahan", "printer"
    ROOM_PX = 1600
    ROLES = frozenset({Role.OFFICER, Role.SUPERVISOR})
    SHOWS = frozenset({"documents", "mails", "prints", "sheets"})
    PATIENCE = 120.0  # seconds until a printer that says nothing counts as out

    job: Job | None = None

    def build(self) -> None:
        """Lay out filters, list, panel and preview."""
        self.office_settings: OfficeSettings = self.office.tools.get("office") or OfficeSettings()
        self.part, self.term = Shelf.TO_PRINT, ""
        self._shown_id: int | None = None
        self._wanted_id: int | None = None
        self._is_asking_printers = False
        self._has_heard, self._puts_off = False, False
        self.brake = Brake()
        self.paper: PaperFile | None = None
        self.table = RowTable(COLUMNS, name="handover", checkable=True, many=True)
        self.line, self.printers = (
            FindLine(),
            PrinterBox(Paper.PERMIT, self.office.settings),
        )
        self.shelf, self.preview = ShelfView(self.table), Preview()
        self.bar = Bar(Tone.INFO)
        self._add_verbs()
        self.desk_page, self.pages = QWidget(), QStackedWidget()
        column = QVBoxLayout(self.desk_page)
        pad(column, gap=10)
        filters = self._filters()
        column.addWidget(filters)
        column.addWidget(self.shelf, 1)
        self.pages.addWidget(self.desk_page)
        self.pages.addWidget(self.preview)
        whole = QWidget()
        around = QVBoxLayout(whole)
        pad(around, gap=10)
        around.addWidget(self.bar)
        around.addWidget(self.pages, 1)
        self.room = Roomy(whole, filters)
        self.set_body(self.room)
        self._connect()
        self.setFocusProxy(self.table)

    def _add_verbs(self) -> None:
        made = self.add_actions(
            actions.PrintPapers,
            actions.OpenPreview,
            actions.HandOver,
            actions.PrintReceipt,
            ending.Withdraw,
            ending.DropWithdrawal,
            ending.PreviewWithdrawal,
            follow=self.table,
        )
        self.print_papers, self.open_preview, self.hand_over, _, self.withdraw, self.drop, _ = made
        self.letter = LetterSheet(self.office, self)
        self.call = self.add_action(uncollected.CallHolder)
        self.mail = self.add_action(uncollected.RemindByMail)
        self.table.chosen.connect(self.call.choose)
        self.table.chosen.connect(self.mail.choose)
        self.print_receipt = cast(actions.PrintReceipt, made[3])
        self.tick_all = self.add_action(actions.TickAll)
        self.add_action(actions.Find)
        self.add_action(printer_desk.ChoosePrinter)
        self.test_printer = self.add_action(printer_desk.TryPrinter)
        self.printer_desk = printer_desk.PrinterDesk(self.office.settings, self.test_printer)
        self.shelf.side.addWidget(self.printer_desk)
        self.stop = self.add_action(actions.StopPrinting)
        self.stop_after = self.add_action(actions.StopAfter)
        for verb in (self.stop_after, self.stop):
            self.bar.add_button(ActionButton(verb, small=True))
        self.look = self.add_action(confirm.LookAtPrints)
        self.look_verbs = [
            self.look,
            self.add_action(confirm.ConfirmGood),
            self.add_action(confirm.SayNotGood),
        ]
        self.looking = confirm.ConfirmPanel([ActionButton(verb) for verb in self.look_verbs[1:]])
        self.shelf.side.addWidget(self.looking)
        self.confirm = self.add_action(actions.ConfirmHandOver)
        self.form = CollectPanel(ActionButton(self.confirm))
        self.shelf.side.addWidget(self.form)
        self.remind = self.add_action(uncollected.PrintReminders)
        kinds = (
            actions.ShowToPrint,
            actions.ShowPrinted,
            actions.ShowHandedToday,
            uncollected.ShowUncollected,
        )
        self.parts = {kind.PART: self.add_action(kind) for kind in kinds}
        self.chips = {
            part: ActionButton(action, small=True, weight=Weight.QUIET) for part, action in self.parts.items()
        }
        for chip in self.chips.values():
            chip.setCheckable(True)

    def _filters(self) -> FilterRow:
        label = words("Pencetak", "label")
        label.setBuddy(self.printers)
        self.aged = [ActionButton(action, small=True) for action in (self.call, self.mail, self.remind)]
        made = FilterRow([*self.chips.values(), *self.aged], self.line, (label, self.printers))
        for button in self.aged:
            button.set_fitting(False)
        for part in (label, self.printers):
            part.setVisible(self.office.may(Role.OFFICER))
        return made

    def _connect(self) -> None:
        self.table.current_row.connect(self._look_at)
        self.table.activated_row.connect(self._activate)
        self.line.wanted.connect(self._search)
        self.line.left.connect(self._leave_find)
        self.printers.picked.connect(self._printer_picked)
        self.printer_desk.picked.connect(self._printer_of_kind_picked)
        self.printer_desk.left.connect(self.toggle_printers)
        self.preview.closed.connect(self.close_preview)
        self.preview.wanted.connect(self._draw)
        self.form.wanted.connect(self._give)
        self.form.cancelled.connect(self.close_form)
        self.looking.left.connect(self.toggle_looking)
        self.shelf.side.currentChanged.connect(self._make_room_for_form)

    def _make_room_for_form(self) -> None:
        self.room.set_asking(self.shelf.side.currentWidget() is self.form)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the list, unless somebody was in the middle of something."""
        super().showEvent(event)
        if not self.is_collecting() and not self.is_previewing():
            self.table.setFocus()

    # -- the list ----------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the part that is shown, or for what is searched."""
        desk, part, term = self.office.desk, self.part, self.term

        def asked() -> Answer:
            rows = permits.find(desk, term) if term else permits.shelf(desk, part)
            return rows, permits.counts(desk)

        self.ask(asked, then=self._show_rows)
        if self._shown_id is not None:
            self._ask_paper(self._shown_id)
        if self.office.may(Role.OFFICER) and self.job is None:
            self._ask_printers()
            self._ask_runs()

    def open(self, subject: object) -> None:
        """Show one document by its id, or a part of the shelf by its name."""
        if isinstance(subject, int) and not isinstance(subject, bool):
            self._wanted_id = subject
            desk = self.office.desk
            self.office.do(lambda: permits.paper(desk, subject), then=self._bring, read=True)
        elif subject in ("to_print", "to_hand_over"):
            self.show_part(Shelf.TO_PRINT if subject == "to_print" else Shelf.PRINTED)

    def _bring(self, paper: PaperFile | None) -> None:
        """Search for a document by its number, which finds it wherever it stands."""
        if paper is None:
            self.notice.show_text("Surat ini belum terbit.", "Surat muncul di sini setelah ditandatangani.")
            return
        self.line.setText(paper.row.number)

    def show_part(self, part: Shelf) -> None:
        """Show one part of the shelf."""
        self.part, self.term = part, ""
        self.line.blockSignals(True)
        self.line.clear()
        self.line.blockSignals(False)
        self.close_preview()
        self.table.check_all(False)
        self.ask_again()
        self.table.setFocus()

    def _search(self, term: str) -> None:
        if term != self.term:
            self.term = term
            self.ask_again()

    def _leave_find(self) -> None:
        self.table.setFocus()

    def _show_rows(self, answer: Answer) -> None:
        rows, counts = answer
        self.table.set_rows(rows)
        self.tick_all.again()
        numbers = (counts.to_print, counts.printed, counts.handed_today, counts.to_print + counts.printed)
        for (part, action), number in zip(self.parts.items(), numbers, strict=True):
            action.setText(f"{action.TEXT} ({number})")
            self.chips[part].setChecked(part is self.part and not self.term)
        self.counted.emit(counts.to_print + counts.printed)
        if self._wanted_id is not None and self.table.choose_row(self._wanted_id):
            self._wanted_id = None
        elif not self.table.selected():
            # a table with the cursor in it may have a current row that nobody has chosen
            now = self.table.row_now()
            self.table.choose_row(now.id) if now is not None else self.table.choose_first()
        if not rows:
            self._nothing_here()
        is_aged = self.part is Shelf.UNCOLLECTED and not self.term
        for button in self.aged:
            button.set_fitting(is_aged)
        aged = ", ".join(
            f"{count} surat {band}" for band, count in reminding.bands(row.waits or 0 for row in rows)
        )
        self.set_title(self.TITLE, aged if is_aged else "")

    def _nothing_here(self) -> None:
        self._shown_id, self.paper = None, None
        if self.term:
            said = ("Tidak ditemukan", f"Tidak ada surat terbit yang cocok dengan “{self.term}”.")
        else:
            said = NOTHING[self.part]
        self.shelf.nothing.say(*said, "search" if self.term else "inbox")
        if self.shelf.is_free():
            self.shelf.side.setCurrentWidget(self.shelf.nothing)

    # -- the chosen paper --------------------------------------------------------------------------------

    def _look_at(self, row: DocumentRow | None) -> None:
        if row is None:
            return
        if row.id != self._shown_id:
            self._shown_id = row.id
            self._ask_paper(row.id)

    def _activate(self, _row: DocumentRow) -> None:
        self.open_preview.trigger()

    def _ask_paper(self, document_id: int) -> None:
        desk = self.office.desk
        self.office.do(
            lambda: permits.paper(desk, document_id),
            then=partial(self._show_paper, document_id),
            sorry=self._doubt,
            read=True,
        )

    def _show_paper(self, document_id: int, paper: PaperFile | None) -> None:
        if document_id != self._shown_id or paper is None:
            return
        self.paper = paper
        self.shelf.paper.show_paper(paper)
        if self.shelf.is_free():
            self.shelf.side.setCurrentWidget(self.shelf.paper)

    def look_again(self) -> None:
        """Show the chosen paper as it stands now."""
        if self._shown_id is not None:
            self._ask_paper(self._shown_id)

    # -- preview -----------------------------------------------------------------------------------------

    def is_previewing(self) -> bool:
        """Tell whether the signed file is in front."""
        return hasattr(self, "pages") and self.pages.currentWidget() is self.preview

    def show_preview(self, row: DocumentRow, opened: tuple[SignedFile, int]) -> None:
        """Put the signed file in front."""
        file, pages = opened
        self.pages.setCurrentWidget(self.preview)
        self.preview.show_file(file, row.number, pages)
        self.preview.setFocus()
        self.open_preview.setText("Kembali")

    def close_preview(self) -> None:
        """Go back to the list."""
        if self.is_previewing():
            self.pages.setCurrentWidget(self.desk_page)
            self.open_preview.setText(self.open_preview.TEXT)
            self.open_preview.again()
            self.table.setFocus()

    def _draw(self, page: int, width: int) -> None:
        file, pages = self.preview.file, self.office.tools["pages"]
        if file is None:
            return
        pdf, name, key = file.pdf, f"{self.preview.number}.pdf", file.key
        self.office.do(
            lambda: pages.page(key, pdf, page, width=width, name=name),
            lane="scans",
            then=partial(self.preview.show_pixels, page),
            sorry=self.complain,
            read=True,
        )

    # -- printing ----------------------------------------------------------------------------------------

    def _ask_printers(self) -> None:
        if not self._is_asking_printers and self.office.spooler is not None:
            self._is_asking_printers = True
            self.office.do(
                self.office.spooler.printers,
                lane="paper",
                then=self._show_printers,
                sorry=self._no_printers,
                read=True,
            )

    def _show_printers(self, found: list[PrinterFacts]) -> None:
        self._is_asking_printers = False
        self.printers.set_printers(found)
        self.printer_desk.set_printers(found)

    def _no_printers(self, problem: Problem) -> None:
        self._is_asking_printers = False
        if not self.printers.facts:
            self._show_printers([])
        if self.notice.isVisible():
            return
        raw = getattr(problem, "raw", "")
        self.notice.show_text(
            "Server cetak tidak dapat dihubungi.",
            f"Surat tetap tersimpan dan siap cetak. Tekan F5 setelah server berjalan. Keterangan: {raw}",
        )

    def _printer_picked(self, _name: str) -> None:
        self.print_papers.again()
        self.print_receipt.again()
        self.remind.again()

    def _printer_of_kind_picked(self, paper: Paper) -> None:
        """Use at once what was chosen: permits by the box of this screen, letters by the way they go out."""
        box = self.printer_desk.boxes[paper]
        if not box.is_picking:
            return
        if paper is Paper.PERMIT:
            self.printers.follow(box)
        elif paper is Paper.LETTER and "spooler_of" in self.office.tools:
            self.office.settings = with_choices(self.office.settings)
            self.office.spooler = self.office.tools["spooler_of"]()

    def letter_printer(self) -> str:
        """Give the printer of receipts and other sheets; where none was chosen, the one for permits."""
        return chosen(Paper.LETTER, self.office.settings)[0] or self.printers.printer()

    def is_choosing_printers(self) -> bool:
        """Tell whether the printers of this desk are in front."""
        return hasattr(self, "printer_desk") and self.shelf.side.currentWidget() is self.printer_desk

    def toggle_printers(self) -> None:
        """Open the printers of this desk, or go back."""
        if self.is_choosing_printers():
            self._close_looking()
        elif not self.is_collecting():
            self.close_preview()
            self.shelf.side.setCurrentWidget(self.printer_desk)
            self.printer_desk.boxes[Paper.PERMIT].follow(self.printers)
            self.printer_desk.focus_first()
            self.look_at_printers()
        self.test_printer.again()

    def look_at_printers(self) -> None:
        """Ask anew how the printers are."""
        self._ask_printers()

    def test_failed(self, problem: Problem) -> None:
        """Say what the printer said of the test page, and what to do."""
        raw = str(getattr(problem, "raw", "") or "")
        self.notice.show_text(
            f"Halaman uji tidak keluar. {sentence(problem)}", self._said(raw) or advice(problem)
        )
        self.look_at_printers()

    def show_printing(self, step: Progress, printer: str) -> None:
        """Say what is in the printer now."""
        which = f" ({step.done + 1} dari {step.total})" if step.total > 1 else ""
        number, _, raw = step.label.partition(" · ")
        waits = f"Menunggu kata pencetak {printer}; belum dianggap tercetak."
        self.bar.show_text(f"Mencetak {number}{which}", f"{waits} {self._said(raw)} {to_do(raw)}".strip())
        self.bar.set_tone(Tone.WARN if to_do(raw) else Tone.INFO)
        self.stop.again()
        self.stop_after.again()

    def printing_ended(self, report: PrintReport) -> None:
        """Say what came out and what did not; what is left stays ticked, so that F10 goes on with it."""
        self._printing_over()
        self.table.check_all(False)
        rows = self.table.rows()
        self.table.rows_model.tick((n for n, row in enumerate(rows) if row.number in report.left), True)
        if report.came_out:
            count = len(report.came_out)
            said = report.came_out[0] if count == 1 else f"{count} surat"
            self.say(f"{said} keluar dari pencetak: lihat kertasnya, lalu F8.")
        if report.out is not None:
            out, left = report.out, len(report.left)
            kept = (
                f"{left} surat tetap “Siap cetak”."
                if left > 1
                else f"{report.left[0]} tidak dianggap tercetak."
            )
            usual = "Periksa kertas dan pencetak, lalu cetak lagi (F10), atau pilih pencetak lain (Ctrl+P)."
            todo = f"{to_do(out.raw)} Lalu F10 meneruskan." if to_do(out.raw) else usual
            self.notice.show_text(sentence(out), f"{kept} {todo} {self._said(out.raw)}".strip())
        elif report.refused:
            number, refusal = report.refused[0]
            more = f" ({len(report.refused)} surat tidak dicetak)" if len(report.refused) > 1 else ""
            self.notice.show_text(f"{number}: {sentence(refusal)}{more}", advice(refusal))

    def _follow(self, number: str) -> None:
        """Stay with the one paper that came out: its holder stands here, F12 is the next key."""
        shown = self.paper.row if self.paper is not None else None
        if shown is not None and shown.number == number and self.part is Shelf.TO_PRINT and not self.term:
            self._wanted_id = shown.id
            self.show_part(Shelf.PRINTED)

    # -- looking at what came out ------------------------------------------------------------------------

    def _ask_runs(self) -> None:
        desk = self.office.desk
        self.office.do(lambda: sheets.open_runs(desk), then=self._show_runs, sorry=self._doubt, read=True)

    def _show_runs(self, runs: tuple[OpenRun, ...]) -> None:
        """Ask for an officer's word on what came out; a run that a crash left is first asked of its printer."""
        if self.job is not None:
            return
        is_lost = any(run.state is PrintState.QUEUED for run in runs)
        if is_lost and not self._has_heard and self.office.spooler is not None:
            self._has_heard = True
            desk, spooler = self.office.desk, self.office.spooler
            self.office.do(
                lambda: printing_out.hear_again(desk, spooler),
                lane="paper",
                then=self._heard_again,
                sorry=self._doubt,
            )
            return
        was_open = self.is_looking()
        self.looking.show_runs(runs)
        self.look.setText(f"{self.look.TEXT} ({len(runs)})" if runs else self.look.TEXT)
        for verb in self.look_verbs:
            verb.again()
        if was_open and not runs:
            self._close_looking()
        elif runs and not self._puts_off and self.shelf.is_free():
            self._open_looking()

    def _heard_again(self, _count: int) -> None:
        self._ask_runs()

    def is_looking(self) -> bool:
        """Tell whether the panel of what came out is in front."""
        return hasattr(self, "looking") and self.shelf.side.currentWidget() is self.looking

    def toggle_looking(self) -> None:
        """Open the panel of what came out, or put it off."""
        self._puts_off = self.is_looking()
        if self._puts_off:
            self._close_looking()
        elif self.looking.runs and not self.is_collecting():
            self._open_looking()

    def _open_looking(self) -> None:
        self.close_preview()
        self.shelf.side.setCurrentWidget(self.looking)
        self.looking.table.setFocus()

    def _close_looking(self) -> None:
        self.shelf.side.setCurrentWidget(self.shelf.paper if self.paper is not None else self.shelf.nothing)
        self.table.setFocus()

    def looked_at(self, good: int) -> None:
        """Say how many papers are printed now, and stay with the only one."""
        runs = self.looking.runs
        if good:
            self.say(f"{runs[0].number} tercetak." if len(runs) == 1 else f"{good} surat tercetak.")
        if good == len(runs) == 1:
            self._follow(runs[0].number)
        self._ask_runs()

    def printing_failed(self, problem: Problem) -> None:
        """Say that the end of a run could not be recorded: the paper may have come out."""
        self._printing_over()
        if isinstance(problem, PrinterOut):
            self.complain(problem)
            return
        self.notice.show_text(
            sentence(problem),
            "Cetakan terakhir belum tercatat. Program menanyakannya dahulu kepada pencetak dan tidak mencetak dua"
            " kali; lihat baki pencetak dan katakan hasilnya (F9).",
        )

    def printing_stopped(self) -> None:
        """Say that the officer stopped."""
        self._printing_over()
        self.notice.show_text(
            "Pencetakan dihentikan.", "Surat yang belum dipastikan pencetak tetap “Siap cetak”."
        )

    def receipt_failed(self, problem: Problem) -> None:
        """Say that the hand-over stands although its receipt did not come out."""
        raw = str(getattr(problem, "raw", "") or "")
        self.notice.show_text(
            f"Bukti serah terima tidak tercetak. {sentence(problem)}",
            f"Penyerahannya sudah tercatat. Cetak buktinya lagi dengan Shift+F12. {self._said(raw)}".strip(),
        )

    def _printing_over(self) -> None:
        self.job, self._puts_off = None, False
        self.bar.hide()
        self.stop.again()
        self.stop_after.again()
        self.table.setFocus()
        self._ask_runs()

    def _said(self, raw: str) -> str:
        if not raw:
            return ""
        means = meaning(raw)
        return f"Kata pencetak: {raw}" + (f" ({means})." if means and means != raw else ".")

    # -- handing over ------------------------------------------------------------------------------------

    def is_collecting(self) -> bool:
        """Tell whether the form of the hand-over is open."""
        return hasattr(self, "form") and self.shelf.side.currentWidget() is self.form

    def open_form(self) -> None:
        """Ask who takes the chosen paper."""
        row = self.table.row_now()
        if self.paper is None or row is None or self.paper.row.id != row.id:
            QTimer.singleShot(100, self, self._open_form_soon)
            return
        self.close_preview()
        self.shelf.side.setCurrentWidget(self.form)
        self.form.open_for(self.paper)
        self.table.setEnabled(False)
        self.confirm.again()

    def _open_form_soon(self) -> None:
        if self.paper is not None and self.hand_over.isEnabled():
            self.hand_over.trigger()

    def close_form(self) -> None:
        """Go back to the paper; what was typed stays for it."""
        self.table.setEnabled(True)
        shown = self.shelf.paper if self.paper is not None else self.shelf.nothing
        self.shelf.side.setCurrentWidget(shown)
        self.confirm.again()
        self.table.setFocus()

    def _give(self, collector: object) -> None:
        self.confirm.give(collector)  # type: ignore[arg-type]

    def handed_over(self, document_id: int, done: HandedOver) -> None:
        """Say so, and print the receipt."""
        self.form.forget()
        self.close_form()
        self.say(f"{done.number} diserahkan kepada {done.collector.name}.")
        if self.printers.doubt():
            self.notice.show_text(
                "Penyerahan tercatat, buktinya belum dicetak.",
                f"{self.printers.doubt()} Cetak buktinya dari “Diserahkan hari ini” dengan Shift+F12.",
            )
        else:
            self.print_receipt.print_for(document_id)
