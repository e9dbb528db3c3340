"""What kind of paper was read: told only where enough was read well."""

from workstation.comparing.layout import Page, page_of
from workstation.comparing.papers import has_stamp, home_on_card, is_card, is_no_card, is_readable
from workstation.page_words import PageWords, Word

LETTER = (
    "PENGURUS RT 001 RW 009", "SURAT PENGANTAR", "Nomor: 22/RT001/2026", "Nama", "Markus Hakim", "NIK",
    "3274992306010245", "Tempat/tgl lahir", "Ambon, 23-06-2001", "Pekerjaan", "Karyawan Swasta", "Keperluan",
    "Menjenguk keluarga yang sakit", "Berlaku sampai",
)  # fmt: skip
CARD = (
    "PROVINSI DKI JAKARTA", "NIK", "3274992306010245", "Nama", "MARKUS HAKIM", "Tempat/Tgl Lahir", "AMBON, 23-06-2001",
    "RT/RW", "001/009", "Kel/Desa", "SUNYARAGI", "Agama", "KRISTEN", "Status Perkawinan", "Kewarganegaraan", "WNI",
)  # fmt: skip
PASSPORT = ("REPUBLIC OF FRANCE", "PASSPORT", *[f"Surname {n}" for n in range(14)])


def page(*texts: str, trust: float = 0.95) -> Page:
    lines = enumerate(texts)
    words = [
        Word(
            t,
            trust,
            ((0.1, 0.02 * n), (0.4, 0.02 * n), (0.4, 0.02 * n + 0.015), (0.1, 0.02 * n + 0.015)),
        )
        for n, t in lines
    ]
    return page_of(PageWords(0, 1.4, tuple(words)))


def test_a_card_is_a_card_and_a_letter_in_its_place_is_none() -> None:
    assert (is_card(page(*CARD)), is_no_card(page(*CARD))) == (True, False)
    assert (is_card(page(*LETTER)), is_no_card(page(*LETTER))) == (False, True)


def test_a_passport_and_what_was_read_badly_are_not_called_something_else() -> None:
    assert not is_no_card(page(*PASSPORT))
    assert not is_no_card(page(*LETTER, trust=0.6))
    assert not is_no_card(page(*LETTER[:6]))
    assert not is_readable(page())


def test_a_stamp_is_its_letters_or_its_sum_and_no_sentence_about_it() -> None:
    assert has_stamp(page(*LETTER, "METERA"))
    assert has_stamp(page(*LETTER, "10000"))
    assert has_stamp(page(*LETTER, "Rp10.000"))
    assert not has_stamp(page(*LETTER, "Surat pernyataan sehat bermeterai"))
    assert not has_stamp(page(*LETTER, "Meterai senilai sepuluh ribu rupiah ditempel di sini"))


def test_another_village_than_on_the_card_is_told_and_only_where_it_was_read_well() -> None:
    rows = (("Kel/Desa", ": SUNYARAGI"), ("Kecamatan", ": KESAMBI"))

    def card(trust: float) -> Page:
        words = []
        for n, (label, value) in enumerate(rows):
            top, low = 0.1 + 0.05 * n, 0.12 + 0.05 * n
            words.append(Word(label, trust, ((0.1, top), (0.3, top), (0.3, low), (0.1, low))))
            words.append(Word(value, trust, ((0.35, top), (0.6, top), (0.6, low), (0.35, low))))
        return page_of(PageWords(0, 1.4, tuple(words)))

    assert home_on_card(card(0.95), "district", "Cengkareng") == "KESAMBI"
    assert home_on_card(card(0.95), "district", "Kesambi") == ""
    assert home_on_card(card(0.95), "village", "Sunyaragi") == ""
    assert home_on_card(card(0.6), "district", "Cengkareng") == ""
    assert home_on_card(card(0.95), "city", "Jakarta Barat") == ""
