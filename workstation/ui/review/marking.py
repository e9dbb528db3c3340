"""Verbs that mark: a word on a field or on chosen persons, and what is wrong with a field."""

from dataclasses import replace
from functools import partial
from typing import ClassVar

from workstation.ui.review.verb import NEWS, ReviewAction
from workstation.usecases import reviewing
from workstation.usecases.persons import decide_workers, glance
from workstation.usecases.reviewing import Reason, catalogue_reasons
from workstation.vocabulary import Mark, PersonVerdict
from workstation.wording import word

VERBS = {PersonVerdict.RETURN: "Kembalikan", PersonVerdict.REFUSE: "Tolak"}


class SetMark(ReviewAction):
    """The reviewer's word on the current field, or on the chosen persons; then the next one becomes current."""

    MARK: ClassVar[Mark | None] = None
    PERSON: ClassVar[PersonVerdict | None] = None
    PERSON_TEXT: ClassVar[str] = ""
    PAIR_TEXT: ClassVar[str] = ""  # what the word on a person is called where his papers lie beside him

    def fits(self, rows: object) -> bool | str:
        """The cursor must stand on a field that is compared, or persons must be chosen."""
        answer = super().fits(rows)
        on_persons = self.case is not None and self.screen.desk.is_on_persons
        self.setText(self._person_text() if on_persons else self.TEXT)
        if answer is not True or self.case is None:
            return answer
        if on_persons:
            return self.fits_persons()
        code = self.screen.desk.case.field_now
        has_evidence = any(line.spec.code == code and line.evidence for line in self.case.fields)
        return has_evidence or "Pilih isian yang dicocokkan dengan dokumen."

    def fits_persons(self) -> bool | str:
        """Persons must be chosen."""
        return bool(self.screen.desk.persons.chosen()) or "Tandai pekerja dengan Spasi dahulu."

    def _person_text(self) -> str:
        return self.PAIR_TEXT if self.PAIR_TEXT and self.screen.desk.persons.has_papers else self.PERSON_TEXT

    def perform(self) -> None:
        """Mark it, or decide the persons; against somebody only with a reason."""
        if not self.screen.desk.is_on_persons:
            self.screen.effects.mark(self.screen.desk.case.field_now, self.MARK)
            return
        persons = self.screen.desk.persons.chosen()
        if self.PERSON in (None, PersonVerdict.APPROVE):
            self._decide([person.id for person in persons], [], "")
            return
        who = persons[0].name if len(persons) == 1 else f"{len(persons)} pekerja"
        self.screen.asking.ask(
            f"Mengapa {who} {word(self.PERSON).lower()}?",
            catalogue_reasons(self.held().file.rules),
            yes=VERBS[self.PERSON],
            persons=True,
            then=partial(self._decide, [person.id for person in persons]),
        )

    def _decide(self, ids: list[int], reasons: list[Reason], note: str) -> None:
        desk, case, verdict = self.office.desk, self.held().id, self.PERSON
        reason = None
        if reasons:
            text = f"{reasons[0].text}. {note}" if note else reasons[0].text
            reason = replace(reasons[0], text=text)
        listed = self.screen.desk.persons
        seen = [ident for ident in ids if ident in listed.seen]
        mark = self.MARK if listed.has_papers else None

        def decide() -> int:
            glance(desk, case, seen)
            return decide_workers(desk, case, ids, verdict, reason, mark)

        self.start(
            decide,
            then=partial(self.screen.effects.persons_decided, ids, verdict, reason, mark),
            sorry=self.screen.effects.refused,
        )


class MarkSame(SetMark):
    """The field is as on the paper."""

    TEXT, KEYS, ICON, MARK = "Isian sama", "1", "check", Mark.SAME
    PERSON, PERSON_TEXT, CHANGES = PersonVerdict.APPROVE, "Setujui", frozenset({"scans"})
    PAIR_TEXT = "Sama"


class MarkDiffers(SetMark):
    """The field is not as on the paper."""

    TEXT, KEYS, ICON, MARK = "Isian berbeda", "2", "x", Mark.DIFFERS
    PERSON, PERSON_TEXT, CHANGES = PersonVerdict.RETURN, "Kembalikan", frozenset({"scans"})
    PAIR_TEXT = "Berbeda"


class MarkUnreadable(SetMark):
    """The paper cannot be read there."""

    TEXT, KEYS, ICON, MARK = "Tidak terbaca", "3", "eye-off", Mark.UNREADABLE
    PERSON, PERSON_TEXT, CHANGES = PersonVerdict.RETURN, "Tak terbaca", frozenset({"scans"})

    def fits_persons(self) -> bool | str:
        """Only where there is anything to read."""
        return (
            super().fits_persons()
            if self.screen.desk.persons.has_papers
            else "Daftar ini tanpa foto dan kartu."
        )


class Unmark(SetMark):
    """Take the word back."""

    TEXT, KEYS, ICON, MARK = "Kosongkan tanda", "0", "minus", None
    PERSON_TEXT, CHANGES = "Hapus", frozenset({"scans"})


class FieldFault(SetMark):
    """Say with coded reasons what is wrong with the current field, which then differs; or refuse the persons."""

    TEXT, KEYS, ICON, CHANGES = "Alasan isian", "4", "pen-line", NEWS
    PERSON, PERSON_TEXT = PersonVerdict.REFUSE, "Tolak"

    def fits(self, rows: object) -> bool | str:
        """The cursor must stand on a field, or persons must be chosen."""
        answer = super().fits(rows)
        if self.case is None or not self.case.may_work or self.screen.desk.is_on_persons:
            return answer
        return bool(self.screen.desk.case.field_now) or "Pilih isian dahulu."

    def perform(self) -> None:
        """Ask; what was found before is chosen already."""
        if self.screen.desk.is_on_persons:
            super().perform()
            return
        code, case = self.screen.desk.case.field_now, self.held()
        spec = next(line.spec for line in case.fields if line.spec.code == code)
        found = [r.code for r in case.file.reasons if r.purpose == "finding" and r.field == code]
        self.screen.asking.ask(
            f"Apa yang salah pada “{spec.label}”?",
            catalogue_reasons(case.file.rules, spec.evidence or ""),
            yes="Catat alasan",
            many=True,
            field=code,
            chosen=found,
            then=partial(self._keep, code),
        )

    def _keep(self, code: str, reasons: list[Reason], note: str) -> None:
        self.screen.keeper.when_kept(partial(self._keep_now, code, reasons, note))

    def _keep_now(self, code: str, reasons: list[Reason], note: str) -> None:
        desk, case = self.office.desk, self.held().id
        if note:
            reasons = [replace(reasons[0], text=f"{reasons[0].text}. {note}"), *reasons[1:]]
        self.start(
            lambda: reviewing.find_fault(desk, case, code, Mark.DIFFERS, reasons),
            then=partial(self.screen.effects.fault_found, code),
            sorry=self.screen.effects.refused,
        )
