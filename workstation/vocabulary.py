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
    """Where a service point stands in the tree of PMPTSP units."""

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
    WAITING_GUARANTOR = "waiting_guarantor"
    WAITING_APPLICANT = "waiting_applicant"
    WAITING_SURVEY = "waiting_survey"
    WAITING_PAYMENT = "waiting_payment"
    POSTPONED = "postponed"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


IN_REVIEW = (CaseStage.SUBMITTED, CaseStage.ADMINISTRATIVE, CaseStage.TECHNICAL)
"""A reviewer has the word."""

WAITS = (
    CaseStage.WAITING_GUARANTOR,
    CaseStage.WAITING_APPLICANT,
    CaseStage.WAITING_SURVEY,
    CaseStage.WAITING_PAYMENT,
    CaseStage.POSTPONED,
)
"""The clock stands still: somebody outside the review has the word."""


class Demand(StrEnum):
    """What a move asks for besides stage and role; the database knows each by this name."""

    TODAY = "today"
    HEALTH = "health"
    SEAT = "seat"
    OWN_VISITOR = "own_visitor"
    COUNTER = "counter"
    COUNTER_SERVES = "counter_serves"
    LEASE = "lease"
    OTHER_KEYED = "other_keyed"
    OTHER_REVIEWED = "other_reviewed"
    DOCUMENTS = "documents"
    MARKS = "marks"
    RETURN_REASON = "return_reason"
    REFUSAL_REASON = "refusal_reason"
    IN_TIME = "in_time"
    PROPOSAL = "proposal"
    GRANT_PROPOSED = "grant_proposed"
    SAMPLE_SEEN = "sample_seen"
    COMMENT = "comment"
    REASON = "reason"
    DATE = "date"
    CAME_FROM = "came_from"
    GUARANTOR_ANSWERED = "guarantor_answered"
    GUARANTOR_SILENT = "guarantor_silent"
    SURVEY_ORDERED = "survey_ordered"
    SURVEY_REPORTED = "survey_reported"
    LEVY_ORDERED = "levy_ordered"
    LEVY_SETTLED = "levy_settled"
    SIGNATORY = "signatory"
    SEALED = "sealed"
    OPEN_BATCH = "open_batch"
    SIGNED = "signed"
    SHEET = "sheet"
    COLLECTOR = "collector"
    SENT_OFF = "sent_off"
    VALID = "valid"
    OTHER_PROPOSED = "other_proposed"
    REPLACED = "replaced"
    VALIDITY_OVER = "validity_over"


class ContactOutcome(StrEnum):
    """What came of asking a guarantor."""

    SENT = "sent"
    NO_ANSWER = "no_answer"
    CONFIRMED = "confirmed"
    DENIED = "denied"


class HolidaySource(StrEnum):
    """Where a holiday of the office's table comes from."""

    PACKAGE = "package"
    DECREE = "decree"
    LOCAL = "local"


class RuleKind(StrEnum):
    """What a line of the office's calendar says."""

    HOLIDAY = "holiday"
    OPEN_DAY = "open_day"
    SEASON = "season"
    WEEK = "work_week"


class DayKind(StrEnum):
    """What a day of the year is for a service point."""

    OPEN = "open"
    CLOSED = "closed"
    HOLIDAY = "holiday"
    SEASON = "season"


class PromiseCause(StrEnum):
    """Why the due moment of a case was set."""

    COMPLETE = "complete"
    RESUMED = "resumed"
    RECALCULATED = "recalculated"
    ENDED = "ended"


class Proposal(StrEnum):
    """What the technical reviewer proposes to the supervisor."""

    APPROVE = "approve"
    REFUSE = "refuse"


class Reference(StrEnum):
    """Why an application follows an earlier one: anew, as an objection (UU 30/2014 art. 77), for another paper."""

    AGAIN = "again"
    OBJECTION = "objection"
    REPLACEMENT = "replacement"


class PersonVerdict(StrEnum):
    """The reviewer's word on one person of a list."""

    APPROVE = "approve"
    RETURN = "return"
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
    MAILED = "mailed"
    HANDED_OVER = "handed_over"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"


IN_FORCE = (DocumentStage.ISSUED, DocumentStage.PRINTED, DocumentStage.MAILED, DocumentStage.HANDED_OVER)
"""A paper that counts; whoever shows it shows a valid one."""


class WithdrawalGround(StrEnum):
    """Why a paper may be taken out of force (UU 30/2014 art. 64 paragraphs 1 and 3; art. 39 for a permit's terms)."""

    AUTHORITY = "authority"
    PROCEDURE = "procedure"
    SUBSTANCE = "substance"
    FALSE_PAPERS = "false_papers"
    TERMS_BROKEN = "terms_broken"
    COURT = "court"
    HOLDER_WISH = "holder_wish"


class MailWay(StrEnum):
    """How a paper leaves the office without its holder."""

    EMAIL = "email"
    POST = "post"


class MailKind(StrEnum):
    """Why the office writes an e-mail."""

    PERMIT = "permit"
    REFUSAL = "refusal"
    PERSONS = "persons"
    RETURNED = "returned"
    REMINDER = "reminder"


BEARS_COPY = (MailKind.PERMIT, MailKind.REFUSAL, MailKind.PERSONS)
"""Messages that carry the encrypted copy of a paper."""


class MailState(StrEnum):
    """How far an e-mail is: *accepted* is the mail server's word, *unknown* a text that went out without any answer."""

    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    ACCEPTED = "accepted"
    BOUNCED = "bounced"
    FAILED = "failed"
    CANCELLED = "cancelled"


class DocumentKind(StrEnum):
    """What a document-out is."""

    PERMIT = "permit"
    REFUSAL_LETTER = "refusal_letter"
    PERSONS_LETTER = "persons_letter"
    WITHDRAWAL_LETTER = "withdrawal_letter"


class PaperKind(StrEnum):
    """What has a wording of its own that an administrator may change; the first four are documents-out."""

    PERMIT = "permit"
    REFUSAL = "refusal_letter"
    PERSONS = "persons_letter"
    WITHDRAWAL = "withdrawal_letter"
    RETURNED = "returned"
    RECEIPT = "receipt"
    LEVY = "levy"
    SURVEY = "survey"
    TECHNICAL = "technical"
    POSTPONED = "postponed"
    HANDOVER = "handover"
    TICKET = "ticket"
    LETTERHEAD = "letterhead"


class SampleCase(StrEnum):
    """With which facts a wording is tried."""

    ORDINARY = "ordinary"
    LONG_NAMES = "long_names"
    LIST = "list"
    LONG_LIST = "long_list"


REFUSAL_TYPE = "refusal-letter"
"""What the seal of a letter of refusal names where that of a permit names its type."""

WITHDRAWAL_TYPE = "withdrawal-letter"
"""The same in the seal of a decision that withdraws a paper."""

SEALED_AS = {
    DocumentKind.REFUSAL_LETTER: REFUSAL_TYPE,
    DocumentKind.PERSONS_LETTER: REFUSAL_TYPE,
    DocumentKind.WITHDRAWAL_LETTER: WITHDRAWAL_TYPE,
}
"""What the seal of each letter that is no permit names as its type."""


class PrintState(StrEnum):
    """One sheet run on its way through the spooler."""

    QUEUED = "queued"
    OUT = "out"  # the printer says so; somebody has yet to look
    PRINTED = "printed"
    SPOILED = "spoiled"
    FAILED = "failed"


class SheetState(StrEnum):
    """What has become of a sheet of secured paper."""

    UNUSED = "unused"
    GOOD = "good"
    SPOILED = "spoiled"


class TotalLeg(StrEnum):
    """What is counted on both sides of an equation."""

    CASES = "cases"
    TICKETS = "tickets"
    LETTERS = "letters"
    SHEETS = "sheets"
    MONEY = "money"


class TotalClass(StrEnum):
    """A term of an equation; the database's `total_class` says which stages it takes together."""

    RECEIVED = "received"
    SUBMITTED = "submitted"
    IN_PROCESS = "in_process"
    WAITING = "waiting"
    REFUSED = "refused"
    ISSUED = "issued"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    GIVEN = "given"
    AT_COUNTER = "at_counter"
    FINISHED = "finished"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    OWED = "owed"
    UNSIGNED = "unsigned"
    PRINTED = "printed"
    HANDED_OVER = "handed_over"
    MAILED = "mailed"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    QUEUED_FOR_PRINT = "queued_for_print"
    QUEUED = "queued"
    OUT = "out"
    SPOILED = "spoiled"
    FAILED = "failed"
    BOOKED = "booked"
    ORDERED = "ordered"
    PAID = "paid"
    UNPAID = "unpaid"
    VOID = "void"


class Imbalance(StrEnum):
    """Why something does not add up."""

    LOST_STEP = "lost_step"
    FORBIDDEN_STEP = "forbidden_step"
    OTHER_STAGE = "other_stage"
    NUMBER_HOLE = "number_hole"
    NUMBER_TWICE = "number_twice"
    NUMBER_FOREIGN = "number_foreign"
    NO_PAPER = "no_paper"
    NO_DECISION = "no_decision"
    COPY_HOLE = "copy_hole"
    PRINT_END = "print_end"
    SHEETS_COUNTED = "sheets_counted"
    OTHER_AMOUNT = "other_amount"


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
    """How a promise to the citizen is counted."""

    WORKING = "working"
    CLOCK = "clock"


class SealAnswer(StrEnum):
    """What a checked paper is."""

    VALID = "valid"
    ALTERED = "altered"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    WITHDRAWN = "withdrawn"
    NOT_OURS = "not_ours"


class Deed(StrEnum):
    """What a row of the journal says that somebody did."""

    READ = "read"
    UNMASK = "unmask"
    SEARCH = "search"
    PRINT = "print"
    EXPORT = "export"
    CHANGE = "change"


class JournalFault(StrEnum):
    """What is wrong with a chain of the journal at its first broken row."""

    MISSING = "missing"
    CHANGED = "changed"
    TAIL = "tail"
    HEAD = "head"
    ANCHOR = "anchor"
    FORGED = "forged"


class SheetFault(StrEnum):
    """What is wrong with the kept PDF of a closing sheet."""

    ALTERED = "altered"
    STRANGER = "stranger"
    UNSIGNED = "unsigned"


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


class SignatureLevel(StrEnum):
    """How long a signature can be proved: the PAdES levels of ETSI EN 319 142-1, shortest first."""

    BASIC = "B-B"
    STAMPED = "B-T"
    LONG_TERM = "B-LT"
    ARCHIVAL = "B-LTA"


class CheckReason(StrEnum):
    """Why a checked paper is not simply valid."""

    NONE = "none"
    FOREIGN_ADDRESS = "foreign_address"
    UNKNOWN_KEY = "unknown_key"
    KEY_NOT_FOR_THIS = "key_not_for_this"
    CODE_DAMAGED = "code_damaged"
    SEAL_BROKEN = "seal_broken"
    SEVERAL_SEALS = "several_seals"
    NO_SEAL = "no_seal"
    FILE_CHANGED = "file_changed"
    FOREIGN_SIGNATURE = "foreign_signature"
    NUMBER_DIFFERS = "number_differs"
    NAME_DIFFERS = "name_differs"
    BEFORE_VALIDITY = "before_validity"
    AFTER_VALIDITY = "after_validity"
    ON_THE_LIST = "on_the_list"


class CheckedBy(StrEnum):
    """What a check of a paper could rest on."""

    SEAL = "seal"
    SIGNATURE = "signature"
    SEAL_AND_SIGNATURE = "seal_and_signature"


class CheckNote(StrEnum):
    """What the checker must be told beside the answer."""

    COMPARE_PAPER = "compare_paper"
    NAME_CUT = "name_cut"
    WITHDRAWAL_UNKNOWN = "withdrawal_unknown"
    NO_LIST = "no_list"
    LIST_TOO_OLD = "list_too_old"
    LIST_UNUSABLE = "list_unusable"
    SIGNATURE_ABSENT = "signature_absent"
    SIGNATURE_NOT_CHECKED = "signature_not_checked"


class RequestKind(StrEnum):
    """What a person asks of the office about his data (UU 27/2022 art. 6-13)."""

    ACCESS = "access"
    CORRECTION = "correction"
    SUSPENSION = "suspension"
    ERASURE = "erasure"
    OBJECTION = "objection"


class RequestState(StrEnum):
    """How a person's request stands."""

    OPEN = "open"
    ANSWERED = "answered"
    REFUSED = "refused"


class RequestGround(StrEnum):
    """Why a request may be refused: UU 27/2022 art. 33 letters a-c, art. 15 paragraph 1 letters b-c."""

    HARM = "harm"
    OTHERS = "others"
    DEFENCE = "defence"
    LAW_ENFORCEMENT = "law_enforcement"
    STATE_DUTY = "state_duty"


class RestraintKind(StrEnum):
    """What must not be done: any work (freeze), or destroying (hold)."""

    FREEZE = "freeze"
    HOLD = "hold"


class RetentionKind(StrEnum):
    """Kinds of data by how long they are kept after their end."""

    HEALTH = "health"
    VISIT = "visit"
    SCAN = "scan"
    REFUSED = "refused"
    PERMIT = "permit"
    PERSON = "person"


class RuleChange(StrEnum):
    """What loading a rule file does to one version; in this order it is done."""

    ENDED = "ended"
    REPLACED = "replaced"
    EXTENDED = "extended"
    ADDED = "added"
    SAME = "same"
