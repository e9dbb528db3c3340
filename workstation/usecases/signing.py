"""Sign a batch: one authentication, one row of progress for each document, nothing lost by a crash.

A document is *prepared* (the unsigned PDF is kept by its hash), *sent*, *deposited*. A dead process leaves
documents *sent*: the next batch takes them back to the kept unsigned PDF, under the same number. No transaction
is open while papers are drawn or the signer works. Only the back room sets *issued*.
"""

import time
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice

from sqlalchemy import select

from workstation.desk import Desk
from workstation.errors import Problem, ServiceDown
from workstation.models.document import UNSIGNED, Document
from workstation.progress import Ending, Outcome, Progress
from workstation.signing.signer import (
    CertificateFacts,
    FailureReason,
    SignedPdf,
    Signer,
    SignFailure,
    UnsignedPdf,
    calls_at_once,
    files_a_call,
    most_calls_at_once,
)
from workstation.usecases import signing_rows as rows
from workstation.usecases.certifying import open_signer
from workstation.usecases.flights import Flights
from workstation.usecases.press import draw_here
from workstation.usecases.signing_rows import Draw, Ended, Item, Prepared
from workstation.vocabulary import Role

PER_CALL = 20
AT_ONCE = 4  # so few are prepared in one go for calls of single files: a call that came back waits meanwhile
AHEAD = 5 * PER_CALL  # how many are asked at once whether they are sealed
SEAL_PATIENCE = 30.0
SEAL_PAUSE = 0.2


@dataclass(frozen=True, slots=True)
class SigningStep(Progress):
    """Progress that names the case in hand; with `outcome` it has just ended, with `certificate` it was opened."""

    application_id: int = 0
    outcome: Outcome | None = None
    certificate: CertificateFacts | None = None


@dataclass(frozen=True, slots=True)
class Pen:
    """A signer, the secret that opens it for this batch, the certificate found behind it, and who draws."""

    signer: Signer = field(repr=False)
    secret: str = field(repr=False)
    fingerprint: str
    draw: Draw = field(default=draw_here, repr=False)


def unsigned_documents(desk: Desk) -> tuple[int, ...]:
    """Return the ids of what this officer decided and has not signed yet, oldest first."""
    with desk.read() as session:
        return tuple(
            session.scalars(
                select(Document.id)
                .where(Document.approved_by == desk.officer.id, Document.stage.in_(UNSIGNED))
                .order_by(Document.id)
            )
        )


def sign_batch(
    desk: Desk,
    document_ids: Sequence[int],
    *,
    signer: Signer,
    secret: str,
    draw: Draw = draw_here,
    patience: float = SEAL_PATIENCE,
    pause: Callable[[float], None] = time.sleep,
) -> Generator[Progress, None, tuple[Outcome, ...]]:
    """Sign documents that this officer decided; returns an Outcome for each, in order.

    WrongPassphrase and CertificateUnusable are raised before anything is touched. An Outage stops the batch: what
    is deposited stays, the rest is prepared again by the next batch. Stopping the generator does the same.
    """
    desk.require(Role.SUPERVISOR)
    certificate = open_signer(desk, signer, secret)
    yield SigningStep(0, len(document_ids), certificate=certificate)
    pen = Pen(signer, secret, certificate.fingerprint, draw)
    outcomes = yield from sign_opened(desk, document_ids, pen, patience=patience, pause=pause)
    return tuple(outcomes[document_id] for document_id in document_ids)


def sign_opened(
    desk: Desk,
    document_ids: Sequence[int],
    pen: Pen,
    *,
    before: int = 0,
    patience: float = SEAL_PATIENCE,
    pause: Callable[[float], None] = time.sleep,
) -> Generator[Progress, None, dict[int, Outcome]]:
    """Sign with a pen that was tried already; returns document id -> Outcome.

    `before` items of the same run have ended already. Documents that the back room has sealed go first; when for
    `patience` seconds none is sealed, ServiceDown stops the batch. What this officer has signed already is done:
    asking again after an Outage signs the rest.
    """
    run = _Run(desk, rows.items_of(desk, document_ids), before)
    signed = [(item, Outcome(item.number, Ending.DONE)) for item in run.items.values() if item.is_signed]
    yield from run.ended(signed)
    left = dict.fromkeys(one for one in run.items if one not in run.outcomes)
    if not left:
        return run.outcomes
    with _Calls(desk, pen) as calls:
        waited = 0.0
        while left or calls.busy:
            if left and calls.wants_more:
                group = _next_sealed(desk, left, calls.group)
                for document_id in group:
                    del left[document_id]
                    yield run.in_hand(document_id)
                yield from run.ended(calls.prepare([run.items[one] for one in group]))
                waited = 0.0 if group or calls.busy else waited
                if not group and not calls.busy:
                    if waited >= patience:
                        raise ServiceDown("seal")
                    yield run.resting()
                    pause(SEAL_PAUSE)
                    waited += SEAL_PAUSE
                    continue
            # all of a call is kept before anybody may stop the batch: what is signed is never signed again
            yield from run.ended(calls.go_on(more=bool(left)))
    return run.outcomes


def _next_sealed(desk: Desk, left: dict[int, None], count: int) -> list[int]:
    near = list(islice(left, AHEAD))
    found = rows.sealed(desk, near) or (rows.sealed(desk, list(left)) if len(left) > AHEAD else [])
    return found[:count]


@dataclass
class _Run:
    """How far a batch is."""

    desk: Desk
    items: dict[int, Item]
    before: int
    outcomes: dict[int, Outcome] = field(default_factory=dict)

    @property
    def _done(self) -> int:
        return self.before + len(self.outcomes)

    @property
    def _total(self) -> int:
        return self.before + len(self.items)

    def in_hand(self, document_id: int) -> SigningStep:
        """Tell that this one is worked at."""
        item = self.items[document_id]
        return SigningStep(self._done, self._total, item.number, item.application_id)

    def resting(self) -> SigningStep:
        """Tell that the batch waits for the back room."""
        return SigningStep(self._done, self._total)

    def ended(self, ends: Sequence[Ended]) -> Generator[SigningStep, None, None]:
        """Note and tell how these have ended."""
        self.outcomes.update((item.id, outcome) for item, outcome in ends)
        first = self._done - len(ends)
        for number, (item, outcome) in enumerate(ends, 1):
            yield SigningStep(first + number, self._total, item.number, item.application_id, outcome)


Answers = list[SignedPdf | SignFailure]
Call = Future[tuple[Answers, float]]


class _Calls:
    """The calls of the signer in flight, under one open batch; what they answer is kept whatever happens."""

    def __init__(self, desk: Desk, pen: Pen) -> None:
        self._desk, self._pen = desk, pen
        self._flights = Flights(calls_at_once(pen.signer), most_calls_at_once(pen.signer))
        self._files = min(PER_CALL, files_a_call(pen.signer))
        self._ready: deque[Prepared] = deque()
        self._flying: dict[Call, list[Prepared]] = {}
        self._trouble: list[BaseException] = []

    def __enter__(self) -> "_Calls":
        self._batch_id = rows.open_batch(self._desk, self._pen.fingerprint)
        self._threads = ThreadPoolExecutor(self._flights.most, thread_name_prefix="signer")
        return self

    def __exit__(self, *_: object) -> None:
        try:
            with suppress(Problem):  # something else has ended the batch; what is left undone is taken back
                self._keep(wait(self._flying).done)
        finally:
            self._threads.shutdown()
            rows.close_batch(self._desk, self._batch_id)

    @property
    def group(self) -> int:
        """How many are prepared in one go: for one call, or some for the calls in flight."""
        return self._files if self._flights.most == 1 else max(self._files, AT_ONCE)

    @property
    def busy(self) -> bool:
        """Whether something is prepared or in flight."""
        return bool(self._ready or self._flying or self._trouble)

    @property
    def wants_more(self) -> bool:
        """Whether more should be prepared: for a call that could be made now, or for the next of several in flight."""
        if self._trouble:
            return False
        if self._flights.most == 1:  # what is not sent yet can still be stopped
            return not self._ready and not self._flying
        return len(self._ready) < self._flights.now * self._files

    def prepare(self, items: Sequence[Item]) -> list[Ended]:
        """Prepare these; returns those that cannot be."""
        prepared, ended = rows.prepare(self._desk, items, self._pen.draw)
        self._ready.extend(prepared)
        return ended

    def go_on(self, *, more: bool) -> list[Ended]:
        """Make the calls that are free; keep what has come back and return it.

        Waits for a call unless another could be made, for which `more` is there to be prepared. The Problem of a call
        is raised when the answers that came with it have been told.
        """
        if self._trouble:
            raise self._trouble[0]
        ended = self._turn()
        if self._flying and not self._trouble and not (more and self.wants_more):
            wait(self._flying, return_when=FIRST_COMPLETED)
            ended += self._turn()
        return ended

    def _turn(self) -> list[Ended]:
        """Make the calls that are free, and keep what has come back while they fly."""
        done = {call for call in self._flying if call.done()}
        self._note(done)
        ended = [] if self._trouble else self._fly(len(self._flying) - len(done))
        return ended + self._keep(done)

    def _fly(self, busy: int) -> list[Ended]:
        """Make the calls for which there is room beside the busy ones; returns those that may not be sent."""
        room = (self._flights.now - busy) * self._files
        if not self._ready or room <= 0:
            return []
        group = [self._ready.popleft() for _ in range(min(room, len(self._ready)))]
        sent, ended = rows.send(self._desk, group, self._batch_id)
        for start in range(0, len(sent), self._files):
            self._call(sent[start : start + self._files])
        return ended

    def _call(self, sent: list[Prepared]) -> None:
        files = [UnsignedPdf(one.item.number, one.data) for one in sent]
        self._flying[self._threads.submit(self._sign, files)] = sent

    def _sign(self, files: list[UnsignedPdf]) -> tuple[Answers, float]:
        """Make one call, in a thread of its own; returns its answers and the seconds for each file."""
        begin = time.monotonic()
        answers = self._pen.signer.sign(files, self._pen.secret)
        return answers, (time.monotonic() - begin) / len(files)

    def _note(self, done: set[Call]) -> None:
        """Note how these calls went: how quick they were, or what came instead of answers."""
        for call in done:
            problem = call.exception()
            if problem is not None:
                self._trouble.append(problem)
            else:
                self._note_speed(*call.result())

    def _keep(self, done: set[Call]) -> list[Ended]:
        """Keep every answer; a call that had none is taken back."""
        answered: list[tuple[Item, SignedPdf | SignFailure]] = []
        for call in done:
            sent, problem = self._flying.pop(call), call.exception()
            if problem is None:
                answers, _ = call.result()
                answered += zip((one.item for one in sent), answers, strict=True)
            elif isinstance(problem, Problem):
                rows.take_back(self._desk, sent, problem)
        return rows.keep(self._desk, answered)

    def _note_speed(self, answers: Answers, seconds: float) -> None:
        if any(isinstance(one, SignFailure) and one.reason is FailureReason.UNKNOWN for one in answers):
            self._flights.faltered()
        else:
            self._flights.came_back(seconds)
