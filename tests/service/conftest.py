"""A back room on the office of the test, with keys and a practice authority of its own."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.make import Office
from workstation.service.plan import Plan
from workstation.service.process import room_of
from workstation.service.steps import BackRoom
from workstation.signing.local import LocalSigner
from workstation.signing.practice import new_authority

SECRET = "rahasia-latihan"


@dataclass
class Ink:
    """A supervisor's certificate under the roots of the back room, and one under nobody's."""

    good: LocalSigner
    foreign: LocalSigner


@pytest.fixture(scope="session")
def authorities() -> tuple[bytes, Ink]:
    """The root that counts, and the two signers."""
    ours, theirs = new_authority(), new_authority()
    ink = Ink(
        LocalSigner(ours.issue_signatory("Ratna Dewi", "197901012005012005", SECRET)),
        LocalSigner(theirs.issue_signatory("Ratna Dewi", "197901012005012005", SECRET)),
    )
    return ours.root, ink


@pytest.fixture
def ink(authorities: tuple[bytes, Ink]) -> Ink:
    return authorities[1]


@pytest.fixture
def room(office: Office, tmp_path: Path, authorities: tuple[bytes, Ink]) -> BackRoom:
    """A back room that has come in."""
    plan = Plan(tmp_path / "service", office.url())
    plan.roots.mkdir(parents=True)
    (plan.roots / "root.pem").write_bytes(authorities[0])
    return room_of(plan, office.backroom())
