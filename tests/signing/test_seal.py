"""A seal says what the paper says, to anybody without a line, and nothing else passes for one."""

import re
import time
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import cbor2
import pytest
import qrcode
import zxingcpp
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workstation.errors import SealAltered, SealNotOurs
from workstation.signing import base41, cose, seal

HOST = "IZIN.LOKET.EXAMPLE"
KEY = seal.SealKey(b"\x26\x01", ec.generate_private_key(ec.SECP256R1()))
OTHER = seal.SealKey(b"\x26\x01", ec.generate_private_key(ec.SECP256R1()))
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
PUBLIC = seal.PublicSealKey(KEY.kid, KEY.private.public_key(), *YEAR)
TRUST = SimpleNamespace(hosts=frozenset({HOST}), seal_keys={KEY.kid: PUBLIC})
PERMIT = seal.Statement(
    number="000417/STRP/31.74/XI/2026",
    type_code="STRP-P",
    name="SITI RAHAYU WULANDARI KUSUMANI",
    nik_last4="0001",
    valid_from=date(2026, 11, 21),
    valid_until=date(2026, 12, 20),
    issued=date(2026, 11, 21),
    serial=4_294_967_295,
    digest=bytes(range(8)),
)
TEXT = seal.make(PERMIT, KEY, HOST)


def test_what_was_sealed_is_what_is_read() -> None:
    assert seal.read(TEXT, TRUST) == replace(PERMIT, kid=KEY.kid)


@pytest.mark.parametrize(
    "change",
    [
        {"valid_until": None},
        {"nik_last4": "", "name": "PT BANGUN SEJAHTERA NUSANTARA", "workers": 412},
        {"name": "NYI RORO AYU PUTRI KEMUNING SAR"[:30]},
        {"number": "e-0061 Tahun 2026"},
        {"serial": 0},
        {"nik_last4": "K19A"},
        {"issued": date(2026, 9, 30)},
    ],
)
def test_other_papers_come_back_whole(change: dict[str, object]) -> None:
    paper = replace(PERMIT, **change)
    assert seal.read(seal.make(paper, KEY, HOST), TRUST) == replace(paper, kid=KEY.kid)


def test_a_name_of_thirty_characters_is_sealed_whole() -> None:
    assert len(PERMIT.name) == 30
    assert not seal.read(TEXT, TRUST).name_is_cut


@pytest.mark.parametrize("text", [TEXT, TEXT.ljust(seal.FITS_57_MODULES, "Z")])
def test_the_longest_code_fits_57_modules_at_level_m_by_two_encoders(text: str) -> None:
    drawn = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    drawn.add_data(text)
    drawn.make(fit=True)
    assert drawn.modules_count <= 57
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    assert code.to_image(scale=1, add_quiet_zones=False).shape[0] <= 57


@pytest.mark.parametrize(
    "name", ["R. A. " + "KUSUMANINGRUM " * 8, "é" * 30, "𝒜" * 64, "X" * 31, "  dua   spasi " * 20]
)
def test_a_long_name_is_cut_with_a_mark_and_still_fits(name: str) -> None:
    text = seal.make(replace(PERMIT, name=name), KEY, HOST)
    said = seal.read(text, TRUST)
    assert len(text) <= seal.FITS_57_MODULES
    assert said.name_is_cut
    assert " ".join(name.split()).startswith(said.name.rstrip(seal.CUT_MARK))


def test_the_text_stays_in_the_alphanumeric_mode_of_qr() -> None:
    address, _, body = TEXT.partition("#")
    assert set(address + body) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$*+-./:")


def test_only_the_last_four_of_the_nik_are_in_the_code() -> None:
    nik = "3171994502850001"
    record = {"nik": nik, "number": PERMIT.number}
    mark = seal.digest(record, b"s" * 16)
    body = cose.open_envelope(base41.decode(TEXT.split("#")[1])).payload
    assert seal.read(TEXT, TRUST).nik_last4 == nik[-4:]
    assert nik[:-4].encode() not in body
    assert mark != seal.digest(record, b"t" * 16)


def test_the_envelope_is_a_cose_sign1_for_any_other_reader() -> None:
    tag = cbor2.loads(base41.decode(TEXT.split("#")[1]))
    protected, unprotected, payload, signature = tag.value
    assert (tag.tag, unprotected, len(signature)) == (18, {}, 64)
    assert cbor2.loads(protected) == {1: -7, 4: KEY.kid}
    claims = cbor2.loads(payload)
    assert claims[5] == 1_795_194_000  # 2026-11-21 00:00 WIB
    assert claims[4] == claims[5] + 30 * 86_400  # the last valid day counts whole


@pytest.mark.parametrize(
    "look_alike",
    [
        "https://izin.loket.example.evil.example/#",
        "https://izin.loket.example@evil.example/#",
        "https://ızin.loket.example/#",
        "https://іzin.loket.example/#",
        "httpſ://izin.loket.example/#",
        "https://izin.loket.example:8443/#",
        "https://izin.loket.example/x#",
        "https://izin-loket.example/#",
        "http://izin.loket.example/#",
        " https://izin.loket.example/#",
        "https://izin.loket.example./#",
    ],
)
def test_a_look_alike_address_is_not_ours_even_with_a_true_seal(look_alike: str) -> None:
    with pytest.raises(SealNotOurs):
        seal.read(look_alike + TEXT.split("#")[1], TRUST)


def test_the_case_of_the_host_does_not_matter() -> None:
    lower = f"https://{HOST.lower()}/#" + TEXT.split("#")[1]
    assert seal.read(lower, TRUST).number == PERMIT.number


def test_a_seal_by_a_key_with_our_number_is_altered() -> None:
    with pytest.raises(SealAltered) as refusal:
        seal.read(seal.make(PERMIT, OTHER, HOST), TRUST)
    assert refusal.value.reason == "signature"


def test_a_seal_by_an_unknown_key_is_not_ours() -> None:
    with pytest.raises(SealNotOurs) as refusal:
        seal.read(seal.make(PERMIT, replace(KEY, kid=b"\x00\x09"), HOST), TRUST)
    assert refusal.value.reason == "kid"


@pytest.mark.parametrize("change", [{"issued": date(2025, 12, 31)}, {"issued": date(2027, 1, 1)}])
def test_a_key_cannot_seal_outside_its_year(change: dict[str, date]) -> None:
    with pytest.raises(SealNotOurs) as refusal:
        seal.read(seal.make(replace(PERMIT, **change), KEY, HOST), TRUST)
    assert refusal.value.reason == "key_period"


def test_a_key_of_one_family_cannot_seal_another() -> None:
    trust = SimpleNamespace(hosts={HOST}, seal_keys={KEY.kid: replace(PUBLIC, family="SIP")})
    with pytest.raises(SealNotOurs):
        seal.read(TEXT, trust)


def test_every_single_changed_character_is_noticed() -> None:
    start = TEXT.index("#") + 1
    for at in range(start, len(TEXT)):
        other = base41.ALPHABET[(base41.VALUES[TEXT[at]] + 1) % 41]
        with pytest.raises((SealAltered, SealNotOurs)):
            seal.read(TEXT[:at] + other + TEXT[at + 1 :], TRUST)


@pytest.mark.parametrize("size", range(0, 270, 7))
def test_a_code_cut_short_is_altered(size: int) -> None:
    with pytest.raises(SealAltered):
        seal.read(TEXT[: TEXT.index("#") + 1 + size], TRUST)


def test_a_signed_body_that_is_no_statement_is_altered() -> None:
    wrong_kinds = cbor2.dumps({5: 1, -65537: [1, 2, 3, 4, 5, 6, 7]})
    for body in (
        b"",
        b"\xff",
        b"\x80",
        cbor2.dumps({5: 1}),
        cbor2.dumps({-65537: 3}),
        b"\x9f" * 9,
        wrong_kinds,
    ):
        code = base41.encode(cose.seal(body, KEY.private, KEY.kid))
        with pytest.raises(SealAltered):
            seal.read(f"HTTPS://{HOST}/#{code}", TRUST)


HOSTILE = st.one_of(
    st.text(max_size=700),
    st.text(alphabet=base41.ALPHABET, max_size=400).map(lambda body: f"HTTPS://{HOST}/#{body}"),
    st.binary(max_size=250).map(lambda body: f"HTTPS://{HOST}/#{base41.encode(body)}"),
    st.binary(max_size=200).map(
        lambda body: f"HTTPS://{HOST}/#" + base41.encode(bytes.fromhex("d28447a2012604422601a0") + body)
    ),
    st.tuples(st.integers(0, len(TEXT) - 1), st.characters()).map(
        lambda change: TEXT[: change[0]] + change[1] + TEXT[change[0] + 1 :]
    ),
)


@settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(HOSTILE)
def test_ten_thousand_hostile_codes_are_refused_and_nothing_else_happens(text: str) -> None:
    if text.upper() == TEXT:
        return
    with pytest.raises((SealAltered, SealNotOurs)):
        seal.read(text, TRUST)


@given(st.binary(max_size=300))
def test_base41_gives_the_bytes_back(data: bytes) -> None:
    assert base41.decode(base41.encode(data)) == data


def test_the_canonical_record_does_not_depend_on_order_or_composition() -> None:
    one = {"nama": "Siti Rahayé", "tanggal": date(2026, 11, 21), "a": [1, {"z": 1, "b": None}]}
    two = {"a": [1, {"b": None, "z": 1}], "tanggal": date(2026, 11, 21), "nama": "Siti Rahaye\u0301"}
    assert seal.canonical(one) == seal.canonical(two)
    assert seal.canonical(one).startswith('{"a":[1,{"b":null,"z":1}],"nama":"Siti Rahayé"'.encode())


def test_a_digest_without_a_real_salt_is_refused() -> None:
    with pytest.raises(ValueError, match="salt"):
        seal.digest({"a": 1}, b"short")


def test_a_seal_is_checked_within_a_few_milliseconds() -> None:
    start = time.process_time()
    for _ in range(50):
        seal.read(TEXT, TRUST)
    assert (time.process_time() - start) / 50 < 0.005


def test_moments_money_and_enum_members_have_one_written_form() -> None:
    jakarta = datetime(2026, 11, 21, 7, 0, tzinfo=seal.WIB)
    record = {"at": jakarta, "levy": Decimal("40000.00"), "ok": True}
    assert seal.canonical(record) == b'{"at":"2026-11-21T00:00:00+00:00","levy":"40000.00","ok":true}'


def test_a_text_longer_than_any_seal_is_not_ours() -> None:
    with pytest.raises(SealNotOurs) as refusal:
        seal.read(TEXT + "0" * seal.LONGEST, TRUST)
    assert refusal.value.reason == "length"


# -- the vectors for other implementers ----------------------------------------------------------------------

PAGE = (Path(__file__).parents[2] / "docs" / "seal.md").read_text("utf-8").partition("## Test vectors")[2]


def test_the_vectors_of_the_page_are_read_as_the_page_says() -> None:
    pem, person, company, spoiled = re.findall(r"```\n(.+?)\n```", PAGE, re.DOTALL)
    public = load_pem_public_key(pem.encode())
    trust = SimpleNamespace(
        hosts=frozenset({HOST}), seal_keys={b"\x26\x01": seal.PublicSealKey(b"\x26\x01", public, *YEAR)}
    )
    read = seal.read(person, trust)
    assert read == seal.Statement(
        number="000417/STRP/31.74/XI/2026",
        type_code="strp-individual",
        name="Siti Rahayu Wulandari",
        nik_last4="0001",
        valid_from=date(2026, 11, 21),
        valid_until=date(2026, 12, 20),
        issued=date(2026, 11, 21),
        serial=4_294_967_295,
        digest=bytes(range(8)),
        kid=b"\x26\x01",
    )
    listed = seal.read(company, trust)
    assert (listed.name, listed.workers, listed.valid_until) == ("PT Contoh Sejahtera", 480, None)
    with pytest.raises(SealAltered):
        seal.read(spoiled, trust)


def test_the_bytes_of_the_page_are_written_as_the_page_says() -> None:
    pairs = re.findall(r"`([0-9a-f]+)`(?: \(`\w+`\))? (?:is|are) `([^`]+)`", PAGE)
    assert len(pairs) == 3
    for given_hex, written in pairs:
        assert base41.encode(bytes.fromhex(given_hex)) == written
