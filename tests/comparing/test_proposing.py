"""What is proposed for the fields of a form from pages as the machine really read them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.comparing.read import TODAY, compared, form, page, words
from workstation.catalogue.rules import FieldKind, FieldSpec
from workstation.comparing.crossing import elsewhere, says_the_same
from workstation.comparing.layout import page_of
from workstation.comparing.proposing import Likeness, reading_of
from workstation.page_words import PageWords, Word
from workstation.places_on_page import edges_turned

CARD = {"identity_card": "p05-identity_card.jpg"}
FIRM = {"business_number": "c01-business_number.jpg", "assignment_letter": "c01-assignment_letter.pdf"}


def other(found: dict) -> set[str]:
    return {code for code, reading in found.items() if reading.likeness is Likeness.OTHER}


@pytest.mark.parametrize(
    ("applicant", "papers"),
    [("p05", CARD), ("p02", {"identity_card": "p02-identity_card.jpg"}), ("c01", FIRM)],
)
def test_a_form_as_its_papers_is_the_same_in_every_field(applicant: str, papers: dict[str, str]) -> None:
    found = compared(applicant, papers)
    assert {
        code: reading.likeness.value for code, reading in found.items() if reading.likeness != "same"
    } == {}
    assert all(reading.region is not None for reading in found.values())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("nik", "3171994403920282"),
        ("name", "Maria Magdalena Kristianingsih Simanjuntac"),
        ("name", "Budi"),
        ("birth_date", "1992-04-03"),
        ("birth_place", "Salatiga"),
        ("sex", "L"),
        ("address", "Jl. Sawo No. 95 RT 005 RW 003"),
    ],
)
def test_one_wrong_field_is_the_only_one_that_differs(field: str, value: str) -> None:
    found = compared("p05", CARD, **{field: value})
    assert other(found) == {field}
    assert found[field].wrong


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("company_name", "PT Sinar Data Andalan"),
        ("business_number", "9973395869499"),
        ("company_address", "Jl. Kemuning Raya No. 12, Kel. Cijantung, Kec. Pasar Rebo, Jakarta Timur"),
        ("sector", "health"),
        ("contact_position", "Direktur Utama"),
        ("valid_until", "2027-01-23"),
        ("valid_from", "2026-11-01"),
    ],
)
def test_the_same_of_a_firm(field: str, value: str) -> None:
    assert other(compared("c01", FIRM, **{field: value})) == {field}


def test_a_letter_that_has_run_out_differs_from_the_days_asked_for() -> None:
    found = compared("c06", {"assignment_letter": "c06-assignment_letter-expired.pdf"})
    assert other(found) == {"valid_from", "valid_until"}
    assert found["valid_until"].text == "23 Agustus 2026 sampai dengan tanggal 23 Oktober 2026"


def test_the_place_is_where_it_stands_on_the_page() -> None:
    region = compared("p05", CARD)["nik"].region
    number = next(word for word in words("p05-identity_card.jpg").words if "3171994403920228" in word.text)
    assert region is not None
    assert region.edges == pytest.approx(number.frame(0).edges, abs=0.001)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_card_photographed_sideways_is_read_and_framed_all_the_same(turn: int) -> None:
    upright = words("p05-identity_card.jpg")
    turned = PageWords(
        0,
        upright.ratio if turn % 180 == 0 else 1 / upright.ratio,
        tuple(
            Word(w.text, w.score, tuple(edges_turned((x, y, x, y), turn)[:2] for x, y in w.corners))
            for w in upright.words
        ),
    )
    spec = FieldSpec("nik", "NIK", FieldKind.NIK, evidence="identity_card")
    wanted = reading_of(spec, "3171994403920228", "", [page("p05-identity_card.jpg")], TODAY)
    found = reading_of(spec, "3171994403920228", "", [page_of(turned)], TODAY)
    assert found.likeness is Likeness.SAME
    assert found.region is not None
    assert wanted.region is not None
    assert found.region.edges == pytest.approx(wanted.region.turned(turn).edges, abs=0.001)


def test_a_letter_read_sideways_keeps_names_of_guarantor_and_guest_apart() -> None:
    spec = FieldSpec("guarantor_name", "Nama penjamin", FieldKind.TEXT, evidence="guarantor_letter")
    found = reading_of(spec, "Maria Pratama", "Maria Pratama", [page("p20-guarantor_letter.jpg")], TODAY)
    assert found.likeness is Likeness.SAME
    guest = reading_of(
        spec, "Joko Zainal Tuhuteru", "Joko Zainal Tuhuteru", [page("p20-guarantor_letter.jpg")], TODAY
    )
    assert (guest.likeness, guest.text) == (Likeness.OTHER, "Maria Pratama")


def test_what_was_read_badly_is_never_called_different() -> None:
    sharp = words("p05-identity_card.jpg")
    faint = PageWords(0, sharp.ratio, tuple(Word(w.text, 0.6, w.corners) for w in sharp.words))
    spec = FieldSpec("nik", "NIK", FieldKind.NIK, evidence="identity_card")
    assert reading_of(spec, "3171994403920282", "", [page_of(faint)], TODAY).likeness is Likeness.UNSURE


def test_a_number_that_can_be_no_nik_is_a_misreading() -> None:
    one = Word("NIK: 3171994473920228", 0.99, ((0.1, 0.1), (0.5, 0.1), (0.5, 0.15), (0.1, 0.15)))
    spec = FieldSpec("nik", "NIK", FieldKind.NIK, evidence="identity_card")
    page_read = page_of(PageWords(0, 0.75, (one,)))
    assert reading_of(spec, "3171994403920228", "", [page_read], TODAY).likeness is Likeness.UNSURE


def test_a_paper_without_the_field_says_nothing() -> None:
    spec = FieldSpec("nik", "NIK", FieldKind.NIK, evidence="identity_card")
    empty = page_of(PageWords(0, 1.4, ()))
    assert reading_of(spec, "3171994403920228", "", [empty], TODAY).likeness is Likeness.ABSENT
    assert reading_of(spec, "3171994403920228", "", [], TODAY).likeness is Likeness.ABSENT


share = st.floats(0, 1)
spot = st.tuples(share, share)
anything = st.builds(Word, st.text(max_size=20), share, st.tuples(spot, spot, spot, spot))


@settings(max_examples=60, deadline=None)
@given(st.lists(anything, max_size=8), st.floats(0.05, 20))
def test_no_page_that_a_worker_may_send_breaks_the_comparison(found: list[Word], ratio: float) -> None:
    upright = page_of(PageWords(0, ratio, tuple(found)))
    for code, kind in (("name", FieldKind.TEXT), ("nik", FieldKind.NIK), ("birth_date", FieldKind.DATE)):
        spec = FieldSpec(code, code, kind, evidence="identity_card")
        reading_of(spec, "1992-03-04", "4 Maret 1992", [upright], TODAY)


def test_a_flat_or_tiny_word_makes_no_impossible_frame() -> None:
    corner = ((1.0, 1.0),) * 4
    assert page_of(PageWords(0, 1.0, (Word("NIK", 0.9, corner),))).rows == ()
    assert Word("x", 0.9, corner).frame(0).right <= 1


def test_two_names_that_differ_in_letters_machines_confuse_are_left_to_the_officer() -> None:
    line = Word("Nama: LIS SURYANI", 0.99, ((0.1, 0.1), (0.5, 0.1), (0.5, 0.15), (0.1, 0.15)))
    spec = FieldSpec("name", "Nama", FieldKind.TEXT, evidence="identity_card")
    found = reading_of(spec, "Iis Suryani", "Iis Suryani", [page_of(PageWords(0, 0.75, (line,)))], TODAY)
    assert (found.likeness, found.wrong) == (Likeness.UNSURE, ((0, 1),))


def test_a_letter_of_another_firm_names_that_firm_and_its_people() -> None:
    letter = [page("c06-assignment_letter-expired.pdf")]
    found = {r.field: r.text for r in elsewhere(form("c01"), "assignment_letter", letter, TODAY)}
    assert found == {"company_name": "PT Tekstil Ekspor Rekaan", "contact_name": "Taufik Hutapea"}


def test_a_paper_of_the_same_people_says_nothing_otherwise() -> None:
    own = [page("c01-assignment_letter.pdf")]
    assert elsewhere(form("c01"), "assignment_letter", own, TODAY) == ()
    assert elsewhere(form("c01"), "business_number", [page("c01-business_number.jpg")], TODAY) == ()
    assert elsewhere(form("p05"), "vaccine_certificate", [page_of(PageWords(0, 1.4, ()))], TODAY) == ()


def test_two_papers_say_the_same_day_however_they_write_it() -> None:
    assert says_the_same("17-03-1976", "17 Maret 1976")
    assert says_the_same("PT Contoh", "pt. contoh")
    assert not says_the_same("17-03-1976", "18 Maret 1976")
    assert not says_the_same("Ayu", "Ani")
