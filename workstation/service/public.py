"""The page that a seal opens: judged in the reader's browser, or asked by the printed number; read-only.

A gateway with the office's certificate forwards the official host to `/cek/` of the door and nothing else, so no
other address of the door can be reached from outside. No cookie, no foreign resource, no log of who asked.
"""

from typing import Final
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from workstation.errors import Outage, Problem
from workstation.queries.permits import type_titles
from workstation.queries.printed_numbers import printed
from workstation.resources_at import resource
from workstation.service.public_words import LATER, OFTEN, empty_page, number_page, said_page
from workstation.service.steps import BackRoom
from workstation.service.turnstile import Turnstile
from workstation.vocabulary import SealAnswer
from workstation.worktime import WIB

PATH: Final = "/cek"
FORM_LIMIT: Final = 1_024  # bytes
NUMBER_LIMIT: Final = 80  # characters
LOOKS, QUESTIONS = (120, 6_000), (10, 300)  # a minute: of one address, of all
HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
HTML, SCRIPT, STYLE, JSON = "text/html", "text/javascript", "text/css", "application/json"


class PublicPage:
    """Answers strangers for one back room; what may be asked how often is kept in memory."""

    def __init__(self, room: BackRoom) -> None:
        """Keep what requests need; nothing is opened."""
        self._room = room
        self._looks, self._questions = Turnstile(*LOOKS), Turnstile(*QUESTIONS)

    def app(self) -> Starlette:
        """Return the ASGI application, to be mounted at `PATH`."""
        return Starlette(
            routes=[
                Route("/", self.show),
                Route("/", self.answer_number, methods=["POST"]),
                Route("/seal.js", self.send_script),
                Route("/seal.css", self.send_style),
                Route("/trust", self.send_trust),
            ],
            exception_handlers={HTTPException: _http_fault, Problem: _later},
        )

    async def show(self, request: Request) -> Response:
        """Give the empty page."""
        self._admit(request)
        return _told(empty_page(await run_in_threadpool(self._titles)))

    async def send_script(self, request: Request) -> Response:
        """Give the script that judges a seal."""
        self._admit(request)
        return _told(resource("check/seal.js").read_text("utf-8"), kind=SCRIPT)

    async def send_style(self, request: Request) -> Response:
        """Give the looks."""
        self._admit(request)
        return _told(resource("check/seal.css").read_text("utf-8"), kind=STYLE)

    async def send_trust(self, request: Request) -> Response:
        """Give the bundle that the loop writes every few seconds; it stays there while the database is away."""
        self._admit(request)
        try:
            return _told(await run_in_threadpool(self._room.trust_file.read_text, "utf-8"), kind=JSON)
        except FileNotFoundError:
            raise HTTPException(503) from None

    async def answer_number(self, request: Request) -> Response:
        """Answer for the number in the form: state, type and days; an unknown number gets as many lines."""
        if not self._questions.admits(_address(request)):
            raise HTTPException(429)
        number = await _number_in(request)
        row = await run_in_threadpool(lambda: printed(self._room.desk, number))
        today = self._room.desk.now().astimezone(WIB).date()
        return _told(number_page(row, row.answer(today) if row else SealAnswer.NOT_OURS))

    def _titles(self) -> dict[str, str]:
        try:
            return type_titles(self._room.desk)
        except Outage:  # a seal can be judged without the database; its type is then shown by its code
            return {}

    def _admit(self, request: Request) -> None:
        if not self._looks.admits(_address(request)):
            raise HTTPException(429)


def _address(request: Request) -> str:
    """Return who asks; uvicorn has put what the gateway on this machine says (X-Forwarded-For) in place."""
    return request.client.host if request.client else ""


async def _number_in(request: Request) -> str:
    """Return the typed number; HTTPException 400 and 413 for what no form of ours sends."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > FORM_LIMIT:
            raise HTTPException(413)
    try:
        given = parse_qs(body.decode("ascii"), strict_parsing=True, errors="strict", max_num_fields=1)
    except ValueError:
        raise HTTPException(400) from None
    number = " ".join(given.get("nomor", [""])[0].split())
    if not number.isprintable() or not 0 < len(number) <= NUMBER_LIMIT:
        raise HTTPException(400)
    return number


def _told(text: str, status: int = 200, kind: str = HTML) -> Response:
    return Response(text, status, HEADERS, media_type=kind)


async def _http_fault(_request: Request, fault: Exception) -> Response:
    if not isinstance(fault, HTTPException):
        raise fault
    if fault.status_code == 429:
        return Response(said_page(OFTEN), 429, HEADERS | {"Retry-After": "60"}, HTML)
    return Response(fault.detail, fault.status_code, HEADERS | dict(fault.headers or {}), "text/plain")


async def _later(_request: Request, _problem: Exception) -> Response:
    return _told(said_page(LATER), 503)
