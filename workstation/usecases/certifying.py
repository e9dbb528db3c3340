"""Whose certificate signs and how long: told when a batch is opened, remembered for the morning."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from workstation.desk import Desk
from workstation.models.signer import OfficerCertificate
from workstation.signing.signer import CertificateFacts, Signer
from workstation.usecases.records import office_settings
from workstation.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Ending:
    """A certificate that ends soon or has ended; `days_left` counts whole days and is negative after the end."""

    subject: str
    not_after: datetime
    days_left: int


def open_signer(desk: Desk, signer: Signer, secret: str) -> CertificateFacts:
    """Try the secret and remember whose certificate it opened, not the secret; raises as `Signer.open`."""
    desk.require(Role.SUPERVISOR)
    facts = signer.open(secret)
    row = {"subject": facts.subject, "sha256": facts.fingerprint, "not_after": facts.not_after}
    with desk.begin() as session:
        session.execute(
            insert(OfficerCertificate)
            .values(row)
            .on_conflict_do_update(index_elements=[OfficerCertificate.officer_id], set_=row)
        )
    return facts


def ending_soon(desk: Desk) -> Ending | None:
    """Say whether this supervisor's certificate, as last opened, ends within the days that the office has set."""
    desk.require(Role.SUPERVISOR)
    with desk.read() as session:
        held = session.scalars(
            select(OfficerCertificate).where(OfficerCertificate.officer_id == desk.officer.id)
        ).one_or_none()
        if held is None:
            return None
        left = (held.not_after - desk.now()).days
        is_soon = left <= office_settings(session).certificate_days
        return Ending(held.subject, held.not_after, left) if is_soon else None
