"""Where the work is done: agencies, service points, halls, services and counters."""

import math
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workstation.models.base import Base, Key, words
from workstation.vocabulary import PointLevel


class Agency(Base):
    """An institution with counters in the mall."""

    __tablename__ = "agency"
    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class ServicePoint(Base):
    """One of the 316 offices or the mall; a row, never a computed number."""

    __tablename__ = "service_point"
    __table_args__ = (CheckConstraint(f"level IN ({words(*PointLevel)})", name="level"),)
    id: Mapped[Key]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    level: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("loket.service_point.id"))
    region_code: Mapped[str | None]
    address: Mapped[str] = mapped_column(default="")


class Hall(Base):
    """The room where people wait; its capacity is a share of the seats (half of them in June 2020)."""

    __tablename__ = "hall"
    __table_args__ = (
        CheckConstraint("seats > 0", name="seats"),
        CheckConstraint("share > 0 AND share <= 1", name="share"),
    )
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"), primary_key=True)
    seats: Mapped[int]
    share: Mapped[Decimal] = mapped_column(Numeric(4, 3))
    temperature_limit: Mapped[Decimal] = mapped_column(Numeric(3, 1))
    calls_before_no_show: Mapped[int] = mapped_column(default=3)

    @property
    def capacity(self) -> int:
        """Return how many people may be inside, as the database counts before it lets somebody in."""
        return math.floor(self.seats * self.share)


class Service(Base):
    """What a visitor comes for at one service point; `letter` begins its ticket numbers."""

    __tablename__ = "service"
    __table_args__ = (
        UniqueConstraint("service_point_id", "code"),
        UniqueConstraint("service_point_id", "letter"),
        CheckConstraint("letter ~ '^[A-Z]{1,2}$'", name="letter"),
        CheckConstraint("daily_quota > 0", name="daily_quota"),
    )
    id: Mapped[Key]
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("loket.agency.id"))
    code: Mapped[str]
    letter: Mapped[str]
    name: Mapped[str]
    daily_quota: Mapped[int | None]
    minutes: Mapped[int] = mapped_column(default=10)


class Counter(Base):
    """A desk with a number over it."""

    __tablename__ = "counter"
    __table_args__ = (UniqueConstraint("service_point_id", "number"),)
    id: Mapped[Key]
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    number: Mapped[int]
    name: Mapped[str]


class CounterService(Base):
    """Which services a counter gives."""

    __tablename__ = "counter_service"
    counter_id: Mapped[int] = mapped_column(ForeignKey("loket.counter.id"), primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("loket.service.id"), primary_key=True)
