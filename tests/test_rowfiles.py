"""Files go to the persons that their names speak of, and to nobody when they could mean two."""

from workstation.rowfiles import Person, plan

PAPERS = {"card": ("ktp", "kartu"), "photo": ("foto", "pasfoto")}
SITI = Person(11, 1, "3171994502850001", "Siti Rahmawati")
BUDI = Person(12, 2, "3171990101850002", "Budi")
DEWI = Person(13, 3, "3171990101850003", "Dewi Anggraini S.Kom")
LISTED = (SITI, BUDI, DEWI)


def goals(*files: str | tuple[str, int]) -> list[tuple[int, int | None, int, str]]:
    named = [(one, 1) if isinstance(one, str) else one for one in files]
    return [(g.file, g.page, g.person.id, g.code) for g in plan(named, LISTED, PAPERS).goals]


def why(*files: str | tuple[str, int]) -> dict[int, str]:
    return dict(plan([(one, 1) if isinstance(one, str) else one for one in files], LISTED, PAPERS).unmatched)


def test_a_card_number_a_row_or_a_name_means_a_person_and_a_word_his_paper() -> None:
    assert goals(
        "3171994502850001_ktp.jpg",
        "foto-3171994502850001.png",
        "foto/2.jpg",
        "KTP 2.JPG",
        "Dewi Anggraini S.Kom (foto).jpeg",
        "unggahan/ktp/dewi_anggraini_s_kom.pdf",
    ) == [
        (0, None, 11, "card"),
        (1, None, 11, "photo"),
        (2, None, 12, "photo"),
        (3, None, 12, "card"),
        (4, None, 13, "photo"),
        (5, None, 13, "card"),
    ]


def test_what_means_nobody_or_no_paper_is_told_with_its_reason() -> None:
    assert why(
        "3171994502859999_ktp.jpg", "ktp_99.jpg", "Rudi foto.jpg", "3171994502850001.jpg", "IMG.jpg"
    ) == {
        0: "NIK itu tidak ada dalam daftar.",
        1: "Nomor baris itu tidak ada.",
        2: "Nama itu tidak ada dalam daftar.",
        3: "Namanya tidak menyebut jenis berkas.",
        4: "Nama itu tidak ada dalam daftar.",
    }


def test_two_files_for_one_paper_are_doubled_and_neither_is_taken() -> None:
    found = plan([("1_ktp.jpg", 1), ("siti rahmawati ktp.jpg", 1), ("1_foto.jpg", 1)], LISTED, PAPERS)
    assert [goal.file for goal in found.goals] == [2]
    assert [goal.file for goal in found.doubled] == [0, 1]


def test_a_name_that_fits_two_persons_is_nobodys() -> None:
    listed = (Person(1, 1, "1", "Budi"), Person(2, 2, "2", "Budi Santoso"))
    assert [g.person.id for g in plan([("budi ktp.jpg", 1)], listed, PAPERS).goals] == [1]
    assert [g.person.id for g in plan([("budi santoso ktp.jpg", 1)], listed, PAPERS).goals] == [2]
    twice = (Person(1, 1, "1", "Budi"), Person(2, 2, "2", "Budi"))
    assert plan([("budi ktp.jpg", 1)], twice, PAPERS).unmatched == {0: "Lebih dari satu orang cocok."}


def test_pages_of_one_file_go_to_the_rows_or_to_the_papers_of_one_person() -> None:
    assert goals(("semua ktp.pdf", 3)) == [(0, 0, 11, "card"), (0, 1, 12, "card"), (0, 2, 13, "card")]
    assert goals(("3171990101850002.pdf", 2)) == [(0, 0, 12, "card"), (0, 1, 12, "photo")]
    assert len(goals(("pindaian.pdf", 6))) == 6
    assert goals(("pindaian.pdf", 6))[:2] == [(0, 0, 11, "card"), (0, 1, 11, "photo")]
    assert why(("semua ktp.pdf", 4)) == {0: "4 halaman, 3 orang dalam daftar."}


def test_a_paper_of_two_sides_stays_one_file() -> None:
    assert goals(("2_ktp.pdf", 2)) == [(0, None, 12, "card")]
