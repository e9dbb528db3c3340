"""The back room at work beside a test: it seals and issues in a thread of its own, with a practice authority."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from tests.make import PEOPLE, Office
from tests.once import once
from workstation.signing import seal
from workstation.signing.certificates import load_roots
from workstation.signing.local import LocalSigner
from workstation.signing.practice import PracticeAuthority, new_authority
from workstation.usecases import closing, issuing, sealing
from workstation.usecases.rechecking import Check, check_here
from workstation.vocabulary import Role

PASSPHRASE = "rahasia-latihan-4417"
PACE = 0.05


@once
def authority() -> PracticeAuthority:
    """The authority that every test of a run trusts."""
    return new_authority()


@once
def certificate_of(login: str) -> bytes:
    """The PKCS#12 file of a supervisor of the test office, under PASSPHRASE."""
    plan = next(one for one in PEOPLE if one.login == login)
    return authority().issue_signatory(plan.name, plan.nip, PASSPHRASE)


@dataclass
class BackRoom:
    """Seals and issues until told to stop; what it raised is raised again at the end of the test."""

    office: Office
    authority: PracticeAuthority = field(default_factory=authority)
    key: seal.SealKey = field(
        default_factory=lambda: seal.SealKey(b"\x00\x01", ec.generate_private_key(ec.SECP256R1()))
    )
    check: Check = check_here

    def __post_init__(self) -> None:
        self._stop, self._trouble = threading.Event(), list[BaseException]()
        self._thread = threading.Thread(target=self._work, name="backroom")

    def signer(self, login: str = "ratna") -> LocalSigner:
        """The signer of a supervisor, opened by PASSPHRASE."""
        return LocalSigner(certificate_of(login))

    @property
    def roots(self) -> tuple[x509.Certificate, ...]:
        """What its signatures are trusted under."""
        return load_roots([self.authority.root])

    def certificates(self, folder: Path) -> dict[str, Path]:
        """Put the certificate file of every supervisor into a folder: login -> file."""
        logins = [plan.login for plan in PEOPLE if Role.SUPERVISOR in plan.roles]
        for login in logins:
            (folder / f"{login}.p12").write_bytes(certificate_of(login))
        return {login: folder / f"{login}.p12" for login in logins}

    def start(self) -> None:
        """Begin to seal and issue."""
        self._thread.start()

    def stop(self) -> None:
        """End, and raise what went wrong."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(20)
        if self._trouble:
            raise self._trouble[0]

    def turn(self) -> None:
        """Seal and issue once, in the calling thread."""
        desk = self.office.backroom()
        sealing.seal_waiting(desk, self.key)
        closing.seal_closings(desk, self.key)
        issuing.issue_deposited(desk, self.roots, check=self.check)

    def _work(self) -> None:
        try:
            while not self._stop.wait(PACE):
                self.turn()
        except BaseException as trouble:  # noqa: BLE001 - raised again in the test's thread
            self._trouble.append(trouble)


@pytest.fixture
def backroom(office: Office) -> Iterator[BackRoom]:
    """A back room that works while the test runs."""
    made = BackRoom(office)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def sleeping_backroom(office: Office) -> BackRoom:
    """A back room that only works when the test says `turn()`."""
    return BackRoom(office)
