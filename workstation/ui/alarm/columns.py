"""The columns of both lists."""

from workstation import phrasing
from workstation.queries.deadlines import ChangedRow, DeemedRow
from workstation.ui.table import Column
from workstation.ui.theme import Tone
from workstation.vocabulary import CaseStage
from workstation.wording import word


def days_words(row: DeemedRow) -> str:
    """Say how long the office may still decide: 'dianggap dikabulkan', 'hari terakhir', '3 hari kerja lagi'."""
    if row.is_passed:
        return "dianggap dikabulkan"
    return f"{row.days_left} hari kerja lagi" if row.days_left else "hari terakhir"


def days_tone(row: DeemedRow) -> Tone:
    """Black when the law has decided, red on the last day and the one before, amber before that."""
    if row.is_passed:
        return Tone.GRAVE
    if row.days_left <= 1:
        return Tone.BAD
    return Tone.WARN if row.days_left == 2 else Tone.NEUTRAL


def _stage(row: DeemedRow | ChangedRow) -> str:
    return word(CaseStage(row.stage))


DEEMED = (
    Column(
        "Sisa waktu menurut undang-undang",
        days_words,
        tone=days_tone,
        icon=lambda r: "clock-alert" if r.is_passed or r.days_left <= 1 else "clock",
        width=250,
        sort=lambda r: r.deemed_at,
    ),
    Column("Nomor", lambda r: r.number, width=170, strong=True),
    Column("Pemohon", lambda r: r.applicant, sub=lambda r: r.type_title),
    Column("Tahap", _stage, sub=lambda r: r.officer or "belum dipegang", width=210),
    Column(
        "Dianggap dikabulkan",
        lambda r: phrasing.short_moment(r.deemed_at),
        sub=lambda r: "dicatat dalam jurnal" if r.is_noted else "",
        width=200,
        sort=lambda r: r.deemed_at,
    ),
)
CHANGED = (
    Column("Nomor", lambda r: r.number, width=170, strong=True),
    Column("Tahap", _stage, width=210),
    Column("Dijanjikan", lambda r: phrasing.short_moment(r.due_at), sub=lambda r: r.calendar, width=220),
    Column(
        "Menurut kalender sekarang", lambda r: phrasing.short_moment(r.would_be), tone=lambda _r: Tone.WARN
    ),
)
