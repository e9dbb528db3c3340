"""Certificates: reading them, what is said about them, whether they may sign, and the chain above them."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from workstation.errors import CertificateUnusable
from workstation.signing.signer import CertificateFacts

RSA_BITS = 2048


def utc_now() -> datetime:
    """The time of this machine, aware UTC."""
    return datetime.now(UTC)


def load_certificates(data: bytes) -> list[x509.Certificate]:
    """Read the certificates of one PEM bundle or one DER file; raise CertificateUnusable("unreadable")."""
    try:
        if b"-----BEGIN CERTIFICATE-----" in data:
            return x509.load_pem_x509_certificates(data)
        return [x509.load_der_x509_certificate(data)]
    except ValueError as fault:
        raise CertificateUnusable(reason="unreadable", raw=str(fault)) from fault


def load_roots(bundles: Iterable[bytes]) -> tuple[x509.Certificate, ...]:
    """Read the pinned roots from PEM or DER files, each key once."""
    found = {key_pin(root): root for data in bundles for root in load_certificates(data)}
    return tuple(found.values())


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the whole certificate, 64 hex digits."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def key_pin(certificate: x509.Certificate) -> bytes:
    """The public key as DER: what a root is pinned by, because names can be copied and keys cannot."""
    return certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def for_validator(certificate: x509.Certificate) -> asn1.Certificate:
    """The same certificate in the form that pyHanko works with."""
    return asn1.Certificate.load(certificate.public_bytes(Encoding.DER))


def common_name(name: x509.Name) -> str:
    """The CN, or the whole name in RFC 4514 form when it has none."""
    values = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(values[0].value) if values else name.rfc4514_string()


def facts(certificate: x509.Certificate, now: datetime) -> CertificateFacts:
    """Say what an officer needs to know; `days_left` counts whole days and is negative after the end."""
    return CertificateFacts(
        subject=common_name(certificate.subject),
        issuer=common_name(certificate.issuer),
        serial=f"{certificate.serial_number:x}",
        fingerprint=fingerprint(certificate),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        days_left=(certificate.not_valid_after_utc - now) // timedelta(days=1),
    )


def may_sign(certificate: x509.Certificate) -> bool:
    """Whether the key usage names non-repudiation, as a personal signature needs (RFC 5280 4.2.1.3)."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return usage.content_commitment


def demand_usable(certificate: x509.Certificate, now: datetime) -> None:
    """Raise CertificateUnusable: not_yet_valid, expired, key_usage or weak_key."""
    if now < certificate.not_valid_before_utc:
        raise CertificateUnusable(reason="not_yet_valid", raw=f"{certificate.not_valid_before_utc:%Y-%m-%d}")
    if now > certificate.not_valid_after_utc:
        raise CertificateUnusable(reason="expired", raw=f"{certificate.not_valid_after_utc:%Y-%m-%d}")
    if not may_sign(certificate):
        raise CertificateUnusable(reason="key_usage", raw="nonRepudiation")
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        raise CertificateUnusable(reason="weak_key", raw=type(key).__name__)
    if isinstance(key, rsa.RSAPublicKey) and key.key_size < RSA_BITS:
        raise CertificateUnusable(reason="weak_key", raw=f"RSA-{key.key_size}")


def chain_of(certificate: x509.Certificate, pool: Sequence[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    """The issuers above `certificate` found in `pool`, nearest first, each proved by its signature."""
    chain: list[x509.Certificate] = []
    last = certificate
    while (issuer := _issuer_of(last, pool)) is not None and issuer not in (*chain, certificate):
        chain.append(issuer)
        last = issuer
    return tuple(chain)


def _issuer_of(certificate: x509.Certificate, pool: Sequence[x509.Certificate]) -> x509.Certificate | None:
    return next((one for one in pool if _issued(one, certificate)), None)


def _issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
