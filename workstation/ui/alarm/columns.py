"""The columns of both lists."""

from workstation import phrasing
from workstation.queries.deadlines import ChangedRow, DeemedRow
from workstation.ui.table import Column
from workstation.ui.theme import Tone
from workstation.vocabulary import CaseStage
from workstation.wording import word
from workstation.worktime import WIB


def days_words(row: DeemedRow) -> str:
    """Say how long the office may still decide: 'hari ini', '3 hari kerja lagi', 'dianggap dikabulkan'.

    A new calendar may leave no working day before the law decides: then today is the last one, if it is one.
    """
    if row.is_passed:
        return "dianggap dikabulkan"
    if row.ends_today:
        return f"hari ini, sampai {phrasing.time_of_day(row.deemed_at)}"
    if row.days_left:
        return f"{row.days_left} hari kerja lagi"
    return "hari kerja terakhir" if row.is_open_today else "tanpa hari kerja lagi"


def days_tone(row: DeemedRow) -> Tone:
    """Black when the law has decided, red on the last day and the one before, amber before that."""
    if row.is_passed:
        return Tone.GRAVE
    if row.days_left <= 1:
        return Tone.BAD
    return Tone.WARN if row.days_left == 2 else Tone.NEUTRAL


def _duty(row: DeemedRow) -> str:
    if row.is_passed:
        return "wajib diterbitkan" + (", dicatat dalam jurnal" if row.is_noted else "")
    return ""


def _whose(row: DeemedRow) -> str:
    return "surat belum terbit" if row.is_decided else row.officer or "belum dipegang"


def _stage(row: DeemedRow | ChangedRow) -> str:
    return word(CaseStage(row.stage))


DEEMED = (
    Column(
        "Sisa waktu menurut UU",
        days_words,
        tone=days_tone,
        icon=lambda r: "clock-alert" if r.is_passed or r.days_left <= 1 else "clock",
        width=220,
        sort=lambda r: r.deemed_at,
    ),
    Column("Nomor", lambda r: r.number, width=170, strong=True),
    Column("Pemohon", lambda r: r.applicant, sub=lambda r: r.type_title),
    Column("Tahap", _stage, sub=_whose, width=210),
    Column(
        "Dianggap dikabulkan",
        lambda r: (
            f"{phrasing.DAYS[r.deemed_at.astimezone(WIB).weekday()]}, {phrasing.short_moment(r.deemed_at)}"
        ),
        sub=_duty,
        width=250,
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
