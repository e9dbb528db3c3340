"""The press: worker processes that draw, sign and check papers, each on a core of its own.

One that dies is replaced, and what it was asked is asked once more: nothing that it made has left it.
"""

import contextlib
import os
import queue
import secrets
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Self, TypeVar, cast

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

import workstation
from workstation.errors import Refusal, SignerDown
from workstation.signing.local import LocalSigner
from workstation.signing.signer import (
    CertificateFacts,
    FailureReason,
    SignedPdf,
    SignFailure,
    UnsignedPdf,
)
from workstation.usecases import papers, pressing
from workstation.usecases.pressing import Head
from workstation.usecases.rechecking import Deposit, check_here

ROOT = Path(workstation.__file__).resolve().parent.parent
LAUNCH = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); from workstation.usecases.pressing import main; main()"
)
TRIES = 2
WORTH_SHARING = 3  # fewer files are signed before a process has begun
T = TypeVar("T")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Draft:
    """What one paper is drawn from."""

    kind: str
    record: Mapping[str, Any] = field(repr=False)
    seal: str = field(repr=False)
    photo: bytes | None = field(default=None, repr=False)

    @property
    def head(self) -> Head:
        """The part of it that is no bytes."""
        return {
            "kind": self.kind,
            "record": self.record,
            "seal": self.seal,
            "photo": self.photo is not None,
        }


Drawn = bytes | Refusal


def draw_here(drafts: Sequence[Draft]) -> list[Drawn]:
    """Draw in this process: each paper's bytes, or why it cannot be drawn."""
    made: list[Drawn] = []
    for draft in drafts:
        try:
            made.append(papers.draw(draft.kind, draft.record, draft.seal, draft.photo))
        except Refusal as refusal:
            made.append(refusal)
    return made


class Gone(Exception):
    """A worker ended while it was asked."""


class _Worker:
    """One process; not for two threads at once."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child is not None and self._child.poll() is None else None

    def start(self) -> None:
        """Start the process unless it runs; does not wait until it is ready."""
        if self.pid is None:
            self.end()
            self._child = subprocess.Popen(  # noqa: S603 - our own interpreter with our own words
                [sys.executable, "-c", LAUNCH, str(ROOT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            self._is_fresh = True

    def ask(self, head: Head, blobs: Sequence[bytes]) -> tuple[Head, list[bytes]]:
        """Ask and wait; raises Gone."""
        self.start()
        try:
            if self._is_fresh:
                pressing.read(self._pipe("stdout"))
                self._is_fresh = False
            pressing.write(self._pipe("stdin"), head, blobs)
            return pressing.read(self._pipe("stdout"))
        except (OSError, EOFError, ValueError) as fault:
            self.end()
            raise Gone from fault

    def _pipe(self, name: str) -> BinaryIO:
        return cast("BinaryIO", getattr(self._child, name))

    def end(self) -> None:
        """End the process."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                with contextlib.suppress(OSError):
                    cast("BinaryIO", pipe).close()


class Press:
    """`workers` processes, begun by `warm` or when they are first needed. Any thread may ask."""

    def __init__(self, workers: int | None = None) -> None:
        count = workers or max(1, min(4, os.cpu_count() or 1))
        self._all = [_Worker() for _ in range(count)]
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        for worker in self._all:
            self._idle.put(worker)
        self._askers = ThreadPoolExecutor(count, thread_name_prefix="press")
        self._gathering = threading.Lock()

    def warm(self) -> None:
        """Begin the processes that are idle, without waiting for them."""
        taken: list[_Worker] = []
        with contextlib.suppress(queue.Empty):
            while True:
                taken.append(self._idle.get_nowait())
        for worker in taken:
            worker.start()
            self._idle.put(worker)

    def pids(self) -> tuple[int, ...]:
        """Process ids of the workers that run now."""
        return tuple(worker.pid for worker in self._all if worker.pid)

    def draw(self, drafts: Sequence[Draft]) -> list[Drawn]:
        """Draw on all workers; as `draw_here`."""
        return self.share(drafts, self._draw)

    def share(self, things: Sequence[T], work: Callable[[Sequence[T]], list[Made]]) -> list[Made]:
        """Do `work` with equal parts of things at once, one part a worker; results in order."""
        size = -(-len(things) // len(self._all)) or 1
        parts = [things[start : start + size] for start in range(0, len(things), size)]
        return [made for part in self._askers.map(work, parts) for made in part]

    def ask(self, head: Head, blobs: Sequence[bytes]) -> tuple[Head, list[bytes]]:
        """Ask any worker, a fresh one when the first dies; raises Gone."""
        with self._one() as worker:
            return _insist(lambda: worker.ask(head, blobs))

    def _draw(self, drafts: Sequence[Draft]) -> list[Drawn]:
        photos = [draft.photo for draft in drafts if draft.photo is not None]
        try:
            _, made = self.ask({"op": "draw", "papers": [draft.head for draft in drafts]}, photos)
        except Gone:
            return draw_here(drafts)
        return [data or draw_here([draft])[0] for draft, data in zip(drafts, made, strict=True)]

    def check(self, roots: Sequence[x509.Certificate], deposits: Sequence[Deposit]) -> list[str]:
        """Check on all workers; as `rechecking.check_here`."""
        return self.share(deposits, lambda part: self._check(roots, part))

    def _check(self, roots: Sequence[x509.Certificate], deposits: Sequence[Deposit]) -> list[str]:
        heads, blobs = [], [b"".join(root.public_bytes(Encoding.PEM) for root in roots)]
        for one in deposits:
            facts = {name: getattr(one, name) for name in ("kind", "record", "seal", "fingerprint", "name")}
            heads.append({"facts": facts, "photo": one.photo is not None})
            blobs += [one.signed, one.unsigned, *([one.photo] if one.photo is not None else [])]
        try:
            said, _ = self.ask({"op": "check", "papers": heads}, blobs)
        except Gone:
            return check_here(roots, deposits)
        flaws: list[str] = said["flaws"]
        return flaws

    def sign(self, key: "PressSigner", files: Sequence[UnsignedPdf], secret: str) -> tuple[Head, list[bytes]]:
        """Sign a part of a call with a worker that has the key, or is given it."""
        head = {"op": "sign", "token": key.token, "files": [(file.name, file.reason) for file in files]}
        blobs = [file.data for file in files]

        def ask(worker: _Worker) -> tuple[Head, list[bytes]]:
            said, signed = worker.ask(head, blobs)
            if "closed" in said:
                worker.ask({"op": "open", "token": key.token}, [key.p12, secret.encode()])
                said, signed = worker.ask(head, blobs)
            return said, signed

        with self._one() as worker:
            return _insist(lambda: ask(worker))

    def forget(self) -> None:
        """Let every worker forget its key."""
        with self._gathering:
            for worker in [self._idle.get() for _ in self._all]:
                if worker.pid:
                    with contextlib.suppress(Gone):
                        worker.ask({"op": "forget"}, [])
                self._idle.put(worker)

    @contextlib.contextmanager
    def _one(self) -> Iterator[_Worker]:
        worker = self._idle.get()
        try:
            yield worker
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        """End all workers."""
        self._askers.shutdown(wait=True)
        for worker in self._all:
            worker.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _insist(ask: Callable[[], T]) -> T:
    for _ in range(TRIES - 1):
        with contextlib.suppress(Gone):
            return ask()
    return ask()


class PressSigner:
    """Signs with a PKCS#12 key that the workers of a press hold, opened once in each, until `close`."""

    calls_at_once = 2  # while one is signed, the next is drawn

    def __init__(self, p12: bytes, press: Press) -> None:
        """Keep the encrypted file; raise CertificateUnusable("unreadable") when it is no PKCS#12."""
        self._plain = LocalSigner(p12)
        self._press = press
        self.p12, self.token = p12, secrets.token_hex(8)

    def open(self, secret: str) -> CertificateFacts:
        """Try the secret here; raise WrongPassphrase or CertificateUnusable."""
        return self._plain.open(secret)

    def sign(self, files: Sequence[UnsignedPdf], secret: str) -> list[SignedPdf | SignFailure]:
        """Share a call out to all workers; SignerDown when they die again and again."""
        if len(files) < WORTH_SHARING:
            return self._plain.sign(files, secret)
        return self._press.share(files, lambda part: self._part(part, secret))

    def close(self) -> None:
        """Let the workers forget the key."""
        self._press.forget()

    def _part(self, files: Sequence[UnsignedPdf], secret: str) -> list[SignedPdf | SignFailure]:
        try:
            said, signed = self._press.sign(self, files, secret)
        except Gone as gone:
            raise SignerDown("press") from gone
        return [
            SignedPdf(file.name, data)
            if failure is None
            else SignFailure(file.name, FailureReason(failure[0]), failure[1])
            for file, data, failure in zip(files, signed, said["failures"], strict=True)
        ]


@contextlib.contextmanager
def released(signer: Any) -> Iterator[Any]:
    """Give a signer for one batch; at its end the workers that hold its key forget it."""
    try:
        yield signer
    finally:
        if isinstance(signer, PressSigner):
            signer.close()
