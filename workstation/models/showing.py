"""When a sealed paper was shown at a counter: the same seal twice may be a copy in another hand."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from workstation.models.base import NOW, Base, Key


class PaperShowing(Base):
    """One showing; only the seal's serial, no person. Kept for a week."""

    __tablename__ = "paper_showing"
    __table_args__ = (
        Index("ix_paper_showing_serial", "serial", "shown_at"),
        Index("ix_paper_showing_shown_at", "shown_at"),
    )
    id: Mapped[Key]
    serial: Mapped[int]
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    officer_id: Mapped[int] = mapped_column(ForeignKey("loket.officer.id"))
    shown_at: Mapped[datetime] = mapped_column(server_default=NOW)
