"""The same paper in another case: found across the city, told in four words, journalled, and waved away once."""

from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from tests.make import Office
from workstation.errors import NotAllowed, Problem, ReasonNeeded
from workstation.imaging.measuring import measure
from workstation.queries.noticing import noticed
from workstation.usecases import intake, noticing, reviewing
from workstation.vocabulary import Channel


def letter(words: str, *, quality: int = 90, lines: int = 22) -> tuple[bytes, Image.Image]:
    """A letter of its own: the words decide where its lines end."""
    picture = Image.new("L", (707, 1000), 250)
    pen = ImageDraw.Draw(picture)
    for row in range(lines):
        length = 120 + (sum(map(ord, words)) * (row + 3) * 7919) % 470
        pen.rectangle((60, 90 + row * 36, 60 + length, 104 + row * 36), fill=20)
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue(), Image.open(out)


def attach(office: Office, login: str, case: int, data: bytes, picture: Image.Image) -> int:
    found = measure(picture, 0, 0, blank=False)
    return intake.attach_scan(office.desk(login), case, "identity_card", "ktp.jpg", data, 1, (found,))


def filed(office: Office, data: bytes, picture: Image.Image, login: str = "budi", **changed: str) -> int:
    """A case with this identity card, handed in."""
    draft, values = office.draft(login, **changed)
    attach(office, login, draft.id, data, picture)
    return intake.submit(office.desk(login), draft, values).application_id


def far_case(office: Office, data: bytes, picture: Image.Image) -> int:
    """The same at another point of the city."""
    draft, values = office.draft("jauh", nik="3171990502850001", name="Orang Jauh", sex="L")
    attach(office, "jauh", draft.id, data, picture)
    return intake.submit(office.desk("jauh"), draft, values).application_id


OTHER = {"nik": "3171990502850001", "name": "Bambang Lain", "sex": "L"}


def told(office: Office, case: int, document: str = "identity_card"):  # type: ignore[no-untyped-def]
    scan = office.ask(
        "SELECT max(id) FROM loket.scan WHERE application_id = :c AND document_code = :d", c=case, d=document
    )
    reviewing.open_file(office.desk("rina"), case, "penelitian berkas")
    return [one for one in noticing.likenesses(office.desk("rina"), case) if one.scan_id == scan]


def number(office: Office, case: int) -> str:
    return str(office.ask("SELECT number FROM loket.application WHERE id = :c", c=case))


def test_nearly_the_same_page_is_found_at_another_point_and_its_place_and_stage_are_told(
    office: Office,
) -> None:
    far = far_case(office, *letter("surat satu"))
    case = filed(office, *letter("surat satu", quality=40))
    (one,) = told(office, case)
    assert (one.is_same_file, one.others, one.is_own) == (False, 1, False)
    assert (one.number, one.point) == (number(office, far), "UP PMPTSP Kecamatan Gambir")
    assert (one.permit_type, one.stage) == ("strp-individual", "submitted")


def test_the_very_same_file_is_told_as_such_and_a_letter_of_somebody_else_is_not(office: Office) -> None:
    first = filed(office, *letter("surat satu"))
    other = filed(office, *letter("surat dua"), **OTHER)
    assert told(office, other) == []
    again = filed(office, *letter("surat satu"), nik="3171990502850002", name="Orang Ketiga", sex="L")
    (one,) = told(office, again)
    assert (one.is_same_file, one.number) == (True, number(office, first))


def test_drafts_are_never_told_and_decided_cases_only_for_the_very_same_file(office: Office) -> None:
    draft, _ = office.draft(**OTHER)
    attach(office, "budi", draft.id, *letter("surat satu"))
    ended = filed(office, *letter("surat tiga"), nik="3171990502850003", name="Orang Keempat", sex="L")
    intake.withdraw(office.desk("budi"), ended, "pemohon membatalkan")
    assert told(office, filed(office, *letter("surat satu"))) == []
    near = filed(
        office, *letter("surat tiga", quality=40), nik="3171990502850005", name="Orang Lima", sex="L"
    )
    assert told(office, near) == []
    same = filed(office, *letter("surat tiga"), nik="3171990502850006", name="Orang Enam", sex="L")
    assert number(office, ended) in {one.number for one in told(office, same)}


def test_what_the_same_applicant_filed_before_is_told_as_his_own(office: Office) -> None:
    former = filed(office, *letter("surat satu"))
    intake.withdraw(office.desk("budi"), former, "pemohon membatalkan")
    (one,) = told(office, filed(office, *letter("surat satu")))
    assert (one.is_own, one.stage) == (True, "withdrawn")


def test_a_form_that_many_have_is_counted_and_only_three_of_them_are_named(office: Office) -> None:
    for n in range(5):
        filed(office, *letter("formulir"), nik=f"31719905028500{10 + n}", name=f"Orang {n}", sex="L")
    found = told(office, filed(office, *letter("formulir")))
    assert (len(found), {one.others for one in found}) == (3, {5})


def test_a_look_is_journalled_and_only_for_who_reviews_the_case_at_his_own_point(office: Office) -> None:
    case = filed(office, *letter("surat satu"))
    asked = "SELECT count(*) FROM loket.journal WHERE action = 'search' AND thing = 'application'"
    before = office.ask(asked)
    with pytest.raises(ReasonNeeded):  # the case was not opened
        noticing.likenesses(office.desk("rina"), case)
    reviewing.open_file(office.desk("rina"), case, "penelitian berkas")
    noticing.likenesses(office.desk("rina"), case)
    assert office.ask(asked) == before + 1
    for login in ("budi", "jauh", "manajer", "auditor"):
        with pytest.raises(Problem) as trouble:
            noticing.likenesses(office.desk(login), case)
        assert isinstance(trouble.value, NotAllowed), login
    assert office.ask(asked) == before + 1


def test_the_pages_of_a_case_that_is_under_way_cannot_be_measured_anew(office: Office) -> None:
    case = filed(office, *letter("surat satu"))
    scan = office.ask("SELECT max(id) FROM loket.scan WHERE application_id = :c", c=case)
    _, picture = letter("surat dua")
    with pytest.raises(NotAllowed), office.desk("budi").begin() as session:
        noticing.keep_measures(session, scan, (measure(picture, 7, 0, blank=False),))
    assert office.ask("SELECT count(*) FROM loket.scan_page WHERE page = 7") == 0


def test_a_hint_is_waved_away_with_a_word_by_each_for_himself_until_the_field_is_typed_anew(
    office: Office,
) -> None:
    case = office.submitted()
    rina = office.desk("rina")
    reviewing.take(rina, case)
    with pytest.raises(ReasonNeeded):
        noticing.wave_away(rina, case, "date:valid_from", " ")
    noticing.wave_away(rina, case, "date:valid_from", "sudah ditanyakan")
    noticing.wave_away(rina, case, "page:1:blurred", "masih terbaca")
    assert noticed(rina, case)[1] == {"date:valid_from", "page:1:blurred"}
    assert noticed(office.desk("joko"), case)[1] == frozenset()
    assert office.ask("SELECT count(*) FROM loket.journal WHERE thing = 'hint_wave' AND login = 'rina'") == 2
    reviewing.send_back(rina, case, (reviewing.Reason("unreadable-scan", "Tidak terbaca"),))
    row = office.rows("SELECT version, fields FROM loket.application WHERE id = :c", c=case)[0]
    values = dict(row.fields) | {"valid_from": "2026-12-24"}
    intake.save_draft(office.desk("sari"), intake.Draft(case, "", row.version), values)
    assert noticed(rina, case)[1] == {"page:1:blurred"}


def test_nobody_waves_a_hint_away_in_a_draft_or_at_another_point(office: Office) -> None:
    draft = intake.start_draft(office.desk("budi"), "strp-individual", Channel.COUNTER)
    case = office.submitted()
    for login, which in (("rina", draft.id), ("jauh", case), ("budi", case)):
        with pytest.raises(NotAllowed):
            noticing.wave_away(office.desk(login), which, "date:valid_from", "tidak apa-apa")
    assert office.ask("SELECT count(*) FROM loket.hint_wave") == 0


def test_the_numbers_go_with_the_bytes(office: Office) -> None:
    filed(office, *letter("surat satu"))
    asked = "SELECT count(*) FROM loket.scan_page"
    assert office.ask(asked) == 1
    office.run("UPDATE loket.scan_blob SET data = NULL")
    assert office.ask(asked) == 0
