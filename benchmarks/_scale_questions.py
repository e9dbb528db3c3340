"""Every question that a screen can ask, asked on the big database by whoever may, and how long it took."""

import contextlib
import importlib
import inspect
import itertools
import pkgutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, text

import workstation.queries
from workstation.catalogue.reading import load_folder
from workstation.desk import Desk
from workstation.errors import Outage, Refusal
from workstation.queries import printed_numbers
from workstation.queries.inbox import Only, inbox
from workstation.queries.permits import Shelf
from workstation.resources_at import resource
from workstation.usecases import person_reading, searching
from workstation.worktime import WIB

ROUNDS = 2
"""Cold and warm."""
OUTSIDE = (searching.find, searching.life_of)
NO_SCREEN = {printed_numbers.printed}
"""Asked by the service for the check page."""
TEXTS = (
    "Siti",
    "Muhammad Rahmawati",
    "Lubis",
    "3171990101400001",
    "000123",
    "MPP",
    "B-012",
    "B-501",
    "tidak ada",
    "%",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, its slowest round in milliseconds, and with what it was asked. `trouble`: it could not be asked."""

    name: str
    slowest: float
    argument: str
    trouble: str = ""


def questions() -> list[Callable[..., Any]]:
    """Every public function of the room of questions that begins with a desk, and the searching use cases."""
    found: list[Callable[..., Any]] = list(OUTSIDE)
    for module in pkgutil.iter_modules(workstation.queries.__path__):
        room = importlib.import_module(f"workstation.queries.{module.name}")
        for name, thing in inspect.getmembers(room, inspect.isfunction):
            is_ours = thing.__module__ == room.__name__ and not name.startswith("_")
            if (
                is_ours
                and thing not in NO_SCREEN
                and next(iter(inspect.signature(thing).parameters), "") == "desk"
            ):
                found.append(thing)
    return found


PARAMETERS = frozenset({
    "after", "application_id", "but", "calls", "city", "code", "coming", "destruction_id", "document_id", "only",
    "pages", "part", "rules", "since", "subject_id", "term", "text", "type_code", "type_version_id", "until",
    "visit_id", "wanted",
})  # fmt: skip
"""What `_facts` knows values for."""


def unknown_parameters() -> set[str]:
    """Name the parameters without which a question cannot be asked and that nobody here knows."""
    return {
        f"{question.__module__}.{question.__name__}: {name}"
        for question in questions()
        for name, one in inspect.signature(question).parameters.items()
        if name != "desk" and one.default is one.empty and name not in PARAMETERS
    }


def ask_all(owner: Engine, desks: list[Desk]) -> Iterator[Asked]:
    """Ask every question with every fitting argument at each desk; the slowest answer of each question."""
    facts = _facts(owner, desks[0])
    for question in questions():
        slowest, argument, trouble = 0.0, "", ""
        try:
            sets = _arguments(question, facts)
        except KeyError as unknown:
            sets, trouble = [], f"nothing to ask it with: {unknown}"
        for desk, arguments in itertools.product(desks, sets):
            with contextlib.suppress(Refusal):
                took = _slowest(question, desk, arguments)
                if took > slowest:
                    slowest, argument = took, f"{desk.officer.login} {arguments or ''}".strip()
        if not slowest and not trouble:
            trouble = "refused with every argument"
        yield Asked(f"{question.__module__.split('.')[-1]}.{question.__name__}", slowest, argument, trouble)


def _slowest(question: Callable[..., Any], desk: Desk, arguments: dict[str, Any]) -> float:
    """Ask up to ROUNDS times; who waited for seconds once is not asked again."""
    slowest = 0.0
    for _ in range(ROUNDS):
        slowest = max(slowest, _once(question, desk, arguments))
        if slowest > 2000:
            break
    return slowest


def _once(question: Callable[..., Any], desk: Desk, arguments: dict[str, Any]) -> float:
    began = time.perf_counter()
    with contextlib.suppress(Outage):  # what the server broke off took that long
        question(desk, **arguments)
    return (time.perf_counter() - began) * 1000


def _arguments(question: Callable[..., Any], facts: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """Return the sets of arguments: each value of each parameter, the others at their first."""
    asked = inspect.signature(question).parameters
    names = [
        name for name, one in asked.items() if name != "desk" and (name in facts or one.default is one.empty)
    ]
    first = {name: facts[name][0] for name in names}
    return [first | {name: value} for name in names for value in facts[name]] or [{}]


def _facts(owner: Engine, desk: Desk) -> dict[str, list[Any]]:
    """Values for every parameter by its name, from the point of this desk: the busiest."""
    point = desk.point.id
    with owner.connect() as connection:

        def some(question: str) -> list[Any]:
            return list(connection.scalars(text(question), {"point": point}))

        here = " FROM loket.application WHERE service_point_id = :point"
        cases = some(f"SELECT max(id){here} GROUP BY stage") + some(f"SELECT min(id){here}")
        documents = some("SELECT max(id) FROM loket.document WHERE service_point_id = :point GROUP BY stage")
        letter = "SELECT number FROM loket.document WHERE service_point_id = :point ORDER BY id LIMIT 1"
        texts = [*TEXTS, *some(f"SELECT number{here} ORDER BY id DESC LIMIT 2"), *some(letter)]
        visits = some("SELECT max(id) FROM loket.visit WHERE service_point_id = :point GROUP BY stage")
        codes = some("SELECT max(code) FROM loket.visit WHERE service_point_id = :point GROUP BY stage")
        cards = some(f"SELECT applicant_nik{here} ORDER BY id DESC LIMIT 1")
        versions = some("SELECT max(id) FROM loket.permit_type_version GROUP BY type_code")
    today = datetime.now(WIB).date()
    return {
        "after": [None, *inbox(desk).rows[-1:]],
        "but": [0],
        "pages": [1, 3],
        "subject_id": [person_reading.find_person(desk, card, "pengukuran beban") for card in cards],
        "since": [today, today - timedelta(days=30), today - timedelta(days=365)],
        "until": [today],
        "city": [False, True],
        "type_code": ["strp-individual", "strp-company"],
        "destruction_id": [1],
        "application_id": cases,
        "document_id": documents,
        "visit_id": visits,
        "type_version_id": versions,
        "term": texts,
        "wanted": texts,
        "text": ["", *texts],
        "code": codes,
        "only": list(Only),
        "part": list(Shelf),
        "calls": [6],
        "coming": [4],
        "rules": list(load_folder(resource("catalogue")))[:1],
    }
