"""A certificate authority for practice: shaped like the national one, worthless outside training."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from workstation.signing.certificates import load_certificates, utc_now

ROOT = "UJI Root CA Indonesia (latihan)"
ISSUER = "UJI BSrE (latihan)"
AGENCY = "Pemerintah Provinsi DKI Jakarta (latihan)"
AUTHORITY_TERM = timedelta(days=3650)
SIGNATORY_TERM = timedelta(days=730)
CLOCK_SKEW = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class PracticeAuthority:
    """Root and issuing certificate as PEM, and the issuing key as unencrypted PEM: practice only."""

    root: bytes
    issuer: bytes
    issuer_key: bytes = field(repr=False)

    def issue_signatory(
        self,
        name: str,
        nip: str,
        passphrase: str,
        *,
        now: datetime | None = None,
        may_sign: bool = True,
    ) -> bytes:
        """Make an RSA-2048 key and a certificate for 2 years; return both as PKCS#12 under `passphrase`."""
        key = new_key()
        subject = _name(name, (NameOID.SERIAL_NUMBER, nip))
        issuer = load_certificates(self.issuer)[0]
        signing_key = serialization.load_pem_private_key(self.issuer_key, None)
        if not isinstance(signing_key, rsa.RSAPrivateKey):
            raise TypeError("the practice authority signs with RSA")
        certificate = _certificate(
            subject,
            key.public_key(),
            issuer.subject,
            signing_key,
            now,
            SIGNATORY_TERM,
            _signer_usage(may_sign),
        )
        return pkcs12.serialize_key_and_certificates(
            name.encode(),
            key,
            certificate,
            [issuer, *load_certificates(self.root)],
            serialization.BestAvailableEncryption(passphrase.encode()),
        )


def new_authority(now: datetime | None = None) -> PracticeAuthority:
    """Make a root and an issuing authority with fresh RSA-2048 keys; the root's key is thrown away."""
    root_key, issuer_key = new_key(), new_key()
    root = _certificate(
        _name(ROOT), root_key.public_key(), _name(ROOT), root_key, now, AUTHORITY_TERM, _authority_usage(), 1
    )
    issuer = _certificate(
        _name(ISSUER),
        issuer_key.public_key(),
        _name(ROOT),
        root_key,
        now,
        AUTHORITY_TERM,
        _authority_usage(),
        0,
    )
    return PracticeAuthority(_pem(root), _pem(issuer), _key_pem(issuer_key))


def new_key() -> rsa.RSAPrivateKey:
    """A fresh RSA-2048 key, the size of the national certificates."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _certificate(
    subject: x509.Name,
    public: rsa.RSAPublicKey,
    issuer: x509.Name,
    signing_key: rsa.RSAPrivateKey,
    now: datetime | None,
    term: timedelta,
    usage: x509.KeyUsage,
    path_length: int | None = None,
) -> x509.Certificate:
    start = (now or utc_now()) - CLOCK_SKEW
    issuer_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + term)
        .add_extension(x509.BasicConstraints(path_length is not None, path_length), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(issuer_id, critical=False)
        .sign(signing_key, hashes.SHA256())
    )


def _name(common: str, *more: tuple[x509.ObjectIdentifier, str]) -> x509.Name:
    parts = (
        (NameOID.COUNTRY_NAME, "ID"),
        (NameOID.ORGANIZATION_NAME, AGENCY),
        (NameOID.COMMON_NAME, common),
        *more,
    )
    return x509.Name([x509.NameAttribute(kind, value) for kind, value in parts])


def _signer_usage(may_sign: bool) -> x509.KeyUsage:
    return _usage(digital_signature=True, content_commitment=may_sign)


def _authority_usage() -> x509.KeyUsage:
    return _usage(key_cert_sign=True, crl_sign=True)


def _usage(
    *,
    digital_signature: bool = False,
    content_commitment: bool = False,
    key_cert_sign: bool = False,
    crl_sign: bool = False,
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=content_commitment,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _key_pem(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
