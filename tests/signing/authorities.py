"""Authorities of certificates, revocation and time on loopback, played by certomancer; no key is worth anything."""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig, PKIArchitecture
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from werkzeug.serving import make_server

from tests import pki
from tests.once import once
from workstation.signing.practice import new_key
from workstation.signing.stamping import StampSource

ARCH = "uji"
PEOPLE = {"signer": pki.NAME, "ratna": "Ratna Dewi", "revoked": pki.NAME}
DEADLINE = 5.0
KEYS = ("root", "issuer", "ocsp", "tsa-root", "tsa", *PEOPLE)


@dataclass
class Authorities:
    """They answer on loopback; a service whose name stands in `silent` answers 503."""

    address: str
    arch: PKIArchitecture = field(repr=False)
    silent: set[str] = field(default_factory=set)
    slow: bool = False  # answers nobody until the end
    ended: threading.Event = field(default_factory=threading.Event)
    asked: list[str] = field(default_factory=list)

    def root(self, label: str = "root") -> x509.Certificate:
        return x509.load_der_x509_certificate(self.arch.get_cert(CertLabel(label)).dump())

    def p12(self, label: str = "signer") -> bytes:
        """The PKCS#12 of a signatory under pki.PASSPHRASE."""
        made: bytes = self.arch.package_pkcs12(CertLabel(label), password=pki.PASSPHRASE.encode())
        return made

    def source(self, deadline: float = DEADLINE) -> StampSource:
        """The time-stamp authority as the back room is told of it."""
        return StampSource(f"{self.address}/{ARCH}/tsa/tsa", deadline, [self.root("tsa-root")])


@contextmanager
def playing(tsa_days: int = 3650) -> Iterator[Authorities]:
    """Let them answer while the block runs; the time-stamp certificate ends in `tsa_days`."""
    box: list[Authorities] = []

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        kind = environ["PATH_INFO"].split("/")[2]
        box[0].asked.append(kind)
        if box[0].slow:
            box[0].ended.wait(60)
        if kind in box[0].silent:
            start("503 Service Unavailable", [("Content-Type", "text/plain")])
            return [b"diam"]
        answer: Iterable[bytes] = animator(environ, start)
        return answer

    server = make_server("127.0.0.1", 0, app, threaded=True)
    address = f"http://127.0.0.1:{server.server_port}"
    with TemporaryDirectory() as folder:
        _write_keys(Path(folder))
        plan = CertomancerConfig(_plan(tsa_days), key_search_dir=folder, external_url_prefix=address)
    arch = plan.get_pki_arch(ArchLabel(ARCH))
    animator = Animator(AnimatorArchStore({ArchLabel(ARCH): arch}), with_web_ui=False)
    box.append(Authorities(address, arch))
    serving = threading.Thread(target=server.serve_forever, name="authorities")
    serving.start()
    try:
        yield box[0]
    finally:
        box[0].ended.set()
        server.shutdown()
        serving.join()
        server.server_close()


@once
def _keys() -> dict[str, bytes]:
    pem = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return {name: new_key().private_bytes(*pem) for name in KEYS}


def _write_keys(folder: Path) -> None:
    for name, data in _keys().items():
        (folder / f"{name}.pem").write_bytes(data)


def _plan(tsa_days: int) -> dict[str, Any]:
    now = datetime.now(UTC).replace(microsecond=0)
    return {
        "keysets": {ARCH: {"keys": {name: {"path": f"{name}.pem"} for name in KEYS}}},
        "pki-architectures": {
            ARCH: {
                "keyset": ARCH,
                "entities": {name: {"common-name": PEOPLE.get(name, f"UJI {name}")} for name in KEYS},
                "certs": _certs(now, tsa_days),
                "services": _services(),
            }
        },
    }


def _services() -> dict[str, Any]:
    weekly = {"simulated-update-schedule": "P7D"}
    return {
        "ocsp": {"issuer": {"for-issuer": "issuer", "responder-cert": "ocsp", "signing-key": "ocsp"}},
        "crl-repo": {
            name: {"for-issuer": name, "signing-key": name} | weekly for name in ("root", "tsa-root")
        },
        "time-stamping": {"tsa": {"signing-key": "tsa", "signing-cert": "tsa"}},
    }


def _certs(now: datetime, tsa_days: int) -> dict[str, Any]:
    certs: dict[str, Any] = {name: _authority(now, name) for name in ("root", "tsa-root")}
    certs["issuer"] = _authority(now, "root", _crl("root"))
    certs["ocsp"] = _cert(
        now, "issuer", ["digital_signature"], _extended("ocsp_signing"), {"id": "ocsp_no_check"}
    )
    certs["tsa"] = _cert(
        now, "tsa-root", ["digital_signature"], _extended("time_stamping"), _crl("tsa-root"), days=tsa_days
    )
    asked = {
        "id": "authority_information_access",
        "smart-value": _smart("aia-urls", {"ocsp-responder-names": ["issuer"]}),
    }
    for name in PEOPLE:
        certs[name] = _cert(now, "issuer", ["digital_signature", "non_repudiation"], asked)
    certs["revoked"]["revocation"] = {
        "revoked-since": (now - timedelta(days=10)).isoformat(),
        "reason": "key_compromise",
    }
    return certs


def _authority(now: datetime, issuer: str, *more: dict[str, Any]) -> dict[str, Any]:
    ca = {"id": "basic_constraints", "critical": True, "value": {"ca": True}}
    return _cert(now, issuer, ["key_cert_sign", "crl_sign"], ca, *more)


def _cert(
    now: datetime, issuer: str, usage: Sequence[str], *more: dict[str, Any], days: int = 3650
) -> dict[str, Any]:
    kept = {"id": "key_usage", "critical": True, "smart-value": _smart("key-usage", list(usage))}
    return {
        "issuer": issuer,
        "validity": {
            "valid-from": (now - timedelta(days=365)).isoformat(),
            "valid-to": (now + timedelta(days=days)).isoformat(),
        },
        "extensions": [kept, *more],
    }


def _smart(schema: str, params: object) -> dict[str, object]:
    return {"schema": schema, "params": params}


def _extended(purpose: str) -> dict[str, Any]:
    return {"id": "extended_key_usage", "critical": True, "value": [purpose]}


def _crl(name: str) -> dict[str, Any]:
    smart = _smart("crl-dist-url", {"crl-repo-names": [name]})
    return {"id": "crl_distribution_points", "smart-value": smart}
