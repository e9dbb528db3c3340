"""Who works here. Roles are PostgreSQL group memberships, not rows."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from workstation.models.base import BY_LAW, NOW, Base, Key


class Officer(Base):
    """A person with a login of his own; `login` is the PostgreSQL role's name."""

    __tablename__ = "officer"
    id: Mapped[Key]
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    nip: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    rank: Mapped[str] = mapped_column(default="")
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    active: Mapped[bool] = mapped_column(default=True)


class CounterSession(Base):
    """An officer sits at a counter from one moment to another."""

    __tablename__ = "counter_session"
    __table_args__ = (
        Index(
            "uq_counter_session_counter_open",
            "counter_id",
            unique=True,
            postgresql_where=text("to_at IS NULL"),
        ),
        Index(
            "uq_counter_session_officer_open",
            "officer_id",
            unique=True,
            postgresql_where=text("to_at IS NULL"),
        ),
    )
    id: Mapped[Key]
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    counter_id: Mapped[int] = mapped_column(ForeignKey("loket.counter.id"))
    officer_id: Mapped[int] = mapped_column(ForeignKey("loket.officer.id"), server_default=BY_LAW)
    from_at: Mapped[datetime] = mapped_column(server_default=NOW)
    to_at: Mapped[datetime | None] = mapped_column(server_default=BY_LAW)
