"""Lists of rows: sorted as lists, chosen by id, worked by keyboard."""

from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from workstation.ui.table import RIGHT, Column, RowModel, RowTable
from workstation.ui.theme import Look, Tone


@dataclass(frozen=True)
class Ticket:
    id: int
    number: str
    name: str
    minutes: int | None


COLUMNS = (
    Column("Nomor", lambda r: r.number, width=90, strong=True),
    Column("Nama", lambda r: r.name, tooltip=lambda r: f"Pemohon {r.name}"),
    Column("Menunggu", lambda r: "" if r.minutes is None else f"{r.minutes} mnt", align=RIGHT, width=90,
           sort=lambda r: r.minutes, tone=lambda r: Tone.WARN if (r.minutes or 0) > 30 else Tone.NEUTRAL),
)  # fmt: skip
ROWS = [
    Ticket(7, "A-003", "Sri Wahyuni", 9),
    Ticket(3, "A-001", "Bambang Sutrisno", 41),
    Ticket(5, "A-002", "Agus Salim", None),
    Ticket(9, "B-001", "Dewi Lestari", 12),
]


@pytest.fixture
def table(qtbot) -> RowTable:
    made = RowTable(COLUMNS, name="", checkable=True, many=True)
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.set_rows(ROWS)
    made.show()
    return made


@pytest.mark.parametrize("checkable", [True, False])
def test_the_model_keeps_the_rules_of_qt(qtmodeltester, checkable):
    model = RowModel(COLUMNS, checkable=checkable)
    qtmodeltester.check(model)
    model.set_rows(ROWS)
    model.sort(1, Qt.SortOrder.DescendingOrder)
    model.set_rows(ROWS[:2])
    if checkable:
        model.tick([0], True)
    qtmodeltester.check(model)
    model.set_rows([])


def test_sorting_goes_by_the_value_and_rows_without_one_stay_last(table):
    table.sortByColumn(3, Qt.SortOrder.AscendingOrder)
    assert [row.minutes for row in table.rows()] == [9, 12, 41, None]
    table.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    assert [row.minutes for row in table.rows()] == [41, 12, 9, None]
    table.set_rows([*ROWS, Ticket(11, "C-001", "Joko", 20)])
    assert [row.minutes for row in table.rows()] == [41, 20, 12, 9, None]


def test_the_choice_stays_with_its_row_when_the_list_is_read_again(qtbot, table):
    table.choose_row(5)
    heard = []
    table.chosen.connect(heard.append)
    table.set_rows([ROWS[3], replace(ROWS[2], minutes=1), ROWS[0]])
    assert [row.id for row in table.selected()] == [5]
    assert table.row_now().id == 5
    assert heard[-1] == (replace(ROWS[2], minutes=1),)
    table.set_rows(ROWS[:2])
    assert table.selected() == []
    assert heard[-1] == ()


def test_the_choice_stays_with_its_row_when_sorted(table):
    table.choose_row(3)
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert [row.id for row in table.selected()] == [3]


def test_ticks_outlive_a_refresh_and_count_before_the_selection(table):
    table.rows_model.tick([1, 3], True)
    table.choose_row(7)
    assert [row.id for row in table.chosen_rows()] == [3, 9]
    table.set_rows(reversed(ROWS))
    assert [row.id for row in table.checked()] == [9, 3]
    table.check_all(False)
    assert [row.id for row in table.chosen_rows()] == [7]


def test_space_ticks_enter_opens_and_letters_jump(qtbot, table):
    opened = []
    table.activated_row.connect(opened.append)
    table.activateWindow()
    table.setFocus()
    table.choose_row(7)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert [row.id for row in table.checked()] == [7]
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert table.checked() == []
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert [row.id for row in opened] == [7]
    table.keyboardSearch("d")
    table.keyboardSearch("e")
    assert table.row_now().name == "Dewi Lestari"


def test_home_and_end_go_to_the_first_and_the_last_row(qtbot, table):
    table.choose_row(7)
    qtbot.keyClick(table, Qt.Key.Key_End)
    assert table.row_now() == table.rows()[-1]
    assert table.selected() == table.rows()[-1:]
    qtbot.keyClick(table, Qt.Key.Key_Home)
    assert table.row_now() == table.rows()[0]


def test_many_rows_are_chosen_with_shift(qtbot, table):
    table.selectRow(0)
    whole = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    table.selectionModel().select(table.rows_model.index(2, 0), whole)
    assert [row.id for row in table.selected()] == [7, 5]
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert len(table.checked()) == 2


def test_a_screen_reader_hears_the_cells(qtbot, table):
    assert table.accessibleName() == "Daftar"
    reader = QAccessible.queryAccessibleInterface(table)
    assert reader is not None
    model = table.rows_model
    assert model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole) == "Tidak ditandai"
    assert model.data(model.index(0, 2), Qt.ItemDataRole.AccessibleTextRole) == "Sri Wahyuni"


def test_a_hundred_thousand_rows_are_sorted_at_once(qtbot, table, benchmark_ms):
    many = [Ticket(n, f"A-{n % 977:03d}", f"Nama {n * 7919 % 100_003}", n % 61) for n in range(100_000)]
    assert benchmark_ms(lambda: table.set_rows(many)) < 2000
    assert benchmark_ms(lambda: table.sortByColumn(2, Qt.SortOrder.AscendingOrder)) < 4000
    assert table.rows()[0].name == "Nama 0"


def test_columns_without_a_width_share_what_is_left_but_stay_readable(qtbot, table, look):
    table.resize(900, 300)
    qtbot.waitUntil(lambda: table.columnWidth(2) > 400)
    look(Look.LIGHT, 200)
    assert table.columnWidth(2) >= 300
    assert table.columnWidth(1) == 180


def test_widths_the_officer_chose_are_kept(qtbot):
    first = RowTable(COLUMNS, name="trial")
    qtbot.addWidget(first)
    first.show()
    first.setColumnWidth(0, 133)
    second = RowTable(COLUMNS, name="trial")
    qtbot.addWidget(second)
    assert second.columnWidth(0) == 133


def test_the_table_is_painted_in_every_look(qtbot, table, look, shot):
    for wanted in Look:
        look(wanted)
        shot(table, f"table-{wanted.value}")


def test_a_row_chosen_by_the_program_is_chosen_whatever_keys_are_held_down(qtbot):
    table = RowTable(COLUMNS, many=True)
    qtbot.addWidget(table)
    table.set_rows(ROWS)
    table.show()
    for modifier in (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier):
        QTest.keyClick(table, Qt.Key.Key_F24, modifier)  # the last key's modifiers stay known to Qt
        for row in (ROWS[1], ROWS[0], ROWS[0]):
            assert table.choose_row(row.id)
            assert table.selected() == [row]
    QTest.keyClick(table, Qt.Key.Key_F24)  # let go
    table.choose_row(ROWS[0].id)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert table.selected() == ROWS[:2]
    QTest.keyClick(table, Qt.Key.Key_F24)


def test_words_that_do_not_fit_are_told_in_full_and_others_keep_silent(qtbot, table):
    long = "Raden Ajeng Kartika Wulandari Kusumaningtyas Suryadiningrat"
    table.set_rows([*ROWS, Ticket(11, "A-004/LANTAI-DUA/SAYAP-BARAT", long, 120)])
    tips = table.itemDelegate()
    model, number, name, wait = table.rows_model, 1, 2, 3
    assert tips.cut_words(model.index(0, number), 90) == ""
    assert tips.cut_words(model.index(4, number), 90) == "A-004/LANTAI-DUA/SAYAP-BARAT"
    assert tips.cut_words(model.index(4, name), 700) == ""
    assert tips.cut_words(model.index(4, name), 120) == long
    assert tips.cut_words(model.index(4, wait), 200) == ""
    assert tips.cut_words(model.index(4, wait), 60) == "120 mnt"
