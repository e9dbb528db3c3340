"""Quarter turns on top of EXIF orientations, checked against real pixels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from tests.imaging.drawing import corners
from workstation.imaging import turn
from workstation.imaging.layers import reoriented

quarters = st.sampled_from(turn.TURNS)
orientations = st.integers(1, 8)
edges = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted)
regions = st.tuples(edges, edges).map(lambda p: turn.Region(p[0][0], p[1][0], p[0][1], p[1][1]))


@given(quarters, quarters)
def test_turning_there_and_back_changes_nothing(start: int, by: int) -> None:
    assert turn.turned(turn.turned(start, by), -by) == start
    assert turn.turned(turn.turned(start, by), 360 - by) == start


@given(st.integers().filter(lambda by: by % 90))
def test_a_page_turns_by_quarters_only(by: int) -> None:
    with pytest.raises(ValueError, match="quarters"):
        turn.turned(0, by)


@given(orientations, quarters, quarters)
def test_turns_add_up_on_any_orientation(orientation: int, one: int, two: int) -> None:
    twice = turn.with_turn(turn.with_turn(orientation, one), two)
    assert twice == turn.with_turn(orientation, turn.turned(one, two))


@given(regions, quarters)
def test_a_region_comes_back_where_it_was(region: turn.Region, rotation: int) -> None:
    assert turn.region_unturned(turn.region_turned(region, rotation), rotation) == pytest.approx(region)


@given(regions, quarters, quarters)
def test_regions_turn_as_pages_do(region: turn.Region, one: int, two: int) -> None:
    stepwise = turn.region_turned(turn.region_turned(region, one), two)
    assert stepwise == pytest.approx(turn.region_turned(region, turn.turned(one, two)))


@given(
    st.integers(1, 400),
    st.integers(1, 400),
    quarters,
    st.tuples(st.integers(0, 400), st.integers(0, 400), st.integers(0, 400), st.integers(0, 400)),
)
def test_pixel_boxes_agree_with_the_turned_picture(
    width: int, height: int, rotation: int, raw: tuple[int, int, int, int]
) -> None:
    shown = tuple(int(side) for side in turn.size_shown(width, height, rotation))
    left, right = sorted((raw[0] % (shown[0] + 1), raw[2] % (shown[0] + 1)))
    top, bottom = sorted((raw[1] % (shown[1] + 1), raw[3] % (shown[1] + 1)))
    region = turn.Region(left / shown[0], top / shown[1], right / shown[0], bottom / shown[1])
    back = turn.region_unturned(region, rotation)
    box = turn.box_unturned((left, top, right, bottom), (shown[0], shown[1]), rotation)
    assert box == pytest.approx(
        (back.left * width, back.top * height, back.right * width, back.bottom * height)
    )


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("rotation", turn.TURNS)
def test_orientation_and_turn_show_what_pillow_shows(orientation: int, rotation: int) -> None:
    stored = corners(30, 20)
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored.info["exif"] = exif.tobytes()
    expected = ImageOps.exif_transpose(stored).rotate(-rotation, expand=True)
    once = reoriented(corners(30, 20), turn.with_turn(orientation, rotation))
    assert reoriented(corners(30, 20), orientation, rotation).tobytes() == expected.tobytes()
    assert once.tobytes() == expected.tobytes()
    upright = turn.size_upright(30, 20, orientation)
    assert turn.size_shown(*upright, rotation) == expected.size
