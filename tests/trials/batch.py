"""`python3 run trial batch`: who signs, draws or checks is killed again and again; nothing may be lost or doubled.

Killed are the process that signs, the workers of its press and those of the back room's. With `--kills N` batches are
filled and signed until N processes that signed have died.

The examiner is itself examined: a careless batch that leaves *sent* papers alone must be found out, and so must a
doubled number, a foreign file under a number, and a rewritten line of the journal.
"""

import argparse
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pypdfium2
from sqlalchemy import text

from tests.backroom import PASSPHRASE, BackRoom
from tests.intray import person
from tests.make import PASSWORD, Office, exhausted
from workstation.signing import inspecting
from workstation.signing.certificates import load_roots
from workstation.signing.local import LocalSigner
from workstation.usecases import signing, signing_in
from workstation.usecases.press import Press, PressSigner
from workstation.vocabulary import DocumentStage

READY = "ready"
MOST_ROUNDS = 400
STRAY = """
    SELECT count(*) FROM loket.paper_blob b WHERE NOT EXISTS (SELECT FROM loket.document d
        WHERE b.sha256 IN (d.unsigned_sha256, d.signed_sha256))"""
"""Files that are kept and belong to no document: a paper that was signed twice would leave one."""


@dataclass(frozen=True)
class Findings:
    """What the examiner counts; all but `issued` must be nothing."""

    issued: int
    lost: int
    doubled: int
    stray: int
    invalid: int
    journal_broken: bool

    @property
    def is_clean(self) -> bool:
        """Whether nothing was lost, doubled, forged or rewritten."""
        return not (self.lost or self.doubled or self.stray or self.invalid or self.journal_broken)


def examine(office: Office, numbers: dict[int, str], roots: Sequence[Any]) -> Findings:
    """Look at every document as the owner: `numbers` is what each was given when it was decided."""
    rows = office.rows(
        "SELECT d.id, d.number, d.serial, d.stage, u.data AS unsigned, s.data AS signed,"
        " (SELECT count(*) FROM loket.stage_interval i"
        "  WHERE i.machine = 'document' AND i.thing_id = d.id AND i.stage = 'issued') AS times"
        " FROM loket.document d LEFT JOIN loket.paper_blob u ON u.sha256 = d.unsigned_sha256"
        " LEFT JOIN loket.paper_blob s ON s.sha256 = d.signed_sha256 ORDER BY d.id"
    )
    issued = [row for row in rows if row.stage == DocumentStage.ISSUED]
    doubled = len(rows) - len({row.number for row in rows}) + len(rows) - len({row.serial for row in rows})
    doubled += sum(row.number != numbers[row.id] for row in rows) + sum(row.times > 1 for row in rows)
    point = office.id_of("service_point", "code", "MPP")
    with office.backroom().read() as session:
        broken = session.scalar(text("SELECT loket.verify_journal(:p)"), {"p": point}) is not None
    return Findings(
        issued=len(issued),
        lost=len(numbers) - len(issued),
        doubled=doubled,
        stray=int(office.ask(STRAY)),
        invalid=sum(not _is_valid(row, roots) for row in issued),
        journal_broken=broken,
    )


def _is_valid(row: Any, roots: Sequence[Any]) -> bool:
    found = inspecting.inspect(bytes(row.signed), roots, unsigned=bytes(row.unsigned))
    paper = pypdfium2.PdfDocument(bytes(row.signed))
    words = paper[0].get_textpage().get_text_bounded()
    paper.close()
    return bool(
        found.trusted
        and found.covers_whole_file
        and found.prefix_kept
        and found.signature_count == 1
        and row.number in words
    )


@dataclass
class Batch:
    """One trial on one office."""

    office: Office
    backroom: BackRoom
    documents: int
    folder: Path
    chance: random.Random
    longest: float = 2.0  # seconds a process may sign before it is killed
    press: Press | None = None  # the back room's, whose workers are killed as well
    least: int = 1  # processes that signed and were killed
    until: float = float("inf")  # monotonic moment after which no batch is filled any more
    kills: int = 0
    worker_kills: int = 0

    def run(self) -> dict[str, Any]:
        """Run control, trial and the examination of the examiner; returns the line to print."""
        begin = time.monotonic()
        numbers = self._fill()
        roots = load_roots([self.backroom.authority.root])
        careless = self._be_careless(numbers, roots)
        self._kill_until_done()
        while self.kills < self.least and time.monotonic() < self.until:
            numbers = self._fill()
            self._kill_until_done()
        self._wait_until_issued()
        found = examine(self.office, numbers, roots)
        controls = {"careless_lost": careless.lost, **self._damage(numbers, roots)}
        return {
            "trial": "batch",
            "documents": self.documents,
            "kills": self.kills,
            "worker_kills": self.worker_kills,
            **asdict(found),
            "controls": controls,
            "passed": found.is_clean and self.kills > 0 and all(controls.values()),
            "seconds": round(time.monotonic() - begin, 1),
        }

    def _fill(self) -> dict[int, str]:
        first = self._count_all()
        for number in range(first, first + self.documents):
            self.office.approved(**person(number))
        return {row.id: row.number for row in self.office.rows("SELECT id, number FROM loket.document")}

    def _child(self, *mode: str) -> "subprocess.Popen[str]":
        file = self.folder / "ratna.p12"
        if not file.exists():
            self.backroom.certificates(self.folder)
        words = [sys.executable, "-m", "tests.trials.batch", "--child", self.office.url(), str(file), *mode]
        return subprocess.Popen(words, stdout=subprocess.PIPE, text=True)

    def _be_careless(self, numbers: dict[int, str], roots: Sequence[Any]) -> Findings:
        """Die inside the signer, then go on without taking *sent* papers back: those are lost."""
        self._child("--die").communicate()
        self._child("--careless").communicate()
        self._wait(lambda: self._count("deposited") == 0)
        return examine(self.office, numbers, roots)

    def _kill_until_done(self) -> None:
        for _ in range(MOST_ROUNDS):
            if not signing.unsigned_documents(self.office.desk("ratna")):
                return
            child = self._child()
            assert child.stdout is not None
            said = child.stdout.readline().split()
            if said[:1] == [READY]:
                workers = [int(pid) for pid in said[1:]] + list(self.press.pids() if self.press else ())
                self._let_sign(child)
                if workers and self.chance.random() < 0.5:  # first a worker, whose work others take over
                    self._kill_worker(self.chance.choice(workers))
                    self._let_sign(child)
            if child.poll() is None:
                child.send_signal(signal.SIGKILL)
                self.kills += 1
            child.communicate()
        raise SystemExit("the batch never came to its end")

    def _let_sign(self, child: "subprocess.Popen[str]") -> None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(self.chance.uniform(0.0, self.longest))

    def _kill_worker(self, pid: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            self.worker_kills += 1

    def _count_all(self) -> int:
        return int(self.office.ask("SELECT count(*) FROM loket.document"))

    def _count(self, stage: str) -> int:
        return int(self.office.ask("SELECT count(*) FROM loket.document WHERE stage = :s", s=stage))

    def _wait_until_issued(self) -> None:
        self._wait(lambda: self._count("deposited") == 0)

    def _wait(self, is_done: Any) -> None:
        until = time.monotonic() + 60
        while not is_done():
            assert time.monotonic() < until, "the back room did not come to its end"
            time.sleep(0.05)

    def _damage(self, numbers: dict[int, str], roots: Sequence[Any]) -> dict[str, bool]:
        """Do what the law forbids, past the law: the examiner must see each."""
        one, other, third = sorted(numbers)[:3]
        found = {}
        self._spoil(
            "ALTER TABLE loket.document DROP CONSTRAINT uq_document_number",
            f"UPDATE loket.document d SET number = o.number FROM loket.document o"
            f" WHERE o.id = {one} AND d.id = {other}",
        )
        found["doubled"] = examine(self.office, numbers, roots).doubled > 0
        self._spoil(
            f"UPDATE loket.document d SET signed_sha256 = o.signed_sha256, unsigned_sha256 = o.unsigned_sha256"
            f" FROM loket.document o WHERE o.id = {one} AND d.id = {third}"
        )
        found["foreign_file"] = examine(self.office, numbers, roots).invalid > 0
        self._spoil("UPDATE loket.journal SET login = 'orang-lain' WHERE seq = 3")
        found["journal"] = examine(self.office, numbers, roots).journal_broken
        return found

    def _spoil(self, *statements: str) -> None:
        with self.office.owner.begin() as connection:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            for statement in statements:
                connection.exec_driver_sql(statement)


class Dying(LocalSigner):
    """A signer whose process is killed while it signs."""

    def sign(self, files: Any, secret: str) -> Any:
        super().sign(files, secret)
        os.kill(os.getpid(), signal.SIGKILL)


def child(url: str, certificate: str, *, dies: bool, careless: bool) -> None:
    """Sign what Ratna has decided, in a process of its own."""
    desk = signing_in.sign_in(url, "ratna", PASSWORD)
    if careless:
        signing.UNSIGNED = (DocumentStage.TO_SIGN, DocumentStage.PREPARED)
    data = Path(certificate).read_bytes()
    with Press(2) as press:
        press.warm()
        press.forget()  # answered when the workers have begun
        signer = Dying(data) if dies else PressSigner(data, press)
        documents = signing.unsigned_documents(desk)
        print(READY, *press.pids(), flush=True)
        exhausted(signing.sign_batch(desk, documents, signer=signer, secret=PASSPHRASE, draw=press.draw))
    desk.close()


def main() -> int:
    """Run the trial on a server of its own, or be its child."""
    parser = argparse.ArgumentParser(prog="run trial batch")
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument(
        "--longest", type=float, default=2.0, help="seconds a process may sign before it dies"
    )
    parser.add_argument("--minutes", type=float, default=60.0, help="no new batch after so long")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--child", nargs=2, metavar=("URL", "P12"))
    parser.add_argument("--die", action="store_true")
    parser.add_argument("--careless", action="store_true")
    asked = parser.parse_args()
    if asked.child:
        child(*asked.child, dies=asked.die, careless=asked.careless)
        return 0
    with own_office() as office, tempfile.TemporaryDirectory() as folder, Press(2) as press:
        backroom = BackRoom(office, check=press.check)
        backroom.start()
        try:
            line = Batch(
                office,
                backroom,
                asked.documents,
                Path(folder),
                random.Random(asked.seed),
                asked.longest,
                press,
                asked.kills,
                time.monotonic() + 60 * asked.minutes,
            ).run()
        finally:
            backroom.stop()
    print(json.dumps(line | {"seed": asked.seed}), flush=True)
    return 0 if line["passed"] else 1


@contextlib.contextmanager
def own_office() -> Iterator[Office]:
    from tests.conftest import owner_engine, run_alone
    from tests.make import build_office
    from workstation.embedded import Cluster

    with tempfile.TemporaryDirectory(prefix="loket-trial-") as folder:
        Path(folder).chmod(0o755)  # root's server runs as another user, who must be able to walk in
        cluster = Cluster(Path(folder) / "server", fsync=False)  # processes die here, not the machine
        cluster.start()
        run_alone(cluster, "CREATE DATABASE trial")
        engine = owner_engine(cluster, "trial")
        build_office(engine)
        office = Office(cluster.url, "trial", engine)
        try:
            yield office
        finally:
            office.close()
            engine.dispose()
            cluster.stop()


if __name__ == "__main__":
    sys.exit(main())
