"""The rules of the house that a reader would otherwise have to remember."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = sorted((ROOT / "workstation").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))

BROAD = {
    "ui/jobs.py": "a lane's thread must always report",
    "service/archive.py": "one paper that nobody foresaw must not end the archive",
    "service/steps.py": "one bad document or file must not keep the others from their paper",
    "service/postman.py": "one bad message must not end the post",
    "imaging/worker.py": "foreign decoders raise a dozen types, and the process is there to die",
    "imaging/recognise.py": "foreign decoders raise a dozen types on broken files",
    "signing/inspecting.py": "pyHanko raises a dozen types on forged files: all mean not valid",
    "signing/local.py": "pyHanko raises a dozen types on bad files; the batch goes on",
    "spreadsheet.py": "the reader's panics are no Exception; what is no fault of the file is raised again",
}
THREADS = {
    "ui/jobs.py": "the lanes",
    "ui/trouble.py": "hears of what dies in any thread",
    "changes.py": "polls for news",
    "database.py": "waits for an answer until it is closed",
    "watchdog.py": "cuts a silent peer off",
    "app.py": "joins the rooms",
    "drafts.py": "one writer of the local journal",
    "service/process.py": "the back room",
    "service/steps.py": "the back room",
    "service/archive.py": "the back room",
    "service/postman.py": "the post beside the loop: a slow mail server must keep no paper from its seal",
    "mail/inbox.py": "ends a visit to a slow mailbox",
    "mail/smtp.py": "cuts off a mail server that is slow without falling silent",
    "usecases/press.py": "asks several worker processes at once",
    "usecases/signing.py": "calls of the signer in flight",
    "signing/bsre/signer.py": "calls to a slow service beside each other",
}
WAITS = {
    "ui/test_review.py": "a worker that never answers gives no signal to wait for",
    "ui/test_first_paint.py": "nothing may change after the first paint: there is nothing to wait for",
}


def under(path: Path, folder: str = "workstation") -> str:
    return path.relative_to(ROOT / folder).as_posix()


@cache
def tree_of(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))))


def nodes(kind: type[ast.AST], files: list[Path] = OURS) -> Iterator[tuple[Path, ast.AST]]:
    for path in files:
        for node in tree_of(path):
            if isinstance(node, kind):
                yield path, node


def called(name: str, files: list[Path] = OURS) -> list[str]:
    """Where a function of this name is called, as `room/file.py:line`."""
    folder = "tests" if files is TESTS else "workstation"
    return [
        f"{under(path, folder)}:{node.lineno}"
        for path, node in nodes(ast.Call, files)
        if isinstance(node, ast.Call) and (isinstance(node.func, ast.Name) and node.func.id == name)
    ]


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [name.name for name in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{name.name}" for name in node.names]
    return []


def places(found: list[str]) -> set[str]:
    return {one.rsplit(":", 1)[0] for one in found}


# -- who may import whom ------------------------------------------------------------------------------------


def test_imports_point_downwards() -> None:
    done = run(Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache")
    assert done.returncode == 0, done.stdout[-3000:]
    assert "0 broken" in done.stdout


def test_every_screen_stands_in_the_contract_of_screens() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    listed = {name for one in contracts if one["id"] == "screens" for name in one["modules"]}
    found = {f"workstation.ui.{path.parent.name}" for path in (ROOT / "workstation/ui").glob("*/__init__.py")}
    assert listed == found


def test_only_the_window_and_the_front_door_import_qt() -> None:
    found = {
        under(path)
        for kind in (ast.Import, ast.ImportFrom)
        for path, node in nodes(kind)
        if any(name.split(".")[0] in {"PySide6", "shiboken6"} for name in imported(node))
    }
    assert {one for one in found if not one.startswith("ui/")} <= {"app.py"}
    assert len(found) > 20


def test_the_sign_in_page_waits_for_neither_database_nor_paper() -> None:
    words = (
        "import sys, workstation.ui.signing_in\n"
        "heavy = {'sqlalchemy', 'psycopg2', 'reportlab', 'alembic', 'pyhanko', 'PIL', 'numpy', 'pypdfium2'}\n"
        "sys.stdout.write(' '.join(sorted(heavy & set(sys.modules))))"
    )
    done = run(sys.executable, "-c", words)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


# -- what only one file may do -------------------------------------------------------------------------------


def test_sessions_are_opened_in_one_file() -> None:
    assert places(called("Session")) == {"database.py"}
    assert called("sessionmaker") == []
    assert called("scoped_session") == []


def test_threads_are_started_where_it_was_agreed() -> None:
    found = {
        under(path)
        for kind in (ast.Import, ast.ImportFrom)
        for path, node in nodes(kind)
        if any(
            re.match(
                r"threading\b|concurrent\.futures|multiprocessing|.*\.(QThread|QRunnable|QThreadPool)", name
            )
            for name in imported(node)
        )
    }
    assert found - set(THREADS) == set()


def test_message_boxes_are_shown_by_trouble_alone() -> None:
    found = {
        under(path)
        for path, node in nodes(ast.ImportFrom)
        if any("QMessageBox" in name for name in imported(node))
    }
    assert found <= {"ui/trouble.py"}


def test_errors_are_caught_by_name() -> None:
    """A broad `except` that raises again after tidying up is no catching."""
    broad: set[str] = set()
    for path, node in nodes(ast.ExceptHandler):
        assert isinstance(node, ast.ExceptHandler)
        names = (
            {part.id for part in ast.walk(node.type) if isinstance(part, ast.Name)} if node.type else {"bare"}
        )
        raises_again = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
        if names & {"Exception", "BaseException", "bare"} and not raises_again:
            broad.add(under(path))
    assert broad - set(BROAD) == set()
    assert set(BROAD) - broad == set(), "no longer needed"


# -- what nobody may do ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["print", "eval", "exec", "input", "breakpoint"])
def test_nobody_calls(name: str) -> None:
    assert called(name) == []


def test_nobody_turns_the_event_loop_by_hand() -> None:
    found = [
        f"{under(path)}:{node.lineno}"
        for path, node in nodes(ast.Attribute)
        if isinstance(node, ast.Attribute) and node.attr == "processEvents"
    ]
    assert found == []


def test_no_signal_is_connected_to_a_lambda() -> None:
    """Qt cannot cut a lambda when the screen dies."""
    found = [
        f"{under(path)}:{node.lineno}"
        for path, node in nodes(ast.Call)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "connect"
        and any(isinstance(argument, ast.Lambda) for argument in node.args)
    ]
    assert found == []


def test_tests_of_the_window_wait_for_something_never_for_a_while() -> None:
    def waits(node: ast.AST) -> bool:
        return (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and (node.func.value.id, node.func.attr) in {("qtbot", "wait"), ("time", "sleep")}
        )

    found = {under(path, "tests") for path, node in nodes(ast.Call, TESTS) if waits(node)}
    assert {one for one in found if one.startswith("ui/")} - set(WAITS) == set()


def test_no_note_to_self_is_left_lying_about() -> None:
    words = re.compile(r"#.*\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK")) + r")\b")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in OURS + TESTS
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if words.search(line)
    ]
    assert found == []


# -- words in the code ----------------------------------------------------------------------------------------


def test_every_file_says_what_it_is_for_and_packages_say_nothing_else() -> None:
    for path in OURS:
        tree = ast.parse(path.read_text("utf-8"))
        assert ast.get_docstring(tree), under(path)
        if path.name == "__init__.py" and path.parent.name != "workstation":
            assert len(tree.body) == 1, f"{under(path)} holds more than its docstring"


def test_every_public_function_outside_the_window_says_what_it_does() -> None:
    silent = [
        f"{under(path)}:{node.lineno} {node.name}"
        for path, tree in ((path, ast.parse(path.read_text("utf-8"))) for path in OURS)
        if not under(path).startswith("ui/") and "versions" not in path.parts
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert silent == []


# -- tools ------------------------------------------------------------------------------------------------------


def run(*command: object, patience: float = 300.0) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=patience,
        check=False,
    )


TOOLS: dict[str, Callable[[], subprocess.CompletedProcess[str]]] = {
    "ruff": lambda: run(sys.executable, "-m", "ruff", "check", "--quiet"),
    "format": lambda: run(sys.executable, "-m", "ruff", "format", "--check", "--quiet"),
    "types": lambda: run(sys.executable, "-m", "mypy"),
}


@pytest.mark.parametrize("tool", TOOLS)
def test_the_tools_find_nothing(tool: str) -> None:
    done = TOOLS[tool]()
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]


def test_qt_is_older_than_the_release_that_drops_references() -> None:
    """PYSIDE-3474: from 6.12.0 each emit on Python 3.11 loses a reference to True."""
    assert tuple(int(part) for part in version("PySide6-Essentials").split(".")[:2]) < (6, 12)
