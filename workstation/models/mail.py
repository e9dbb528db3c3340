"""E-mail to applicants: an outbox with one row a message, and the encrypted copy of a paper that goes with it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from workstation.models.base import BY_LAW, NOW, Base, Key, words
from workstation.vocabulary import MailKind, MailState


class OutgoingMail(Base):
    """One message; the law writes the row in the transaction of the step that causes it.

    `occasion` tells messages of one kind about one case apart (0 for a paper, the round of a return, the day of a
    reminder); `attempt` counts what an officer has sent again. `token` names the message to mail servers. From
    `data_at` on the text itself was on its way: who dies then leaves the outcome unknown.
    """

    __tablename__ = "outgoing_mail"
    __table_args__ = (
        UniqueConstraint("application_id", "kind", "occasion", "attempt"),
        UniqueConstraint("token"),
        CheckConstraint(f"kind IN ({words(*MailKind)})", name="kind"),
        CheckConstraint(f"state IN ({words(*MailState)})", name="state"),
        Index(
            "uq_outgoing_mail_under_way",
            "application_id",
            "kind",
            "occasion",
            unique=True,
            postgresql_where=text("state IN ('queued', 'sending')"),
        ),
        Index(
            "ix_outgoing_mail_due",
            "next_try_at",
            "id",
            postgresql_where=text("state IN ('queued', 'sending', 'unknown')"),
        ),
        Index("ix_outgoing_mail_document_id", "document_id"),
        Index("ix_outgoing_mail_state", "service_point_id", "state", "id"),
    )
    id: Mapped[Key]
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("loket.application.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("loket.document.id"))
    kind: Mapped[str]
    occasion: Mapped[int]
    attempt: Mapped[int]
    recipient: Mapped[str] = mapped_column(deferred=True, deferred_raiseload=True)
    recipient_masked: Mapped[str] = mapped_column(server_default=BY_LAW)
    token: Mapped[str]
    state: Mapped[str]
    reason: Mapped[str]
    rendition_sha256: Mapped[str | None] = mapped_column(ForeignKey("loket.paper_blob.sha256"))
    tries: Mapped[int]
    next_try_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    data_at: Mapped[datetime | None]
    is_repeated: Mapped[bool]
    answer: Mapped[str]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"), server_default=BY_LAW)
    made_at: Mapped[datetime] = mapped_column(server_default=NOW)
    ended_at: Mapped[datetime | None]


class MailCopy(Base):
    """The encrypted second rendition of a paper: its hash, and the code that opens it until that was handed over."""

    __tablename__ = "mail_copy"
    document_id: Mapped[int] = mapped_column(
        ForeignKey("loket.document.id"), primary_key=True, autoincrement=False
    )
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    opening_code: Mapped[str | None] = mapped_column(deferred=True, deferred_raiseload=True)
    sha256: Mapped[str | None] = mapped_column(ForeignKey("loket.paper_blob.sha256"))
    given_at: Mapped[datetime | None]
    given_by: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"))
