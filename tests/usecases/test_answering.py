"""A policeman shows a paper to the program; it says which of five things the paper is, without any line."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from PIL import Image

from tests import papers, pki
from tests.given import GIVEN
from tests.papers import NOW, STATEMENT, TODAY
from tests.printing import facts
from tests.signing import attacks
from workstation.errors import Problem, UnknownPaper
from workstation.printing.permit import permit_pdf
from workstation.signing import practice, seal
from workstation.usecases.answering import CheckAnswer, check, check_code
from workstation.vocabulary import CheckedBy, CheckNote, CheckReason, SealAnswer, SignatureVerdict

TRUST = papers.office().trust()


def png(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def ask(data: bytes, trust: object = TRUST, **more: object) -> CheckAnswer:
    return check(data, "kertas", trust, NOW, **more)  # type: ignore[arg-type]


def said(answer: CheckAnswer) -> tuple[SealAnswer, CheckReason]:
    return answer.answer, answer.reason


# -- valid --------------------------------------------------------------------------------------------------


def test_the_signed_pdf_itself_is_valid_by_seal_and_signature() -> None:
    answer = ask(papers.signed(papers.sheet()))
    assert said(answer) == (SealAnswer.VALID, CheckReason.NONE)
    assert answer.checked_by is CheckedBy.SEAL_AND_SIGNATURE
    assert answer.signature is SignatureVerdict.TRUSTED
    assert answer.signer_name == pki.NAME
    assert answer.notes == ()
    assert not answer.withdrawal_unknown


@pytest.mark.parametrize("way", [papers.photograph, papers.scan_pdf, lambda data: png(papers.pixels(data))])
def test_a_photograph_and_a_scan_are_judged_by_the_seal_and_the_facts_are_given(
    way: Callable[[bytes], bytes],
) -> None:
    answer = ask(way(papers.signed(papers.sheet())))
    assert said(answer) == (SealAnswer.VALID, CheckReason.NONE)
    assert answer.statement is not None
    assert (answer.statement.number, answer.statement.name) == (STATEMENT.number, STATEMENT.name)
    assert (answer.statement.nik_last4, answer.statement.kid) == ("0001", papers.office().seal_key.kid)
    assert answer.signature is SignatureVerdict.UNSIGNED
    assert answer.checked_by is CheckedBy.SEAL
    assert CheckNote.COMPARE_PAPER in answer.notes


def test_a_permit_printed_to_pdf_is_judged_as_paper_and_says_that_no_signature_is_there() -> None:
    answer = ask(papers.sheet())
    assert said(answer) == (SealAnswer.VALID, CheckReason.NONE)
    assert CheckNote.SIGNATURE_ABSENT in answer.notes


def test_a_permit_on_the_third_page_is_found() -> None:
    assert ask(papers.signed(papers.sheet(pages=3))).answer is SealAnswer.VALID


def test_somebody_elses_code_beside_the_seal_does_no_harm() -> None:
    assert ask(papers.sheet("https://rumahsakit.example/", papers.code())).answer is SealAnswer.VALID


def test_a_company_list_tells_company_and_number_of_workers() -> None:
    text = papers.code(papers.changed(name="PT MAJU BERSAMA", nik_last4="", workers=128))
    answer = check_code(text, TRUST, NOW)
    assert answer.statement is not None
    assert (answer.statement.name, answer.statement.workers) == ("PT MAJU BERSAMA", 128)


def test_a_cut_name_is_said_and_compared_as_far_as_it_goes() -> None:
    name = "RADEN MAS SURYO KUSUMO WIJOYO ADININGRAT"
    answer = ask(papers.sheet(papers.code(papers.changed(name=name)), name=name))
    assert answer.answer is SealAnswer.VALID
    assert CheckNote.NAME_CUT in answer.notes


@pytest.mark.parametrize("workers", [0, 150])
def test_the_permit_that_the_office_really_issues_is_valid_as_a_file_and_on_paper(workers: int) -> None:
    name = "PT Contoh Maju Bersama" if workers else papers.NAME
    statement = papers.changed(name=name, workers=workers)
    blank = facts.company_permit(workers) if workers else facts.permit()
    drawn = permit_pdf(
        replace(
            blank,
            number=papers.NUMBER,
            seal=papers.code(statement),
            holder=(("Nama", name), *blank.holder[1:]),
        )
    )
    as_file = ask(papers.signed(drawn))
    assert (said(as_file), as_file.checked_by) == (
        (SealAnswer.VALID, CheckReason.NONE),
        CheckedBy.SEAL_AND_SIGNATURE,
    )
    assert said(ask(drawn)) == (SealAnswer.VALID, CheckReason.NONE)
    assert said(ask(papers.photograph(drawn))) == (SealAnswer.VALID, CheckReason.NONE)


# -- altered ------------------------------------------------------------------------------------------------


def test_a_signed_pdf_whose_content_was_changed_is_altered_although_the_seal_is_good() -> None:
    data = papers.signed(papers.sheet())
    at = data.index(b"stream") + 12
    answer = ask(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :], read_codes=lambda *_: [papers.code()])
    assert said(answer) == (SealAnswer.ALTERED, CheckReason.FILE_CHANGED)
    assert answer.statement is not None


ATTACKS = [
    attacks.byte_flipped,
    attacks.page_replaced,
    attacks.font_swapped,
    attacks.text_laid_over,
    attacks.pages_swapped,
    attacks.form_removed,
    attacks.cut_short,
    attacks.byte_range_renamed,
    attacks.byte_range_zero,
    attacks.byte_range_negative,
    attacks.byte_range_null,
    attacks.signature_zeroed,
    attacks.signature_null,
    attacks.signature_empty,
    attacks.tail_moved,
    attacks.signature_packed,
    attacks.padding_filled,
]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_no_known_attack_on_the_file_is_covered_by_its_good_seal(attack: Callable[[bytes], bytes]) -> None:
    answer = ask(attack(papers.signed(papers.sheet())), read_codes=lambda *_: [papers.code()])
    assert said(answer) == (SealAnswer.ALTERED, CheckReason.FILE_CHANGED)


@pytest.mark.parametrize("change", [attacks.title_changed, attacks.bytes_appended])
def test_what_mail_gateways_do_to_a_file_does_not_accuse_anybody(change: Callable[[bytes], bytes]) -> None:
    assert ask(change(papers.signed(papers.sheet()))).answer is SealAnswer.VALID


def test_a_signed_pdf_with_an_update_after_the_signature_is_altered() -> None:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.writer import PdfFileWriter  # noqa: F401 - loads the page types

    writer = IncrementalPdfFileWriter(BytesIO(papers.signed(papers.sheet())))
    writer.add_stream_to_page(0, writer.add_object(_overlay("BUDI SANTOSO")))
    out = BytesIO()
    writer.write(out)
    answer = ask(out.getvalue())
    assert said(answer) == (SealAnswer.ALTERED, CheckReason.FILE_CHANGED)
    assert answer.statement is not None
    assert answer.statement.name == papers.NAME


def _overlay(text: str) -> object:
    from pyhanko.pdf_utils.generic import StreamObject

    return StreamObject(stream_data=f"1 1 1 rg 90 690 300 20 re f 0 g % {text}".encode())


def test_a_permit_signed_again_by_a_stranger_is_altered() -> None:
    stranger = practice.new_authority().issue_signatory(pki.NAME, pki.NIP, pki.PASSPHRASE)
    answer = ask(pki.signed_by(stranger, papers.sheet()))
    assert said(answer) == (SealAnswer.ALTERED, CheckReason.FOREIGN_SIGNATURE)


@pytest.mark.parametrize(
    ("printed", "reason"),
    [
        ({"name": "BUDI SANTOSO"}, CheckReason.NAME_DIFFERS),
        ({"number": "000418/STRP/31.74/XI/2026"}, CheckReason.NUMBER_DIFFERS),
        ({"number": "9" + papers.NUMBER}, CheckReason.NUMBER_DIFFERS),
    ],
)
def test_an_unsigned_pdf_with_other_words_around_a_true_seal_is_altered(
    printed: dict[str, str], reason: CheckReason
) -> None:
    assert said(ask(papers.sheet(**printed))) == (SealAnswer.ALTERED, reason)  # type: ignore[arg-type]


def test_a_signed_pdf_with_the_seal_of_another_permit_is_altered() -> None:
    answer = ask(papers.signed(papers.sheet(number="000999/STRP/31.74/XI/2026")))
    assert said(answer) == (SealAnswer.ALTERED, CheckReason.NUMBER_DIFFERS)


def test_a_photograph_of_a_retouched_name_cannot_be_seen_but_the_true_name_is_given() -> None:
    answer = ask(png(papers.pixels(papers.sheet(name="BUDI SANTOSO"))))
    assert answer.answer is SealAnswer.VALID
    assert CheckNote.COMPARE_PAPER in answer.notes
    assert answer.statement is not None
    assert answer.statement.name == papers.NAME


def test_a_seal_with_one_character_changed_is_altered() -> None:
    text = papers.code()
    other = "A" if text[-40] != "A" else "B"
    answer = ask(png(papers.qr_picture(text[:-40] + other + text[-39:])))
    assert answer.answer is SealAnswer.ALTERED
    assert answer.statement is None


def test_two_different_seals_in_one_file_are_altered() -> None:
    second = papers.code(papers.changed(number="000999/STRP/31.74/XI/2026"))
    assert said(ask(papers.sheet(papers.code(), second))) == (SealAnswer.ALTERED, CheckReason.SEVERAL_SEALS)


# -- out of its time, withdrawn -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "answer"),
    [
        (-30, -1, SealAnswer.EXPIRED),
        (-30, 0, SealAnswer.VALID),
        (0, 9, SealAnswer.VALID),
        (1, 9, SealAnswer.NOT_YET),
        (-30, None, SealAnswer.VALID),
    ],
)
def test_the_first_and_the_last_day_count(first: int, last: int | None, answer: SealAnswer) -> None:
    until = None if last is None else TODAY + timedelta(days=last)
    text = papers.code(papers.changed(valid_from=TODAY + timedelta(days=first), valid_until=until))
    assert check_code(text, TRUST, NOW).answer is answer


def test_the_day_changes_at_midnight_in_jakarta() -> None:
    from datetime import UTC, datetime

    text = papers.code(papers.changed(valid_until=TODAY))
    midnight = datetime.combine(TODAY + timedelta(days=1), datetime.min.time(), seal.WIB).astimezone(UTC)
    assert check_code(text, TRUST, midnight - timedelta(seconds=1)).answer is SealAnswer.VALID
    assert check_code(text, TRUST, midnight).answer is SealAnswer.EXPIRED


def test_a_withdrawn_permit_is_withdrawn_even_by_its_signed_pdf_and_by_an_old_list() -> None:
    for hours in (1, 24 * 20):
        trust = papers.office().trust((417,), NOW - timedelta(hours=hours))
        answer = ask(papers.signed(papers.sheet()), trust)
        assert said(answer) == (SealAnswer.WITHDRAWN, CheckReason.ON_THE_LIST)
        assert answer.list_age is not None
        assert not answer.withdrawal_unknown


def test_a_list_of_yesterday_is_good_and_one_of_three_days_ago_makes_the_answer_say_so() -> None:
    text = papers.code()
    fresh = check_code(text, papers.office().trust((1,), NOW - timedelta(hours=47)), NOW)
    old = check_code(text, papers.office().trust((1,), NOW - timedelta(hours=49)), NOW)
    assert (fresh.answer, fresh.withdrawal_unknown) == (SealAnswer.VALID, False)
    assert (old.answer, old.withdrawal_unknown) == (SealAnswer.VALID, True)
    assert old.list_age is not None
    assert timedelta(hours=49) <= old.list_age < timedelta(hours=49, seconds=1)  # a list knows whole seconds
    assert {CheckNote.WITHDRAWAL_UNKNOWN, CheckNote.LIST_TOO_OLD} <= set(old.notes)


@pytest.mark.parametrize(
    ("listing", "note"),
    [(b"", CheckNote.NO_LIST), (b"rusak", CheckNote.LIST_UNUSABLE)],
)
def test_without_a_usable_list_valid_says_that_withdrawal_is_unknown(listing: bytes, note: CheckNote) -> None:
    answer = check_code(papers.code(), replace(TRUST, withdrawals=listing), NOW)
    assert (answer.answer, answer.withdrawal_unknown, answer.list_age) == (SealAnswer.VALID, True, None)
    assert note in answer.notes


def test_a_list_from_tomorrow_is_not_believed() -> None:
    answer = check_code(papers.code(), papers.office().trust((1,), NOW + timedelta(days=1)), NOW)
    assert answer.withdrawal_unknown


# -- not ours -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("https://parkir.example/bayar", CheckReason.FOREIGN_ADDRESS),
        (papers.code(host="IZIN.L0KET.EXAMPLE"), CheckReason.FOREIGN_ADDRESS),
        (
            papers.code(key=seal.SealKey(b"\x00\x09", ec.generate_private_key(ec.SECP256R1()))),
            CheckReason.UNKNOWN_KEY,
        ),
    ],
)
def test_a_code_of_somebody_else_is_not_ours(text: str, reason: CheckReason) -> None:
    for data in (png(papers.qr_picture(text)), papers.sheet(text)):
        answer = ask(data)
        assert said(answer) == (SealAnswer.NOT_OURS, reason)
        assert answer.statement is None


def test_a_pdf_validly_signed_by_our_official_but_without_a_seal_is_no_permit() -> None:
    answer = ask(pki.kit().signed)
    assert said(answer) == (SealAnswer.NOT_OURS, CheckReason.NO_SEAL)
    assert answer.signature is SignatureVerdict.TRUSTED


@pytest.mark.parametrize("data", [png(Image.new("L", (400, 600), 255)), pki.paper()])
def test_a_paper_without_any_code_is_unknown_so_that_the_checker_tries_the_number(data: bytes) -> None:
    with pytest.raises(UnknownPaper):
        ask(data)


@pytest.mark.skipif(not GIVEN.is_dir(), reason="the given inputs are not on this machine")
@pytest.mark.parametrize("folder", ["qr", "signed"])
def test_none_of_the_given_papers_is_ours_and_none_breaks_the_check(folder: str) -> None:
    for file in sorted((GIVEN / folder).iterdir()):
        if file.suffix.lower() not in {".pdf", ".png", ".jpg"}:
            continue
        try:
            answer = check(file.read_bytes(), os.fspath(file), TRUST, NOW)
        except Problem:
            continue
        assert answer.answer is SealAnswer.NOT_OURS, file.name
        assert answer.statement is None


# -- what stands between --------------------------------------------------------------------------------------


def test_a_true_seal_beside_one_by_an_unknown_key_on_our_address_is_altered() -> None:
    stranger = seal.SealKey(b"\x00\x09", ec.generate_private_key(ec.SECP256R1()))
    forged = papers.code(papers.changed(number="000999/STRP/31.74/XI/2026"), key=stranger)
    assert said(ask(papers.sheet(papers.code(), forged))) == (SealAnswer.ALTERED, CheckReason.SEVERAL_SEALS)


def test_a_file_without_a_seal_is_ours_only_by_the_signature_of_our_official() -> None:
    changed = attacks.page_replaced(papers.signed(papers.sheet()))
    assert said(ask(changed)) == (SealAnswer.ALTERED, CheckReason.FILE_CHANGED)
    stranger = practice.new_authority().issue_signatory(pki.NAME, pki.NIP, pki.PASSPHRASE)
    foreign = pki.signed_by(stranger, pki.paper())
    for data in (foreign, attacks.page_replaced(foreign), attacks.byte_range_zero(foreign)):
        assert said(ask(data)) == (SealAnswer.NOT_OURS, CheckReason.NO_SEAL)


def test_without_roots_a_signature_counts_for_nothing_and_the_answer_says_so() -> None:
    answer = ask(papers.signed(papers.sheet()), replace(TRUST, roots=()))
    assert answer.answer is SealAnswer.VALID
    assert answer.checked_by is CheckedBy.SEAL
    assert {CheckNote.SIGNATURE_NOT_CHECKED, CheckNote.COMPARE_PAPER} <= set(answer.notes)


def test_a_forged_code_on_a_changed_signed_file_stays_a_forged_code() -> None:
    data = attacks.text_laid_over(papers.signed(papers.sheet("https://palsu.example/#ABC")))
    assert said(ask(data)) == (SealAnswer.NOT_OURS, CheckReason.FOREIGN_ADDRESS)


def test_a_scan_that_only_other_programs_can_open_is_judged_as_paper() -> None:
    data = papers.scan_pdf(papers.sheet())
    broken = data[: data.rindex(b"xref")] + b"xref\nrusak\n%%EOF"
    answer = ask(broken)
    assert answer.answer is SealAnswer.VALID
    assert answer.signature is SignatureVerdict.UNSIGNED


def test_what_a_machine_guessed_under_a_scan_accuses_nobody() -> None:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    hidden = canvas.beginText(90, 700)
    hidden.setTextRenderMode(3)
    hidden.textLine("Nomor: O0O4l7/STRP Nama: S1TI RAHAYU")
    canvas.drawText(hidden)
    canvas.drawImage(ImageReader(papers.pixels(papers.sheet())), 0, 0, 595, 842)
    canvas.save()
    assert said(ask(out.getvalue())) == (SealAnswer.VALID, CheckReason.NONE)
