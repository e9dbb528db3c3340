"""What an officer typed and chose for a case, kept on this computer until the database has taken it.

Kept while it is typed: neither Esc nor a killed program takes a sentence away. It stands there again when the same
question is asked for the same case.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from workstation.drafts import Drafts, Kept
from workstation.ui.ask import AskBar
from workstation.ui.office import Office
from workstation.ui.reasons import ReasonBar

KEPT = "review:"
Question = tuple[int, str]  # the case, and the words of the question


class Unsent(QObject):
    """Follows the bars in which reasons are typed."""

    def __init__(self, office: Office, bars: tuple[ReasonBar, AskBar], parent: QObject) -> None:
        super().__init__(parent)
        self._drafts: Drafts | None = office.tools.get("drafts")
        self._kept: dict[Question, dict[str, Any]] = {}
        self._given: dict[int, str] = {}
        self._now: tuple[ReasonBar | AskBar, Question] | None = None
        for bar in bars:
            bar.note.textChanged.connect(self._edited)
            bar.opened.connect(self._opened)
            bar.closed.connect(self._closed)
        bars[0].list.itemChanged.connect(self._edited)
        if self._drafts is not None:
            office.do(self._drafts.restore, lane="scans", then=self._restored, read=True)

    def follow(self, bar: ReasonBar | AskBar, case: int, question: str) -> None:
        """Put what is kept into a question that was just asked, and keep what is typed from now on."""
        kept = self._kept.get((case, question))
        self._now = None
        if kept is not None:
            bar.note.setPlainText(kept["note"])
            if isinstance(bar, ReasonBar) and kept["chosen"]:
                bar.choose(kept["chosen"])
        self._now = (bar, (case, question))

    def keeping(self, case: int, question: str, then: Callable[..., object]) -> Callable[..., object]:
        """Return a listener that keeps the answer, until it is `sent`, before it passes everything on."""

        def keep(chosen: list[Any], note: str) -> None:
            self._given[case] = question
            self._keep((case, question), note, [reason.code for reason in chosen])
            then(chosen, note)

        return keep

    def note(self, case: int, question: str) -> str:
        """Give the note that was typed to a question and not taken."""
        return str(self._kept.get((case, question), {}).get("note", ""))

    def sent(self, case: int) -> None:
        """Forget the answer given last: the database has it."""
        if case in self._given:
            self._keep((case, self._given.pop(case)), "", [])

    def over(self, case: int) -> None:
        """Forget everything of a case that is done."""
        for question in [question for question in self._kept if question[0] == case]:
            self._keep(question, "", [])

    def _edited(self) -> None:
        if self._now is None or not self._now[0].is_asking:
            return
        bar, question = self._now
        chosen = [reason.code for reason in bar.chosen()] if isinstance(bar, ReasonBar) else []
        self._keep(question, bar.note.toPlainText(), chosen)

    def _opened(self) -> None:
        """Follow nothing of a question until somebody asks for it."""
        self._now = None

    def _closed(self) -> None:
        """Keep the words of who said no, not his choice; who said yes is `keeping` both."""
        if self._now is not None:
            question, self._now = self._now[1], None
            self._keep(question, self.note(*question), [])

    def _keep(self, question: Question, note: str, chosen: list[str]) -> None:
        key = f"{KEPT}{question[0]}:{question[1]}"
        if note or chosen:
            self._kept[question] = {"note": note, "chosen": chosen}
            if self._drafts is not None:
                self._drafts.note(key, self._kept[question])
        elif self._kept.pop(question, None) is not None and self._drafts is not None:
            self._drafts.forget(key)

    def _restored(self, kept: list[Kept]) -> None:
        for one in kept:
            case, _, question = one.key.removeprefix(KEPT).partition(":")
            if one.key.startswith(KEPT) and case.isdecimal():
                self._kept.setdefault((int(case), question), one.content)
