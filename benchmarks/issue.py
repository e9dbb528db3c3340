"""What issuing in bulk costs: build, seal, sign, store and check, beside the loop that a user would write himself.

`--count N` documents for each key (default 200). The bars hold processor time of our own processes (this one and the
workers of the press) against that of the plain loop; the server's share is told beside it. Facts, photo and key are
the same; the plain loop makes no PDF/A and keeps no record.
"""

import argparse
import gc
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from PySide6.QtCore import QCoreApplication, QTimer

from benchmarks._issue_office import Full, PlainLoop, full_office, keys
from benchmarks.figures import figure, finish, per_second
from tests import pdfa
from tests.backroom import PASSPHRASE, BackRoom
from tests.make import exhausted
from workstation.printing.marks import qr_runs
from workstation.printing.sheets import PermitSheet
from workstation.progress import Ending
from workstation.signing import seal
from workstation.signing.certificates import utc_now
from workstation.signing.local import LocalSigner, opened, sign_one
from workstation.signing.signer import SignedPdf, SignFailure, UnsignedPdf
from workstation.signing.trust import Trust
from workstation.usecases import issuing, papers, sealing, signing
from workstation.usecases.press import Draft, Press, PressSigner, released

PLAIN = 12
FILES = 100
TIMES = {"RSA-2048": 10.0, "P-256": 5.0}
SIGNING = 20.0
LATENCY = 0.6
FLIGHTS = (8, 16)
GAP_MS = 50.0


@dataclass
class Cost:
    """What a piece of work took: by the clock, on our processors, on the server's."""

    clock: float
    ours: float
    server: float

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.clock + other.clock, self.ours + other.ours, self.server + other.server)


class Bench:
    """One office, one back room, one press."""

    def __init__(self, full: Full, press: Press) -> None:
        self.full, self.press, self.office = full, press, full.office
        self.room = BackRoom(self.office)
        self.desk, self.service = self.office.desk("ratna"), self.office.backroom()

    def taken(self, work: Callable[[], Any]) -> Cost:
        """Do it and say what it took."""
        clock, ours, server = time.perf_counter(), self._ours(), self.full.server_seconds()
        work()
        return Cost(time.perf_counter() - clock, self._ours() - ours, self.full.server_seconds() - server)

    def _ours(self) -> float:
        used = time.process_time()
        for pid in self.press.pids():
            times = psutil.Process(pid).cpu_times()
            used += times.user + times.system
        return used

    def seal(self, count: int) -> None:
        """Freeze and seal as the back room does, 25 a transaction."""
        left = count
        while left > 0:
            done = sealing.seal_waiting(self.service, self.room.key)
            if not done:
                raise SystemExit("the back room sealed too few")
            left -= done

    def sign(self, ids: Sequence[int], signer: Any) -> None:
        """Draw, sign and store as the supervisor's workstation does."""
        ends = exhausted(
            signing.sign_batch(self.desk, ids, signer=signer, secret=PASSPHRASE, draw=self.press.draw)
        )
        if any(end.ending is not Ending.DONE for end in ends):
            raise SystemExit(f"not signed: {next(end for end in ends if end.ending is not Ending.DONE)}")

    def batch(self, p12: bytes, count: int) -> Cost:
        """Seal, draw, sign and store `count` new documents."""
        ids = self.full.more(count)
        self.press.draw(self.drafts()[:2])  # the workers have begun: their start is not the batch's
        cost = self.taken(lambda: self.seal(count))
        with released(PressSigner(p12, self.press)) as signer:
            return cost + self.taken(lambda: self.sign(ids, signer))

    def drafts(self, count: int = 40) -> list[Draft]:
        """What papers are drawn from, as the back room froze them."""
        rows = self.office.rows(
            "SELECT d.kind, d.record, d.seal, b.data FROM loket.document d"
            " JOIN loket.scan s ON s.id = (d.record ->> 'photo')::bigint"
            " JOIN loket.scan_blob b ON b.sha256 = s.sha256 WHERE d.seal IS NOT NULL"
            " ORDER BY d.id DESC LIMIT :n",
            n=count,
        )
        return [Draft(row.kind, row.record, row.seal, bytes(row.data)) for row in rows]

    def a_paper(self) -> bytes:
        """One of them, drawn."""
        (draft,) = self.drafts(1)
        return papers.draw(draft.kind, draft.record, draft.seal, draft.photo)


def main() -> None:
    """Build the office, measure, print."""
    parser = argparse.ArgumentParser(prog="run bench issue")
    parser.add_argument("--count", type=int, default=200)
    count = parser.parse_args().count
    with full_office() as full, Press(2) as press:
        bench = Bench(full, press)
        full.more(2)
        bench.seal(3)
        gc.freeze()  # as a worker does
        for name, p12 in keys().items():
            _against_the_plain_loop(bench, name, p12, count)
        _checked(bench)
        _one_key(bench)
        _two_processes(bench)
        _remote(bench)
        _many_as_few(bench, count)
        _window(bench)
        _seal(bench)
    finish()


def _against_the_plain_loop(bench: Bench, name: str, p12: bytes, count: int) -> None:
    ours = bench.batch(p12, count)
    with tempfile.TemporaryDirectory() as folder:
        loop, sheets = PlainLoop(p12, Path(folder)), [_sheet(one) for one in bench.drafts(PLAIN)]
        plain = per_second(lambda: [loop.make(sheet, str(n)) for n, sheet in enumerate(sheets)], PLAIN, 3)
        paper = bench.a_paper()
        alone = per_second(lambda: [loop.sign(paper) for _ in range(PLAIN)], PLAIN, 3)
    bar, rate = TIMES[name], count / ours.ours
    figure(
        f"built, sealed, signed, stored/s of a processor, {name}",
        rate, "platypus, qrcode, pyHanko", plain, bar, rate >= bar * plain,
    )  # fmt: skip
    whole = count / (ours.ours + ours.server)
    figure(
        f"the same with the server's processor time, {name}",
        whole,
        "without a server",
        plain,
        1.0,
        whole >= plain,
    )
    figure(f"the same by the clock, documents/s, {name}", count / ours.clock, "plain", plain, 1.0, True)
    signed = _signed_per_second(p12, paper)
    figure(f"signatures/s, {name}", signed, "pyHanko", alone, SIGNING, signed >= SIGNING * alone)


def _signed_per_second(p12: bytes, paper: bytes) -> float:
    """How many files a worker signs with the key that it opened for the batch, as pyHanko's signer is made once."""
    key, file = opened(p12, PASSPHRASE), UnsignedPdf("a", paper)
    return per_second(lambda: [sign_one(key, file, utc_now()) for _ in range(FILES)], FILES, 3)


def _sheet(draft: Draft) -> PermitSheet:
    return papers._permit_sheet(draft.record, draft.seal, draft.photo)


def _checked(bench: Bench) -> None:
    """The back room looks at all of them; veraPDF at some."""
    waiting = bench.office.ask("SELECT count(*) FROM loket.document WHERE stage = 'deposited'")
    issued: list[int] = []

    def look() -> None:
        while (found := issuing.issue_deposited(bench.service, bench.room.roots, check=bench.press.check))[0]:
            issued.append(found[0])

    cost = bench.taken(look)
    figure(
        "files looked at again and issued/s by the clock",
        sum(issued) / cost.clock, "all of them", waiting / cost.clock, 1.0, sum(issued) == waiting,
    )  # fmt: skip
    if not pdfa.missing():
        rows = bench.office.rows(
            "SELECT b.data FROM loket.document d JOIN loket.paper_blob b ON b.sha256 = d.signed_sha256"
            " ORDER BY md5(d.number) LIMIT 20"
        )
        with tempfile.TemporaryDirectory() as folder:
            good = pdfa.verdicts([bytes(row.data) for row in rows], Path(folder)).count("ok")
        figure("signed files that veraPDF accepts as 2B", good, "of", len(rows), 1.0, good == len(rows))


def _one_key(bench: Bench) -> None:
    """The bare signature operations of the key, for what is left to win."""
    data, paper = bytes(300), bench.a_paper()
    for name, p12 in keys().items():
        key, _, _ = pkcs12.load_key_and_certificates(p12, PASSPHRASE.encode())

        def bare(key: Any = key) -> None:
            for _ in range(200):
                if isinstance(key, rsa.RSAPrivateKey):
                    key.sign(data, padding.PKCS1v15(), hashes.SHA256())
                else:
                    key.sign(data, ec.ECDSA(hashes.SHA256()))

        rate = per_second(bare, 200, 3)
        ours = _signed_per_second(p12, paper)
        figure(f"signed files/s, {name}", ours, "bare OpenSSL operations/s", rate, 0.0, True)


def _two_processes(bench: Bench) -> None:
    """Drawing and signing, by the clock, on one worker and on two."""
    drafts, p12 = bench.drafts(), keys()["RSA-2048"]

    def rate(workers: int) -> float:
        with Press(workers) as press, released(PressSigner(p12, press)) as signer:
            took = []
            for turn in range(4):
                begin = time.perf_counter()
                drawn = [UnsignedPdf("a", one) for one in press.draw(drafts) if isinstance(one, bytes)]
                signer.sign(drawn, PASSPHRASE)
                if turn:
                    took.append(time.perf_counter() - begin)
            return len(drafts) / min(took)

    one, two = rate(1), rate(2)
    figure("drawn and signed/s, two workers", two, "one worker", one, 1.7, two >= 1.7 * one)


class Remote:
    """A service that takes its time for every file and some calls at once."""

    files_a_call = 1

    def __init__(self, p12: bytes, flights: int) -> None:
        self.open, self.calls_at_once = LocalSigner(p12).open, flights
        self._key = opened(p12, PASSPHRASE)  # the far side opens no file for each call

    def sign(self, files: Sequence[UnsignedPdf], _secret: str) -> list[SignedPdf | SignFailure]:
        """Answer after LATENCY."""
        begin = time.perf_counter()
        answers = [sign_one(self._key, file, utc_now()) for file in files]
        time.sleep(max(0.0, LATENCY - (time.perf_counter() - begin)))
        return answers


def _remote(bench: Bench) -> None:
    for flights in FLIGHTS:
        count = flights * 8
        ids = bench.full.more(count)
        bench.seal(count)
        signer = Remote(keys()["RSA-2048"], flights)
        took = bench.taken(lambda ids=ids, signer=signer: bench.sign(ids, signer)).clock  # type: ignore[misc]
        most = flights / LATENCY
        figure(
            f"documents/s of a remote signer, {flights} calls in flight",
            count / took, "in flight / latency", most, 0.85, count / took >= 0.85 * most,
        )  # fmt: skip


def _many_as_few(bench: Bench, count: int) -> None:
    """The time of one document in a large batch and in one of 100; bars hold from 1,000 on."""
    p12 = keys()["RSA-2048"]
    few = statistics.median(_each(bench.batch(p12, 100), 100) for _ in range(3))
    many = _each(bench.batch(p12, count), count)
    figure(
        f"processor ms a document, server included, batch of {count}",
        many * 1000, "batch of 100", few * 1000, 1.1, count < 1000 or many <= 1.1 * few,
    )  # fmt: skip


def _each(cost: Cost, count: int) -> float:
    return (cost.ours + cost.server) / count


def _window(bench: Bench) -> None:
    """The longest silence of an event loop in the process that runs a batch."""
    app = QCoreApplication.instance() or QCoreApplication([])
    beats, timer = [time.perf_counter()], QTimer()
    timer.setInterval(2)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    ids = bench.full.more(100)
    bench.seal(100)
    with released(PressSigner(keys()["RSA-2048"], bench.press)) as signer:
        lane = threading.Thread(target=bench.sign, args=(ids, signer))
        timer.start()
        lane.start()
        beats[:] = [time.perf_counter()]
        while lane.is_alive():
            app.processEvents()
            time.sleep(0.001)
        timer.stop()
    longest = max(later - sooner for sooner, later in pairwise(beats)) * 1000
    figure(
        "longest gap of the event loop in a batch of 100, ms", longest, "bar", GAP_MS, 1.0, longest <= GAP_MS
    )


def _seal(bench: Bench) -> None:
    modules = max(qr_runs(draft.seal)[0] for draft in bench.drafts())
    figure("modules of the largest seal", modules, "bar", 57, 1.0, modules <= 57)
    text = bench.drafts(1)[0].seal
    key = bench.room.key
    public = seal.PublicSealKey(key.kid, key.private.public_key(), date.min, date.max)
    trust = Trust(frozenset({text.split("/")[2]}), {key.kid: public})
    begin = time.perf_counter()
    for _ in range(100):
        seal.read(text, trust)
    took = (time.perf_counter() - begin) * 10
    figure("ms to verify a seal", took, "bar", 1.0, 1.0, took <= 1.0)


if __name__ == "__main__":
    main()
