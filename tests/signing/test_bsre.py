"""The signer over the eSign client beyond the conformance list: statuses, doubts, limits, and no word of a secret."""

import logging
import ssl
import threading
import traceback
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from tests import pki
from tests.mailserver import certificate
from tests.signing.esign import Esign, assert_good
from tests.simulators import _bsre_ink as ink
from tests.simulators._bsre_state import (
    ALI,
    EXPIRED,
    LOGIN,
    LOST,
    PASSPHRASE,
    REVOKED,
    SUSPENDED,
    WAITING,
    Mood,
)
from workstation.errors import CertificateUnusable, SignerDown, WrongPassphrase
from workstation.signing.bsre import settings
from workstation.signing.bsre.client import EsignClient
from workstation.signing.bsre.replies import EsignFault, Fault, Reply, fault_of
from workstation.signing.bsre.signer import BsreSigner, _problem
from workstation.signing.sight import same_sight
from workstation.signing.signer import FailureReason, SignedPdf, Signer, SignFailure, UnsignedPdf
from workstation.wording import raw

BOTH = pytest.mark.parametrize("version", [1, 2])
CANARY = "kenari-Rahasia 88"


def papers(count: int) -> list[UnsignedPdf]:
    return [UnsignedPdf(f"{n}/UJI/2026", pki.paper(f"IZIN {n}")) for n in range(count)]


@BOTH
def test_opening_proves_the_passphrase_and_shows_the_certificate_before_any_paper(
    esign: Esign, version: int
) -> None:
    signer: Signer = esign.signer(version=version)
    facts = signer.open(PASSPHRASE)
    assert (facts.subject, facts.issuer) == ("Ratna Dewi", "UJI BSrE (latihan)")
    first = esign.state.asked[0].path
    assert "status" in first
    assert b"IZIN" not in b"".join(one.body for one in esign.state.asked)


@BOTH
def test_a_batch_is_signed_in_order_and_trusted(esign: Esign, version: int) -> None:
    files = papers(5)
    for file, answer in zip(files, esign.signer(version=version).sign(files, PASSPHRASE), strict=True):
        assert isinstance(answer, SignedPdf)
        assert answer.name == file.name
        assert_good(answer.data, file.data)
    assert esign.calls("/sign/pdf") == (1 if version == 2 else 5)


def test_calls_hold_twenty_files_and_no_more_bytes_than_allowed(esign: Esign) -> None:
    files = papers(7)
    assert len(esign.signer(files_per_call=3).sign(files, PASSPHRASE)) == 7
    assert esign.calls("/sign/pdf") == 3
    esign.signer(bytes_per_call=2 * len(files[0].data) + 10).sign(files[:4], PASSPHRASE)
    assert esign.calls("/sign/pdf") == 5
    assert settings.EsignSettings("http://x").files_per_call == 20


@BOTH
@pytest.mark.parametrize(
    ("nik", "reason", "said"),
    [
        (LOST, "not_registered", "1110 NOT_REGISTERED User belum terdaftar"),
        (EXPIRED, "expired", "EXPIRED"),
        (SUSPENDED, "inactive", "SUSPEND"),
        (REVOKED, "inactive", "REVOKE"),
        (WAITING, "inactive", "WAITING_FOR_VERIFICATION"),
    ],
)
def test_only_a_certificate_in_force_is_asked_to_sign(
    esign: Esign, version: int, nik: str, reason: str, said: str
) -> None:
    with pytest.raises(CertificateUnusable) as refused:
        esign.signer(nik, version).open(PASSPHRASE)
    assert refused.value.reason == reason
    assert said in raw(refused.value)
    assert esign.calls("/sign/pdf") == 0


@BOTH
def test_a_wrong_passphrase_is_tried_once_and_shown_with_its_code(esign: Esign, version: int) -> None:
    with pytest.raises(WrongPassphrase) as refused:
        esign.signer(version=version).open(CANARY)
    assert "Passphrase anda salah 2031" in raw(refused.value)
    assert esign.calls("/sign/pdf") == 1


@BOTH
def test_no_secret_stands_in_a_repr_a_log_or_an_exception(
    esign: Esign, version: int, caplog: pytest.LogCaptureFixture
) -> None:
    """Canaries: the passphrase, the NIK, the password of the office and a gateway's header."""
    caplog.set_level(logging.DEBUG)
    password, gateway = "sandi-Kantor-4411", "Bearer gerbang-9902"
    words = [CANARY, ALI, password, gateway]
    seen: list[object] = []
    for mood in Mood:
        esign.state.mood = mood
        for right, word in ((True, PASSPHRASE), (True, CANARY), (False, PASSPHRASE)):
            client = esign.client(
                version,
                password=LOGIN[1] if right else password,
                headers=(("X-Gateway", gateway),),
                sign_seconds=0.6,
            )
            signer = BsreSigner(client, ALI)
            try:
                seen += signer.sign(papers(1), word)
            except (SignerDown, WrongPassphrase, CertificateUnusable) as problem:
                seen += [
                    problem,
                    problem.__cause__,
                    problem.__context__,
                    *traceback.format_exception(problem),
                ]
            seen += [signer, client, client.settings, repr(client._http)]
    told = " ".join(f"{one!r} {one}" for one in seen) + caplog.text
    words += [PASSPHRASE, LOGIN[1]]
    assert [word for word in words if word in told] == []
    assert esign.state.asked[-1].headers["x-gateway"] == gateway


def test_an_answer_that_repeats_the_passphrase_is_blanked() -> None:
    body = b'{"error": "Passphrase kenari-Rahasia  88 salah 2031"}'
    fault = fault_of(Reply(400, {}, body), ["kenari-Rahasia  88"])
    assert fault.raw == "HTTP 400: Passphrase ••• salah 2031"


def test_a_bad_file_among_good_ones_is_found_and_the_others_are_signed(esign: Esign) -> None:
    files = papers(3)
    files.insert(1, UnsignedPdf("rusak", b"%PDF-1.7 rusak"))
    answers = esign.signer().sign(files, PASSPHRASE)
    assert [type(one) for one in answers] == [SignedPdf, SignFailure, SignedPdf, SignedPdf]
    bad = answers[1]
    assert isinstance(bad, SignFailure)
    assert (bad.reason, "InvalidPdfException" in bad.raw) == (FailureReason.UNREADABLE, True)


def test_after_a_doubtful_call_the_files_behind_it_are_not_sent(esign: Esign) -> None:
    signer = esign.signer(files_per_call=1, in_flight=1)
    sign, calls = signer._client.sign, []

    def turning(*given: object, **more: object) -> list[bytes]:
        calls.append(given)
        esign.state.mood = Mood.DROP_AFTER if len(calls) == 2 else Mood.GOOD
        return sign(*given, **more)  # type: ignore[arg-type]

    signer._client.sign = turning  # type: ignore[method-assign]
    answers = signer.sign(papers(4), PASSPHRASE)
    assert [getattr(one, "reason", "signed") for one in answers] == [
        "signed",
        FailureReason.UNKNOWN,
        FailureReason.NOT_SENT,
        FailureReason.NOT_SENT,
    ]


def test_a_file_that_was_written_anew_is_found_by_its_look(esign: Esign) -> None:
    esign.state.mood = Mood.REWRITE
    files = papers(3)
    answers = esign.signer().sign(files, PASSPHRASE)
    for file, answer in zip(files, answers, strict=True):
        assert isinstance(answer, SignedPdf)
        assert same_sight(file.data, answer.data)
        assert not answer.data.startswith(file.data)


def test_papers_that_differ_in_one_letter_do_not_look_the_same() -> None:
    one, other = pki.paper("IZIN 1/UJI/2026"), pki.paper("IZIN 2/UJI/2026")
    assert same_sight(one, ink.rewritten(one))
    assert not same_sight(one, other)
    assert not same_sight(one, b"bukan pdf")


@pytest.mark.parametrize(
    ("mood", "seconds", "said"), [(Mood.DRIP, 0.5, "0.5 s"), (Mood.FLOOD, 60.0, "lebih dari")]
)
def test_a_server_that_drips_or_floods_is_stopped(
    esign: Esign, mood: Mood, seconds: float, said: str
) -> None:
    esign.state.mood = mood
    with pytest.raises(SignerDown) as gone:
        esign.signer(sign_seconds=seconds, answer_limit=100_000).sign(papers(1), PASSPHRASE)
    assert said in gone.value.raw


def test_nobody_at_the_address_is_an_outage() -> None:
    client = EsignClient(settings.EsignSettings("http://127.0.0.1:9"))
    with pytest.raises(SignerDown) as gone:
        BsreSigner(client, ALI).open(PASSPHRASE)
    assert gone.value.raw == "ConnectError"
    client.close()


def test_a_tls_certificate_that_has_ended_gets_no_word_and_is_named(tmp_path: Path) -> None:
    cert, key = certificate(tmp_path, days=-1)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    server = make_server("localhost", 0, lambda _environ, _start: [], ssl_context=context)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    client = EsignClient(settings.EsignSettings(f"https://localhost:{server.server_port}", ca=str(cert)))
    with pytest.raises(SignerDown) as gone:
        BsreSigner(client, ALI).open(PASSPHRASE)
    assert gone.value.raw == "ConnectError: sertifikat TLS ditolak (certificate has expired)"
    client.close()
    server.shutdown()
    serving.join(10)
    server.server_close()


@pytest.mark.parametrize(
    ("status", "body", "fault", "code"),
    [
        (
            400,
            b'{"error":"Proses signing gagal : User tidak terdaftar 2011","status_code":400}',
            "not_registered",
            2011,
        ),
        (400, b'{"error":"User tidak terdaftar","status_code":2011}', "not_registered", 2011),
        (400, b'{"error":"x : Passphrase anda salah 2031","status_code":400}', "wrong_passphrase", 2031),
        (400, b'{"error":"Passphrase anda salah","status_code":2031}', "wrong_passphrase", 2031),
        (500, b'{"error":"com.itextpdf.text.exceptions.InvalidPdfException: Rebuild failed"}', "bad_pdf", 0),
        (400, b'{"error":"Sertifikat user sudah expired"}', "cert_inactive", 0),
        (
            404,
            b'{"timestamp":"2026-11-22T03:00:00","status":404,"error":"Not Found","message":""}',
            "bad_request",
            0,
        ),
        (502, b"<html><h1>502</h1></html>", "unavailable", 0),
        (503, b"", "unavailable", 0),
        (401, b"", "unauthorised", 0),
        (200, b"[]", "bad_reply", 0),
        (200, b"<html>Sesi expired, masuk lagi. 2009-2011</html>", "bad_reply", 0),
        (502, b"<html>Sertifikat expired? Hubungi kami. 2031</html>", "unavailable", 0),
        (408, b"", "unavailable", 0),
        (400, b'{"error":null,"status_code":"2031"}', "wrong_passphrase", 2031),
    ],
)
def test_both_shapes_html_and_nothing_are_read(status: int, body: bytes, fault: str, code: int) -> None:
    found = fault_of(Reply(status, {}, body))
    assert (found.fault, found.code) == (Fault(fault), code)
    assert found.raw.startswith(f"HTTP {status}")


def test_what_is_no_clear_refusal_is_an_outage() -> None:
    clear = {Fault.WRONG_PASSPHRASE, Fault.NOT_REGISTERED, Fault.CERT_INACTIVE}
    for fault in Fault:
        reply = _problem(EsignFault(fault, "x"))
        assert isinstance(reply, SignerDown) == (fault not in clear)


def test_settings_are_read_and_faults_named() -> None:
    good = {
        "base": "https://esign.example",
        "version": 1,
        "paths": {"status": "/x/{nik}"},
        "sign_seconds": 60,
    }
    made = settings.read(good, "u", "p")
    assert (made.path("status"), made.path("sign"), made.batch) == ("/x/{nik}", "/api/sign/pdf", 1)
    assert made.reads_from == "bottom-left"
    assert settings.read({"base": "http://x"}, "u", "p").reads_from == "top-left"
    for key, value in {
        "base": "ftp://x",
        "version": 3,
        "origin": "middle",
        "response": "XML",
        "paths": {"fly": "/"},
        "sign_seconds": 0,
        "in_flight": "viele",
        "password": "x",
        "unheard": 1,
    }.items():
        with pytest.raises(ValueError, match=f"^{key}: "):
            settings.read({"base": "http://x"} | {key: value}, "u", "p")


@pytest.mark.parametrize(
    ("user", "password", "flaw"),
    [
        ("esign", "qwerty", "bawaan"),
        ("Esign", "QWERTY", "bawaan"),
        ("loket-dki", "loket-dki", "bawaan"),
        ("loket-dki", "pendek", "pendek"),
        ("", "x", "kosong"),
        ("loket-dki", "panjang-sekali-77", ""),
    ],
)
def test_a_login_from_public_repositories_may_not_go_live(user: str, password: str, flaw: str) -> None:
    assert flaw in settings.login_flaw(user, password)
    assert bool(flaw) == bool(settings.login_flaw(user, password))
    assert settings.is_plain(settings.EsignSettings("http://x"))
