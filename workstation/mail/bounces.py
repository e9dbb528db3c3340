"""Reading what a mail server sends back: a delivery status notification (RFC 3464), and which message it is about.

A notice counts only when it bears the token of a message of ours: in the address it was sent to (VERP), or as the
Message-ID of the message that it returns. The token is nobody's guess. Whatever else lies in the box is left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default

from workstation.mail.smtp import ADDRESS, LONGEST

TOKEN = re.compile(r"(?:\+|<)([abcdefghjklmnpqrtuvwxy346789]{24})@")
TO_US = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "Original-Envelope-Id")
LARGEST = 4_000_000
FAILED, DELAYED = "failed", "delayed"


@dataclass(frozen=True, slots=True)
class Bounce:
    """What became of the message with this token: `action` as RFC 3464 2.3.3 names it, and the server's words."""

    token: str
    action: str
    said: str


def read(data: bytes) -> Bounce | None:
    """Return what a notice says of one of our messages; None for every other mail."""
    if len(data) > LARGEST:
        return None
    try:
        mail = message_from_bytes(data, _class=EmailMessage, policy=default)
        status = next((p for p in mail.walk() if p.get_content_type() == "message/delivery-status"), None)
        token = _token(mail)
        if mail.get_content_type() != "multipart/report" or status is None or not token:
            return None
        return _told(token, status)
    except (
        ValueError,
        LookupError,
        AttributeError,
        TypeError,
        IndexError,
    ):  # the parser's own words for rubbish
        return None


def _token(mail: Message) -> str:
    for text in _places(mail):
        if found := TOKEN.search(text):
            return found[1]
    return ""


def _places(mail: Message) -> Iterator[str]:
    for name in TO_US:
        yield from (str(one) for one in mail.get_all(name, []))
    for part in mail.walk():
        if part is mail:
            continue
        yield str(part.get("Message-ID", ""))
        if part.get_content_type() == "text/rfc822-headers":
            held = part.get_payload(decode=True)
            yield held.decode("utf-8", "replace") if isinstance(held, bytes) else ""


def _told(token: str, status: Message) -> Bounce | None:
    blocks = status.get_payload()
    for block in blocks if isinstance(blocks, list) else []:
        if not isinstance(block, Message):
            continue
        action = str(block.get("Action", "")).strip().lower()
        if action:
            code = str(block.get("Status", "")).strip()
            words = str(block.get("Diagnostic-Code", "")).partition(";")[2]
            said = " ".join(ADDRESS.sub("<alamat>", f"{code} {words}").split())
            return Bounce(token, action, said[:LONGEST])
    return None
