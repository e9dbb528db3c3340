"""An answer in the words and colours of the screen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from workstation.phrasing import date_time, duration, long_date
from workstation.ui.theme import Tone
from workstation.usecases.answering import CheckAnswer
from workstation.usecases.showing import ShownBefore
from workstation.vocabulary import REFUSAL_TYPE, WITHDRAWAL_TYPE, CheckNote, SealAnswer, SignatureVerdict
from workstation.wording import word

LOOKS: dict[SealAnswer, tuple[Tone, str]] = {
    SealAnswer.VALID: (Tone.GOOD, "shield-check"),
    SealAnswer.ALTERED: (Tone.BAD, "shield-alert"),
    SealAnswer.EXPIRED: (Tone.WARN, "clock-alert"),
    SealAnswer.NOT_YET: (Tone.INFO, "hourglass"),
    SealAnswer.WITHDRAWN: (Tone.BAD, "gavel"),
    SealAnswer.NOT_OURS: (Tone.NEUTRAL, "circle-x"),
}
# the two that must stop whoever looks: letters on full colour instead of a tint
LOUD = frozenset({SealAnswer.ALTERED, SealAnswer.NOT_OURS})
ADVICE: dict[SealAnswer, str] = {
    SealAnswer.VALID: "Suratnya asli dan berlaku. Cocokkan data di bawah dengan kertas dan identitas pembawa.",
    SealAnswer.ALTERED: "Jangan diterima. Tahan salinannya dan laporkan kepada atasan.",
    SealAnswer.EXPIRED: "Suratnya asli, tetapi tidak berlaku lagi hari ini.",
    SealAnswer.NOT_YET: "Suratnya asli, tetapi belum berlaku hari ini.",
    SealAnswer.WITHDRAWN: "Suratnya pernah terbit, lalu dicabut: tidak berlaku.",
    SealAnswer.NOT_OURS: "Bukan segel kantor ini. Jangan buka alamat yang tercantum pada kodenya.",
}
SIGNATURE_TONES = {
    SignatureVerdict.TRUSTED: Tone.GOOD,
    SignatureVerdict.UNTRUSTED: Tone.BAD,
    SignatureVerdict.ALTERED: Tone.BAD,
    SignatureVerdict.DAMAGED: Tone.BAD,
    SignatureVerdict.UNSIGNED: Tone.NEUTRAL,
}
LETTERS: dict[str, tuple[str, str, str]] = {
    REFUSAL_TYPE: ("Surat penolakan", "file-x", "permohonannya ditolak."),
    WITHDRAWAL_TYPE: ("Keputusan pencabutan", "gavel", "surat yang disebut di dalamnya dicabut."),
}
"""Letters that are no permit, by the type in their seal: name, picture, what they say instead."""
STALE_NOTES = frozenset(
    {CheckNote.WITHDRAWAL_UNKNOWN, CheckNote.NO_LIST, CheckNote.LIST_TOO_OLD, CheckNote.LIST_UNUSABLE}
)


@dataclass(frozen=True, slots=True)
class Told:
    """What the screen says: `title` in the largest letters, then `reason` and `advice`."""

    id: int
    source: str
    at: datetime
    answer: CheckAnswer
    title: str
    reason: str
    advice: str
    tone: Tone
    icon: str
    is_loud: bool
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    warnings: tuple[str, ...]
    how: tuple[tuple[str, str], ...]

    @property
    def short(self) -> str:
        """Say it in the line of a list."""
        statement = self.answer.statement
        return statement.number if statement else self.source


def told(number: int, source: str, answer: CheckAnswer, at: datetime, titles: Mapping[str, str]) -> Told:
    """Turn an answer into words; a letter that is none never looks like a permit."""
    statement = answer.statement
    letter = LETTERS.get(statement.type_code) if statement is not None else None
    tone, icon = LOOKS[answer.answer]
    title, advice = word(answer.answer), ADVICE[answer.answer]
    reason = word(answer.reason)
    if letter is not None and answer.answer is SealAnswer.VALID:
        tone, icon, title = Tone.INFO, letter[1], letter[0].upper()
        reason = f"Suratnya asli, tetapi BUKAN IZIN: {letter[2]}"
        advice = "Pembawa surat ini tidak memegang izin. Cocokkan data di bawah dengan kertasnya."
    elif answer.answer is SealAnswer.VALID and answer.withdrawal_unknown:
        reason = "Menurut segelnya; status pencabutan tidak diketahui."
    stale = tuple(word(note) for note in answer.notes if note in STALE_NOTES)
    return Told(
        id=number,
        source=source,
        at=at,
        answer=answer,
        title=title,
        reason=reason,
        advice=advice,
        tone=tone,
        icon=icon,
        is_loud=answer.answer in LOUD,
        facts=_facts(answer, titles),
        notes=tuple(word(note) for note in answer.notes if note not in STALE_NOTES),
        warnings=stale,
        how=_how(answer, source, at),
    )


def shown_before(made: Told, before: ShownBefore) -> Told:
    """Add that the same seal was shown before; a hint to compare the bearer, for a paper may be shown twice."""
    times = "sekali" if before.times == 1 else f"{before.times} kali"
    said = (
        f"Segel ini sudah ditunjukkan {times} dalam 7 hari, terakhir {date_time(before.at)} di {before.point}."
        " Cocokkan pembawanya: salah satu kertasnya mungkin salinan."
    )
    return replace(made, warnings=(*made.warnings, said))


def _facts(answer: CheckAnswer, titles: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """List the sealed facts, in the order in which they stand on the paper."""
    s = answer.statement
    if s is None:
        return ()
    letter = LETTERS.get(s.type_code)
    until = long_date(s.valid_until) if s.valid_until else "tanpa batas akhir"
    return (
        ("Nomor", s.number),
        ("Jenis", letter[0] if letter else titles.get(s.type_code, s.type_code)),
        ("Nama", s.name),
        ("NIK (empat angka terakhir)", s.nik_last4),
        ("Jumlah pekerja", str(s.workers) if s.workers else ""),
        ("Masa berlaku", "" if letter else f"{long_date(s.valid_from)} s.d. {until}"),
        ("Tanggal terbit", long_date(s.issued)),
    )


def _how(answer: CheckAnswer, source: str, at: datetime) -> tuple[tuple[str, str], ...]:
    """Say what the answer rests on."""
    s = answer.statement
    signer = answer.signer_name + (f", {date_time(answer.signed_at)}" if answer.signed_at else "")
    return (
        ("Yang diperiksa", source),
        ("Waktu periksa", date_time(at)),
        ("Cara", word(answer.checked_by)),
        ("Tanda tangan", word(answer.signature)),
        ("Penanda tangan", signer),
        ("Daya bukti", word(answer.standing.level) if answer.standing else ""),
        ("Stempel waktu", _stamp(answer)),
        ("Kunci segel", s.kid.hex().upper() if s else ""),
        ("Daftar pencabutan", _age(answer.list_age)),
    )


def _stamp(answer: CheckAnswer) -> str:
    """Say who vouches for the time of a trusted signature."""
    if answer.standing is None:
        return ""
    if answer.standing.stamped_at is None:
        return "tidak ada; jamnya menurut komputer penanda tangan"
    return f"{date_time(answer.standing.stamped_at)}, oleh {answer.standing.stamped_by}"


def _age(age: timedelta | None) -> str:
    """Say how old the list of withdrawn papers is."""
    if age is None:
        return ""
    if age >= timedelta(days=2):
        return f"berumur {age.days} hari"
    return "baru dibuat" if age < timedelta(minutes=1) else f"berumur {duration(age)}"
