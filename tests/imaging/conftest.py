"""One page reader for the room, real processes and all."""

from collections.abc import Iterator

import pytest

from workstation.imaging.pool import PageReader


@pytest.fixture(scope="module")
def reader() -> Iterator[PageReader]:
    with PageReader() as opened:
        yield opened
