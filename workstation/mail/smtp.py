"""Handing a message to a mail server (RFC 5321), and what its answer means for the message.

Four ends: taken (250), later (4xx, or the line broke before the text), refused (5xx), unknown (the text was on its
way and no answer came). What the server says is kept without addresses, cut short.
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

        MailDown when the line breaks before that: the message is as it was. Whatever fails afterwards leaves it
        unknown.
        """
        with self._limited():
            try:
                code, said = self._line.mail(envelope_from)
                if code >= LATER:  # it is us whom it does not want
                    raise MailDown(heard(code, said))
                code, said = self._line.rcpt(recipient)
                if code >= LATER:
                    self._line.rset()
                    return _answer(code, said)
            except (OSError, smtplib.SMTPException) as gone:
                raise MailDown(type(gone).__name__) from None
            before_text()
            try:
                return _answer(*self._line.data(data))
            except smtplib.SMTPDataError as no:  # before the first byte of the text
                return _answer(no.smtp_code, no.smtp_error)
            except (OSError, smtplib.SMTPException) as gone:
                return Answer(End.UNKNOWN, f"tanpa jawaban ({type(gone).__name__})")

    @contextmanager
    def _limited(self) -> Iterator[None]:
        """Break the line when the whole conversation lasts too long: each word of a slow server resets a time-out."""
        alarm = threading.Timer(self._deadline, self._break)
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


def _answer(code: int, said: bytes | str) -> Answer:
    end = End.REFUSED if code >= REFUSED_FROM else End.LATER if code >= LATER else End.TAKEN
    return Answer(end, heard(code, said))
