"""The words, tones and icons of the lists."""

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class RowHint:
    """One thing that deserves a second look: a short chip, and why in a sentence."""

    short: str
    why: str
    tone: Tone = Tone.WARN


def hints(row: ApprovalRow) -> tuple[RowHint, ...]:
    """Give what deserves a second look, the heaviest first, or that four eyes forbid a decision."""
    if not row.may_decide:
        mine = "Anda mengentri" if row.part is Part.ENTERED else "Anda meneliti"
        return (RowHint(mine, WHY_NOT[row.part], Tone.NEUTRAL),)
    found = (
        (
            row.is_deemed,
            RowHint(
                "dianggap dikabulkan",
                "Batas waktu lewat: menurut UU 30/2014 pasal 53 hanya dapat disetujui.",
                Tone.BAD,
            ),
        ),
        (
            row.doubts,
            RowHint(
                f"{row.doubts} isian berbeda",
                f"{row.doubts} isian ditandai peneliti berbeda atau tidak terbaca.",
            ),
        ),
        (
            row.reused,
            RowHint(
                f"{row.reused} pindaian rangkap",
                f"{row.reused} pindaian sama persis dengan pindaian pemohon lain.",
            ),
        ),
        (
            row.against,
            RowHint(
                f"{row.against} orang ditolak",
                f"{row.against} dari {row.workers} pekerja tidak disetujui; mereka mendapat surat tersendiri.",
            ),
        ),
        (
            row.findings,
            RowHint(
                f"{row.findings} temuan",
                f"{row.findings} tempat pada halaman ditandai peneliti.",
            ),
        ),
        (
            row.takeovers,
            RowHint("diambil alih", "Berkas diambil alih dari peneliti lain selama penelitian."),
        ),
        (
            row.returns,
            RowHint(
                f"{row.returns}x dikembalikan",
                f"{row.returns} kali dikembalikan kepada pemohon untuk diperbaiki.",
                Tone.INFO,
            ),
        ),
        (
            row.levy,
            RowHint(
                "retribusi",
                f"Retribusi Rp{phrasing.grouped(row.levy)} sudah dibayar.",
                Tone.INFO,
            ),
        ),
    )
    return tuple(hint for is_so, hint in found if is_so)


def hint_words(row: ApprovalRow) -> str:
    """Say the hints in a few words."""
    return " · ".join(hint.short for hint in hints(row))


def hint_chips(row: ApprovalRow) -> tuple[tuple[str, Tone], ...]:
    """Give the hints as chips."""
    return tuple((hint.short, hint.tone) for hint in hints(row))


def hint_tip(row: ApprovalRow) -> str:
    """Say the hints in full, a line each."""
    return "\n".join(hint.why for hint in hints(row))


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
    Column(
        "Permohonan",
        lambda r: r.number,
        sub=lambda r: r.type_title,
        icon=lambda r: "eye" if r.is_seen else "",
        strong=True,
        width=176,
    ),
    Column("Pemohon", lambda r: r.applicant, sub=who, tooltip=lambda r: r.applicant),
    PROPOSAL,
    LEFT,
    Column("Peneliti", reviewers, sub=lambda r: f"entri {r.entered_by}" if r.entered_by else "", width=150),
    Column(
        "Perhatian",
        hint_words,
        chips=hint_chips,
        tooltip=hint_tip,
        sort=lambda r: -len(hints(r)) or None,
        width=270,
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
