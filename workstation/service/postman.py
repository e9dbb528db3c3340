"""The postman: a thread of the service that empties the outbox and reads what bounced.

It has a thread of its own, because a slow mail server must keep no paper from its seal.
"""

import contextlib
import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from workstation.desk import Desk
from workstation.errors import MailDown, Problem, Refusal
from workstation.mail import bounces, inbox, message, smtp
from workstation.mail.message import Post
from workstation.service import mail_plan
from workstation.service.mail_plan import MailPlan
from workstation.signing import copies, local
from workstation.signing.certificates import utc_now
from workstation.signing.cms import CmsMaker
from workstation.usecases import mailing
from workstation.usecases.mailing import Outgoing

log = logging.getLogger(__name__)

IDLE: Final = 2.0
LONGEST_WAIT: Final = 300.0
A_TURN: Final = 50
PATIENCE: Final = 10.0


@dataclass(frozen=True, slots=True)
class _TakenIn:
    """How many messages of ours a mail told of, and whether it was a notice at all."""

    count: int
    is_notice: bool


class Postman:
    """Sends what is due with one line a turn, and notes what came back."""

    def __init__(self, desk: Desk, plan: MailPlan) -> None:
        """Open the seal; raises CertificateUnusable or WrongPassphrase."""
        self._desk, self._plan = desk, plan
        self._next_fetch = 0.0
        self._seal: CmsMaker = local.opened(plan.seal, plan.seal_secret)

    def turn(self) -> int:
        """Reclaim, read bounces, send what is due (at most 50); returns how much was done. Raises MailDown."""
        done = mailing.reclaim(self._desk) + self._read_box() + self._fetch()
        taken = mailing.take_up(self._desk, self._copy)
        return done + (self._send_from(taken) if taken is not None else 0)

    def run(self, stop: threading.Event) -> None:
        """Turn until told to stop; while the mail server or the database is away, wait ever longer and go on."""
        wait = IDLE
        while not stop.is_set():
            try:
                wait = IDLE if not self.turn() else 0.0
            except Problem as gone:
                wait = min(max(wait, IDLE) * 2, LONGEST_WAIT)
                log.warning("e-mail waits", extra={"problem": type(gone).__name__, "raw": _raw(gone)})
            except Exception:  # one bad message must not end the post
                log.exception("the post failed")
                wait = LONGEST_WAIT
            stop.wait(wait)

    def _send_from(self, first: Outgoing) -> int:
        mail: Outgoing | None = first
        done = 0
        try:
            with smtp.connected(self._plan.server) as line:
                while mail is not None and done < A_TURN:
                    answer = line.send(
                        message.bounce_address(self._plan.bounces_to, mail.token),
                        mail.recipient,
                        message.as_bytes(self._post(mail)),
                        partial(mailing.note_text, self._desk, mail.id),
                    )
                    mailing.note_answer(self._desk, mail.id, answer)
                    done += 1
                    gone, mail = answer.end is smtp.End.UNKNOWN, None
                    if not gone and done < A_TURN:
                        mail = mailing.take_up(self._desk, self._copy)
        except MailDown as down:
            if mail is not None:
                mailing.lay_back(self._desk, mail.id, down.raw)
            raise
        log.info("e-mail sent", extra={"count": done})
        return done

    def _post(self, mail: Outgoing) -> Post:
        return Post(
            mail.token,
            self._plan.sent_from,
            mail.recipient,
            mail.made_at,
            mail.letter,
            mail.sender,
            mail.pdf,
        )

    def _copy(self, pdf: bytes, code: str) -> bytes:
        return copies.signed_copy(pdf, code, self._seal, utc_now())

    def _read_box(self) -> int:
        """Note each notice of failure, then file it away; what is no notice is flagged for the administrator."""
        box = self._plan.bounce_box
        found = 0
        for file in sorted((box / "new").iterdir())[:A_TURN] if box is not None else ():
            taken_in = self._take_in(file.read_bytes())
            if taken_in is not None:
                found += taken_in.count
                _file_away(file, "S" if taken_in.is_notice else "F")
        return found

    def _fetch(self) -> int:
        """Do the same with the mailbox, now and then; while it is away the post goes on without it."""
        if self._plan.mailbox is None or time.monotonic() < self._next_fetch:
            return 0
        self._next_fetch = time.monotonic() + self._plan.fetched_every
        found = 0
        try:
            with inbox.opened(self._plan.mailbox) as mails:
                for name, data in mails.fresh(A_TURN):
                    taken_in = self._take_in(data or b"")
                    if taken_in is not None:
                        found += taken_in.count
                        mails.mark(name, for_somebody=not taken_in.is_notice)
        except MailDown as down:
            log.warning("bounces wait", extra={"raw": down.raw})
        return found

    def _take_in(self, data: bytes) -> "_TakenIn | None":
        """Note what a mail tells of ours; None while it must wait, because its case is frozen."""
        told = bounces.read(data)
        if told is None or told.action != bounces.FAILED:
            return _TakenIn(0, is_notice=told is not None)
        try:
            return _TakenIn(int(mailing.note_bounce(self._desk, told.token, told.said)), is_notice=True)
        except Refusal as refusal:
            log.warning("a bounce waits", extra={"problem": type(refusal).__name__})
            return None


def _file_away(file: Path, flag: str) -> None:
    kept = file.parent.parent / "cur"
    kept.mkdir(exist_ok=True)
    file.replace(kept / f"{file.name.partition(':')[0]}:2,{flag}")


def _raw(gone: Problem) -> str:
    return str(getattr(gone, "raw", ""))


@contextlib.contextmanager
def posting(folder: Path, desk: Desk) -> Iterator[None]:
    """Send e-mail beside the loop where `mail.toml` says so. Raises BadSetting and what the seal raises."""
    if not mail_plan.is_wanted(folder):
        yield
        return
    postman, stop = Postman(desk, mail_plan.read_plan(folder)), threading.Event()
    walking = threading.Thread(target=postman.run, args=(stop,), name="post")
    walking.start()
    log.info("the post is open")
    try:
        yield
    finally:
        stop.set()
        walking.join(PATIENCE)
