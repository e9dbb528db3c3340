"""Who a paper names: the person and the firm of the form, looked for on every other paper of the case."""

from collections.abc import Sequence
from datetime import date

from workstation.catalogue.rules import FieldSpec
from workstation.comparing.days import days_in
from workstation.comparing.layout import Page
from workstation.comparing.letters import bare
from workstation.comparing.proposing import Likeness, Reading, reading_of

NAMED = frozenset({"name", "nik", "birth_date", "company_name", "contact_name", "contact_nik"})


def elsewhere(
    fields: Sequence[tuple[FieldSpec, str, str]], document: str, pages: Sequence[Page], today: date
) -> tuple[Reading, ...]:
    """What a paper says otherwise of the person or the firm, though no field is compared with it there.

    `fields`: rules, value, value as shown. Only what was read well counts; a paper need not name anybody.
    """
    asked = [one for one in fields if one[0].code in NAMED and one[1] and one[0].evidence != document]
    found = (reading_of(spec, value, shown, pages, today) for spec, value, shown in asked)
    return tuple(reading for reading in found if reading.likeness is Likeness.OTHER)


def says_the_same(one: str, other: str) -> bool:
    """Whether two papers say the same: the same letters, or the same day however it is written."""
    days = [found.day for found in days_in(one)]
    return bare(one) == bare(other) or (bool(days) and days == [found.day for found in days_in(other)])
