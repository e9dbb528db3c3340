"""Help, verify, diag, and the life of the processes behind a practice window."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from workstation.__main__ import main
from workstation.commands.practice.making import Practice
from workstation.service.plan import ADDRESS_FILE, has_ended

ROOT = Path(__file__).parents[2]
HEAVY = ("sqlalchemy", "PySide6", "pyhanko", "reportlab", "starlette", "PIL", "cryptography")


def run_python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)


def wait_for(question: Callable[[], object]) -> object:
    pause = threading.Event()
    for _ in range(200):
        if found := question():
            return found
        pause.wait(0.1)
    return None


@pytest.mark.parametrize(
    "words", [["--help"], ["--version"], ["verify", "--help"], ["admin", "officer", "add", "--help"]]
)
def test_help_is_indonesian_and_loads_no_heavy_room(words: list[str]) -> None:
    ended = run_python(
        "import sys\nfrom workstation.__main__ import main\n"
        f"try: main({words!r})\nexcept SystemExit as end: assert end.code == 0\n"
        f"heavy = [m for m in {HEAVY[1:]!r} if m in sys.modules]\nassert not heavy, heavy"
    )
    assert ended.returncode == 0, ended.stderr
    assert "tampilkan" in ended.stdout or ended.stdout.startswith("0.")


def test_without_a_database_the_window_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "workstation.toml"
    file.touch()
    assert main(["--settings", str(file)]) == 1
    said = capsys.readouterr().err
    assert "loket demo" in said
    assert str(file) in said


def test_a_bad_settings_file_is_named_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "workstation.toml"
    file.write_text('theme = "light"\nscale = "besar"\n')
    assert main(["--settings", str(file)]) == 1
    assert "2" in capsys.readouterr().err


@pytest.fixture(scope="module")
def letter(practice: Practice, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A refusal letter of the practice day: valid without an end."""
    engine = practice.owner()
    with engine.connect() as connection:
        data = connection.scalar(
            text(
                "SELECT b.data FROM loket.document d JOIN loket.paper_blob b ON b.sha256 = d.signed_sha256"
                " WHERE d.kind = 'refusal_letter' ORDER BY d.id LIMIT 1"
            )
        )
    engine.dispose()
    file = tmp_path_factory.mktemp("surat") / "surat.pdf"
    file.write_bytes(bytes(data))
    return file


def test_given_a_valid_letter_then_verify_says_so_with_its_facts(
    letter: Path, practice: Practice, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(letter), "--trust", str(practice.trust)]) == 0
    said = capsys.readouterr().out
    assert "SAH" in said
    assert "/TOLAK/MPP/" in said
    assert "Umur daftar pencabutan" in said
    assert main(["verify", str(letter), "--trust", str(practice.trust), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["answer"] == "valid"


def test_given_every_signed_paper_of_the_day_then_each_is_read_with_its_seal_and_signature(
    practice: Practice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = practice.owner()
    with engine.connect() as connection:
        for number, data in connection.execute(
            text(
                "SELECT d.id, b.data FROM loket.document d JOIN loket.paper_blob b ON b.sha256 = d.signed_sha256"
            )
        ):
            (tmp_path / f"{number}.pdf").write_bytes(bytes(data))
    engine.dispose()
    main(["verify", str(tmp_path), "--trust", str(practice.trust), "--json"])
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(told) == 24
    assert {t["answer"] for t in told} <= {"valid", "expired", "not_yet"}
    assert {t["signature"] for t in told} == {"trusted"}


def test_given_a_folder_with_a_changed_letter_and_rubbish_then_each_has_its_answer_and_the_end_is_not_zero(
    letter: Path, practice: Practice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = letter.read_bytes()
    (tmp_path / "a-sah.pdf").write_bytes(data)
    (tmp_path / "b-diubah.pdf").write_bytes(data.replace(b"/MediaBox", b"/CropsBox", 1))
    (tmp_path / "c-rusak.pdf").write_bytes(b"%PDF-1.7 rusak")
    (tmp_path / "d-bukan.txt").write_bytes(b"catatan")
    assert main(["verify", str(tmp_path), "--trust", str(practice.trust), "--json"]) == 1
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [t["answer"] for t in told] == ["valid", "altered", None]
    assert told[2]["problem"]


def test_without_a_bundle_or_with_a_broken_one_nothing_is_called_valid(
    letter: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "workstation.toml"
    file.touch()
    assert main(["--settings", str(file), "verify", str(letter)]) == 1
    assert "--trust" in capsys.readouterr().err
    broken = tmp_path / "trust.json"
    broken.write_text("{}")
    assert main(["verify", str(letter), "--trust", str(broken)]) == 1


def test_diag_tells_what_the_machine_has_and_no_secret(
    practice: Practice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "workstation.toml"
    file.touch()
    assert main(["--settings", str(file), "--database", practice.url, "diag", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert "menjawab" in told["database"]
    assert told["pages"]
    assert practice.cluster.owner_password not in json.dumps(told)
    assert main(["--settings", str(file), "--database", "postgresql://127.0.0.1:1/x", "diag"]) == 0
    assert "ConnectionRefused" in capsys.readouterr().out


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_given_the_window_is_killed_then_its_back_room_goes_and_the_next_one_works(
    practice: Practice,
) -> None:
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom workstation.embedded import Cluster\n"
        "from workstation.commands.practice import making\nfrom workstation.commands.demo import backroom_running\n"
        f"cluster = Cluster(Path({str(practice.cluster.folder)!r}), fsync=False)\n"
        f"p = making._plan(Path({str(practice.folder)!r}), cluster)\n"
        "with backroom_running(p) as port:\n    print(port, flush=True)\n    time.sleep(600)\n"
    )
    window = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert window.stdout is not None
    assert int(window.stdout.readline())
    told = practice.service.folder / ADDRESS_FILE
    behind = int(json.loads(told.read_text())["pid"])
    window.send_signal(signal.SIGKILL)
    window.wait()
    window.stdout.close()
    assert wait_for(lambda: has_ended(behind))
    import httpx

    from workstation.commands.demo import backroom_running

    with backroom_running(practice) as port:
        address = f"http://127.0.0.1:{port}/health"
        assert wait_for(lambda: httpx.get(address, trust_env=False).status_code == 200)
    assert not told.exists()
