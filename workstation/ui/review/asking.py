"""Coded reasons asked beside the scan, with the officer's last set of the same kind one key away."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from workstation.queries.reasons import last_set
from workstation.usecases import reviewing
from workstation.usecases.reviewing import Reason

if TYPE_CHECKING:
    from workstation.ui.review.screen import ReviewScreen


class Asking(QObject):
    """Asks for reasons; what was typed and not taken by the database stands there again."""

    def __init__(self, screen: "ReviewScreen") -> None:
        super().__init__(screen)
        self._screen = screen
        self._is_letter = False
        self._last_person: dict[str, tuple[str, ...]] = {}

    def ask(
        self,
        question: str,
        reasons: Sequence[Reason],
        *,
        then: Callable[..., object],
        document: str = "",
        field: str = "",
        persons: bool = False,
        letter: bool = False,
        **more: Any,
    ) -> None:
        """Ask for coded reasons.

        `letter`: the reasons are those of a letter of refusal, which can be looked at meanwhile.
        """
        case, bar, unsent = self._screen.case, self._screen.desk.reasons, self._screen.unsent
        if case is None:
            return
        self._is_letter = letter
        bar.ask(question, reasons, then=unsent.keeping(case.id, question, then), **more)
        unsent.follow(bar, case.id, question)
        rules, ident, desk = case.file.rules, case.id, self._screen.office.desk
        if persons:
            bar.offer_last(self._last_person.get(rules.code, ()))
            return
        self._screen.office.do(
            lambda: last_set(desk, rules.code, document=document, field=field, but=ident),
            then=bar.offer_last,
            read=True,
        )

    def remember_person(self, rules_code: str, reason: Reason) -> None:
        """Keep the last reason given against a person of this kind of permit."""
        self._last_person[rules_code] = (reason.code,)

    def letter_reasons(self) -> list[Reason] | None:
        """Give the reasons in hand of a refusal, None while no refusal is being proposed."""
        case, bar = self._screen.case, self._screen.desk.reasons
        if case is None or not (self._is_letter and bar.is_asking):
            return None
        found = [reason for _, reason in case.findings]
        return list(reviewing.refusal_reasons(found, bar.chosen()))
