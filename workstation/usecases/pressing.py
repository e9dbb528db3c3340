"""The worker of the press: draws, signs and checks papers in a process of its own; asked over its own pipes.

It ends when its input ends, so it dies with the window or the service. What it is given comes through the pipe alone:
no key and no passphrase ever stands among its arguments or in its surroundings.
"""

import gc
import json
import os
import struct
import sys
from collections.abc import Sequence
from typing import Any, BinaryIO

from workstation.errors import Problem
from workstation.signing.certificates import load_certificates, utc_now
from workstation.signing.cms import CmsMaker
from workstation.signing.local import opened, sign_one
from workstation.signing.signer import SignedPdf, UnsignedPdf
from workstation.usecases import papers
from workstation.usecases.rechecking import Deposit, flaw_of

Head = dict[str, Any]
_SIZES = struct.Struct("<II")


def write(pipe: BinaryIO, head: Head, blobs: Sequence[bytes] = ()) -> None:
    """Send one message: a JSON head and some bytes."""
    said = json.dumps(head | {"sizes": [len(blob) for blob in blobs]}).encode()
    pipe.write(_SIZES.pack(len(said), len(blobs)) + said)
    for blob in blobs:
        pipe.write(blob)
    pipe.flush()


def read(pipe: BinaryIO) -> tuple[Head, list[bytes]]:
    """Receive one message; EOFError when the other side has gone."""
    length, _count = _SIZES.unpack(_exactly(pipe, _SIZES.size))
    head: Head = json.loads(_exactly(pipe, length))
    return head, [_exactly(pipe, size) for size in head["sizes"]]


def _exactly(pipe: BinaryIO, size: int) -> bytes:
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError
    return data


class Hand:
    """Does what the press asks; holds at most one signing key, until it is told to forget it."""

    def __init__(self) -> None:
        self._key: CmsMaker | None = None
        self._token = ""

    def do(self, head: Head, blobs: list[bytes]) -> tuple[Head, list[bytes]]:
        """Answer one message."""
        match head["op"]:
            case "draw":
                return {}, _drawn(head["papers"], iter(blobs))
            case "open":
                self._key, self._token = opened(blobs[0], blobs[1].decode()), head["token"]
            case "sign":
                return self._sign(head, blobs)
            case "forget":
                self._key, self._token = None, ""
            case "check":
                return {"flaws": _checked(head, iter(blobs))}, []
        return {}, []

    def _sign(self, head: Head, blobs: list[bytes]) -> tuple[Head, list[bytes]]:
        if self._key is None or head["token"] != self._token:
            return {"closed": True}, []
        signed: list[bytes] = []
        said: list[list[str] | None] = []
        for data, (name, reason) in zip(blobs, head["files"], strict=True):
            answer = sign_one(self._key, UnsignedPdf(name, data, reason), utc_now())
            if isinstance(answer, SignedPdf):
                signed.append(answer.data)
                said.append(None)
            else:
                signed.append(b"")
                said.append([answer.reason, answer.raw])
        return {"failures": said}, signed


def _drawn(wanted: Sequence[Head], photos: Any) -> list[bytes]:
    """Draw each paper; what cannot be drawn is empty: who asked draws it himself and hears why."""
    made = []
    for one in wanted:
        photo = next(photos) if one["photo"] else None
        try:
            made.append(papers.draw(one["kind"], one["record"], one["seal"], photo))
        except Problem:
            made.append(b"")
    return made


def _checked(head: Head, blobs: Any) -> list[str]:
    roots = load_certificates(next(blobs))
    return [
        flaw_of(
            roots,
            Deposit(
                **one["facts"],
                signed=next(blobs),
                unsigned=next(blobs),
                photo=next(blobs) if one["photo"] else None,
            ),
        )
        for one in head["papers"]
    ]


def main() -> None:
    """Answer until the input ends."""
    asked = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # nothing that a library prints may stand among the answers
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    hand = Hand()
    gc.freeze()  # what was loaded stays: no need to look through it for garbage between two papers
    try:
        write(answers, {"ready": os.getpid()})
        while True:
            write(answers, *hand.do(*read(asked)))
    except (EOFError, BrokenPipeError, KeyboardInterrupt):
        os._exit(0)
