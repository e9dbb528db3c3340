"""The press draws, signs and checks as this process would, survives its workers, and keeps no key behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import pki
from tests.backroom import PASSPHRASE, BackRoom
from tests.make import Office, exhausted
from workstation.errors import DamagedFile, WrongPassphrase
from workstation.progress import Ending
from workstation.service.plan import has_ended
from workstation.signing.inspecting import inspect
from workstation.signing.signer import FailureReason, SignedPdf, SignFailure, UnsignedPdf
from workstation.usecases import issuing, signing
from workstation.usecases.press import Draft, Press, PressSigner, draw_here, released

posix = pytest.mark.skipif(os.name != "posix", reason="asks the kernel about processes")


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    with Press(2) as made:
        yield made


@pytest.fixture
def drafts(office: Office, sleeping_backroom: BackRoom) -> list[Draft]:
    """What five sealed papers are drawn from."""
    for _ in range(5):
        office.approved()
    sleeping_backroom.turn()
    rows = office.rows("SELECT kind, record, seal FROM loket.document ORDER BY id")
    return [Draft(row.kind, row.record, row.seal) for row in rows]


def files(count: int) -> list[UnsignedPdf]:
    return [UnsignedPdf(f"{number}.pdf", pki.paper(f"IZIN {number}")) for number in range(count)]


def test_papers_of_the_press_are_those_of_this_process(press: Press, drafts: list[Draft]) -> None:
    assert press.draw(drafts) == draw_here(drafts)


def test_a_paper_that_cannot_be_drawn_is_refused_alone(press: Press, drafts: list[Draft]) -> None:
    bad = Draft(drafts[1].kind, drafts[1].record, drafts[1].seal, b"bukan gambar")
    made = press.draw([drafts[0], bad, drafts[2]])
    assert [type(one) for one in made] == [bytes, DamagedFile, bytes]


@posix
def test_a_worker_that_dies_is_replaced_and_nothing_is_missing(press: Press, drafts: list[Draft]) -> None:
    press.draw(drafts)
    for pid in press.pids():
        os.kill(pid, signal.SIGKILL)
    assert press.draw(drafts) == draw_here(drafts)


def test_a_key_signs_on_all_workers_and_a_bad_file_fails_alone(press: Press) -> None:
    signer = PressSigner(pki.kit().p12, press)
    assert signer.open(pki.PASSPHRASE).fingerprint == pki.kit().fingerprint
    given = files(6)
    answers = signer.sign([*given, UnsignedPdf("rusak.pdf", b"%PDF-1.7 rusak")], pki.PASSPHRASE)
    for file, answer in zip(given, answers, strict=False):
        assert isinstance(answer, SignedPdf)
        assert inspect(answer.data, pki.kit().roots, unsigned=file.data).trusted
    assert isinstance(answers[-1], SignFailure)
    assert answers[-1].reason is FailureReason.UNREADABLE
    signer.close()


def test_a_wrong_passphrase_is_said_before_anything_is_signed(press: Press) -> None:
    with pytest.raises(WrongPassphrase):
        PressSigner(pki.kit().p12, press).open("salah")


def test_after_the_batch_no_worker_signs_without_the_passphrase(press: Press) -> None:
    with released(PressSigner(pki.kit().p12, press)) as signer:
        signer.sign(files(4), pki.PASSPHRASE)
        said, _ = press.ask({"op": "sign", "token": signer.token, "files": [("a", "")]}, [pki.paper()])
        assert said["failures"] == [None]
    said, _ = press.ask({"op": "sign", "token": signer.token, "files": [("a", "")]}, [pki.paper()])
    assert said == {"closed": True, "sizes": []}


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="asks /proc")
def test_neither_key_nor_passphrase_stands_where_others_can_read_it(press: Press) -> None:
    with released(PressSigner(pki.kit().p12, press)) as signer:
        signer.sign(files(4), pki.PASSPHRASE)
        for pid in press.pids():
            seen = b"".join(Path(f"/proc/{pid}/{name}").read_bytes() for name in ("cmdline", "environ"))
            assert pki.PASSPHRASE.encode() not in seen


@posix
def test_the_workers_end_with_the_process_that_began_them() -> None:
    words = (
        "import time; from workstation.usecases.press import Press; press = Press(2); press.warm();"
        "print(*press.pids(), flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", words], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pids = [int(word) for word in parent.stdout.readline().split()]
        parent.kill()
    assert len(pids) == 2
    until = time.monotonic() + 30
    while not all(has_ended(pid) for pid in pids):
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_batch_on_the_press_is_issued_by_a_back_room_with_a_press(
    office: Office, sleeping_backroom: BackRoom, press: Press
) -> None:
    ids = [office.approved() for _ in range(7)]
    sleeping_backroom.turn()
    with released(PressSigner(sleeping_backroom.signer()._p12, press)) as signer:
        outcomes = exhausted(
            signing.sign_batch(office.desk("ratna"), ids, signer=signer, secret=PASSPHRASE, draw=press.draw)
        )
    assert [one.ending for one in outcomes] == [Ending.DONE] * 7
    roots = sleeping_backroom.roots
    assert issuing.issue_deposited(office.backroom(), roots, check=press.check) == (7, 0)


def test_the_press_rejects_what_this_process_rejects(
    office: Office, sleeping_backroom: BackRoom, press: Press
) -> None:
    ids = [office.approved() for _ in range(3)]
    sleeping_backroom.turn()
    exhausted(
        signing.sign_batch(office.desk("ratna"), ids, signer=sleeping_backroom.signer(), secret=PASSPHRASE)
    )
    stranger = pki.kit().roots  # another authority: no signature of ours is one of its own
    assert issuing.issue_deposited(office.backroom(), stranger, check=press.check) == (0, 3)
    raws = office.rows("SELECT raw FROM loket.document ORDER BY id")
    assert all("chain" in row.raw for row in raws)
