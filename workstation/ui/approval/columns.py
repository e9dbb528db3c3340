"""The words, tones and icons of the lists."""

from workstation import phrasing
from workstation.queries.approvals import ApprovalRow, Part
from workstation.queries.batches import PaperRow
from workstation.ui.deadlines import left_icon, left_tone, left_words
from workstation.ui.table import Column
from workstation.ui.theme import Tone
from workstation.vocabulary import DocumentKind, DocumentStage, Proposal
from workstation.wording import word

WHY_NOT = {
    Part.NONE: "",
    Part.ENTERED: "Aturan empat mata: Anda sendiri yang mengentri berkas ini.",
    Part.REVIEWED: "Aturan empat mata: Anda sendiri yang meneliti berkas ini.",
}
STAGE_TONES = {
    DocumentStage.TO_SIGN: Tone.NEUTRAL,
    DocumentStage.PREPARED: Tone.NEUTRAL,
    DocumentStage.SENT: Tone.WARN,
    DocumentStage.UNKNOWN: Tone.WARN,
    DocumentStage.REJECTED: Tone.BAD,
    DocumentStage.DEPOSITED: Tone.INFO,
    DocumentStage.WITHDRAWN: Tone.BAD,
}
STAGE_ICONS = {DocumentStage.DEPOSITED: "hourglass", DocumentStage.TO_SIGN: "pen-line"}


def who(row: ApprovalRow) -> str:
    """Say for whom: one person, or how many workers."""
    if row.against:
        return f"{row.workers - row.against} dari {row.workers} pekerja"
    return f"{row.workers} pekerja" if row.workers else "Perorangan"


def hints(row: ApprovalRow) -> str:
    """Say what deserves a second look, or that four eyes forbid a decision."""
    if not row.may_decide:
        return "Anda mengentri" if row.part is Part.ENTERED else "Anda meneliti"
    parts = ["dianggap dikabulkan"] * row.is_deemed
    parts += [f"{row.doubts} isian ragu"] * bool(row.doubts) + [f"{row.reused} dipakai ulang"] * bool(
        row.reused
    )
    return " · ".join(parts)


def hint_tip(row: ApprovalRow) -> str:
    """Say the hints in full."""
    parts = [WHY_NOT[row.part]] if not row.may_decide else []
    if row.is_deemed:
        parts.append("Batas waktu lewat: menurut UU 30/2014 pasal 53 hanya dapat disetujui.")
    if row.doubts:
        parts.append(f"{row.doubts} isian ditandai berbeda atau tidak terbaca.")
    if row.reused:
        parts.append(f"{row.reused} pindaian sama persis dengan pindaian permohonan lain.")
    return " ".join(parts)


def hint_tone(row: ApprovalRow) -> Tone:
    """Give the tone of the hints."""
    return Tone.WARN if row.may_decide else Tone.NEUTRAL


def reviewers(row: ApprovalRow) -> str:
    """Name the reviewers."""
    return ", ".join(row.reviewers)


def moment(paper: PaperRow) -> str:
    """Say when a paper was signed, or else approved."""
    return phrasing.short_moment(paper.signed_at or paper.approved_at)


def what_is_wrong(paper: PaperRow) -> str:
    """Say why a paper still waits: the signer's or the re-check's own words."""
    if paper.raw:
        return paper.raw
    return (
        "" if paper.sealed or paper.stage != DocumentStage.TO_SIGN else "Menunggu segel dari layanan belakang"
    )


def _proposal_tone(row: ApprovalRow) -> Tone:
    return Tone.GOOD if row.proposal == Proposal.APPROVE else Tone.BAD


def _proposal_icon(row: ApprovalRow) -> str:
    return "circle-check" if row.proposal == Proposal.APPROVE else "circle-x"


def _stage_tone(paper: PaperRow) -> Tone:
    return STAGE_TONES.get(paper.stage, Tone.GOOD)


def _stage_icon(paper: PaperRow) -> str:
    return STAGE_ICONS.get(paper.stage, "")


PROPOSAL = Column("Usul", lambda r: word(r.proposal), tone=_proposal_tone, icon=_proposal_icon, width=138)
LEFT = Column(
    "Sisa waktu",
    lambda r: left_words(r.left),
    tone=lambda r: left_tone(r.left),
    icon=lambda r: left_icon(r.left),
    sort=lambda r: r.left,
    width=178,
)
INBOX = (
    Column("Permohonan", lambda r: r.number, sub=lambda r: r.type_title, strong=True, width=158),
    Column("Pemohon", lambda r: r.applicant, sub=who, tooltip=lambda r: r.applicant),
    PROPOSAL,
    LEFT,
    Column("Peneliti", reviewers, sub=lambda r: f"entri {r.entered_by}" if r.entered_by else "", width=136),
    Column(
        "Perhatian",
        hints,
        tone=hint_tone,
        icon=lambda r: "triangle-alert" if r.may_decide else "lock",
        tooltip=hint_tip,
        width=188,
    ),
)
BESIDE_LOOK = (3, 4, 5)  # columns of INBOX that give way when a case is looked into

_KIND = Column(
    "Surat",
    lambda p: p.number,
    sub=lambda p: f"{word(p.kind)} · {p.type_title}",
    icon=lambda p: "file-text" if p.kind == DocumentKind.PERMIT else "file-x",
    strong=True,
    width=300,
)
_HOLDER = Column(
    "Pemegang", lambda p: p.holder, sub=lambda p: p.application_number, tooltip=lambda p: p.holder
)
_STAGE = Column("Tahap", lambda p: word(p.stage), tone=_stage_tone, icon=_stage_icon, width=210)
UNSIGNED = (
    _KIND,
    _HOLDER,
    _STAGE,
    Column("Disetujui", moment, sort=lambda p: p.approved_at, width=140),
    Column("Keterangan", what_is_wrong, tooltip=what_is_wrong, width=240),
)
RECENT = (
    _KIND,
    _HOLDER,
    _STAGE,
    Column("Ditandatangani", moment, sort=lambda p: p.signed_at or p.approved_at, width=140),
    Column("Keterangan", lambda p: p.raw, tooltip=lambda p: p.raw, width=200),
)
