"""Words of a seal are found in a paper however a reader gives its lines back."""

import pytest

from workstation.usecases.wordmatch import holds


@pytest.mark.parametrize(
    "text",
    [
        "Nama : Siti-Aminah Dewi",
        "SITI-AMINAH\nDEWI",
        "Siti\x02Aminah Dewi",
        "Siti\ufffeAminah Dewi",
        "Siti- Aminah Dewi",
    ],
)
def test_a_name_divided_at_its_hyphen_is_still_the_name(text: str) -> None:
    assert holds(text, "Siti-Aminah Dewi")


@pytest.mark.parametrize("text", ["Siti-Aminah Dewinta", "Sita-Aminah Dewi", "Aminah Dewi", ""])
def test_another_name_is_not(text: str) -> None:
    assert not holds(text, "Siti-Aminah Dewi")
