"""The conformance list of the eSign client, version 2: cases 12 to 30, each by its number."""

from base64 import b64encode
from io import BytesIO

import httpx
import pikepdf
import pytest
from PIL import Image

from tests import pki
from tests.signing.esign import OPEN, Esign, assert_good, judged
from tests.simulators._bsre_state import ACTIVATION, ALI, LOGIN, PASSPHRASE, SUBSCRIBER, TOTP_SECONDS, Mood
from workstation.errors import SignerDown
from workstation.signing.bsre.client import EsignClient, Secret
from workstation.signing.bsre.placing import Specimen, properties
from workstation.signing.bsre.replies import EsignFault, Fault
from workstation.signing.signer import FailureReason, SignedPdf, SignFailure, UnsignedPdf

PAPERS = [pki.paper(f"IZIN {n}") for n in range(3)]
FILES = [UnsignedPdf(f"{n}/UJI/2026", data) for n, data in enumerate(PAPERS)]
INVISIBLE = {"tampilan": "INVISIBLE"}


def fault_of(call: object, *args: object) -> EsignFault:
    """Make a call that must fail and give its fault."""
    with pytest.raises(EsignFault) as fault:
        call(*args)  # type: ignore[operator]
    return fault.value


def raw_post(esign: Esign, path: str, **body: object) -> httpx.Response:
    """Send a call of version 2 past our client."""
    return httpx.post(esign.address + path, json=body, auth=LOGIN, trust_env=False)


def unknown(esign: Esign, mood: Mood) -> list[SignedPdf | SignFailure]:
    """Sign three papers while the service is in this mood."""
    esign.state.mood = mood
    return esign.signer().sign(FILES, PASSPHRASE)


def test_case_12_one_file(esign: Esign) -> None:
    (signed,) = esign.client().sign(ALI, PAPERS[:1], OPEN, [INVISIBLE])
    assert_good(signed, PAPERS[0])


def test_case_13_three_files_with_one_property(esign: Esign) -> None:
    signed = esign.client().sign(ALI, PAPERS, OPEN, [INVISIBLE])
    for one, paper in zip(signed, PAPERS, strict=True):
        assert_good(one, paper)
    assert esign.calls("/sign/pdf") == 1


def test_case_14_three_files_with_three_properties(esign: Esign) -> None:
    said = [INVISIBLE | {"reason": f"Alasan {n}"} for n in range(3)]
    signed = esign.client().sign(ALI, PAPERS, OPEN, said)
    reasons = []
    for data in signed:
        with pikepdf.open(BytesIO(data)) as pdf:
            reasons.append(str(pdf.Root.AcroForm.Fields[0].V.Reason))
    assert reasons == ["Alasan 0", "Alasan 1", "Alasan 2"]


def test_case_15_two_properties_for_three_files_are_refused(esign: Esign) -> None:
    fault = fault_of(esign.client().sign, ALI, PAPERS, OPEN, [INVISIBLE] * 2)
    assert (fault.fault, esign.state.signed) == (Fault.BAD_REQUEST, 0)
    assert "signatureProperties" in fault.raw


def test_case_16_neither_nik_nor_address_is_refused(esign: Esign) -> None:
    assert fault_of(esign.client().sign, "", PAPERS, OPEN).fault is Fault.BAD_REQUEST


def test_case_17_neither_passphrase_nor_code_is_refused(esign: Esign) -> None:
    assert fault_of(esign.client().sign, ALI, PAPERS, Secret()).fault is Fault.BAD_REQUEST


def test_case_18_base64_with_a_prefix_is_refused_and_ours_has_none(esign: Esign) -> None:
    body = {"nik": ALI, "passphrase": PASSPHRASE, "signatureProperties": [INVISIBLE]}
    answer = raw_post(esign, "/api/v2/sign/pdf", **body, file=["data:application/pdf;base64,JVBERi0="])
    assert answer.status_code == 400
    esign.client().sign(ALI, PAPERS[:1], OPEN)
    assert b"data:" not in esign.state.asked[-1].body


def test_case_19_a_success_that_comes_as_500_is_a_success(esign: Esign) -> None:
    for answer, paper in zip(unknown(esign, Mood.OK_AS_500), PAPERS, strict=True):
        assert isinstance(answer, SignedPdf)
        assert_good(answer.data, paper)


def test_case_20_a_page_of_html_is_an_outage_with_its_words(esign: Esign) -> None:
    with pytest.raises(SignerDown) as gone:
        unknown(esign, Mood.HTML_500)
    assert gone.value.raw.startswith("HTTP 500:")
    assert "Kesalahan 500" in gone.value.raw
    assert "<" not in gone.value.raw


def test_case_21_a_shorter_list_leaves_the_missing_one_unknown(esign: Esign) -> None:
    first, second, third = unknown(esign, Mood.SHORT)
    assert isinstance(first, SignedPdf)
    assert isinstance(second, SignedPdf)
    assert_good(second.data, PAPERS[1])
    assert isinstance(third, SignFailure)
    assert (third.name, third.reason) == ("2/UJI/2026", FailureReason.UNKNOWN)


def test_case_22_an_answer_in_the_wrong_order_is_put_right(esign: Esign) -> None:
    answers = unknown(esign, Mood.REVERSED)
    assert [one.name for one in answers] == [file.name for file in FILES]
    for answer, paper in zip(answers, PAPERS, strict=True):
        assert isinstance(answer, SignedPdf)
        assert_good(answer.data, paper)


@pytest.mark.parametrize("mood", [Mood.NOT_PDF, Mood.UNSIGNED_BACK], ids=["case 23", "case 24"])
def test_case_23_and_24_what_is_no_pdf_or_not_signed_leaves_the_outcome_unknown(
    esign: Esign, mood: Mood
) -> None:
    answers = unknown(esign, mood)
    assert all(isinstance(one, SignFailure) and one.reason is FailureReason.UNKNOWN for one in answers)


def test_case_25_a_connection_dropped_after_signing_is_unknown_and_nothing_is_sent_again(
    esign: Esign,
) -> None:
    with pytest.raises(SignerDown) as gone:
        unknown(esign, Mood.DROP_AFTER)
    assert gone.value.raw == "RemoteProtocolError"
    assert (esign.state.signed, esign.calls("/sign/pdf")) == (3, 1)


def test_case_26_a_stall_beyond_the_limit_is_unknown(esign: Esign) -> None:
    esign.state.mood = Mood.STALL
    signer = esign.signer(sign_seconds=0.3, more_seconds=0.1)
    with pytest.raises(SignerDown) as gone:
        signer.sign(FILES, PASSPHRASE)
    assert "ReadTimeout" in gone.value.raw
    assert esign.calls("/sign/pdf") == 1


def test_case_27_wrong_credentials_of_the_office_are_an_outage_with_the_code(esign: Esign) -> None:
    signer = esign.signer(password="kata-sandi-lain-55")
    with pytest.raises(SignerDown) as gone:
        signer.open(PASSPHRASE)
    assert gone.value.raw == "HTTP 401"
    assert esign.state.signed == 0


def test_case_28_a_code_by_mail_is_asked_for_used_once_and_expires(esign: Esign) -> None:
    client = esign.client()
    assert "dikirim" in client.ask_totp(ALI, 3)
    code = Secret(totp=esign.state.totps[ALI][0])
    assert len(client.sign(ALI, PAPERS, code)) == 3
    assert "sudah digunakan" in fault_of(client.sign, ALI, PAPERS, code).raw
    client.ask_totp(ALI, 3)
    late = Secret(totp=esign.state.totps[ALI][0])
    esign.state.forward(TOTP_SECONDS + 1)
    fault = fault_of(client.sign, ALI, PAPERS, late)
    assert (fault.fault, fault.code) == (Fault.BAD_REQUEST, 4015)
    assert late.totp not in fault.raw


def test_case_29_the_seal_is_activated_expires_and_fails_as_a_whole(esign: Esign) -> None:
    client = esign.client()
    assert "belum diaktivasi" in fault_of(client.seal, SUBSCRIBER, PAPERS, "100000").raw
    client.activate_seal(SUBSCRIBER)
    assert client.activate_seal(SUBSCRIBER, ACTIVATION) == "Segel aktif"
    code = client.seal_totp(SUBSCRIBER, 3, ACTIVATION)["totp"]
    assert all(judged(one).trusted for one in client.seal(SUBSCRIBER, PAPERS, code))
    assert esign.state.signed == 3
    bad = fault_of(client.seal, SUBSCRIBER, [PAPERS[0], b"%PDF-1.7 rusak"], code)
    assert (bad.fault, esign.state.signed) == (Fault.BAD_PDF, 3)
    esign.state.forward(TOTP_SECONDS + 1)
    assert "tidak berlaku" in fault_of(client.seal, SUBSCRIBER, PAPERS, code).raw


def test_case_30_a_check_is_read_by_its_booleans_and_both_origins_mean_the_same_place(esign: Esign) -> None:
    client = esign.client()
    (signed,) = client.sign(ALI, PAPERS[:1], OPEN)
    for word in ("VALID", "TOTAL_PASSED", "VALID_SIGNATURE"):
        esign.state.conclusion = word
        seen = client.verify(signed)
        assert (seen.count, seen.is_valid, seen.has_time_stamp, seen.word) == (1, True, True, word)
    assert client.verify(PAPERS[0]).word == "NO_SIGNATURE"
    for shape in (b64encode(signed).decode(), [b64encode(signed).decode()]):
        assert raw_post(esign, "/api/v2/verify/pdf", file=shape).json()["signatureCount"] == 1
    for version, origin in [(1, "bottom-left"), (1, "top-left"), (2, "bottom-left"), (2, "top-left")]:
        setattr(esign.state, f"origin_v{version}", origin)
        assert placed(esign.client(version, origin=origin)) == [72.0, 670.0, 272.0, 770.0]


def placed(client: EsignClient) -> list[float]:
    """Sign visibly, 72 points from the left and the top, and give where the signature lies (PDF: from below)."""
    picture = BytesIO()
    Image.new("RGB", (200, 100), "navy").save(picture, "PNG")
    specimen = Specimen(picture.getvalue(), 1, 72.0, 72.0, 200.0, 100.0)
    (signed,) = client.sign(ALI, PAPERS[:1], OPEN, [properties(client.settings, "Kalibrasi", specimen)])
    with pikepdf.open(BytesIO(signed)) as pdf:
        return [float(n) for n in pdf.pages[0].Annots[0].Rect]
