"""Keying in: drafts that are kept as typed, papers, hand-in with a receipt, the return and the second try."""

from pathlib import Path

import pypdfium2
import pytest

from tests.make import Office, company_values, exhausted, person_values, picture, workers
from workstation.errors import (
    BadFields,
    ChangedByOther,
    DuplicateApplication,
    MissingDocument,
    NotAllowed,
    PrinterOut,
    TypeNotOpen,
    WrongStage,
)
from workstation.printing.spooler import FolderSpooler
from workstation.queries import intake as questions
from workstation.settings import OfficeSettings
from workstation.usecases import intake, receipts, reviewing
from workstation.usecases.intake import Typed, WorkerEntry
from workstation.usecases.reviewing import Reason
from workstation.vocabulary import CaseStage, Channel, Verdict

PURPOSE = "melanjutkan konsep"


def typed(type_code: str = "strp-individual", **values: str) -> Typed:
    return Typed(type_code, Channel.COUNTER, values)


# -- drafts --------------------------------------------------------------------------------------------------


def test_the_first_save_opens_the_draft_and_the_next_ones_keep_it(office: Office) -> None:
    desk = office.desk("budi")
    first = intake.keep(desk, typed(name="Si"), None)
    second = intake.keep(desk, typed(name="Siti", nik="3171994502850001"), first)
    assert (second.id, second.number) == (first.id, first.number)
    assert second.version > first.version
    (row,) = questions.my_drafts(desk)
    assert (row.name, row.number, row.type_title, row.is_mine) == (
        "Siti",
        first.number,
        "STRP Perorangan",
        True,
    )
    opened = reviewing.open_file(desk, first.id, PURPOSE)
    assert opened.values == {"name": "Siti", "nik": "3171994502850001"}


def test_the_list_of_workers_is_kept_with_the_fields_or_left_alone(office: Office) -> None:
    desk = office.desk("budi")
    rows = (WorkerEntry("Andi", "317", "", ""), WorkerEntry("Budi", "", "", "Gambir"))
    draft = intake.keep(desk, Typed("strp-company", Channel.EMAIL, {}, rows), None)
    draft = intake.keep(desk, typed("strp-company", company_name="PT Contoh"), draft)
    assert [w["name"] for w in reviewing.open_file(desk, draft.id, PURPOSE).workers] == ["Andi", "Budi"]
    intake.keep(desk, Typed("strp-company", Channel.EMAIL, {}, ()), draft)
    assert reviewing.open_file(desk, draft.id, PURPOSE).workers == ()


def test_a_colleague_who_saved_first_is_not_overwritten(office: Office) -> None:
    draft = intake.keep(office.desk("budi"), typed(name="Siti"), None)
    intake.keep(office.desk("sari"), typed(name="Siti Rahma"), draft)
    with pytest.raises(ChangedByOther):
        intake.keep(office.desk("budi"), typed(name="Siti R."), draft)
    assert questions.draft_facts(office.desk("budi"), draft.id).version == draft.version + 1


def test_drafts_are_listed_for_their_typist_only_and_nothing_for_another_point(office: Office) -> None:
    draft = intake.keep(office.desk("budi"), typed(name="Siti"), None)
    assert questions.my_drafts(office.desk("sari")) == ()
    with pytest.raises(NotAllowed):
        questions.draft_facts(office.desk("jauh"), draft.id)


def test_a_thrown_away_draft_leaves_the_list(office: Office) -> None:
    desk = office.desk("budi")
    draft = intake.keep(desk, typed(name="Salah"), None)
    intake.withdraw(desk, draft.id, "salah jenis izin")
    assert questions.my_drafts(desk) == ()


def test_a_visit_that_brings_the_application_is_tied_to_it(office: Office) -> None:
    desk = office.desk("budi", counter=2)
    ticket = office.walk_in(name="Siti")
    visit_id = office.ask("SELECT id FROM loket.visit")
    draft = intake.keep(desk, Typed("strp-individual", Channel.COUNTER, {}, visit_id=visit_id), None)
    facts = questions.visit_facts(desk, visit_id)
    assert (facts.ticket, facts.name, facts.application_id) == (ticket.number, "Siti", draft.id)


def test_types_with_partial_rules_stand_last_and_cannot_be_opened(office: Office) -> None:
    rows = questions.types_today(office.desk("budi"))
    openness = [row.is_open for row in rows]
    assert openness == sorted(openness, reverse=True)
    assert {"strp-individual", "strp-company"} <= {row.id for row in rows if row.is_open}
    assert "billboard" in {row.id for row in rows if not row.is_open}


def test_a_type_that_is_not_in_force_cannot_be_opened(office: Office) -> None:
    with pytest.raises(TypeNotOpen):
        intake.keep(office.desk("budi"), typed("sikm-2019"), None)


# -- papers --------------------------------------------------------------------------------------------------


def test_a_file_that_nobody_judged_makes_way_for_the_next_one(office: Office) -> None:
    desk = office.desk("budi")
    draft = intake.keep(desk, typed(), None)
    intake.attach_scan(desk, draft.id, "photo", "salah.jpg", picture(10), 1)
    second = intake.attach_scan(desk, draft.id, "photo", "benar.jpg", picture(20), 1)
    files = questions.draft_facts(desk, draft.id).scans
    assert [(file.id, file.file_name) for file in files] == [(second, "benar.jpg")]


def test_a_paper_may_be_filed_in_place_of_another_from_hand_in_to_completeness(office: Office) -> None:
    desk = office.desk("budi")
    values = person_values()
    draft = intake.keep(desk, typed(**values), None)
    for document in ("identity_card", "photo"):
        intake.attach_scan(desk, draft.id, document, f"{document}.jpg", picture(30), 1)
    with pytest.raises(MissingDocument) as missing:
        intake.submit(desk, draft, values)
    assert missing.value.documents == ("vaccine_certificate",)
    intake.attach_scan(desk, draft.id, "statement", "pernyataan.jpg", picture(40), 1)
    intake.submit(desk, draft, values)
    office.complete(draft.id)
    assert office.ask("SELECT stage FROM loket.application WHERE id = :id", id=draft.id) == "administrative"


# -- hand-in -------------------------------------------------------------------------------------------------


def test_wrong_fields_are_told_by_field_and_the_draft_stays(office: Office) -> None:
    desk = office.desk("budi")
    draft, values = office.draft()
    with pytest.raises(BadFields) as wrong:
        intake.submit(desk, draft, values | {"nik": "123", "email": "siti"})
    assert set(wrong.value.faults) == {"nik", "email"}
    assert [row.id for row in questions.my_drafts(desk)] == [draft.id]


def test_a_list_that_is_too_short_is_told_under_workers(office: Office) -> None:
    desk = office.desk("budi")
    draft, values = office.draft(type_code="strp-company")
    intake.replace_workers(desk, draft.id, workers(4))
    with pytest.raises(BadFields) as wrong:
        intake.submit(desk, draft, values)
    assert set(wrong.value.faults) == {"workers"}


def test_the_same_person_cannot_file_the_same_permit_twice(office: Office) -> None:
    first = office.submitted()
    number = office.ask("SELECT number FROM loket.application WHERE id = :id", id=first)
    draft, values = office.draft("sari")
    with pytest.raises(DuplicateApplication) as twice:
        intake.submit(office.desk("sari"), draft, values)
    assert twice.value.number == number


def test_a_returned_case_names_what_is_asked_and_comes_back_with_a_new_scan(office: Office) -> None:
    application_id = office.submitted()
    rina = office.desk("rina")
    reviewing.take(rina, application_id)
    refused = office.ask("SELECT id FROM loket.scan WHERE document_code = 'photo'")
    reviewing.judge_scan(rina, refused, Verdict.REFUSED, "photo-not-4x6", "wajah tertutup masker")
    reviewing.send_back(
        rina, application_id, [Reason("typing-error", "Nama salah ketik", "", "Perbaiki nama.")]
    )

    sari = office.desk("sari")
    (row,) = questions.returned(sari)
    assert (row.id, row.stage, row.is_mine) == (application_id, CaseStage.RETURNED, False)
    facts = questions.draft_facts(sari, application_id)
    asked = {item.about: item.text for item in facts.asked}
    assert asked[""] == "Nama salah ketik"
    assert "wajah tertutup masker" in asked["photo"]

    values = person_values(name="Siti O'Reilly Rahmawati Dewi")
    draft = intake.keep(sari, typed(**values), intake.Draft(facts.id, facts.number, facts.version))
    with pytest.raises(MissingDocument):
        intake.submit(sari, draft, values)
    intake.attach_scan(sari, application_id, "photo", "baru.jpg", picture(99), 1)
    receipt = intake.submit(sari, draft, values)
    assert receipt.number == facts.number
    kept = {file.file_name: file.superseded for file in questions.scans(sari, application_id, facts.rules)}
    assert kept["photo.jpg"] is True
    assert kept["baru.jpg"] is False
    assert questions.returned(sari) == ()


def test_what_was_handed_in_cannot_be_typed_over(office: Office) -> None:
    application_id = office.submitted()
    facts = questions.draft_facts(office.desk("budi"), application_id)
    with pytest.raises(WrongStage):
        intake.keep(
            office.desk("budi"), typed(name="Lain"), intake.Draft(facts.id, facts.number, facts.version)
        )


# -- the receipt ---------------------------------------------------------------------------------------------


def test_the_receipt_names_number_code_papers_and_officer(office: Office, tmp_path: Path) -> None:
    desk = office.desk("budi", counter=2)
    draft, values = office.draft(type_code="strp-company", company_name="PT Sinar Contoh")
    receipt = intake.submit(desk, draft, values | company_values(company_name="PT Sinar Contoh"))
    letterhead = OfficeSettings(practice=True, track_address="https://lacak.contoh.example/")
    spooler = FolderSpooler(tmp_path)
    exhausted(receipts.print_receipt(desk, receipt.application_id, letterhead, spooler=spooler))
    (file,) = tmp_path.glob("*.pdf")
    with pypdfium2.PdfDocument(file) as pdf:
        said = " ".join(page.get_textpage().get_text_range() for page in pdf).replace("\r\n", " ")
    for words in (
        receipt.number, receipt.track_code, "PT Sinar Contoh", "Budi Santoso", "Loket 2", "NIB perusahaan",
        "lacak.contoh.example", "LENGKAP",
    ):  # fmt: skip
        assert words in said
    assert values["contact_nik"] not in said


def test_there_is_no_receipt_of_a_draft(office: Office) -> None:
    draft, _values = office.draft()
    with pytest.raises(NotAllowed):
        receipts.draw_receipt(office.desk("budi"), draft.id, OfficeSettings())


def test_a_printer_that_fails_leaves_the_application_handed_in(office: Office, tmp_path: Path) -> None:
    application_id = office.submitted()
    blocked = tmp_path / "bukan-folder"
    blocked.write_text("x")
    with pytest.raises(PrinterOut):
        exhausted(
            receipts.print_receipt(
                office.desk("budi"), application_id, OfficeSettings(), spooler=FolderSpooler(blocked)
            )
        )
    assert office.ask("SELECT stage FROM loket.application WHERE id = :id", id=application_id) == "submitted"
