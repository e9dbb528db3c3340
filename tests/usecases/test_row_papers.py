"""Papers of the rows of a list: they follow their person, are compared before he is approved."""

from dataclasses import replace

import pytest

from tests.lists import CARD, PHOTO, UNFIT, attach_papers, demand_papers, ids, paper, papered, people
from tests.make import Office, exhausted
from workstation.errors import Frozen, MissingPersonPapers, NotAllowed, UncomparedPersons
from workstation.queries.casefile import case_file
from workstation.queries.row_papers import listed_rows
from workstation.usecases import deciding, intake, person_reading, personal_data, persons, reviewing
from workstation.usecases.row_papers import attach_row_scan, read_row_scans, row_twins
from workstation.vocabulary import Mark, PersonVerdict, Proposal, RestraintKind

APPROVE = PersonVerdict.APPROVE


def papers(office: Office, case: int) -> list[tuple[int, str, dict[str, int]]]:
    return [(row.seq, row.name, row.papers) for row in listed_rows(office.desk("budi"), case)]


def test_given_papers_are_a_duty_then_a_list_without_them_is_not_handed_in(office: Office) -> None:
    demand_papers(office)
    draft, values = office.draft(type_code="strp-company")
    attach_papers(office, draft.id, but={3, 5})
    with pytest.raises(MissingPersonPapers) as lacking:
        intake.submit(office.desk("budi"), draft, values)
    assert (lacking.value.count, lacking.value.seq) == (2, 3)
    attach_papers(office, draft.id, but={1, 2, 4})
    intake.submit(office.desk("budi"), draft, values)


def test_given_no_duty_then_a_list_is_handed_in_with_some_papers_or_none(office: Office) -> None:
    draft, values = office.draft(type_code="strp-company")
    attach_papers(office, draft.id, but={2})
    intake.submit(office.desk("budi"), draft, values)


def test_given_papers_then_nobody_is_approved_before_he_was_found_the_same(office: Office) -> None:
    case = papered(office, 8)
    rina, listed = office.desk("rina"), ids(office, case)
    for mark in (None, Mark.DIFFERS, Mark.UNREADABLE):
        with pytest.raises(UncomparedPersons) as trouble:
            persons.decide_workers(rina, case, listed, APPROVE, None, mark)
        assert trouble.value.count == 8
    persons.decide_workers(rina, case, listed[:6], APPROVE, None, Mark.SAME)
    persons.decide_workers(rina, case, listed[6:7], PersonVerdict.RETURN, UNFIT, Mark.DIFFERS)
    persons.decide_workers(rina, case, listed[7:], PersonVerdict.RETURN, UNFIT, Mark.UNREADABLE)
    found = case_file(rina, case).persons
    assert [row.mark for row in found] == [Mark.SAME] * 6 + [Mark.DIFFERS, Mark.UNREADABLE]
    assert all(set(row.papers) == {CARD, PHOTO} for row in found)
    with pytest.raises(UncomparedPersons):
        persons.decide_workers(rina, case, listed[6:7], APPROVE)
    reviewing.propose(rina, case, Proposal.APPROVE)
    (outcome,) = exhausted(deciding.approve_many(office.desk("ratna"), [case]))
    assert outcome.ending == "done"


def test_given_the_list_is_typed_anew_then_papers_follow_their_person(office: Office) -> None:
    draft, _ = office.draft(type_code="strp-company")
    budi, listed = office.desk("budi"), people(5)
    intake.replace_workers(budi, draft.id, listed)
    attach_papers(office, draft.id, but={5})
    before = {name: found for _, name, found in papers(office, draft.id)}
    respelt = replace(listed[0], name="Andi Wulandari Satu")  # same card
    other_card = replace(listed[1], nik="3171993011850077")  # same name
    stranger = intake.WorkerEntry("Orang Baru", "3171993011850088", "Depok", "Gambir")
    intake.replace_workers(budi, draft.id, [stranger, listed[3], respelt, other_card, listed[4]])
    after = papers(office, draft.id)
    assert [name for _, name, _ in after] == [
        "Orang Baru",
        listed[3].name,
        "Andi Wulandari Satu",
        listed[1].name,
        listed[4].name,
    ]
    assert [found for *_, found in after] == [
        {},
        before[listed[3].name],
        before[listed[0].name],
        before[listed[1].name],
        {},
    ]
    # the papers of who left the list left with him
    assert office.ask("SELECT count(*) FROM loket.scan WHERE worker_id IS NOT NULL") == 6


def test_given_a_new_paper_in_a_draft_then_the_former_goes_and_its_name_holds_no_number(
    office: Office,
) -> None:
    draft, _ = office.draft(type_code="strp-company")
    row, budi = listed_rows(office.desk("budi"), draft.id)[0], office.desk("budi")
    first = attach_row_scan(budi, draft.id, row.id, CARD, "3171993011850001_ktp.jpg", paper("satu"), 1)
    assert office.ask("SELECT file_name FROM loket.scan WHERE id = :i", i=first) == "#_ktp.jpg"
    second = attach_row_scan(budi, draft.id, row.id, CARD, "ktp.jpg", paper("dua"), 1)
    assert papers(office, draft.id)[0][2] == {CARD: second}
    assert office.ask("SELECT count(*) FROM loket.scan WHERE worker_id IS NOT NULL") == 1


def test_given_a_returned_case_then_a_new_paper_takes_the_place_and_the_word_on_its_person_goes(
    office: Office,
) -> None:
    case = papered(office, 5)
    rina, listed = office.desk("rina"), ids(office, case)
    persons.decide_workers(rina, case, listed[:4], APPROVE, None, Mark.SAME)
    persons.decide_workers(rina, case, listed[4:], PersonVerdict.RETURN, UNFIT, Mark.UNREADABLE)
    reviewing.send_back(rina, case, [UNFIT])
    new = attach_row_scan(office.desk("budi"), case, listed[4], PHOTO, "baru.jpg", paper("baru"), 1)
    assert [row.verdict for row in case_file(rina, case).persons] == ["approve"] * 4 + [None]
    assert papers(office, case)[4][2][PHOTO] == new
    kept = office.rows("SELECT superseded FROM loket.scan WHERE worker_id = :w ORDER BY id", w=listed[4])
    assert [row.superseded for row in kept] == [False, True, False]


def test_given_a_paper_of_a_row_then_it_is_no_paper_of_the_case(office: Office) -> None:
    case = papered(office, 5)
    assert {scan.document_code for scan in case_file(office.desk("rina"), case).scans}.isdisjoint(
        {CARD, PHOTO}
    )


def test_given_the_screen_then_its_papers_are_read_at_once_and_each_reading_is_kept(office: Office) -> None:
    case = papered(office, 5)
    rina = office.desk("rina")
    wanted = [scan for row in case_file(rina, case).persons[:3] for scan in row.papers.values()]
    found = read_row_scans(rina, wanted)
    assert set(found) == set(wanted)
    assert all(data.startswith(b"\xff\xd8") for data in found.values())
    noted = office.ask(
        "SELECT count(*) FROM loket.journal WHERE thing = 'scan' AND action = 'read' AND login = 'rina'"
        " AND data ->> 'purpose' = 'membandingkan berkas pekerja' AND thing_id = ANY (:ids)",
        ids=[str(scan) for scan in wanted],
    )
    assert noted == len(wanted)


def test_given_one_photo_for_two_rows_then_both_rows_are_told(office: Office) -> None:
    draft, values = office.draft(type_code="strp-company")
    budi = office.desk("budi")
    attach_papers(office, draft.id)
    rows = listed_rows(budi, draft.id)
    twice = attach_row_scan(
        budi, draft.id, rows[3].id, PHOTO, "x.jpg", paper(f"FOTO {rows[0].name}", (200, 300)), 1
    )
    case = intake.submit(budi, draft, values).application_id
    reviewing.open_for_review(office.desk("rina"), case, "penelitian berkas")
    found = row_twins(office.desk("rina"), case)
    assert {(one.scan_id, one.is_same_file, one.seq) for one in found} == {
        (twice, True, 1),
        (rows[0].papers[PHOTO], True, 4),
    }


def test_given_a_frozen_person_then_his_papers_are_out_of_reach_and_the_list_goes_on(office: Office) -> None:
    case = papered(office, 5)
    rina = office.desk("rina")
    frozen = case_file(rina, case).persons[2]
    manager = office.desk("manajer")
    card = office.ask("SELECT nik FROM loket.worker WHERE id = :w", w=frozen.id)
    subject = person_reading.find_person(manager, card, "permintaan orangnya")
    # his papers are his, in the register of what is held about him; those of the others are not
    held = [row for row in person_reading.holdings(manager, subject) if row.thing == "scan"]
    assert {row.id for row in held} == {f"scan-{scan}-worker" for scan in frozen.papers.values()}
    personal_data.restrain_person(manager, RestraintKind.FREEZE, subject, "penangguhan")
    with rina.read() as session:
        seen = session.connection().exec_driver_sql("SELECT id FROM loket.scan").scalars().all()
    assert not set(frozen.papers.values()) & set(seen)
    for scan in frozen.papers.values():
        with pytest.raises(Frozen):
            read_row_scans(rina, [scan])
    others = [row.id for row in case_file(rina, case).persons]
    persons.decide_workers(rina, case, others, APPROVE, None, Mark.SAME)
    reviewing.propose(rina, case, Proposal.APPROVE)


def test_given_another_case_then_its_rows_take_no_paper(office: Office) -> None:
    draft, _ = office.draft(type_code="strp-company")
    other, _ = office.draft(type_code="strp-company", company_name="PT Lain")
    row = listed_rows(office.desk("budi"), other.id)[0]
    with pytest.raises(NotAllowed):
        attach_row_scan(office.desk("budi"), draft.id, row.id, CARD, "a.jpg", paper("a"), 1)
    assert office.ask("SELECT count(*) FROM loket.scan WHERE worker_id IS NOT NULL") == 0
