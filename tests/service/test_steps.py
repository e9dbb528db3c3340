"""The loop of the back room on a real database with real signatures."""

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from tests.make import Office, exhausted
from tests.service.conftest import SECRET, Ink
from workstation.embedded import Cluster
from workstation.errors import DatabaseDown
from workstation.service import secrets_kept
from workstation.service.steps import BackRoom
from workstation.signing import trust, withdrawals
from workstation.signing.local import LocalSigner
from workstation.signing.signer import CertificateFacts, SignedPdf, SignFailure, UnsignedPdf
from workstation.usecases import ending, papers, signing
from workstation.vocabulary import WithdrawalGround


def signed(office: Office, room: BackRoom, signer: object) -> int:
    """Bring a document to *deposited* with this signer; returns its id."""
    document = office.approved()
    room.turn()
    outcomes = exhausted(
        signing.sign_batch(office.desk("ratna"), [document], signer=signer, secret=SECRET)  # type: ignore[arg-type]
    )
    assert [o.ending for o in outcomes] == ["done"]
    return document


def facts_of(office: Office, document: int) -> tuple[str, str]:
    (row,) = office.rows("SELECT stage, raw FROM loket.document WHERE id = :id", id=document)
    return row.stage, row.raw


class Meddling:
    """A signer whose line changes the file behind its back."""

    def __init__(self, inner: LocalSigner) -> None:
        self._inner = inner

    def open(self, secret: str) -> CertificateFacts:
        return self._inner.open(secret)

    def sign(self, files: Sequence[UnsignedPdf], secret: str) -> list[SignedPdf | SignFailure]:
        answers = self._inner.sign(files, secret)
        return [
            SignedPdf(a.name, a.data.replace(b"/Type", b"/Typo", 1))
            for a in answers
            if isinstance(a, SignedPdf)
        ]


def test_given_a_trusted_signature_when_the_back_room_turns_then_the_paper_is_issued(
    office: Office, room: BackRoom, ink: Ink
) -> None:
    document = signed(office, room, ink.good)
    assert facts_of(office, document)[0] == "deposited"
    assert room.turn() == 1
    assert facts_of(office, document)[0] == "issued"


def test_given_a_certificate_of_a_foreign_authority_then_the_paper_is_rejected_with_the_reason(
    office: Office, room: BackRoom, ink: Ink
) -> None:
    document = signed(office, room, ink.foreign)
    room.turn()
    stage, raw = facts_of(office, document)
    assert stage == "rejected"
    assert raw.startswith("untrusted")


def test_given_no_roots_at_all_then_nothing_is_rejected_and_the_fault_is_told(
    office: Office, room: BackRoom, ink: Ink
) -> None:
    document = signed(office, room, ink.good)
    room.roots = ()
    room.turn()
    assert facts_of(office, document)[0] == "deposited"
    assert room.health.failing == ("issue",)


def test_given_a_file_changed_after_signing_then_the_paper_is_rejected_with_the_reason(
    office: Office, room: BackRoom, ink: Ink
) -> None:
    document = signed(office, room, Meddling(ink.good))
    room.turn()
    stage, raw = facts_of(office, document)
    assert stage == "rejected"
    assert raw.startswith(("altered", "damaged", "untrusted"))


def test_given_other_words_signed_under_an_approved_number_then_the_paper_is_rejected(
    office: Office, room: BackRoom, ink: Ink, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = papers.draw

    def forged(kind: str, record: Mapping[str, Any], seal: str, photo: bytes | None) -> bytes:
        return honest(kind, {**record, "valid_until": "2099-12-31"}, seal, photo)

    with monkeypatch.context() as tool_of_his_own:
        tool_of_his_own.setattr(papers, "draw", forged)
        document = signed(office, room, ink.good)
    room.turn()
    assert facts_of(office, document) == ("rejected", "not the paper of the approved record")
    exhausted(signing.sign_batch(office.desk("ratna"), [document], signer=ink.good, secret=SECRET))
    room.turn()
    assert facts_of(office, document)[0] == "issued"


def test_given_a_rejected_paper_when_it_is_signed_again_then_it_is_issued_under_the_same_number(
    office: Office, room: BackRoom, ink: Ink
) -> None:
    document = signed(office, room, ink.foreign)
    number = office.ask("SELECT number FROM loket.document")
    room.turn()
    exhausted(signing.sign_batch(office.desk("ratna"), [document], signer=ink.good, secret=SECRET))
    room.turn()
    assert facts_of(office, document)[0] == "issued"
    assert office.ask("SELECT number FROM loket.document") == number


def test_given_a_withdrawn_paper_then_the_very_next_turn_publishes_a_list_that_holds_it(
    office: Office, room: BackRoom, ink: Ink
) -> None:
    document = signed(office, room, ink.good)
    room.turn()
    editions = office.ask("SELECT count(*) FROM loket.withdrawal_edition")
    room.turn()
    assert office.ask("SELECT count(*) FROM loket.withdrawal_edition") == editions == 1
    sari = office.desk("sari")
    ending.propose_withdrawal(sari, document, WithdrawalGround.SUBSTANCE, "salah ketik nama")
    ending.withdraw(office.desk("ratna"), document)
    room.turn()
    listed = withdrawals.read(room.trust().withdrawals, room.trust().list_keys)
    assert listed.is_withdrawn(office.ask("SELECT serial FROM loket.document"))
    assert office.ask("SELECT count(*) FROM loket.withdrawal_edition") == 2


def test_the_bundle_for_checkers_lies_in_a_file_with_the_registered_seal_key(room: BackRoom) -> None:
    room.turn()
    bundle = trust.load(room.trust_file)
    assert set(bundle.seal_keys) == {room.key.kid}
    assert bundle.roots == tuple(room.roots)
    assert bundle.withdrawals


def test_given_two_back_rooms_at_once_then_each_paper_is_sealed_once_and_none_fails(
    office: Office, room: BackRoom, tmp_path: Path
) -> None:
    from workstation.service.plan import Plan
    from workstation.service.process import room_of
    from workstation.usecases import backroom

    documents = [office.approved(nik=f"31719945028500{n:02}") for n in range(1, 7)]
    desk = backroom.come_in(office.url(), "latihan-2026")
    second = room_of(Plan(tmp_path / "second", office.url()), desk)
    second.roots = room.roots
    threads = [threading.Thread(target=r.turn) for r in (room, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert office.ask("SELECT count(*) FROM loket.document WHERE seal IS NOT NULL") == len(documents)
    assert (room.health.failing, second.health.failing) == ((), ())
    desk.close()


def test_given_a_step_that_fails_then_the_others_go_on_and_it_is_told(
    office: Office, room: BackRoom, caplog: pytest.LogCaptureFixture
) -> None:
    document = office.approved()
    room.trust_file.with_name("trust.json.new").mkdir()  # in its way, so that the bundle cannot be written
    room.turn()
    assert room.health.failing == ("trust",)
    assert "a step failed" in caplog.text
    assert office.ask("SELECT seal FROM loket.document WHERE id = :id", id=document)


def test_given_bookings_of_yesterday_then_they_lapse_and_those_of_today_stay(
    office: Office, room: BackRoom
) -> None:
    for days in (1, 0):
        office.run(
            "INSERT INTO loket.visit (service_point_id, service_id, name, planned_at, channel, priority, stage, calls,"
            " note) SELECT service_point_id, id, 'Tamu', now() - make_interval(days => :days), 'phone', 'none',"
            " 'booked', 0, '' FROM loket.service WHERE code = 'intake'",
            days=days,
        )
    room.turn()
    stages = [row.stage for row in office.rows("SELECT stage FROM loket.visit ORDER BY planned_at")]
    assert stages == ["lapsed", "booked"]


def test_given_a_database_that_restarts_then_the_back_room_waits_and_goes_on(
    office: Office, room: BackRoom, cluster: Cluster
) -> None:
    room.turn()
    document = office.approved()
    office.close()
    office.owner.dispose()
    cluster.stop()
    try:
        with pytest.raises(DatabaseDown):
            room.turn()
        assert not room.health.database
    finally:
        cluster.start()
    stop = threading.Event()
    loop = threading.Thread(target=room.run, args=(stop,))
    loop.start()
    sealed = _wait_for(lambda: office.ask("SELECT seal FROM loket.document WHERE id = :id", id=document))
    stop.set()
    loop.join(20)
    assert sealed
    assert room.health.database


def _wait_for(question):  # type: ignore[no-untyped-def]
    pause = threading.Event()
    for _ in range(100):
        if found := question():
            return found
        pause.wait(0.1)
    return None


def test_keys_and_password_are_readable_by_their_owner_alone_and_stay_the_same(tmp_path: Path) -> None:
    first = secrets_kept.seal_key(tmp_path)
    again = secrets_kept.seal_key(tmp_path)
    assert first.kid == again.kid
    assert first.private.private_numbers() == again.private.private_numbers()
    secrets_kept.intake_token(tmp_path)
    assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}


def test_a_secret_that_others_can_read_is_refused(tmp_path: Path) -> None:
    from workstation.errors import BadSetting

    file = tmp_path / "password"
    secrets_kept.keep(file, b"x")
    file.chmod(0o644)
    with pytest.raises(BadSetting):
        secrets_kept.kept(file)


def test_the_journal_names_the_back_room_for_what_it_did(office: Office, room: BackRoom) -> None:
    office.approved()
    room.turn()
    with office.owner.connect() as connection:
        who = connection.scalar(
            text("SELECT login FROM loket.journal WHERE thing = 'document' ORDER BY seq DESC")
        )
    assert who == "loket_backroom"
