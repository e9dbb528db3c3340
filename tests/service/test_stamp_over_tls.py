"""A time-stamp authority behind a private TLS authority: believed when the setting names it, and only then."""

import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from werkzeug.serving import make_server

from tests import pki
from tests.mailserver import certificate
from tests.signing import authorities
from tests.signing.authorities import Authorities
from workstation.errors import BadSetting
from workstation.service.stamp_plan import read_source
from workstation.signing.inspecting import inspect
from workstation.signing.local import LocalSigner
from workstation.signing.signer import SignedPdf, UnsignedPdf
from workstation.signing.stamping import NotStamped, stamped
from workstation.vocabulary import SignatureLevel


@pytest.fixture
def them() -> Iterator[Authorities]:
    with authorities.playing() as played:
        yield played


@pytest.fixture
def folder(them: Authorities, tmp_path: Path) -> Iterator[Path]:
    """A service's folder with an authority of time that speaks TLS; its private authority is `mail.crt`."""
    (tmp_path / "timestamp-roots").mkdir()
    root = them.root("tsa-root").public_bytes(Encoding.PEM)
    (tmp_path / "timestamp-roots" / "akar.pem").write_bytes(root)
    cert, key = certificate(tmp_path)

    def forward(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        asked = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        kind = {"Content-Type": "application/timestamp-query"}
        said = httpx.post(them.source().url, content=asked, headers=kind, trust_env=False)
        start("200 OK", [("Content-Type", said.headers["content-type"])])
        return [said.content]

    server = make_server("localhost", 0, forward, ssl_context=(str(cert), str(key)))
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    (tmp_path / "port").write_text(str(server.server_port))
    yield tmp_path
    server.shutdown()
    serving.join(10)
    server.server_close()


def setting(folder: Path, more: str = "") -> None:
    url = f"https://localhost:{(folder / 'port').read_text()}/tsr"
    (folder / "timestamp.toml").write_text(f'url = "{url}"\ndeadline = 10\n{more}')


def test_the_named_authority_is_believed_and_no_other(folder: Path, them: Authorities) -> None:
    (signed,) = LocalSigner(them.p12()).sign([UnsignedPdf("1", pki.paper())], pki.PASSPHRASE)
    assert isinstance(signed, SignedPdf)
    setting(folder, 'ca = "mail.crt"\n')
    source = read_source(folder)
    assert source is not None
    seen = inspect(stamped(signed.data, source), [them.root()], stamp_roots=source.roots)
    assert seen.standing.level is SignatureLevel.STAMPED
    setting(folder)
    unbelieved = read_source(folder)
    assert unbelieved is not None
    with pytest.raises(NotStamped):
        stamped(signed.data, unbelieved)


def test_a_file_that_is_not_there_is_named(folder: Path) -> None:
    setting(folder, 'ca = "tidak-ada.pem"\n')
    with pytest.raises(BadSetting) as told:
        read_source(folder)
    assert told.value.key == "ca"
