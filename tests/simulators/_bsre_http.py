"""Requests and answers of the played service, and the server that carries them."""

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from tests.simulators._bsre_state import Asked, Mood, State


@dataclass
class Answer:
    """What goes back; `drop` ends the connection instead."""

    status: int = 200
    body: bytes = b""
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    drop: bool = False


@dataclass
class Request:
    """What came, taken apart: fields of a form or of a query, files of a form, JSON."""

    method: str
    path: str
    fields: dict[str, str]
    files: dict[str, tuple[str, bytes]]
    json: dict[str, Any]


def told(status: int = 200, /, **facts: Any) -> Answer:
    """Answer with JSON."""
    return Answer(status, json.dumps(facts).encode())


def spring(status: int, message: str, path: str) -> Answer:
    """Answer as Spring does by itself."""
    return told(
        status,
        timestamp="2026-11-22T03:00:00.000+0000",
        status=status,
        error="Bad Request",
        message=message,
        path=path,
    )


def page(status: int) -> Answer:
    """Answer as a proxy does."""
    html = f"<html><head><title>{status} Bad Gateway</title></head><body><h1>Kesalahan {status}</h1></body></html>"
    return Answer(status, html.encode(), "text/html; charset=utf-8")


def request_of(asked: Asked) -> Request:
    """Take a request apart."""
    kind = asked.headers.get("content-type", "")
    fields, files = dict(parse_qsl(asked.query)), dict[str, tuple[str, bytes]]()
    if kind.startswith("multipart/form-data"):
        message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + asked.body)
        for part in message.iter_parts():
            name = part.get_param("name", header="content-disposition")
            data = part.get_payload(decode=True) or b""
            if part.get_filename():
                files[name] = (part.get_filename() or "", data)
            else:
                fields[name] = data.decode()
    body: Any = {}
    if kind.startswith("application/json"):
        body = json.loads(asked.body)
    return Request(asked.method, asked.path, fields, files, body if isinstance(body, dict) else {})


class Handler(BaseHTTPRequestHandler):
    """Reads one request, lets `answer` think, writes the answer; misbehaves on the wire where the mood says so."""

    protocol_version = "HTTP/1.1"
    state: ClassVar[State]
    answer: ClassVar[Any]

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def log_message(self, *_: Any) -> None:
        """Say nothing: the requests hold passphrases."""

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.command, parts.path, parts.query, headers, body)
        self.state.asked.append(asked)
        mood = self.state.mood
        made: Answer = type(self).answer(self.state, asked)
        if made.drop:
            self.close_connection = True
            return
        is_signing = parts.path.endswith("/sign/pdf")
        if is_signing and mood in (Mood.HALF, Mood.ENDLESS):
            self._chunks(made.body, is_endless=mood is Mood.ENDLESS)
            return
        if is_signing and mood is Mood.DRIP:
            self._drip()
            return
        if is_signing and mood is Mood.FLOOD:
            made.body = b" " * 3_000_000
        self.send_response(made.status)
        for name, value in {
            "Content-Type": made.kind,
            "Content-Length": str(len(made.body)),
            **made.headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(made.body)

    def _chunks(self, body: bytes, *, is_endless: bool) -> None:
        """Begin an answer in chunks that stops in the middle of one, or never."""
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.close_connection = True
        try:
            while is_endless and not self.state.closing.is_set():
                self.wfile.write(b"10000\r\n" + b" " * 65536 + b"\r\n")
            self.wfile.write(f"{len(body):x}\r\n".encode() + body[: len(body) // 2])
        except OSError:
            return

    def _drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        self.close_connection = True
        while not self.state.closing.wait(0.05):
            try:
                self.wfile.write(b" ")
            except OSError:
                return


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller who hangs up is no trouble of ours; anything else is shown."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


@contextmanager
def listening(state: State, answer: Any, port: int = 0) -> Iterator[str]:
    """Serve on 127.0.0.1 until the block ends; gives the address."""
    handler = type("Played", (Handler,), {"state": state, "answer": staticmethod(answer)})
    server = _Server(("127.0.0.1", port), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        state.closing.set()
        server.shutdown()
        server.server_close()
        thread.join(10)
