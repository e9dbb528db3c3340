"""What all mapped classes share: naming of constraints, column types."""

from datetime import datetime
from typing import Annotated, Any

from sqlalchemy import BigInteger, DateTime, FetchedValue, Identity, MetaData, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column

SCHEMA = "loket"
SCHEMA_HEAD = "0002"
NOW = text("loket.moment()")
BY_LAW = FetchedValue()  # written by a trigger: never part of our INSERT, read back after it

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The root of all mapped classes; everything lives in one schema."""

    metadata = MetaData(schema=SCHEMA, naming_convention=NAMING)
    type_annotation_map = {
        str: Text,
        int: BigInteger,
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
        list[Any]: JSONB,
    }


Key = Annotated[int, mapped_column(BigInteger, Identity(always=True), primary_key=True)]


def words(*members: str) -> str:
    """Return an SQL list of string literals for a CHECK constraint."""
    return ", ".join(f"'{member}'" for member in members)
