"""A small IMAP server on loopback (RFC 3501, the verbs that fetching bounces needs): TLS or STARTTLS, one mailbox."""

import asyncio
import re
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tests.mailserver import USER, WORD

Answer = tuple[bytes, bytes]
"""The untagged lines and the words of the tagged end."""


@dataclass
class Stored:
    """A mail in the mailbox."""

    data: bytes
    flags: set[str] = field(default_factory=set)
    said_size: int | None = None  # what the server claims, where it lies


@dataclass
class MailBoxHost:
    """The server's side: its mails by UID (their place), who came in, and a drop in the middle of an answer."""

    context: ssl.SSLContext | None
    mails: list[Stored] = field(default_factory=list)
    logins: int = 0
    drops_in_fetch: bool = False
    port: int = 0

    def arrive(self, data: bytes) -> Stored:
        self.mails.append(Stored(data))
        return self.mails[-1]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK siap\r\n")
        is_known = False
        with suppress(ConnectionError, asyncio.CancelledError, ssl.SSLError):
            while line := await reader.readline():
                tag, _, rest = line.strip().partition(b" ")
                verb, _, said = rest.partition(b" ")
                if verb.upper() == b"STARTTLS" and self.context is not None:
                    writer.write(tag + b" OK mulai\r\n")
                    await writer.drain()
                    await writer.start_tls(self.context)
                    continue
                if verb.upper() == b"LOGIN":
                    is_known = said == f'{USER} "{WORD}"'.encode()
                    self.logins += is_known
                lines, end = self._answer(verb.upper(), said, is_known=is_known)
                writer.write(lines + tag + b" " + end + b"\r\n")
                await writer.drain()
                if verb.upper() == b"LOGOUT" or (self.drops_in_fetch and b"BODY" in said):
                    break
        writer.close()

    def _answer(self, verb: bytes, said: bytes, *, is_known: bool) -> Answer:
        match verb:
            case b"CAPABILITY":
                return b"* CAPABILITY IMAP4rev1 STARTTLS\r\n", b"OK selesai"
            case b"LOGOUT":
                return b"* BYE\r\n", b"OK selesai"
            case b"LOGIN" if not is_known:
                return b"", b"NO [AUTHENTICATIONFAILED] " + said  # servers that repeat what they heard exist
            case b"LOGIN":
                return b"", b"OK selesai"
            case b"SELECT" if is_known and said == b'"INBOX"':
                return f"* {len(self.mails)} EXISTS\r\n".encode(), b"OK [READ-WRITE] selesai"
            case b"UID" if is_known:
                return self._uid(said.decode())
        return b"", b"NO tidak"

    def _uid(self, said: str) -> Answer:
        if said.upper() == "SEARCH UNSEEN":
            fresh = [str(n) for n, one in enumerate(self.mails, 1) if r"\Seen" not in one.flags]
            return f"* SEARCH {' '.join(fresh)}\r\n".encode(), b"OK selesai"
        verb, uid, rest = said.split(" ", 2)
        mail = self.mails[int(uid) - 1]
        if verb == "STORE":
            mail.flags |= set(re.findall(r"\\\w+", rest))
            return b"", b"OK selesai"
        if "SIZE" in rest:
            return (
                f"* {uid} FETCH (UID {uid} RFC822.SIZE {mail.said_size or len(mail.data)})\r\n".encode(),
                b"OK selesai",
            )
        half = len(mail.data) // 2 if self.drops_in_fetch else len(mail.data)
        head = f"* {uid} FETCH (UID {uid} BODY[]<0> {{{len(mail.data)}}}\r\n".encode()
        return head + mail.data[:half] + (b"" if self.drops_in_fetch else b")\r\n"), b"OK selesai"


@contextmanager
def serving(context: ssl.SSLContext, *, is_tls: bool = True) -> Iterator[MailBoxHost]:
    """Run a mailbox in a thread of its own; `is_tls` begins with TLS, else STARTTLS brings it."""
    host, loop = MailBoxHost(None if is_tls else context), asyncio.new_event_loop()
    server = loop.run_until_complete(
        asyncio.start_server(host.serve, "127.0.0.1", 0, ssl=context if is_tls else None)
    )
    host.port = server.sockets[0].getsockname()[1]
    walking = threading.Thread(target=loop.run_forever, name="imap", daemon=True)
    walking.start()
    try:
        yield host
    finally:
        loop.call_soon_threadsafe(server.close)
        asyncio.run_coroutine_threadsafe(_rest(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        walking.join(10)
        loop.close()


async def _rest() -> None:
    """Let the open talks end."""
    left = [one for one in asyncio.all_tasks() if one is not asyncio.current_task()]
    for one in left:
        one.cancel()
    await asyncio.gather(*left, return_exceptions=True)
