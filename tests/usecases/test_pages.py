"""Marks on pages go into the letter with their place, survive a hand-over, and end with the paper they stand on."""

import pytest

from tests.make import Office, picture
from workstation.errors import HeldByOther, ReasonNeeded, UnprintableText
from workstation.places_on_page import Region
from workstation.queries.casefile import case_file
from workstation.usecases import intake, reviewing
from workstation.usecases.pages import drop_finding, note_findings, shape_page
from workstation.usecases.reasons import Marked, Reason, page_reasons, place_words, with_places
from workstation.vocabulary import Proposal, Verdict

NUMBER, STAMP = Region(1, 0.05, 0.1, 0.3, 0.05), Region(0, 0.7, 0.8, 0.2, 0.1)
BLUR = Reason("unreadable-scan", "Hasil pindai tidak terbaca", "Pergub 11/2024", "Pindai ulang.")


def first_scan(office: Office, case: int) -> int:
    return office.ask("SELECT min(id) FROM loket.scan WHERE application_id = :i", i=case)


def asked(office: Office, case: int) -> list[str]:
    items = office.ask("SELECT items FROM loket.case_return WHERE application_id = :i", i=case)
    return [item["text"] for item in items]


def test_a_place_is_said_as_the_applicant_holds_his_paper() -> None:
    assert place_words(NUMBER, "nomor identitas") == "halaman 2, bagian nomor identitas"
    assert place_words(STAMP) == "halaman 1, bagian kanan bawah"
    assert place_words(Region(0, 0.4, 0.4, 0.2, 0.2)) == "halaman 1, bagian tengah"
    assert place_words(Region(2, 0, 0, 1, 1)) == "halaman 3"


def test_places_of_the_same_reason_share_one_line_and_replace_the_general_word() -> None:
    marks = [
        Marked("ktp", NUMBER, "nomor identitas", "blur", "Buram"),
        Marked("ktp", STAMP, "", "blur", "Buram"),
        Marked("ktp", STAMP, "", "x", "NIK tertutup"),
    ]
    told = page_reasons(marks)
    assert [r.text for r in told] == [
        "Halaman 2, bagian nomor identitas; halaman 1, bagian kanan bawah: buram",
        "Halaman 1, bagian kanan bawah: NIK tertutup",
    ]
    general = [Reason("blur", "Buram", document="ktp"), Reason("blur", "Buram", document="foto")]
    assert [(r.document, r.code) for r in with_places(general, told)] == [
        ("foto", "blur"),
        ("ktp", "blur"),
        ("ktp", "x"),
    ]


def test_a_mark_survives_the_hand_over_and_stands_in_what_the_applicant_is_told(office: Office) -> None:
    case, rina, joko = office.submitted(), office.desk("rina"), office.desk("joko")
    scan = first_scan(office, case)
    reviewing.take(rina, case)
    note_findings(rina, case, scan, NUMBER, [BLUR], "nomor identitas")
    with pytest.raises(HeldByOther):
        note_findings(joko, case, scan, STAMP, [BLUR])
    reviewing.release(rina, case)
    reviewing.take(joko, case)
    note_findings(joko, case, scan, STAMP, [], "Stempel tidak terlihat")
    found = case_file(joko, case).page_findings
    assert [(m.region, m.part, m.text, m.officer) for m in found] == [
        (NUMBER, "nomor identitas", "Hasil pindai tidak terbaca", "Rina Kusuma"),
        (STAMP, "", "Stempel tidak terlihat", "Joko Prasetyo"),
    ]
    reviewing.refuse_scan(joko, scan, [BLUR])
    reviewing.send_back(joko, case, ())
    assert asked(office, case) == [
        "Halaman 2, bagian nomor identitas: hasil pindai tidak terbaca",
        "Halaman 1, bagian kanan bawah: stempel tidak terlihat",
    ]


def test_a_mark_alone_is_reason_enough_to_send_back_and_goes_into_a_refusal(office: Office) -> None:
    case, rina = office.submitted(), office.desk("rina")
    reviewing.take(rina, case)
    office.complete(case)
    office.marked(case)
    note_findings(rina, case, first_scan(office, case), NUMBER, [BLUR])
    reviewing.pass_on(rina, case)
    reviewing.propose(rina, case, Proposal.REFUSE)
    told = office.rows("SELECT text, legal_basis FROM loket.case_reason WHERE purpose = 'refusal'")
    assert [(r.text, r.legal_basis) for r in told] == [
        ("Halaman 2, bagian kiri atas: hasil pindai tidak terbaca", "Pergub 11/2024")
    ]


def test_a_mark_on_a_replaced_paper_stays_readable_and_asks_for_nothing(office: Office) -> None:
    case, rina, budi = office.submitted(), office.desk("rina"), office.desk("budi")
    scan = first_scan(office, case)
    code = office.ask("SELECT document_code FROM loket.scan WHERE id = :i", i=scan)
    reviewing.take(rina, case)
    note_findings(rina, case, scan, NUMBER, [BLUR])
    reviewing.judge_scan(rina, scan, Verdict.REFUSED, "unreadable-scan")
    reviewing.send_back(rina, case, ())
    intake.attach_scan(budi, case, code, "baru.jpg", picture(91), 1)
    (mark,) = case_file(rina, case).page_findings
    assert mark.superseded
    assert mark.scan_id == scan


def test_neither_reason_nor_words_are_no_mark_and_foreign_letters_are_refused(office: Office) -> None:
    case, rina = office.submitted(), office.desk("rina")
    reviewing.take(rina, case)
    for words, refusal in (("  ", ReasonNeeded), ("nomor 身份", UnprintableText)):
        with pytest.raises(refusal):
            note_findings(rina, case, first_scan(office, case), NUMBER, [], words)
    assert case_file(rina, case).page_findings == ()


def test_a_mark_is_taken_off_by_who_holds_the_case(office: Office) -> None:
    case, rina, joko = office.submitted(), office.desk("rina"), office.desk("joko")
    reviewing.take(rina, case)
    note_findings(rina, case, first_scan(office, case), NUMBER, [BLUR])
    (mark,) = case_file(rina, case).page_findings
    with pytest.raises(HeldByOther):
        drop_finding(joko, mark.id)
    drop_finding(rina, mark.id)
    drop_finding(rina, mark.id)
    assert case_file(rina, case).page_findings == ()
    deeds = office.rows("SELECT action FROM loket.journal WHERE thing = 'page_finding' ORDER BY seq")
    assert [row.action for row in deeds] == ["insert", "delete"]


def test_the_next_reviewer_sees_a_page_straightened_and_cropped_as_it_was_left(office: Office) -> None:
    case, rina, joko = office.submitted(), office.desk("rina"), office.desk("joko")
    scan = first_scan(office, case)
    reviewing.take(rina, case)
    shape_page(rina, case, scan, 0, angle=1.5, crop=None)
    shape_page(rina, case, scan, 0, angle=-2.5, crop=STAMP)
    with pytest.raises(HeldByOther):
        shape_page(joko, case, scan, 0, angle=0, crop=None)
    shape = case_file(joko, case).page_shapes[scan, 0]
    assert (shape.angle, shape.crop) == (-2.5, STAMP)
    shape_page(rina, case, scan, 0, angle=0, crop=None)
    shape = case_file(joko, case).page_shapes[scan, 0]
    assert (shape.angle, shape.crop) == (0, None)
