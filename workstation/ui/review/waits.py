"""One verb that stops the clock: for whom the case waits, and the few words that this kind of wait needs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from functools import partial

from workstation import phrasing
from workstation.ui.review.opened import OpenCase
from workstation.ui.review.verb import NEWS, ReviewAction
from workstation.ui.typed import BAD_DATE, some_words, typed_day
from workstation.usecases import waiting
from workstation.vocabulary import CaseStage
from workstation.wording import word

STAGE_OF = {
    "guarantor": CaseStage.WAITING_GUARANTOR,
    "applicant": CaseStage.WAITING_APPLICANT,
    "survey": CaseStage.WAITING_SURVEY,
    "levy": CaseStage.WAITING_PAYMENT,
    "postpone": CaseStage.POSTPONED,
}


@dataclass(frozen=True)
class Question:
    """One line to ask: `check` gives the fault of what was typed."""

    label: str
    text: str = ""
    check: Callable[[str], str] = some_words


def whole_rupiah(text: str) -> Decimal | None:
    """'2.500.000' or 'Rp 2500000' as whole rupiah above zero, None when it is none."""
    digits = text.lower().replace("rp", "").replace(".", "").replace(" ", "")
    try:
        amount = Decimal(digits)
    except InvalidOperation:
        return None
    return amount if digits.isdecimal() and 0 < amount < 10**13 else None


class Wait(ReviewAction):
    """Let the case wait for guarantor, applicant, survey, payment or a later day."""

    TEXT, KEYS, ICON, CHANGES = "Tunggu", "F4", "hourglass", NEWS

    def fits(self, rows: object) -> bool | str:
        """Only while the case is under review, after it was declared complete."""
        answer = super().fits(rows)
        if answer is not True or self.case is None:
            return answer
        is_complete = self.case.file.stage in (CaseStage.ADMINISTRATIVE, CaseStage.TECHNICAL)
        return is_complete or "Nyatakan lengkap dahulu (F8)."

    def perform(self) -> None:
        """Ask for whom."""
        case = self.held()
        question = f"{case.file.number} menunggu apa?"
        self.screen.ask_bar.reason(
            question,
            [(code, word(stage)) for code, stage in STAGE_OF.items()],
            detail="Waktu janji layanan berhenti, dan sisanya berjalan lagi setelah berkas dilanjutkan.",
            yes="Berikutnya",
            note_label="Alasan atau pertanyaan; tercatat pada berkas",
            note_for=frozenset(STAGE_OF),
            then=partial(self._chosen, case),
        )
        self.screen.unsent.follow(self.screen.ask_bar, case.id, question)

    def _chosen(self, case: OpenCase, kind: str, reason: str) -> None:
        desk, today = self.office.desk, self.office.desk.today()
        later = (today + timedelta(days=7)).strftime("%d-%m-%Y")
        day = partial(Question, text=later, check=_day_fault)
        if kind == "guarantor":
            self._wait(case, partial(waiting.ask_guarantor, desk, case.id, reason))
        elif kind == "applicant":
            self._wait(case, partial(waiting.ask_applicant, desk, case.id, reason))
        elif kind == "postpone":
            self._ask(case, (day("Dilanjutkan tanggal (hh-bb-tttt)"),), partial(self._postpone, case, reason))
        elif kind == "survey":
            asked = (
                Question("Lokasi survei"),
                day("Tanggal rencana (hh-bb-tttt)"),
                Question("Petugas survei"),
            )
            self._ask(case, asked, partial(self._order_survey, case))
        else:
            amount = Question("Jumlah retribusi dalam rupiah", check=_amount_fault)
            self._ask(
                case, (amount, day("Jatuh tempo (hh-bb-tttt)")), partial(self._order_levy, case, reason)
            )

    def _ask(
        self, case: OpenCase, questions: tuple[Question, ...], then: Callable[..., object], *typed: str
    ) -> None:
        """Ask line after line, then call `then` with all that was typed."""
        if not questions:
            then(*typed)
            return
        first, *rest = questions
        self.screen.ask_bar.line(
            f"{case.file.number}: {first.label}",
            yes="Berikutnya" if rest else "Tunggu",
            text=first.text,
            label=first.label,
            check=first.check,
            then=lambda text: self._ask(case, tuple(rest), then, *typed, text),
        )

    def _postpone(self, case: OpenCase, reason: str, day: str) -> None:
        until = typed_day(day)
        if until is not None:
            self._wait(case, partial(waiting.postpone, self.office.desk, case.id, until, reason))

    def _order_survey(self, case: OpenCase, place: str, day: str, surveyors: str) -> None:
        planned = typed_day(day)
        if planned is not None:
            self._wait(
                case, partial(waiting.order_survey, self.office.desk, case.id, place, planned, surveyors)
            )

    def _order_levy(self, case: OpenCase, basis: str, amount: str, day: str) -> None:
        rupiah, due = whole_rupiah(amount), typed_day(day)
        if rupiah is not None and due is not None:
            self._wait(case, partial(waiting.order_levy, self.office.desk, case.id, rupiah, basis, due))

    def _wait(self, case: OpenCase, work: Callable[[], object]) -> None:
        self.screen.keeper.when_kept(partial(self._wait_now, case, work))

    def _wait_now(self, case: OpenCase, work: Callable[[], object]) -> None:
        self.start(
            work,
            then=partial(
                self.screen.effects.finished, f"{case.file.number} menunggu; waktu layanan berhenti."
            ),
            sorry=self.screen.effects.refused,
        )


def _day_fault(text: str) -> str:
    return "" if typed_day(text) else BAD_DATE


def _amount_fault(text: str) -> str:
    amount = whole_rupiah(text)
    return "" if amount is not None else f"Tulis angka seperti {phrasing.grouped(2_500_000)}."
