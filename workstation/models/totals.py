"""What keeps the totals from balancing, and numbers that are known to be nobody's."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from workstation.models.base import BY_LAW, NOW, Base, Key


class Finding(Base):
    """One thing that does not add up, found by the continuous check; closed when it does again.

    `number` is how people call the thing; `series`, `unit`, `period` and `seq` name a number that nobody has.
    """

    __tablename__ = "finding"
    __table_args__ = (
        Index(
            "uq_finding_open",
            "service_point_id",
            "leg",
            "code",
            "number",
            "day",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
        ),
    )
    id: Mapped[Key]
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    leg: Mapped[str]
    code: Mapped[str]
    number: Mapped[str]
    day: Mapped[date] = mapped_column(Date)
    series: Mapped[str] = mapped_column(default="")
    unit: Mapped[str] = mapped_column(default="")
    period: Mapped[str] = mapped_column(default="")
    seq: Mapped[int | None]
    found_at: Mapped[datetime] = mapped_column(server_default=NOW)
    closed_at: Mapped[datetime | None] = mapped_column(server_default=BY_LAW)


class NumberVoid(Base):
    """A number that was given, has nobody, and is written down as void; it is never given again."""

    __tablename__ = "number_void"
    __table_args__ = (UniqueConstraint("series", "unit", "period", "seq"),)
    id: Mapped[Key]
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    series: Mapped[str]
    unit: Mapped[str]
    period: Mapped[str]
    seq: Mapped[int]
    reason: Mapped[str]
    officer_id: Mapped[int] = mapped_column(ForeignKey("loket.officer.id"))
    at: Mapped[datetime] = mapped_column(server_default=NOW)
