"""Each notice of a breach is a letter of its own: its own pages, its own signature at the right."""

import re
from datetime import datetime

from tests.printing import facts, seen
from workstation.printing.breach import breach_pdf
from workstation.printing.personal_sheets import BreachLetter, BreachSheet
from workstation.worktime import WIB

AT = datetime(2026, 7, 6, 9, 15, tzinfo=WIB)


def notices(persons: int) -> bytes:
    letters = tuple(
        BreachLetter(f"Contoh {n}", "Jalan Contoh", ("NIK",), "berkas dibuka", AT, AT) for n in range(persons)
    )
    points = tuple((f"Unit contoh {n}", 1) for n in range(60))
    return breach_pdf(BreachSheet(facts.HEAD, AT, AT, "apa", "upaya", "jurnal", letters, points, AT))


def test_every_letter_counts_its_own_pages() -> None:
    folios = [re.findall(r"Halaman \d+ dari \d+", page) for page in seen.texts(notices(2))]
    authority = len(folios) - 2
    assert authority > 1
    assert folios == [
        *([f"Halaman {n} dari {authority}"] for n in range(1, authority + 1)),
        ["Halaman 1 dari 1"],
        ["Halaman 1 dari 1"],
    ]


def test_one_signature_alone_stands_at_the_right_with_the_closing_words() -> None:
    text = seen.texts(notices(1))[-1]
    assert text.index("Demikian disampaikan") < text.index("Pejabat yang berwenang")
    ((width, _), runs) = seen.boxes(notices(1))[-1]
    dots = min((box for box in runs if box[1] > 100), key=lambda box: box[1])
    assert (dots[0] + dots[2]) / 2 > width / 2
