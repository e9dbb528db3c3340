"""Trouble has two names; everything else is a bug.

    Problem
    |-- Refusal   the rules say no: shown as a quiet bar, nothing is broken
    `-- Outage    the world is broken: shown as a banner with "Coba lagi"

A problem carries facts as fields, never a sentence: `wording.sentence(problem)` says it in Indonesian,
and a test proves that every class here has one. Database constraints map to refusals by name at the end.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workstation.problem import Outage as Outage
from workstation.problem import Problem as Problem
from workstation.problem import Refusal as Refusal

# -- the line and the machine ------------------------------------------------------------------------------


@dataclass
class DatabaseDown(Outage):
    raw: str = ""


@dataclass
class ServerNotReached(Outage):
    """Signing in: nobody answers at this address, or not for this database."""

    server: str
    raw: str = ""


@dataclass
class OutcomeUnknown(Outage):
    """The program was left while the server owed the answer whether the last change was kept."""


@dataclass
class DatabaseBusy(Outage):
    raw: str = ""


@dataclass
class ServiceDown(Outage):
    raw: str = ""


@dataclass
class SignerDown(Outage):
    raw: str = ""


@dataclass
class PrinterOut(Outage):
    printer: str
    raw: str = ""


@dataclass
class MailDown(Outage):
    """The mail server is not reached, or does not let us in: no message is to blame."""

    raw: str = ""


@dataclass
class PictureWorkerDied(Outage):
    raw: str = ""


@dataclass
class SchemaMismatch(Outage):
    found: str
    expected: str


@dataclass
class PracticeOpen(Refusal):
    """The practice day is open in another window and cannot begin anew."""

    folder: str


# -- settings and signing in -------------------------------------------------------------------------------


@dataclass
class BadSetting(Refusal):
    key: str
    file: str
    line: int
    reason: str


@dataclass
class TrustMissing(Refusal):
    """A checker was not told which office's papers to trust; `file` is the settings file that could say it."""

    file: str


@dataclass
class BadAddress(Refusal):
    """What was typed as the server is no address of a database."""

    server: str


@dataclass
class BadRuleFile(Refusal):
    file: str
    line: int
    reason: str


@dataclass
class BadTemplate(Refusal):
    """The wording of a paper cannot be used: `block` by its Indonesian name, `line` from 1, 0 for all of it."""

    block: str
    line: int
    reason: str


@dataclass
class SignInRefused(Refusal):
    login: str


@dataclass
class NotAnOfficer(Refusal):
    login: str


@dataclass
class NotAllowed(Refusal):
    """The database or the screen does not let this role do this."""

    action: str = ""


# -- the hall ----------------------------------------------------------------------------------------------


@dataclass
class BookingNotFound(Refusal):
    code: str = ""


@dataclass
class BookingNotToday(Refusal):
    code: str
    day: str


@dataclass
class TooWarm(Refusal):
    temperature: float
    limit: float


@dataclass
class HealthDeclarationMissing(Refusal):
    pass


@dataclass
class Unwell(Refusal):
    """The health declaration says that the visitor has symptoms."""


@dataclass
class HallFull(Refusal):
    capacity: int
    come_back: datetime | None = None


@dataclass
class QuotaFull(Refusal):
    service: str
    quota: int


@dataclass
class NobodyWaiting(Refusal):
    pass


@dataclass
class CounterBusy(Refusal):
    ticket: str = ""


@dataclass
class CounterTaken(Refusal):
    counter: str
    officer: str = ""


@dataclass
class NoCounter(Refusal):
    pass


# -- the case ----------------------------------------------------------------------------------------------


@dataclass
class WrongStage(Refusal):
    thing: str = ""
    stage: str = ""
    action: str = ""


@dataclass
class ChangedByOther(Refusal):
    """Somebody wrote the same row first."""


@dataclass
class HeldByOther(Refusal):
    officer: str
    since: datetime | None = None
    until: datetime | None = None


@dataclass
class LeaseLost(Refusal):
    pass


@dataclass
class NothingToTake(Refusal):
    pass


@dataclass
class FourEyes(Refusal):
    """The same person may not do the next step."""

    step: str = ""


@dataclass
class SampleUnseen(Refusal):
    """The random sample of a batch is not looked through: `left` cases of it are unseen, 0 when none was drawn."""

    left: int = 0


@dataclass
class BadFields(Refusal):
    """`faults`: field code -> Indonesian sentence of the catalogue's check."""

    faults: dict[str, str]


@dataclass
class MissingDocument(Refusal):
    documents: tuple[str, ...]


@dataclass
class MissingMark(Refusal):
    fields: tuple[str, ...]
    documents: tuple[str, ...] = ()


@dataclass
class ReasonNeeded(Refusal):
    pass


@dataclass
class DateNeeded(Refusal):
    """A postponement without a day after today."""


@dataclass
class DeemedGranted(Refusal):
    """The law has granted the case at `since`: what is left is to issue it (UU 30/2014 art. 53)."""

    since: datetime | None = None


@dataclass
class GuarantorSilent(Refusal):
    """Nobody has written down an answer of the guarantor; he has time until `until`."""

    until: datetime | None = None


@dataclass
class SurveyOpen(Refusal):
    """The survey is not ordered, not reported, not judged, or found the place unsuitable."""


@dataclass
class LevyUnpaid(Refusal):
    """`number` is the order's, empty when there is none."""

    number: str = ""


@dataclass
class WrongAmount(Refusal):
    """What was paid is not what was ordered, in rupiah."""

    wanted: float
    paid: float | None = None


@dataclass
class UndoTooLate(Refusal):
    """The step is older than the minutes within which it may be taken back."""

    minutes: int


@dataclass
class BadTime(Refusal):
    """A corrected time lies outside what the law accepts."""

    earliest: datetime | None = None
    latest: datetime | None = None


@dataclass
class DuplicateApplication(Refusal):
    number: str


@dataclass
class UnseenPersons(Refusal):
    """More than ten persons of a list would be approved whom the officer never had on his screen."""

    count: int


@dataclass
class UncomparedPersons(Refusal):
    """Persons of a list would be approved who were not found the same as their own papers."""

    count: int


@dataclass
class MissingPersonPapers(Refusal):
    """Persons of a list lack a paper that the permit type asks for of each; `seq` is the first of them."""

    count: int
    seq: int


@dataclass
class UndecidedWorkers(Refusal):
    """A list can only be proposed when each of its persons is decided."""

    count: int


@dataclass
class NobodyApproved(Refusal):
    """A permit for a list must name somebody."""


@dataclass
class TypeNotOpen(Refusal):
    permit_type: str
    day: str


@dataclass
class CalendarMissing(Refusal):
    """The holidays of this year are not in the office's table: no promise can be counted in it."""

    year: int


@dataclass
class RulesChanged(Refusal):
    """A draft was begun under rules that hold no more; `version` is the one in force now."""

    permit_type: str
    version: str = ""


@dataclass
class NotEligible(Refusal):
    """Who applies may not, or not so; `ground`: applicant, workers, exempt, required, choice, with its `detail`."""

    ground: str
    detail: str = ""


@dataclass
class LevelTooLow(Refusal):
    """This kind of letter is signed at a higher level; both are values of PointLevel."""

    needed: str
    found: str = ""


@dataclass
class RulesInUse(Refusal):
    """A version under which cases stand may not be changed."""

    permit_type: str
    version: str
    cases: int = 0


@dataclass
class RulesOverlap(Refusal):
    """Two versions of one type would hold at the same time."""

    permit_type: str
    version: str
    other: str = ""


# -- scans and lists ---------------------------------------------------------------------------------------


@dataclass
class NotAPicture(Refusal):
    name: str
    found: str = ""


@dataclass
class HeicPicture(NotAPicture):
    """A phone's HEIC picture where its decoder is not installed: the sender must save it as JPEG or PDF."""


@dataclass
class WrongKind(Refusal):
    """A sound file of a kind that this document may not have: `found` and `wanted` as words."""

    name: str
    found: str
    wanted: str


@dataclass
class DamagedFile(Refusal):
    name: str
    raw: str = ""


@dataclass
class UnreadablePlace(Refusal):
    """No file that can be read; `why`: "missing", "forbidden", "device", "large", "nothing" (in a folder), "other"."""

    name: str
    why: str
    raw: str = ""


@dataclass
class EncryptedFile(Refusal):
    """A password opens the file; `tried`: the given one was wrong."""

    name: str
    tried: bool = False


@dataclass
class LockedByCertificate(Refusal):
    """Encrypted to somebody's certificate: no password opens it here."""

    name: str


@dataclass
class TooLarge(Refusal):
    name: str
    size: int
    limit: int


@dataclass
class PeriodTooLarge(Refusal):
    """More cases in the period than may be counted beside the day's work."""

    cases: int
    most: int


@dataclass
class TooManyPixels(Refusal):
    name: str


@dataclass
class TooSlow(Refusal):
    """The file could not be opened within the limit of time or memory."""

    name: str


@dataclass
class BadList(Refusal):
    """A worker list that cannot be read: `row` is 1-based, 0 for the whole file."""

    name: str
    row: int
    reason: str


# -- the persons themselves -------------------------------------------------------------------------------


@dataclass
class NotACard(Refusal):
    """What was typed is no number of a card: 6 to 20 digits and letters."""


@dataclass
class CaseNotFound(Refusal):
    """No case in the whole city has this number."""

    number: str


@dataclass
class Frozen(Refusal):
    """The person (or somebody in the list) had the processing of his data suspended (UU 27/2022 art. 41)."""

    number: str = ""


@dataclass
class Destroyed(Refusal):
    """The data were destroyed at the end of their time."""


@dataclass
class RequestNotMet(Refusal):
    """A request cannot be called granted before it was done; `kind`: access, suspension or erasure."""

    kind: str = ""


@dataclass
class WithdrawalNotProposed(Refusal):
    """Nobody else has proposed to take this paper out of force."""

    number: str = ""


@dataclass
class CodeGiven(Refusal):
    """The code of an e-mailed copy was handed over on paper, and is kept nowhere since."""

    since: datetime | None = None


@dataclass
class AlreadyMailed(Refusal):
    """This very message is on its way, or has gone out today."""


@dataclass
class CopyNotMade(Refusal):
    """The e-mailed copy of a paper is not made yet."""


@dataclass
class NoMailAddress(Refusal):
    """The applicant gave no e-mail address, or this office sends no e-mail."""


@dataclass
class PaperExpired(Refusal):
    """The validity of a paper is over; `until` is its last day."""

    until: datetime


@dataclass
class ObjectionTooLate(Refusal):
    """The working days in which a refusal may be objected to are over; `until` is their end."""

    until: datetime


@dataclass
class NotForwardable(Refusal):
    """A case with a levy order or a survey stays where those were ordered."""

    number: str = ""


@dataclass
class OtherApplicant(Refusal):
    """A paper is replaced, and a refusal objected to, by its own applicant only."""

    number: str = ""


@dataclass
class NothingToDestroy(Refusal):
    pass


@dataclass
class HealthNotShortest(Refusal):
    """Health declarations are kept for the shortest time of all."""


# -- ink ---------------------------------------------------------------------------------------------------


@dataclass
class WrongPassphrase(Refusal):
    """`tries`: low, last or locked where a token says how many are left, else empty."""

    raw: str = ""
    tries: str = ""


@dataclass
class CertificateUnusable(Refusal):
    reason: str
    raw: str = ""


@dataclass
class NoCertificate(Refusal):
    """No certificate file of this officer on this machine; `path` is where it was looked for."""

    path: str = ""


@dataclass
class SignatureRefused(Refusal):
    """The signer or the re-check said no to one document."""

    reason: str
    raw: str = ""


@dataclass
class NotIssued(Refusal):
    number: str = ""


@dataclass
class PrintUnsettled(Refusal):
    """Nobody knows yet what became of the last run of this paper."""

    number: str = ""


@dataclass
class NoSheets(Refusal):
    """The counter has too little secured paper for a run: `free` sheets where it takes `wanted`."""

    wanted: int
    free: int = 0


@dataclass
class SheetsNotFree(Refusal):
    """Not every sheet from `first` to `last` is unused and within reach; `free` are."""

    series: str
    first: int
    last: int
    free: int = 0


@dataclass
class SheetsKnown(Refusal):
    """One of these serials was delivered before."""


@dataclass
class UnprintableText(Refusal):
    """None of our typefaces has all the letters of this text."""

    text: str


@dataclass
class UnknownPaper(Refusal):
    """No QR seal and no signature of ours could be found in the file."""

    name: str


@dataclass
class SealNotOurs(Refusal):
    """A code that no key of ours made; `reason`: length, host, kid or key_period."""

    reason: str


@dataclass
class SealAltered(Refusal):
    """A code that names our host or key and was changed; `reason`: form, signature or claims."""

    reason: str


@dataclass
class AlreadyClosed(Refusal):
    """The day of this service point was closed by `officer` before."""

    officer: str
    since: datetime | None = None


@dataclass
class FileNotWritten(Refusal):
    """A file that somebody wanted to keep could not be written; `raw` is the system's own word."""

    name: str
    raw: str = ""


@dataclass
class NotAClosing(Refusal):
    """No code of a closing sheet could be found in the file."""

    name: str


@dataclass
class SheetFlawed(Refusal):
    """The PDF of a closing sheet was changed after it was signed, or a stranger signed it; `fault` in words."""

    name: str
    fault: str


@dataclass
class WithdrawalListUnusable(Refusal):
    """The list of withdrawn papers cannot be used; `reason`: form, kid, signature, claims or expired."""

    reason: str


@dataclass
class BadTrust(Refusal):
    """The trust bundle of a checker cannot be used."""

    file: str
    reason: str


# -- what the database says, by constraint or by the code that its functions raise ------------------------
# filled by name: a test walks the catalogue and fails when a named constraint has no refusal

CONSTRAINTS: dict[str, Callable[[], Refusal]] = {}
CONSTRAINTS.update(
    {
        "uq_visit_counter_busy": CounterBusy,
        "uq_counter_session_counter_open": lambda: CounterTaken(""),
        "uq_counter_session_officer_open": lambda: CounterTaken(""),
        "uq_visit_code": lambda: BookingNotFound(""),
        "ck_survey_place": ReasonNeeded,
        "uq_data_subject_nik": ChangedByOther,
        "uq_destruction_number": ChangedByOther,
        "ck_destruction_two_persons": lambda: FourEyes("destruction"),
        "ck_data_request_refused_with_ground": ReasonNeeded,
        "uq_application_number": ChangedByOther,
        "pk_operation": ChangedByOther,
        "uq_worker_application_id_seq": ChangedByOther,
        "uq_case_reason_once": ChangedByOther,
        "uq_application_open_person": lambda: DuplicateApplication(""),
        "uq_case_return_application_id_round": ChangedByOther,
        "ck_worker_decision_reason": ReasonNeeded,
        "ck_hint_wave_word": ReasonNeeded,
        "ck_case_forward_elsewhere": lambda: NotAllowed("forward"),
        "uq_withdrawal_open": ChangedByOther,
        "ck_withdrawal_words": ReasonNeeded,
        "ck_withdrawal_ground": ReasonNeeded,
        "uq_mailing_open": ChangedByOther,
        "uq_outgoing_mail_application_id_kind_occasion_attempt": AlreadyMailed,
        "uq_outgoing_mail_under_way": AlreadyMailed,
        "ck_mailing_reference": ReasonNeeded,
        "uq_document_application_id_kind_withdraws_id": ChangedByOther,
        "uq_document_number": ChangedByOther,
        "uq_document_serial": ChangedByOther,
        "uq_print_job_document_id_copy": ChangedByOther,
        "uq_handover_document_id": ChangedByOther,
        "uq_stage_interval_open": ChangedByOther,
        "uq_intake_receipt_source_external_id": ChangedByOther,
        "uq_work_week_service_point_id_type_code_valid_from": ChangedByOther,
        "uq_season_service_point_id_type_code_first_day": ChangedByOther,
        "uq_calendar_revision_made_in": ChangedByOther,
        "uq_paper_template_kind_service_point_id_valid_from": ChangedByOther,
        "ck_paper_template_note": ReasonNeeded,
        "ck_paper_template_blocks": lambda: NotAllowed("wording"),
        "ck_work_week_hours": lambda: BadFields(
            {"hours": "Jam buka harus seperti 07.30-12.00, 13.00-16.00."}
        ),
        "ck_season_hours": lambda: BadFields({"hours": "Jam buka harus seperti 07.30-12.00, 13.00-16.00."}),
        **dict.fromkeys(
            ("ck_holiday_year", "ck_season_year", "ck_work_week_year"),
            lambda: BadFields({"day": "Tahun harus antara 1900 dan 2200."}),
        ),
        "ck_season_days": lambda: BadFields({"last_day": "Hari terakhir harus sesudah hari pertama."}),
        "ck_print_job_reprint_reason": ReasonNeeded,
        "uq_sheet_series_serial": SheetsKnown,
        "ck_sheet_spoiled_reason": ReasonNeeded,
        "ck_sheet_pack_series": lambda: BadFields(
            {"series": "Isi 1 sampai 6 huruf besar atau angka, seperti pada kemasannya."}
        ),
        "ck_sheet_pack_range": lambda: BadFields(
            {"last": "Nomor terakhir harus sesudah nomor pertama, paling banyak 10.000 lembar."}
        ),
        "ck_sheet_count_counted": lambda: BadFields({"counted": "Isi jumlah lembar, 0 atau lebih."}),
        "ck_scan_refused_with_reason": ReasonNeeded,
        "ck_handover_last4": lambda: BadFields({"last4": "Isi empat angka atau huruf terakhir pada kartu."}),
    }
)

_MOMENTS = {"since", "until", "come_back", "earliest", "latest"}
_LISTS = {"documents", "fields"}


def _family(kind: type[Problem]) -> dict[str, type[Problem]]:
    found = {kind.__name__: kind}
    for child in kind.__subclasses__():
        found |= _family(child)
    return found


def from_law(name: str, facts: dict[str, Any]) -> Problem:
    """Return the refusal that the database named, with its facts; NotAllowed for a name nobody knows."""
    kind = _family(Problem).get(name)
    if kind is None:
        return NotAllowed(name)
    for key, value in facts.items():
        if key in _MOMENTS and isinstance(value, str):
            facts[key] = datetime.fromisoformat(value)
        elif key in _LISTS:
            facts[key] = tuple(value)
    return kind(**facts)
