"""Handing a message to a mail server (RFC 5321), and what its answer means for the message.

Four ends: taken (250), later (4xx, or the line broke before the end of the text), refused (5xx), unknown (the whole
text was on its way and no answer came). What the server says is kept without addresses, cut short.
"""

import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from workstation.errors import MailDown

STARTTLS, TLS, PLAIN = "starttls", "tls", "none"
ADDRESS: Final = re.compile(r"[^\s<>@]+@[^\s<>@,;]+")
LONGEST: Final = 300
LATER, REFUSED_FROM = 400, 500
GO_ON, TOO_LARGE = 354, 552
DOTTED: Final = re.compile(rb"^\.", re.MULTILINE)
SLOWEST: Final = 64_000.0
"""Bytes a second at which a line still counts as alive; a list of 10 MB gets three and a half minutes more."""


class End(StrEnum):
    """What became of one try."""

    TAKEN = "taken"
    LATER = "later"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """The end of a try with the server's words."""

    end: End
    said: str


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where messages are handed over; `ca` is a file of private authorities, `deadline` seconds for one message."""

    host: str
    port: int
    security: str = STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)
    ca: str = ""
    deadline: float = 60.0


def heard(code: int, said: bytes | str) -> str:
    """Return an answer as it may be kept: one line, without addresses."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    bare = ADDRESS.sub("<alamat>", "".join(c if c.isprintable() else " " for c in text))
    return f"{code} {' '.join(bare.split())}"[:LONGEST].strip()


@contextmanager
def connected(server: MailServer) -> Iterator["MailLine"]:
    """Come in; raises MailDown when the server is away, has a wrong certificate or does not know us."""
    try:
        line = _open(server)
    except smtplib.SMTPResponseException as no:
        raise MailDown(heard(no.smtp_code, no.smtp_error)) from None  # its own words may hold the login
    except (OSError, smtplib.SMTPException) as gone:
        raise MailDown(type(gone).__name__) from None
    try:
        yield MailLine(line, server.deadline)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            line.quit()
        line.close()


def _open(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context(cafile=server.ca or None)
    if server.security == TLS:
        line: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=server.deadline, context=context
        )
    else:
        line = smtplib.SMTP(server.host, server.port, timeout=server.deadline)
    try:
        if server.security == STARTTLS:
            line.starttls(context=context)
        if server.user:
            line.login(server.user, server.password)
        line.ehlo_or_helo_if_needed()
    except BaseException:
        line.close()
        raise
    return line


class MailLine:
    """An open line to the server; one message after the other."""

    def __init__(self, line: smtplib.SMTP, deadline: float) -> None:
        self._line, self._deadline = line, deadline

    def send(
        self, envelope_from: str, recipient: str, data: bytes, before_text: Callable[[], None]
    ) -> Answer:
        """Hand one message over; `before_text` is called once the text is about to leave.

        MailDown when the line breaks before that: the message is as it was. A line that breaks before the text's last
        dot leaves nothing with the server (RFC 5321 4.1.1.4): it is tried again. What fails afterwards is unknown.
        """
        if self._is_too_large(data):
            return Answer(End.REFUSED, heard(TOO_LARGE, f"melebihi batas server ({len(data)} bita)"))
        with self._limited(self._deadline + len(data) / SLOWEST):
            try:
                said = self._addressed(envelope_from, recipient, len(data))
            except (OSError, smtplib.SMTPException) as gone:
                raise MailDown(type(gone).__name__) from None
            if said is not None:
                return said
            before_text()
            return self._text(data)

    def _is_too_large(self, data: bytes) -> bool:
        """Ask what the server takes at most (RFC 1870), so that a long list is not sent in vain."""
        most = self._line.esmtp_features.get("size", "").partition(" ")[0]
        return most.isdecimal() and 0 < int(most) < len(data)

    def _addressed(self, envelope_from: str, recipient: str, size: int) -> Answer | None:
        """Name sender and recipient; the answer where the server wants neither, None when it wants the text."""
        options = (f"SIZE={size}",) if self._line.has_extn("size") else ()
        code, said = self._line.mail(envelope_from, options)
        if code == TOO_LARGE:
            self._line.rset()
            return _answer(code, said)
        if not _is_taken(code):  # it is us whom it does not want
            raise MailDown(heard(code, said))
        code, said = self._line.rcpt(recipient)
        if code >= LATER:
            self._line.rset()
            return _answer(code, said)
        if not _is_taken(code):
            raise MailDown(heard(code, said))
        return None

    def _text(self, data: bytes) -> Answer:
        line = self._line
        try:
            code, said = line.docmd("DATA")
            if code != GO_ON:  # before the first byte of the text
                return _answer(max(code, LATER), said)
            line.send(DOTTED.sub(b"..", data if data.endswith(b"\r\n") else data + b"\r\n"))
        except (OSError, smtplib.SMTPException) as gone:
            return Answer(End.LATER, f"terputus sebelum naskah selesai ({type(gone).__name__})")
        try:
            line.send(b".\r\n")
            return _answer(*line.getreply())
        except (OSError, smtplib.SMTPException) as gone:
            return Answer(End.UNKNOWN, f"tanpa jawaban ({type(gone).__name__})")

    @contextmanager
    def _limited(self, seconds: float) -> Iterator[None]:
        """Break the line when the whole conversation lasts too long: each word of a slow server resets a time-out."""
        alarm = threading.Timer(seconds, self._break)
        alarm.daemon = True
        alarm.start()
        try:
            yield
        finally:
            alarm.cancel()

    def _break(self) -> None:
        line = self._line.sock
        if line is not None:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


def _is_taken(code: int) -> bool:
    return 200 <= code < 300


def _answer(code: int, said: bytes | str) -> Answer:
    """Tell the end by the code; what is no answer at all (RFC 5321 4.2.1) says nothing, neither yes nor no."""
    if _is_taken(code):
        end = End.TAKEN
    else:
        end = End.REFUSED if code >= REFUSED_FROM else End.LATER if code >= LATER else End.UNKNOWN
    return Answer(end, heard(code, said))
