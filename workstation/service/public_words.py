"""What the public check page says, for the page itself and for the script in it."""

import json
from collections.abc import Mapping
from datetime import date
from html import escape
from string import Template
from typing import Final

from workstation.phrasing import MONTHS, long_date
from workstation.queries.printed_numbers import PrintedRow
from workstation.resources_at import resource
from workstation.vocabulary import (
    REFUSAL_TYPE,
    SEALED_AS,
    WITHDRAWAL_TYPE,
    CheckNote,
    CheckReason,
    SealAnswer,
)
from workstation.wording import word

REFUSAL, WITHDRAWAL, UNKNOWN, WAIT, UNLISTED = "refusal", "withdrawal", "unknown", "wait", "unlisted"
LETTERS: Final = {
    REFUSAL_TYPE: (REFUSAL, "Surat penolakan"),
    WITHDRAWAL_TYPE: (WITHDRAWAL, "Keputusan pencabutan"),
}
"""Letters that are no permit, by the type in their seal: which answer they get, and their name."""
ADVICE: Final = {
    SealAnswer.VALID: "Surat ini asli dan berlaku. Cocokkan data di bawah dengan kertas dan identitas pembawanya.",
    SealAnswer.ALTERED: "Jangan diterima. Laporkan kepada kantor yang tercantum pada surat.",
    SealAnswer.EXPIRED: "Surat ini asli, tetapi tidak berlaku lagi hari ini.",
    SealAnswer.NOT_YET: "Surat ini asli, tetapi belum berlaku hari ini.",
    SealAnswer.WITHDRAWN: "Surat ini pernah terbit, lalu dicabut: tidak berlaku.",
    SealAnswer.NOT_OURS: "Segel ini tidak dibuat oleh kantor kami.",
}
NOTES: Final = {
    CheckNote.NAME_CUT: "Nama dalam segel dipotong karena panjang; nama lengkap ada pada kertas.",
    CheckNote.WITHDRAWAL_UNKNOWN: "Status pencabutan tidak diketahui.",
    CheckNote.NO_LIST: "Daftar pencabutan belum ada.",
    CheckNote.LIST_TOO_OLD: "Daftar pencabutan terlalu lama. Periksa lagi nanti.",
    CheckNote.LIST_UNUSABLE: "Daftar pencabutan tidak dapat dipakai. Periksa lagi nanti.",
}
OTHERS: Final = {
    REFUSAL: ("SURAT PENOLAKAN", "Surat ini asli, tetapi BUKAN IZIN: permohonannya ditolak."),
    WITHDRAWAL: (
        "KEPUTUSAN PENCABUTAN",
        "Keputusan ini asli, tetapi BUKAN IZIN: surat yang disebut di dalamnya dicabut dan tidak berlaku lagi.",
    ),
    UNKNOWN: (
        "TIDAK DAPAT DIPERIKSA",
        "Segel tidak dapat diperiksa sekarang. Coba lagi, atau pakai nomornya di bawah.",
    ),
    WAIT: ("Memeriksa …", ""),
    UNLISTED: ("TIDAK TERCATAT", "Tidak ada surat terbit dengan nomor ini. Periksa lagi ketikannya."),
}
BY_NUMBER: Final = (
    "Jawaban ini tentang nomornya saja. Kertas yang ditiru dapat memakai nomor yang benar: "
    "pindai kode QR untuk mencocokkan nama dan isinya."
)
OFTEN: Final = (
    "TERLALU SERING",
    "Terlalu banyak pertanyaan dalam satu menit. Tunggu satu menit, lalu coba lagi.",
)
LATER: Final = ("LAYANAN TERGANGGU", "Nomor tidak dapat diperiksa sekarang. Coba lagi nanti.")


def empty_page(titles: Mapping[str, str]) -> str:
    """Return the page before anything was asked; its script fills it from the code of the seal."""
    return _page(titles=titles)


def said_page(said: tuple[str, str]) -> str:
    """Return the page with a title and a sentence, without facts."""
    return _page(UNKNOWN, *said)


def number_page(row: PrintedRow | None, answer: SealAnswer) -> str:
    """Return the page for a number: the same four lines for every number, filled or not."""
    letter = LETTERS[SEALED_AS[row.kind]] if row is not None and row.kind in SEALED_AS else None
    is_endless = row is not None and letter is None and row.valid_until is None
    if row is None:
        kind, (title, advice) = UNKNOWN, OTHERS[UNLISTED]
    elif letter is not None and answer is SealAnswer.VALID:
        kind, (title, advice) = letter[0], OTHERS[letter[0]]
    else:
        kind, title, advice = answer.value, word(answer), ADVICE[answer]
    facts = (
        ("Jenis", "—" if row is None else letter[1] if letter else row.type_title),
        ("Berlaku mulai", _day(row.valid_from if row else None)),
        ("Berlaku sampai", "tanpa batas akhir" if is_endless else _day(row.valid_until if row else None)),
        ("Tanggal terbit", _day(row.issued if row else None)),
    )
    lines = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts)
    return _page(kind, title, advice, lines, f"<li>{BY_NUMBER}</li>")


def _day(day: date | None) -> str:
    return long_date(day) if day else "—"


def _page(
    kind: str = "",
    title: str = "",
    advice: str = "",
    facts: str = "",
    notes: str = "",
    titles: Mapping[str, str] | None = None,
) -> str:
    """Fill the page; `facts` and `notes` are HTML, everything else is text."""
    return Template(resource("check/page.html").read_text("utf-8")).substitute(
        answer=escape(kind),
        hidden="" if kind else "hidden",
        title=escape(title),
        reason="",
        advice=escape(advice),
        facts=facts,
        notes=notes,
        # a "<" could end the element that holds the words
        words=json.dumps(_script_words(titles or {}), ensure_ascii=False).replace("<", "\\u003c"),
    )


def _script_words(titles: Mapping[str, str]) -> dict[str, object]:
    """Gather the sentences for the script, by the names that it uses."""
    return {
        "answers": {one.value: (word(one), ADVICE[one]) for one in SealAnswer} | OTHERS,
        "reasons": {one.value: word(one) for one in CheckReason},
        "notes": {note.value: text for note, text in NOTES.items()},
        "types": {**titles, **{code: name for code, (_, name) in LETTERS.items()}},
        "letters": {code: kind for code, (kind, _) in LETTERS.items()},
        "months": MONTHS,
    }
