"""What the database knows of signers: passes for the broker, and certificates as they were last opened."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from workstation.models.base import BY_LAW, NOW, Base


class SigningPass(Base):
    """Lets one supervisor make one call to the broker within minutes; only the hash of the pass is kept."""

    __tablename__ = "signing_pass"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("loket.officer.id"))
    good_until: Mapped[datetime]
    used_at: Mapped[datetime | None]


class OfficerCertificate(Base):
    """The certificate with which an officer last opened a batch: the database says when it ends, every morning."""

    __tablename__ = "officer_certificate"
    officer_id: Mapped[int] = mapped_column(
        ForeignKey("loket.officer.id"), primary_key=True, server_default=BY_LAW
    )
    subject: Mapped[str]
    sha256: Mapped[str]
    not_after: Mapped[datetime]
    opened_at: Mapped[datetime] = mapped_column(server_default=NOW)
