"""This machine's settings: a wrong one is refused with its key, its file and its line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation import settings
from workstation.errors import BadSetting
from workstation.settings import OfficeSettings, Settings, load


def written(folder: Path, words: str) -> Path:
    file = folder / "workstation.toml"
    file.write_text(words, encoding="utf-8")
    return file


def refused(folder: Path, words: str) -> BadSetting:
    file = written(folder, words)
    with pytest.raises(BadSetting) as found:
        load(file)
    assert found.value.file == str(file)
    return found.value


def test_what_is_written_is_what_is_read_and_the_rest_stays_as_it_was(tmp_path: Path) -> None:
    found = load(
        written(
            tmp_path, '# loket 3\ndatabase = "postgresql://server:5432/loket"\nscale = 125\npractice = true\n'
        )
    )
    assert found == Settings(database="postgresql://server:5432/loket", scale=125, practice=True)


def test_given_a_folder_where_the_file_should_be_then_it_is_said_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(BadSetting) as found:
        load(tmp_path)
    assert found.value.file == str(tmp_path)
    assert "tidak dapat dibaca" in found.value.reason


def test_without_a_file_everything_stays_as_it_was_unless_a_file_was_named(tmp_path: Path) -> None:
    assert load(tmp_path / "nothing.toml") == Settings()
    with pytest.raises(BadSetting) as found:
        load(tmp_path / "nothing.toml", must_exist=True)
    assert found.value.file.endswith("nothing.toml")


@pytest.mark.parametrize(
    ("words", "key", "line", "says"),
    [
        ('theme = "light"\n\nprinter = "x"\n', "printer", 3, "permit_printer"),
        ("\nscale = 500\n", "scale", 2, "80 dan 200"),
        ("scale = 79", "scale", 1, "80"),
        ("lock_minutes = 0", "lock_minutes", 1, "1 dan 120"),
        ('scale = "100"', "scale", 1, "bilangan bulat"),
        ("scale = 100.0", "scale", 1, "bilangan bulat"),
        ("scale = true", "scale", 1, "bilangan bulat"),
        ("practice = 1", "practice", 1, "true atau false"),
        ("theme = 3", "theme", 1, "teks"),
        ('# x\ntheme = "pink"', "theme", 2, "contrast"),
        ('database = "mysql://server/loket"', "database", 1, "postgresql://"),
        ('database = "postgresql://server"', "database", 1, "postgresql://"),
        ('database = "server"', "database", 1, "postgresql://"),
        ('database = "postgresql://server:99999/loket"', "database", 1, "postgresql://"),
        ('database = "postgresql://server:lima/loket"', "database", 1, "postgresql://"),
        ('database = "postgresql://[::1/loket"', "database", 1, "postgresql://"),
        ('database = "postgresql://budi:rahasia@server/loket"', "database", 1, "kata sandi"),
        ('database = "postgresql://:rahasia@server/loket"', "database", 1, "kata sandi"),
        ('database = "postgresql://server/loket?password=rahasia"', "database", 1, "kata sandi"),
        ("[server]\nport = 1", "server", 1, "tidak dikenal"),
    ],
)
def test_a_wrong_setting_names_key_and_line(
    tmp_path: Path, words: str, key: str, line: int, says: str
) -> None:
    found = refused(tmp_path, words)
    assert (found.key, found.line) == (key, line)
    assert says in found.reason
    assert "rahasia" not in str(found)


def test_a_file_that_is_not_toml_names_the_line(tmp_path: Path) -> None:
    assert refused(tmp_path, 'theme = "light"\nscale = = 3\n').line == 2
    assert refused(tmp_path, "scale = 100\nscale = 110\n").line == 2


def test_a_file_in_another_encoding_is_refused_and_not_a_crash(tmp_path: Path) -> None:
    file = tmp_path / "workstation.toml"
    file.write_bytes('permit_printer = "Caf\xe9"'.encode("latin-1"))
    with pytest.raises(BadSetting) as found:
        load(file)
    assert found.value.file == str(file)


@given(st.text(max_size=200))
def test_whatever_is_written_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, words: str) -> None:
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_bytes(words.encode("utf-8", "surrogatepass"))
    try:
        assert isinstance(load(file), Settings)
    except BadSetting as found:
        assert found.file == str(file)  # noqa: PT017 - either answer will do


def test_settings_are_frozen_and_hold_no_secret() -> None:
    with pytest.raises(AttributeError):
        Settings().scale = 3  # type: ignore[misc]
    names = set(Settings.__dataclass_fields__)
    assert not {name for name in names if any(word in name for word in ("pass", "secret", "token", "pin"))}
    assert settings.default_file().name == "workstation.toml"


def test_the_offices_settings_keep_what_this_version_does_not_know() -> None:
    found = OfficeSettings.of({"unit": "MPP", "practice": True, "from_tomorrow": [1]})
    assert (found.unit, found.practice, found.extra) == ("MPP", True, {"from_tomorrow": [1]})


@pytest.mark.parametrize(
    ("address", "hosts"),
    [
        ("postgresql://satu/loket", (("satu", 5432),)),
        ("postgresql://satu:6432,dua:6433/loket?sslmode=verify-full", (("satu", 6432), ("dua", 6433))),
        ("postgresql://satu,[::1]:6433/loket", (("satu", 5432), ("::1", 6433))),
    ],
)
def test_an_address_may_name_several_servers(address: str, hosts: tuple[tuple[str, int], ...]) -> None:
    assert settings.is_address(address)
    assert settings.hosts_of(address) == hosts


@pytest.mark.parametrize(
    "address", ["satu,/l", ",/l", "satu:0,dua/l", "satu:x,dua/l", "satu,dua", "satu,,dua/l"]
)
def test_an_address_with_one_wrong_server_is_none(address: str) -> None:
    assert not settings.is_address(f"postgresql://{address}")


def test_the_copy_for_reports_is_checked_like_the_server(tmp_path: Path) -> None:
    assert refused(tmp_path, 'reports = "salinan"').key == "reports"
    assert load(written(tmp_path, 'reports = "postgresql://salinan/loket"')).reports
