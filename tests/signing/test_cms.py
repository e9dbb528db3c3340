"""Our pre-encoded CMS beside the one that pyHanko builds from scratch."""

import asyncio
import hashlib
from datetime import UTC, datetime

import pytest
from asn1crypto import cms, keys
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests import pki
from workstation.signing import certificates, pades
from workstation.signing.cms import CmsMaker
from workstation.signing.der import element_length, tlv
from workstation.signing.inspecting import inspect
from workstation.signing.practice import new_key


def test_the_cms_is_byte_for_byte_the_one_of_pyhanko() -> None:
    key, certificate, others = pkcs12.load_key_and_certificates(pki.kit().p12, pki.PASSPHRASE.encode())
    assert key is not None
    assert certificate is not None
    store = SimpleCertificateStore.from_certs(
        [certificates.for_validator(one) for one in others if one.issuer != one.subject]
    )
    private = keys.PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    plain = SimpleSigner(certificates.for_validator(certificate), private, store)
    digest = hashlib.sha256(b"isi surat izin").digest()
    theirs = asyncio.run(plain.async_sign(digest, "sha256", use_pades=True)).dump()
    assert pki.maker(pki.kit().p12).make(digest) == theirs


def test_an_elliptic_key_signs_within_the_reserved_size() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _self_issued(key)
    maker = CmsMaker(key, certificate, ())
    for n in range(40):
        made = maker.make(hashlib.sha256(bytes((n,))).digest())
        assert len(made) <= maker.size()
        signer = cms.ContentInfo.load(made, strict=True)["content"]["signer_infos"][0]
        assert signer["signature_algorithm"]["algorithm"].native == "sha256_ecdsa"
    prepared = pades.prepare(pki.kit().unsigned, datetime.now(UTC), maker.size())
    assert inspect(prepared.embed(maker.make(prepared.digest)), [certificate]).trusted


def _self_issued(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, pki.NAME)])
    now = datetime.now(UTC).replace(microsecond=0)
    signing = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    return (
        x509.CertificateBuilder(name, name, key.public_key(), 7, now, now.replace(year=now.year + 1))
        .add_extension(signing, critical=True)
        .sign(key, hashes.SHA256())
    )


@given(st.binary(max_size=70_000))
def test_an_element_is_as_long_as_it_says(body: bytes) -> None:
    made = tlv(0x04, body)
    assert element_length(made) == len(made) == element_length(made + b"\0\0")
    assert made.endswith(body)


@pytest.mark.parametrize("data", [b"", b"\x30", b"\x30\x80"])
def test_without_a_definite_head_everything_counts_as_the_element(data: bytes) -> None:
    assert element_length(data) == len(data)


def test_a_fresh_practice_key_has_the_national_size() -> None:
    assert new_key().key_size == 2048
