"""A batch signs what the officer decided, one result for each, and a stop or an outage loses nothing."""

from collections.abc import Sequence
from json import dumps
from random import Random

import pytest

from tests.backroom import PASSPHRASE, BackRoom
from tests.make import Office, exhausted
from tests.trials.batch import Batch
from workstation.errors import NotAllowed, ServiceDown, SignerDown, WrongPassphrase
from workstation.progress import Ending
from workstation.signing.local import LocalSigner
from workstation.signing.signer import FailureReason, SignedPdf, SignFailure, UnsignedPdf
from workstation.usecases import signing
from workstation.usecases.signing import SigningStep


class Silent(LocalSigner):
    """A signer that does not answer until it is said to."""

    is_silent = True

    def sign(self, files: Sequence[UnsignedPdf], secret: str) -> list[SignedPdf | SignFailure]:
        if self.is_silent:
            raise SignerDown("HTTP 504")
        return super().sign(files, secret)


class Moody(LocalSigner):
    """A signer that refuses the first file of a call and loses the second."""

    def sign(self, files: Sequence[UnsignedPdf], secret: str) -> list[SignedPdf | SignFailure]:
        answers = super().sign(files, secret)
        answers[0] = SignFailure(files[0].name, FailureReason.REFUSED, "2011 User tidak terdaftar")
        answers[1] = SignFailure(files[1].name, FailureReason.UNKNOWN, "cURL 28")
        return answers


def stages(office: Office) -> list[str]:
    return [row.stage for row in office.rows("SELECT stage FROM loket.document ORDER BY id")]


def run(office: Office, ids: Sequence[int], signer: LocalSigner, secret: str = PASSPHRASE, **more):
    return exhausted(signing.sign_batch(office.desk("ratna"), ids, signer=signer, secret=secret, **more))


@pytest.fixture
def three(office: Office, sleeping_backroom: BackRoom) -> list[int]:
    """Three sealed documents of Ratna."""
    made = [office.approved() for _ in range(3)]
    sleeping_backroom.turn()
    return made


def test_given_sealed_documents_when_signed_then_each_is_issued_under_its_number(
    office, sleeping_backroom, three
):
    numbers = office.rows("SELECT number FROM loket.document ORDER BY id")
    outcomes = run(office, three, sleeping_backroom.signer())
    assert [o.ending for o in outcomes] == [Ending.DONE] * 3
    assert [o.subject for o in outcomes] == [row.number for row in numbers]
    assert stages(office) == ["deposited"] * 3
    sleeping_backroom.turn()
    assert stages(office) == ["issued"] * 3
    assert office.rows("SELECT number FROM loket.document ORDER BY id") == numbers
    assert signing.unsigned_documents(office.desk("ratna")) == ()


def test_given_a_wrong_passphrase_then_nothing_is_touched(office, sleeping_backroom, three):
    with pytest.raises(WrongPassphrase):
        run(office, three, sleeping_backroom.signer(), "salah")
    assert stages(office) == ["to_sign"] * 3
    assert office.ask("SELECT count(*) FROM loket.signing_batch") == 0


def test_given_an_officer_who_is_no_supervisor_then_he_signs_nothing(office, sleeping_backroom, three):
    steps = signing.sign_batch(
        office.desk("rina"), three, signer=sleeping_backroom.signer(), secret=PASSPHRASE
    )
    with pytest.raises(NotAllowed):
        next(steps)


def test_given_what_a_colleague_decided_then_only_that_one_fails(office, sleeping_backroom, three):
    foreign = office.approved("hasan")
    sleeping_backroom.turn()
    outcomes = run(office, [foreign, *three], sleeping_backroom.signer())
    assert [o.ending for o in outcomes] == [Ending.FAILED, *[Ending.DONE] * 3]
    assert "berwenang" in outcomes[0].detail
    assert stages(office) == [*["deposited"] * 3, "to_sign"]


def test_given_the_signer_refuses_one_and_loses_one_then_each_has_its_own_end(
    office, sleeping_backroom, three
):
    outcomes = run(office, three, Moody(sleeping_backroom.signer()._p12))
    assert [o.ending for o in outcomes] == [Ending.FAILED, Ending.UNKNOWN, Ending.DONE]
    assert outcomes[0].detail.endswith("menolak berkas ini. 2011 User tidak terdaftar")
    assert stages(office) == ["prepared", "unknown", "deposited"]
    kept = office.rows("SELECT unsigned_sha256 FROM loket.document ORDER BY id")
    again = run(office, signing.unsigned_documents(office.desk("ratna")), sleeping_backroom.signer())
    assert [o.ending for o in again] == [Ending.DONE] * 2
    assert office.rows("SELECT unsigned_sha256 FROM loket.document ORDER BY id") == kept
    sleeping_backroom.turn()
    assert stages(office) == ["issued"] * 3


def test_given_the_signer_is_silent_then_the_outcome_is_unknown_until_the_next_batch(
    office, sleeping_backroom, three
):
    signer = Silent(sleeping_backroom.signer()._p12)
    with pytest.raises(SignerDown):
        run(office, three, signer)
    assert stages(office) == ["unknown"] * 3
    assert office.ask("SELECT min(raw) FROM loket.document") == "HTTP 504"
    signer.is_silent = False
    run(office, three, signer)
    sleeping_backroom.turn()
    assert stages(office) == ["issued"] * 3
    assert office.ask("SELECT count(*) FROM loket.signing_batch WHERE closed_at IS NULL") == 0


def test_given_the_passphrase_stops_working_then_the_papers_wait_unsigned(office, sleeping_backroom, three):
    class Locked(LocalSigner):
        def sign(self, files, secret):
            raise WrongPassphrase("2031")

    with pytest.raises(WrongPassphrase):
        run(office, three, Locked(sleeping_backroom.signer()._p12))
    assert stages(office) == ["prepared"] * 3


def test_given_a_stop_in_the_middle_then_the_rest_waits_and_is_signed_later(
    office, sleeping_backroom, three, monkeypatch
):
    monkeypatch.setattr(signing, "PER_CALL", 1)
    steps = signing.sign_batch(
        office.desk("ratna"), three, signer=sleeping_backroom.signer(), secret=PASSPHRASE
    )
    for step in steps:
        if isinstance(step, SigningStep) and step.outcome is not None:
            break
    steps.close()
    assert stages(office) == ["deposited", "to_sign", "to_sign"]
    assert office.ask("SELECT count(*) FROM loket.signing_batch WHERE closed_at IS NULL") == 0
    assert signing.unsigned_documents(office.desk("ratna")) == tuple(three[1:])


def test_given_the_back_room_seals_only_some_then_those_go_first_and_the_rest_in_its_time(
    office, sleeping_backroom, three
):
    late = office.approved()
    naps = []

    def nap(seconds):
        naps.append(stages(office))
        sleeping_backroom.turn()

    outcomes = run(office, [late, *three], sleeping_backroom.signer(), pause=nap)
    assert [o.ending for o in outcomes] == [Ending.DONE] * 4
    assert naps == [[*["deposited"] * 3, "to_sign"]]


def test_given_a_back_room_asleep_then_the_batch_stops_and_says_who_is_missing(office, sleeping_backroom):
    waiting = office.approved()
    with pytest.raises(ServiceDown) as gone:
        run(office, [waiting], sleeping_backroom.signer(), patience=0.4, pause=lambda _: None)
    assert gone.value.raw == "seal"
    assert stages(office) == ["to_sign"]


def test_given_an_unknown_document_then_it_fails_alone(office, sleeping_backroom, three):
    outcomes = run(office, [999_999, three[0]], sleeping_backroom.signer())
    assert [o.ending for o in outcomes] == [Ending.FAILED, Ending.DONE]


def test_given_every_step_then_progress_names_the_case_and_the_certificate(office, sleeping_backroom, three):
    steps = list(
        signing.sign_batch(office.desk("ratna"), three, signer=sleeping_backroom.signer(), secret=PASSPHRASE)
    )
    assert steps[0].certificate.subject == "Ratna Dewi"
    cases = [
        row.application_id for row in office.rows("SELECT application_id FROM loket.document ORDER BY id")
    ]
    assert [step.application_id for step in steps if step.outcome] == cases
    assert [step.done for step in steps if step.outcome] == [1, 2, 3]
    assert {step.total for step in steps} == {3}


def test_given_the_signing_process_is_killed_again_and_again_then_nothing_is_lost_or_doubled(
    office, backroom, tmp_path
):
    line = Batch(office, backroom, 30, tmp_path, Random(7), longest=1.2).run()
    assert line["passed"], dumps(line)
    # whole batches, as many as it took to be killed often enough
    assert line["issued"] in range(30, 1000, 30)
