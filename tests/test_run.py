"""The root script `run` and its parts: what it says, what it probes, what it refuses."""

import ast
import importlib.metadata
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest
from packaging.markers import Marker

from installer import build, environment, fetching, machine
from installer.ground import ROOT, Stop

RUN = ROOT / "run"
posix = pytest.mark.skipif(os.name != "posix", reason="apt-get and exec are of POSIX systems")


@pytest.fixture(scope="module")
def run() -> ModuleType:
    loader = SourceFileLoader("run_script", str(RUN))
    spec = spec_from_loader("run_script", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A made-up checkout with a whole environment in it."""
    (tmp_path / "uv.lock").write_text("lock")
    (tmp_path / "pyproject.toml").write_text("project")
    venv, tools = tmp_path / ".venv", tmp_path / ".uv"
    python = venv / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    tools.mkdir()
    for name, place in {
        "ROOT": tmp_path,
        "VENV": venv,
        "VENV_PYTHON": python,
        "STAMP": venv / "stamp",
        "TOOLS": tools,
        "UNFINISHED": tools / "unfinished",
    }.items():
        monkeypatch.setattr(environment, name, place)
    monkeypatch.setattr(fetching, "TOOLS", tools)
    (venv / "stamp").write_text(environment.stamp())
    return tmp_path


def started(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(RUN), *words], capture_output=True, text=True, check=False)


# -- what it says --------------------------------------------------------------------------------------------


def test_help_names_every_verb(run: ModuleType) -> None:
    told = started("--help")
    assert told.returncode == 0
    for verb in run.VERBS:
        assert f"run {verb}" in told.stdout


def test_an_unknown_verb_is_answered_with_those_that_exist(run: ModuleType) -> None:
    told = started("demoo")
    assert told.returncode == 2
    assert "'demoo'" in told.stderr
    for verb in run.VERBS:
        assert verb in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize("verb", ["bench", "trial", "simulate"])
def test_an_unknown_name_is_answered_with_the_names_that_exist(run: ModuleType, verb: str) -> None:
    there = run.names_in(run.FOLDERS[verb])
    for words in ([], ["tak-ada"]):
        with pytest.raises(Stop) as caught:
            run.command_of(verb, words)
        for name in there:
            assert name in str(caught.value)


def test_names_of_measurements_are_files_without_underscore(run: ModuleType, tmp_path: Path) -> None:
    for name in ("sign.py", "__init__.py", "_rig.py", "notes.md", "figures.py"):
        (tmp_path / name).touch()
    assert run.names_in(tmp_path) == ["figures", "sign"]


def test_each_verb_leads_to_its_module(run: ModuleType) -> None:
    assert run.command_of("demo", ["--fresh"]) == ["-m", "workstation", "demo", "--fresh"]
    assert run.command_of("diag", []) == ["-m", "workstation", "diag"]
    assert run.command_of("test", ["-k", "x"]) == ["-m", "pytest", "-k", "x"]
    assert run.command_of("pictures", []) == ["-m", "tests.pictures"]
    assert run.command_of("build", ["--try"]) == ["-m", "installer.build", "--try"]


def test_an_older_python_can_read_the_script_and_gets_a_sentence() -> None:
    text = RUN.read_text("utf-8")
    ast.parse(text, feature_version=(3, 7))
    pretend = f"import sys; sys.version_info = (3, 9, 2); sys.argv = ['run']; exec({text!r})"
    told = subprocess.run(
        [sys.executable, "-c", pretend], capture_output=True, text=True, check=False, env={"PATH": "/nowhere"}
    )
    assert told.returncode == 1
    assert told.stderr.strip() == "Loket needs Python 3.11 or newer; this is Python 3.9."


@posix
def test_the_script_of_continuous_integration_runs_the_tests_and_nothing_else() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert os.access(RUN, os.X_OK)
    lines = script.read_text().splitlines()
    assert lines == ["#!/usr/bin/env bash", 'cd "$(dirname "$0")/.." && exec python3 run test']


# -- the machine ---------------------------------------------------------------------------------------------


def program(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{text}\n")
    (folder / name).chmod(0o755)


@pytest.mark.skipif(sys.platform != "linux", reason="libraries of Linux")
def test_libraries_programs_and_files_are_found_where_they_are_and_not_elsewhere(tmp_path: Path) -> None:
    assert machine.is_there("libc.so.6", machine.library_folders())
    assert machine.is_there("libc.so.6")  # by the loader alone
    assert not machine.is_there("libtak-ada.so.9", machine.library_folders())
    assert machine.is_there("sh")
    assert not machine.is_there("program-tak-ada")
    assert machine.is_there(str(RUN))
    assert not machine.is_there(str(tmp_path / "none"))


@pytest.fixture
def lacking(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that lacks one library for windows and one program for the tests."""
    monkeypatch.setattr(machine, "QT", {"libtak-ada1": "libtak-ada.so.1"})
    monkeypatch.setattr(machine, "WINDOW", {})
    monkeypatch.setattr(machine, "STAGE", {"program-uji": "program-tak-ada"})


@posix
def test_only_the_verbs_that_draw_want_what_windows_need(lacking: None) -> None:
    assert machine.missing_packages("test") == (["libtak-ada1"], ["program-uji"])
    assert machine.missing_packages("demo") == (["libtak-ada1"], [])
    assert machine.missing_packages("lint") == ([], [])


@posix
def test_root_installs_after_saying_so(
    lacking: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program(tmp_path / "bin", "apt-get", f'echo "$@" >> {tmp_path}/asked')
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/usr/bin:/bin")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(Stop, match="libtak-ada1"):  # the made-up apt-get brought nothing
        machine.provide_system("test")
    asked = (tmp_path / "asked").read_text().splitlines()
    assert asked[0].startswith("update")
    assert asked[1].startswith("install -y --no-install-recommends libtak-ada1 program-uji")
    assert (
        "Installing packages of the system with apt-get: libtak-ada1 program-uji" in capsys.readouterr().err
    )


@posix
def test_without_rights_the_exact_line_is_printed_and_nothing_installed(
    lacking: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program(tmp_path / "bin", "apt-get", f'echo "$@" >> {tmp_path}/asked')
    program(tmp_path / "bin", "sudo", "exit 1")
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/usr/bin:/bin")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Stop):
        machine.provide_system("demo")
    line = "sudo apt-get update && sudo apt-get install -y --no-install-recommends libtak-ada1"
    assert line in capsys.readouterr().err
    assert not (tmp_path / "asked").exists()


@posix
def test_what_a_verb_can_do_without_does_not_stop_it(
    lacking: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program(tmp_path / "bin", "sudo", "exit 1")
    monkeypatch.setattr(machine, "QT", {})
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/usr/bin:/bin")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    machine.provide_system("test")
    assert "program-uji" in capsys.readouterr().err


# -- packages ------------------------------------------------------------------------------------------------


def test_a_wheel_of_uv_with_another_hash_is_refused(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if fetching.pip_command() is None:
        pytest.skip("no pip on this machine")
    house = checkout / "house"
    house.mkdir()
    info = f"uv-{fetching.UV_VERSION}.dist-info"
    with zipfile.ZipFile(house / f"uv-{fetching.UV_VERSION}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"uv-{fetching.UV_VERSION}.data/scripts/uv", "#!/bin/sh\necho not the real one\n")
        wheel.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: uv\nVersion: {fetching.UV_VERSION}\n"
        )
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
    assert fetching.install_uv(house) is None
    assert fetching.find_uv() is None
    assert "DO NOT MATCH THE HASHES" in capsys.readouterr().err


def test_the_pins_name_hashes_of_whole_length() -> None:
    requirement = fetching.uv_requirement()
    assert requirement.startswith(f"uv=={fetching.UV_VERSION} ")
    assert len(set(re.findall(r"--hash=sha256:[0-9a-f]{64}\b", requirement))) == len(fetching.UV_HASHES) >= 10


def test_without_uv_the_lock_gives_the_same_packages_that_uv_installs() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))
    lines = fetching.pinned(lock, lambda marker: Marker(marker).evaluate({"extra": ""}))
    pins = dict(line.split(" ")[0].split("==") for line in lines)
    assert {"pyside6-essentials", "pytest", "psycopg2-binary"} <= set(pins)
    for name, version in pins.items():
        assert importlib.metadata.version(name) == version
    assert all("--hash=sha256:" in line for line in lines)
    assert len(pins) == len(lines)


def test_packages_of_other_systems_are_left_out() -> None:
    def package(name: str, **more: object) -> dict[str, object]:
        return {"name": name, "version": "1", "wheels": [{"hash": f"sha256:{name}"}], **more}

    lock = {
        "package": [
            package(
                "loket",
                dependencies=[{"name": "a", "extra": ["x"]}, {"name": "win", "marker": "windows"}],
                **{"dev-dependencies": {"dev": [{"name": "tool"}]}},
            ),
            package("a", **{"optional-dependencies": {"x": [{"name": "of-extra"}]}}),
            package("of-extra", dependencies=[{"name": "a"}]),
            package("win"),
            package("tool"),
        ]
    }
    lines = fetching.pinned(lock, lambda marker: marker != "windows")
    assert lines == [f"{name}==1 --hash=sha256:{name}" for name in ("a", "of-extra", "tool")]


def test_settings_of_a_mirror_are_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", "https://cermin.example/simple")
    assert fetching.mirror() == "https://cermin.example/simple"
    assert fetching.uv_environment(fetching.mirror())["UV_DEFAULT_INDEX"] == "https://cermin.example/simple"
    assert fetching.uv_environment(None)["UV_PYTHON_DOWNLOADS"] == "never"


def test_the_certificates_of_an_inspecting_proxy_are_trusted_by_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "kantor.pem"
    store.touch()
    for name in ("PIP_CERT", "REQUESTS_CA_BUNDLE", "UV_SYSTEM_CERTS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", str(store))
    assert fetching.pip_environment()["PIP_CERT"] == str(store)
    assert fetching.uv_environment(None)["UV_SYSTEM_CERTS"] == "1"


# -- the environment -----------------------------------------------------------------------------------------


def test_a_whole_environment_is_taken_as_it_is(checkout: Path) -> None:
    assert environment.is_ready()
    environment.provide_python()


@pytest.mark.parametrize("changed", ["uv.lock", "pyproject.toml", ".venv/pyvenv.cfg"])
def test_another_lock_project_or_python_calls_for_a_new_set_up(checkout: Path, changed: str) -> None:
    (checkout / changed).write_text("something else")
    assert not environment.is_ready()


def test_a_set_up_that_was_killed_is_done_anew(checkout: Path) -> None:
    (checkout / ".uv" / "unfinished").touch()
    assert not environment.is_ready()
    assert environment.is_broken()


def test_an_environment_whose_python_has_gone_is_broken(checkout: Path) -> None:
    python = checkout / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to(checkout / "python-of-last-year")
    assert not environment.is_ready()
    assert environment.is_broken()


def test_only_one_process_sets_up_at_a_time(tmp_path: Path) -> None:
    with (tmp_path / "lock").open("a") as first, (tmp_path / "lock").open("a") as second:
        assert environment.lock_file(first.fileno())
        assert not environment.lock_file(second.fileno())
        first.close()
        assert environment.lock_file(second.fileno())


# -- what is handed out --------------------------------------------------------------------------------------


def test_a_wheel_without_one_of_our_files_is_noticed(tmp_path: Path) -> None:
    files = [f"workstation/{path}" for path in build.files_of(ROOT / "workstation")]
    files += [f"workstation/resources/{path}" for path in build.files_of(ROOT / "resources")]
    for left_out in (None, "workstation/errors.py"):
        with zipfile.ZipFile(tmp_path / "w.whl", "w") as wheel:
            for file in files:
                if file != left_out:
                    wheel.writestr(file, "")
        assert build.lacking(tmp_path / "w.whl") == ([left_out] if left_out else [])


def test_reading_assistance_is_asked_for_and_done_without_when_it_cannot_be_had(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (checkout / ".venv" / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
    uv = checkout / "uv"
    uv.write_text(f'#!/bin/sh\necho "$@" >> {checkout}/asked\ncase "$@" in *--extra=ocr*) exit 1;; esac\n')
    uv.chmod(0o755)
    monkeypatch.setattr(environment, "mirror", lambda: None)
    monkeypatch.setattr(environment, "by_pip", lambda *_: "no pip")
    environment.fill_environment(uv, None)
    asked = (checkout / "asked").read_text().splitlines()
    assert "--extra=ocr" in asked[0]
    assert asked[-1].startswith("sync")
    assert "--extra" not in asked[-1]
    assert "Reading assistance" in capsys.readouterr().err


def test_pip_takes_the_packages_of_reading_assistance_too() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))
    with_it = fetching.pinned(lock, lambda marker: Marker(marker).evaluate({"extra": ""}), environment.EXTRAS)
    without = fetching.pinned(lock, lambda marker: Marker(marker).evaluate({"extra": ""}))
    names = {line.partition("==")[0] for line in with_it} - {line.partition("==")[0] for line in without}
    assert {"rapidocr", "onnxruntime", "opencv-python-headless"} <= names
    assert "opencv-python" not in names  # two of them would overwrite each other
