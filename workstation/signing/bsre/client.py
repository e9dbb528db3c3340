"""The HTTP client of the eSign service, versions 1 and 2: paths, fields, limits of size and time.

Every fault is an EsignFault without cause and context: the exceptions of httpx hold the request, and with it the
passphrase. Nothing is sent twice here; who calls decides that.
"""

import base64
import binascii
import logging
import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from workstation.signing.bsre.replies import EsignFault, Fault, Reply, Verified, empty, fault_of, verified
from workstation.signing.bsre.settings import EsignSettings

OK: Final = 200
SMALL_ANSWER: Final = 1_000_000

# it would write every address into the log, and version 1 has the NIK in one
for _talkative in ("httpx", "httpcore"):
    logging.getLogger(_talkative).addHandler(logging.NullHandler())
    logging.getLogger(_talkative).propagate = False


@dataclass(frozen=True, slots=True)
class Secret:
    """What opens the signer's key: a passphrase, or a one-time code that came by mail."""

    passphrase: str = field(default="", repr=False)
    totp: str = field(default="", repr=False)

    @property
    def fields(self) -> dict[str, str]:
        """Return the fields of a call."""
        return {"totp": self.totp} if self.totp else {"passphrase": self.passphrase}


@dataclass(frozen=True, slots=True)
class Status:
    """What the service says about a signatory; only ISSUE may sign."""

    code: str
    status: str
    message: str

    @property
    def may_sign(self) -> bool:
        """Whether the certificate is in force."""
        return self.status == "ISSUE"

    @property
    def raw(self) -> str:
        """Return its own words."""
        return " ".join(part for part in (self.code, self.status, self.message) if part)


class EsignClient:
    """Speaks to one eSign client with its credentials; safe for several threads."""

    def __init__(self, settings: EsignSettings) -> None:
        """Prepare the connection; raises OSError when the private authorities cannot be read."""
        self.settings = settings
        basic = base64.b64encode(f"{settings.user}:{settings.password}".encode()).decode()
        self._secrets = (settings.password, basic, *(value for _, value in settings.headers))
        trusted = ssl.create_default_context(cafile=settings.ca or None)
        self._http = httpx.Client(
            # unpacked, a small answer may be a very large one
            headers=[("Authorization", f"Basic {basic}"), ("Accept-Encoding", "identity"), *settings.headers],
            verify=trusted,
            trust_env=False,
            follow_redirects=False,
            limits=httpx.Limits(max_connections=max(settings.in_flight, 1) + 1),
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def status(self, nik: str) -> Status:
        """Ask whether a signatory may sign; "not registered" is an answer, not a fault."""
        if self.settings.version == 1:
            reply = self._call("GET", "status", self.settings.status_seconds, place={"nik": nik})
        else:
            reply = self._call("POST", "status", self.settings.status_seconds, json={"nik": nik})
        found = self._good(reply).json
        if not found.get("status"):
            raise EsignFault(Fault.BAD_REPLY, fault_of(reply).raw)
        return Status(*(str(found.get(key, "")) for key in ("status_code", "status", "message")))

    def sign(
        self,
        nik: str,
        files: Sequence[bytes],
        secret: Secret,
        properties: Sequence[Mapping[str, Any]] = ({"tampilan": "INVISIBLE"},),
    ) -> list[bytes]:
        """Ask for signatures; returns what came back, which may be fewer files in any order.

        `properties` is one for all files or one for each. Raises EsignFault.
        """
        limit = self.settings.sign_seconds + self.settings.more_seconds * (len(files) - 1)
        if self.settings.version == 1:
            (data,) = files
            return [self._sign_v1(nik, data, secret, properties[0], limit)]
        body = {
            "nik": nik,
            **secret.fields,
            "signatureProperties": list(properties),
            "file": [base64.b64encode(data).decode() for data in files],
        }
        return self._files("sign", body, limit, nik, *secret.fields.values())

    def ask_totp(self, nik: str, count: int) -> str:
        """Let the service mail the signatory a code for `count` files; returns its words."""
        body = {"nik": nik, "data": count}
        return self._told("totp", body)

    def download(self, number: str) -> bytes:
        """Fetch a file that version 1 keeps, which it gives once."""
        reply = self._call(
            "GET",
            "download",
            self.settings.sign_seconds,
            place={"id": number},
            most=self.settings.answer_limit,
        )
        return self._pdf(self._good(reply))

    def verify(self, data: bytes) -> Verified:
        """Ask what the service thinks of a file."""
        seconds = self.settings.verify_seconds
        if self.settings.version == 1:
            file = {"signed_file": ("berkas.pdf", data, "application/pdf")}
            reply = self._call("POST", "verify", seconds, files=file)
        else:
            reply = self._call("POST", "verify", seconds, json={"file": base64.b64encode(data).decode()})
        return verified(self._good(reply).json)

    def activate_seal(self, subscriber: str, totp: str = "") -> str:
        """Ask for the activation of the institution's seal, or with a code for its renewal; returns the words."""
        return self._told(
            "seal_activation", {"idSubscriber": subscriber} | ({"totp": totp} if totp else {}), totp
        )

    def seal_totp(self, subscriber: str, count: int, totp: str) -> dict[str, Any]:
        """Ask for the code of the next seals; returns `totp` and `expires` as the service says them."""
        body = {"idSubscriber": subscriber, "data": count, "totp": totp}
        reply = self._call("POST", "seal_totp", self.settings.status_seconds, json=body)
        return self._good(reply, totp).json

    def seal(self, subscriber: str, files: Sequence[bytes], totp: str) -> list[bytes]:
        """Put the institution's seal on files, all or none; it is no signature of an official."""
        body = {
            "idSubscriber": subscriber,
            "totp": totp,
            "signatureProperties": [{"tampilan": "INVISIBLE"}],
            "file": [base64.b64encode(data).decode() for data in files],
        }
        limit = self.settings.sign_seconds + self.settings.more_seconds * (len(files) - 1)
        return self._files("seal", body, limit, totp)

    # -- the wire ----------------------------------------------------------------------------------------

    def _sign_v1(
        self, nik: str, data: bytes, secret: Secret, properties: Mapping[str, Any], limit: float
    ) -> bytes:
        fields = {"nik": nik, **secret.fields, "tampilan": "invisible", **properties}
        fields = {key: str(value) for key, value in fields.items()}
        fields["tampilan"] = fields["tampilan"].lower()
        if self.settings.response != "BYTE":
            fields["jenis_response"] = self.settings.response
        parts = {"file": ("surat.pdf", data, "application/pdf")}
        if "imageTTD" in fields:
            parts["imageTTD"] = ("spesimen.png", base64.b64decode(fields.pop("imageTTD")), "image/png")
        reply = self._call("POST", "sign", limit, data=fields, files=parts, most=self.settings.answer_limit)
        self._good(reply, nik, *secret.fields.values())
        coded = reply.json.get("base64_signed_file")
        if isinstance(coded, str):
            return _decoded(coded)
        number = reply.id_dokumen
        if not reply.is_pdf and number:  # damaged on the way: it is kept for one download
            return self.download(number)
        return self._pdf(reply, nik, *secret.fields.values())

    def _files(self, call: str, body: Mapping[str, Any], limit: float, *secrets: str) -> list[bytes]:
        reply = self._call("POST", call, limit, json=body, most=self.settings.answer_limit)
        coded = reply.json.get("file")
        if not isinstance(coded, list):  # a success is known to come as HTTP 500, with the files in it
            raise empty(self._good(reply, *secrets), "tanpa berkas", (*secrets, *self._secrets))
        return [_decoded(one) for one in coded]

    def _told(self, call: str, body: Mapping[str, Any], *secrets: str) -> str:
        reply = self._good(self._call("POST", call, self.settings.status_seconds, json=body), *secrets)
        found = reply.json
        inner = found.get("data")
        return str(found.get("message") or (inner.get("message") if isinstance(inner, dict) else "") or "")

    def _good(self, reply: Reply, *secrets: str) -> Reply:
        if reply.status != OK:
            raise fault_of(reply, (*secrets, *self._secrets))
        return reply

    def _pdf(self, reply: Reply, *secrets: str) -> bytes:
        if not reply.is_pdf:
            raise empty(reply, "bukan PDF", (*secrets, *self._secrets))
        return reply.body

    def _call(
        self,
        method: str,
        call: str,
        limit: float,
        *,
        place: Mapping[str, str] | None = None,
        most: int = SMALL_ANSWER,
        **content: Any,
    ) -> Reply:
        """Make one call within `limit` seconds altogether and `most` bytes of answer."""
        url = self.settings.base.rstrip("/") + self.settings.path(call).format(**(place or {}))
        seconds = httpx.Timeout(limit, connect=self.settings.connect_seconds, pool=limit)
        try:
            with self._http.stream(method, url, timeout=seconds, **content) as answer:
                return Reply(answer.status_code, dict(answer.headers), _body(answer, limit, most))
        except EsignFault as fault:
            wrong = fault
        except (httpx.ConnectError, httpx.ConnectTimeout) as gone:
            wrong = EsignFault(Fault.UNAVAILABLE, _why_not(gone))
        except httpx.TimeoutException as gone:
            wrong = EsignFault(Fault.TIMEOUT_UNKNOWN, f"{type(gone).__name__} ({limit:g} s)")
        except (httpx.HTTPError, httpx.StreamError) as gone:
            wrong = EsignFault(Fault.TIMEOUT_UNKNOWN, type(gone).__name__)
        raise wrong


def _why_not(gone: BaseException) -> str:
    """Say why nobody could be reached; of a certificate that is not believed, what is wrong with it."""
    below: BaseException | None = gone
    while below is not None:
        if isinstance(below, ssl.SSLCertVerificationError):
            return f"{type(gone).__name__}: sertifikat TLS ditolak ({below.verify_message})"
        below = below.__cause__ or below.__context__
    return type(gone).__name__


def _body(answer: httpx.Response, limit: float, most: int) -> bytes:
    """Read an answer; a server that drips for ever is stopped by the clock, one that floods by the size."""
    until, parts, size = time.monotonic() + limit, [], 0
    for part in answer.iter_bytes():
        size += len(part)
        if size > most:
            raise EsignFault(Fault.BAD_REPLY, f"HTTP {answer.status_code}: lebih dari {most} byte")
        if time.monotonic() > until:
            raise EsignFault(Fault.TIMEOUT_UNKNOWN, f"tidak selesai dalam {limit:g} s")
        parts.append(part)
    return b"".join(parts)


def _decoded(coded: Any) -> bytes:
    """Decode one file; what is no base64 comes back as it is no PDF either: empty."""
    try:
        return base64.b64decode(coded, validate=True) if isinstance(coded, str) else b""
    except (binascii.Error, ValueError):
        return b""
