"""The short form of `python3 run trial view`: bent samples cost a sentence at most."""

from itertools import islice

from tests.imaging.drawing import corners, saved
from tests.imaging.mutating import mutants
from tests.trials.view import tried
from workstation.imaging.pool import PageReader, key_of

MUTANTS = 150


def test_bent_files_open_or_are_refused_and_the_reader_lives_on() -> None:
    with PageReader(deadline=2.0) as reader:
        outcomes = [tried(reader, name, data) for name, data in islice(mutants(20_261_122), MUTANTS)]
        fine = saved(corners(), "JPEG")
        assert reader.page(key_of(fine), fine, 0, width=90).width == 90
    assert "PictureWorkerDied" not in outcomes
    assert outcomes.count("opened") > MUTANTS // 10
    assert len(set(outcomes)) > 3
