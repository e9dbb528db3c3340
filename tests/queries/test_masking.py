"""Lists show masked numbers: no question of a screen asks for a full one, and none comes back."""

import ast
import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest

from tests.make import Office
from workstation import queries

HERE = Path(queries.__file__).parent
HIDDEN = {"applicant_nik", "nik", "fields", "phone", "address", "record"}
"""Columns that hold a person's full data."""
UNMASKING = re.compile(r"loket\.(open_file|paper_record|paper_bytes|scan_bytes|trail_of|person_data)\b")
PERSONS = {"Application", "Worker", "Visit", "Document"}


@pytest.mark.parametrize("file", sorted(HERE.glob("*.py")), ids=lambda file: file.stem)
def test_no_question_names_a_column_or_a_function_that_holds_full_numbers(file: Path) -> None:
    source = file.read_text("utf-8")
    asked = {
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        if node.value.id in PERSONS and node.attr in HIDDEN
    }
    assert not asked
    assert not UNMASKING.findall(source)


def test_what_comes_back_holds_no_full_number(office: Office) -> None:
    """Every question that needs nothing but a desk is asked from every job."""
    niks = ["3171994502850001", "3171994502850002", "3171994502850003"]
    office.submitted(nik=niks[0])
    office.proposed(nik=niks[1])
    office.approved(nik=niks[2])
    asked = 0
    for found in pkgutil.iter_modules([str(HERE)]):
        module = importlib.import_module(f"workstation.queries.{found.name}")
        for name, question in inspect.getmembers(module, inspect.isfunction):
            needed = [p for p in inspect.signature(question).parameters.values() if p.default is p.empty]
            if question.__module__ != module.__name__ or [p.name for p in needed] != ["desk"]:
                continue
            if name.startswith("_"):
                continue
            for login in ("budi", "rina", "ratna", "manajer", "auditor"):
                try:
                    answer = repr(question(office.desk(login)))
                except Exception as refused:  # noqa: BLE001 - a job that may not ask is told nothing at all
                    answer = repr(refused)
                asked += 1
                assert not [nik for nik in niks if nik in answer], f"{module.__name__}.{name} for {login}"
    assert asked > 50
