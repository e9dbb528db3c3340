"""The code of a closing sheet: made by the seal key, believed only as it was made."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from workstation.errors import SealAltered, SealNotOurs
from workstation.signing import dayend, seal
from workstation.signing.dayend import Anchor

KEY = seal.SealKey(b"\x00\x07", ec.generate_private_key(ec.SECP256R1()))
STRANGER = seal.SealKey(b"\x00\x07", ec.generate_private_key(ec.SECP256R1()))
PUBLIC = seal.PublicSealKey(KEY.kid, KEY.private.public_key(), date(2026, 1, 1), date(2026, 12, 31))
ANCHOR = Anchor("31.71.01.1001", 1_234_567, "ab" * 32, datetime(2026, 11, 22, 9, 5, 7, tzinfo=UTC))


@dataclass
class Known:
    hosts: frozenset[str] = frozenset({"CEK.LOKET.EXAMPLE"})
    seal_keys: dict[bytes, seal.PublicSealKey] = field(default_factory=lambda: {PUBLIC.kid: PUBLIC})


def test_what_was_sealed_is_read_back_also_with_blanks_around_it() -> None:
    text = dayend.make(ANCHOR, KEY)
    assert dayend.read(f" {text}\n", Known()) == ANCHOR
    assert len(text) <= 304, "the code must stay as small as that of a paper"


@given(
    place=st.integers(min_value=len(dayend.PREFIX)), letter=st.sampled_from("0123456789ABCDEFGHIJKLM$*-:+")
)
def test_no_changed_character_is_believed(place: int, letter: str) -> None:
    text = dayend.make(ANCHOR, KEY)
    at = len(dayend.PREFIX) + place % (len(text) - len(dayend.PREFIX))
    changed = text[:at] + letter + text[at + 1 :]
    if changed != text:
        with pytest.raises((SealAltered, SealNotOurs)):
            dayend.read(changed, Known())


def test_a_strangers_key_under_our_number_is_an_alteration_and_an_unknown_number_not_ours() -> None:
    with pytest.raises(SealAltered):
        dayend.read(dayend.make(ANCHOR, STRANGER), Known())
    with pytest.raises(SealNotOurs):
        dayend.read(dayend.make(ANCHOR, seal.SealKey(b"\x09\x09", STRANGER.private)), Known())


def test_a_key_closes_no_day_outside_its_time_and_none_when_it_is_for_one_family_of_permits() -> None:
    late = Anchor(ANCHOR.point, 1, ANCHOR.hash, datetime(2027, 1, 1, 3, tzinfo=UTC))
    with pytest.raises(SealNotOurs):
        dayend.read(dayend.make(late, KEY), Known())
    family = seal.PublicSealKey(KEY.kid, PUBLIC.public, PUBLIC.not_before, PUBLIC.not_after, "strp")
    with pytest.raises(SealNotOurs):
        dayend.read(dayend.make(ANCHOR, KEY), Known(seal_keys={KEY.kid: family}))


def test_a_papers_seal_is_no_closing_and_a_closing_no_papers_seal() -> None:
    statement = seal.Statement(
        "1", "strp-individual", "Siti", "0001", date(2026, 11, 22), None, date(2026, 11, 22), 7, b"x" * 8
    )
    code = seal.make(statement, KEY, "CEK.LOKET.EXAMPLE")
    body = code.partition("#")[2]
    with pytest.raises(SealAltered):
        dayend.read(dayend.PREFIX + body, Known())
    with pytest.raises(SealAltered):
        seal.read(
            "HTTPS://CEK.LOKET.EXAMPLE/#" + dayend.make(ANCHOR, KEY).removeprefix(dayend.PREFIX), Known()
        )
