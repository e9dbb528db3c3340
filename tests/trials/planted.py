"""`python3 run trial planted [--seed N]`: wrong data in 20 of 50 practice cases; which call the eye when opened?

Every paper is read by the real machine, and compared by the very functions of the desk. A case calls the eye when a
field is read differently (the red bar at its left, the letters underlined); nothing else is counted. Printed: one JSON
line a case that is not as it should be, and the sums. Exit 1 unless all 20 are seen and at most one other case is.
"""

import argparse
import json
import random
import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from workstation.catalogue import checking
from workstation.catalogue.reading import load_folder
from workstation.catalogue.rules import PermitTypeRules
from workstation.catalogue.showing import shown_value
from workstation.comparing.layout import Page, page_of
from workstation.comparing.proposing import Likeness, readings
from workstation.errors import Problem
from workstation.imaging.words import WordReader, is_installed
from workstation.resources_at import resource

CASES, WRONG, MOST_FALSE = 50, 20, 1
Values = dict[str, str]
Plant = Callable[[Values, list[dict[str, Any]], random.Random], bool]


def swapped_digits(values: Values, _others: list[dict[str, Any]], chance: random.Random) -> bool:
    """Two neighbouring digits of the NIK change places."""
    code = "nik" if "nik" in values else "contact_nik"
    number = values.get(code, "")
    places = [n for n in range(len(number) - 1) if number[n] != number[n + 1]]
    if not places:
        return False
    at = chance.choice(places)
    values[code] = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    return True


def other_name(values: Values, others: list[dict[str, Any]], chance: random.Random) -> bool:
    """Somebody else's name."""
    code = "name" if "name" in values else "contact_name"
    names = {o["fields"].get(code) for o in others} - {values[code], None}
    values[code] = chance.choice(sorted(names))
    return True


def misspelt_name(values: Values, _others: list[dict[str, Any]], chance: random.Random) -> bool:
    """One letter of the name is another one."""
    code = "name" if "name" in values else "contact_name"
    places = [n for n, letter in enumerate(values[code]) if letter in "aeou"]
    if not places:
        return False
    at = chance.choice(places)
    values[code] = (
        values[code][:at] + chance.choice("aeou".replace(values[code][at], "")) + values[code][at + 1 :]
    )
    return True


def other_birth_date(values: Values, _others: list[dict[str, Any]], chance: random.Random) -> bool:
    """Another day of birth."""
    if "birth_date" not in values:
        return False
    born = date.fromisoformat(values["birth_date"])
    values["birth_date"] = born.replace(
        day=born.day % 28 + 1, year=born.year + chance.choice((0, 1))
    ).isoformat()
    return True


def expired(values: Values, _others: list[dict[str, Any]], _chance: random.Random) -> bool:
    """More time than the letter of assignment gives."""
    if "company_name" not in values:
        return False
    values["valid_until"] = "2027-03-01"
    return True


def other_company(values: Values, others: list[dict[str, Any]], chance: random.Random) -> bool:
    """Another firm's name."""
    if "company_name" not in values:
        return False
    names = {o["fields"].get("company_name") for o in others} - {values["company_name"], None}
    values["company_name"] = chance.choice(sorted(names))
    return True


PLANTS: tuple[Plant, ...] = (
    swapped_digits, other_name, misspelt_name, other_birth_date, expired, other_company,
)  # fmt: skip


class Papers:
    """Reads practice papers, each page once."""

    def __init__(self) -> None:
        self._reader = WordReader()
        self._pages: dict[str, list[Page]] = {}

    def pages(self, name: str) -> list[Page]:
        """The first page of a paper, [] when it cannot be read."""
        if name not in self._pages:
            data = resource(f"practice/scans/{name}").read_bytes()
            try:
                self._pages[name] = [page_of(self._reader.read(data, name, 0))]
            except Problem:
                self._pages[name] = []
        return self._pages[name]

    def close(self) -> None:
        """End the machine."""
        self._reader.close()


@cache
def rules_of(code: str) -> PermitTypeRules:
    """The newest version of a type of permit."""
    return next(r for r in reversed(load_folder(resource("catalogue"))) if r.code == code)


def is_whole(told: dict[str, Any]) -> bool:
    """Whether every paper with which a field is compared was filed; a missing one is told in another way."""
    fields = checking.fields_to_mark(rules_of(told["permit_type"]), told["fields"])
    return all(field.evidence in told["documents"] for field in fields)


def read_differently(told: dict[str, Any], values: Values, papers: Papers) -> list[str]:
    """The fields that call the eye when this case is opened."""
    rules = rules_of(told["permit_type"])
    fields = {
        f.code: (f, values[f.code], shown_value(f, values[f.code]))
        for f in checking.fields_to_mark(rules, values)
    }
    wanted = {spec.evidence for spec, _, _ in fields.values()}
    pages = {code: papers.pages(name) for code, name in told["documents"].items() if code in wanted}
    found = readings(fields, pages, date.fromisoformat("2026-11-23"))
    return [code for code, reading in found.items() if reading.likeness is Likeness.OTHER]


def main() -> int:
    """Plant, read, count."""
    parser = argparse.ArgumentParser(prog="run trial planted")
    parser.add_argument("--seed", type=int, default=20261122)
    chance = random.Random(parser.parse_args().seed)
    if not is_installed():
        sys.stderr.write("Reading assistance is not installed here (uv sync --extra ocr).\n")
        return 1
    cast = json.loads(resource("practice/cast.json").read_text("utf-8"))
    right = [told for told in cast["applications"] if not told["truth"]["defects"] and is_whole(told)]
    chosen, papers = chance.sample(right, CASES), Papers()
    seen = false = 0
    try:
        for number, told in enumerate(chosen):
            values, planted = dict(told["fields"]), ""
            while number < WRONG and not planted:
                plant = PLANTS[number % len(PLANTS)] if number < len(PLANTS) else chance.choice(PLANTS)
                if plant(values, right, chance) or (plant := swapped_digits)(values, right, chance):
                    planted = plant.__name__
            called = read_differently(told, values, papers)
            seen += bool(planted and called)
            false += bool(not planted and called)
            if bool(planted) is not bool(called):
                sys.stdout.write(
                    json.dumps({"case": told["id"], "planted": planted, "read differently": called}) + "\n"
                )
    finally:
        papers.close()
    sums = {"planted": WRONG, "seen": seen, "right": CASES - WRONG, "called in vain": false}
    sys.stdout.write(json.dumps(sums) + "\n")
    return 0 if seen == WRONG and false <= MOST_FALSE else 1


if __name__ == "__main__":
    sys.exit(main())
