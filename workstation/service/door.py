"""The small HTTP door on 127.0.0.1: intake for portals, the trust bundle, health, the public check page."""

import hmac
import json
import logging
from collections.abc import Callable
from typing import Any, Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from workstation.errors import (
    BadFields,
    DuplicateApplication,
    HallFull,
    MissingDocument,
    Outage,
    Problem,
    QuotaFull,
    TooLarge,
)
from workstation.imaging.pool import PageReader
from workstation.service import bodies, public
from workstation.service.steps import BackRoom
from workstation.signing import trust
from workstation.usecases import arriving
from workstation.wording import sentence
from workstation.worktime import WIB

log = logging.getLogger(__name__)

BOOKING_LIMIT: Final = 16_384  # bytes
APPLICATION_LIMIT: Final = 24_000_000  # papers of 1 MB each, in base64
SOURCE: Final = "portal"
DOCUMENTATION: Final = "docs/intake.md"
_STATUS: Final[dict[type[Problem], int]] = {
    QuotaFull: 409,
    HallFull: 409,
    DuplicateApplication: 409,
    TooLarge: 413,
}


class Door:
    """Answers requests with one back room, one token and one page reader."""

    def __init__(self, room: BackRoom, token: str, pages: PageReader) -> None:
        """Keep what requests need; nothing is opened."""
        self._room, self._token, self._pages = room, token, pages

    def app(self) -> Starlette:
        """Return the ASGI application."""
        return Starlette(
            routes=[
                Route("/intake/bookings", self.take_booking, methods=["POST"]),
                Route("/intake/applications", self.take_application, methods=["POST"]),
                Route("/trust", self.tell_trust),
                Route("/health", self.tell_health),
                Mount(public.PATH, public.PublicPage(self._room).app()),
            ],
            exception_handlers={HTTPException: _http_fault, Problem: _refused, Exception: _bug},
        )

    async def take_booking(self, request: Request) -> Response:
        """Keep a booking: 201 new, 200 known."""
        body = await self._body(request, BOOKING_LIMIT)
        return await run_in_threadpool(_kept, lambda: take_booking(self._room, body))

    async def take_application(self, request: Request) -> Response:
        """Keep an application: 201 new, 200 known."""
        body = await self._body(request, APPLICATION_LIMIT)
        return await run_in_threadpool(_kept, lambda: take_application(self._room, body, self._pages))

    async def tell_trust(self, _request: Request) -> Response:
        """Give the bundle for checkers; it is public."""
        text = await run_in_threadpool(lambda: trust.to_json(self._room.trust()))
        return Response(text, media_type="application/json")

    async def tell_health(self, _request: Request) -> Response:
        """Say whether the back room does its work: 200, or 503 with what fails."""
        health = self._room.health
        facts = {
            "database": health.database,
            "turn_at": health.turn_at.isoformat() if health.turn_at else None,
            "failing": list(health.failing),
        }
        return JSONResponse(facts, 200 if health.database and not health.failing else 503)

    async def _body(self, request: Request, limit: int) -> Any:
        self._demand_token(request)
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            raise HTTPException(415, "Kirim sebagai application/json.")
        parts, size = [], 0
        async for part in request.stream():
            size += len(part)
            if size > limit:
                raise HTTPException(413, f"Isi permintaan paling besar {limit} byte.")
            parts.append(part)
        try:
            return json.loads(b"".join(parts))
        except (ValueError, RecursionError):
            raise HTTPException(400, "Isi permintaan bukan JSON yang benar.") from None

    def _demand_token(self, request: Request) -> None:
        kind, _, shown = request.headers.get("authorization", "").partition(" ")
        good = hmac.compare_digest(shown.strip().encode(), self._token.encode())
        if kind.lower() != "bearer" or not good:
            raise HTTPException(401, "Token tidak diterima.", {"WWW-Authenticate": "Bearer"})


def take_booking(room: BackRoom, body: Any, source: str = SOURCE) -> tuple[bool, dict[str, Any]]:
    """Keep a booking from a JSON body; says whether it is new and what the sender is told."""
    answer = arriving.book(room.desk, source, bodies.booking(body))
    return not answer.repeated, {
        "code": answer.code,
        "planned_at": answer.planned_at.astimezone(WIB).isoformat(),
    }


def take_application(
    room: BackRoom, body: Any, pages: PageReader, source: str = SOURCE
) -> tuple[bool, dict[str, Any]]:
    """Keep an application from a JSON body; says whether it is new and what the sender is told."""
    answer = arriving.file_application(room.desk, source, bodies.application(body, pages))
    return not answer.repeated, {
        "number": answer.number,
        "track_code": answer.track_code,
        "submitted_at": answer.submitted_at.astimezone(WIB).isoformat(timespec="seconds"),
    }


def _kept(keep: Callable[[], tuple[bool, dict[str, Any]]]) -> Response:
    is_new, facts = keep()
    return JSONResponse(facts, 201 if is_new else 200)


def fault_of(problem: Problem) -> dict[str, Any]:
    """Say a problem as the sender reads it: name, sentence, and the fields where it has any."""
    told: dict[str, Any] = {"error": type(problem).__name__, "message": sentence(problem)}
    match problem:
        case BadFields(faults):
            told["fields"] = faults
        case MissingDocument(documents):
            told["fields"] = {f"documents.{code}": "Dokumen ini wajib dilampirkan." for code in documents}
    return told


async def _refused(_request: Request, problem: Exception) -> Response:
    if not isinstance(problem, Problem):
        raise problem
    if isinstance(problem, Outage):
        log.warning("intake had to wait", extra={"problem": type(problem).__name__})
        return JSONResponse(
            {"error": type(problem).__name__, "message": "Layanan sedang terganggu; kirim lagi nanti."},
            503,
            {"Retry-After": "30"},
        )
    return JSONResponse(fault_of(problem), _STATUS.get(type(problem), 422))


async def _http_fault(_request: Request, fault: Exception) -> Response:
    if not isinstance(fault, HTTPException):
        raise fault
    told = {"error": "Http", "message": fault.detail, "documentation": DOCUMENTATION}
    return JSONResponse(told, fault.status_code, fault.headers)


async def _bug(_request: Request, fault: Exception) -> Response:
    log.error("a request failed", exc_info=fault)
    return JSONResponse({"error": "Bug", "message": "Terjadi kesalahan program; kirim lagi nanti."}, 500)
