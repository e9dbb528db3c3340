"""Fictitious facts for papers: no person, firm or number here exists."""

import random
from datetime import date, datetime
from io import BytesIO

from PIL import Image, ImageDraw

from workstation.printing.sheets import (
    ClosingSheet,
    ClosingTable,
    HandoverSheet,
    Letterhead,
    PermitSheet,
    ReceiptSheet,
    ReceivedDocument,
    RefusalReason,
    RefusalSheet,
    Signatory,
    TicketSheet,
    WithdrawalSheet,
    WorkerLine,
)
from workstation.worktime import WIB

BASE41 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$*-:+"

HEAD = Letterhead(
    "Pemerintah Provinsi Contoh",
    "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
    "Mal Pelayanan Publik Contoh",
    "Jalan Contoh Raya Kavling 22, Kelurahan Contoh, Kota Contoh 12950",
    "Telepon (021) 000-0000 · Surel layanan@loket.example",
    "MPP",
)
SIGNATORY = Signatory(
    "Kepala Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
    "Dr. Contoh Pejabat Utama, S.H., M.Si.",
    "Pembina Utama Muda (IV/c)",
    "199901012099031001",
)
FOOTER = (
    "Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik yang "
    "diterbitkan oleh Balai Besar Sertifikasi Elektronik (BSrE), Badan Siber dan Sandi Negara."
)
HINT = (
    "Periksa keaslian surat ini di cek.loket.example dengan memindai kode QR atau memasukkan nomor "
    "000123/STRP/DPMPTSP/VII/2021."
)


def seal(length: int = 274) -> str:
    """A code of the length and alphabet that real seals have."""
    start = "HTTPS://CEK.LOKET.EXAMPLE/#"
    return start + "".join(random.Random(7).choices(BASE41, k=length - len(start)))


def passport_photo(kind: str = "JPEG", size: tuple[int, int] = (400, 600)) -> bytes:
    """A drawn face on a red ground."""
    picture = Image.new("RGB", size, (200, 30, 40))
    draw = ImageDraw.Draw(picture)
    wide, high = size
    draw.ellipse((wide * 0.28, high * 0.2, wide * 0.72, high * 0.62), fill=(224, 184, 150))
    draw.pieslice((wide * 0.1, high * 0.64, wide * 0.9, high * 1.3), 180, 360, fill=(240, 240, 245))
    out = BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def workers(count: int) -> tuple[WorkerLine, ...]:
    """`count` workers with short and long names."""
    names = (
        "Sari",
        "Ni Luh Putu Ayu Contoh Wulandari",
        "Muhammad Contoh Al-Fatih bin Abdurrahman",
        "O'Connor André",
    )
    return tuple(
        WorkerLine(
            n, names[n % 4], f"317199••••••{n:04}", "Operator mesin", "Jalan Tujuan Nomor 5, Kota Contoh"
        )
        for n in range(1, count + 1)
    )


def permit(**changes: object) -> PermitSheet:
    """A permit of one person."""
    facts: dict[str, object] = {
        "title": "Surat Tanda Registrasi Pekerja",
        "number": "000123/STRP/DPMPTSP/VII/2021",
        "letterhead": HEAD,
        "legal_bases": (
            "Keputusan Gubernur Contoh Nomor 875 Tahun 2021 tentang Pemberlakuan "
            "Pembatasan Kegiatan Masyarakat",
            "Seruan Gubernur Contoh Nomor 10 Tahun 2021",
        ),
        "application_number": "STRP-2021-000123",
        "application_date": date(2021, 7, 5),
        "holder": (
            ("Nama", "Siti Contoh Rahmawati"),
            ("NIK", "317199••••••0001"),
            ("Alamat", "Jalan Melati Nomor 7 RT 003/RW 011, Kelurahan Contoh, Kecamatan Contoh, Kota Contoh"),
            ("Keperluan", "Kunjungan keluarga sakit"),
        ),
        "purpose": "melakukan perjalanan keluar masuk wilayah untuk keperluan mendesak",
        "valid_from": date(2021, 7, 5),
        "valid_until": date(2021, 7, 20),
        "region": "Provinsi Contoh dan sekitarnya",
        "provisions": (
            "Surat ini wajib ditunjukkan kepada petugas pemeriksa bersama identitas asli.",
            "Izin tidak dapat dipindahtangankan.",
            "Pemalsuan atau penyalahgunaan dikenai sanksi sesuai dengan peraturan perundang-undangan.",
            "Apabila terdapat kekeliruan, akan dilakukan perbaikan.",
        ),
        "signatory": SIGNATORY,
        "issued_on": date(2021, 7, 5),
        "seal": seal(),
        "check_hint": HINT,
        "footer": FOOTER,
        "photo": passport_photo(),
        "copies_to": ("Kepala Satuan Polisi Pamong Praja", "Kepala Dinas Perhubungan"),
    }
    return PermitSheet(**{**facts, **changes})  # type: ignore[arg-type]


def company_permit(count: int = 20, **changes: object) -> PermitSheet:
    """A company's permit with a list of workers and no photo."""
    holder = (
        ("Nama perusahaan", "PT Contoh Karya Nusantara Sejahtera Abadi Internasional (Persero) Tbk"),
        ("NIB", "9120000000000"),
        ("Penanggung jawab", "Budi Contoh, Direktur Sumber Daya Manusia"),
        (
            "Alamat",
            "Gedung Contoh Lantai 12, Jalan Jenderal Contoh Kavling 52–53, Kelurahan Contoh, "
            "Kota Contoh 12190",
        ),
        ("Sektor", "Esensial – keuangan dan perbankan"),
    )
    return permit(photo=None, holder=holder, workers=workers(count), **changes)


def refusal(**changes: object) -> RefusalSheet:
    """A refusal with three reasons."""
    facts: dict[str, object] = {
        "number": "000045/-1.819/DPMPTSP/VII/2021",
        "letterhead": HEAD,
        "recipient": "Siti Contoh Rahmawati",
        "recipient_address": "Jalan Melati Nomor 7 RT 003/RW 011, Kelurahan Contoh, Kota Contoh",
        "permit_type": "Surat Izin Keluar Masuk",
        "application_number": "SIKM-2020-006622",
        "application_date": date(2020, 5, 27),
        "reasons": (
            RefusalReason(
                "Surat pernyataan sehat tidak ditandatangani di atas meterai",
                "Peraturan Gubernur Contoh Nomor 47 Tahun 2020 Pasal 7 ayat (2) huruf c",
                "Unggah surat pernyataan yang telah ditandatangani di atas meterai.",
            ),
            RefusalReason("Penjamin tidak memberikan validasi dalam waktu 3 x 24 jam", "", "Ajukan ulang."),
            RefusalReason("Nama pada KTP berbeda dengan nama pada surat tugas"),
        ),
        "signatory": SIGNATORY,
        "issued_on": date(2020, 5, 28),
        "seal": seal(),
        "check_hint": HINT,
        "footer": FOOTER,
        "objection_channel": "loket pengaduan atau surel layanan@loket.example",
        "copies_to": ("Arsip",),
    }
    return RefusalSheet(**{**facts, **changes})  # type: ignore[arg-type]


def withdrawal(**changes: object) -> WithdrawalSheet:
    """A permit taken back because its holder gave another address."""
    facts: dict[str, object] = {
        "number": "000003/CABUT/DPMPTSP/VII/2021",
        "letterhead": HEAD,
        "paper": "Surat Tanda Registrasi Pekerja (Perorangan, Keperluan Mendesak)",
        "paper_title": "SURAT TANDA REGISTRASI PEKERJA",
        "paper_number": "000123/STRP/DPMPTSP/VII/2021",
        "paper_date": date(2021, 7, 6),
        "application_number": "STRP-2021-000123",
        "application_date": date(2021, 7, 5),
        "holder": "Siti Contoh Rahmawati",
        "considering": (
            "Surat Tanda Registrasi Pekerja Nomor 000123/STRP/DPMPTSP/VII/2021 tanggal 6 Juli 2021 telah"
            " diterbitkan atas permohonan Nomor STRP-2021-000123 kepada Siti Contoh Rahmawati",
            "data atau dokumen yang diajukan pemohon ternyata tidak benar, yaitu: surat tugas tidak pernah dikeluarkan"
            " oleh perusahaan yang disebut di dalamnya, ditemukan pada pemeriksaan tanggal 8 Juli 2021",
            "berdasarkan pertimbangan sebagaimana dimaksud dalam huruf a dan huruf b, surat tersebut perlu"
            " dicabut dengan Keputusan ini",
        ),
        "legal_bases": (
            "Undang-Undang Nomor 30 Tahun 2014 tentang Administrasi Pemerintahan Pasal 64 ayat (1) huruf c",
            "Peraturan Gubernur Contoh Nomor 3 Tahun 2021",
        ),
        "since": date(2021, 7, 9),
        "signatory": SIGNATORY,
        "issued_on": date(2021, 7, 9),
        "seal": seal(),
        "check_hint": HINT,
        "footer": FOOTER,
        "objection_channel": "loket pengaduan atau surel layanan@loket.example",
        "copies_to": ("Kepala Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",),
    }
    return WithdrawalSheet(**{**facts, **changes})  # type: ignore[arg-type]


def receipt(**changes: object) -> ReceiptSheet:
    """A receipt for four documents, all there."""
    facts: dict[str, object] = {
        "registration_number": "STRP-2021-000123",
        "letterhead": HEAD,
        "received_at": datetime(2021, 7, 5, 7, 30, tzinfo=WIB),
        "service": "Surat Tanda Registrasi Pekerja (perorangan)",
        "applicant": "Siti Contoh Rahmawati",
        "channel": "loket",
        "documents": (
            ReceivedDocument("Kartu Tanda Penduduk elektronik", True, True),
            ReceivedDocument("Sertifikat vaksin atau surat keterangan dokter", False, True, "dosis pertama"),
            ReceivedDocument("Pas foto berwarna 4 x 6", True, True),
            ReceivedDocument("Surat pengantar RT/RW", False, True),
        ),
        "is_complete": True,
        "track_address": "lacak.loket.example",
        "track_code": "7K4M-2QXP",
        "track_link": "HTTPS://LACAK.LOKET.EXAMPLE/7K4M2QXP",
        "officer": "Rina Contoh",
        "counter": "Loket 3",
        "expected_at": datetime(2021, 7, 5, 12, 30, tzinfo=WIB),
    }
    return ReceiptSheet(**{**facts, **changes})  # type: ignore[arg-type]


def handover(**changes: object) -> HandoverSheet:
    """A permit taken home by a proxy."""
    facts: dict[str, object] = {
        "letterhead": HEAD,
        "document_kind": "Surat Tanda Registrasi Pekerja",
        "document_number": "000123/STRP/DPMPTSP/VII/2021",
        "holder": "Siti Contoh Rahmawati",
        "collector": "Agus Contoh Setiawan",
        "collector_role": "kuasa",
        "identity_kind": "KTP elektronik",
        "identity_tail": "0007",
        "handed_at": datetime(2021, 7, 6, 9, 15, tzinfo=WIB),
        "originals_matched": True,
        "officer": "Rina Contoh",
        "note": "Surat kuasa bermeterai tanggal 5 Juli 2021.",
    }
    return HandoverSheet(**{**facts, **changes})  # type: ignore[arg-type]


def ticket(**changes: object) -> TicketSheet:
    """An ordinary queue ticket."""
    facts: dict[str, object] = {
        "unit": "Mal Pelayanan Publik Contoh",
        "number": "A-012",
        "service": "Penerimaan berkas perizinan",
        "issued_at": datetime(2021, 7, 5, 7, 30, tzinfo=WIB),
        "waiting": 7,
        "estimate_minutes": 25,
        "visit_code": "K7M2-QXP4",
        "visit_link": "HTTPS://LACAK.LOKET.EXAMPLE/K7M2QXP4",
        "note": "Nomor hangus setelah 3 kali panggilan.",
    }
    return TicketSheet(**{**facts, **changes})  # type: ignore[arg-type]


def closing(**changes: object) -> ClosingSheet:
    """A day's closing with two tables."""
    facts: dict[str, object] = {
        "letterhead": HEAD,
        "unit": "Mal Pelayanan Publik Contoh",
        "day": date(2021, 7, 5),
        "closed_at": datetime(2021, 7, 5, 16, 12, tzinfo=WIB),
        "officer": "Rina Contoh",
        "tables": (
            ClosingTable(
                "Antrean",
                ("Layanan", "Diambil", "Dilayani", "Hangus", "Tunggu (menit)"),
                (("Penerimaan berkas", "73", "70", "3", "18"), ("Konsultasi", "21", "21", "0", "9")),
                ("Jumlah", "94", "91", "3", "16"),
            ),
            ClosingTable(
                "Permohonan",
                ("Jenis", "Masuk", "Terbit", "Ditolak", "Dalam proses"),
                (("STRP perusahaan", "34", "23", "8", "3"),),
            ),
        ),
        "remarks": ("Loket 5 tutup pukul 11.00 karena pencetak rusak.",),
    }
    return ClosingSheet(**{**facts, **changes})  # type: ignore[arg-type]
