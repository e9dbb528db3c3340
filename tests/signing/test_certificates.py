"""Certificates as an administrator installs them and a signatory is reminded of them."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from tests import pki
from workstation.signing import certificates

NOW = datetime(2026, 5, 4, 3, 0, tzinfo=UTC)


def test_roots_are_read_from_pem_and_der_and_counted_once() -> None:
    authority = pki.kit().authority
    (root,) = certificates.load_certificates(authority.root)
    der = root.public_bytes(Encoding.DER)
    assert certificates.load_roots([authority.root, der, authority.root + authority.root]) == (root,)


def test_a_double_with_the_same_name_has_another_pin() -> None:
    ours, theirs = pki.kit().roots[0], pki.double().roots[0]
    assert ours.subject == theirs.subject
    assert certificates.key_pin(ours) != certificates.key_pin(theirs)


@pytest.mark.parametrize(
    "data", [b"", b"teks", b"-----BEGIN CERTIFICATE-----\nrusak\n-----END CERTIFICATE-----"]
)
def test_what_is_no_certificate_is_unreadable(data: bytes) -> None:
    with pki.unusable("unreadable"):
        certificates.load_certificates(data)


def test_the_chain_is_found_by_signatures_and_not_by_names() -> None:
    ours, theirs = pki.kit().authority, pki.double().authority
    issuer, root = certificates.load_certificates(ours.issuer + ours.root)
    wrong = certificates.load_certificates(theirs.issuer + theirs.root)
    assert certificates.chain_of(issuer, [*wrong, issuer, root]) == (root,)
    assert certificates.chain_of(issuer, wrong) == ()


def _certificate(key: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey, usage: bool = True) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Uji")])
    until = NOW + timedelta(days=100)
    made = x509.CertificateBuilder(name, name, key.public_key(), 5, NOW - timedelta(days=1), until)
    if usage:
        signing = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
        made = made.add_extension(signing, critical=True)
    return made.sign(key, hashes.SHA256() if isinstance(key, rsa.RSAPrivateKey) else None)


def test_a_short_or_foreign_key_may_not_sign() -> None:
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - the weak key is the case
    for key in (short, ed25519.Ed25519PrivateKey.generate()):
        with pki.unusable("weak_key"):
            certificates.demand_usable(_certificate(key), NOW)


def test_without_any_key_usage_a_certificate_may_not_sign() -> None:
    with pki.unusable("key_usage"):
        certificates.demand_usable(_certificate(ed25519.Ed25519PrivateKey.generate(), usage=False), NOW)


def test_a_certificate_without_common_name_is_told_by_its_whole_name() -> None:
    facts = certificates.facts(_certificate(ed25519.Ed25519PrivateKey.generate()), NOW)
    assert (facts.subject, facts.days_left) == ("O=Uji", 100)
