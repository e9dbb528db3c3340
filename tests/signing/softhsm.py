"""A PKCS#11 token in software (SoftHSM2), made once a run in a folder of its own."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import which

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization import pkcs12 as p12

from tests import pki
from tests.once import once
from workstation.signing.token import TokenSigner

PIN = "482913"
LIBRARIES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")


def why_not() -> str:
    """Return why no token can be made here, or nothing."""
    try:
        import pkcs11  # noqa: F401
    except ImportError:
        return "python-pkcs11 is not installed"
    there = which("softhsm2-util") and any(map(os.path.exists, LIBRARIES))
    return "" if there else "softhsm2 is not installed (apt-get install softhsm2)"


@dataclass(frozen=True)
class Reader:
    """Where the tokens of this run lie, and the module that reads them."""

    folder: Path
    library: str

    def signer(self, label: str) -> TokenSigner:
        """The signer for one token."""
        return TokenSigner(self.library, label)

    def new_token(self, label: str) -> None:
        """Make an empty token; the module looks again, as after a card was put in."""
        call = ["softhsm2-util", "--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", "7788"]
        subprocess.run(call, check=True, capture_output=True)
        import pkcs11

        pkcs11.lib(self.library).reinitialize()

    def load(self, label: str, p12_file: bytes) -> x509.Certificate:
        """Put key and certificate of a PKCS#12 file on a new token."""
        import pkcs11
        from pkcs11.util.ec import decode_ec_private_key
        from pkcs11.util.rsa import decode_rsa_private_key
        from pkcs11.util.x509 import decode_x509_certificate

        key, certificate, others = p12.load_key_and_certificates(p12_file, pki.PASSPHRASE.encode())
        assert certificate is not None
        self.new_token(label)
        with pkcs11.lib(self.library).get_token(token_label=label).open(rw=True, user_pin=PIN) as session:
            mark, stored = {pkcs11.Attribute.ID: b"\1"}, {pkcs11.Attribute.TOKEN: True}
            if isinstance(key, rsa.RSAPrivateKey):
                held = decode_rsa_private_key(pki.pkcs1(key))
            else:
                assert isinstance(key, ec.EllipticCurvePrivateKey)
                held = decode_ec_private_key(pki.sec1(key))
            session.create_object({**held, **mark, **stored, pkcs11.Attribute.SIGN: True})
            for n, one in enumerate((certificate, *others)):
                facts = decode_x509_certificate(one.public_bytes(Encoding.DER))
                session.create_object({**facts, **stored, pkcs11.Attribute.ID: bytes([n + 1])})
        return certificate

    @contextmanager
    def pulled_out(self) -> Iterator[None]:
        """Take every token away for a while."""
        import pkcs11

        aside = self.folder.with_name("aside")
        self.folder.rename(aside)
        self.folder.mkdir()
        pkcs11.lib(self.library).reinitialize()
        try:
            yield
        finally:
            self.folder.rmdir()
            aside.rename(self.folder)


@once
def reader() -> Reader:
    """The card reader of this run."""
    folder = Path(tempfile.mkdtemp(prefix="loket-softhsm-")) / "tokens"
    folder.mkdir()
    file = folder.with_name("softhsm2.conf")
    file.write_text(f"directories.tokendir = {folder}\nobjectstore.backend = file\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(file)
    return Reader(folder, next(filter(os.path.exists, LIBRARIES)))
