"""What is sent back is frozen item by item, printed for the applicant, and kept when the case comes again."""

import pypdfium2

from tests.lists import UNFIT, group, ids
from tests.make import Office, picture
from workstation.queries.casefile import case_file
from workstation.queries.intake import draft_facts
from workstation.settings import OfficeSettings
from workstation.usecases import intake, persons, returns, reviewing
from workstation.usecases.reviewing import Reason
from workstation.vocabulary import Mark, PersonVerdict


def sent_back(office: Office) -> int:
    """One refused scan for two reasons, one field with a finding, one that only differs, one for the whole."""
    case, rina = office.submitted(), office.desk("rina")
    reviewing.take(rina, case)
    scan = office.ask("SELECT min(id) FROM loket.scan WHERE application_id = :i", i=case)
    reviewing.refuse_scan(
        rina,
        scan,
        [Reason("unreadable-scan", "Tidak terbaca", "UU 25/2009", "Pindai ulang."), Reason("b", "Terpotong")],
        "sisi kanan",
    )
    reviewing.find_fault(rina, case, "address", Mark.DIFFERS, [Reason("typing-error", "Alamat keliru")])
    reviewing.mark_field(rina, case, "name", Mark.UNREADABLE)
    reviewing.send_back(
        rina, case, [Reason("period-not-covered", "Masa berlaku di luar ketentuan")], "Segera"
    )
    return case


def test_given_a_return_then_every_item_is_frozen_with_reason_and_remedy(office: Office) -> None:
    sent_back(office)
    row = office.rows("SELECT round, comment, items, record FROM loket.case_return")[0]
    assert (row.round, row.comment) == (1, "Segera")
    assert [(i["document"], i["field"], i["text"]) for i in row.items] == [
        ("identity_card", "", "Tidak terbaca"),
        ("identity_card", "", "Terpotong"),
        ("", "address", "Alamat keliru"),
        ("", "name", "Tidak terbaca pada KTP/KITAS/KITAP pemohon"),
        ("", "", "Masa berlaku di luar ketentuan"),
    ]
    assert row.items[0]["note"] == "sisi kanan"
    assert row.record["fields"]["address"] == "Jalan Kenanga Nomor 7 RT 003 RW 004"
    assert office.ask("SELECT count(*) FROM loket.case_reason WHERE purpose = 'finding'") == 0


def test_given_a_second_return_then_the_first_set_stays_and_the_next_is_round_two(office: Office) -> None:
    case = sent_back(office)
    budi, rina = office.desk("budi"), office.desk("rina")
    intake.attach_scan(budi, case, "identity_card", "baru.jpg", picture(99), 1)
    values = reviewing.open_file(budi, case, "melanjutkan pengisian").values
    row = office.rows("SELECT number, version FROM loket.application WHERE id = :i", i=case)[0]
    intake.submit(budi, intake.Draft(case, row.number, row.version), values | {"address": "Jalan Baru 1"})
    reviewing.take(rina, case)
    assert reviewing.open_for_review(rina, case, "penelitian").before["address"].startswith("Jalan Kenanga")
    reviewing.send_back(rina, case, [Reason("typing-error", "Masih keliru")])
    rounds = office.rows("SELECT round, record FROM loket.case_return ORDER BY round")
    assert [r.round for r in rounds] == [1, 2]
    assert rounds[1].record["fields"]["address"] == "Jalan Baru 1"
    found = case_file(rina, case).returned
    assert (found.round, found.officer) == (2, "Rina Kusuma")
    assert [a.text for a in found.asked if not a.field] == ["Masih keliru"]


def test_given_a_returned_list_then_its_persons_are_asked_for_one_by_one(office: Office) -> None:
    case = group(office)
    rina = office.desk("rina")
    persons.decide_workers(rina, case, ids(office, case)[:2], PersonVerdict.RETURN, UNFIT)
    office.listed(case)
    reviewing.send_back(rina, case, [UNFIT])
    asked = draft_facts(office.desk("budi"), case).asked
    assert [item.text for item in asked][:2] == [
        "1. Pekerja Nomor 1: Kartu identitas tidak berlaku lagi",
        "2. Pekerja Nomor 2: Kartu identitas tidak berlaku lagi",
    ]


def test_given_a_returned_case_then_the_sheet_for_the_applicant_names_everything_to_mend(
    office: Office,
) -> None:
    case = sent_back(office)
    drawn = returns.draw_return(office.desk("budi"), case, OfficeSettings(practice=True))
    assert drawn == returns.draw_return(office.desk("budi"), case, OfficeSettings(practice=True))
    with pypdfium2.PdfDocument(drawn) as document:
        text = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())
    for words in ("Alamat keliru", "Pindai ulang.", "Tidak terbaca", "sisi kanan", "Segera", "Isian Nama"):
        assert words in text, words
