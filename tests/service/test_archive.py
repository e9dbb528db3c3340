"""Papers are issued with a time-stamp where there is one to be had, and raised afterwards; nobody waits for it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from tests import pki
from tests.make import Office, exhausted
from tests.service.test_steps import facts_of
from tests.signing import authorities
from tests.signing.authorities import Authorities
from workstation.errors import BadSetting
from workstation.phrasing import date_time
from workstation.service import stamp_plan
from workstation.service.archive import Archive
from workstation.service.plan import Plan
from workstation.service.process import room_of
from workstation.service.secrets_kept import keep
from workstation.service.steps import BackRoom
from workstation.signing import stamping, trust
from workstation.signing.inspecting import Inspection, inspect
from workstation.signing.local import LocalSigner
from workstation.ui.check.told import told
from workstation.usecases import answering, handing_over, raising, signing
from workstation.vocabulary import SignatureLevel

NEWEST = "SELECT level FROM loket.raised_paper WHERE document_id = :id ORDER BY id DESC LIMIT 1"


@pytest.fixture
def them() -> Iterator[Authorities]:
    with authorities.playing() as played:
        yield played


def room_at(office: Office, them: Authorities, folder: Path, **more: str) -> BackRoom:
    """A back room that is told of the time-stamp authority as an administrator tells it."""
    plan = Plan(folder, office.url())
    for name, label in (("roots", "root"), ("timestamp-roots", "tsa-root")):
        (folder / name).mkdir(parents=True)
        (folder / name / "akar.pem").write_bytes(them.root(label).public_bytes(Encoding.PEM))
    (folder / "timestamp.toml").write_text(f'url = "{them.source().url}"\ndeadline = 2', "utf-8")
    return room_of(plan, office.backroom())


@pytest.fixture
def room(office: Office, them: Authorities, tmp_path: Path) -> BackRoom:
    return room_at(office, them, tmp_path / "service")


@pytest.fixture
def archive(room: BackRoom) -> Archive:
    assert room.source is not None
    return Archive(room.desk, room.roots, room.source)


def issued(office: Office, room: BackRoom, them: Authorities) -> int:
    """A permit that Ratna signed and the back room issued; returns its id."""
    document = office.approved()
    room.turn()
    signer = LocalSigner(them.p12("ratna"))
    exhausted(signing.sign_batch(office.desk("ratna"), [document], signer=signer, secret=pki.PASSPHRASE))
    room.turn()
    assert facts_of(office, document)[0] == "issued"
    return document


def handed_out(office: Office, room: BackRoom, document: int) -> Inspection:
    """What the counter gets, looked at with what the back room tells checkers to believe."""
    data = handing_over.signed_pdf(office.desk("budi", counter=1), document)
    believed = room.trust()
    return inspect(data, believed.roots, stamp_roots=believed.stamp_roots)


def first_file(office: Office, document: int) -> bytes:
    return bytes(
        office.ask(
            "SELECT data FROM loket.paper_blob b JOIN loket.document d ON d.signed_sha256 = b.sha256"
            " WHERE d.id = :id",
            id=document,
        )
    )


def make_due(office: Office) -> None:
    office.run("UPDATE loket.paper_due SET due_at = loket.moment()")


def test_given_an_authority_that_answers_then_the_paper_is_issued_with_its_time_stamp(
    office: Office, room: BackRoom, them: Authorities
) -> None:
    document = issued(office, room, them)
    seen = handed_out(office, room, document)
    assert (seen.trusted, seen.covers_whole_file) == (True, True)
    assert (seen.standing.level, seen.standing.stamped_by) == (SignatureLevel.STAMPED, "UJI tsa")
    first = inspect(first_file(office, document), room.roots)
    assert (first.trusted, first.standing.level) == (True, SignatureLevel.BASIC)


def test_the_check_says_the_level_the_time_and_by_whom(
    office: Office, room: BackRoom, archive: Archive, them: Authorities
) -> None:
    document = issued(office, room, them)
    assert archive.turn() == (1, 0)
    desk = office.desk("budi", counter=1)
    data, number = handing_over.signed_pdf(desk, document), office.ask("SELECT number FROM loket.document")
    code = office.ask("SELECT seal FROM loket.document")
    answer = answering.check(
        data, "izin.pdf", room.trust(), desk.now(),
        read_codes=lambda _data, _name: [code], read_text=lambda _data, _name: number,
    )  # fmt: skip
    facts = dict(told(1, "izin.pdf", answer, desk.now(), {}).how)
    assert facts["Daya bukti"] == "Arsip jangka panjang (B-LTA)"
    assert answer.standing is not None
    assert answer.standing.stamped_at is not None
    assert facts["Stempel waktu"] == f"{date_time(answer.standing.stamped_at)}, oleh UJI tsa"
    seen = handing_over.signed_file(desk, document, room.trust)
    assert seen.standing == answer.standing


def test_given_a_silent_authority_then_the_paper_is_issued_all_the_same_and_raised_when_it_answers(
    office: Office, room: BackRoom, archive: Archive, them: Authorities
) -> None:
    them.silent = {"tsa"}
    document = issued(office, room, them)
    assert handed_out(office, room, document).standing.level is SignatureLevel.BASIC
    assert archive.turn() == (0, 1)
    assert "TimestampRequestError" in office.ask("SELECT raw FROM loket.paper_due")
    them.silent = set()
    assert archive.turn() == (0, 0)  # it is not asked again at once
    make_due(office)
    assert archive.turn() == (1, 0)
    assert handed_out(office, room, document).standing.level is SignatureLevel.ARCHIVAL


def test_after_a_silence_the_authority_is_left_alone_so_that_issuing_does_not_wait(
    office: Office, room: BackRoom, them: Authorities
) -> None:
    them.silent = {"tsa"}
    issued(office, room, them)
    asked = len(them.asked)
    second = office.approved(nik="3171994502850002")
    signer = LocalSigner(them.p12("ratna"))
    room.turn()
    exhausted(signing.sign_batch(office.desk("ratna"), [second], signer=signer, secret=pki.PASSPHRASE))
    room.turn()
    assert facts_of(office, second)[0] == "issued"
    assert len(them.asked) == asked


def test_an_issued_paper_is_raised_to_the_archive_level_and_the_first_file_is_kept(
    office: Office, room: BackRoom, archive: Archive, them: Authorities
) -> None:
    document = issued(office, room, them)
    first = first_file(office, document)
    assert archive.turn() == (1, 0)
    seen = handed_out(office, room, document)
    assert (seen.trusted, seen.covers_whole_file, seen.certified) == (True, True, 1)
    assert seen.standing.level is SignatureLevel.ARCHIVAL
    assert first_file(office, document) == first
    levels = [row.level for row in office.rows("SELECT level FROM loket.raised_paper ORDER BY id")]
    assert levels == ["B-T", "B-LTA"]
    assert archive.turn() == (0, 0)
    journalled = "SELECT count(*) FROM loket.journal WHERE thing = 'raised_paper' AND action = 'insert'"
    assert office.ask(journalled) == 2


def test_given_nobody_who_answers_for_the_certificates_then_it_waits_ever_longer(
    office: Office, room: BackRoom, archive: Archive, them: Authorities
) -> None:
    document = issued(office, room, them)
    them.silent = {"ocsp"}
    waits = []
    for _ in range(3):
        make_due(office)
        assert archive.turn() == (0, 1)
        waits.append(
            office.ask("SELECT extract(epoch FROM due_at - loket.moment()) / 60 FROM loket.paper_due")
        )
    assert [round(wait) for wait in waits] == [2, 4, 8]
    assert handed_out(office, room, document).standing.level is SignatureLevel.STAMPED


def test_given_half_of_the_answers_then_the_half_way_is_kept_once(
    office: Office, room: BackRoom, archive: Archive, them: Authorities
) -> None:
    document = issued(office, room, them)
    them.silent = {"tsa"}
    assert archive.turn() == (1, 0)
    make_due(office)
    assert archive.turn() == (0, 1)
    assert office.ask(NEWEST, id=document) == "B-LT"
    them.silent = set()
    make_due(office)
    assert archive.turn() == (1, 0)
    levels = [row.level for row in office.rows("SELECT level FROM loket.raised_paper ORDER BY id")]
    assert levels == ["B-T", "B-LT", "B-LTA"]


def test_given_a_time_stamp_whose_certificate_ends_then_it_is_renewed_before(
    office: Office, tmp_path: Path
) -> None:
    with authorities.playing(tsa_days=100) as them:
        room = room_at(office, them, tmp_path / "service")
        assert room.source is not None
        archive = Archive(room.desk, room.roots, room.source)
        document = issued(office, room, them)
        assert archive.turn() == (1, 0)
        rest = office.ask("SELECT due_at - loket.moment() FROM loket.paper_due")
        assert timedelta(days=29) < rest <= raising.LEAST_REST
        make_due(office)
        assert archive.turn() == (1, 0)
        assert handed_out(office, room, document).standing.level is SignatureLevel.ARCHIVAL
        data = handing_over.signed_pdf(office.desk("budi", counter=1), document)
        assert data.count(b"/DocTimeStamp") == 2


def test_given_a_raised_file_that_was_meddled_with_then_it_does_not_replace_the_good_one(
    office: Office, room: BackRoom, archive: Archive, them: Authorities, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = issued(office, room, them)
    honest = stamping.lasting

    def meddled(*asked: object) -> tuple[bytes, str]:
        data, why = honest(*asked)  # type: ignore[arg-type]
        return data.replace(b"/Type", b"/Typo", 1), why

    monkeypatch.setattr(stamping, "lasting", meddled)
    assert archive.turn() == (0, 1)
    assert office.ask(NEWEST, id=document) == "B-T"
    assert str(office.ask("SELECT raw FROM loket.paper_due")).startswith(("altered", "damaged"))


def test_given_two_archives_then_each_paper_is_raised_once(
    office: Office, room: BackRoom, archive: Archive, them: Authorities
) -> None:
    document = issued(office, room, them)
    with office.owner.begin() as other:
        other.exec_driver_sql("SELECT * FROM loket.paper_due FOR UPDATE")
        assert archive.turn() == (0, 0)
    assert archive.turn() == (1, 0)
    assert office.ask(NEWEST, id=document) == "B-LTA"


def test_without_the_setting_papers_are_issued_as_before(
    office: Office, room: BackRoom, them: Authorities
) -> None:
    (room.trust_file.parent / "timestamp.toml").unlink()
    plain = room_of(Plan(room.trust_file.parent, office.url()), office.backroom())
    document = issued(office, plain, them)
    assert office.ask(NEWEST, id=document) is None
    assert "tsa" not in them.asked


def test_checkers_are_told_under_which_roots_a_time_counts(room: BackRoom, them: Authorities) -> None:
    room.turn()
    believed = trust.load(room.trust_file)
    assert believed.stamp_roots == (them.root("tsa-root"),)
    assert believed.roots == (them.root(),)


def test_the_login_of_the_authority_is_sent_and_may_not_lie_open(room: BackRoom, them: Authorities) -> None:
    folder = room.trust_file.parent
    keep(folder / "timestamp-login", b"loket:rahasia")
    source = stamp_plan.read_source(folder)
    assert source is not None
    assert source.login == ("loket", "rahasia")
    assert "rahasia" not in repr(source)
    (folder / "timestamp-login").chmod(0o644)
    with pytest.raises(BadSetting):
        stamp_plan.read_source(folder)


@pytest.mark.parametrize(
    "text",
    ["", 'url = "ftp://tsa"', 'url = "https://tsa"\ndeadline = 90', 'url = "https://tsa"\nkata = 1', "url ="],
)
def test_a_setting_that_cannot_work_is_refused_at_the_start(room: BackRoom, text: str) -> None:
    folder = room.trust_file.parent
    (folder / "timestamp.toml").write_text(text, "utf-8")
    with pytest.raises(BadSetting):
        stamp_plan.read_source(folder)


def test_without_roots_of_the_authority_the_setting_is_refused(room: BackRoom) -> None:
    folder = room.trust_file.parent
    (folder / "timestamp-roots" / "akar.pem").unlink()
    with pytest.raises(BadSetting):
        stamp_plan.read_source(folder)
