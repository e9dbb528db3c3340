"""An application, its workers, its scans, and the reviewer's words on them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Computed, Date, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from workstation.models.base import BY_LAW, NOW, Base, Key, words
from workstation.models.lifecycle import CASE, move
from workstation.vocabulary import IN_REVIEW, CaseStage, Channel, Mark, Proposal, Reference, Verdict

ENDED = ("approved", "refused", "withdrawn", "lapsed")
MASK = "left({0}, 4) || repeat('*', greatest(length({0}) - 6, 0)) || right({0}, 2)"


class Application(Base):
    """One application; who did each step is written by the database from the login, never by the client."""

    __tablename__ = "application"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint(f"stage IN ({words(*CaseStage)})", name="stage"),
        CheckConstraint(f"channel IN ({words(*Channel)})", name="channel"),
        CheckConstraint(f"proposal IN ({words(*Proposal)})", name="proposal"),
        CheckConstraint(f"refers_as IN ({words(*Reference)})", name="refers_as"),
        CheckConstraint("(refers_to_id IS NULL) = (refers_as IS NULL)", name="refers"),
        Index(
            "ix_application_refers_to_id", "refers_to_id", postgresql_where=text("refers_to_id IS NOT NULL")
        ),
        Index("ix_application_open", "service_point_id", "stage", "due_at", "id"),
        Index(
            "ix_application_review",
            "service_point_id",
            "due_at",
            "submitted_at",
            "id",
            postgresql_where=text(f"stage IN ({words(*IN_REVIEW)})"),
        ),
        Index("ix_application_owner_id", "owner_id", postgresql_where=text("owner_id IS NOT NULL")),
        Index("ix_application_newest", "service_point_id", "id", postgresql_include=["applicant_name"]),
        Index("ix_application_nik", "applicant_nik"),
        Index(
            "uq_application_open_person",
            "applicant_nik",
            "type_code",
            unique=True,
            postgresql_where=text(f"sole AND stage NOT IN ({words('draft', *ENDED)})"),
        ),
        Index(
            "ix_application_deemed",
            "service_point_id",
            "deemed_at",
            postgresql_where=text("deemed_at IS NOT NULL AND decided_at IS NULL"),
        ),
        Index("ix_application_received", "service_point_id", "received_at"),
        Index("ix_application_decided", "service_point_id", "decided_at"),
        Index("ix_application_track_code", "track_code"),
        {"postgresql_with": {"fillfactor": "70"}},
    )
    id: Mapped[Key]
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    number: Mapped[str] = mapped_column(Text(collation="C"), server_default=BY_LAW)
    track_code: Mapped[str] = mapped_column(server_default=BY_LAW)
    type_code: Mapped[str] = mapped_column(ForeignKey("loket.permit_type.code"))
    type_version_id: Mapped[int] = mapped_column(ForeignKey("loket.permit_type_version.id"))
    channel: Mapped[str]
    stage: Mapped[str] = mapped_column(default=CaseStage.DRAFT)
    applicant_name: Mapped[str] = mapped_column(default="")
    applicant_nik: Mapped[str] = mapped_column(default="", deferred=True, deferred_raiseload=True)
    nik_masked: Mapped[str] = mapped_column(Computed(MASK.format("applicant_nik"), persisted=True))
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict, deferred=True, deferred_raiseload=True)
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"), server_default=BY_LAW)
    entered_at: Mapped[datetime] = mapped_column(server_default=NOW)
    received_at: Mapped[datetime | None] = mapped_column(server_default=BY_LAW)
    submitted_at: Mapped[datetime | None] = mapped_column(server_default=BY_LAW)
    complete_at: Mapped[datetime | None] = mapped_column(server_default=BY_LAW)
    due_at: Mapped[datetime | None] = mapped_column(server_default=BY_LAW)
    calendar: Mapped[str | None] = mapped_column(server_default=BY_LAW)
    sole: Mapped[bool | None] = mapped_column(server_default=BY_LAW)  # one open case for this person and type
    deemed_at: Mapped[datetime | None] = mapped_column(server_default=BY_LAW)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"), server_default=BY_LAW)
    owned_since: Mapped[datetime | None] = mapped_column(server_default=BY_LAW)
    lease_until: Mapped[datetime | None] = mapped_column(server_default=BY_LAW)
    administrative_by: Mapped[int | None] = mapped_column(
        ForeignKey("loket.officer.id"), server_default=BY_LAW
    )
    administrative_at: Mapped[datetime | None] = mapped_column(server_default=BY_LAW)
    technical_by: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"), server_default=BY_LAW)
    technical_at: Mapped[datetime | None] = mapped_column(server_default=BY_LAW)
    proposal: Mapped[str | None] = mapped_column(server_default=BY_LAW)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"), server_default=BY_LAW)
    decided_at: Mapped[datetime | None] = mapped_column(server_default=BY_LAW)
    comment: Mapped[str] = mapped_column(default="")
    postponed_until: Mapped[date | None] = mapped_column(Date, server_default=BY_LAW)
    refers_to_id: Mapped[int | None] = mapped_column(
        ForeignKey("loket.application.id"), server_default=BY_LAW
    )
    refers_as: Mapped[str | None] = mapped_column(server_default=BY_LAW)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    def submit(self) -> None:
        """Hand the draft (or the completed return) in for review."""
        move(CASE, self, CaseStage.SUBMITTED, "resubmit" if self.stage == CaseStage.RETURNED else "submit")

    def declare_complete(self) -> None:
        """Start the deadline clock: the promise to the citizen runs from here, not from submission."""
        move(CASE, self, CaseStage.ADMINISTRATIVE, "declare_complete")

    def pass_on(self) -> None:
        """End the administrative review."""
        move(CASE, self, CaseStage.TECHNICAL, "pass_on")

    def propose(self, proposal: Proposal, comment: str) -> None:
        """End the technical review with a proposal to the supervisor."""
        move(CASE, self, CaseStage.PROPOSED, "propose")
        self.proposal, self.comment = proposal, comment

    def send_back(self, comment: str) -> None:
        """Return the case to the applicant for completion, item by item."""
        move(CASE, self, CaseStage.RETURNED, "return")
        self.comment = comment

    def wait(self, stage: CaseStage, action: str) -> None:
        """Stop the clock until somebody outside the review has done his part."""
        move(CASE, self, stage, action)

    def postpone(self, until: date) -> None:
        """Put the case off until a day."""
        move(CASE, self, CaseStage.POSTPONED, "postpone")
        self.postponed_until = until

    def resume(self, stage: CaseStage) -> None:
        """Go on in the review stage that the wait began in."""
        move(CASE, self, stage, f"resume_{stage}")

    def lapse(self) -> None:
        """End the case: the guarantor was silent for three days and nights."""
        move(CASE, self, CaseStage.LAPSED, "lapse")

    def approve(self) -> None:
        """Grant what was proposed."""
        move(CASE, self, CaseStage.APPROVED, "approve")

    def refuse(self) -> None:
        """Refuse with the reasons recorded."""
        move(CASE, self, CaseStage.REFUSED, "refuse")

    def challenge(self, comment: str) -> None:
        """Send a proposal back to the technical review with an obligatory comment."""
        move(CASE, self, CaseStage.TECHNICAL, "challenge")
        self.comment, self.proposal = comment, None

    def withdraw(self) -> None:
        """End the case at the applicant's wish."""
        move(CASE, self, CaseStage.WITHDRAWN, "withdraw")


class Worker(Base):
    """One line of the list that a company files; it stays the same line while its card number or its name does."""

    __tablename__ = "worker"
    __table_args__ = (
        # asked at the end of a statement: rows of a list change places
        UniqueConstraint("application_id", "seq", deferrable=True, initially="IMMEDIATE"),
        Index("ix_worker_nik", "nik"),
    )
    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("loket.application.id"))
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    seq: Mapped[int]
    name: Mapped[str]
    nik: Mapped[str] = mapped_column(deferred=True, deferred_raiseload=True)
    nik_masked: Mapped[str] = mapped_column(Computed(MASK.format("nik"), persisted=True))
    address: Mapped[str] = mapped_column(default="", deferred=True, deferred_raiseload=True)
    destination: Mapped[str] = mapped_column(default="")


class Scan(Base):
    """A file that proves something; the bytes are in `scan_blob`, named by their SHA-256.

    `worker_id`: whose paper it is, where the permit type asks for papers of each row of a list.
    """

    __tablename__ = "scan"
    __table_args__ = (
        CheckConstraint(f"verdict IN ({words(*Verdict)})", name="verdict"),
        CheckConstraint("rotation IN (0, 90, 180, 270)", name="rotation"),
        CheckConstraint("verdict <> 'refused' OR reason_code IS NOT NULL", name="refused_with_reason"),
        Index("ix_scan_application_id", "application_id"),
        Index("ix_scan_sha256", "sha256"),
        Index("ix_scan_worker_id", "worker_id", postgresql_where=text("worker_id IS NOT NULL")),
    )
    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("loket.application.id"))
    worker_id: Mapped[int | None] = mapped_column(ForeignKey("loket.worker.id", ondelete="CASCADE"))
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    document_code: Mapped[str]
    file_name: Mapped[str]
    sha256: Mapped[str] = mapped_column(ForeignKey("loket.scan_blob.sha256"))
    size: Mapped[int]
    pages: Mapped[int] = mapped_column(default=1)
    rotation: Mapped[int] = mapped_column(default=0)
    verdict: Mapped[str] = mapped_column(default=Verdict.PENDING)
    reason_code: Mapped[str | None] = mapped_column(server_default=BY_LAW)
    note: Mapped[str] = mapped_column(default="")
    superseded: Mapped[bool] = mapped_column(default=False)
    judged_by: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"), server_default=BY_LAW)
    judged_at: Mapped[datetime | None] = mapped_column(server_default=BY_LAW)
    added_at: Mapped[datetime] = mapped_column(server_default=NOW)


class ScanBlob(Base):
    """The bytes of scans, immutable, once each; NULL after they were destroyed."""

    __tablename__ = "scan_blob"
    __table_args__ = (CheckConstraint("sha256 = encode(sha256(data), 'hex')", name="sha256"),)
    sha256: Mapped[str] = mapped_column(primary_key=True)
    data: Mapped[bytes | None] = mapped_column(deferred=True)


class FieldMark(Base):
    """The reviewer's word on one field compared with the scan."""

    __tablename__ = "field_mark"
    __table_args__ = (CheckConstraint(f"mark IN ({words(*Mark)})", name="mark"),)
    application_id: Mapped[int] = mapped_column(ForeignKey("loket.application.id"), primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    mark: Mapped[str]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"), server_default=BY_LAW)
    at: Mapped[datetime] = mapped_column(server_default=NOW)


class CaseReason(Base):
    """A coded reason with the words as they were on the day, for the case, a document or a field.

    A `finding` is noted while the case is reviewed; it becomes part of a `return` or a `refusal`.
    """

    __tablename__ = "case_reason"
    __table_args__ = (
        UniqueConstraint(
            "application_id", "purpose", "code", "document_code", "field", name="uq_case_reason_once"
        ),
        CheckConstraint("purpose IN ('finding', 'return', 'refusal')", name="purpose"),
        Index("ix_case_reason_officer_id", "officer_id", "id"),
        Index(
            "ix_case_reason_return",
            "service_point_id",
            "application_id",
            postgresql_where=text("purpose = 'return'"),
        ),
    )
    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("loket.application.id"))
    service_point_id: Mapped[int] = mapped_column(ForeignKey("loket.service_point.id"))
    purpose: Mapped[str]
    code: Mapped[str]
    document_code: Mapped[str] = mapped_column(default="")
    field: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    legal_basis: Mapped[str] = mapped_column(default="")
    remedy: Mapped[str] = mapped_column(default="")
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("loket.officer.id"), server_default=BY_LAW)
    at: Mapped[datetime] = mapped_column(server_default=NOW)
