"""The administrator's commands against a database that nobody has touched."""

import io
import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.conftest import owner_engine
from tests.make import PASSWORD
from workstation.__main__ import main
from workstation.embedded import Cluster
from workstation.errors import SignInRefused
from workstation.models.base import SCHEMA_HEAD
from workstation.service import secrets_kept
from workstation.usecases import backroom, signing_in
from workstation.vocabulary import Role
from workstation.worktime import WIB

ADD, X, AS = ("officer", "add"), ("--name", "X", "--point"), ("--roles", "officer")
pytestmark = pytest.mark.usefixtures("as_owner")


def admin(server: str, *words: str) -> int:
    return main(["admin", "--server", server, *words])


def plain(server: str) -> str:
    return server.replace("postgres@", "")


@pytest.fixture
def ready(empty: str, capsys: pytest.CaptureFixture[str]) -> str:
    """A database with law, points and catalogue."""
    assert admin(empty, "init") == 0
    assert admin(empty, "points", "load") == 0
    assert admin(empty, "catalogue", "load", str(Path(__file__).parents[2] / "resources" / "catalogue")) == 0
    capsys.readouterr()
    return empty


def test_given_an_empty_database_when_it_is_made_then_it_has_the_schema_and_may_be_made_again(
    empty: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert admin(empty, "init") == 0
    assert admin(empty, "migrate") == 0
    assert f"{SCHEMA_HEAD} -> {SCHEMA_HEAD}" in capsys.readouterr().out


def test_given_an_officer_added_from_a_pipe_then_he_signs_in_and_when_barred_he_does_not(
    ready: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("kata-sandi-baru\n"))
    roles = ("--roles", "officer", "reviewer")
    assert admin(ready, "officer", "add", "uji.admin", "--name", "Uji Admin", "--point", "mpp", *roles) == 0
    desk = signing_in.sign_in(plain(ready), "uji.admin", "kata-sandi-baru")
    assert desk.roles == {Role.OFFICER, Role.REVIEWER}
    desk.close()
    assert admin(ready, "officer", "disable", "uji.admin") == 0
    with pytest.raises(SignInRefused):
        signing_in.sign_in(plain(ready), "uji.admin", "kata-sandi-baru")


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (
            ("officer", "add", "uji.x", "--name", "X", "--point", "tiada", "--roles", "officer"),
            "panjang-sekali",
            "tiada",
        ),
        (
            ("officer", "add", "uji.x", "--name", "X", "--point", "mpp", "--roles", "officer"),
            "pendek",
            "8 huruf",
        ),
        (
            ("officer", "add", "Uji X", "--name", "X", "--point", "mpp", "--roles", "officer"),
            "panjang-sekali",
            "huruf kecil",
        ),
        (("officer", "disable", "tiada.orang"), "", "tidak ada"),
        (("catalogue", "load", "/tiada"), "", "tidak ada"),
        (("points", "load", "/tiada.csv"), "", "tidak terbaca"),
        (("office", "set", "objection_days", '"dua"'), "", "int"),
    ],
)
def test_given_a_mistake_then_it_is_said_and_nothing_is_done(
    ready: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    typed: str,
    said: str,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed + "\n"))
    assert admin(ready, *words) == 1
    assert said.lower() in capsys.readouterr().err.lower()


def test_a_setting_is_kept_with_its_kind_and_an_unknown_one_is_pointed_out(
    ready: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert admin(ready, "office", "set", "objection_days", "14") == 0
    assert admin(ready, "office", "set", "warna", "biru") == 0
    assert "tidak dikenal" in capsys.readouterr().out


def test_given_a_changed_journal_then_verify_names_the_point_and_the_row(
    ready: str, capsys: pytest.CaptureFixture[str], cluster
) -> None:
    assert admin(ready, "journal", "verify") == 0
    assert "0 rantai rusak" in capsys.readouterr().out
    engine = owner_engine(cluster, "kosong")
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE loket.journal DISABLE TRIGGER ALL"))
        point = connection.scalar(text("SELECT service_point_id FROM loket.journal_head LIMIT 1"))
        connection.execute(
            text("UPDATE loket.journal SET reason = 'lain' WHERE seq = 2 AND service_point_id = :p"),
            {"p": point},
        )
    engine.dispose()
    assert admin(ready, "journal", "verify") == 1
    assert "baris 2: isi baris ini tidak lagi sesuai" in capsys.readouterr().err


def test_given_a_wrong_password_or_address_then_it_says_what_to_do(
    empty: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["admin", "--server", plain(empty), "init"]) == 1
    assert "administrator@server" in capsys.readouterr().err
    assert main(["admin", "--server", empty.replace("postgres@", "postgres:x@"), "init"]) == 1
    assert "tanpa kata sandi" in capsys.readouterr().err
    monkeypatch.setenv("LOKET_ADMIN_PASSWORD", "salah")
    assert admin(empty, "init") == 1
    assert capsys.readouterr().err


def test_given_a_file_of_bookings_then_the_good_ones_are_kept_and_the_bad_one_is_named(
    practice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = (datetime.now(WIB) + timedelta(days=3)).isoformat()
    good = {"external_id": "F1", "point": "mpp", "service": "electricity", "name": "Tamu", "planned_at": at}
    file = tmp_path / "antrean.json"
    file.write_text(json.dumps([good, good | {"external_id": "F2", "nik": "1"}, good]), "utf-8")
    words = [
        "--database",
        practice.url,
        "admin",
        "intake",
        str(file),
        "--folder",
        str(practice.service.folder),
    ]
    assert main(words) == 1
    told = capsys.readouterr()
    assert [line.split()[1] for line in told.out.splitlines()] == ["baru", "sudah"]
    assert '"nik"' in told.err


def test_given_the_back_room_is_allowed_then_its_password_lies_in_its_folder_alone(
    ready: str, tmp_path: Path, cluster
) -> None:
    from workstation.usecases import administering

    folder = tmp_path / "layanan"
    try:
        assert admin(ready, "backroom", "allow", "--folder", str(folder)) == 0
        backroom.come_in(plain(ready), secrets_kept.password(folder)).database.close()
    finally:  # logins belong to the whole server
        engine = owner_engine(cluster, "postgres")
        with engine.begin() as connection:
            administering.set_login(connection, backroom.LOGIN, PASSWORD, ["loket_service"])
        engine.dispose()


def test_given_rule_files_when_one_is_wrong_then_each_fault_is_told_by_line_and_nothing_is_loaded(
    ready: str, cluster: Cluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogue = Path(__file__).parents[2] / "resources" / "catalogue"
    rules = (catalogue / "research.toml").read_text(encoding="utf-8")
    good, bad = tmp_path / "baik.toml", tmp_path / "salah.toml"
    good.write_text(rules.replace('code = "research"', 'code = "riset-baru"'), encoding="utf-8")
    bad.write_text(rules.replace('mark = "1"', 'mark = "?"') + "\ncolour = 3\n", encoding="utf-8")
    for action in ("check", "load"):
        assert admin(ready, "rules", action, str(good), str(bad)) == 1
        told = capsys.readouterr().err
        assert f"salah.toml baris {rules[: rules.index('mark = ')].count(chr(10)) + 1}" in told
        assert "colour" in told
        assert "2 kesalahan" in told
    assert admin(ready, "rules", "check", str(good)) == 0
    assert admin(ready, "rules", "load", str(good)) == 0
    assert "riset-baru sementara: versi baru, berlaku 01-01-2026" in capsys.readouterr().out
    engine = owner_engine(cluster, "kosong")
    with engine.connect() as connection:
        loaded = connection.execute(
            text(
                "SELECT reason, data ->> 'type_code' FROM loket.journal WHERE reason <> '' ORDER BY seq DESC"
            )
        ).all()
    engine.dispose()
    assert {code for reason, code in loaded if "salah.toml" in reason} == set()
    assert {code for reason, code in loaded if reason.startswith("memuat aturan izin baik.toml")} == {
        "riset-baru"
    }


def test_given_a_recomputed_journal_then_only_the_sheet_of_that_evening_tells(
    office, cluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.attacks.town import replica
    from tests.backroom import BackRoom
    from tests.issued import Shelf
    from tests.make import exhausted
    from workstation.settings import OfficeSettings
    from workstation.signing import trust
    from workstation.usecases import closing

    server = f"postgresql://postgres@127.0.0.1:{cluster.port}/{office.database}"
    room, shelf = BackRoom(office), Shelf(office)
    shelf.backroom = room
    bundle = trust.save(shelf.trust(), tmp_path / "trust.json")
    office.submitted()

    def seal(_seconds: float) -> None:
        closing.seal_closings(office.backroom(), room.key)

    desk = office.desk("manajer")
    day = exhausted(closing.close_day(desk, OfficeSettings(), pause=seal))
    sheet = tmp_path / "lembar.pdf"
    sheet.write_bytes(closing.sheet_pdf(desk, day))
    code = office.ask("SELECT seal FROM loket.closing")
    checked = ("journal", "verify", "--trust", str(bundle), "--anchor")
    assert admin(server, *checked, str(sheet)) == 0
    told = capsys.readouterr().out
    assert "2 lembar penutupan cocok" in told
    assert "MPP: lembar tanpa tanda tangan elektronik:" in told
    office.run("ALTER TABLE loket.paper_blob DROP CONSTRAINT ck_paper_blob_sha256")
    blob = "UPDATE loket.paper_blob SET data = {} WHERE sha256 = (SELECT pdf_sha256 FROM loket.closing)"
    replica(office, blob.format("data || 'x'"))
    assert admin(server, *checked, code) == 1
    assert "isinya bukan lagi yang disimpan ketika hari ditutup" in capsys.readouterr().err
    replica(office, blob.format("substr(data, 1, length(data) - 1)"))
    here = "service_point_id = (SELECT service_point_id FROM loket.closing)"
    replica(office, f"UPDATE loket.journal SET login = 'sari' WHERE seq = 3 AND {here}")
    replica(
        office,
        "DO $$ DECLARE j loket.journal; h text := ''; BEGIN"
        f" FOR j IN SELECT * FROM loket.journal WHERE {here} ORDER BY seq LOOP h := loket.journal_hash(h, j);"
        f" UPDATE loket.journal SET hash = h WHERE seq = j.seq AND {here}; END LOOP;"
        f" UPDATE loket.journal_head SET hash = h WHERE {here}; END $$",
    )
    assert admin(server, "journal", "verify") == 0
    capsys.readouterr()
    for paper in (str(sheet), code):
        assert admin(server, *checked, paper) == 1
        told = capsys.readouterr().err
        assert "MPP Mal Pelayanan Publik, jurnal tidak lagi sama dengan lembar penutupan" in told
        assert "di antara baris 1 dan" in told
    stranger = tmp_path / "bukan.pdf"
    stranger.write_bytes(b"%PDF-1.4 bukan lembar")
    assert admin(server, *checked, str(stranger)) == 1
