"""From Ctrl+Enter to the receipt in the applicant's hand."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from workstation.errors import BadFields, ChangedByOther, MissingDocument, Outage, Problem, RulesChanged
from workstation.settings import OfficeSettings
from workstation.ui.action import Action
from workstation.ui.intake.opened import Opened, from_database
from workstation.ui.printer_choices import letters_go_to
from workstation.ui.theme import Tone
from workstation.usecases import intake
from workstation.usecases.intake import Receipt
from workstation.usecases.receipts import print_receipt
from workstation.usecases.returns import print_return
from workstation.wording import sentence

if TYPE_CHECKING:
    from workstation.ui.intake.screen import IntakeScreen


class HandIn(QObject):
    """Checks, saves, hands in, prints; every refusal goes to the place where it can be mended."""

    def __init__(self, screen: "IntakeScreen") -> None:
        super().__init__(screen)
        self.screen, self.office = screen, screen.office
        self.receipt: Receipt | None = None

    def begin(self, verb: Action) -> None:
        """Check what can be checked here, save, then hand in."""
        screen, editor = self.screen, self.screen.editor
        if editor is None:
            return
        faults = editor.form.faults()
        if faults:
            self._refuse(BadFields(faults))
        elif editor.workers is not None and editor.workers.faults():
            self._refuse(BadFields({"workers": editor.workers.faults()[0][2]}))
        elif screen.attaching.busy:
            screen.notice.show_text(
                "Masih ada berkas yang sedang dilampirkan.", "Tunggu sampai selesai, lalu ajukan lagi."
            )
        else:
            screen.keeper.save(partial(self._send, verb))

    def _send(self, verb: Action) -> None:
        editor, draft = self.screen.editor, self.screen.keeper.draft
        if editor is None or draft is None or verb.is_busy:
            return
        values, desk = editor.form.values(), self.office.desk
        verb.start(lambda: intake.submit(desk, draft, values), then=self._done, sorry=self._refuse)

    def _done(self, receipt: Receipt) -> None:
        screen, editor = self.screen, self.screen.editor
        if editor is None:
            return
        name, _nik = intake.applicant_of(editor.form.values())
        rules = editor.opened.rules
        titles = [document.title for document in rules.documents if document.code in receipt.documents]
        self.receipt = receipt
        screen.close_case(handed_in=True)
        screen.view.receipt.show_receipt(receipt, f"{name} – {rules.title}", titles)
        screen.view.show_page(screen.view.receipt)
        screen.settle_actions()
        screen.view.receipt.setFocus()
        screen.say(f"Permohonan {receipt.number} sudah diajukan.")
        self.print_receipt(screen.print_action)

    def _refuse(self, problem: Problem) -> None:
        screen, editor = self.screen, self.screen.editor
        if isinstance(problem, Outage):
            self.office.hub.complain(problem)
            return
        if isinstance(problem, ChangedByOther):
            screen.clash.compare()
            return
        if editor is None:
            screen.complain(problem)
            return
        if self._is_of_other_rules(problem):
            self._renew(problem)
            return
        if isinstance(problem, MissingDocument):
            titles = {document.code: document.title for document in editor.opened.rules.documents}
            problem = MissingDocument(tuple(titles.get(code, code) for code in problem.documents))
            screen.show_papers()
            editor.papers.choose_missing()
        elif isinstance(problem, BadFields):
            self._show_faults(problem.faults)
        screen.complain(problem)

    def _is_of_other_rules(self, problem: Problem) -> bool:
        """Tell whether the office asks for what this form does not know: its rules came to an end meanwhile."""
        if isinstance(problem, BadFields) and self.screen.editor is not None:
            known = {field.code for field in self.screen.editor.opened.rules.fields} | {"workers"}
            return not problem.faults.keys() <= known
        return isinstance(problem, RulesChanged)

    def _renew(self, problem: Problem) -> None:
        """Bring the draft to the rules of today and open it anew, with what was typed."""
        draft, desk = self.screen.keeper.draft, self.office.desk
        if draft is None:
            self.screen.complain(problem)
            return
        number = draft.id

        def work() -> Opened:
            intake.renew(desk, number)
            return from_database(desk, number)

        self.office.do(work, then=partial(self._renewed, problem), sorry=self.screen.complain_anywhere)

    def _renewed(self, problem: Problem, case: Opened) -> None:
        self.screen.keeper.drop()
        self.screen.show_case(case)
        self.screen.complain(problem)

    def _show_faults(self, faults: dict[str, str]) -> None:
        editor = self.screen.editor
        if editor is None:
            return
        if set(faults) == {"workers"} and editor.workers is not None:
            self.screen.show_workers()
            editor.workers.go_to_fault()
        else:
            self.screen.show_form()
            editor.form.show_faults(faults)

    def print_receipt(self, verb: Action) -> None:
        """Print the receipt of what was just handed in; a printer that fails leaves it to print again."""
        if self.receipt is None or verb.is_busy:
            return
        settings: OfficeSettings = self.office.tools["office"]
        printer = letters_go_to(self.office.settings)
        work = partial(
            print_receipt,
            self.office.desk,
            self.receipt.application_id,
            settings,
            spooler=self.office.spooler,
            printer=printer,
        )
        chip = self.screen.view.receipt.printed
        chip.say("Tanda terima sedang dicetak", Tone.INFO, "printer")
        number = self.receipt.number
        verb.start(
            work,
            lane="paper",
            then=partial(self._printed, number),
            sorry=partial(self._not_printed, number),
            name=f"Cetak tanda terima {number}",
        )

    def print_return(self, verb: Action) -> None:
        """Print what the applicant must mend, as it was frozen when the case was sent back."""
        draft = self.screen.keeper.draft
        if draft is None or verb.is_busy:
            return
        work = partial(
            print_return,
            self.office.desk,
            draft.id,
            self.office.tools["office"],
            spooler=self.office.spooler,
            printer=letters_go_to(self.office.settings),
        )
        verb.start(
            work,
            lane="paper",
            then=partial(self._return_printed, draft.number),
            sorry=self.screen.complain_anywhere,
            name=f"Cetak lembar pengembalian {draft.number}",
        )

    def _return_printed(self, number: str, _printer: str) -> None:
        self.screen.say(f"Lembar pengembalian {number} sudah dicetak.")

    def _printed(self, number: str, _printer: str) -> None:
        if self.receipt is not None and self.receipt.number == number:
            self.screen.view.receipt.printed.say("Tanda terima sudah dicetak", Tone.GOOD, "circle-check")

    def _not_printed(self, number: str, problem: Problem) -> None:
        if self.receipt is not None and self.receipt.number == number:
            self.screen.view.receipt.printed.say("Tanda terima belum tercetak", Tone.WARN, "printer")
        self.screen.notice.problem = problem
        self.screen.notice.show_text(
            sentence(problem),
            f"Permohonan {number} tetap tersimpan. Periksa pencetak, lalu cetak lagi dengan F10.",
        )
