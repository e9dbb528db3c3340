"""Pages of the practice papers as the machine read them once, and the practice applications that they belong to."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from workstation.catalogue import checking
from workstation.catalogue.reading import load_folder
from workstation.catalogue.rules import FieldSpec
from workstation.catalogue.showing import shown_value
from workstation.comparing.layout import Page, page_of
from workstation.comparing.proposing import Reading, readings
from workstation.page_words import PageWords, Word
from workstation.resources_at import resource

TODAY = date(2026, 11, 23)


@cache
def _stored() -> dict[str, Any]:
    stored: dict[str, Any] = json.loads((Path(__file__).parent / "pages.json").read_text("utf-8"))
    return stored


@cache
def _cast() -> dict[str, Any]:
    cast: dict[str, Any] = json.loads(resource("practice/cast.json").read_text("utf-8"))
    return cast


def words(name: str) -> PageWords:
    """What was read on the first page of a practice paper."""
    page = _stored()[name]
    found = tuple(Word(text, score, tuple(map(tuple, corners))) for text, score, corners in page["words"])
    return PageWords(0, page["ratio"], found)


def page(name: str) -> Page:
    """The same, set upright."""
    return page_of(words(name))


def form(applicant: str, **changed: str) -> list[tuple[FieldSpec, str, str]]:
    """An applicant's form: rules, value, value as shown."""
    told = next(
        a for a in _cast()["applications"] if a["applicant"] == applicant and not a["truth"]["defects"]
    )
    rules = next(r for r in reversed(load_folder(resource("catalogue"))) if r.code == told["permit_type"])
    values = {**told["fields"], **changed}
    shown = checking.visible_fields(rules, values)
    return [(f, values[f.code], shown_value(f, values[f.code])) for f in shown if values.get(f.code)]


def compared(applicant: str, papers: dict[str, str], **changed: str) -> dict[str, Reading]:
    """Compare an applicant's form, with these fields changed, with papers by document."""
    fields = {one[0].code: one for one in form(applicant, **changed) if one[0].evidence}
    return readings(fields, {document: [page(name)] for document, name in papers.items()}, TODAY)
