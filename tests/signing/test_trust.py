"""The bundle that a checkpoint carries comes back as it was saved, or says which file is wrong and why."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from workstation.errors import BadTrust
from workstation.signing import seal, trust, withdrawals

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)


def root() -> x509.Certificate:
    """Make a self-signed root."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "CA Latihan Loket")])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(NOW)
        .not_valid_after(NOW + timedelta(days=365))
        .sign(key, hashes.SHA256())
    )


@pytest.fixture(scope="module")
def bundle() -> trust.Trust:
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    listing = withdrawals.WithdrawalKey(b"L1", ec.generate_private_key(ec.SECP256R1()))
    key = seal.PublicSealKey(b"\x26\x01", public, date(2026, 1, 1), date(2026, 12, 31), "STRP")
    return trust.Trust(
        hosts=frozenset({"IZIN.LOKET.EXAMPLE"}),
        seal_keys={key.kid: key},
        list_keys={listing.kid: listing.private.public_key()},
        roots=(root(),),
        withdrawals=withdrawals.publish({7}, listing, NOW),
    )


def test_a_bundle_comes_back_from_a_folder_as_from_a_file(bundle: trust.Trust, tmp_path: Path) -> None:
    file = trust.save(bundle, tmp_path)
    assert file == tmp_path / "trust.json"
    assert trust.load(tmp_path) == trust.load(file) == bundle
    assert withdrawals.read(trust.load(file).withdrawals, bundle.list_keys).is_withdrawn(7)
    assert [path.name for path in tmp_path.iterdir()] == ["trust.json"]


def test_a_bundle_holds_no_private_key(bundle: trust.Trust) -> None:
    assert "PRIVATE" not in trust.to_json(bundle)


def test_a_missing_bundle_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadTrust) as refusal:
        trust.load(tmp_path)
    assert refusal.value.file == str(tmp_path / "trust.json")


ED25519 = """-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
-----END PUBLIC KEY-----"""


@pytest.mark.parametrize(
    ("where", "value", "said"),
    [
        ("form", "loket-trust-9", "loket-trust-9"),
        ("hosts", ["іzin.loket.example"], "host"),
        ("hosts", ["izin.loket.example@evil.example"], "host"),
        ("seal_keys", [{"kid": "2601"}], "public"),
        ("seal_keys", [{"kid": "26", "public": ""}], "two bytes"),
        ("seal_keys", [{"kid": "zz"}], "zz"),
        ("list_keys", [{"kid": "2601", "public": ED25519}], "P-256"),
        ("roots", ["no certificate"], "PEM"),
        ("withdrawals", "###", "base64"),
    ],
)
def test_a_wrong_bundle_says_what_is_wrong(
    bundle: trust.Trust, tmp_path: Path, where: str, value: Any, said: str
) -> None:
    content = json.loads(trust.to_json(bundle)) | {where: value}
    file = tmp_path / "rusak.json"
    file.write_text(json.dumps(content))
    with pytest.raises(BadTrust) as refusal:
        trust.load(file)
    assert refusal.value.file == str(file)
    assert said in refusal.value.reason


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", "\x00", '{"form": "loket-trust-1"}'])
def test_a_file_that_is_no_bundle_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "trust.json"
    file.write_text(text)
    with pytest.raises(BadTrust):
        trust.load(tmp_path)
