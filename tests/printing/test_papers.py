"""Every paper says what its sheet says, on clean pages, the same way each time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.printing import facts, seen
from workstation.errors import UnprintableText
from workstation.printing.closing import closing_pdf
from workstation.printing.handover import handover_pdf
from workstation.printing.paper import MM
from workstation.printing.permit import permit_pdf
from workstation.printing.receipt import receipt_pdf
from workstation.printing.refusal import refusal_pdf
from workstation.printing.sheets import PaperSize, ReceivedDocument, RefusalReason, Stationery
from workstation.printing.ticket import ticket_pdf
from workstation.printing.withdrawal import withdrawal_pdf

Paper = Callable[..., bytes]


def _permit(**changes: object) -> bytes:
    return permit_pdf(facts.permit(**changes))


def _company(**changes: object) -> bytes:
    return permit_pdf(facts.company_permit(**changes))


def _refusal(**changes: object) -> bytes:
    return refusal_pdf(facts.refusal(**changes))


def _withdrawal(**changes: object) -> bytes:
    return withdrawal_pdf(facts.withdrawal(**changes))


def _receipt(**changes: object) -> bytes:
    return receipt_pdf(facts.receipt(**changes))


def _handover(**changes: object) -> bytes:
    return handover_pdf(facts.handover(**changes))


def _ticket(**changes: object) -> bytes:
    return ticket_pdf(facts.ticket(**changes))


def _closing(**changes: object) -> bytes:
    return closing_pdf(facts.closing(**changes))


LETTERS = [_permit, _company, _refusal, _withdrawal, _receipt, _handover, _closing]
PAPERS = [*LETTERS, _ticket]


@pytest.mark.parametrize("paper", PAPERS)
def test_equal_sheets_give_equal_bytes(paper: Paper) -> None:
    assert paper() == paper()


@pytest.mark.parametrize("paper", PAPERS)
def test_practice_marks_every_page_and_only_then(paper: Paper) -> None:
    assert all("LATIHAN" in page for page in seen.texts(paper(practice=True)))
    assert "LATIHAN" not in seen.text(paper(practice=False))


@pytest.mark.parametrize("paper", LETTERS)
def test_the_practice_mark_is_light_ground_seen_across_the_page(paper: Paper) -> None:
    real, practice = (_grey_share(seen.picture(paper(practice=mark), 40)) for mark in (False, True))
    assert practice > 0.04
    assert real < 0.02


def _grey_share(page: Image.Image) -> float:
    return sum(page.histogram()[215:230]) / (page.width * page.height)


@pytest.mark.parametrize("paper", PAPERS)
def test_letters_never_collide_and_stay_on_the_paper(paper: Paper) -> None:
    for (width, height), runs in seen.boxes(paper()):
        assert runs
        assert all(
            left > 5 and right < width - 5 and bottom > 5 and top < height - 5
            for left, bottom, right, top in runs
        )
        assert not seen.colliding(runs)


@pytest.mark.parametrize("paper", PAPERS)
def test_every_face_is_embedded_and_the_file_names_itself(paper: Paper) -> None:
    data = paper()
    document = pypdfium2.PdfDocument(data)
    about = document.get_metadata_dict()
    document.close()
    assert about["Title"]
    assert about["Author"] in {facts.HEAD.agency, facts.HEAD.unit}
    with pikepdf.open(BytesIO(data)) as file:
        assert str(file.Root.Lang) == "id-ID"
        fonts = [font for page in file.pages for font in page.Resources.Font.values()]
        assert fonts
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)


def test_a_permit_of_one_person_fits_one_page_with_all_its_facts() -> None:
    sheet = facts.permit()
    (page,) = seen.texts(permit_pdf(sheet))
    for said in (
        "SURAT TANDA REGISTRASI PEKERJA",
        f"NOMOR: {sheet.number}",
        "c. Permohonan Nomor STRP-2021-000123 tanggal 5 Juli 2021.",
        "Siti Contoh Rahmawati",
        "5 Juli 2021 s.d. 20 Juli 2021",
        "Ditetapkan di Jakarta",
        "Ditandatangani secara elektronik oleh:",
        sheet.signatory.name,
        f"NIP {sheet.signatory.nip}",
        "2. Kepala Dinas Perhubungan",
        "Halaman 1 dari 1",
    ):
        assert said in page
    assert all(basis in page for basis in sheet.legal_bases)
    assert all(provision in page for provision in sheet.provisions)
    assert sheet.footer in page
    assert sheet.check_hint in page


def test_a_company_list_repeats_its_heading_and_says_what_paper_it_belongs_to() -> None:
    sheet = facts.company_permit(20)
    pages = seen.texts(permit_pdf(sheet))
    assert len(pages) == 2
    assert all("No. Nama NIK Jabatan Tujuan" in page for page in pages)
    assert pages[1].startswith(f"{sheet.title} Nomor {sheet.number}")
    assert "Halaman 2 dari 2" in pages[1]
    whole = " ".join(pages)
    assert all(worker.nik_masked in whole for worker in sheet.workers)


def test_a_list_without_destinations_has_no_empty_column() -> None:
    workers = tuple(replace(worker, destination="") for worker in facts.workers(1))
    page = seen.texts(permit_pdf(facts.permit(photo=None, workers=workers)))[0]
    assert "Tujuan" not in page
    assert "Daftar pekerja (1 orang):" in page


@pytest.mark.parametrize("count", [0, 1, 5, 9, 10, 11, 12, 13, 20, 60])
def test_the_signature_stands_with_words_of_its_letter(count: int) -> None:
    pages = seen.texts(permit_pdf(facts.company_permit(count)))
    (signed,) = [page for page in pages if "Ditandatangani" in page]
    assert "Apabila terdapat kekeliruan" in signed
    assert not any(page.split()[-4:] == ["Tembusan:"] for page in pages)


@pytest.mark.parametrize("count", range(6, 14))
def test_a_single_provision_keeps_its_heading(count: int) -> None:
    pages = seen.texts(
        permit_pdf(facts.company_permit(count, provisions=("Izin tidak dapat dipindahtangankan.",)))
    )
    (signed,) = [page for page in pages if "Ditandatangani" in page]
    assert "Ketentuan: 1. Izin tidak dapat dipindahtangankan." in signed


@pytest.mark.parametrize("count", [0, 8, 20])
def test_a_permit_without_provisions_has_no_empty_heading(count: int) -> None:
    assert "Ketentuan" not in seen.text(permit_pdf(facts.company_permit(count, provisions=())))


def test_long_names_and_words_wrap_and_lose_no_letter() -> None:
    word = "Wulandariputrikusumaningrat" * 3
    name = "Raden Ajeng Contoh Kusumawardhani Notonegoro Suryaningrat Adi"
    address = "Jalan " + "Panjang Sekali " * 30 + "Nomor 1"
    sheet = facts.permit(holder=(("Nama", name), ("Alias", word), ("Alamat", address)))
    data = permit_pdf(sheet)
    said = seen.text(data).replace(" ", "").replace("\ufffe", "").replace("\x02", "")
    assert all(part.replace(" ", "") in said for part in (name, word, address))
    for (width, _), runs in seen.boxes(data):
        assert all(right < width - 20 * 72 / 25.4 + 1 for _, _, right, _ in runs)
        assert not seen.colliding(runs)


@settings(max_examples=25, deadline=None)
@given(
    name=st.text("abcdeimnorstuABDIKRS'’-é ", min_size=1, max_size=90).filter(lambda name: name.strip(" -")),
    address=st.text("abcdeghiklmnoprstu JKNR.,/0123456789", min_size=1, max_size=400).filter(str.strip),
    count=st.integers(0, 25),
)
def test_whatever_is_filled_in_nothing_collides_and_nothing_is_lost(
    name: str, address: str, count: int
) -> None:
    workers = tuple(replace(worker, name=name, destination=address[:120]) for worker in facts.workers(count))
    sheet = facts.permit(holder=(("Nama", name), ("Alamat", address)), workers=workers)
    data = permit_pdf(sheet)
    for (width, _), runs in seen.boxes(data):
        assert not seen.colliding(runs)
        assert all(right < width - 20 * 72 / 25.4 + 1 for _, _, right, _ in runs)
    said = _letters(seen.text(data))
    assert _letters(address) in said
    assert said.count(_letters(name)) >= 1 + count


def _letters(text: str) -> str:
    # a reader takes a hyphen at a line's end for a division and leaves it out
    return "".join(letter for letter in text if letter not in " -\u00ad\ufffe\x02")


def test_a_cell_taller_than_a_page_goes_on_overleaf() -> None:
    note = " ".join(f"kata{number}" for number in range(600))
    documents = (ReceivedDocument("Akta", True, True, note), ReceivedDocument("KTP", True, True))
    pages = seen.texts(receipt_pdf(facts.receipt(documents=documents)))
    assert len(pages) > 2
    assert all(f"kata{number}" in " ".join(pages) for number in (0, 300, 599))


def test_apostrophe_dash_and_accent_can_be_copied_out() -> None:
    page = seen.text(
        permit_pdf(facts.permit(holder=(("Nama", "Ma’ruf O'Connor – André Žižek"),), photo=None))
    )
    assert "Ma’ruf O'Connor – André Žižek" in page


def test_a_letter_typed_in_two_parts_is_composed() -> None:
    assert "André" in seen.text(permit_pdf(facts.permit(holder=(("Nama", "Andre\u0301"),))))


@pytest.mark.parametrize("name", ["王小明", "سعيد", "Budi 😀", "Q\u0323\u0308x"])
@pytest.mark.parametrize("paper", [_permit, _refusal, _handover])
def test_a_name_without_letters_in_our_faces_is_refused_not_dropped(paper: Paper, name: str) -> None:
    field = {_permit: "purpose", _refusal: "recipient", _handover: "collector"}[paper]
    with pytest.raises(UnprintableText) as refused:
        paper(**{field: name})
    assert name in refused.value.text


@pytest.mark.parametrize("paper", LETTERS)
def test_folio_is_as_large_as_folio(paper: Paper) -> None:
    stationery = Stationery(paper=PaperSize.F4, body=12)
    ((width, height), _), *_ = seen.boxes(paper(stationery=stationery))
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (215, 330)


def test_a_refusal_gives_reasons_remedies_and_the_way_to_object() -> None:
    page = seen.text(_refusal())
    assert "tidak dapat disetujui dengan alasan: 1. Surat pernyataan sehat" in page
    assert "Dasar hukum: Peraturan Gubernur Contoh" in page
    assert "keberatan dalam jangka waktu 21 hari kerja sejak surat ini diterima melalui loket" in page


def test_a_refusal_without_a_channel_promises_no_objection() -> None:
    page = seen.text(_refusal(objection_channel=None))
    assert "keberatan" not in page
    assert "mengajukan permohonan kembali" in page


def test_a_decision_to_withdraw_says_what_why_on_what_basis_and_since_when() -> None:
    page = seen.text(_withdrawal())
    for said in (
        "KEPUTUSAN KEPALA",
        "NOMOR: 000003/CABUT/DPMPTSP/VII/2021",
        "PENCABUTAN SURAT TANDA REGISTRASI PEKERJA NOMOR 000123/STRP/DPMPTSP/VII/2021",
        "b. bahwa data atau dokumen yang diajukan pemohon ternyata tidak benar, yaitu: surat tugas",
        "1. Undang-Undang Nomor 30 Tahun 2014 tentang Administrasi Pemerintahan Pasal 64 ayat (1) huruf c;",
        "MEMUTUSKAN:",
        "tanggal 6 Juli 2021 atas nama Siti Contoh Rahmawati.",
        "tidak berlaku sejak tanggal 9 Juli 2021",
        "keberatan dalam jangka waktu 21 hari kerja sejak Keputusan ini diterima melalui loket",
        "Ditetapkan di Jakarta pada tanggal 9 Juli 2021",
        "Tembusan: 1. Kepala Dinas",
    ):
        assert said in page, page


def test_a_decision_without_a_channel_promises_no_objection_and_counts_on() -> None:
    page = seen.text(_withdrawal(objection_channel=None))
    assert "keberatan" not in page
    assert "KETIGA : Keputusan ini berlaku sejak" in page


def test_thirty_reasons_go_over_the_page_under_a_running_head() -> None:
    reasons = tuple(RefusalReason(f"Alasan ke-{n}", "Peraturan contoh", "Perbaiki") for n in range(1, 31))
    pages = seen.texts(_refusal(reasons=reasons))
    assert len(pages) > 1
    assert all(page.startswith("Penolakan Permohonan Surat Izin Keluar Masuk Nomor") for page in pages[1:])
    assert "30. Alasan ke-30." in " ".join(pages)


def test_a_reason_is_never_torn_from_its_basis_and_its_remedy() -> None:
    reasons = tuple(
        RefusalReason(f"Alasan ke-{n} yang cukup panjang " * 4, f"Dasar-{n}", f"Obat-{n}") for n in range(30)
    )
    for page in seen.texts(refusal_pdf(facts.refusal(reasons=reasons))):
        for n in range(30):
            assert len({f"{word}-{n}" in page.split() for word in ("ke", "Dasar", "Obat")}) == 1


def test_the_kop_stands_in_the_middle_unless_arms_stand_at_its_left() -> None:
    plain, marked = (_middle_of_first_line(_permit(practice=practice)) for practice in (False, True))
    middle = (30 + (210 - 30 - 20) / 2) * MM
    assert abs(plain - middle) < 1
    assert abs(marked - middle - 11 * MM) < 1


def _middle_of_first_line(data: bytes) -> float:
    document = pypdfium2.PdfDocument(data)
    words = document[0].get_textpage()
    left, _, right, _ = max((words.get_rect(n) for n in range(words.count_rects())), key=lambda box: box[3])
    document.close()
    return (left + right) / 2


def test_an_incomplete_receipt_says_so_and_promises_no_time() -> None:
    documents = (ReceivedDocument("Nomor Induk Berusaha", False, False, "belum dibawa"),)
    page = seen.text(_receipt(is_complete=False, expected_at=None, documents=documents))
    assert "BELUM LENGKAP (dikembalikan)" in page
    assert "tidak ada belum dibawa" in page
    assert "Perkiraan selesai" not in page


def test_a_handover_names_the_proxy_and_only_four_digits() -> None:
    page = seen.text(_handover())
    assert "Agus Contoh Setiawan (kuasa)" in page
    assert "empat digit terakhir 0007" in page
    assert "Dokumen asli dicocokkan : ya" in page
    assert "pukul 09.15 WIB" in page


def test_a_ticket_is_as_wide_as_its_roll_and_shows_priority() -> None:
    for roll, width_mm in ((PaperSize.ROLL_80, 80), (PaperSize.ROLL_58, 58)):
        data = _ticket(roll=roll, priority=True)
        (((width, _), runs),) = seen.boxes(data)
        assert round(width / 72 * 25.4) == width_mm
        assert not seen.colliding(runs)
        assert "PRIORITAS" in seen.text(data)
    assert "PRIORITAS" not in seen.text(_ticket())


def test_a_narrow_practice_ticket_of_a_crowded_day_loses_no_word() -> None:
    data = _ticket(
        roll=PaperSize.ROLL_58, practice=True, waiting=1234, estimate_minutes=1080, number="ABC-1234"
    )
    page = seen.text(data)
    for said in ("LATIHAN – TIDAK BERLAKU", "1234 orang", "± 1080 menit", "ABC-1234"):
        assert said in page
    (((width, _), runs),) = seen.boxes(data)
    assert all(left > 0 and right < width for left, _, right, _ in runs)


def test_papers_may_be_set_by_several_threads_at_once() -> None:
    sheets = [facts.permit(), facts.company_permit(7), facts.permit(photo=None)] * 4
    alone = [permit_pdf(sheet) for sheet in sheets]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(permit_pdf, sheets)) == alone


def test_an_address_longer_than_the_page_goes_on_at_full_width_overleaf() -> None:
    address = " ".join(f"Jalan{number}" for number in range(500))
    pages = seen.texts(_permit(holder=(("Nama", "Sari"), ("Alamat", address))))
    assert len(pages) > 1
    said = " ".join(pages)
    assert all(part in said for part in address.split())


def test_a_ticket_without_estimate_promises_none() -> None:
    page = seen.text(_ticket(estimate_minutes=None))
    assert "A-012" in page
    assert "menit" not in page


def test_a_closing_shows_totals() -> None:
    page = seen.text(_closing())
    assert "Jumlah 94 91 3 16" in page
    assert "Loket 5 tutup pukul 11.00" in page
