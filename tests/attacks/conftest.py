"""One town for all attacks: whatever an attack changes, it has failed to be an attack that is refused."""

from collections.abc import Iterator

import pytest

from tests.attacks.town import Town, build
from tests.conftest import owner_engine, run_alone
from tests.make import Office
from workstation.embedded import Cluster
from workstation.migrations import running


@pytest.fixture(scope="session")
def town(cluster: Cluster, template: str) -> Iterator[Town]:
    """An office that lives as long as the run; attacks leave it as they found it, and say so if not."""
    run_alone(cluster, f"CREATE DATABASE attacked TEMPLATE {template}")
    engine = owner_engine(cluster, "attacked")
    with engine.begin() as connection:
        running.shut(connection)
    office = Office(cluster.url, "attacked", engine)
    yield build(office)
    office.close()
    engine.dispose()
    run_alone(cluster, "DROP DATABASE attacked WITH (FORCE)")
