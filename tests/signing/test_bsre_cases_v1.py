"""The conformance list of the eSign client, version 1: cases 1 to 11, each by its number."""

import base64

import httpx
import pytest

from tests import pki
from tests.signing.esign import OPEN, Esign, assert_good
from tests.simulators import _bsre_ink as ink
from tests.simulators._bsre_state import ALI, LOGIN, LOST, PASSPHRASE, Mood
from workstation.signing.bsre.client import EsignClient, Secret
from workstation.signing.bsre.replies import EsignFault, Fault

PAPER = pki.paper()
INVISIBLE = {"tampilan": "INVISIBLE"}


def refused(client: EsignClient, **how: object) -> EsignFault:
    """Sign with these properties and give the refusal."""
    with pytest.raises(EsignFault) as fault:
        client.sign(ALI, [PAPER], OPEN, [how])
    return fault.value


def raw_sign(esign: Esign, **fields: str) -> httpx.Response:
    """Send a call of version 1 past our client."""
    sent = {"nik": ALI, "passphrase": PASSPHRASE, "tampilan": "invisible"} | fields
    file = {"file": ("surat.pdf", PAPER, "application/pdf")}
    return httpx.post(f"{esign.address}/api/sign/pdf", data=sent, files=file, auth=LOGIN, trust_env=False)


def test_case_1_bytes_and_the_number_of_the_document(esign: Esign) -> None:
    (signed,) = esign.client(1).sign(ALI, [PAPER], OPEN, [INVISIBLE])
    assert_good(signed, PAPER)
    assert raw_sign(esign).headers["id_dokumen"] in esign.state.kept


def test_case_2_base64(esign: Esign) -> None:
    (signed,) = esign.client(1, response="BASE64").sign(ALI, [PAPER], OPEN, [INVISIBLE])
    assert_good(signed, PAPER)


def test_case_3_a_header_with_a_dash_is_the_same_header(esign: Esign) -> None:
    esign.state.mood = Mood.DAMAGED  # only the number leads to the file
    (signed,) = esign.client(1).sign(ALI, [PAPER], OPEN, [INVISIBLE])
    assert_good(signed, PAPER)
    esign.state.mood = Mood.HEADER_DASH
    assert "id-dokumen" in raw_sign(esign).headers
    (signed,) = esign.client(1).sign(ALI, [PAPER], OPEN, [INVISIBLE])
    assert_good(signed, PAPER)


def test_case_4_without_the_header_the_file_counts_as_well(esign: Esign) -> None:
    esign.state.mood = Mood.NO_HEADER
    (signed,) = esign.client(1).sign(ALI, [PAPER], OPEN, [INVISIBLE])
    assert_good(signed, PAPER)


@pytest.mark.parametrize("shape", ["text", "code"])
def test_case_5_a_wrong_passphrase_in_both_bodies(esign: Esign, shape: str) -> None:
    esign.state.shape = shape
    with pytest.raises(EsignFault) as fault:
        esign.client(1).sign(ALI, [PAPER], Secret("salah-1177"), [INVISIBLE])
    assert (fault.value.fault, fault.value.code) == (Fault.WRONG_PASSPHRASE, 2031)
    assert "Passphrase anda salah" in fault.value.raw
    assert "2031" in fault.value.raw


@pytest.mark.parametrize("shape", ["text", "code"])
def test_case_6_somebody_who_is_not_registered_in_both_bodies(esign: Esign, shape: str) -> None:
    esign.state.shape = shape
    with pytest.raises(EsignFault) as fault:
        esign.client(1).sign(LOST, [PAPER], OPEN, [INVISIBLE])
    assert (fault.value.fault, fault.value.code) == (Fault.NOT_REGISTERED, 2011)
    assert "2011" in fault.value.raw


def test_case_7_a_tag_of_several_characters_is_refused(esign: Esign) -> None:
    fault = refused(esign.client(1), tampilan="VISIBLE", image="true", imageTTD="AAAA", tag_koordinat="##")
    assert fault.fault is Fault.BAD_REQUEST
    assert "tag_koordinat" in fault.raw


def test_case_8_an_image_that_was_promised_and_not_sent_is_refused(esign: Esign) -> None:
    fault = refused(esign.client(1), tampilan="VISIBLE", image="true")
    assert fault.fault is Fault.BAD_REQUEST
    assert "imageTTD" in fault.raw


def test_case_9_a_file_is_downloaded_once(esign: Esign) -> None:
    number = raw_sign(esign).headers["id_dokumen"]
    client = esign.client(1)
    assert_good(client.download(number), PAPER)
    with pytest.raises(EsignFault) as fault:
        client.download(number)
    assert "HTTP 404" in fault.value.raw
    assert "telah didownload sebelumnya" in fault.value.raw


def test_case_10_what_the_service_says_of_four_files(esign: Esign) -> None:
    client = esign.client(1)
    good = ink.sign(PAPER, "Ratna Dewi")
    changed = (
        good.replace(b"IZIN UJI", b"IZIN ABC") if b"IZIN UJI" in good else good[:600] + b"X" + good[601:]
    )
    seen = [
        client.verify(data) for data in (good, changed, PAPER, ink.sign(PAPER, "Ratna Dewi", stamped=False))
    ]
    assert [(one.count, one.is_valid, one.has_time_stamp) for one in seen] == [
        (1, True, True),
        (1, False, True),
        (0, False, False),
        (1, True, False),
    ]
    assert seen[0].word == "DOCUMENT VALID !!!"


def test_case_11_a_passphrase_in_the_address_is_warned_of_and_ours_never_stands_there(esign: Esign) -> None:
    address = f"{esign.address}/api/sign/pdf?nik={ALI}&passphrase={PASSPHRASE.replace('#', '%23')}&tampilan=invisible"
    file = {"file": ("surat.pdf", PAPER, "application/pdf")}
    assert httpx.post(address, files=file, auth=LOGIN, trust_env=False).status_code == 200
    assert len(esign.state.warnings) == 1
    client = esign.client(1)
    client.sign(ALI, [PAPER], OPEN, [INVISIBLE])
    client.status(ALI)
    assert len(esign.state.warnings) == 1
    assert [one.query for one in esign.state.asked[1:]] == ["", ""]
    login = base64.b64encode(":".join(LOGIN).encode()).decode()
    assert all(one.headers["authorization"] == f"Basic {login}" for one in esign.state.asked)
