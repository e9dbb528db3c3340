"""`python3 run trial remote`: a batch through the broker, whose process or the workstation's is killed again and again.

The eSign service is played and signs really; a call takes its time, so that kills fall into calls in flight. At the
end every document is issued under its own number, with one signature, as by an undisturbed batch.
"""

import argparse
import contextlib
import json
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tests.intray import person
from tests.make import PASSWORD, Office
from tests.service.brokered import set_up
from tests.simulators import _bsre_ink as ink
from tests.simulators import bsre as played
from tests.simulators._bsre_state import PASSPHRASE, State
from tests.trials.batch import examine, own_office
from workstation.errors import Outage
from workstation.service import process
from workstation.service.plan import Plan
from workstation.signing.broker import BrokerSigner
from workstation.signing.certificates import load_roots
from workstation.usecases import backroom, brokering, signing, signing_in
from workstation.usecases.signing import SigningStep

READY = "ready"
MOST_ROUNDS = 400
PATIENCE = 120.0


@dataclass
class Remote:
    """One trial on one office; `least` processes are killed."""

    office: Office
    folder: Path
    port: int
    chance: random.Random
    documents: int
    least: int
    longest: float = 2.5
    until: float = float("inf")
    brokers_killed: int = 0
    signers_killed: int = 0
    broker: "subprocess.Popen[str] | None" = None

    def run(self, state: State) -> dict[str, Any]:
        """Fill, kill until enough have died and all is signed, examine; returns the line to print."""
        begin, numbers = time.monotonic(), self._fill()
        while True:
            self._kill_until_signed()
            if self.brokers_killed + self.signers_killed >= self.least or time.monotonic() >= self.until:
                break
            numbers = self._fill()
        self._end_broker()
        self._wait_until_issued()
        found = examine(self.office, numbers, load_roots([ink.authority().root]))
        return {
            "trial": "remote",
            "documents": len(numbers),
            "brokers_killed": self.brokers_killed,
            "signers_killed": self.signers_killed,
            **asdict(found),
            "signed_by_the_service": state.signed,
            "passed": found.is_clean and self.brokers_killed > 0 and self.signers_killed > 0,
            "seconds": round(time.monotonic() - begin, 1),
        }

    def _fill(self) -> dict[int, str]:
        first = int(self.office.ask("SELECT count(*) FROM loket.document"))
        for number in range(first, first + self.documents):
            self.office.approved(**person(number))
        return {row.id: row.number for row in self.office.rows("SELECT id, number FROM loket.document")}

    def _kill_until_signed(self) -> None:
        for number in range(MOST_ROUNDS):
            if not signing.unsigned_documents(self.office.desk("ratna")):
                return
            if self.broker is None or self.broker.poll() is not None:
                self.broker = self._child("--broker", str(self.folder))
            signer = self._child("--signer", str(self.folder), str(self.port))
            with contextlib.suppress(subprocess.TimeoutExpired):
                signer.wait(
                    self.chance.uniform(0.0, self.longest * (1 + number / 5))
                )  # slow machines end, too
            if signer.poll() is None and self.chance.random() < 0.5:
                self._end_broker()
                self.brokers_killed += 1
            elif signer.poll() is None:
                signer.send_signal(signal.SIGKILL)
                self.signers_killed += 1
            signer.communicate()
        raise SystemExit("the batch never came to its end")

    def _child(self, *mode: str) -> "subprocess.Popen[str]":
        words = [sys.executable, "-m", "tests.trials.remote", "--url", self.office.url(), *mode]
        made = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        assert made.stdout is not None
        made.stdout.readline()  # it is ready, or has ended
        return made

    def _end_broker(self) -> None:
        if self.broker is not None:
            self.broker.send_signal(signal.SIGKILL)
            self.broker.communicate()
            self.broker = None

    def _wait_until_issued(self) -> None:
        until = time.monotonic() + PATIENCE
        while self.office.ask("SELECT count(*) FROM loket.document WHERE stage = 'deposited'"):
            assert time.monotonic() < until, "the back room did not come to its end"
            time.sleep(0.1)


def be_broker(url: str, folder: Path) -> None:
    """Answer workstations until killed."""
    with process.brokering(Plan(folder, url), backroom.come_in(url, PASSWORD)):
        print(READY, flush=True)
        threading.Event().wait()


def be_signer(url: str, folder: Path, port: int) -> None:
    """Sign what Ratna has decided, once; an outage ends the process as it ends a batch."""
    desk = signing_in.sign_in(url, "ratna", PASSWORD)
    pen = BrokerSigner(
        f"https://127.0.0.1:{port}", str(folder / "broker.pem"), partial(brokering.take_pass, desk)
    )
    pen.files_a_call = 3  # type: ignore[attr-defined] - many calls in flight, as a large batch has
    with contextlib.suppress(Outage):
        documents = signing.unsigned_documents(desk)
        for step in signing.sign_batch(desk, documents, signer=pen, secret=PASSPHRASE):
            if isinstance(step, SigningStep) and step.certificate is not None:
                print(READY, flush=True)  # from here on there is something to lose
    desk.close()


def _free_port() -> int:
    with socket.socket() as ear:
        ear.bind(("127.0.0.1", 0))
        port: int = ear.getsockname()[1]
        return port


def main() -> int:
    """Run the trial on a server of its own, or be one of its processes."""
    parser = argparse.ArgumentParser(prog="run trial remote")
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument(
        "--longest", type=float, default=2.5, help="seconds a process may sign before one dies"
    )
    parser.add_argument("--minutes", type=float, default=60.0, help="no new batch after so long")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--url", default="")
    parser.add_argument("--broker", type=Path)
    parser.add_argument("--signer", nargs=2)
    asked = parser.parse_args()
    if asked.broker:
        be_broker(asked.url, asked.broker)
    elif asked.signer:
        be_signer(asked.url, Path(asked.signer[0]), int(asked.signer[1]))
    else:
        return _examined(asked)
    return 0


def _examined(asked: argparse.Namespace) -> int:
    state, port, stop = State(), _free_port(), threading.Event()
    with own_office() as office, tempfile.TemporaryDirectory() as name, played.playing(state) as address:
        plan = Plan(Path(name) / "service", office.url())
        plan.roots.mkdir(parents=True)
        (plan.roots / "root.pem").write_bytes(ink.authority().root)
        set_up(plan.folder, address)
        file = plan.folder / "bsre.toml"
        file.write_text(file.read_text().replace("127.0.0.1:0", f"127.0.0.1:{port}"))
        room = process.room_of(plan, office.backroom())
        turning = threading.Thread(target=room.run, args=(stop,), name="loop")
        turning.start()
        try:
            trial = Remote(
                office,
                plan.folder,
                port,
                random.Random(asked.seed),
                asked.documents,
                asked.kills,
                asked.longest,
                time.monotonic() + 60 * asked.minutes,
            )
            line = trial.run(state)
        finally:
            stop.set()
            turning.join()
    print(json.dumps(line | {"seed": asked.seed}), flush=True)
    return 0 if line["passed"] else 1


if __name__ == "__main__":
    sys.exit(main())
