"""What only the back room does: come in, register its key, publish what is withdrawn, let what is too late lapse."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from sqlalchemy import delete, exists, func, select, text
from sqlalchemy.orm import Session

from workstation.database import Database, address
from workstation.desk import Desk, OfficerFacts, PointFacts, SteadyClock
from workstation.errors import NotAllowed, SchemaMismatch, WithdrawalListUnusable
from workstation.models.application import Application
from workstation.models.base import SCHEMA_HEAD
from workstation.models.document import REVOKED, Document
from workstation.models.law import OperationKept, SealKeyFact, WithdrawalEdition
from workstation.models.lifecycle import VISIT, move
from workstation.models.visit import Visit
from workstation.models.waiting import CaseWait, GuarantorContact
from workstation.signing import withdrawals
from workstation.signing.seal import PublicSealKey, SealKey
from workstation.signing.trust import Trust
from workstation.signing.withdrawals import WithdrawalKey
from workstation.usecases.records import office_settings
from workstation.vocabulary import CaseStage, ContactOutcome, Role, VisitStage
from workstation.worktime import WIB

LOGIN = "loket_backroom"
NOWHERE = PointFacts(0, "", "")
PER_TURN = 200
KEPT_FOR = timedelta(days=7)  # longer than a workstation stays away with typed text in its journal
OPERATIONS_PER_TURN = 5000
EDITION_LASTS = timedelta(hours=1)


def come_in(url: str, password: str) -> Desk:
    """Connect as the back room; raises SignInRefused, NotAllowed, SchemaMismatch, DatabaseDown."""
    database = Database(address(url, LOGIN, password))
    try:
        at = _demand_service(database)
    except BaseException:
        database.close()
        raise
    service = OfficerFacts(0, LOGIN, "Layanan belakang")
    return Desk(database, service, frozenset({Role.SERVICE}), NOWHERE, clock=SteadyClock(at).now)


def _demand_service(database: Database) -> datetime:
    """Return the office's moment, for the clock of the desk."""
    with database.read() as session:
        if not session.scalar(text("SELECT pg_has_role(session_user, 'loket_service', 'member')")):
            raise NotAllowed("service")
        found = session.scalar(text("SELECT version_num FROM loket.alembic_version"))
        if found != SCHEMA_HEAD:
            raise SchemaMismatch(found or "-", SCHEMA_HEAD)
        at: datetime = session.scalars(text("SELECT loket.moment()")).one()
        return at


def register_key(desk: Desk, key: SealKey, start: datetime, end: datetime) -> None:
    """Make the public half of a seal key known, once; the private half stays in the service's folder."""
    pem = key.private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    with desk.begin("kunci segel") as session:
        if session.get(SealKeyFact, key.kid.hex()) is None:
            session.add(
                SealKeyFact(
                    kid=key.kid.hex(), public_pem=pem.decode("ascii"), not_before=start, not_after=end
                )
            )


def publish_withdrawals(desk: Desk, key: WithdrawalKey) -> bool:
    """Publish the list of withdrawn papers when it is new, incomplete or an hour old; say whether it was."""
    desk.require(Role.SERVICE)
    now = desk.now()
    with desk.begin() as session:
        serials = session.scalars(select(Document.serial).where(Document.stage.in_(REVOKED))).all()
        newest = _newest(session, key)
        if newest is not None and newest.age(now) < EDITION_LASTS and all(map(newest.is_withdrawn, serials)):
            return False
        session.add(
            WithdrawalEdition(
                issued_at=now,
                expires_at=now + withdrawals.TOO_OLD,
                data=withdrawals.publish(serials, key, now),
            )
        )
        return True


def _newest(session: Session, key: WithdrawalKey) -> withdrawals.WithdrawalList | None:
    """Return the newest edition of this very key; a second service with a key of its own has its own editions."""
    data = _newest_data(session, key)
    return withdrawals.read(data, {key.kid: key.private.public_key()}) if data else None


def _newest_data(session: Session, key: WithdrawalKey) -> bytes:
    keys = {key.kid: key.private.public_key()}
    for data in session.scalars(
        select(WithdrawalEdition.data).order_by(WithdrawalEdition.id.desc()).limit(10)
    ):
        with suppress(WithdrawalListUnusable):
            withdrawals.read(bytes(data), keys)
            return bytes(data)
    return b""


def trust_of(
    desk: Desk,
    roots: Sequence[x509.Certificate],
    list_key: WithdrawalKey,
    stamp_roots: Sequence[x509.Certificate] = (),
) -> Trust:
    """Gather what a checker must believe in: hosts, seal keys, list key, roots (of time too) and the newest list."""
    with desk.read() as session:
        keys = [_public(row) for row in session.scalars(select(SealKeyFact))]
        newest = _newest_data(session, list_key)
        host = office_settings(session).check_host
    return Trust(
        hosts=frozenset({host.upper()}),
        seal_keys={key.kid: key for key in keys},
        list_keys={list_key.kid: list_key.private.public_key()},
        roots=tuple(roots),
        stamp_roots=tuple(stamp_roots),
        withdrawals=newest,
    )


def _public(row: SealKeyFact) -> PublicSealKey:
    public = serialization.load_pem_public_key(row.public_pem.encode("ascii"))
    if not isinstance(public, EllipticCurvePublicKey):
        raise TypeError(f"seal key {row.kid} is not on a curve")
    return PublicSealKey(bytes.fromhex(row.kid), public, _day(row.not_before), _day(row.not_after))


def _day(at: datetime) -> date:
    return at.astimezone(WIB).date()


def forget_operations(desk: Desk) -> int:
    """Remove the rows of operations that nobody asks for any more, at most 5,000 a turn; returns how many."""
    desk.require(Role.SERVICE)
    with desk.begin() as session:
        old = (
            select(OperationKept.op_id)
            .where(OperationKept.at < func.now() - KEPT_FOR)
            .order_by(OperationKept.at)
            .limit(OPERATIONS_PER_TURN)
        )
        gone = session.execute(
            delete(OperationKept)
            .where(OperationKept.op_id.in_(old.scalar_subquery()))
            .returning(OperationKept.op_id)
        )
        return len(gone.all())


def lapse_past(desk: Desk) -> int:
    """Let bookings of past days (WIB) lapse, at most 200 a turn; returns how many did."""
    desk.require(Role.SERVICE)
    midnight = datetime.combine(desk.today(), datetime.min.time(), WIB).astimezone(UTC)
    with desk.begin("hari sudah lewat") as session:
        late = session.scalars(
            select(Visit)
            .where(Visit.stage == VisitStage.BOOKED, Visit.planned_at < midnight)
            .order_by(Visit.id)
            .limit(PER_TURN)
            .with_for_update(skip_locked=True)
        ).all()
        for visit in late:
            move(VISIT, visit, VisitStage.LAPSED, "lapse")
        return len(late)


def end_waits(desk: Desk) -> int:
    """Let cases lapse whose guarantor was silent, and go on with those postponed until today; returns how many."""
    desk.require(Role.SERVICE)
    answered = exists().where(
        GuarantorContact.application_id == CaseWait.application_id,
        GuarantorContact.at >= CaseWait.from_at,
        GuarantorContact.outcome.in_((ContactOutcome.CONFIRMED, ContactOutcome.DENIED)),
    )
    with desk.begin("batas waktu tercapai") as session:
        now = func.loket.moment()
        silent = (Application.stage == CaseStage.WAITING_GUARANTOR) & (
            (CaseWait.from_at + func.loket.guarantor_patience() <= now) & ~answered
        )
        rested = (Application.stage == CaseStage.POSTPONED) & (CaseWait.until <= func.loket.local_day(now))
        due = session.execute(
            select(Application, CaseWait.came_from)
            .join(CaseWait, (CaseWait.application_id == Application.id) & CaseWait.to_at.is_(None))
            .where(silent | rested, ~func.loket.is_frozen(Application.id))
            .order_by(Application.id)
            .limit(PER_TURN)
            .with_for_update(of=Application, skip_locked=True)
        ).all()
        for case, came_from in due:
            if case.stage == CaseStage.POSTPONED:
                case.resume(CaseStage(came_from))
            else:
                case.lapse()
        return len(due)


def note_deemed(desk: Desk) -> int:
    """Write down which cases the law has decided by default (fiktif positif); returns how many are new."""
    desk.require(Role.SERVICE)
    with desk.begin("fiktif positif") as session:
        return session.scalar(text("SELECT loket.note_deemed()")) or 0
