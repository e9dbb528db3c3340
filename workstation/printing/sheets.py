"""The facts each paper needs, frozen: whoever fills a sheet knows the law, whoever draws it knows only paper.

Dates are `date`, times are aware `datetime`; identity numbers arrive masked. No sheet carries a switch that
could hide the practice mark: `practice` alone decides. `preview` marks a paper that was never decided,
`copy` the one that goes by e-mail beside the original. `words` is what the office changed in the wording
(`wordings`), block -> text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from workstation.vocabulary import PaperKind


class PaperSize(StrEnum):
    """What lies in the tray; the value is what a setting stores."""

    A4 = "a4"
    F4 = "f4"
    ROLL_80 = "roll_80"
    ROLL_58 = "roll_58"


@dataclass(frozen=True, slots=True)
class Stationery:
    """Paper and margins in millimetres, body size in points (office settings)."""

    paper: PaperSize = PaperSize.A4
    left: float = 30.0
    right: float = 20.0
    top: float = 25.0
    bottom: float = 25.0
    body: float = 11.0


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The office that speaks; `monogram` is drawn only on practice papers, where arms would stand.

    `logo`: a small JPEG in base64, so that a frozen record carries its arms with it.
    """

    government: str
    agency: str
    unit: str
    address: str
    contact: str
    monogram: str = ""
    logo: str = ""


@dataclass(frozen=True, slots=True)
class Signatory:
    """The official whose signature the paper carries."""

    office: str
    name: str
    rank: str
    nip: str


@dataclass(frozen=True, slots=True)
class WorkerLine:
    """One person of a company's permit; the NIK is masked already."""

    seq: int
    name: str
    nik_masked: str
    position: str
    destination: str = ""


@dataclass(frozen=True, slots=True)
class PermitSheet:
    """Surat izin. `seal` is the text of the QR code, `check_hint` the second way in without a camera."""

    title: str
    number: str
    letterhead: Letterhead
    legal_bases: tuple[str, ...]
    application_number: str
    application_date: date
    holder: tuple[tuple[str, str], ...]
    purpose: str
    valid_from: date
    valid_until: date
    region: str
    provisions: tuple[str, ...]
    signatory: Signatory
    issued_on: date
    seal: str
    check_hint: str
    footer: str
    photo: bytes | None = None
    workers: tuple[WorkerLine, ...] = ()
    copies_to: tuple[str, ...] = ()
    place: str = "Jakarta"
    practice: bool = False
    preview: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    copy: bool = False
    stationery: Stationery = field(default_factory=Stationery)


@dataclass(frozen=True, slots=True)
class RefusalReason:
    """One reason with the rule behind it and what the applicant can do about it; `about` names paper or field."""

    text: str
    legal_basis: str = ""
    remedy: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of a list who gets no permit; the NIK is masked already, `verdict` is a word for the reader."""

    seq: int
    name: str
    nik_masked: str
    verdict: str
    reason: RefusalReason


@dataclass(frozen=True, slots=True)
class RefusalSheet:
    """Surat penolakan. `objection_days` are working days; no channel leaves the objection unmentioned.

    With `persons` it speaks of those alone: `granted` others of the list stand in the permit `permit_number`.
    """

    number: str
    letterhead: Letterhead
    recipient: str
    recipient_address: str
    permit_type: str
    application_number: str
    application_date: date
    reasons: tuple[RefusalReason, ...]
    signatory: Signatory
    issued_on: date
    seal: str
    check_hint: str
    footer: str
    objection_days: int = 21
    objection_channel: str | None = None
    persons: tuple[PersonLine, ...] = ()
    granted: int = 0
    permit_number: str = ""
    copies_to: tuple[str, ...] = ()
    place: str = "Jakarta"
    practice: bool = False
    preview: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    copy: bool = False
    stationery: Stationery = field(default_factory=Stationery)


@dataclass(frozen=True, slots=True)
class WithdrawalSheet:
    """Keputusan pencabutan of the paper `paper` (`paper_title` in the heading), out of force from the day `since`.

    `considering` are clauses without their "bahwa" and without an end mark; no channel leaves the objection
    unmentioned.
    """

    number: str
    letterhead: Letterhead
    paper: str
    paper_title: str
    paper_number: str
    paper_date: date
    application_number: str
    application_date: date
    holder: str
    considering: tuple[str, ...]
    legal_bases: tuple[str, ...]
    since: date
    signatory: Signatory
    issued_on: date
    seal: str
    check_hint: str
    footer: str
    objection_days: int = 21
    objection_channel: str | None = None
    copies_to: tuple[str, ...] = ()
    place: str = "Jakarta"
    practice: bool = False
    preview: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    stationery: Stationery = field(default_factory=Stationery)


@dataclass(frozen=True, slots=True)
class ReceivedDocument:
    """One required document as it was found at the counter."""

    name: str
    is_original: bool
    is_present: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptSheet:
    """Tanda terima berkas. The registration number is also the bar code; `track_link` fills the QR code."""

    registration_number: str
    letterhead: Letterhead
    received_at: datetime
    service: str
    applicant: str
    channel: str
    documents: tuple[ReceivedDocument, ...]
    is_complete: bool
    track_address: str
    track_code: str
    track_link: str
    officer: str
    counter: str = ""
    expected_at: datetime | None = None
    practice: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    stationery: Stationery = field(default_factory=Stationery)


@dataclass(frozen=True, slots=True)
class BillLine:
    """One line of a levy order: what for, how many (a text), at which rate, how much; both in rupiah."""

    label: str
    volume: str
    rate: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class WaitSheet:
    """A paper of a waiting case: SKRD (with its `bill`), BAPL or BAPT of a survey, or a postponement.

    `called` is the applicant's role. `said`: fields of its own for the wording, name -> text. `terms` stand below the
    bill; `blanks` are left to be written by hand, label -> lines. `signatures`: the names below the lines to sign on.
    """

    kind: PaperKind
    order_number: str
    registration_number: str
    letterhead: Letterhead
    service: str
    applicant: str
    at: datetime
    facts: tuple[tuple[str, str], ...]
    said: tuple[tuple[str, str], ...]
    signatures: tuple[str, ...]
    officer: str = ""
    called: str = "Nama pemohon"
    bill: tuple[BillLine, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    blanks: tuple[tuple[str, int], ...] = ()
    is_dated: bool = True
    practice: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    stationery: Stationery = field(default_factory=Stationery)


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One thing to mend: paper, field or person in `about`, why, and what to do."""

    about: str
    reason: str
    remedy: str = ""
    legal_basis: str = ""


@dataclass(frozen=True, slots=True)
class ReturnSheet:
    """Lembar pengembalian berkas, handed out at the counter: no letter, nobody signs it electronically."""

    registration_number: str
    letterhead: Letterhead
    returned_at: datetime
    service: str
    applicant: str
    asked: tuple[AskedLine, ...]
    message: str
    track_address: str
    track_code: str
    track_link: str
    officer: str
    practice: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    stationery: Stationery = field(default_factory=Stationery)


@dataclass(frozen=True, slots=True)
class CatalogueSheet:
    """What a citizen takes home before he applies: headings, each with rows of label and words."""

    letterhead: Letterhead
    title: str
    short_title: str
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    foot: str
    practice: bool = False
    stationery: Stationery = field(default_factory=Stationery)


@dataclass(frozen=True, slots=True)
class HandoverSheet:
    """Bukti serah terima. `collector_role` is "pemohon" or "kuasa"; `identity_tail` the last four digits."""

    letterhead: Letterhead
    document_kind: str
    document_number: str
    holder: str
    collector: str
    collector_role: str
    identity_kind: str
    identity_tail: str
    handed_at: datetime
    originals_matched: bool
    officer: str
    note: str = ""
    practice: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    stationery: Stationery = field(default_factory=Stationery)


@dataclass(frozen=True, slots=True)
class CodeSlip:
    """Slip kode: no person stands on it."""

    letterhead: Letterhead
    number: str
    code: str = field(repr=False)
    call_centre: str
    at: datetime
    practice: bool = False
    stationery: Stationery = field(default_factory=Stationery)


@dataclass(frozen=True, slots=True)
class TicketSheet:
    """Tiket antrean: no full name and no NIK may stand on it."""

    unit: str
    number: str
    service: str
    issued_at: datetime
    waiting: int
    visit_code: str
    visit_link: str
    estimate_minutes: int | None = None
    priority: bool = False
    note: str = ""
    roll: PaperSize = PaperSize.ROLL_80
    words: Mapping[str, str] = field(default_factory=dict)
    practice: bool = False


@dataclass(frozen=True, slots=True)
class ClosingTable:
    """One table of a day's closing; the first column is text, the others are figures."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class ClosingSheet:
    """Rekap penutupan harian of one service point.

    With a `seal` (the text of its QR code) the sheet names the last row of the journal and its hash in hex.
    """

    letterhead: Letterhead
    unit: str
    day: date
    closed_at: datetime
    officer: str
    tables: tuple[ClosingTable, ...]
    remarks: tuple[str, ...] = ()
    journal_row: int = 0
    journal_hash: str = ""
    seal: str = ""
    practice: bool = False
    stationery: Stationery = field(default_factory=Stationery)


@dataclass(frozen=True, slots=True)
class UncollectedLine:
    """One paper that waits for its holder since `days` days."""

    number: str
    holder: str
    issued_on: date
    days: int
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class UncollectedSheet:
    """Papers that nobody has collected, the oldest first; `bands`: how old in words, and how many."""

    letterhead: Letterhead
    at: datetime
    officer: str
    lines: tuple[UncollectedLine, ...]
    bands: tuple[tuple[str, int], ...]
    practice: bool = False
    stationery: Stationery = field(default_factory=Stationery)
