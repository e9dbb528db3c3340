"""What the guides name exists: files, pictures, commands, keys and settings; and the SQL of the administrator runs."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from sqlalchemy import text

from tests import keytable
from tests.conftest import owner_engine, run_alone
from workstation.__main__ import main
from workstation.embedded import Cluster
from workstation.settings import OfficeSettings, Settings
from workstation.ui.action import on_keyboard

ROOT = Path(__file__).parents[1]
DOCS = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
OFFICER, ADMIN = ROOT / "docs" / "petugas.md", ROOT / "docs" / "administrator.md"
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
KEY_ROW = re.compile(r"^\| ((?:`[^`]+`(?: / )?)+) \| ([^|]+) \|$", re.MULTILINE)
SQL = re.compile(r"```sql\n(.+?)```", re.DOTALL)
EVERYWHERE = "Berlaku di mana saja"


@pytest.mark.parametrize("doc", DOCS, ids=lambda doc: doc.name)
def test_every_link_and_picture_leads_to_a_file(doc: Path) -> None:
    links = [link for link in LINK.findall(doc.read_text("utf-8")) if not re.match(r"https?:|#", link)]
    missing = [link for link in links if not (doc.parent / link.partition("#")[0]).exists()]
    assert not missing


def test_no_stored_picture_is_heavy() -> None:
    pictures = list((ROOT / "docs" / "pictures").glob("*.png"))
    assert pictures
    assert sum(picture.stat().st_size for picture in pictures) <= 5_000_000


def _commands(doc: Path, word: str) -> Iterator[list[str]]:
    """Every `word ...` of a guide, as code in a sentence or as an indented line; backslashes join lines."""
    whole = doc.read_text("utf-8").replace("\\\n", " ")
    lines = [line.strip() for line in whole.splitlines() if line.startswith("    ")]
    for said in (*CODE.findall(whole), *lines):
        said = said.partition("  #")[0].strip()
        said = (
            said.removeprefix("python3 ")
            .removeprefix("py ")
            .replace(".venv/bin/python -m workstation", "loket")
        )
        if said.startswith(f"{word} "):
            yield [part for part in shlex.split(said)[1:] if part not in ("...", "…")]


@cache
def _help(*words: str) -> str:
    """Ask the program itself what a command takes."""
    asked = [sys.executable, "-m", "workstation", *words, "--help"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    return done.stdout if done.returncode == 0 else ""


def _faults(words: list[str]) -> list[str]:
    """What the program does not know of a command; after `--server`, `--database`, `--settings` stands a value."""
    plain, options, skip = [], set(), False
    for word in words:
        if word.startswith("--"):
            options.add(word)
            skip = word in ("--server", "--database", "--settings")
        elif skip:
            skip = False
        else:
            plain.append(word)
    path: list[str] = []
    while len(path) < len(plain) and _knows(path, plain[len(path)]):
        path.append(plain[len(path)])
    wants_verb = re.search(r"(TINDAKAN|PERINTAH) \.\.\.", _help(*path))
    taken = "".join(_help(*path[:n]) for n in range(len(path) + 1))
    return plain[len(path) :] * bool(wants_verb) + [option for option in options if option not in taken]


def _knows(path: list[str], word: str) -> bool:
    return re.search(rf"^    {re.escape(word)}\b", _help(*path), re.MULTILINE) is not None


@pytest.mark.parametrize("doc", DOCS, ids=lambda doc: doc.name)
def test_every_command_of_the_program_exists_with_its_options(doc: Path) -> None:
    assert [words for words in _commands(doc, "loket") if _faults(words)] == []


def test_a_command_that_does_not_exist_would_be_found() -> None:
    assert _faults(["admin", "officer", "promote", "siti"]) == ["promote", "siti"]
    assert _faults(["service", "--colour", "red"]) == ["--colour"]


@pytest.mark.parametrize("doc", DOCS, ids=lambda doc: doc.name)
def test_every_verb_of_run_exists(doc: Path) -> None:
    told = subprocess.run(
        [sys.executable, str(ROOT / "run"), "--help"], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    named = [words for words in _commands(doc, "run") if words and not words[0].startswith("-")]
    assert [words for words in named if f"run {words[0]}" not in told] == []
    folders = {"bench": ROOT / "benchmarks", "trial": ROOT / "tests" / "trials"}
    for verb, name in ((words[0], words[1]) for words in named if words[0] in folders and len(words) > 1):
        assert name == "NAME" or (folders[verb] / f"{name}.py").exists(), (verb, name)


def _tables() -> dict[str, list[keytable.Line]]:
    """The tables of keys by the heading they stand under, up to the colon."""
    found: dict[str, list[keytable.Line]] = {}
    title = ""
    for line in OFFICER.read_text("utf-8").splitlines():
        if line.startswith("#"):
            title = line.lstrip("# ").partition(":")[0]
        row = KEY_ROW.match(line)
        if row:
            keys = tuple(CODE.findall(row[1]))
            found.setdefault(title, []).append(keytable.Line(row[2].strip(), keys))
    return found


def test_the_tables_of_keys_are_those_of_the_screens() -> None:
    told = _tables()
    told.pop(EVERYWHERE)
    assert told == {title: lines for title, lines in keytable.verbs().items() if lines}


def test_the_keys_that_work_everywhere_are_those_of_the_window(office, qtbot) -> None:
    from tests.pictures.stage import Stage
    from workstation.ui.start.screen import StartScreen
    from workstation.ui.window import Window

    stage = Stage(office, ROOT)
    try:
        stage.show(StartScreen, "budi")
        assert isinstance(stage.front, Window)
        made = [_line_of(action) for action in stage.front.frame_actions]
    finally:
        stage.close()
    assert _tables()[EVERYWHERE] == made


def _line_of(action: QAction) -> keytable.Line:
    assert action.shortcutContext() != Qt.ShortcutContext.ApplicationShortcut
    return keytable.Line(action.text(), tuple(on_keyboard(s) for s in action.shortcuts()))


def test_every_key_in_the_sentences_stands_in_a_table_too() -> None:
    known = {key for lines in _tables().values() for line in lines for key in line.keys}
    key = re.compile(r"((Ctrl|Shift|Alt)\+.+|F\d+)")
    said = {code for code in CODE.findall(OFFICER.read_text("utf-8")) if key.fullmatch(code)}
    assert said - known - {f"Alt+{number}" for number in range(1, 10)} == set()


def test_the_settings_of_a_machine_and_of_the_office_are_all_told_and_no_others() -> None:
    told = set(CODE.findall("".join(re.findall(r"^\| (`.+?) \|", ADMIN.read_text("utf-8"), re.MULTILINE))))
    own = {f.name for f in fields(Settings)} | {f.name for f in fields(OfficeSettings)} - {"extra"}
    assert own - told == set()


def test_the_administrators_sql_furnishes_an_office_that_lets_an_officer_in(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_alone(cluster, "CREATE DATABASE panduan")
    monkeypatch.setenv("LOKET_ADMIN_PASSWORD", cluster.owner_password)
    server = f"postgresql://postgres@127.0.0.1:{cluster.port}/panduan"
    try:
        for words in (
            ("init",),
            ("points", "load"),
            ("catalogue", "load", str(ROOT / "resources" / "catalogue")),
        ):
            assert main(["admin", "--server", server, *words]) == 0
        engine = owner_engine(cluster, "panduan")
        with engine.begin() as connection:
            for block in SQL.findall(ADMIN.read_text("utf-8")):
                connection.exec_driver_sql(block)
            served = connection.scalar(text("SELECT count(*) FROM loket.counter_service"))
            years = connection.scalar(
                text("SELECT count(DISTINCT extract(year FROM day)) FROM loket.holiday")
            )
        engine.dispose()
        assert (served, years) == (12, 12)
    finally:
        run_alone(cluster, "DROP DATABASE panduan WITH (FORCE)")


def test_the_page_of_the_machines_is_drawn_from_their_table() -> None:
    from tests import statechart

    assert statechart.FILE.read_text(encoding="utf-8") == statechart.text(), "run python -m tests.statechart"
