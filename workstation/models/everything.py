"""All mapped classes in one place, for the migrations and for tests of the schema."""

from workstation.models import (
    application,
    calendar,
    catalogue,
    decision,
    document,
    ending,
    field_place,
    law,
    noticing,
    officer,
    page,
    person,
    place,
    sampling,
    sheet,
    signer,
    template,
    totals,
    visit,
    waiting,
)
from workstation.models.base import Base

MODULES = (
    application,
    calendar,
    catalogue,
    decision,
    document,
    ending,
    field_place,
    law,
    noticing,
    officer,
    page,
    person,
    place,
    sampling,
    sheet,
    signer,
    template,
    totals,
    visit,
    waiting,
)
METADATA = Base.metadata
