"""What the office wants its papers to say: dated versions of the wording of each kind of paper."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workstation.models.base import BY_LAW, Base, Key, words
from workstation.vocabulary import PaperKind


class PaperTemplate(Base):
    """The wording of a kind of paper from a moment on: of all points or one; `blocks` block -> text.

    A block that is not named keeps the wording it was born with (`printing.wordings`). A version never begins in the
    past and never changes once it holds, so the moment of a paper says for ever which wording is its own.
    """

    __tablename__ = "paper_template"
    __table_args__ = (
        UniqueConstraint("kind", "service_point_id", "valid_from", postgresql_nulls_not_distinct=True),
        CheckConstraint(f"kind IN ({words(*PaperKind)})", name="kind"),
        CheckConstraint("length(note) >= 3", name="note"),
    )
    id: Mapped[Key]
    kind: Mapped[str]
    service_point_id: Mapped[int | None] = mapped_column(ForeignKey("loket.service_point.id"))
    valid_from: Mapped[datetime]
    blocks: Mapped[dict[str, Any]]
    note: Mapped[str]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"), server_default=BY_LAW)
    made_at: Mapped[datetime] = mapped_column(server_default=BY_LAW)
