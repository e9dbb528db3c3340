"""The signing broker: an HTTPS door of the service, the only place that holds the credentials of the eSign client.

A supervisor's workstation hands over a passphrase for one call, inside TLS. It shows a pass that the database gave to
the supervisor's own login minutes ago: good once, kept as a hash (`usecases.brokering`). So the database says who
calls and whose NIK is asked for, and a pass that was overheard or found is worth nothing. The papers are read from the
database by their hash, only those that this supervisor has noted as sent in an open batch: nothing else can be signed
through here, whatever a workstation sends. The signed answers go back to the workstation, which deposits them under
the same law as those of any signer, and the service inspects them before they count. The passphrase lives in the
memory of one request, on both sides; it stands in no row, file, log, repr or exception.
"""

import hashlib
import json
import logging
import re
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Final

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from workstation.desk import Desk
from workstation.errors import BadFields, CertificateUnusable, NotAllowed, Outage, Problem, SignerDown
from workstation.service.broker_plan import BrokerPlan
from workstation.signing.broker import OPEN_PATH, PAPERS_PATH, TOLD, answer_facts, problem_facts
from workstation.signing.bsre.client import EsignClient
from workstation.signing.bsre.settings import is_plain
from workstation.signing.bsre.signer import BsreSigner
from workstation.signing.signer import UnsignedPdf
from workstation.usecases import brokering

log = logging.getLogger(__name__)

BODY_LIMIT: Final = 65_536
MOST_PAPERS: Final = 100
LONGEST_SECRET: Final = 400


class Broker:
    """Answers supervisors' workstations with one eSign client and the service's desk."""

    def __init__(self, desk: Desk, plan: BrokerPlan) -> None:
        """Keep what requests need; OSError when the private authorities cannot be read."""
        self._desk, self._plan = desk, plan
        self._client = EsignClient(plan.esign)
        if is_plain(plan.esign):
            log.warning("the eSign client is reached without TLS: passphrases travel readable to it")

    def close(self) -> None:
        """Close the connections to the eSign client."""
        self._client.close()

    def app(self) -> Starlette:
        """Return the ASGI application."""
        return Starlette(
            routes=[
                Route(OPEN_PATH, self.open, methods=["POST"]),
                Route(PAPERS_PATH, self.sign, methods=["POST"]),
            ],
            exception_handlers={Problem: _refused, Exception: _bug},
        )

    async def open(self, request: Request) -> Response:
        """Try a passphrase and tell whose certificate it opens."""
        return await self._answer(request, self._open)

    async def sign(self, request: Request) -> Response:
        """Sign papers that this supervisor has noted as sent."""
        return await self._answer(request, self._sign)

    async def _answer(
        self, request: Request, work: Callable[[brokering.Caller, BsreSigner, dict[str, Any]], dict[str, Any]]
    ) -> Response:
        body, shown = await _body(request), _pass_of(request)

        def answer() -> dict[str, Any]:
            caller = brokering.spend_pass(self._desk, shown)
            nik = self._plan.signatories.get(caller.login)
            if nik is None:
                raise CertificateUnusable(
                    "not_registered", f"{caller.login}: tidak ada di daftar penanda tangan"
                )
            return work(caller, BsreSigner(self._client, nik), body)

        return JSONResponse(await run_in_threadpool(answer))

    def _open(self, caller: brokering.Caller, signer: BsreSigner, body: dict[str, Any]) -> dict[str, Any]:
        facts = signer.open(body["passphrase"])
        log.info("a signer was opened", extra={"officer": caller.login})
        moments = {"not_before": facts.not_before.isoformat(), "not_after": facts.not_after.isoformat()}
        return asdict(facts) | moments

    def _sign(self, caller: brokering.Caller, signer: BsreSigner, body: dict[str, Any]) -> dict[str, Any]:
        papers = brokering.sent_papers(self._desk, caller.officer_id, body["papers"])
        files = [UnsignedPdf(hashlib.sha256(one.data).hexdigest(), one.data) for one in papers]
        answers = signer.sign(files, body["passphrase"])
        log.info("papers went to the signer", extra={"officer": caller.login, "count": len(papers)})
        return {"answers": {one.name: answer_facts(one) for one in answers}}


def server_of(broker: Broker, plan: BrokerPlan) -> uvicorn.Server:
    """Make the TLS server of the broker; nothing runs yet."""
    return uvicorn.Server(
        uvicorn.Config(
            broker.app(),
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            ssl_certfile=str(plan.certificate),
            ssl_keyfile=str(plan.key),
        )
    )


async def _body(request: Request) -> dict[str, Any]:
    """Read a passphrase and hashes, strictly; BadFields names what is wrong and repeats nothing."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > BODY_LIMIT:
            raise BadFields({"body": "terlalu besar"})
        parts.append(part)
    try:
        found = json.loads(b"".join(parts))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not isinstance(found.get("passphrase"), str):
        raise BadFields({"passphrase": "wajib diisi"})
    papers = found.setdefault("papers", [])
    if len(found["passphrase"]) > LONGEST_SECRET or not isinstance(papers, list) or len(papers) > MOST_PAPERS:
        raise BadFields({"papers": "terlalu banyak"})
    if not all(isinstance(one, str) and re.fullmatch("[0-9a-f]{64}", one) for one in papers):
        raise BadFields({"papers": "bukan sidik berkas"})
    return found


def _pass_of(request: Request) -> str:
    kind, _, shown = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not re.fullmatch("[0-9a-f]{64}", shown):
        raise NotAllowed("signing_pass")
    return shown


async def _refused(_request: Request, problem: Exception) -> Response:
    if not isinstance(problem, Problem):
        raise problem
    log.info("a call was refused", extra={"problem": type(problem).__name__})
    if isinstance(problem, BadFields):
        return JSONResponse({"error": "BadFields", "fields": problem.faults}, 422)
    if type(problem).__name__ not in TOLD:
        problem = SignerDown(f"layanan: {type(problem).__name__}")
    status = 503 if isinstance(problem, Outage) else 403 if isinstance(problem, NotAllowed) else 409
    return JSONResponse(problem_facts(problem), status)


async def _bug(_request: Request, fault: Exception) -> Response:
    log.error("a call failed: %s", type(fault).__name__)  # without its words: they may hold what was typed
    return JSONResponse({"error": "Bug"}, 500)
