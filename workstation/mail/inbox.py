"""The mailbox to which bounces come, read over IMAP (RFC 3501): a few new mails at a time, none larger than a notice.

What was read is marked: \\Seen, and \\Flagged besides where a person has to look at it. Nothing is deleted or moved.
"""

import imaplib
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from workstation.errors import MailDown
from workstation.mail.bounces import LARGEST
from workstation.mail.smtp import STARTTLS, TLS

SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True, slots=True)
class MailBox:
    """Where bounces are fetched; `deadline` seconds for one visit."""

    host: str
    port: int
    security: str
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    ca: str = ""
    deadline: float = 60.0


class _Bounded:
    """No answer of the server is read beyond what a notice may be long."""

    def read(self, size: int) -> bytes:
        if size > LARGEST:
            raise imaplib.IMAP4.abort("too large")
        return super().read(size)  # type: ignore[misc, no-any-return]


class _Plain(_Bounded, imaplib.IMAP4):
    """A line without TLS, or one that takes it up at once."""


class _Secure(_Bounded, imaplib.IMAP4_SSL):
    """A line that begins with TLS."""


@contextmanager
def opened(box: MailBox) -> Iterator["Inbox"]:
    """Come in; raises MailDown, also for whatever goes wrong inside. Its words name no address and no password."""
    line: imaplib.IMAP4 | None = None
    alarm = threading.Timer(box.deadline, lambda: _break(line))
    alarm.daemon = True
    alarm.start()
    try:
        line = _come_in(box)
        yield Inbox(line)
    except (OSError, imaplib.IMAP4.error) as gone:  # the server's own words may repeat the login
        raise MailDown(f"IMAP {type(gone).__name__}") from None
    finally:
        alarm.cancel()
        if line is not None:
            with suppress(OSError, imaplib.IMAP4.error):
                line.logout()
            with suppress(OSError):
                line.shutdown()


def _come_in(box: MailBox) -> imaplib.IMAP4:
    context = ssl.create_default_context(cafile=box.ca or None)
    if box.security == TLS:
        line: imaplib.IMAP4 = _Secure(box.host, box.port, ssl_context=context, timeout=box.deadline)
    else:
        line = _Plain(box.host, box.port, timeout=box.deadline)
    try:
        if box.security == STARTTLS:
            line.starttls(context)
        line.login(box.user, box.password)
        _fine(line.select(_quoted(box.folder)))
    except BaseException:
        line.shutdown()
        raise
    return line


class Inbox:
    """The opened mailbox."""

    def __init__(self, line: imaplib.IMAP4) -> None:
        self._line = line

    def fresh(self, most: int) -> Iterator[tuple[str, bytes | None]]:
        """Give the name and the bytes of mails that nobody has read, the oldest first; None for one too large."""
        (found,) = _fine(self._line.uid("SEARCH", "UNSEEN"))
        for name in sorted((found or b"").split(), key=int)[:most]:
            uid = name.decode("ascii")
            yield uid, self._bytes_of(uid)

    def _bytes_of(self, uid: str) -> bytes | None:
        said = b" ".join(one for one in _fine(self._line.uid("FETCH", uid, "(RFC822.SIZE)")) if one)
        size = SIZE.search(said)
        if size is None or int(size[1]) > LARGEST:
            return None
        for part in _fine(self._line.uid("FETCH", uid, f"(BODY.PEEK[]<0.{LARGEST}>)")):
            if isinstance(part, tuple):
                return bytes(part[1])
        return None

    def mark(self, uid: str, *, for_somebody: bool) -> None:
        """Mark a mail as read, and for a person's eyes where it was no notice."""
        _fine(
            self._line.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen \Flagged)" if for_somebody else r"(\Seen)")
        )


def _fine(answer: tuple[str, list]) -> list:  # type: ignore[type-arg]
    """Return what an answer bears; imaplib's own error for every NO."""
    kind, data = answer
    if kind != "OK":
        raise imaplib.IMAP4.error(kind)
    return data


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _break(line: imaplib.IMAP4 | None) -> None:
    if line is not None:
        with suppress(OSError):
            line.sock.shutdown(socket.SHUT_RDWR)
