"""A withdrawn paper is known at a checkpoint that has had no line since this morning."""

import random
import zlib
from datetime import UTC, datetime, timedelta

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from workstation.errors import WithdrawalListUnusable
from workstation.signing import cose, withdrawals

KEY = withdrawals.WithdrawalKey(b"L1", ec.generate_private_key(ec.SECP256R1()))
KEYS = {KEY.kid: KEY.private.public_key()}
MORNING = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)


@given(st.sets(st.integers(0, 2**32 - 1), max_size=40), st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=60)
def test_exactly_the_withdrawn_serials_are_withdrawn(serials: set[int], other: int) -> None:
    found = withdrawals.read(withdrawals.publish(serials, KEY, MORNING), KEYS)
    assert all(found.is_withdrawn(serial) for serial in serials)
    assert found.is_withdrawn(other) == (other in serials)
    assert not any(found.is_withdrawn(serial + 1) for serial in serials if serial + 1 not in serials)


def test_a_million_papers_with_one_in_a_hundred_withdrawn_stay_small() -> None:
    chosen = random.Random(1).sample(range(1_000_000), 10_000)
    data = withdrawals.publish(chosen, KEY, MORNING)
    assert len(data) < 16_000
    assert sum(map(withdrawals.read(data, KEYS).is_withdrawn, range(1_000_000))) == 10_000


def test_a_list_is_relied_on_for_two_days_and_never_past_its_own_end() -> None:
    lasting, short = (
        withdrawals.read(withdrawals.publish({7}, KEY, MORNING, lasts=timedelta(hours=hours)), KEYS)
        for hours in (90 * 24, 1)
    )
    assert [lasting.is_fresh(MORNING + timedelta(hours=hours)) for hours in (48, 49)] == [True, False]
    assert [short.is_fresh(MORNING + timedelta(minutes=minutes)) for minutes in (59, 60)] == [True, False]


def test_a_changed_or_foreign_list_is_refused_with_the_reason() -> None:
    data = withdrawals.publish({7}, KEY, MORNING)
    stranger = withdrawals.WithdrawalKey(b"L2", KEY.private)
    forger = withdrawals.WithdrawalKey(b"L1", ec.generate_private_key(ec.SECP256R1()))
    no_list = cbor2.dumps({6: 1, 4: 2, -65538: b"\x00"})
    cases = [
        ("form", data[:-1]),
        ("signature", data[:30] + bytes([data[30] ^ 1]) + data[31:]),
        ("signature", withdrawals.publish((), forger, MORNING)),
        ("kid", withdrawals.publish({7}, stranger, MORNING)),
        ("claims", cose.seal(no_list, KEY.private, KEY.kid)),
    ]
    for reason, changed in cases:
        with pytest.raises(WithdrawalListUnusable) as refusal:
            withdrawals.read(changed, KEYS)
        assert refusal.value.reason == reason


@given(st.binary(max_size=300))
@settings(max_examples=500, deadline=None)
def test_random_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(WithdrawalListUnusable):
        withdrawals.read(data, KEYS)


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_any_changed_byte_is_noticed(data: st.DataObject) -> None:
    good = withdrawals.publish({7, 70_000}, KEY, MORNING)
    at = data.draw(st.integers(0, len(good) - 1))
    bad = bytearray(good)
    bad[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(WithdrawalListUnusable):
        withdrawals.read(bytes(bad), KEYS)


@pytest.mark.parametrize("serial", [-1, 2**32])
def test_a_serial_that_is_none_is_not_published(serial: int) -> None:
    with pytest.raises(ValueError, match="serial"):
        withdrawals.publish({serial}, KEY, MORNING)


@pytest.mark.parametrize("body", [bytes(withdrawals.MOST_BYTES + 1), cbor2.dumps({0: b"\xff"}) * 2])
def test_a_signed_list_that_swells_or_breaks_off_is_refused(body: bytes) -> None:
    packed = zlib.compress(body) if len(body) > 100 else zlib.compress(body)[:-5]
    claims = cbor2.dumps({6: 1, 4: 2, -65538: packed})
    with pytest.raises(WithdrawalListUnusable) as refusal:
        withdrawals.read(cose.seal(claims, KEY.private, KEY.kid), KEYS)
    assert refusal.value.reason == "claims"
