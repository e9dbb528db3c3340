"""A signer with its own key in a PKCS#12 file: practice, tests, offices with a certificate of their own."""

from collections.abc import Callable, Sequence
from datetime import datetime

from asn1crypto import pkcs12 as asn1_pkcs12
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from workstation.errors import CertificateUnusable, Problem, WrongPassphrase
from workstation.signing import certificates, pades
from workstation.signing.cms import CmsMaker, SigningKey
from workstation.signing.signer import CertificateFacts, FailureReason, SignedPdf, SignFailure, UnsignedPdf

Opened = tuple[SigningKey, x509.Certificate, tuple[x509.Certificate, ...]]


class LocalSigner:
    """Signs with a PKCS#12 key; key and passphrase are in memory for the length of one call."""

    def __init__(self, p12: bytes, *, now: Callable[[], datetime] = certificates.utc_now) -> None:
        """Keep the encrypted file; raise CertificateUnusable("unreadable") when it is no PKCS#12."""
        self._p12 = p12
        self._now = now
        try:
            asn1_pkcs12.Pfx.load(p12, strict=True).native  # noqa: B018 - reading it is the check
        except (ValueError, TypeError) as fault:
            raise CertificateUnusable(reason="unreadable", raw="PKCS#12") from fault

    def open(self, secret: str) -> CertificateFacts:
        """Unlock the file and say whose certificate it is; raise WrongPassphrase or CertificateUnusable."""
        _, certificate, _ = self._unlock(secret)
        return certificates.facts(certificate, self._now())

    def sign(self, files: Sequence[UnsignedPdf], secret: str) -> list[SignedPdf | SignFailure]:
        """Certify each file at PAdES B-B with DocMDP 1; one bad file does not stop the others."""
        maker = CmsMaker(*self._unlock(secret))
        return [sign_one(maker, file, self._now()) for file in files]

    def _unlock(self, secret: str) -> Opened:
        return _unlocked(self._p12, secret, self._now())


def sign_one(maker: CmsMaker, file: UnsignedPdf, moment: datetime) -> SignedPdf | SignFailure:
    """Certify one file with an opened key; a bad file is its own failure, trouble with the key is raised."""
    try:
        prepared = pades.prepare(file.data, moment, maker.size(), file.reason)
        return SignedPdf(file.name, prepared.embed(maker.make(prepared.digest)))
    except pades.CannotSign as refusal:
        return SignFailure(file.name, refusal.reason, refusal.raw)
    except Problem:
        raise
    except Exception as fault:  # noqa: BLE001 - pyHanko raises a dozen types on bad files; the batch goes on
        return SignFailure(file.name, FailureReason.UNREADABLE, f"{type(fault).__name__}: {fault}")


def opened(p12: bytes, secret: str) -> CmsMaker:
    """Open a PKCS#12 file for one batch: who holds this can sign. Raises WrongPassphrase or CertificateUnusable."""
    return CmsMaker(*_unlocked(p12, secret, certificates.utc_now()))


def _unlocked(p12: bytes, secret: str, now: datetime) -> Opened:
    key, certificate, others = _decrypt(p12, secret)
    if certificate is None or not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise CertificateUnusable(reason="no_key", raw=type(key).__name__)
    certificates.demand_usable(certificate, now)
    return key, certificate, certificates.chain_of(certificate, others)


def _decrypt(
    p12: bytes, secret: str
) -> tuple[object | None, x509.Certificate | None, list[x509.Certificate]]:
    # an empty passphrase is stored in two ways by different programs
    passwords = (secret.encode(),) if secret else (b"", None)
    for password in passwords:
        try:
            return pkcs12.load_key_and_certificates(p12, password)
        except ValueError:
            continue
    # raised outside the handler: neither cause nor context may carry what the officer typed
    raise WrongPassphrase
