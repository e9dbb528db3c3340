"""Typed text outlives the program: written at once, restored after a kill, never read by others."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from workstation.drafts import Drafts

TYPED = {
    "type": "strp-individual",
    "values": {"name": "Siti O'Reilly – Rahmawati", "nik": "3171994502850001"},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "drafts"


def kept(folder: Path, login: str = "budi") -> dict[str, dict]:
    drafts = Drafts(folder, login)
    found = {entry.key: entry.content for entry in drafts.restore()}
    drafts.close()
    return found


def test_what_was_typed_is_there_at_the_next_start(folder: Path) -> None:
    drafts = Drafts(folder, "budi")
    drafts.note("12", TYPED)
    drafts.note("12", {**TYPED, "values": {"name": "Siti"}})
    drafts.close()
    assert kept(folder) == {"12": {**TYPED, "values": {"name": "Siti"}}}


def test_halves_of_letters_and_nul_do_not_stop_the_writer(folder: Path) -> None:
    drafts = Drafts(folder, "budi")
    drafts.note("12", {"values": {"name": "Siti\ud83d\x00"}})
    drafts.note("13", TYPED)
    drafts.close()
    assert kept(folder) == {"12": {"values": {"name": "Siti\ud83d\x00"}}, "13": TYPED}


def test_the_latest_draft_comes_first_and_knows_its_moment(folder: Path) -> None:
    drafts = Drafts(folder, "budi")
    drafts.note("1", TYPED)
    drafts.flush()
    drafts.note("new:2", TYPED)
    assert [entry.key for entry in drafts.restore()] == ["new:2", "1"]
    assert all(entry.at.tzinfo for entry in drafts.restore())
    drafts.close()


def test_what_the_database_has_is_forgotten_and_gone_from_the_disk(folder: Path) -> None:
    drafts = Drafts(folder, "budi")
    drafts.note("12", TYPED)
    drafts.flush()
    assert b"3171994502850001" in drafts.file.read_bytes()
    drafts.forget("12")
    drafts.flush()
    assert drafts.restore() == []
    assert b"3171994502850001" not in drafts.file.read_bytes()
    drafts.close()


def test_one_officer_does_not_see_the_drafts_of_another(folder: Path) -> None:
    drafts = Drafts(folder, "budi")
    drafts.note("12", TYPED)
    drafts.close()
    assert kept(folder, "sari") == {}
    assert kept(folder, "Budi") == {}
    assert kept(folder, "../budi") == {}
    assert all(file.parent == folder for file in folder.rglob("*.sqlite3"))


@pytest.mark.skipif(os.name != "posix", reason="file rights of POSIX")
def test_only_this_user_of_the_machine_may_read_it(folder: Path) -> None:
    drafts = Drafts(folder, "budi")
    drafts.note("12", TYPED)
    drafts.close()
    assert stat.S_IMODE(drafts.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_noting_does_not_wait_for_the_disk(folder: Path) -> None:
    drafts = Drafts(folder, "budi")
    drafts.flush()
    locked = sqlite3.connect(drafts.file)
    locked.execute("BEGIN EXCLUSIVE")
    begin = time.perf_counter()
    for _ in range(200):
        drafts.note("12", TYPED)
    assert time.perf_counter() - begin < 0.5
    locked.rollback()
    locked.close()
    assert [entry.content for entry in drafts.restore()] == [TYPED]
    drafts.close()


def test_a_burst_of_keystrokes_reaches_the_disk_within_a_second(folder: Path) -> None:
    drafts = Drafts(folder, "budi")
    drafts.flush()
    begin = time.monotonic()
    drafts.note("12", TYPED)
    while time.monotonic() - begin < 1.0:
        with sqlite3.connect(drafts.file) as reader:
            (count,) = reader.execute("SELECT count(*) FROM draft").fetchone()
        reader.close()
        if count:
            break
    assert count == 1
    drafts.close()


@pytest.mark.parametrize("damage", ["text", "torn", "other"])
def test_a_damaged_file_is_set_aside_and_typing_goes_on(folder: Path, damage: str) -> None:
    drafts = Drafts(folder, "budi")
    for number in range(60):
        drafts.note(str(number), TYPED)
    drafts.close()
    data = bytearray(drafts.file.read_bytes())
    if damage == "text":
        data = bytearray(b"bukan basis data " * 100)
    elif damage == "torn":
        data[4096:12288] = os.urandom(8192)
    if damage == "other":
        with sqlite3.connect(drafts.file) as other:
            other.execute("ALTER TABLE draft RENAME TO catatan")
            other.execute("CREATE TABLE draft (x)")
        other.close()
    else:
        drafts.file.write_bytes(data)
    again = Drafts(folder, "budi")
    assert again.restore() == []
    assert again.set_aside is not None
    assert again.set_aside.exists()
    again.note("baru", TYPED)
    again.flush()
    assert [entry.key for entry in again.restore()] == ["baru"]
    again.close()


def test_a_folder_that_cannot_be_written_is_told_and_tried_again(tmp_path: Path) -> None:
    blocked = tmp_path / "drafts"
    blocked.write_text("sebuah berkas, bukan folder")
    drafts = Drafts(blocked, "budi")
    drafts.note("12", TYPED)
    drafts.flush()
    assert drafts.fault
    assert drafts.restore() == []
    blocked.unlink()
    drafts.note("13", TYPED)
    drafts.flush()
    assert drafts.fault == ""
    assert {entry.key for entry in drafts.restore()} == {"12", "13"}
    drafts.close()


def test_two_windows_of_one_officer_write_side_by_side(folder: Path) -> None:
    one, two = Drafts(folder, "budi"), Drafts(folder, "budi")
    threads = [
        threading.Thread(target=lambda d=d, n=n: [d.note(f"{n}-{i}", TYPED) for i in range(20)])
        for n, d in enumerate((one, two))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    one.flush()
    two.flush()
    assert len(one.restore()) == 40
    one.close()
    two.close()


KILLED = """
import sys, time
from pathlib import Path
from workstation.drafts import Drafts
drafts = Drafts(Path(sys.argv[1]), "budi")
for number in range(100000):
    drafts.note("12", {"values": {"name": f"Siti {number}"}})
    if number == 3:
        drafts.flush()
        sys.stdout.write("tertulis\\n")
        sys.stdout.flush()
    time.sleep(0.001)
"""


def test_after_a_kill_in_the_middle_of_typing_the_text_is_there(folder: Path) -> None:
    typist = subprocess.Popen([sys.executable, "-c", KILLED, str(folder)], stdout=subprocess.PIPE, text=True)
    assert typist.stdout is not None
    assert typist.stdout.readline().strip() == "tertulis"
    os.kill(typist.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    typist.wait(10)
    typist.stdout.close()
    found = kept(folder)
    assert found["12"]["values"]["name"].startswith("Siti ")
