"""A mail server on loopback that behaves as it is told, and the folder of a service that sends through it."""

import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.backroom import PASSPHRASE, certificate_of
from tests.make import Office
from workstation.service import secrets_kept

OK = "250 2.0.0 Ok"
USER, WORD = "loket", "kata-sandi-surel-4417"
Say = Callable[[Envelope], str]


@dataclass
class Served:
    """What one message was, as the server took it."""

    sender: str
    recipient: str
    mail: EmailMessage
    raw: bytes


@dataclass
class MailHost:
    """The server's side: what it took, and what it says to RCPT and DATA; a `Say` may also raise or wait."""

    at_rcpt: Callable[[str], str] = lambda _address: OK
    at_data: Say = lambda _envelope: OK
    drop_after_data: Callable[[], bool] = lambda: False
    taken: list[Served] = field(default_factory=list)
    logins: list[bytes] = field(default_factory=list)

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        said = self.at_rcpt(address)
        if said.startswith("250"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        said = self.at_data(envelope)
        if said.startswith("250"):
            raw = envelope.content
            assert isinstance(raw, bytes)
            mail = message_from_bytes(raw, _class=EmailMessage, policy=default)
            self.taken.append(Served(envelope.mail_from or "", envelope.rcpt_tos[0], mail, raw))
        if self.drop_after_data():
            assert server.transport is not None
            server.transport.abort()
        return said

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: object
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append(data.login)
        return AuthResult(success=(data.login, data.password) == (USER.encode(), WORD.encode()))

    @property
    def ids(self) -> list[str]:
        """Message-IDs in the order in which they were taken."""
        return [str(one.mail["Message-ID"]) for one in self.taken]


def certificate(folder: Path, days: float = 1) -> tuple[Path, Path]:
    """A certificate for localhost, valid for a day (or since some days no more), and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=9))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert, secret = folder / "mail.crt", folder / "mail.key"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return cert, secret


class OnFreePort(Controller):
    """A server thread that takes whatever port is free."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def serving(host: MailHost, **options: object) -> OnFreePort:
    """Start a server in a thread of its own; its `port` is known afterwards."""
    made = OnFreePort(host, hostname="127.0.0.1", port=0, ready_timeout=30, **options)
    made.start()
    return made


@dataclass
class Post:
    """A mail server with TLS and a login, and the folder of a service that is set up for it."""

    host: MailHost
    folder: Path
    port: int
    box: Path

    def write(self, **changed: object) -> None:
        """Write `mail.toml` anew with some settings changed."""
        facts: dict[str, object] = {
            "host": "localhost",
            "port": self.port,
            "security": "starttls",
            "from": "izin@dpmptsp.example",
            "bounces_to": "pantulan@dpmptsp.example",
            "bounce_box": str(self.box),
            "ca": "mail.crt",
            "deadline": 20,
        } | changed
        words = (f'{key} = "{v}"' if isinstance(v, str) else f"{key} = {v}" for key, v in facts.items())
        (self.folder / "mail.toml").write_text("\n".join(words) + "\n", "utf-8")

    def arrive(self, data: bytes) -> Path:
        """Let a mail arrive in the box of bounces."""
        file = self.box / "new" / f"{time.monotonic_ns()}.uji"
        file.write_bytes(data)
        return file


@contextmanager
def posted(office: Office, tmp_path: Path) -> Iterator[Post]:
    """A mail server, an office that sends e-mail, and the service's folder."""
    office.run("INSERT INTO loket.office_setting (key, value) VALUES ('mail', 'true')")
    folder, box = tmp_path / "service", tmp_path / "pantulan"
    folder.mkdir()
    for part in ("new", "cur", "tmp"):
        (box / part).mkdir(parents=True)
    cert, key = certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    host = MailHost()
    server = serving(
        host, tls_context=context, require_starttls=True, auth_required=True, authenticator=host.authenticate
    )
    secrets_kept.keep(folder / "mail-login", f"{USER}:{WORD}".encode())
    secrets_kept.keep(folder / "mail-seal.p12", certificate_of("ratna"))
    secrets_kept.keep(folder / "mail-seal-password", PASSPHRASE.encode())
    made = Post(host, folder, server.port, box)
    made.write()
    yield made
    server.stop()


def notice(token: str, *, action: str = "failed", status: str = "5.1.1", said: str = "") -> bytes:
    """A delivery status notification as Postfix writes it."""
    words = said or "550 5.1.1 <siti@contoh.example>: Recipient address rejected: User unknown"
    return (
        f"From: MAILER-DAEMON@mx.contoh.example\r\nTo: pantulan+{token}@dpmptsp.example\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B"\r\n\r\n'
        "--B\r\nContent-Type: text/plain\r\n\r\nI'm sorry to have to inform you\r\n"
        "--B\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.contoh.example\r\n\r\n"
        f"Final-Recipient: rfc822; siti@contoh.example\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; {words}\r\n\r\n"
        f"--B\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{token}@dpmptsp.example>\r\n\r\n--B--\r\n"
    ).encode()
