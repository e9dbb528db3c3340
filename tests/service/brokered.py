"""A broker over TLS on this machine: its certificate, its folder, the played eSign service behind it."""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.make import Office
from tests.once import once
from tests.simulators._bsre_state import ALI, LOGIN, State
from workstation.service import broker_plan, secrets_kept
from workstation.signing.broker import BrokerSigner
from workstation.signing.certificates import utc_now
from workstation.usecases import brokering


@once
def tls() -> tuple[bytes, bytes]:
    """A certificate for 127.0.0.1, signed by itself, and its key; both PEM."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "broker")]),
    )
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(utc_now() - timedelta(minutes=5))
        .not_valid_after(utc_now() + timedelta(days=2))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return certificate.public_bytes(Encoding.PEM), pem


def set_up(folder: Path, esign: str, login: str = ":".join(LOGIN), more: str = "") -> None:
    """Write what an administrator writes."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / broker_plan.FILE).write_text(
        f'listen = "127.0.0.1:0"\ncertificate = "broker.pem"\nkey = "broker-key.pem"\n'
        f'[esign]\nbase = "{esign}"\nsign_seconds = 20\n{more}'
    )
    certificate, key = tls()
    (folder / "broker.pem").write_bytes(certificate)
    secrets_kept.keep(folder / "broker-key.pem", key)
    secrets_kept.keep(folder / broker_plan.LOGIN_FILE, login.encode())
    secrets_kept.keep(folder / broker_plan.SIGNATORIES_FILE, f'ratna = "{ALI}"\nhasan = "{ALI}"\n'.encode())


@dataclass
class Brokered:
    """An office whose supervisors sign through the broker at `port`."""

    office: Office
    state: State
    folder: Path
    port: int

    def signer(self, login: str = "ratna", new_pass: Callable[[], str] | None = None) -> BrokerSigner:
        """The port as a supervisor's workstation makes it."""
        take = new_pass or partial(brokering.take_pass, self.office.desk(login))
        return BrokerSigner(f"https://127.0.0.1:{self.port}", str(self.folder / "broker.pem"), take)
