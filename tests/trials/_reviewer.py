"""Hands at the keyboard of the review desk: each kind of case worked as an officer works it, every press counted."""

import time
from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEventLoop, Qt, QTimer

from tests.trips.driver import Person
from workstation.app import App
from workstation.ui.action import Action
from workstation.ui.review.forward import Conclude, Forward
from workstation.ui.review.going import TakePacket
from workstation.ui.review.marking import FieldFault
from workstation.ui.review.outcomes import ProposeRefusal, SendBack
from workstation.ui.review.papers import RefuseDocument
from workstation.ui.review.screen import ReviewScreen
from workstation.ui.review.waits import Wait
from workstation.vocabulary import CaseStage

Key, PLAIN = Qt.Key, Qt.KeyboardModifier.NoModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PATIENCE = 60.0


class Patience:
    """Waits for what is seen, as pytest-qt does, outside of a test; looks every millisecond."""

    def waitUntil(self, seen: Callable[[], bool], timeout: int = 0) -> None:
        """Let the window live until `seen`. Raises TimeoutError."""
        end = time.monotonic() + max(PATIENCE, timeout / 1000)
        while not seen():
            if time.monotonic() > end:
                raise TimeoutError("what was waited for was never seen")
            loop = QEventLoop()
            QTimer.singleShot(1, loop.quit)
            loop.exec()  # QTest.qWait would keep the interpreter from the workers


class Reviewer:
    """One officer at the real window; `keys` counts presses, letters of a reason too."""

    def __init__(self, app: App, login: str) -> None:
        self.person = Person(Patience(), app)
        self.person.come_forward()
        self.person.sign_in(login)
        self.screen = cast(ReviewScreen, self.person.go(ReviewScreen.TITLE))
        self.keys = 0

    # -- hands -------------------------------------------------------------------------------------------

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        """Press one key where the cursor is."""
        self.keys += 1
        self.person.press(key, modifier)

    def write(self, text: str) -> None:
        """Type letters where the cursor is."""
        self.keys += len(text)
        self.person.type(text)

    def do(self, kind: type[Action], key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        """Press the key of a verb as soon as it can be done."""
        verb = next(action for action in self.screen.actions_here if isinstance(action, kind))
        self.until(verb.isEnabled)
        self.press(key, modifier)

    def until(self, seen: Callable[[], object]) -> None:
        """Wait for what the officer waits for; a TimeoutError tells what he sees instead."""
        try:
            self.person.until(seen)
        except TimeoutError:
            raise TimeoutError(self.seen()) from None

    def seen(self) -> str:
        """What stands on the screen."""
        screen, case = self.screen, self.screen.case
        scans = screen.desk.scans
        parts = {
            "case": case and (case.id, case.file.stage, case.may_work, len(case.unmarked)),
            "notice": screen.notice.isVisible() and screen.notice.text(),
            "banner": self.person.app.window is not None and self.person.app.window.banner.isVisible(),
            "asked": screen.ask_bar.is_asking or screen.desk.reasons.is_asking,
            "scan": (screen.scan_id, scans.is_sharp, scans.has_trouble and scans.trouble_words()),
            "locked": self.person.app.window is not None and self.person.app.window.lock.isVisible(),
            "running": [f"{job.lane}:{job.name}" for job in self.person.app.lanes.running()],
            "paused": list(self.person.app.lanes.paused_lanes()),
        }
        return str(parts)

    # -- cases -------------------------------------------------------------------------------------------

    @property
    def now(self) -> int | None:
        """The case on the desk that can be worked on, None while there is none."""
        case = self.screen.case
        return case.id if case is not None and case.may_work else None

    def take_packet(self) -> None:
        """Ten at once; the first is on the desk when this ends."""
        self.do(TakePacket, Key.Key_F2, SHIFT)
        self.until(lambda: self.now is not None)

    def is_over(self, case: int) -> bool:
        """Whether another case is on the desk with its page seen, or the list."""
        if self.screen.case is None:
            return self.screen.pages.currentWidget() is self.screen.inbox
        return self.now not in (None, case) and self.screen.desk.scans.is_sharp

    def right(self) -> None:
        """Everything is as it must be."""
        self._complete()
        self._mark_all()
        self.do(Conclude, Key.Key_Return, CTRL)

    def listed(self) -> None:
        """A company: papers, fields, then everybody on the list."""
        self._complete()
        self._mark_all()
        self.do(Conclude, Key.Key_Return, CTRL)
        self.until(lambda: self.screen.desk.is_on_persons)
        self.press(Key.Key_A, CTRL)
        self.press(Key.Key_1)
        self.until(lambda: not self.screen.case.undecided)
        self.do(Conclude, Key.Key_Return, CTRL)

    def bad_paper(self) -> None:
        """A paper is refused with a reason, and the case goes back."""
        self._judge_first_badly()
        self._judge_rest()
        self._send_back()

    def bad_field(self) -> None:
        """A field differs with a reason, and the case goes back."""
        self._complete()
        self.do(FieldFault, Key.Key_4)
        self._answer_reasons()
        self.until(lambda: self.screen.case.differing)
        self._mark_all()
        self._send_back()

    def hopeless(self) -> None:
        """The refusal is proposed."""
        self._complete()
        self._mark_all()
        self.do(Forward, Key.Key_F8)
        self.until(lambda: self.screen.case.file.stage == CaseStage.TECHNICAL)
        self.do(ProposeRefusal, Key.Key_F9)
        self._answer_reasons()

    def waiting(self) -> None:
        """The applicant is asked, and the clock stops."""
        self._complete()
        self.do(Wait, Key.Key_F4)
        self.until(lambda: self.screen.ask_bar.is_asking)
        self.press(Key.Key_Down)  # the guarantor is first, the applicant second
        self.press(Key.Key_Tab)
        self.write("Mohon surat asli")
        self.press(Key.Key_Return, CTRL)

    def _complete(self) -> None:
        self._judge_rest()
        self.do(Forward, Key.Key_F8)
        self.until(lambda: self.screen.case.file.stage == CaseStage.ADMINISTRATIVE)

    def _judge_rest(self) -> None:
        while self.screen.case.next_pending(None) is not None:
            left = self._pending()
            self.do(Forward, Key.Key_F8)
            self.until(lambda left=left: self._pending() < left)

    def _judge_first_badly(self) -> None:
        left = self._pending()
        self.do(RefuseDocument, Key.Key_F7)
        self._answer_reasons()
        self.until(lambda: self._pending() < left)

    def _pending(self) -> int:
        return sum(paper.verdict == "pending" for paper in self.screen.case.scans)

    def _mark_all(self) -> None:
        for _ in range(len(self.screen.case.unmarked)):
            self.press(Key.Key_1)

    def _answer_reasons(self) -> None:
        self.until(lambda: self.screen.desk.reasons.is_asking)
        self.press(Key.Key_1)
        self.press(Key.Key_Return)

    def _send_back(self) -> None:
        self.do(SendBack, Key.Key_F6)
        self.until(lambda: self.screen.desk.reasons.is_asking)
        self.press(Key.Key_Return)

    def sign_out(self) -> None:
        """Leave the program."""
        self.person.come_forward()
        self.person.sign_out()
