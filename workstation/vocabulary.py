"""The words both sides share: states, roles, verdicts. Values are what the database stores."""

from enum import StrEnum


class Role(StrEnum):
    """A job in the office; each is also a PostgreSQL group role `loket_<value>`."""

    OFFICER = "officer"
    REVIEWER = "reviewer"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    ADMIN = "admin"
    AUDITOR = "auditor"
    SERVICE = "service"


class PointLevel(StrEnum):
    """Where a service point stands in the tree of PMPTSP units (domain 2.3)."""

    DINAS = "dinas"
    MALL = "mall"
    CITY = "city"
    DISTRICT = "district"
    VILLAGE = "village"


class VisitStage(StrEnum):
    """A person in the hall."""

    BOOKED = "booked"
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    NO_SHOW = "no_show"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"
    REFUSED = "refused"


class Priority(StrEnum):
    """Why somebody is called earlier (UU 25/2009 art. 29)."""

    NONE = "none"
    ELDERLY = "elderly"
    DISABLED = "disabled"
    PREGNANT = "pregnant"
    SMALL_CHILD = "small_child"


class CaseStage(StrEnum):
    """An application on its way to a decision."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ADMINISTRATIVE = "administrative"
    TECHNICAL = "technical"
    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Proposal(StrEnum):
    """What the technical reviewer proposes to the supervisor."""

    APPROVE = "approve"
    REFUSE = "refuse"


class DocumentStage(StrEnum):
    """A document on its way to the citizen's hand."""

    TO_SIGN = "to_sign"
    PREPARED = "prepared"
    SENT = "sent"
    UNKNOWN = "unknown"
    DEPOSITED = "deposited"
    ISSUED = "issued"
    PRINTED = "printed"
    HANDED_OVER = "handed_over"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class DocumentKind(StrEnum):
    """What a document-out is."""

    PERMIT = "permit"
    REFUSAL_LETTER = "refusal_letter"


class PrintState(StrEnum):
    """One sheet run on its way through the spooler."""

    QUEUED = "queued"
    PRINTED = "printed"
    FAILED = "failed"


class Channel(StrEnum):
    """How an application or a visit reached the office."""

    ONLINE = "online"
    COUNTER = "counter"
    DROP_BOX = "drop_box"
    COURIER = "courier"
    EMAIL = "email"
    PHONE = "phone"


class Verdict(StrEnum):
    """The reviewer's word on one scanned document."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Mark(StrEnum):
    """The reviewer's word on one field compared with the scan."""

    SAME = "same"
    DIFFERS = "differs"
    UNREADABLE = "unreadable"


class ClockMode(StrEnum):
    """How a promise to the citizen is counted (domain 7)."""

    WORKING = "working"
    CLOCK = "clock"


class SealAnswer(StrEnum):
    """What a checked paper is: five distinct answers."""

    VALID = "valid"
    ALTERED = "altered"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    WITHDRAWN = "withdrawn"
    NOT_OURS = "not_ours"


class CollectorKind(StrEnum):
    """Who takes the paper home."""

    APPLICANT = "applicant"
    PROXY = "proxy"


class IdentityKind(StrEnum):
    """Papers that identify a person (KITAS/KITAP and passport stand in for the KTP)."""

    KTP = "ktp"
    KITAS = "kitas"
    KITAP = "kitap"
    PASSPORT = "passport"


class SignatureVerdict(StrEnum):
    """What looking at the signature of a file shows; only `trusted` is a valid signature of ours."""

    TRUSTED = "trusted"
    UNTRUSTED = "untrusted"
    ALTERED = "altered"
    UNSIGNED = "unsigned"
    DAMAGED = "damaged"
