"""Every word of the vocabulary and every problem has its Indonesian: what happened, and what to do now."""

import dataclasses
import re
import typing
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import pytest

import workstation.errors
from workstation import vocabulary
from workstation.errors import (
    DatabaseDown,
    HallFull,
    HeldByOther,
    NotAllowed,
    Outage,
    Problem,
    Refusal,
    TooWarm,
    WrongStage,
)
from workstation.wording import _SENTENCES, advice, raw, sentence, word

ENUMS = sorted(
    (
        kind
        for kind in vars(vocabulary).values()
        if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum
    ),
    key=lambda kind: kind.__name__,
)
NOT_INDONESIAN = re.compile(
    r"\b(None|True|False|null|the|of|is|not|error|failed|unknown|invalid|permission|denied|row|file|please|object)\b"
    r"|[{}<>]|\bat 0x"
)
SAMPLES: dict[str, Any] = {
    "documents": ("ktp", "photo"),
    "fields": ("name",),
    "faults": {"nik": "NIK harus 16 angka."},
    "since": datetime(2026, 11, 20, 2, 0, tzinfo=UTC),
    "until": datetime(2026, 11, 20, 2, 20, tzinfo=UTC),
    "come_back": datetime(2026, 11, 20, 3, 15, tzinfo=UTC),
    "temperature": 38.1,
    "limit": 37.3,
    "thing": "case",
    "stage": "proposed",
    "day": "2026-11-21",
    "earliest": datetime(2026, 11, 20, 2, 0, tzinfo=UTC),
    "latest": datetime(2026, 11, 20, 2, 20, tzinfo=UTC),
    "wanted": 250000,
    "paid": 25000,
}


def family(kind: type[Problem]) -> list[type[Problem]]:
    """All kinds of problem that this program has."""
    return [kind, *(one for child in kind.__subclasses__() for one in family(child))]


def ours() -> list[type[Problem]]:
    return sorted(
        {one for one in family(Problem) if one.__module__.startswith("workstation.")},
        key=lambda one: one.__name__,
    )


def made(kind: type[Problem], *, full: bool) -> Problem:
    """A problem with sample facts: all of them, or only those that it must have."""
    if not dataclasses.is_dataclass(kind):
        return kind()
    hints = typing.get_type_hints(kind, vars(workstation.errors))
    facts: dict[str, Any] = {}
    for fact in dataclasses.fields(kind):
        needed = fact.default is dataclasses.MISSING and fact.default_factory is dataclasses.MISSING
        if full or needed:
            facts[fact.name] = _sample(fact.name, hints[fact.name])
    return kind(**facts)


def _sample(name: str, hint: Any) -> Any:
    if name in SAMPLES:
        return int(SAMPLES[name]) if hint is int else SAMPLES[name]
    return {str: "Contoh", int: 7, bool: True, float: 1.5}[hint]


@pytest.mark.parametrize("kind", ENUMS, ids=lambda kind: kind.__name__)
def test_every_word_has_its_indonesian(kind: type[StrEnum]) -> None:
    words = [word(member) for member in kind]
    for member, said in zip(kind, words, strict=True):
        if (kind.__name__, member.value) == ("CheckReason", "none"):
            continue  # nothing to say
        assert said.strip() == said != ""
        assert "_" not in said, said
        assert not NOT_INDONESIAN.search(said), said
    assert len(set(words)) == len(words), "two words would look the same on screen"


@pytest.mark.parametrize("kind", ours(), ids=lambda kind: kind.__name__)
def test_every_problem_says_what_happened_and_what_to_do(kind: type[Problem]) -> None:
    for full in (True, False):
        problem = made(kind, full=full)
        for said in (sentence(problem), advice(problem)):
            assert len(said) > 9, said
            assert said[0].isupper() or said[0].isdigit(), said
            assert said.rstrip()[-1] in ".?!", said
            assert not NOT_INDONESIAN.search(said), said
            assert "  " not in said, said
            assert not re.search(r"\s[.,:](\s|$)", said), said


def test_every_problem_has_words_of_its_own_and_every_word_a_problem() -> None:
    """A new kind of trouble must not speak in the words of its parent by accident."""
    assert set(ours()) - set(_SENTENCES) == set()
    assert set(_SENTENCES) - set(ours()) == set()


def test_every_problem_is_a_refusal_or_an_outage() -> None:
    for kind in ours():
        assert kind is Problem or issubclass(kind, Refusal) != issubclass(kind, Outage), kind


def test_advice_never_repeats_the_sentence() -> None:
    for kind in ours():
        problem = made(kind, full=True)
        assert advice(problem) != sentence(problem)


def test_facts_stand_in_the_sentence() -> None:
    assert "40" in sentence(HallFull(40))
    assert "38,1" in sentence(TooWarm(38.1, 37.3))
    assert "37,3" in sentence(TooWarm(38.1, 37.3))
    assert "Rina Kusuma" in sentence(HeldByOther("Rina Kusuma", SAMPLES["since"], SAMPLES["until"]))
    assert "Menunggu keputusan" in sentence(WrongStage("case", "proposed", "approve"))


def test_moments_are_told_in_the_time_of_jakarta() -> None:
    said = sentence(HeldByOther("Rina", SAMPLES["since"], SAMPLES["until"]))
    assert "09.00" in said
    assert "09.20" in said


def test_the_other_systems_own_words_are_kept_apart() -> None:
    down = DatabaseDown("could not connect to server: Connection refused")
    assert raw(down) == "could not connect to server: Connection refused"
    assert "connect" not in sentence(down) + advice(down)
    assert raw(NotAllowed("permission denied for table visit")) == ""
    assert "permission" not in sentence(NotAllowed("permission denied for table visit"))
