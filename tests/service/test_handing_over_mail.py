"""What a server's behaviour means for one message: nothing is sent twice where the protocol lets us know."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from tests.mailserver import MailHost, serving
from workstation.errors import MailDown
from workstation.mail import message, smtp
from workstation.mail.letters import Letter, Sender
from workstation.mail.message import Post
from workstation.mail.smtp import PLAIN, Answer, End, MailServer
from workstation.vocabulary import MailKind

MIB = 1024 * 1024
Say = Callable[[socket.socket, bytes], bytes]


def letter(pdf: bytes | None = None) -> bytes:
    """A message with an attachment of this size, with lines that begin with a dot."""
    text = Letter(MailKind.PERSONS, "Siti", "", "STRP", "A-1", asked=(".titik", "..dua"), attachment="a.pdf")
    office = Sender("DPMPTSP", "MPP", "Jl. Contoh 1", "1500164", "cek.example")
    return message.as_bytes(
        Post("a" * 24, "izin@x.example", "siti@y.example", datetime.now(UTC), text, office, pdf)
    )


def handed(port: int, data: bytes, deadline: float = 10.0) -> Answer:
    """Hand one message over on a line of its own."""
    with smtp.connected(MailServer("127.0.0.1", port, PLAIN, deadline=deadline)) as line:
        return line.send("pantulan@x.example", "siti@y.example", data, lambda: None)


@contextmanager
def scripted(after_data: Say, replies: dict[bytes, bytes] | None = None) -> Iterator[int]:
    """A server of a few words; `after_data` gets the line once it has said 354 and returns its last word."""
    words = {
        b"EHLO": b"250 halo",
        b"MAIL": b"250 ok",
        b"RCPT": b"250 ok",
        b"RSET": b"250 ok",
        b"QUIT": b"221 ya",
    }
    words |= replies or {}
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        line, _ = server.accept()
        with line, line.makefile("rb") as heard:
            line.sendall(b"220 siap\r\n")
            for said in heard:
                if said[:4].upper() == b"DATA":
                    line.sendall(b"354 silakan\r\n")
                    last = after_data(line, b"")
                    if not last:
                        return
                    line.sendall(last)
                else:
                    line.sendall(words[said[:4].upper()] + b"\r\n")

    walking = threading.Thread(target=serve, daemon=True)
    walking.start()
    yield server.getsockname()[1]
    server.close()
    walking.join(10)


def whole_text(line: socket.socket) -> bytes:
    """Read until the last dot."""
    text = b""
    while not text.endswith(b"\r\n.\r\n"):
        text += line.recv(65536)
    return text


def test_a_list_of_ten_megabytes_arrives_bit_by_bit_the_same() -> None:
    host, pdf = MailHost(), bytes(range(256)) * (10 * MIB // 256)
    server = serving(host)
    said = handed(server.port, letter(pdf), deadline=60)
    server.stop()
    assert said.end is End.TAKEN
    (one,) = host.taken
    (part,) = one.mail.iter_attachments()
    assert part.get_content() == pdf
    body = one.mail.get_body(("plain",))
    assert body is not None


def test_what_is_larger_than_the_server_takes_is_refused_before_a_byte_of_it_leaves() -> None:
    host = MailHost()
    server = serving(host, data_size_limit=MIB)
    data = letter(b"x" * (2 * MIB))
    said = handed(server.port, data)
    fine = handed(server.port, letter(b"x" * 1000))
    server.stop()
    assert said == Answer(End.REFUSED, f"552 melebihi batas server ({len(data)} bita)")
    assert fine.end is End.TAKEN
    assert len(host.taken) == 1


def test_a_server_that_finds_it_too_large_at_mail_from_refuses_this_message_alone() -> None:
    with scripted(lambda *_: b"", {b"MAIL": b"552 5.3.4 too big"}) as port:
        assert handed(port, letter()) == Answer(End.REFUSED, "552 5.3.4 too big")


def test_a_line_that_breaks_in_the_middle_of_the_text_left_nothing_and_is_tried_again() -> None:
    def cut(line: socket.socket, _said: bytes) -> bytes:
        line.recv(100_000)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        line.shutdown(socket.SHUT_RDWR)
        return b""

    with scripted(cut) as port:
        said = handed(port, letter(b"x" * (20 * MIB)))
    assert said.end is End.LATER
    assert "sebelum naskah selesai" in said.said


def test_a_server_that_stops_reading_is_left_and_holds_nothing() -> None:
    gate = threading.Event()

    def deaf(_line: socket.socket, _said: bytes) -> bytes:
        gate.wait(30)
        return b""

    with scripted(deaf) as port:
        said = handed(port, letter(b"x" * (12 * MIB)), deadline=0.5)
        gate.set()
    assert said.end is End.LATER


@pytest.mark.parametrize(
    ("last", "end"),
    [
        (b"250 2.0.0 Ok\r\n", End.TAKEN),
        (b"451 4.3.0 later\r\n", End.LATER),
        (b"421 4.3.2 shutting down\r\n", End.LATER),
        (b"554 5.7.1 spam\r\n", End.REFUSED),
        (b"<html>\r\n", End.UNKNOWN),
        (b"354 go on\r\n", End.UNKNOWN),
        (b"", End.UNKNOWN),
    ],
)
def test_only_a_clear_yes_after_the_whole_text_counts(last: bytes, end: End) -> None:
    texts = []

    def hear(line: socket.socket, _said: bytes) -> bytes:
        texts.append(whole_text(line))
        return last

    with scripted(hear) as port:
        assert handed(port, b"Subject: x\r\n\r\n.titik\r\n..dua\r\n").end is end
    assert texts == [b"Subject: x\r\n\r\n..titik\r\n...dua\r\n.\r\n"]


@pytest.mark.parametrize("verb", [b"MAIL", b"RCPT"])
def test_what_is_no_answer_before_the_text_leaves_the_message_as_it_was(verb: bytes) -> None:
    with scripted(lambda *_: b"", {verb: b"halo dunia"}) as port, pytest.raises(MailDown):
        handed(port, letter())
