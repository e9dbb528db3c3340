"""The verbs of the use cases, and which of them write: found in the code, so that no list can forget one."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import workstation.usecases

Verb = Callable[..., Any]
HANDS_ON = {"pens.choice"}
"""Gives a verb to somebody else, who calls it: nothing is written by the giving."""
Named = tuple[str, str]
"""A function by its room and its own name."""


def rooms() -> dict[str, ModuleType]:
    """Every room of the use cases."""
    return {
        found.name: importlib.import_module(f"workstation.usecases.{found.name}")
        for found in pkgutil.iter_modules(workstation.usecases.__path__)
    }


def verbs_of(room: ModuleType) -> Iterator[tuple[str, Verb]]:
    """Every public function of a room whose first argument is the desk."""
    for name, verb in inspect.getmembers(room, inspect.isfunction):
        if verb.__module__ == room.__name__ and not name.startswith("_"):
            first = next(iter(inspect.signature(verb).parameters), "")
            if first == "desk" and name != "together":
                yield name, verb


def writing_verbs() -> set[str]:
    """Which verbs open a writing transaction, themselves or through any other function of the use cases."""
    uses = {
        (room, name): _used(inspect.unwrap(function))
        for room, module in rooms().items()
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
    }
    writes = {who for who, (names, _) in uses.items() if "begin" in names or "together" in names}
    while more := {who for who, (_, others) in uses.items() if others & writes} - writes:
        writes |= more
    verbs = {(room, name) for room, module in rooms().items() for name, _ in verbs_of(module)}
    return {f"{room}.{name}" for room, name in writes & verbs} - HANDS_ON


def _used(function: Verb) -> tuple[set[str], set[Named]]:
    """Names that a function uses, its inner functions with it, and the functions of any room among them."""
    codes, names = [function.__code__], set[str]()
    while codes:
        code = codes.pop()
        names |= set(code.co_names)
        codes += [one for one in code.co_consts if inspect.iscode(one)]
    found = set[Named]()
    for name in names:
        meant = function.__globals__.get(name)
        if inspect.isfunction(meant):
            found.add((meant.__module__.rpartition(".")[2], meant.__name__))
        elif inspect.ismodule(meant):
            found |= {(meant.__name__.rpartition(".")[2], other) for other in names}
    return names, found
