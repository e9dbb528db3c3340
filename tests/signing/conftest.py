"""Fixtures of ink: the played eSign service."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.signing.esign import Esign
from tests.simulators import bsre as played
from tests.simulators._bsre_state import State


@pytest.fixture
def esign() -> Iterator[Esign]:
    """A played service in a good mood."""
    state = State()
    with played.playing(state) as address, ExitStack() as ended:
        yield Esign(state, address, ended)
