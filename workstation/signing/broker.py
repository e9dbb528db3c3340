"""The port of all signers over the office's own service: the service has the credentials, this machine has none.

Each call shows a pass that the database gave to the supervisor's login a moment ago; papers are named by their hash,
since the service reads them from the database itself. The passphrase travels inside TLS and is kept by neither side.
"""

import base64
import binascii
import hashlib
import ssl
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import httpx

from workstation.errors import CertificateUnusable, NotAllowed, Problem, SignerDown, WrongPassphrase
from workstation.signing.signer import CertificateFacts, FailureReason, SignedPdf, SignFailure, UnsignedPdf

OPEN_PATH: Final = "/signing/open"
PAPERS_PATH: Final = "/signing/papers"
CONNECT_SECONDS: Final = 10.0
ANSWER_SECONDS: Final = 900.0  # twenty papers of a slow signer; the service itself gives up earlier
ANSWER_LIMIT: Final = 128_000_000
TOLD: Final[Mapping[str, type[Problem]]] = {
    kind.__name__: kind for kind in (WrongPassphrase, CertificateUnusable, SignerDown, NotAllowed)
}


class BrokerSigner:
    """Signs through the service at `address` (https); `new_pass` takes a pass for one call from the database."""

    calls_at_once = 8
    most_calls_at_once = 16

    def __init__(self, address: str, authorities: str, new_pass: Callable[[], str]) -> None:
        """Keep where to ask and the file of private authorities ("" = those of the system); nothing is opened."""
        self._address, self._authorities, self._new_pass = address.rstrip("/"), authorities, new_pass

    def open(self, secret: str) -> CertificateFacts:
        """Let the service try the secret; raises what `Signer.open` may raise."""
        told = self._ask(OPEN_PATH, {"passphrase": secret})
        try:
            for key in ("not_before", "not_after"):
                told[key] = datetime.fromisoformat(told[key])
            return CertificateFacts(**told)
        except (TypeError, ValueError, KeyError) as fault:
            raise SignerDown("layanan: jawaban tidak dikenal") from fault

    def sign(self, files: Sequence[UnsignedPdf], secret: str) -> list[SignedPdf | SignFailure]:
        """Have the papers signed that were noted as sent; an answer is taken by the hash of its paper."""
        hashes = [hashlib.sha256(file.data).hexdigest() for file in files]
        told = self._ask(PAPERS_PATH, {"passphrase": secret, "papers": hashes})
        answers = told.get("answers")
        found = answers if isinstance(answers, dict) else {}
        return [_answer(file, found.get(name)) for file, name in zip(files, hashes, strict=True)]

    def _ask(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Make one call; a refusal comes back as the service's own, anything unclear as SignerDown."""
        if not self._address.startswith("https://"):
            raise SignerDown("broker: https")
        said, problem = {}, Problem()
        headers = {"Authorization": f"Bearer {self._new_pass()}"}
        try:
            trusted = ssl.create_default_context(cafile=self._authorities or None)
            with (
                httpx.Client(verify=trusted, trust_env=False) as client,
                client.stream(
                    "POST",
                    self._address + path,
                    json=body,
                    headers=headers,
                    timeout=httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
                ) as answer,
            ):
                status, said = answer.status_code, _json(answer)
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, OSError, ValueError) as fault:
            problem = SignerDown(f"layanan: {type(fault).__name__}")
        else:
            if status == httpx.codes.OK:
                return said
            problem = _problem(status, said)
        # outside the handler: the exceptions of httpx hold the request, and with it the passphrase
        raise problem


def problem_facts(problem: Problem) -> dict[str, str]:
    """Say a problem as the broker tells it."""
    return {"error": type(problem).__name__} | {key: str(value) for key, value in vars(problem).items()}


def answer_facts(answer: SignedPdf | SignFailure) -> dict[str, str]:
    """Say one answer of a signer as the broker tells it."""
    if isinstance(answer, SignedPdf):
        return {"data": base64.b64encode(answer.data).decode()}
    return {"reason": answer.reason, "raw": answer.raw}


def _json(answer: httpx.Response) -> dict[str, Any]:
    parts, size = [], 0
    for part in answer.iter_bytes():
        size += len(part)
        if size > ANSWER_LIMIT:
            raise ValueError(size)
        parts.append(part)
    found = httpx.Response(200, content=b"".join(parts)).json()
    return found if isinstance(found, dict) else {}


def _problem(status: int, told: dict[str, Any]) -> Problem:
    kind = TOLD.get(str(told.pop("error", "")))
    if kind is None:
        return SignerDown(f"layanan: HTTP {status}")
    known = set(kind.__dataclass_fields__)  # type: ignore[attr-defined]
    return kind(**{key: str(value) for key, value in told.items() if key in known})


def _answer(file: UnsignedPdf, told: Any) -> SignedPdf | SignFailure:
    facts = told if isinstance(told, dict) else {}
    try:
        if "data" in facts:
            return SignedPdf(file.name, base64.b64decode(facts["data"], validate=True))
        return SignFailure(file.name, FailureReason(facts["reason"]), str(facts.get("raw", "")))
    except (binascii.Error, ValueError, TypeError, KeyError):
        return SignFailure(file.name, FailureReason.UNKNOWN, "layanan: jawaban tidak dikenal")
