"""The office of a measurement: on a PostgreSQL of its own, with fsync as in an office."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import owner_engine, run_alone
from tests.make import Office, build_office
from workstation.embedded import Cluster


@contextmanager
def office_alone() -> Iterator[tuple[Office, Path]]:
    """Build an office and give it with the folder that its server and everything else may use; both go at the end."""
    with tempfile.TemporaryDirectory(prefix="loket-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # root's server runs as another user, who must be able to walk in
        cluster = Cluster(folder / "server")
        cluster.start()
        try:
            run_alone(cluster, "CREATE DATABASE bench")
            engine = owner_engine(cluster, "bench")
            build_office(engine)
            office = Office(cluster.url, "bench", engine)
            yield office, folder
            office.close()
            engine.dispose()
        finally:
            cluster.stop()
