"""Every verb of every screen has a key, one key one verb, and a verb the same key wherever it is met."""

from collections import defaultdict

import pytest

from tests import keytable
from workstation.places import PLACES, Place
from workstation.ui.action import clashes
from workstation.ui.keymap import KEY_OF, key_of

EVERY = [(place, kind) for place in PLACES for kind in keytable.kinds(place)]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.key)
def test_every_verb_has_a_key_and_no_two_of_one_screen_share_one(place: Place) -> None:
    assert clashes(keytable.kinds(place)) == []


def test_a_verb_has_the_same_key_on_every_screen() -> None:
    met: dict[str, dict[tuple[str, ...], list[str]]] = defaultdict(lambda: defaultdict(list))
    for place, kind in EVERY:
        met[kind.TEXT][kind.all_keys()].append(place.title)
    assert {text: dict(keys) for text, keys in met.items() if len(keys) > 1} == {}


def test_no_screen_writes_a_key_for_a_verb_that_the_table_knows() -> None:
    assert [(p.key, k.TEXT) for p, k in EVERY if key_of(k.TEXT) and "KEYS" in vars(k)] == []


def test_the_table_names_no_verb_that_no_screen_has() -> None:
    texts = [kind.TEXT for _, kind in EVERY]
    assert [verb for verb in KEY_OF if not any(f"{text} ".startswith(f"{verb} ") for text in texts)] == []


def test_a_longer_text_of_the_table_goes_before_a_shorter_one() -> None:
    assert key_of("Cetak lembar") == "F10"
    assert key_of("Cetak bukti") == "Shift+F12"
    assert key_of("Cetakan") == ""
