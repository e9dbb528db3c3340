"""The played eSign service and a real client that talks to it over HTTP on this machine."""

from contextlib import ExitStack
from typing import Any

from tests.simulators import _bsre_ink as ink
from tests.simulators._bsre_state import ALI, LOGIN, PASSPHRASE, State
from workstation.signing import certificates
from workstation.signing.bsre.client import EsignClient, Secret
from workstation.signing.bsre.settings import EsignSettings
from workstation.signing.bsre.signer import BsreSigner
from workstation.signing.inspecting import Inspection, inspect

OPEN = Secret(PASSPHRASE)


class Esign:
    """One played service with the clients and signers of a test."""

    def __init__(self, state: State, address: str, ended: ExitStack) -> None:
        self.state, self.address, self._ended = state, address, ended

    def settings(self, **changed: Any) -> EsignSettings:
        """How this service is reached."""
        return EsignSettings(**{"base": self.address, "user": LOGIN[0], "password": LOGIN[1]} | changed)

    def client(self, version: int = 2, **changed: Any) -> EsignClient:
        """A client with its own connections."""
        client = EsignClient(self.settings(version=version, **changed))
        self._ended.callback(client.close)
        return client

    def signer(self, nik: str = ALI, version: int = 2, **changed: Any) -> BsreSigner:
        """The port for one signatory."""
        return BsreSigner(self.client(version, **changed), nik)

    def calls(self, ending: str) -> int:
        """How often a path was asked."""
        return sum(one.path.endswith(ending) for one in self.state.asked)


def judged(signed: bytes, unsigned: bytes | None = None) -> Inspection:
    """Look at a signed file as the back room does."""
    return inspect(signed, certificates.load_roots([ink.authority().root]), unsigned=unsigned)


def assert_good(signed: bytes, unsigned: bytes) -> None:
    """The file is ours with one trusted signature of the right person behind it."""
    seen = judged(signed, unsigned)
    assert (seen.trusted, seen.prefix_kept, seen.covers_whole_file, seen.problems) == (True, True, True, ())
    assert seen.signer_name == "Ratna Dewi"
