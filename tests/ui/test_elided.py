"""Long names in the strip over the screens: cut and told, while its buttons stay where they are."""

import pytest

from workstation.ui.button import Button
from workstation.ui.elided import Elided
from workstation.ui.theme import Look
from workstation.ui.topbar import TopBar

LONG = "Raden Ajeng Kartika Wulandari Kusumaningtyas Suryadiningrat"
PLACE = "Mal Pelayanan Publik Kota Administrasi Jakarta Selatan Unit Dua"


@pytest.mark.parametrize("scale", [100, 150])
def test_long_names_push_no_button_out_of_the_strip_and_are_told_in_full(qtbot, lanes, look, scale):
    look(Look.LIGHT, scale)
    top = TopBar(lanes, point=PLACE, counter="Loket 12", officer=LONG, roles="Pejabat penanda tangan")
    qtbot.addWidget(top)
    top.resize(900 * scale // 100, top.sizeHint().height())
    with qtbot.waitExposed(top):
        top.show()
    assert top.width() == 900 * scale // 100
    for button in top.findChildren(Button):
        assert not button.isVisible() or button.visibleRegion().boundingRect().size() == button.size()
    cut = {label.text(): label for label in top.findChildren(Elided)}
    assert cut[PLACE].seen_text().endswith("…")
    assert cut[PLACE].toolTip() == PLACE
    assert cut[LONG].seen_text() != LONG


def test_short_names_stand_whole_without_a_tooltip(qtbot, lanes):
    top = TopBar(lanes, point="MPP", counter="Loket 12", officer="Siti", roles="Petugas loket")
    qtbot.addWidget(top)
    top.resize(1100, top.sizeHint().height())
    with qtbot.waitExposed(top):
        top.show()
    for label in top.findChildren(Elided):
        assert label.seen_text() == label.text()
        assert label.toolTip() == ""
