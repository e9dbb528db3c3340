"""The seal of one person's permit stands on the page that a roadside check looks at."""

import pytest

from tests.printing import facts, seen
from workstation.printing import permit, photo
from workstation.printing.paper import Pages
from workstation.printing.sheets import PermitSheet


def set_once(sheet: PermitSheet) -> Pages:
    return permit._set(sheet, photo.ready(sheet.photo) if sheet.photo else None)


def test_given_one_person_whose_closing_block_would_spill_then_the_letter_is_set_smaller_to_keep_one_page() -> (
    None
):
    kept = []
    for lines in range(14):
        extra = tuple((f"Keterangan {n}", "Jalan Panjang Nomor 12") for n in range(lines))
        sheet = facts.permit(holder=facts.permit().holder + extra)
        is_spilling = set_once(sheet).count == 2
        is_one_page = len(seen.texts(permit.permit_pdf(sheet))) == 1
        assert is_one_page or is_spilling
        kept.append(is_spilling and is_one_page)
    assert any(kept), "no length of the letter was saved from its second page"


def test_given_a_list_of_workers_then_the_size_of_the_letter_is_left_alone() -> None:
    sheet = facts.company_permit(20)
    assert permit.permit_pdf(sheet) == set_once(sheet).finished()


@pytest.mark.parametrize("count", range(2, 61))
def test_the_signature_of_a_list_never_stands_on_a_page_without_two_rows(count: int) -> None:
    *_, last = seen.texts(permit.permit_pdf(facts.company_permit(count)))
    assert f" {count}. " in last
    assert f" {count - 1}. " in last
    assert "Ditandatangani secara elektronik oleh:" in last
