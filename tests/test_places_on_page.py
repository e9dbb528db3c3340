"""Frames on a page: they stay on the page and on the same ink."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.places_on_page import Region, edges_turned, region_of

share = st.floats(0, 1)
quarter = st.sampled_from([0, 90, 180, 270])
GOOD = Region(2, 0.1, 0.2, 0.3, 0.4)


def test_a_turn_of_the_page_takes_the_frame_along_and_back() -> None:
    assert Region(0, 0, 0, 0.25, 0.5).turned(90).edges == (0.5, 0, 1, 0.25)
    for rotation in (0, 90, 180, 270):
        assert GOOD.turned(rotation).turned(-rotation).edges == pytest.approx(GOOD.edges)


@pytest.mark.parametrize(
    "bad",
    [(-1, 0, 0, 1, 1), (0, -0.1, 0, 1, 1), (0, 0.5, 0, 0.6, 1), (0, 0, 0.9, 0.5, 0.2), (0, 0.5, 0.5, 0, 0.1)],
)
def test_what_is_not_on_a_page_is_refused(bad: tuple[int, float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="Region"):
        Region(*bad)


@given(st.floats(-3, 3), st.floats(-3, 3), quarter)
def test_moving_and_growing_never_leave_the_page(right: float, down: float, rotation: int) -> None:
    frame = GOOD.moved(right, down).grown(down, right).turned(rotation)
    assert all(0 <= edge <= 1 + 1e-6 for edge in frame.edges)
    assert frame.page == 2


@given(share, share, share, share, quarter)
def test_any_two_corners_make_the_same_frame(a: float, b: float, c: float, d: float, rotation: int) -> None:
    if min(abs(a - c), abs(b - d)) < 0.01:
        return
    assert region_of(0, (a, b, c, d)) == region_of(0, (c, d, a, b))
    assert edges_turned(edges_turned((a, b, c, d), rotation), -rotation) == pytest.approx((a, b, c, d))


def test_corners_outside_are_brought_to_the_page() -> None:
    assert region_of(1, (1.4, 1.2, 0.5, -0.3)) == Region(1, 0.5, 0, 0.5, 1)
