"""Where a field of the form stands on its paper, as a reviewer tied it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Double, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from workstation.models.base import BY_LAW, NOW, Base
from workstation.models.page import ON_PAGE


class FieldPlace(Base):
    """One field tied to one frame on a page; shares of the upright page, as `places_on_page.Region`."""

    __tablename__ = "field_place"
    __table_args__ = (
        CheckConstraint(ON_PAGE, name="on_page"),
        Index("ix_field_place_scan_id", "scan_id"),
    )
    application_id: Mapped[int] = mapped_column(ForeignKey("loket.application.id"), primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    scan_id: Mapped[int] = mapped_column(ForeignKey("loket.scan.id", ondelete="CASCADE"))
    page: Mapped[int]
    from_left: Mapped[float] = mapped_column(Double)
    from_top: Mapped[float] = mapped_column(Double)
    width: Mapped[float] = mapped_column(Double)
    height: Mapped[float] = mapped_column(Double)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"), server_default=BY_LAW)
    at: Mapped[datetime] = mapped_column(server_default=NOW)
