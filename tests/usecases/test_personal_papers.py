"""What is given to a person, what says that data are gone, and the letters of a breach: as words on paper."""

from datetime import datetime, timedelta

import pytest

from tests.make import Office
from tests.printing import seen
from workstation.errors import NotAllowed
from workstation.settings import OfficeSettings
from workstation.usecases import breaching, person_reading, personal_papers, retention, reviewing
from workstation.usecases.breaching import NewBreach
from workstation.vocabulary import RetentionKind

SITI = "3171994502850001"
OFFICE = OfficeSettings(practice=True)


def test_the_copy_says_all_that_is_held_in_the_forms_own_words_and_who_read_it(office: Office) -> None:
    case = office.submitted()
    office.walk_in(name="Siti Rahmawati", nik=SITI, phone="081255501234")
    reviewing.open_file(office.desk("rina"), case, "penelitian administrasi")
    desk = office.desk("manajer")
    subject = person_reading.find_person(desk, SITI, "permintaan akses")
    file = person_reading.export(desk, subject, "diserahkan kepada pemohon")
    pdf = personal_papers.person_paper(desk, file, OFFICE)
    said = seen.text(pdf)
    for words in (
        SITI,
        "Jalan Kenanga Nomor 7 RT 003 RW 004",
        "5 Februari 1985",
        "081255501234",
        "36,5 °C",
        "Rina Kusuma, Mal Pelayanan Publik",
        "penelitian administrasi",
        "Data di meja subjek data diekspor",
        "LATIHAN",
    ):
        assert words in said, words
    assert pdf == personal_papers.person_paper(desk, file, OFFICE)


def test_the_copy_for_somebody_of_whom_nothing_is_held_says_so(office: Office) -> None:
    desk = office.desk("manajer")
    subject = person_reading.find_person(desk, SITI, "permintaan akses")
    file = person_reading.export(desk, subject, "diserahkan kepada pemohon")
    assert "Tidak ada data pribadi Saudara yang disimpan." in seen.text(
        personal_papers.person_paper(desk, file, OFFICE)
    )


def test_the_record_of_a_destruction_names_number_both_persons_and_every_thing(office: Office) -> None:
    ticket = office.walk_in(name="Siti Rahmawati")
    office.later(days=100)
    made = retention.propose(office.desk("manajer"), list(RetentionKind), "jadwal retensi tahunan")
    with pytest.raises(NotAllowed):
        personal_papers.destruction_paper(office.desk("admin"), made, OFFICE)
    retention.approve(office.desk("admin"), made)
    said = seen.text(personal_papers.destruction_paper(office.desk("admin"), made, OFFICE))
    code = office.ask("SELECT code FROM loket.visit WHERE id = :i", i=ticket.visit_id)
    for words in (
        "BA-0001/PMN/MPP/",
        "Maya Lestari",
        "Agus Wijaya",
        "jadwal retensi tahunan",
        code,
        "90 hari",
    ):
        assert words in said, words
    assert "Siti" not in said


def test_a_breach_has_one_letter_to_the_authority_and_one_to_each_person(office: Office) -> None:
    case = office.submitted(type_code="strp-company")
    reviewing.open_file(office.desk("rina"), case, "penelitian administrasi")
    desk, now = office.desk("manajer"), office.ask("SELECT loket.moment()")
    assert isinstance(now, datetime)
    hour = timedelta(hours=1)
    wanted = NewBreach(now - hour, now + hour, now, "Kata sandi terlihat orang", "Akun dikunci", "rina")
    made = breaching.open_breach(desk, wanted)
    reached = breaching.reached(desk, made)
    pages = seen.texts(personal_papers.breach_paper(desk, made, reached, OFFICE))
    assert len(pages) == 1 + len(reached) == 7
    assert "Lembaga Pelindungan Data Pribadi" in pages[0]
    assert "6 orang" in pages[0]
    for page, row in zip(pages[1:], reached, strict=True):
        assert row.name in page
        assert "Kata sandi terlihat orang" in page
        assert "Akun dikunci" in page
        assert "nomor identitas" in page
