"""One private PostgreSQL a run, a fresh office for each test that commits, and desks for people who work in it."""

import gc
import os
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from sqlalchemy import Engine, create_engine, text

from tests.backroom import backroom, sleeping_backroom  # noqa: F401 - fixtures
from tests.line import line  # noqa: F401 - a fixture
from tests.make import Office, build_office
from workstation.embedded import Cluster

if TYPE_CHECKING:
    from tests.mailserver import Post

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# a gate must give one answer to one state of the code; the search for new examples goes on everywhere else
hypothesis.settings.register_profile("gate", derandomize=True)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("gate")

TEMPLATE = "office_template"


def pytest_configure() -> None:
    """Never collect garbage by chance: a widget of an earlier test would die in whatever thread came by."""
    gc.disable()


def pytest_collection_finish() -> None:
    """What was imported stays: leave it out of every later search."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Generator[None, object, object]:
    """Collect between two tests, on this thread, when no event is being delivered."""
    try:
        return (yield)
    finally:
        gc.disable()
        gc.collect()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A server that lives as long as the run; nothing in it needs to survive, so it does not sync."""
    with tempfile.TemporaryDirectory(prefix="loket-test-") as folder:
        Path(folder).chmod(0o755)  # root's server runs as another user, who must be able to walk in
        found = Cluster(Path(folder) / "server", fsync=False)
        found.create()
        found.start()
        yield found
        found.stop()


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A folder for a server of one's own: under root it runs as another user, who must be able to walk in."""
    with tempfile.TemporaryDirectory(prefix="loket-test-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def owner_engine(cluster: Cluster, database: str) -> Engine:
    """Connect as the server's administrator."""
    return create_engine(
        cluster.owner_url.replace("postgresql://", "postgresql+psycopg2://").rsplit("/", 1)[0]
        + f"/{database}",
        pool_pre_ping=True,  # some tests kill the server
    )


@pytest.fixture(scope="session")
def template(cluster: Cluster) -> str:
    """An office with its law, people and catalogue, to be copied."""
    run_alone(cluster, f"CREATE DATABASE {TEMPLATE}")
    engine = owner_engine(cluster, TEMPLATE)
    build_office(engine)
    engine.dispose()
    return TEMPLATE


def run_alone(cluster: Cluster, statement: str) -> None:
    """Run one statement outside a transaction on the maintenance database."""
    engine = owner_engine(cluster, "postgres")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
    engine.dispose()


@contextmanager
def copy_of_the_office(cluster: Cluster, template: str, name: str) -> Iterator[Office]:
    """A copy of the template with real commits, thrown away afterwards."""
    run_alone(cluster, f"CREATE DATABASE {name} TEMPLATE {template}")
    engine = owner_engine(cluster, name)
    made = Office(cluster.url, name, engine)
    yield made
    made.close()
    engine.dispose()
    run_alone(cluster, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def office(cluster: Cluster, template: str, request: pytest.FixtureRequest) -> Iterator[Office]:
    """An office of this test alone."""
    with copy_of_the_office(cluster, template, f"office_{abs(hash(request.node.nodeid)) % 10**12}") as made:
        yield made


@pytest.fixture
def post(office: Office, tmp_path: Path) -> "Iterator[Post]":
    """A mail server, an office that sends e-mail, and the folder of a service that is set up for both."""
    from tests.mailserver import posted

    with posted(office, tmp_path) as made:
        yield made
