"""Permit types as dated data: an application keeps the version under which it was filed."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Computed, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workstation.models.base import Base, Key


class PermitType(Base):
    """A kind of permit; what it demands is in its versions."""

    __tablename__ = "permit_type"
    code: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]


class PermitTypeVersion(Base):
    """The rules of a type from one moment to another; `rules` is `catalogue.to_json(...)`."""

    __tablename__ = "permit_type_version"
    __table_args__ = (
        UniqueConstraint("type_code", "valid_from"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="valid"),
    )
    id: Mapped[Key]
    type_code: Mapped[str] = mapped_column(ForeignKey("loket.permit_type.code"))
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None]
    rules: Mapped[dict[str, Any]]
    # a list of a hundred cases would unpack a hundred whole catalogues for one word of each
    short_title: Mapped[str] = mapped_column(Computed("rules ->> 'short_title'", persisted=True))
