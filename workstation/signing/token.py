"""A signatory's key on a card or stick (PKCS#11): the key never leaves it, the PIN lives for one call.

Every call opens a session of its own, so a token that was pulled out and put back simply works again. The module
of the maker is named in the settings; `python-pkcs11` (extra `token`) speaks to it.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from workstation.errors import CertificateUnusable, SignerDown, WrongPassphrase
from workstation.signing import certificates
from workstation.signing.cms import CmsMaker
from workstation.signing.local import sign_one
from workstation.signing.signer import CertificateFacts, FailureReason, SignedPdf, SignFailure, UnsignedPdf

# CK_TOKEN_INFO flags (PKCS#11 2.40, table 6)
PIN_COUNT_LOW: Final = 0x10000
PIN_FINAL_TRY: Final = 0x20000
PIN_LOCKED: Final = 0x40000


class TokenSigner:
    """Signs on the token with this label; the PIN is the secret."""

    def __init__(self, library: str, label: str) -> None:
        """Keep the path of the maker's PKCS#11 module and the token's label; nothing is opened."""
        self._library, self._label = library, label

    def open(self, secret: str) -> CertificateFacts:
        """Try the PIN and say whose certificate is on the token; raises what `Signer.open` may raise."""
        with self._session(secret) as session:
            return certificates.facts(_usable(session, certificates.utc_now())[1], certificates.utc_now())

    def sign(self, files: Sequence[UnsignedPdf], secret: str) -> list[SignedPdf | SignFailure]:
        """Certify each file at PAdES B-B; what a token that was pulled out did not sign is NOT_SENT."""
        answers: list[SignedPdf | SignFailure] = []
        try:
            with self._session(secret) as session:
                private, certificate, others = _usable(session, certificates.utc_now())
                chain = certificates.chain_of(certificate, others)
                maker = CmsMaker(_HardKey(private, certificate), certificate, chain)
                for file in files:
                    answers.append(sign_one(maker, file, certificates.utc_now()))
        except SignerDown as gone:
            if not answers:
                raise
            left = files[len(answers) :]
            answers += [SignFailure(file.name, FailureReason.NOT_SENT, gone.raw) for file in left]
        return answers

    @contextmanager
    def _session(self, pin: str) -> Iterator[Any]:
        """Log in for one call; every fault of the token becomes a Problem that carries no PIN."""
        try:
            import pkcs11
            from pkcs11 import exceptions
        except ImportError:
            raise SignerDown("python-pkcs11") from None
        problem: WrongPassphrase | CertificateUnusable | SignerDown
        try:
            token = self._token()
            try:
                with token.open(user_pin=pin) as session:
                    yield session
                    return
            except (exceptions.PinIncorrect, exceptions.PinInvalid, exceptions.PinLenRange):
                problem = WrongPassphrase(tries=tries_left(int(self._token().flags)))
        except exceptions.PinLocked:
            problem = CertificateUnusable("locked", "CKR_PIN_LOCKED")
        except pkcs11.PKCS11Error as fault:
            problem = SignerDown(f"{self._label}: {type(fault).__name__}")
        # raised outside the handler: neither cause nor context may carry what the officer typed
        raise problem

    def _token(self) -> Any:
        """Find the token; a module that was asked before it was put in must look again."""
        import pkcs11

        module = pkcs11.lib(self._library)
        try:
            return module.get_token(token_label=self._label)
        except (pkcs11.NoSuchToken, pkcs11.exceptions.TokenNotPresent):
            module.reinitialize()
            return module.get_token(token_label=self._label)


class _HardKey:
    """A private key on the token, as `CmsMaker` wants it."""

    def __init__(self, private: Any, certificate: x509.Certificate) -> None:
        self._private = private
        self._is_curve = isinstance(certificate.public_key(), ec.EllipticCurvePublicKey)

    def sign_sha256(self, data: bytes) -> bytes:
        """Sign bytes with SHA-256; on a curve the token gets the bare digest, as many know no other way."""
        from pkcs11 import Mechanism, PKCS11Error
        from pkcs11.util.ec import encode_ecdsa_signature

        try:
            if not self._is_curve:
                return bytes(self._private.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS))
            digest = hashlib.sha256(data).digest()
            return bytes(encode_ecdsa_signature(self._private.sign(digest, mechanism=Mechanism.ECDSA)))
        except PKCS11Error as gone:
            raise SignerDown(type(gone).__name__) from gone


def tries_left(flags: int) -> str:
    """What the token's flags say after a wrong PIN: "locked", "last", "low", or "" when they say nothing."""
    for flag, word in ((PIN_LOCKED, "locked"), (PIN_FINAL_TRY, "last"), (PIN_COUNT_LOW, "low")):
        if flags & flag:
            return word
    return ""


def _usable(session: Any, now: datetime) -> tuple[Any, x509.Certificate, list[x509.Certificate]]:
    """Return the key, its certificate and the others; a certificate for signatures goes before one for logging in."""
    from pkcs11 import Attribute, KeyType, ObjectClass

    held = [
        (bytes(one[Attribute.ID]), certificates.load_certificates(bytes(one[Attribute.VALUE]))[0])
        for one in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
    ]
    keys = {
        bytes(one[Attribute.ID]): one
        for one in session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.SIGN: True})
        if one.key_type in (KeyType.RSA, KeyType.EC)
    }
    own = [(keys[mark], one) for mark, one in held if mark in keys]
    if not own:
        raise CertificateUnusable("no_key", "PKCS#11")
    key, certificate = max(
        own, key=lambda pair: (certificates.may_sign(pair[1]), pair[1].not_valid_after_utc)
    )
    certificates.demand_usable(certificate, now)
    return key, certificate, [one for _, one in held]
