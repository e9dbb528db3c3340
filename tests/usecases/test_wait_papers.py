"""The papers of a waiting case say in figures and words what it waits for, and only what has a paper is printed."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest

from tests.make import Office, exhausted
from workstation.catalogue.reading import load_folder
from workstation.catalogue.rules import Levy, LevyLine
from workstation.errors import NotAllowed
from workstation.identity import mask_nik
from workstation.printing.sheets import BillLine
from workstation.printing.spooler import FolderSpooler
from workstation.settings import OfficeSettings
from workstation.usecases import reviewing, waiting
from workstation.usecases.wait_papers import bill_of, draw_wait, print_wait

FOLDER = Path(__file__).parents[2] / "resources" / "catalogue"
PRACTICE = OfficeSettings(practice=True)


def technical(office: Office) -> int:
    case = office.submitted()
    office.complete(case)
    office.marked(case)
    reviewing.pass_on(office.desk("rina"), case)
    return case


def pages_of(pdf: bytes) -> list[str]:
    """What each page says, one line."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def words_of(pdf: bytes) -> str:
    """What the paper says, one line."""
    return " ".join(pages_of(pdf))


def test_a_levy_order_says_its_sum_in_figures_and_in_words(office):
    case, desk = technical(office), office.desk("rina")
    waiting.order_levy(desk, case, Decimal(2_500_000), "Perda 1/2024, tarif contoh", date(2026, 12, 10))
    said = words_of(draw_wait(desk, case, PRACTICE))
    for wanted in (
        "SURAT KETETAPAN RETRIBUSI DAERAH",
        "SKRD/MPP/",
        "Rp2.500.000,00",
        "10 Desember 2026",
        "Tahun retribusi",
        "Bank DKI (teller, ATM, atau rekening virtual)",
        "LATIHAN",
    ):
        assert wanted in said
    assert "dua juta lima ratus ribu rupiah" in said.lower()


def test_a_levy_order_tells_its_account_where_the_bank_gave_one(office):
    case, desk = technical(office), office.desk("rina")
    waiting.order_levy(desk, case, Decimal(2_500_000), "Perda 1/2024, tarif contoh", date(2026, 12, 10))
    assert "Rekening virtual" not in words_of(draw_wait(desk, case, PRACTICE))
    order = office.ask("SELECT number FROM loket.levy_order WHERE application_id = :case", case=case)
    digits = "".join(letter for letter in order if letter.isdecimal())
    said = words_of(draw_wait(desk, case, replace(PRACTICE, levy_account="98811")))
    assert f"98811{digits}" in said


def test_whose_levy_it_is_is_read_for_that_purpose_and_masked_on_the_paper(office):
    case, desk = technical(office), office.desk("rina")
    waiting.order_levy(desk, case, Decimal(2_500_000), "Perda 1/2024, tarif contoh", date(2026, 12, 10))
    said = words_of(draw_wait(desk, case, PRACTICE))
    whole = office.ask("SELECT applicant_nik FROM loket.application WHERE id = :case", case=case)
    assert whole not in said
    assert mask_nik(whole) in said
    noted = office.ask(
        "SELECT count(*) FROM loket.journal WHERE thing_id = :id AND data ->> 'purpose' = 'mencetak SKRD'",
        id=str(case),
    )
    assert noted


def test_the_lines_of_a_tariff_stand_on_the_order_only_where_they_make_its_sum():
    levy = Levy("contoh", lines=(LevyLine("Luas", Decimal(12_500), times=("area",)),))
    rules = replace(load_folder(FOLDER)[0], levy=levy)
    assert bill_of(rules, {"area": "12"}, Decimal(150_000)) == (
        BillLine("Luas", "12", Decimal(12_500), Decimal(150_000)),
    )
    (whole,) = bill_of(rules, {"area": "12"}, Decimal(200_000))
    assert whole.amount == Decimal(200_000)


def test_a_survey_is_reported_on_one_paper_and_judged_on_another(office):
    case, desk = technical(office), office.desk("rina")
    survey = waiting.order_survey(desk, case, "Jalan Contoh Nomor 12", date(2026, 12, 1), "Tim survei Gambir")
    before = draw_wait(desk, case, PRACTICE)
    assert "BERITA ACARA PEMERIKSAAN LAPANGAN" in words_of(before)
    assert "Jalan Contoh Nomor 12" in words_of(before)
    assert "Hasil pemeriksaan:" in words_of(before)
    waiting.report_survey(desk, survey, desk.today(), "Bangunan sesuai gambar.")
    report, consent = pages_of(draw_wait(desk, case, PRACTICE))
    assert "Hasil pemeriksaan: Bangunan sesuai gambar." in report
    assert "Rina Kusuma" in report
    assert "BERITA ACARA PERSETUJUAN TEKNIS" in consent
    assert "coret yang tidak perlu" in consent
    number = office.ask("SELECT number FROM loket.survey WHERE id = :id", id=survey)
    assert f"NOMOR: {number.replace('SURVEI', 'BAPL')}" in report
    assert f"NOMOR: {number.replace('SURVEI', 'BAPT')}" in consent


def test_a_postponement_names_reason_and_day_and_its_printing_is_noted(office, tmp_path: Path):
    case, desk = technical(office), office.desk("rina")
    waiting.postpone(desk, case, desk.today() + timedelta(days=3), "Survei lapangan ditutup.")
    assert "Survei lapangan ditutup." in words_of(draw_wait(desk, case, PRACTICE))
    exhausted(print_wait(desk, case, PRACTICE, spooler=FolderSpooler(tmp_path)))
    assert len(list(tmp_path.rglob("*.pdf"))) == 1
    noted = office.ask(
        "SELECT count(*) FROM loket.journal WHERE thing = 'application' AND thing_id = :id AND action = 'print'",
        id=str(case),
    )
    assert noted == 1


def test_a_case_that_waits_for_a_word_has_no_paper(office):
    case = technical(office)
    waiting.ask_applicant(office.desk("rina"), case, "nomor telepon")
    with pytest.raises(NotAllowed):
        draw_wait(office.desk("rina"), case, PRACTICE)
