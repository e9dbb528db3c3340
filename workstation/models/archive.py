"""What the archive holds of a signed paper beside the first signed file: raised files, and when each is due."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workstation.models.base import BY_LAW, NOW, Base, Key, words
from workstation.vocabulary import SignatureLevel


class RaisedPaper(Base):
    """A signed file with more proof than the one before it; the newest is the one that is handed out."""

    __tablename__ = "raised_paper"
    __table_args__ = (
        UniqueConstraint("document_id", "sha256"),
        CheckConstraint(f"level IN ({words(*SignatureLevel)})", name="level"),
    )
    id: Mapped[Key]
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"), server_default=BY_LAW)
    document_id: Mapped[int] = mapped_column(ForeignKey("loket.document.id"))
    level: Mapped[str]
    sha256: Mapped[str] = mapped_column(ForeignKey("loket.paper_blob.sha256"))
    stamped_at: Mapped[datetime]
    stamped_by: Mapped[str]
    stamp_ends: Mapped[datetime]
    at: Mapped[datetime] = mapped_column(server_default=NOW)


class PaperDue(Base):
    """When the service looks at an issued paper again: to raise it, to try once more, to renew its last time-stamp."""

    __tablename__ = "paper_due"
    __table_args__ = (Index("ix_paper_due_at", "due_at"),)
    document_id: Mapped[int] = mapped_column(
        ForeignKey("loket.document.id"), primary_key=True, autoincrement=False
    )
    due_at: Mapped[datetime] = mapped_column(server_default=NOW)
    tries: Mapped[int] = mapped_column(default=0)
    raw: Mapped[str] = mapped_column(default="")
