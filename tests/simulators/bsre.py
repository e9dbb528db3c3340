"""Plays the eSign client of BSrE, versions 1 and 2, with real signatures of a practice authority.

  python3 run simulate bsre [--port 8099] [--mood MOOD] [--shape text|code] [--root FILE]

Credentials, people and passphrase are printed at the start; `POST /simulator {"mood": "short"}` changes the mood
while it runs. Every case of the conformance list (docs/developer.md) can be played by hand or by
tests/signing/test_bsre_cases.py.
"""

import argparse
import base64
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from tests.simulators import _bsre_ink as ink
from tests.simulators import _bsre_v1, _bsre_v2
from tests.simulators._bsre_http import Answer, listening, request_of, told
from tests.simulators._bsre_rules import Refused
from tests.simulators._bsre_state import LOGIN, PASSPHRASE, PEOPLE, SUBSCRIBER, Asked, Mood, State

BASIC = "Basic " + base64.b64encode(":".join(LOGIN).encode()).decode()


def answer(state: State, asked: Asked) -> Answer:
    """Think about one request."""
    if asked.path == "/simulator":
        return _set(state, asked)
    if BASIC not in asked.headers.get("authorization", ""):
        return Answer(401, b"", "text/plain", {"WWW-Authenticate": "Basic"})
    try:
        request = request_of(asked)
        made = _bsre_v2.answer(state, request) or _bsre_v1.answer(state, request, asked.query)
    except Refused as refused:
        return refused.answer
    except (ValueError, KeyError) as fault:
        return told(400, timestamp="", status=400, error="Bad Request", message=str(fault), path=asked.path)
    return made or told(404, timestamp="", status=404, error="Not Found", message="", path=asked.path)


def _set(state: State, asked: Asked) -> Answer:
    wanted = json.loads(asked.body or b"{}")
    state.mood = Mood(wanted.get("mood", state.mood))
    for key in ("shape", "conclusion", "origin_v1", "origin_v2"):
        setattr(state, key, wanted.get(key, getattr(state, key)))
    return told(mood=state.mood, shape=state.shape, signed=state.signed, warnings=state.warnings)


@contextmanager
def playing(state: State, port: int = 0) -> Iterator[str]:
    """Play on 127.0.0.1 until the block ends; gives the address."""
    with listening(state, answer, port) as address:
        yield address


def main(words: Sequence[str]) -> int:
    """Play until Ctrl+C."""
    parser = argparse.ArgumentParser(prog="run simulate bsre", description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=8099)
    parser.add_argument("--mood", type=Mood, choices=list(Mood), default=Mood.GOOD)
    parser.add_argument("--shape", choices=("text", "code"), default="text")
    parser.add_argument("--root", type=Path, help="write the root certificate (PEM) here")
    given = parser.parse_args(words)
    state = State(mood=given.mood, shape=given.shape)
    if given.root:
        given.root.write_bytes(ink.authority().root)
    with playing(state, given.port) as address:
        print(f"eSign (practice) at {address}  user {LOGIN[0]}  password {LOGIN[1]}")
        print(f"passphrase {PASSPHRASE}  idSubscriber {SUBSCRIBER}  moods: {', '.join(Mood)}")
        for nik, person in PEOPLE.items():
            print(f"  {nik}  {person.status:26} {person.name}")
        sys.stdout.flush()
        try:
            Event().wait()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
