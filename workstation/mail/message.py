"""A message as bytes: the same row gives the same bytes, so that a repeat is the very message of before."""

from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from workstation.mail import letters
from workstation.mail.letters import Letter, Sender


@dataclass(frozen=True, slots=True)
class Post:
    """Everything of one message; `token` names it, `sent_from` is the address that the reader sees."""

    token: str
    sent_from: str
    recipient: str = field(repr=False)
    made_at: datetime
    letter: Letter
    sender: Sender
    pdf: bytes | None = field(default=None, repr=False)


def message_id(token: str, sent_from: str) -> str:
    """Return the Message-ID of a row (RFC 5322 3.6.4): fixed, whatever becomes of the first try."""
    return f"<{token}@{sent_from.rpartition('@')[2]}>"


def bounce_address(base: str, token: str) -> str:
    """Return the envelope's sender: where a bounce goes, and which message it is about (VERP)."""
    local, _, domain = base.rpartition("@")
    return f"{local}+{token}@{domain}"


def as_bytes(post: Post) -> bytes:
    """Set the whole message, lines ended by CRLF."""
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(f"{post.sender.unit} (DPMPTSP)", addr_spec=post.sent_from)
    made["To"] = post.recipient
    made["Subject"] = letters.subject(post.letter, post.sender)
    made["Date"] = format_datetime(post.made_at)
    made["Message-ID"] = message_id(post.token, post.sent_from)
    made["Content-Language"] = "id"
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: holiday notices stay silent
    text = letters.parts(post.letter, post.sender)
    made.set_content(letters.plain(text) + "\n", cte="quoted-printable")
    made.add_alternative(letters.html(text), subtype="html", cte="quoted-printable")
    if post.pdf is not None:
        made.add_attachment(post.pdf, maintype="application", subtype="pdf", filename=post.letter.attachment)
    for number, part in enumerate(one for one in made.walk() if one.is_multipart()):
        part.set_boundary(f"={post.token}-{number}")
    return made.as_bytes()
