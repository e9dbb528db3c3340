"""Colours that can be read, sizes that grow, icons that exist."""

import re

import pytest
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from workstation.resources_at import resource
from workstation.ui import icons
from workstation.ui.colours import COLOURS, EDGES, PAIRS, TONES
from workstation.ui.theme import SCALES, TONE_ICONS, Look, Tone, contrast, pad, theme


@pytest.mark.parametrize("wanted", list(Look))
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_letters_stand_out_from_their_ground(look, wanted, ink, ground):
    look(wanted)
    assert contrast(theme().colour(ink), theme().colour(ground)) >= 4.5


@pytest.mark.parametrize("wanted", list(Look))
@pytest.mark.parametrize("tone", list(Tone))
def test_the_words_of_a_pill_can_be_read(look, wanted, tone):
    look(wanted)
    colours = theme().tone(tone)
    assert contrast(colours.ink, colours.ground) >= 4.5


@pytest.mark.parametrize("wanted", list(Look))
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_borders_and_the_focus_ring_can_be_seen(look, wanted, edge, ground):
    look(wanted)
    assert contrast(theme().colour(edge), theme().colour(ground)) >= 3.0


def test_high_contrast_is_stronger_than_seven_to_one(look):
    look(Look.CONTRAST)
    for ink, ground in PAIRS:
        assert contrast(theme().colour(ink), theme().colour(ground)) >= 7.0, (ink, ground)


def test_every_tone_has_an_icon_so_that_no_status_is_colour_alone():
    assert set(TONE_ICONS) == set(Tone)
    assert len(set(TONE_ICONS.values())) == len(Tone)
    assert all(set(tones) == set(Tone) for tones in TONES.values())


def test_sizes_grow_live_and_the_layout_with_them(qtbot, look):
    page = QWidget()
    qtbot.addWidget(page)
    row, entry = QHBoxLayout(page), QLineEdit()
    pad(row, 8, gap=12)
    row.addWidget(entry)
    page.show()
    small = entry.sizeHint().height()
    theme().zoom(1)
    assert theme().scale == 110
    look(Look.LIGHT, 200)
    assert row.contentsMargins().left() == 16
    assert row.spacing() == 24
    assert entry.sizeHint().height() >= 1.8 * small
    theme().zoom(1)
    assert theme().scale == SCALES[-1]
    theme().zoom(0)
    assert theme().scale == 100
    assert row.spacing() == 12


def test_our_own_fonts_are_in_force(qtbot):
    page = QLineEdit()
    qtbot.addWidget(page)
    page.show()
    assert page.fontInfo().family() == "Inter"


def test_every_colour_of_the_style_sheet_is_a_token():
    sheet = resource("workstation.qss").read_text(encoding="utf-8")
    assert not re.findall(r"#[0-9a-fA-F]{6}\b", sheet)
    assert "$accent" in sheet
    assert "accent" in COLOURS


def test_the_icon_is_painted_in_the_colour_asked_for(qapp):
    picture = icons.pixmap("square", "#ff0000", 24, 1.0).toImage()
    inks = {picture.pixelColor(x, 12).name() for x in range(24) if picture.pixelColor(x, 12).alpha() > 200}
    assert inks == {"#ff0000"}


def test_an_unknown_icon_is_an_error(qapp):
    with pytest.raises(FileNotFoundError):
        icons.pixmap("no-such-icon", "#000000", 16)


def test_the_icons_bring_their_licence():
    assert "ISC License" in resource("icons/LICENSE-lucide.txt").read_text(encoding="utf-8")
