"""Supervisors sign through the broker: over TLS, with a pass for each call, only what they have sent."""

import hashlib
import json
import logging
import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from tests import pki
from tests.make import Office, exhausted
from tests.service.brokered import Brokered, set_up
from tests.simulators import _bsre_ink as ink
from tests.simulators import bsre as played
from tests.simulators._bsre_state import LOGIN, PASSPHRASE, Mood, State
from workstation.commands.service import check_signing
from workstation.errors import BadSetting, CertificateUnusable, NotAllowed, SignerDown, WrongPassphrase
from workstation.progress import Ending
from workstation.queries.places import office_settings
from workstation.service import broker_plan, process
from workstation.service.plan import Plan
from workstation.service.steps import BackRoom
from workstation.signing import inspecting
from workstation.signing.broker import PAPERS_PATH, BrokerSigner
from workstation.signing.certificates import load_roots
from workstation.signing.signer import Signer, UnsignedPdf
from workstation.usecases import brokering, closing, signing
from workstation.wording import raw

CANARY = "kenari-Passphrase-6631"


@pytest.fixture
def brokered(office: Office, tmp_path: Path) -> Iterator[Brokered]:
    """A back room that is also the broker, with the played eSign service behind it."""
    state, plan = State(), Plan(tmp_path / "service", office.url())
    plan.roots.mkdir(parents=True)
    (plan.roots / "root.pem").write_bytes(ink.authority().root)
    with played.playing(state) as address:
        set_up(plan.folder, address)
        with process.brokering(plan, office.backroom()) as port:
            yield Brokered(office, state, plan.folder, port)


@pytest.fixture
def room(brokered: Brokered) -> BackRoom:
    return process.room_of(Plan(brokered.folder, brokered.office.url()), brokered.office.backroom())


def three(office: Office, room: BackRoom) -> list[int]:
    """Three sealed papers of Ratna."""
    made = [office.approved() for _ in range(3)]
    room.turn()
    return made


def stages(office: Office) -> list[str]:
    return [row.stage for row in office.rows("SELECT stage FROM loket.document ORDER BY id")]


def run(brokered: Brokered, ids: list[int], secret: str = PASSPHRASE, signer: Signer | None = None):
    return exhausted(
        signing.sign_batch(
            brokered.office.desk("ratna"), ids, signer=signer or brokered.signer(), secret=secret
        )
    )


def test_given_a_batch_signed_through_the_broker_then_every_paper_is_issued(
    brokered: Brokered, room: BackRoom
) -> None:
    outcomes = run(brokered, three(brokered.office, room))
    assert [one.ending for one in outcomes] == [Ending.DONE] * 3
    room.turn()
    assert stages(brokered.office) == ["issued"] * 3
    assert {one.path for one in brokered.state.asked} == {"/api/v2/user/check/status", "/api/v2/sign/pdf"}


def test_given_several_calls_at_once_then_each_has_its_own_pass_and_every_paper_is_signed_once(
    brokered: Brokered, room: BackRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing, "PER_CALL", 1)
    outcomes = run(brokered, three(brokered.office, room))
    assert [one.ending for one in outcomes] == [Ending.DONE] * 3
    assert brokered.state.signed == 4  # with the page on which the passphrase was tried
    assert brokered.office.ask("SELECT count(*) FROM loket.signing_pass WHERE used_at IS NOT NULL") == 4
    room.turn()
    assert stages(brokered.office) == ["issued"] * 3


def test_given_a_wrong_passphrase_then_it_is_told_with_the_code_and_nothing_is_touched(
    brokered: Brokered, room: BackRoom
) -> None:
    ids = three(brokered.office, room)
    with pytest.raises(WrongPassphrase) as refused:
        run(brokered, ids, CANARY)
    assert "Passphrase anda salah 2031" in raw(refused.value)
    assert stages(brokered.office) == ["to_sign"] * 3


def test_given_a_service_that_drops_the_line_then_the_papers_are_unknown_and_signed_later_once(
    brokered: Brokered, room: BackRoom
) -> None:
    ids = three(brokered.office, room)
    signer = brokered.signer()
    facts = signer.open(PASSPHRASE)
    brokered.state.mood = Mood.DROP_AFTER
    pen = signing.Pen(signer, PASSPHRASE, facts.fingerprint)
    with pytest.raises(SignerDown):
        exhausted(signing.sign_opened(brokered.office.desk("ratna"), ids, pen))
    assert stages(brokered.office) == ["unknown"] * 3
    numbers = brokered.office.rows("SELECT number FROM loket.document ORDER BY id")
    brokered.state.mood = Mood.GOOD
    assert [one.ending for one in run(brokered, ids)] == [Ending.DONE] * 3
    room.turn()
    assert stages(brokered.office) == ["issued"] * 3
    assert brokered.office.rows("SELECT number FROM loket.document ORDER BY id") == numbers


def test_given_a_pass_that_was_used_or_made_up_then_nothing_is_asked_of_the_signer(
    brokered: Brokered,
) -> None:
    once = brokering.take_pass(brokered.office.desk("ratna"))
    signer = brokered.signer(new_pass=lambda: once)
    assert signer.open(PASSPHRASE).subject == "Ratna Dewi"
    asked = len(brokered.state.asked)
    for bad in (once, "0" * 64, "bukan-izin", ""):
        with pytest.raises((NotAllowed, SignerDown)):
            brokered.signer(new_pass=lambda bad=bad: bad).open(PASSPHRASE)
    assert len(brokered.state.asked) == asked


def test_given_a_pass_that_is_late_then_it_is_refused(brokered: Brokered) -> None:
    late = brokering.take_pass(brokered.office.desk("ratna"))
    with brokered.office.owner.begin() as owner:
        owner.execute(
            text("UPDATE loket.signing_pass SET good_until = clock_timestamp() - interval '1 second'")
        )
    with pytest.raises(NotAllowed):
        brokered.signer(new_pass=lambda: late).open(PASSPHRASE)


def test_given_papers_that_were_not_sent_or_brought_along_then_they_are_not_signed(
    brokered: Brokered, room: BackRoom
) -> None:
    """A workstation names papers by their hash: its own bytes never reach the signer."""
    three(brokered.office, room)
    signed = brokered.state.signed
    foreign = [UnsignedPdf("palsu", pki.paper("PALSU"))]
    with pytest.raises(NotAllowed):
        brokered.signer().sign(foreign, PASSPHRASE)
    assert brokered.state.signed == signed
    assert stages(brokered.office) == ["to_sign"] * 3


def test_given_papers_of_a_colleague_then_they_are_not_signed(brokered: Brokered, room: BackRoom) -> None:
    ids = three(brokered.office, room)

    class Lent(BrokerSigner):
        """Shows another supervisor's passes."""

        def sign(self, files, secret):  # type: ignore[no-untyped-def]
            self._new_pass = lambda: brokering.take_pass(brokered.office.desk("hasan"))
            return super().sign(files, secret)

    mine = brokered.signer()
    lent = Lent(mine._address, mine._authorities, mine._new_pass)
    with pytest.raises(NotAllowed):
        run(brokered, ids, signer=lent)
    assert stages(brokered.office) == ["prepared"] * 3
    assert brokered.state.signed == 1  # the page on which Ratna's passphrase was tried


def test_given_a_day_that_she_closed_then_its_sheet_alone_is_signed_through_the_broker(
    brokered: Brokered, room: BackRoom
) -> None:
    ratna, hasan = brokered.office.desk("ratna"), brokered.office.desk("hasan")
    steps = closing.close_day(
        ratna,
        office_settings(ratna),
        signer=brokered.signer(),
        secret=PASSPHRASE,
        pause=lambda _: room.turn(),
    )
    day = exhausted(steps)
    found = inspecting.inspect(closing.sheet_pdf(ratna, day), load_roots([ink.authority().root]))
    assert (found.trusted, found.covers_whole_file, found.signature_count) == (True, True, 1)
    assert closing.open_sheets(brokered.office.backroom(), hasan.officer.id) == {}


def test_given_a_sheet_that_was_written_by_somebody_else_then_it_is_not_signed(
    brokered: Brokered, room: BackRoom
) -> None:
    ratna = brokered.office.desk("ratna")
    steps = closing.close_day(ratna, office_settings(ratna), pause=lambda _: room.turn())
    with pytest.raises(NotAllowed):
        for _ in steps:
            if brokered.office.ask("SELECT seal FROM loket.closing") is not None:
                brokered.signer().sign([UnsignedPdf("palsu", pki.paper("PENUTUPAN"))], PASSPHRASE)
            room.turn()
    assert brokered.state.signed == 0


def test_given_a_supervisor_without_a_nik_then_the_refusal_names_the_list(brokered: Brokered) -> None:
    with pytest.raises(CertificateUnusable) as refused:
        brokered.signer("serba").open(PASSPHRASE)
    assert refused.value.reason == "not_registered"
    assert "serba" in refused.value.raw


def test_given_a_whole_batch_then_the_passphrase_stands_nowhere(
    brokered: Brokered, room: BackRoom, caplog: pytest.LogCaptureFixture
) -> None:
    """Canary: the database from the first row to the last, the folder of the service, the log, the repr."""
    caplog.set_level(logging.DEBUG)
    ids = three(brokered.office, room)
    signer = brokered.signer()
    with pytest.raises(WrongPassphrase):
        run(brokered, ids, CANARY, signer)
    run(brokered, ids, PASSPHRASE, signer)
    tables = brokered.office.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'loket'")
    stored = "".join(
        str(row)
        for (table,) in tables
        for row in brokered.office.rows(f"SELECT t::text FROM loket.{table} t")
    )
    secret_files = {broker_plan.LOGIN_FILE}
    files = b"".join(
        file.read_bytes()
        for file in brokered.folder.rglob("*")
        if file.is_file() and file.name not in secret_files
    ).decode("latin-1")
    told = caplog.text + repr(signer) + repr(vars(signer))
    for word in (CANARY, PASSPHRASE, LOGIN[1]):
        assert word not in stored
        assert word not in files
        assert word not in told
        assert word.encode().hex() not in stored


def test_given_the_wrong_authority_or_no_tls_then_no_passphrase_leaves(
    brokered: Brokered, tmp_path: Path
) -> None:
    other = tmp_path / "lain.pem"
    other.write_bytes(ink.authority().root)
    good = brokered.signer()
    for address, authorities in (
        (good._address, str(other)),
        (good._address.replace("https", "http"), good._authorities),
        ("https://127.0.0.1:9", good._authorities),
        (good._address, str(tmp_path / "tidak-ada.pem")),
    ):
        with pytest.raises(SignerDown):
            BrokerSigner(address, authorities, good._new_pass).open(PASSPHRASE)
    assert brokered.state.asked == []


BAD_BODIES = [
    b"",
    b"[]",
    b'{"passphrase": 7}',
    b'{"passphrase": "x", "papers": ["../../etc"]}',
    b"[" * 70_000,
    json.dumps({"passphrase": "x" * 500}).encode(),
    json.dumps({"passphrase": "x", "papers": ["0" * 64] * 200}).encode(),
]


@pytest.mark.parametrize("body", BAD_BODIES, ids=range(len(BAD_BODIES)))
def test_given_a_body_that_is_not_understood_then_it_is_refused_before_the_pass_is_spent(
    brokered: Brokered, body: bytes
) -> None:
    shown = brokering.take_pass(brokered.office.desk("ratna"))
    answer = httpx.post(
        f"https://127.0.0.1:{brokered.port}{PAPERS_PATH}",
        content=body,
        headers={"Authorization": f"Bearer {shown}"},
        verify=ssl.create_default_context(cafile=brokered.folder / "broker.pem"),
        trust_env=False,
    )
    assert answer.status_code == 422
    assert brokered.signer(new_pass=lambda: shown).open(PASSPHRASE)


def test_given_an_answer_that_names_other_papers_then_ours_stay_unknown(
    brokered: Brokered, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = pki.paper()
    own = hashlib.sha256(paper).hexdigest()
    for answers in (
        {},
        {"0" * 64: {"data": ""}},
        {own: {"data": "???"}},
        {own: {"reason": "neu"}},
        {own: 7},
        [],
    ):
        monkeypatch.setattr(BrokerSigner, "_ask", lambda *_, answers=answers: {"answers": answers})
        (answer,) = brokered.signer().sign([UnsignedPdf("1", paper)], PASSPHRASE)
        assert getattr(answer, "reason", "") == "unknown"


@pytest.mark.parametrize(
    ("login", "more", "key"),
    [
        ("esign:qwerty", "", broker_plan.LOGIN_FILE),
        ("loket-dki:loket-dki", "", broker_plan.LOGIN_FILE),
        ("loket-dki:pendek", "", broker_plan.LOGIN_FILE),
        (":".join(LOGIN), "version = 7\n", "esign"),
        (":".join(LOGIN), 'ca = "/tidak/ada.pem"\n', "ca"),
        (":".join(LOGIN), "terbang = 1\n", "esign"),
    ],
)
def test_given_default_credentials_or_wrong_settings_then_the_service_does_not_begin(
    tmp_path: Path, login: str, more: str, key: str
) -> None:
    set_up(tmp_path / "s", "https://esign.example", login, more)
    with pytest.raises(BadSetting) as refused:
        broker_plan.read_plan(tmp_path / "s")
    assert refused.value.key == key


def test_given_secrets_that_others_may_read_then_the_service_does_not_begin(tmp_path: Path) -> None:
    for name in (broker_plan.LOGIN_FILE, broker_plan.SIGNATORIES_FILE, "broker-key.pem"):
        folder = tmp_path / name
        set_up(folder, "https://esign.example")
        assert broker_plan.read_plan(folder).port == 0
        (folder / name).chmod(0o644)
        with pytest.raises(BadSetting):
            broker_plan.read_plan(folder)


def test_given_the_check_of_an_administrator_then_it_tells_statuses_raw_and_warns_of_http(
    brokered: Brokered, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check_signing(brokered.folder) == 1  # the played service has no TLS
    told = capsys.readouterr().out
    assert "BELUM  TLS ke eSign client: TIDAK" in told
    assert "baik   ratna: 1111 ISSUE User sudah terdaftar" in told
    assert LOGIN[1] not in told
    assert brokered.state.signed == 0
    with pytest.raises(BadSetting):
        check_signing(brokered.folder / "lain")
