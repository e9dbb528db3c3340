"""Files made to bring the reader down cost one clear sentence each, and the next file opens."""

from pathlib import Path

import pytest

from tests.imaging.drawing import corners, saved
from tests.imaging.hostile import Hostile, hostile_files
from workstation.catalogue.rules import DocumentSpec
from workstation.errors import Problem, Refusal, TooLarge
from workstation.imaging.pool import PageReader, key_of
from workstation.ui.intake.attaching import look
from workstation.wording import advice, sentence

FILES = list(hostile_files())


def test_there_are_many_and_no_two_are_the_same() -> None:
    assert len(FILES) > 60
    assert len({key_of(data) for _, data, _ in FILES}) == len(FILES)


@pytest.mark.parametrize("hostile", FILES, ids=lambda hostile: hostile[0])
def test_a_hostile_file_costs_at_most_one_sentence(reader: PageReader, hostile: Hostile) -> None:
    name, data, refused = hostile
    problem = None
    try:
        facts, page = reader.look(key_of(data), data, name, width=400)
        assert page.width * page.height <= 16_000_000
        assert facts.pages > 0
        reader.page(key_of(data), data, min(facts.pages, 2_000) - 1, width=200, name=name)
    except Problem as said:
        problem = said
    assert refused is None or refused is (problem is not None), problem
    if problem is not None:
        assert isinstance(problem, Refusal), "the file is at fault, not the program"
        assert name in sentence(problem)
        assert advice(problem)
    fine = saved(corners(), "JPEG")
    assert reader.page(key_of(fine), fine, 0, width=90).width == 90


def test_a_file_of_one_gigabyte_of_nothing_is_not_even_opened(reader: PageReader, tmp_path: Path) -> None:
    file = tmp_path / "raksasa.pdf"
    with file.open("wb") as out:
        out.write(b"GIF89a")
        out.truncate(1024 * 1024 * 1024)

    with pytest.raises(TooLarge):
        look(reader, file, DocumentSpec("ktp", "KTP"))
