"""The papers of a waiting case say in figures and words what it waits for, and only what has a paper is printed."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest

from tests.make import Office, exhausted
from workstation.errors import NotAllowed
from workstation.printing.spooler import FolderSpooler
from workstation.settings import OfficeSettings
from workstation.usecases import reviewing, waiting
from workstation.usecases.wait_papers import draw_wait, print_wait

PRACTICE = OfficeSettings(practice=True)


def technical(office: Office) -> int:
    case = office.submitted()
    office.complete(case)
    office.marked(case)
    reviewing.pass_on(office.desk("rina"), case)
    return case


def words_of(pdf: bytes) -> str:
    """What the paper says, one line."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in document)
    finally:
        document.close()


def test_a_levy_order_says_its_sum_in_figures_and_in_words(office):
    case, desk = technical(office), office.desk("rina")
    waiting.order_levy(desk, case, Decimal(2_500_000), "Perda 1/2024, tarif contoh", date(2026, 12, 10))
    said = words_of(draw_wait(desk, case, PRACTICE))
    for wanted in (
        "SURAT KETETAPAN RETRIBUSI DAERAH",
        "SKRD/MPP/",
        "Rp2.500.000,00",
        "10 Desember 2026",
        "LATIHAN",
    ):
        assert wanted in said
    assert "dua juta lima ratus ribu rupiah" in said.lower()


def test_a_survey_has_one_paper_for_report_and_judgement(office):
    case, desk = technical(office), office.desk("rina")
    survey = waiting.order_survey(desk, case, "Jalan Contoh Nomor 12", date(2026, 12, 1), "Tim survei Gambir")
    assert "Jalan Contoh Nomor 12" in words_of(draw_wait(desk, case, PRACTICE))
    waiting.report_survey(desk, survey, desk.today(), "Bangunan sesuai gambar.")
    said = words_of(draw_wait(desk, case, PRACTICE))
    assert "Bangunan sesuai gambar." in said
    assert "Rina Kusuma" in said


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
