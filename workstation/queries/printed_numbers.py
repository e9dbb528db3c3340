"""What the printed number of a paper tells a stranger: its state and its days, nothing of a person."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from workstation.desk import Desk
from workstation.models.application import Application
from workstation.models.catalogue import PermitType
from workstation.models.document import REVOKED, Document
from workstation.vocabulary import IN_FORCE, DocumentKind, DocumentStage, Role, SealAnswer
from workstation.worktime import WIB

OUT = (*IN_FORCE, *REVOKED, DocumentStage.EXPIRED)
SEALED = (DocumentKind.PERMIT, DocumentKind.REFUSAL_LETTER, DocumentKind.WITHDRAWAL_LETTER)


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A paper that has left the office, as everybody may know it; a letter that is no permit has no validity."""

    kind: DocumentKind
    type_title: str
    stage: DocumentStage
    valid_from: date | None
    valid_until: date | None
    issued: date

    def answer(self, today: date) -> SealAnswer:
        """Say what the paper is on this day in WIB; both ends of the validity count whole."""
        if self.stage in REVOKED:
            return SealAnswer.WITHDRAWN
        if self.stage is DocumentStage.EXPIRED or (self.valid_until is not None and today > self.valid_until):
            return SealAnswer.EXPIRED
        if self.valid_from is not None and today < self.valid_from:
            return SealAnswer.NOT_YET
        return SealAnswer.VALID


def printed(desk: Desk, number: str) -> PrintedRow | None:
    """Return the issued permit, letter of refusal or decision to withdraw of this number, None for all others."""
    desk.require(Role.SERVICE)
    asked = (
        select(
            Document.kind,
            PermitType.title,
            Document.stage,
            Document.valid_from,
            Document.valid_until,
            Document.issued_at,
        )
        .join(Application, Application.id == Document.application_id)
        .join(PermitType, PermitType.code == Application.type_code)
        .where(Document.number == number, Document.stage.in_(OUT), Document.kind.in_(SEALED))
    )
    with desk.read() as session:
        row = session.execute(asked).one_or_none()
    if row is None:
        return None
    is_permit = row.kind == DocumentKind.PERMIT
    return PrintedRow(
        kind=DocumentKind(row.kind),
        type_title=row.title,
        stage=DocumentStage(row.stage),
        valid_from=row.valid_from if is_permit else None,
        valid_until=row.valid_until if is_permit else None,
        issued=row.issued_at.astimezone(WIB).date(),
    )
