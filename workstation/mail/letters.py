"""What an e-mail to an applicant says: formal Indonesian, one text as plain words and as simple HTML.

The subject names no person and no number. The text bears no link, no picture and nothing that reports its being read;
numbers of identity are masked, also where somebody typed them into a sentence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html import escape

from workstation.identity import mask_nik
from workstation.phrasing import long_date
from workstation.vocabulary import MailKind

SUBJECTS = {
    MailKind.PERMIT: "Salinan surat izin Anda",
    MailKind.REFUSAL: "Salinan surat keputusan atas permohonan Anda",
    MailKind.PERSONS: "Salinan surat pekerja tidak disetujui",
    MailKind.RETURNED: "Permohonan Anda perlu dilengkapi",
    MailKind.REMINDER: "Surat Anda menunggu diambil",
}
CARD_NUMBER = re.compile(r"(?<!\d)\d{4}[ .-]?\d{4}[ .-]?\d{4}[ .-]?\d{4}(?!\d)")


@dataclass(frozen=True, slots=True)
class Sender:
    """The office as a letter names it."""

    agency: str
    unit: str
    address: str
    call_centre: str
    check_host: str
    practice: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """The facts of one message; `number` and the dates are those of the paper, `asked` what is to be mended.

    `attachment` is the name of the attached file, empty when there is none.
    """

    kind: MailKind
    holder: str = field(repr=False)
    nik_masked: str = field(repr=False)
    service: str
    application_number: str
    number: str = ""
    issued_on: date | None = None
    valid_until: date | None = None
    attachment: str = ""
    asked: tuple[str, ...] = field(default=(), repr=False)
    track: str = ""
    objection_days: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, or with `items` the line above a numbered list."""

    text: str
    items: tuple[str, ...] = ()


def subject(letter: Letter, sender: Sender) -> str:
    """Return the subject: what it is about and from which office, nothing about anybody."""
    practice = "[LATIHAN] " if sender.practice else ""
    return f"{practice}{SUBJECTS[letter.kind]} – DPMPTSP, {sender.unit}"


def parts(letter: Letter, sender: Sender) -> tuple[Part, ...]:
    """Return the text, piece by piece."""
    said = [Part(f"Yth. {letter.holder},"), *_body(letter, sender), *_foot(sender)]
    return tuple(Part(_masked(one.text), tuple(map(_masked, one.items))) for one in said)


def plain(text: tuple[Part, ...]) -> str:
    """Set the text in plain words."""
    return "\n\n".join(
        "\n".join([one.text, *(f"{n}. {item}" for n, item in enumerate(one.items, 1))]) for one in text
    )


def html(text: tuple[Part, ...]) -> str:
    """Set the text as HTML that fetches nothing."""
    body = "".join(
        f"<p>{escape(one.text)}</p>"
        + ("<ol>" + "".join(f"<li>{escape(item)}</li>" for item in one.items) + "</ol>" if one.items else "")
        for one in text
    )
    return (
        '<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"></head>'
        f'<body style="font-family:sans-serif;line-height:1.5;max-width:40em">{body}</body></html>'
    )


def _masked(text: str) -> str:
    return CARD_NUMBER.sub(lambda found: mask_nik(found[0]), text)


def _body(letter: Letter, sender: Sender) -> Iterator[Part]:
    about = f"{letter.service} dengan nomor permohonan {letter.application_number}"
    match letter.kind:
        case MailKind.PERMIT:
            yield Part(f"Permohonan Anda untuk {about} telah disetujui. {_paper('Surat izin', letter)}")
            yield from _attached(letter, "salinan surat izin", sender)
        case MailKind.REFUSAL:
            yield Part(
                f"Dengan hormat kami sampaikan bahwa permohonan Anda untuk {about} belum dapat disetujui. "
                f"{_paper('Surat penolakan', letter)} Alasan dan dasar hukumnya tercantum dalam surat itu."
            )
            yield from _objection(letter)
            yield from _attached(letter, "salinan surat penolakan", sender)
        case MailKind.PERSONS:
            yield Part(
                f"Sebagian pekerja dalam permohonan Anda untuk {about} belum dapat disetujui."
                f" {_paper('Surat pekerja tidak disetujui', letter)} Nama, alasan, dan dasar hukumnya tercantum dalam"
                " surat itu. Pekerja yang disetujui tercantum dalam surat izin yang kami kirim dengan surel tersendiri."
            )
            yield from _objection(letter)
            yield from _attached(letter, "salinan surat pekerja tidak disetujui", sender)
        case MailKind.RETURNED:
            yield Part(f"Permohonan Anda untuk {about} kami kembalikan untuk dilengkapi.")
            if letter.asked:
                yield Part("Mohon melengkapi hal-hal berikut:", letter.asked)
            yield Part(
                "Perbaiki permohonan di tempat Anda mengajukannya: melalui layanan daring, atau di loket dengan"
                f" membawa berkas yang diminta. Kode pelacakan permohonan Anda: {letter.track}."
            )
        case MailKind.REMINDER:
            yield Part(
                f"Surat nomor {letter.number} atas permohonan Anda untuk {about} telah selesai"
                + (f" sejak {long_date(letter.issued_on)}" if letter.issued_on else "")
                + " dan belum diambil."
            )
            yield Part(
                "Mohon mengambilnya di kantor kami pada jam layanan dengan membawa kartu identitas asli. Bila"
                " diwakilkan, wakil Anda membawa surat kuasa dan kartu identitasnya."
            )
    if letter.nik_masked:
        yield Part(f"NIK pemohon: {letter.nik_masked}")


def _objection(letter: Letter) -> Iterator[Part]:
    if letter.objection_days:
        yield Part(
            f"Anda dapat mengajukan keberatan paling lama {letter.objection_days} hari kerja sejak surat itu"
            " terbit (Undang-Undang Nomor 30 Tahun 2014 Pasal 77)."
        )


def _paper(name: str, letter: Letter) -> str:
    on = f" pada {long_date(letter.issued_on)}" if letter.issued_on else ""
    until = f" dan berlaku sampai {long_date(letter.valid_until)}" if letter.valid_until else ""
    return f"{name} nomor {letter.number} terbit{on}{until}."


def _attached(letter: Letter, what: str, sender: Sender) -> Iterator[Part]:
    yield Part(
        "Lampiran:",
        (f"{letter.attachment} – {what}, terenkripsi dan dibubuhi tanda tangan elektronik kantor kami.",),
    )
    yield Part(
        "Cara membuka lampiran:",
        (
            "Mintalah kode pembuka di loket kami dengan menunjukkan kartu identitas asli. Kode terdiri atas delapan"
            " huruf dan angka serta diserahkan hanya di atas kertas.",
            "Buka lampiran dengan aplikasi pembaca PDF, lalu ketik kode itu dengan huruf besar dan tanpa spasi.",
            "Kami tidak pernah mengirim atau meminta kode itu melalui surel, telepon, atau pesan singkat. Jangan"
            " berikan kepada siapa pun.",
        ),
    )
    yield Part(
        f"Keaslian surat dapat diperiksa di {sender.check_host.lower()} dengan nomor surat atau dengan memindai kode"
        " QR pada surat. Surat asli tersimpan di kantor kami."
    )


def _foot(sender: Sender) -> Iterator[Part]:
    place = ", ".join(part for part in (sender.unit, sender.address) if part)
    yield Part(f"Informasi lebih lanjut: {place}. Pusat layanan Tanya PTSP, telepon {sender.call_centre}.")
    yield Part(
        "Surel ini dikirim otomatis; balasan tidak dibaca. Surel kami tidak memuat tautan. Bila Anda bukan orang yang"
        " dituju, mohon hapus surel ini dan beri tahu kami."
    )
    yield Part(
        f"{sender.agency}\n{sender.unit}" + ("\nLATIHAN – bukan surat resmi" if sender.practice else "")
    )
