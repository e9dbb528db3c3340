"""A document on its way out: sealed by the service, signed by the supervisor, issued by the service."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from workstation.models.base import BY_LAW, NOW, Base, Key, words
from workstation.models.lifecycle import DOCUMENT, move
from workstation.vocabulary import (
    IN_FORCE,
    CollectorKind,
    DocumentKind,
    DocumentStage,
    PrintState,
)

UNSIGNED = (
    DocumentStage.TO_SIGN,
    DocumentStage.PREPARED,
    DocumentStage.SENT,
    DocumentStage.UNKNOWN,
    DocumentStage.REJECTED,
)
"""Decided, and without a signature that holds."""

REVOKED = (DocumentStage.WITHDRAWN, DocumentStage.SUPERSEDED)
"""No longer in force although the day of its end has not come: these stand on the withdrawal list."""


class Document(Base):
    """A permit, a letter of refusal or the decision that withdraws either of them (`withdraws_id`).

    Number and serial are the database's, record and seal the service's.

    One number through all attempts: after a lost answer the kept unsigned PDF is signed again.
    """

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("number"),
        UniqueConstraint("serial"),
        UniqueConstraint("application_id", "kind", "withdraws_id", postgresql_nulls_not_distinct=True),
        CheckConstraint(
            f"(kind = '{DocumentKind.WITHDRAWAL_LETTER}') = (withdraws_id IS NOT NULL)", "withdraws"
        ),
        CheckConstraint(f"kind IN ({words(*DocumentKind)})", name="kind"),
        CheckConstraint(f"stage IN ({words(*DocumentStage)})", name="stage"),
        Index("ix_document_stage", "service_point_id", "stage"),
        Index("ix_document_approved", "service_point_id", "approved_at"),
        Index("ix_document_revoked", "serial", postgresql_where=text(f"stage IN ({words(*REVOKED)})")),
        Index(
            "ix_document_running_out",
            "valid_until",
            postgresql_where=text(f"valid_until IS NOT NULL AND stage IN ({words(*IN_FORCE)})"),
        ),
        Index(
            "ix_document_signed",
            "approved_by",
            "batch_id",
            "id",
            postgresql_where=text("signed_sha256 IS NOT NULL"),
        ),
    )
    id: Mapped[Key]
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("loket.application.id"))
    kind: Mapped[str]
    stage: Mapped[str] = mapped_column(default=DocumentStage.TO_SIGN)
    number: Mapped[str] = mapped_column(Text(collation="C"), server_default=BY_LAW)
    serial: Mapped[int] = mapped_column(server_default=BY_LAW)
    holder: Mapped[str] = mapped_column(default="")
    approved_by: Mapped[int] = mapped_column(ForeignKey("loket.officer.id"))
    approved_at: Mapped[datetime] = mapped_column(server_default=NOW)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    record: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)
    seal: Mapped[str | None]
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("loket.signing_batch.id"))
    unsigned_sha256: Mapped[str | None] = mapped_column(ForeignKey("loket.paper_blob.sha256"))
    signed_sha256: Mapped[str | None] = mapped_column(ForeignKey("loket.paper_blob.sha256"))
    raw: Mapped[str] = mapped_column(default="")
    issued_at: Mapped[datetime | None]
    prints: Mapped[int] = mapped_column(default=0)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None]
    withdraws_id: Mapped[int | None] = mapped_column(ForeignKey("loket.document.id"), server_default=BY_LAW)

    def prepare(self, unsigned_sha256: str) -> None:
        """Keep the complete unsigned PDF; nothing touches its bytes afterwards."""
        move(DOCUMENT, self, DocumentStage.PREPARED, "prepare")
        self.unsigned_sha256 = unsigned_sha256

    def send(self, batch_id: int) -> None:
        """Note that the signer has it."""
        move(DOCUMENT, self, DocumentStage.SENT, "send")
        self.batch_id = batch_id

    def deposit(self, signed_sha256: str) -> None:
        """Keep the signed PDF; only the service may issue it."""
        move(DOCUMENT, self, DocumentStage.DEPOSITED, "deposit")
        self.signed_sha256 = signed_sha256

    def fail(self, raw: str) -> None:
        """Go back to the kept unsigned PDF, with the other side's raw words."""
        move(DOCUMENT, self, DocumentStage.PREPARED, "fail")
        self.raw = raw

    def lose(self, raw: str) -> None:
        """Note that the signer did not answer: the outcome is unknown."""
        move(DOCUMENT, self, DocumentStage.UNKNOWN, "lose")
        self.raw = raw

    def issue(self) -> None:
        """Set *issued*; the database lets only the service do it."""
        move(DOCUMENT, self, DocumentStage.ISSUED, "issue")

    def reject(self, raw: str) -> None:
        """Refuse a deposited file whose signature does not hold."""
        move(DOCUMENT, self, DocumentStage.REJECTED, "reject")
        self.raw = raw

    def redraw(self) -> None:
        """Begin a rejected paper anew from its record, under the same number."""
        move(DOCUMENT, self, DocumentStage.TO_SIGN, "redraw")
        self.unsigned_sha256 = self.signed_sha256 = None

    def confirm_print(self) -> None:
        """Note that the printer has confirmed."""
        if self.stage == DocumentStage.ISSUED:
            move(DOCUMENT, self, DocumentStage.PRINTED, "confirm_print")
        self.prints += 1

    def hand_over(self) -> None:
        """Note that the collector has it."""
        move(DOCUMENT, self, DocumentStage.HANDED_OVER, "hand_over")

    def mail(self) -> None:
        """Note that it was sent off; the database demands the row that says how."""
        move(DOCUMENT, self, DocumentStage.MAILED, "mail")

    def bounce(self) -> None:
        """Note that what was sent by line did not reach its holder: it is to be printed like any other."""
        move(DOCUMENT, self, DocumentStage.ISSUED, "bounce")

    def come_back(self) -> None:
        """Note that the printed paper came back by post: it waits for its holder at the counter."""
        move(DOCUMENT, self, DocumentStage.PRINTED, "come_back")

    def withdraw(self) -> None:
        """Take a document out of force, as somebody else proposed; ground and time are the database's."""
        move(DOCUMENT, self, DocumentStage.WITHDRAWN, "withdraw")

    def expire(self) -> None:
        """Note that its validity is over."""
        move(DOCUMENT, self, DocumentStage.EXPIRED, "expire")


class PaperBlob(Base):
    """Unsigned and signed PDFs, immutable, named by their SHA-256; NULL after they were destroyed."""

    __tablename__ = "paper_blob"
    __table_args__ = (CheckConstraint("sha256 = encode(sha256(data), 'hex')", name="sha256"),)
    sha256: Mapped[str] = mapped_column(primary_key=True)
    data: Mapped[bytes | None] = mapped_column(deferred=True)


class SigningBatch(Base):
    """What one authentication of a supervisor covers; its items are documents."""

    __tablename__ = "signing_batch"
    id: Mapped[Key]
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    signatory_id: Mapped[int] = mapped_column(ForeignKey("loket.officer.id"))
    certificate_sha256: Mapped[str]
    opened_at: Mapped[datetime] = mapped_column(server_default=NOW)
    closed_at: Mapped[datetime | None] = mapped_column(server_default=BY_LAW)


class PrintJob(Base):
    """One run of a document through a printer: *out* by the printer's word, *printed* by an officer's after it.

    `copy` counts the runs, `reprint` how many came out well before this one, `sheets` the secured sheets it takes.
    """

    __tablename__ = "print_job"
    __table_args__ = (
        CheckConstraint(f"state IN ({words(*PrintState)})", name="state"),
        UniqueConstraint("document_id", "copy"),
        CheckConstraint("copy = 1 OR length(reason) > 2", name="reprint_reason"),
        CheckConstraint("sheets BETWEEN 1 AND 2000", name="sheets"),
        Index("ix_print_job_queued", "service_point_id", "queued_at"),
    )
    id: Mapped[Key]
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("loket.document.id"))
    copy: Mapped[int]
    reprint: Mapped[int] = mapped_column(server_default=text("0"))
    sheets: Mapped[int] = mapped_column(server_default=text("1"))
    reason: Mapped[str] = mapped_column(default="")
    printer: Mapped[str]
    spool_job: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=PrintState.QUEUED)
    raw: Mapped[str] = mapped_column(default="")
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"), server_default=BY_LAW)
    queued_at: Mapped[datetime] = mapped_column(server_default=NOW)
    ended_at: Mapped[datetime | None] = mapped_column(server_default=BY_LAW)


class Handover(Base):
    """Who took the paper home."""

    __tablename__ = "handover"
    __table_args__ = (
        UniqueConstraint("document_id"),
        Index("ix_handover_at", "service_point_id", "at"),
        CheckConstraint(f"collector IN ({words(*CollectorKind)})", name="collector"),
        CheckConstraint("last4 ~ '^[0-9A-Z]{4}$'", name="last4"),
    )
    id: Mapped[Key]
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("loket.document.id"))
    collector: Mapped[str]
    name: Mapped[str]
    identity_kind: Mapped[str]
    last4: Mapped[str]
    originals_seen: Mapped[bool]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"), server_default=BY_LAW)
    at: Mapped[datetime] = mapped_column(server_default=NOW)
