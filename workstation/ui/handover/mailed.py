"""What was mailed about a paper, in words that can be said to the citizen at the counter."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from workstation.phrasing import date_time, short_moment
from workstation.queries.mails import PaperMail
from workstation.ui.bars import Picture, words
from workstation.ui.theme import TONE_ICONS, Tone, pad
from workstation.vocabulary import MailState
from workstation.wording import word

TONES = {
    MailState.ACCEPTED: Tone.GOOD,
    MailState.BOUNCED: Tone.BAD,
    MailState.FAILED: Tone.BAD,
    MailState.UNKNOWN: Tone.WARN,
}
AGAIN = "Kirim lagi atau perbaiki alamatnya di layar Surel."


def told(mail: PaperMail) -> str:
    """Say where a message is and what the citizen can do."""
    ended = short_moment(mail.ended_at) if mail.ended_at else ""
    match mail.state:
        case MailState.QUEUED if mail.tries:
            return f"Server tujuan meminta menunggu; dicoba lagi {short_moment(mail.next_try_at)}."
        case MailState.QUEUED:
            return "Belum berangkat; menunggu giliran."
        case MailState.SENDING:
            return "Sedang diserahkan kepada server surel."
        case MailState.UNKNOWN if mail.is_repeated:
            return f"Mungkin sudah sampai: server dua kali tidak menjawab. {AGAIN}"
        case MailState.UNKNOWN:
            return "Mungkin sudah sampai: server tidak menjawab. Setelah satu jam dikirim sekali lagi."
        case MailState.ACCEPTED:
            return f"Diterima server surel {ended}. Bila tidak tampak, minta pemohon memeriksa folder spam."
        case MailState.BOUNCED:
            return f"Kembali {ended}: tidak sampai kepada pemohon. {AGAIN}"
        case MailState.FAILED:
            return f"Tidak terkirim {ended}. {AGAIN}"
    return f"Dibatalkan {ended}."


def code_told(mail: PaperMail) -> str:
    """Say whether the code that opens the copy was handed over; empty for a message without a copy."""
    if mail.given_at is not None:
        return f"Kode pembuka diserahkan {date_time(mail.given_at)}."
    return "Kode pembuka belum diserahkan." if mail.has_code else ""


class MailCard(QFrame):
    """One message: what it is, to whom, how far it came, with the mail server's own words."""

    def __init__(self, mail: PaperMail) -> None:
        super().__init__()
        tone = TONES.get(mail.state, Tone.INFO)
        column = QVBoxLayout()
        pad(column, gap=2)
        title = words(f"{word(mail.kind)} · {word(mail.state)}", "strong", wrap=True)
        column.addWidget(title)
        column.addWidget(words(f"{mail.recipient} · dibuat {date_time(mail.made_at)}", "small", wrap=True))
        column.addWidget(words(told(mail), wrap=True))
        again = f"Dikirim ulang (kiriman ke-{mail.attempt}): {mail.reason}" if mail.attempt > 1 else ""
        said = f"Jawaban server: {mail.answer}" if mail.answer else ""
        for text in (again, said, code_told(mail)):
            if text:
                column.addWidget(words(text, "small", wrap=True))
        row = QHBoxLayout(self)
        pad(row, 0, 4, 0, 4, gap=10)
        row.addWidget(Picture(TONE_ICONS[tone], tone, 18), alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
