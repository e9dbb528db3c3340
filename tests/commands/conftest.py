"""One practice office for all commands of the run, and a database that nobody has touched."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import run_alone
from tests.make import PASSWORD
from workstation.commands.practice.making import Practice, prepare
from workstation.embedded import Cluster
from workstation.service import secrets_kept


@pytest.fixture(scope="session")
def practice(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Practice:
    """The practice office, told once; takes about twenty seconds."""
    folder = tmp_path_factory.mktemp("latihan")
    # logins belong to the whole server: the other tests' back room must keep its password
    secrets_kept.keep(folder / "service" / secrets_kept.PASSWORD_FILE, PASSWORD.encode())
    return prepare(folder, cluster=cluster)


@pytest.fixture
def empty(cluster: Cluster) -> Iterator[str]:
    """The address of an empty database with the administrator's login in it, without a password."""
    run_alone(cluster, "CREATE DATABASE kosong")
    yield f"postgresql://postgres@127.0.0.1:{cluster.port}/kosong"
    run_alone(cluster, "DROP DATABASE kosong WITH (FORCE)")


@pytest.fixture
def as_owner(cluster: Cluster, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The administrator's password in the environment; returns an empty settings file's place."""
    monkeypatch.setenv("LOKET_ADMIN_PASSWORD", cluster.owner_password)
    file = tmp_path / "workstation.toml"
    file.touch()
    return file
