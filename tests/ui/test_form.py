"""The entry form: faults after leaving a field, conditional fields, Enter to the next, values as text."""

from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from workstation.ui.entries import read_date
from workstation.ui.form import Form
from workstation.ui.theme import Look


def spec(code, label, kind="text", **more):
    facts = {"required": True, "help": "", "choices": (), "when": None, "max_length": 100} | more
    return SimpleNamespace(code=code, label=label, kind=kind, **facts)


SICK = SimpleNamespace(field="need", values=("sick",))
FIELDS = (
    spec("name", "Nama"),
    spec("nik", "NIK", "nik", help="16 angka"),
    spec("need", "Keperluan", "choice", choices=(("sick", "Keluarga sakit"), ("birth", "Persalinan"))),
    spec("hospital", "Rumah sakit", when=SICK),
    spec("birth", "Tanggal lahir", "date"),
    spec("address", "Alamat", "multiline", required=False),
)


def check(values):
    found = {f.code: f"{f.label} wajib diisi." for f in FIELDS if f.required and f.code not in values}
    if "nik" in values and len(values["nik"]) != 16:
        found["nik"] = "NIK terdiri atas 16 angka."
    return found


@pytest.fixture
def form(qtbot) -> Form:
    made = Form(FIELDS, check=check)
    qtbot.addWidget(made)
    made.resize(800, 500)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    return made


def test_a_fault_is_shown_only_after_the_field_was_left(qtbot, form):
    nik = form.box("nik")
    nik.entry.focus()
    qtbot.keyClicks(nik.entry.widget, "3171")
    assert nik.fault == ""
    qtbot.keyClick(nik.entry.widget, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: nik.fault == "NIK terdiri atas 16 angka.")
    assert form.box("birth").fault == ""
    form.set_value("nik", "3171994502850001")
    assert nik.fault == ""


def test_enter_goes_to_the_next_field_and_ends_after_the_last(qtbot, form):
    form.box("name").entry.focus()
    qtbot.keyClick(form.box("name").entry.widget, Qt.Key.Key_Return)
    assert form.box("nik").entry.widget.hasFocus()
    form.set_value("need", "birth")
    form.box("need").entry.focus()
    qtbot.keyClick(form.box("need").entry.widget, Qt.Key.Key_Return)
    assert form.box("birth").entry.widget.hasFocus()
    short = Form(FIELDS[:1], check=check)
    qtbot.addWidget(short)
    with qtbot.waitSignal(short.finished):
        qtbot.keyClick(short.box("name").entry.widget, Qt.Key.Key_Return)


def test_a_conditional_field_appears_and_counts_only_when_it_fits(form):
    assert not form.box("hospital").isVisible()
    form.set_value("need", "sick")
    assert form.box("hospital").isVisible()
    form.set_value("hospital", "RSUD Tarakan")
    assert form.values()["hospital"] == "RSUD Tarakan"
    assert "hospital" not in form.faults()
    form.set_value("need", "birth")
    assert not form.box("hospital").isVisible()
    assert "hospital" not in form.values()
    assert "hospital" not in form.faults()


def test_values_are_text_as_the_catalogue_wants_it(form):
    values = {
        "name": "Sri",
        "nik": "3171994502850001",
        "need": "sick",
        "hospital": "RSUD",
        "birth": "1985-02-05",
        "address": "Jalan A\nRT 02",
    }
    form.set_values(values)
    assert form.values() == values
    assert form.box("birth").entry.widget.text() == "05-02-1985"
    assert form.complete()


def test_an_incomplete_form_shows_every_fault_and_goes_to_the_first(form):
    form.set_values({"name": "Sri"})
    assert not form.complete()
    assert form.box("nik").fault
    assert form.box("birth").fault
    assert form.box("nik").entry.widget.hasFocus()


def test_every_edit_is_told_but_not_filling_the_form(qtbot, form):
    heard = []
    form.changed.connect(lambda: heard.append(1))
    form.set_values({"name": "Sri", "need": "sick"})
    assert heard == []
    qtbot.keyClicks(form.box("name").entry.widget, "ab")
    assert len(heard) == 2


def test_the_entries_have_names_for_a_screen_reader(form):
    assert form.box("nik").entry.widget.accessibleName() == "NIK, wajib diisi"
    assert form.box("nik").entry.widget.accessibleDescription() == "16 angka"
    form.show_faults({"nik": "NIK terdiri atas 16 angka."})
    assert form.box("nik").entry.widget.accessibleDescription() == "NIK terdiri atas 16 angka."


def test_a_locked_form_can_be_read_but_not_changed(qtbot, form):
    form.set_values({"name": "Sri"})
    form.set_locked(True)
    qtbot.keyClicks(form.box("name").entry.widget, "x")
    assert form.values() == {"name": "Sri"}


def test_a_subclass_puts_its_own_widget_beside_each_field(qtbot):
    class Marked(Form):
        def slot_for(self, spec) -> QWidget:
            return QLabel(f"tanda {spec.code}")

    made = Marked(FIELDS, check=check)
    qtbot.addWidget(made)
    assert isinstance(made.box("nik").slot, QLabel)
    assert made.box("nik").slot.text() == "tanda nik"


def test_the_form_uses_one_column_where_there_is_no_room(qtbot, form, look, shot):
    look(Look.LIGHT, 200)
    form.resize(700, 900)
    name, nik = form.box("name"), form.box("nik")
    qtbot.waitUntil(lambda: name.geometry().left() == nik.geometry().left())
    assert nik.geometry().top() > name.geometry().top()
    shot(form, "form-200")


@pytest.mark.parametrize("typed", ["5-7-2021", "05/07/2021", "05072021", "2021-07-05", "5.7.2021"])
def test_a_date_is_understood_as_people_write_it(typed):
    assert read_date(typed) == date(2021, 7, 5)


@pytest.mark.parametrize("typed", ["", "31-02-2021", "5-7-21", "kemarin", "5-7", "１-7-2021x", "99999999"])
def test_what_is_no_date_is_not_made_one(typed):
    assert read_date(typed) is None


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(["%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y", "%d%m%Y"]))
def test_every_written_date_is_read_back(day, shape):
    assert read_date(day.strftime(shape)) == day


@given(st.text(max_size=20))
def test_no_text_breaks_the_reading_of_dates(text):
    read_date(text)
