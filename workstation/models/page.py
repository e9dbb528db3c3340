"""Pages of scans as reviewers left them: how one is straightened and cropped, and what was marked on it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Double, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from workstation.models.base import BY_LAW, NOW, Base, Key
from workstation.places_on_page import Region

ON_PAGE = (
    "page >= 0 AND from_left >= 0 AND from_top >= 0 AND width >= 0.001 AND height >= 0.001"
    " AND from_left + width <= 1.000001 AND from_top + height <= 1.000001"
)


class PageView(Base):
    """How a page is shown to whoever opens the case; without a frame all of it. Shares as `places_on_page.Region`."""

    __tablename__ = "page_view"
    __table_args__ = (
        CheckConstraint("angle BETWEEN -12 AND 12", name="angle"),
        CheckConstraint(
            f"num_nulls(from_left, from_top, width, height) = 4 AND page >= 0"
            f" OR num_nulls(from_left, from_top, width, height) = 0 AND {ON_PAGE}",
            name="on_page",
        ),
    )
    scan_id: Mapped[int] = mapped_column(ForeignKey("loket.scan.id", ondelete="CASCADE"), primary_key=True)
    page: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("loket.application.id"))
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    angle: Mapped[float] = mapped_column(Double)
    from_left: Mapped[float | None] = mapped_column(Double)
    from_top: Mapped[float | None] = mapped_column(Double)
    width: Mapped[float | None] = mapped_column(Double)
    height: Mapped[float | None] = mapped_column(Double)


class PageFinding(Base):
    """What is wrong at one place of a page: a coded reason, or the reviewer's remark. `part` names the place."""

    __tablename__ = "page_finding"
    __table_args__ = (
        CheckConstraint(ON_PAGE, name="on_page"),
        CheckConstraint("length(trim(text)) > 2", name="text"),
        Index("ix_page_finding_application_id", "application_id"),
        Index("ix_page_finding_scan_id", "scan_id"),
    )
    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("loket.application.id"))
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    scan_id: Mapped[int] = mapped_column(ForeignKey("loket.scan.id", ondelete="CASCADE"))
    page: Mapped[int]
    from_left: Mapped[float] = mapped_column(Double)
    from_top: Mapped[float] = mapped_column(Double)
    width: Mapped[float] = mapped_column(Double)
    height: Mapped[float] = mapped_column(Double)
    part: Mapped[str] = mapped_column(default="")
    code: Mapped[str]
    text: Mapped[str]
    legal_basis: Mapped[str] = mapped_column(default="")
    remedy: Mapped[str] = mapped_column(default="")
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"), server_default=BY_LAW)
    at: Mapped[datetime] = mapped_column(server_default=NOW)

    @property
    def region(self) -> Region:
        """Give the frame that was marked."""
        return Region(self.page, self.from_left, self.from_top, self.width, self.height)
