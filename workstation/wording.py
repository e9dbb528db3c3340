"""Indonesian for everything the program says: enum members, problems, advice.

`sentence` says what happened, `advice` what was kept and what to do. A test walks both families and fails where
a word is missing. Dates, money and numbers are in `phrasing`.
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from workstation import errors, phrasing
from workstation import vocabulary as v

_WORDS: dict[type[StrEnum], dict[str, str]] = {
    v.Role: {
        "officer": "Petugas loket",
        "reviewer": "Peneliti berkas",
        "supervisor": "Pejabat penanda tangan",
        "manager": "Manajer",
        "admin": "Administrator",
        "auditor": "Auditor",
        "service": "Layanan belakang",
    },
    v.PointLevel: {
        "dinas": "Dinas",
        "mall": "Mal Pelayanan Publik",
        "city": "Kota/Kabupaten",
        "district": "Kecamatan",
        "village": "Kelurahan",
    },
    v.VisitStage: {
        "booked": "Terdaftar",
        "waiting": "Menunggu",
        "called": "Dipanggil",
        "serving": "Dilayani",
        "held": "Ditahan",
        "no_show": "Tidak hadir",
        "finished": "Selesai",
        "cancelled": "Batal",
        "lapsed": "Hangus",
        "refused": "Ditolak masuk",
    },
    v.Priority: {
        "none": "Biasa",
        "elderly": "Lansia",
        "disabled": "Disabilitas",
        "pregnant": "Ibu hamil",
        "small_child": "Membawa balita",
    },
    v.CaseStage: {
        "draft": "Konsep",
        "submitted": "Baru diajukan",
        "returned": "Dikembalikan",
        "administrative": "Penelitian administrasi",
        "technical": "Penelitian teknis",
        "proposed": "Menunggu keputusan",
        "approved": "Disetujui",
        "refused": "Ditolak",
        "withdrawn": "Dicabut pemohon",
        "waiting_guarantor": "Menunggu penjamin",
        "waiting_applicant": "Menunggu pemohon",
        "waiting_survey": "Menunggu survei lapangan",
        "waiting_payment": "Menunggu pembayaran",
        "postponed": "Ditunda",
        "lapsed": "Gugur",
    },
    v.ContactOutcome: {
        "sent": "Pesan terkirim",
        "no_answer": "Tidak terjawab",
        "confirmed": "Menyatakan menjamin",
        "denied": "Menolak menjamin",
    },
    v.Demand: {
        "today": "booking untuk hari ini",
        "health": "pernyataan sehat dan suhu",
        "seat": "tempat di ruang tunggu",
        "own_visitor": "pengunjung sendiri",
        "counter": "duduk di loket",
        "counter_serves": "loket melayani layanan itu",
        "lease": "berkas dipegang sendiri",
        "other_keyed": "bukan yang mengisi berkas",
        "other_reviewed": "bukan yang mengisi atau memeriksa",
        "documents": "dokumen wajib diterima",
        "marks": "isian dibandingkan dengan pindaian",
        "return_reason": "alasan pengembalian",
        "refusal_reason": "alasan penolakan",
        "in_time": "belum dianggap dikabulkan",
        "proposal": "usul dengan alasannya",
        "grant_proposed": "diusulkan disetujui",
        "sample_seen": "sampel acak sudah dilihat",
        "comment": "catatan",
        "reason": "alasan",
        "date": "tanggal dan alasan",
        "came_from": "tahap semula",
        "guarantor_answered": "jawaban penjamin",
        "guarantor_silent": "penjamin diam 3 x 24 jam",
        "survey_ordered": "survei diperintahkan",
        "survey_reported": "survei dilaporkan dan disahkan",
        "levy_ordered": "SKRD terbit",
        "levy_settled": "retribusi lunas",
        "signatory": "penandatangan yang memutus",
        "sealed": "segel dan isi surat",
        "open_batch": "kelompok tanda tangan terbuka",
        "signed": "berkas bertanda tangan",
        "sheet": "cetakan dipastikan",
        "collector": "serah terima dicatat",
        "sent_off": "pengirimannya dicatat",
        "valid": "masa berlaku belum lewat",
        "other_proposed": "pencabutan diusulkan orang lain",
        "replaced": "penggantinya sudah terbit",
        "validity_over": "masa berlaku sudah lewat",
    },
    v.HolidaySource: {"package": "Paket libur", "decree": "Keputusan", "local": "Kantor"},
    v.PersonVerdict: {"approve": "Disetujui", "return": "Dikembalikan", "refuse": "Ditolak"},
    v.RuleKind: {
        "holiday": "Hari libur",
        "open_day": "Tetap buka",
        "season": "Jam musiman",
        "work_week": "Jam kerja",
    },
    v.DayKind: {"open": "Hari kerja", "closed": "Tutup", "holiday": "Libur", "season": "Jam musiman"},
    v.PromiseCause: {
        "complete": "Dinyatakan lengkap",
        "resumed": "Berjalan lagi",
        "recalculated": "Dihitung ulang",
        "ended": "Dikembalikan",
    },
    v.Proposal: {"approve": "Usul disetujui", "refuse": "Usul ditolak"},
    v.DocumentStage: {
        "to_sign": "Menunggu tanda tangan",
        "prepared": "Siap ditandatangani",
        "sent": "Sedang ditandatangani",
        "unknown": "Belum pasti",
        "deposited": "Menunggu pemeriksaan",
        "issued": "Terbit",
        "printed": "Tercetak",
        "mailed": "Dikirim",
        "handed_over": "Diserahkan",
        "rejected": "Tanda tangan tidak sah",
        "withdrawn": "Dicabut",
        "superseded": "Diganti",
        "expired": "Kedaluwarsa",
    },
    v.WithdrawalGround: {
        "authority": "Cacat wewenang",
        "procedure": "Cacat prosedur",
        "substance": "Cacat substansi",
        "false_papers": "Data atau dokumen pemohon ternyata tidak benar",
        "terms_broken": "Pemegang melanggar ketentuan surat izin",
        "court": "Perintah pengadilan",
        "holder_wish": "Permintaan pemegang sendiri",
    },
    v.MailWay: {"email": "surel", "post": "pos"},
    v.MailKind: {
        "permit": "Salinan izin",
        "refusal": "Salinan surat penolakan",
        "persons": "Salinan surat pekerja tidak disetujui",
        "returned": "Pengembalian berkas",
        "reminder": "Pengingat pengambilan",
    },
    v.MailState: {
        "queued": "Menunggu dikirim",
        "sending": "Sedang dikirim",
        "unknown": "Belum pasti",
        "accepted": "Terkirim",
        "bounced": "Ditolak penerima",
        "failed": "Gagal terkirim",
        "cancelled": "Dibatalkan",
    },
    v.Reference: {
        "again": "Pengajuan ulang",
        "objection": "Keberatan",
        "replacement": "Penggantian surat",
    },
    v.DocumentKind: {
        "permit": "Surat izin",
        "refusal_letter": "Surat penolakan",
        "persons_letter": "Surat pekerja tidak disetujui",
        "withdrawal_letter": "Keputusan pencabutan",
    },
    v.PaperKind: {
        "permit": "Surat izin",
        "refusal_letter": "Surat penolakan",
        "persons_letter": "Surat pekerja tidak disetujui",
        "withdrawal_letter": "Keputusan pencabutan",
        "returned": "Lembar pengembalian berkas",
        "receipt": "Tanda terima berkas",
        "levy": "Ketetapan retribusi (SKRD)",
        "survey": "Berita acara lapangan (BAPL)",
        "technical": "Berita acara persetujuan teknis (BAPT)",
        "postponed": "Pemberitahuan penundaan",
        "handover": "Bukti serah terima",
        "ticket": "Tiket antrean",
        "letterhead": "Kop surat",
    },
    v.SampleCase: {
        "ordinary": "Biasa",
        "long_names": "Nama sangat panjang",
        "list": "Daftar 20 baris",
        "long_list": "Daftar 500 baris",
    },
    v.PrintState: {
        "queued": "Dikirim ke pencetak",
        "out": "Keluar, belum dipastikan",
        "printed": "Tercetak",
        "spoiled": "Keluar rusak",
        "failed": "Gagal cetak",
    },
    v.SheetState: {"unused": "Belum dipakai", "good": "Terpakai baik", "spoiled": "Rusak"},
    v.TotalLeg: {
        "cases": "Permohonan",
        "tickets": "Nomor antrean",
        "letters": "Surat keputusan",
        "sheets": "Lembar cetak",
        "money": "Retribusi (rupiah)",
    },
    v.TotalClass: {
        "received": "diterima",
        "submitted": "baru diajukan",
        "in_process": "dalam proses",
        "waiting": "menunggu",
        "refused": "ditolak",
        "issued": "terbit",
        "withdrawn": "dicabut",
        "lapsed": "hangus",
        "given": "diberikan",
        "at_counter": "di loket",
        "finished": "selesai",
        "no_show": "tidak hadir",
        "cancelled": "batal",
        "owed": "harus ada",
        "unsigned": "belum terbit",
        "printed": "tercetak",
        "handed_over": "diserahkan",
        "mailed": "dikirim",
        "superseded": "diganti",
        "expired": "kedaluwarsa",
        "queued_for_print": "dikirim ke pencetak",
        "queued": "masih dicetak",
        "out": "belum dipastikan",
        "spoiled": "rusak",
        "failed": "gagal cetak",
        "booked": "belum masuk lagi",
        "ordered": "ditetapkan",
        "paid": "dibayar",
        "unpaid": "belum dibayar",
        "void": "nomor batal",
    },
    v.Imbalance: {
        "lost_step": "Ada langkah yang hilang dari riwayatnya",
        "forbidden_step": "Berpindah tahap dengan cara yang tidak diizinkan",
        "other_stage": "Tahapnya berbeda dari riwayatnya",
        "number_hole": "Nomor diberikan, tetapi tidak ada pemiliknya",
        "number_twice": "Nomor urut dipakai dua kali",
        "number_foreign": "Nomornya tidak pernah diberikan oleh sistem",
        "no_paper": "Sudah diputus, tetapi suratnya tidak ada",
        "no_decision": "Ada surat, tetapi permohonannya belum diputus",
        "copy_hole": "Urutan salinan cetak tidak lengkap",
        "print_end": "Status cetakan tidak cocok dengan waktunya",
        "sheets_counted": "Kertas pengaman yang dihitung tidak sama dengan catatan",
        "other_amount": "Yang dibayar tidak sama dengan yang ditetapkan",
    },
    v.Channel: {
        "online": "Daring",
        "counter": "Loket",
        "drop_box": "Kotak berkas",
        "courier": "Kurir",
        "email": "Surel",
        "phone": "Telepon",
    },
    v.Verdict: {"pending": "Belum diperiksa", "accepted": "Diterima", "refused": "Ditolak"},
    v.Mark: {"same": "Sama", "differs": "Berbeda", "unreadable": "Tidak terbaca"},
    v.ClockMode: {"working": "Jam kerja", "clock": "Jam berjalan"},
    v.Deed: {
        "read": "Dibaca",
        "unmask": "Dibuka utuh",
        "search": "Dicari",
        "print": "Dicetak",
        "export": "Diekspor",
        "change": "Diubah",
    },
    v.JournalFault: {
        "missing": "baris ini tidak ada",
        "changed": "isi baris ini tidak lagi sesuai dengan rantainya",
        "tail": "baris ini dan sesudahnya hilang dari ujung jurnal",
        "head": "ujung jurnal tidak sesuai dengan baris terakhirnya",
        "anchor": "jurnal tidak lagi sama dengan lembar penutupan",
        "forged": "kode penutupan yang tersimpan tidak sah",
    },
    v.SheetFault: {
        "altered": "isinya bukan lagi yang disimpan ketika hari ditutup",
        "stranger": "tanda tangannya bukan dari petugas yang menutup hari itu",
        "unsigned": "tanpa tanda tangan elektronik",
    },
    v.SealAnswer: {
        "valid": "SAH",
        "altered": "DIUBAH",
        "expired": "HABIS MASA BERLAKU",
        "not_yet": "BELUM BERLAKU",
        "withdrawn": "DICABUT",
        "not_ours": "BUKAN SURAT KAMI",
    },
    v.RequestKind: {
        "access": "Akses dan salinan",
        "correction": "Perbaikan",
        "suspension": "Penangguhan (pembekuan)",
        "erasure": "Penghapusan",
        "objection": "Keberatan",
    },
    v.RequestState: {"open": "Menunggu jawaban", "answered": "Dikabulkan", "refused": "Ditolak"},
    v.RequestGround: {
        "harm": "Membahayakan keamanan atau kesehatan pemohon atau orang lain (UU 27/2022 pasal 33 huruf a)",
        "others": "Mengungkap data pribadi orang lain (UU 27/2022 pasal 33 huruf b)",
        "defence": "Pertahanan dan keamanan nasional (UU 27/2022 pasal 33 huruf c)",
        "law_enforcement": "Proses penegakan hukum (UU 27/2022 pasal 15 ayat 1 huruf b)",
        "state_duty": "Kepentingan umum penyelenggaraan negara (UU 27/2022 pasal 15 ayat 1 huruf c)",
    },
    v.RestraintKind: {"freeze": "Dibekukan", "hold": "Ditahan dari pemusnahan"},
    v.RetentionKind: {
        "health": "Pernyataan sehat dan suhu",
        "visit": "Data diri antrean",
        "scan": "Pindaian dokumen",
        "refused": "Permohonan ditolak atau dicabut",
        "permit": "Permohonan dengan izin terbit",
        "person": "Berkas meja subjek data",
    },
    v.CollectorKind: {"applicant": "Pemohon", "proxy": "Kuasa"},
    v.IdentityKind: {"ktp": "KTP", "kitas": "KITAS", "kitap": "KITAP", "passport": "Paspor"},
    v.SignatureLevel: {
        "B-B": "Dasar (B-B): tanpa stempel waktu",
        "B-T": "Dengan stempel waktu (B-T)",
        "B-LT": "Jangka panjang (B-LT)",
        "B-LTA": "Arsip jangka panjang (B-LTA)",
    },
    v.SignatureVerdict: {
        "trusted": "Tanda tangan elektronik sah",
        "untrusted": "Tanda tangan dari penerbit yang tidak dikenal",
        "altered": "Isi berkas diubah setelah ditandatangani",
        "unsigned": "Tidak ada tanda tangan elektronik dalam berkas",
        "damaged": "Tanda tangan elektronik rusak",
    },
    v.CheckReason: {
        "none": "",
        "foreign_address": "Kode QR menuju alamat yang bukan alamat resmi.",
        "unknown_key": "Segel dibuat dengan kunci yang tidak dikenal.",
        "key_not_for_this": "Kunci segel tidak berlaku untuk surat ini.",
        "code_damaged": "Kode QR berisi data yang rusak.",
        "seal_broken": "Isi segel diubah: tanda tangan segel tidak cocok.",
        "several_seals": "Ada beberapa segel yang berbeda pada satu surat.",
        "no_seal": "Tidak ada segel QR pada surat ini.",
        "file_changed": "Berkas diubah setelah ditandatangani.",
        "foreign_signature": "Berkas ditandatangani oleh pihak yang tidak dikenal.",
        "number_differs": "Nomor pada surat berbeda dari nomor dalam segel.",
        "name_differs": "Nama pada surat berbeda dari nama dalam segel.",
        "before_validity": "Masa berlaku belum dimulai.",
        "after_validity": "Masa berlaku sudah lewat.",
        "on_the_list": "Surat ini tercantum dalam daftar pencabutan.",
    },
    v.CheckedBy: {
        "seal": "Diperiksa dengan segel QR",
        "signature": "Diperiksa dengan tanda tangan elektronik",
        "seal_and_signature": "Diperiksa dengan segel QR dan tanda tangan elektronik",
    },
    v.CheckNote: {
        "compare_paper": "Bandingkan nama, nomor, dan tanggal di kertas dengan data di layar serta identitas asli.",
        "name_cut": "Nama dalam segel dipotong karena panjang.",
        "withdrawal_unknown": "Status pencabutan tidak diketahui.",
        "no_list": "Daftar pencabutan belum ada di komputer ini.",
        "list_too_old": "Daftar pencabutan di komputer ini terlalu lama; perbarui lalu periksa lagi.",
        "list_unusable": "Daftar pencabutan di komputer ini tidak dapat dipakai.",
        "signature_absent": "Ini cetakan atau pindaian: tanda tangan elektronik hanya ada pada berkas aslinya.",
        "signature_not_checked": "Tanda tangan elektronik tidak dapat diperiksa di komputer ini.",
    },
    v.RuleChange: {
        "ended": "Diakhiri",
        "replaced": "Diperbaiki",
        "extended": "Diperpanjang",
        "added": "Versi baru",
        "same": "Tetap",
    },
}


def word(member: StrEnum) -> str:
    """Return the Indonesian word for an enum member."""
    return _WORDS[type(member)][member.value]


_ACTIONS = {
    "visit": "antrean",
    "case": "berkas",
    "document": "surat",
}


def _moment(at: datetime | None) -> str:
    return phrasing.clock(at) if at is not None else "waktu yang tidak diketahui"


def _stage_of(thing: str, stage: str) -> str:
    kind = {"visit": v.VisitStage, "case": v.CaseStage, "document": v.DocumentStage}.get(thing)
    return _WORDS[kind].get(stage, stage) if kind else stage


def _wrong_stage(p: errors.WrongStage) -> str:
    thing = _ACTIONS.get(p.thing, "data")
    return f"Langkah ini tidak dapat dilakukan: {thing} berada pada tahap “{_stage_of(p.thing, p.stage)}”."


def _held(p: errors.HeldByOther) -> str:
    since = f" sejak {_moment(p.since)}" if p.since else ""
    until = f" (paling lama sampai {_moment(p.until)})" if p.until else ""
    return f"Sedang dikerjakan oleh {p.officer or 'petugas lain'}{since}{until}."


def _hall_full(p: errors.HallFull) -> str:
    back = f" Tawarkan kembali {_moment(p.come_back)}." if p.come_back else ""
    return f"Ruang tunggu penuh: kapasitas {p.capacity} orang sudah terisi.{back}"


def _level(level: str) -> str:
    return _WORDS[v.PointLevel].get(level, level)


def _not_eligible(p: errors.NotEligible) -> str:
    if p.ground == "exempt":
        return p.detail or "Pemohon tidak memerlukan izin ini."
    if p.ground == "applicant":
        kind = {"company": "perusahaan", "person": "perorangan"}.get(p.detail, p.detail)
        return f"Jenis izin ini hanya diajukan oleh {kind}."
    grounds = {
        "workers": "Daftar pekerja tidak sesuai ketentuan ({}).",
        "required": "Isian {} wajib diisi.",
        "choice": "Pilihan pada isian {} tidak dikenal.",
    }
    return grounds.get(p.ground, "Permohonan tidak memenuhi ketentuan jenis izin ({}).").format(p.detail)


def _listed(items: tuple[str, ...]) -> str:
    return ", ".join(items)


_CERTIFICATE: dict[str, str] = {
    "unreadable": "berkas sertifikat rusak",
    "no_key": "berkas tidak memuat kunci",
    "expired": "masa berlakunya habis",
    "not_yet_valid": "belum berlaku",
    "key_usage": "bukan sertifikat untuk tanda tangan",
    "weak_key": "kuncinya terlalu lemah",
    "locked": "token terkunci setelah PIN salah berkali-kali",
    "inactive": "statusnya bukan aktif pada penerbit",
    "not_registered": "penanda tangan tidak terdaftar pada penerbit",
}

_TRIES: dict[str, str] = {
    "low": " Sisa percobaan sudah berkurang.",
    "last": " Tinggal satu kali percobaan; setelah itu token terkunci.",
    "locked": " Token sekarang terkunci.",
}

_SIGN_FAILURES: dict[str, str] = {
    "already_signed": "berkas sudah bertanda tangan",
    "encrypted": "berkas terkunci",
    "unreadable": "berkas tidak terbaca oleh penanda tangan",
    "refused": "penanda tangan menolak berkas ini",
    "not_sent": "berkas ini belum dikirim kepada penanda tangan",
}

_FOUND = {"empty": "berkas kosong", "text": "teks", "unknown": "jenis tidak dikenal"}


def _found(kind: str) -> str:
    return f" ({_FOUND.get(kind, kind)})." if kind else "."


# class -> (what happened, what was kept and what to do); a text or a function of the problem's facts
_Said = str | Callable[[Any], str]
_SENTENCES: dict[type[errors.Problem], tuple[_Said, _Said]] = {
    errors.DatabaseDown: (
        "Sambungan ke basis data terputus.",
        "Yang sudah diketik tetap tersimpan di komputer ini. Program menyambung lagi sendiri; "
        "bila lebih dari lima menit, hubungi administrator.",
    ),
    errors.ServerNotReached: (
        lambda p: f"Server {p.server} tidak dapat dihubungi.",
        "Periksa alamat server dan kabel jaringan, lalu coba lagi. Bila tetap gagal, hubungi administrator.",
    ),
    errors.OutcomeUnknown: (
        "Belum pasti apakah perubahan terakhir tersimpan: program ditutup sebelum server menjawab.",
        "Masuk lagi, lalu periksa berkasnya sebelum mengulang.",
    ),
    errors.DatabaseBusy: (
        "Basis data sedang sibuk.",
        "Tidak ada yang berubah. Tunggu sebentar, lalu coba lagi.",
    ),
    errors.PracticeOpen: (
        "Hari latihan masih terbuka di jendela lain.",
        "Tidak ada yang dihapus. Tutup jendela itu, lalu mulai lagi dari awal.",
    ),
    errors.ServiceDown: (
        "Layanan belakang belum menjawab.",
        "Keputusan tersimpan; surat dilanjutkan begitu layanan berjalan. Coba lagi atau hubungi administrator.",
    ),
    errors.SignerDown: (
        "Layanan tanda tangan tidak dapat dihubungi.",
        "Surat yang sudah ditandatangani tersimpan; sisanya tetap menunggu. Coba lagi nanti.",
    ),
    errors.PrinterOut: (
        lambda p: f"Pencetak {p.printer or '-'} tidak menyelesaikan cetakan.",
        "Surat tetap berstatus belum tercetak. Periksa kertas dan sambungan pencetak, lalu cetak lagi.",
    ),
    errors.MailDown: (
        "Server surel tidak dapat dihubungi.",
        "Surel menunggu di antrean dan dikirim lagi dengan sendirinya. Administrator memeriksa setelan surel.",
    ),
    errors.PictureWorkerDied: (
        "Pembaca gambar berhenti karena berkas ini.",
        "Berkas lain tetap dapat dibuka. Minta pemohon mengunggah ulang berkas ini.",
    ),
    errors.SchemaMismatch: (
        lambda p: f"Versi basis data ({p.found}) tidak cocok dengan program ini ({p.expected}).",
        "Hubungi administrator untuk memutakhirkan program atau basis data.",
    ),
    errors.TrustMissing: (
        "Belum diketahui surat kantor mana yang dipercaya.",
        lambda p: (
            "Sebutkan --trust BERKAS (trust.json dari kantor penerbit; pada hari latihan di folder latihan/service), "
            f"atau isi “trust” di {p.file}."
        ),
    ),
    errors.BadSetting: (
        lambda p: (
            (
                f"Setelan “{p.key}” salah di {p.file}"
                if p.key != "-"
                else f"Berkas {p.file} tidak dapat dipakai"
            )
            + (f" baris {p.line}" if p.line else "")
            + f": {p.reason}."
        ),
        "Perbaiki berkas setelan, lalu jalankan lagi.",
    ),
    errors.BadAddress: (
        lambda p: f"Alamat server “{p.server}” tidak dapat dipakai.",
        "Tulis dalam bentuk postgresql://server:5432/nama; tanyakan kepada administrator bila belum tahu.",
    ),
    errors.BadRuleFile: (
        lambda p: f"Berkas aturan {p.file}" + (f" baris {p.line}" if p.line else "") + f" salah: {p.reason}.",
        "Tidak ada yang diubah. Perbaiki berkas, lalu muat lagi.",
    ),
    errors.BadTemplate: (
        lambda p: (
            f"Susunan surat salah pada “{p.block}”"
            + (f" baris {p.line}" if p.line else "")
            + f": {p.reason}."
        ),
        "Tidak ada yang diubah. Perbaiki bagian itu, lalu terbitkan lagi.",
    ),
    errors.SignInRefused: (
        "Nama pengguna atau kata sandi salah.",
        "Periksa huruf besar-kecil, lalu coba lagi.",
    ),
    errors.NotAnOfficer: (
        lambda p: f"Akun “{p.login}” tidak terdaftar sebagai petugas aktif.",
        "Hubungi administrator kantor Anda.",
    ),
    errors.NotAllowed: (
        "Peran Anda tidak berwenang melakukan ini.",
        "Tidak ada yang berubah. Minta petugas yang berwenang.",
    ),
    errors.BookingNotFound: (
        lambda p: f"Pesanan antrean {p.code} tidak ditemukan.".replace("  ", " "),
        "Periksa kode, cari dengan nama, atau daftarkan sebagai pengunjung tanpa pesanan.",
    ),
    errors.BookingNotToday: (
        lambda p: f"Pesanan {p.code} bukan untuk hari ini (tanggal {p.day}).",
        "Minta pengunjung datang pada harinya, atau daftarkan tanpa pesanan bila masih ada tempat.",
    ),
    errors.TooWarm: (
        lambda p: f"Suhu {p.temperature:.1f} °C melebihi batas {p.limit:.1f} °C.".replace(".", ",", 2),
        "Pengunjung tidak boleh masuk. Tawarkan pesanan baru atau layanan daring.",
    ),
    errors.HealthDeclarationMissing: (
        "Pernyataan sehat dan suhu belum diisi.",
        "Isi keduanya sebelum memberi nomor antrean.",
    ),
    errors.Unwell: (
        "Pengunjung menyatakan tidak sehat.",
        "Pengunjung tidak boleh masuk. Tawarkan pesanan baru atau layanan daring.",
    ),
    errors.HallFull: (
        _hall_full,
        "Tidak ada nomor yang diberikan. Catat pengunjung atau minta kembali nanti.",
    ),
    errors.QuotaFull: (
        lambda p: f"Kuota harian {p.service} sudah habis ({p.quota} orang).",
        "Tawarkan hari lain.",
    ),
    errors.NobodyWaiting: ("Tidak ada yang menunggu untuk loket ini.", "Daftar diperbarui sendiri."),
    errors.CounterBusy: (
        "Loket ini masih melayani seseorang.",
        "Selesaikan, tahan, atau alihkan dulu pengunjung yang sekarang.",
    ),
    errors.CounterTaken: (
        lambda p: (
            f"{p.counter or 'Loket ini'} sedang dipakai" + (f" oleh {p.officer}." if p.officer else ".")
        ),
        "Pilih loket lain atau minta petugas itu keluar dari loket.",
    ),
    errors.NoCounter: ("Anda belum memilih loket.", "Pilih loket dari menu atas, lalu coba lagi."),
    errors.WrongStage: (_wrong_stage, "Data mungkin baru saja berubah; layar sudah diperbarui."),
    errors.ChangedByOther: (
        "Petugas lain baru saja mengubah data yang sama.",
        "Isian Anda masih ada di layar. Muat ulang, bandingkan, lalu simpan lagi.",
    ),
    errors.HeldByOther: (
        _held,
        "Anda dapat melihatnya, mengambil berkas lain, atau menunggu sampai dilepas.",
    ),
    errors.LeaseLost: (
        "Hak pengerjaan berkas ini sudah berakhir.",
        "Ambil kembali berkasnya, lalu ulangi langkah terakhir.",
    ),
    errors.NothingToTake: ("Tidak ada berkas yang menunggu.", "Daftar diperbarui sendiri."),
    errors.FourEyes: (
        "Aturan empat mata: Anda sudah mengerjakan langkah sebelumnya pada berkas ini.",
        "Langkah ini harus dilakukan petugas lain.",
    ),
    errors.SampleUnseen: (
        lambda p: (
            f"Sampel acak belum selesai dilihat: masih {p.left} berkas."
            if p.left
            else "Sampel acak untuk berkas ini belum diundi."
        ),
        "Buka setiap berkas sampel, lalu tekan F8 lagi.",
    ),
    errors.DateNeeded: (
        "Tanggal penundaan belum diisi, atau bukan tanggal setelah hari ini.",
        "Isi tanggal berkas dilanjutkan, lalu ulangi.",
    ),
    errors.DeemedGranted: (
        lambda p: f"Permohonan ini sudah dianggap dikabulkan menurut hukum sejak {_moment(p.since)}.",
        "Tidak dapat ditolak, dikembalikan, atau ditunda lagi (UU 30/2014 pasal 53): usulkan setuju dan terbitkan.",
    ),
    errors.GuarantorSilent: (
        lambda p: (
            "Belum ada jawaban penjamin yang dicatat"
            + (f" (batasnya {_moment(p.until)})." if p.until else ".")
        ),
        "Catat jawabannya dulu, atau tunggu sampai batas waktu.",
    ),
    errors.SurveyOpen: (
        "Survei lapangan belum diperintahkan, belum dilaporkan, atau belum disahkan.",
        "Lengkapi berita acara survei dulu; berkas tetap pada tahapnya.",
    ),
    errors.LevyUnpaid: (
        lambda p: (
            f"SKRD {p.number} belum lunas."
            if p.number
            else "Belum ada SKRD yang menunggu atau sudah dibayar."
        ),
        "Terbitkan SKRD atau catat pembayarannya dulu; berkas tetap pada tahapnya.",
    ),
    errors.WrongAmount: (
        lambda p: (
            f"Jumlah retribusi tidak sesuai: seharusnya {phrasing.rupiah(Decimal(str(p.wanted)))}, "
            + f"tercatat {phrasing.rupiah(Decimal(str(p.paid or 0)))}."
        ),
        "Periksa tarif pada aturan izin, SKRD, dan bukti bayar. Retribusi dibayar penuh; tidak ada yang dicatat.",
    ),
    errors.UndoTooLate: (
        lambda p: f"Langkah ini hanya dapat diurungkan dalam {p.minutes} menit.",
        "Lanjutkan seperti biasa; hubungi penyelia bila perlu diperbaiki.",
    ),
    errors.BadTime: (
        lambda p: f"Waktu harus antara {_moment(p.earliest)} dan {_moment(p.latest)}.",
        "Waktu semula tetap berlaku. Isi waktu yang benar.",
    ),
    errors.BadFields: (
        lambda p: "Isian belum benar: " + " ".join(dict.fromkeys(p.faults.values())),
        "Konsep tetap tersimpan. Perbaiki isian yang ditandai.",
    ),
    errors.MissingDocument: (
        lambda p: f"Dokumen wajib belum ada atau belum diterima: {_listed(p.documents)}.",
        "Lampirkan atau periksa dokumen itu dulu.",
    ),
    errors.MissingMark: (
        lambda p: f"Isian belum dibandingkan dengan pindaian: {_listed(p.fields + p.documents)}.",
        "Tandai sama, berbeda, atau tidak terbaca untuk setiap isian.",
    ),
    errors.ReasonNeeded: (
        "Alasan wajib diisi.",
        "Pilih alasan dari daftar atau tuliskan sedikitnya tiga huruf.",
    ),
    errors.DuplicateApplication: (
        lambda p: (
            "Orang ini masih mempunyai permohonan sejenis yang diproses"
            + (f": {p.number}." if p.number else ".")
        ),
        "Buka permohonan itu; konsep ini tetap tersimpan.",
    ),
    errors.UnseenPersons: (
        lambda p: f"{p.count} pekerja belum pernah tampil di layar Anda.",
        "Saring “Belum dilihat” (F3), lihat halaman demi halaman dengan PgDn, lalu setujui lagi.",
    ),
    errors.UncomparedPersons: (
        lambda p: f"{p.count} pekerja belum ditandai sama dengan KTP dan fotonya.",
        "Bandingkan baris dengan kartu dan fotonya, lalu tekan 1 bila sama.",
    ),
    errors.MissingPersonPapers: (
        lambda p: f"{p.count} pekerja belum lengkap berkasnya; yang pertama nomor {p.seq}.",
        "Lampirkan KTP dan foto setiap pekerja pada bagian Berkas pekerja.",
    ),
    errors.UndecidedWorkers: (
        lambda p: f"{p.count} pekerja dalam daftar belum diputuskan.",
        "Setujui, kembalikan, atau tolak setiap pekerja, lalu usulkan lagi.",
    ),
    errors.NobodyApproved: (
        "Tidak seorang pun dalam daftar disetujui.",
        "Usulkan penolakan, kembalikan berkas, atau setujui sedikitnya satu pekerja.",
    ),
    errors.TypeNotOpen: (
        lambda p: f"Jenis izin {p.permit_type} tidak dibuka pada {p.day}.",
        "Pilih jenis izin lain atau lihat katalog.",
    ),
    errors.CalendarMissing: (
        lambda p: f"Hari libur tahun {p.year} belum dimuat, sehingga tenggat tidak dapat dihitung.",
        "Minta administrator mengimpor kalender tahun itu.",
    ),
    errors.RulesChanged: (
        lambda p: (
            f"Aturan {p.permit_type} berubah sejak konsep ini dibuat"
            + (f"; yang berlaku kini versi {p.version}." if p.version else ".")
        ),
        "Isian tetap tersimpan. Periksa lagi menurut aturan yang berlaku, lalu ajukan.",
    ),
    errors.NotEligible: (
        lambda p: _not_eligible(p),
        "Jelaskan kepada pemohon; perbaiki isian bila keliru.",
    ),
    errors.LevelTooLow: (
        lambda p: (
            f"Surat ini ditandatangani di tingkat {_level(p.needed)}"
            + (f", bukan di tingkat {_level(p.found)}." if p.found else ".")
        ),
        "Teruskan berkas kepada pejabat di tingkat itu.",
    ),
    errors.RulesInUse: (
        lambda p: (
            f"Versi {p.version} dari {p.permit_type} tidak dapat diubah:"
            f" {'seribu atau lebih' if p.cases >= 1000 else p.cases or 'sudah ada'} permohonan memakainya."
        ),
        "Buat versi baru dengan tanggal mulai yang akan datang.",
    ),
    errors.RulesOverlap: (
        lambda p: (
            f"Versi {p.version} dari {p.permit_type} bertumpang tindih dengan versi {p.other or 'lain'}."
        ),
        "Sesuaikan tanggal 'from' dan 'to' pada berkas aturan.",
    ),
    errors.NotAPicture: (
        lambda p: f"Berkas {p.name} bukan PDF atau gambar yang didukung" + _found(p.found),
        "Gunakan PDF, JPEG, PNG, TIFF, WebP, atau HEIC.",
    ),
    errors.HeicPicture: (
        lambda p: f"Berkas {p.name} berformat HEIC yang belum dapat dibuka di sini.",
        "Minta pemohon mengirim ulang sebagai JPEG atau PDF.",
    ),
    errors.WrongKind: (
        lambda p: f"Berkas {p.name} adalah {p.found}, sedangkan dokumen ini harus {p.wanted}.",
        "Berkas tidak dilampirkan; isian dan dokumen lain tetap. Minta pemohon mengirim ulang.",
    ),
    errors.UnreadablePlace: (
        lambda p: {
            "missing": f"Berkas {p.name} tidak ada.",
            "forbidden": f"Berkas {p.name} tidak boleh Anda baca.",
            "device": f"{p.name} sebuah alat atau kamera, bukan berkas.",
            "large": f"Berkas {p.name} lebih besar dari 64 MB.",
            "nothing": f"Tidak ada foto, pindaian, atau PDF di {p.name}.",
        }.get(p.why, f"Berkas {p.name} tidak dapat dibaca."),
        lambda p: {
            "device": "Foto kode QR dengan telepon atau kamera, lalu sebutkan berkas fotonya.",
            "large": "Foto ulang kode QR dari dekat, atau simpan pindaian lebih kecil.",
        }.get(p.why, "Periksa nama dan tempat berkas, lalu jalankan lagi."),
    ),
    errors.DamagedFile: (
        lambda p: f"Berkas {p.name} rusak dan tidak dapat dibuka.",
        "Minta pemohon mengirim ulang berkas ini.",
    ),
    errors.EncryptedFile: (
        lambda p: (
            f"Kata sandi itu tidak membuka berkas {p.name}."
            if p.tried
            else f"Berkas {p.name} terkunci kata sandi."
        ),
        "Minta pemohon mengirim berkas tanpa kata sandi.",
    ),
    errors.LockedByCertificate: (
        lambda p: f"Berkas {p.name} dikunci untuk sertifikat orang lain.",
        "Minta pemohon mengirim berkas tanpa kunci.",
    ),
    errors.TooLarge: (
        lambda p: f"Berkas {p.name} terlalu besar: {_size(p.size)}, batasnya {_size(p.limit)}.",
        "Perkecil berkas atau pindai ulang dengan resolusi lebih rendah.",
    ),
    errors.PeriodTooLarge: (
        lambda p: (
            f"Masa itu memuat sekitar {phrasing.grouped(p.cases)} permohonan; di samping pelayanan"
            f" paling banyak {phrasing.grouped(p.most)} yang dihitung sekaligus."
        ),
        "Persempit masanya, atau pilih satu titik layanan.",
    ),
    errors.TooManyPixels: (
        lambda p: f"Gambar {p.name} terlalu besar untuk dibuka dengan aman.",
        "Minta pemohon mengirim gambar yang lebih kecil.",
    ),
    errors.TooSlow: (
        lambda p: f"Berkas {p.name} tidak dapat dibuka dalam batas waktu atau memori.",
        "Minta pemohon mengirim ulang sebagai pindaian biasa.",
    ),
    errors.BadList: (
        lambda p: f"Daftar {p.name}" + (f" baris {p.row}" if p.row else "") + f": {p.reason.rstrip('.')}.",
        "Perbaiki daftar, lalu muat lagi; daftar sebelumnya tidak berubah.",
    ),
    errors.NotACard: (
        "Nomor identitas tidak lengkap.",
        "Isi seluruh 16 angka NIK, atau nomor kartu seperti tertulis pada KITAS, KITAP, atau paspor.",
    ),
    errors.CaseNotFound: (
        lambda p: f"Tidak ada permohonan bernomor {p.number}.",
        "Periksa nomor pada tanda terima, lalu coba lagi.",
    ),
    errors.Frozen: (
        lambda p: (
            "Pemrosesan data pribadi pada "
            + (f"berkas {p.number}" if p.number else "berkas ini")
            + " sedang ditangguhkan (dibekukan)."
        ),
        "Tidak ada yang berubah. Hanya manajer yang dapat mencabut pembekuan, di meja Hak subjek data.",
    ),
    errors.Destroyed: (
        "Data ini sudah dimusnahkan menurut jadwal retensi.",
        "Yang tersisa hanya nomor, tahap, dan waktunya; lihat berita acara pemusnahan.",
    ),
    errors.RequestNotMet: (
        lambda p: (
            "Permintaan ini belum dilaksanakan: "
            + {
                "access": "data dan jejaknya belum diekspor untuk pemohon.",
                "suspension": "datanya belum dibekukan.",
                "erasure": "datanya belum dimusnahkan; pemusnahan diusulkan seorang dan disetujui orang lain.",
            }.get(p.kind, "tindakannya belum tercatat.")
        ),
        "Laksanakan dahulu, lalu jawab; atau tolak dengan dasar hukumnya.",
    ),
    errors.WithdrawalNotProposed: (
        lambda p: f"Pencabutan surat {p.number} belum diusulkan.".replace("  ", " "),
        "Usulkan dahulu dengan dasar hukumnya; orang lain yang mencabutnya.",
    ),
    errors.AlreadyMailed: (
        "Surel ini sedang dikirim, atau sudah dikirim hari ini.",
        "Lihat keadaannya pada layar Surel; pengingat paling sering sekali sehari.",
    ),
    errors.CodeGiven: (
        lambda p: (
            "Kode pembuka salinan sudah diserahkan"
            + (f" {phrasing.date_time(p.since)}." if p.since else " atau tidak ada.")
        ),
        "Kode tidak disimpan lagi. Bila slipnya hilang, kirim salinan baru dengan kode baru.",
    ),
    errors.CopyNotMade: (
        "Salinan surat ini belum dibuat.",
        "Tunggu sampai surelnya terkirim, lalu serahkan kodenya.",
    ),
    errors.NoMailAddress: (
        "Tidak ada alamat surel untuk surat ini.",
        "Pemohon tidak memberikan alamat, atau kantor ini tidak mengirim surel. Hubungi lewat telepon.",
    ),
    errors.PaperExpired: (
        lambda p: f"Masa berlaku surat ini sudah berakhir ({phrasing.long_date(p.until.date())}).",
        "Surat tidak dapat dicetak, dikirim, atau diserahkan lagi. Pemohon mengajukan permohonan baru.",
    ),
    errors.ObjectionTooLate: (
        lambda p: f"Batas waktu keberatan sudah lewat ({phrasing.date_time(p.until)}).",
        "Pemohon dapat mengajukan permohonan baru yang merujuk permohonan ini.",
    ),
    errors.NotForwardable: (
        lambda p: f"Berkas {p.number} tidak dapat diteruskan: ada SKRD atau survei atasnya.".replace(
            "  ", " "
        ),
        "Batalkan dahulu SKRD atau surveinya di unit ini, lalu teruskan.",
    ),
    errors.OtherApplicant: (
        lambda p: f"Pemohonnya berbeda dari pemohon {p.number} yang dirujuk.".replace("  ", " "),
        "Penggantian surat dan keberatan hanya oleh pemohon yang sama; untuk orang lain buat permohonan biasa.",
    ),
    errors.NothingToDestroy: (
        "Tidak ada data yang jatuh tempo untuk dimusnahkan.",
        "Yang ditahan, dibekukan, masih berjalan, atau sudah diusulkan tidak ikut dihitung.",
    ),
    errors.HealthNotShortest: (
        "Pernyataan sehat harus mempunyai masa simpan terpendek.",
        "Masa simpan tidak berubah. Isi angka yang lebih kecil untuk pernyataan sehat, atau lebih besar untuk yang lain.",
    ),
    errors.WrongPassphrase: (
        lambda p: f"Passphrase atau PIN salah.{_TRIES.get(p.tries, '')}",
        "Tidak ada surat yang ditandatangani. Periksa yang Anda ketik, lalu coba lagi.",
    ),
    errors.CertificateUnusable: (
        lambda p: f"Sertifikat elektronik tidak dapat dipakai: {_CERTIFICATE.get(p.reason, p.reason)}.",
        "Tidak ada surat yang ditandatangani. Hubungi administrator sertifikat.",
    ),
    errors.NoCertificate: (
        lambda p: (
            "Berkas sertifikat elektronik Anda tidak ditemukan di komputer ini"
            + (f" ({p.path})." if p.path else ".")
        ),
        "Tidak ada yang diputuskan. Minta administrator menaruh berkas .p12 Anda dan menuliskan letaknya pada setelan “certificate”.",
    ),
    errors.SignatureRefused: (
        lambda p: f"Tanda tangan ditolak: {_SIGN_FAILURES.get(p.reason, p.reason)}.",
        "Surat ini tetap menunggu tanda tangan; surat lain tidak terpengaruh.",
    ),
    errors.NotIssued: (
        lambda p: f"Surat {p.number} belum terbit.".replace("  ", " "),
        "Surat baru dapat dicetak setelah tanda tangannya diperiksa layanan belakang.",
    ),
    errors.PrintUnsettled: (
        lambda p: f"Hasil cetakan terakhir surat {p.number} belum diketahui.".replace("  ", " "),
        "Lihat baki pencetak, lalu katakan di “Pastikan hasil cetak” apakah kertasnya keluar. Sebelum itu surat ini tidak dicetak lagi.",
    ),
    errors.NoSheets: (
        lambda p: f"Kertas pengaman di loket ini tinggal {p.free} lembar, yang diperlukan {p.wanted}.",
        "Tidak ada yang dicetak dan tidak ada nomor lembar yang terpakai. Ambil lembar dari gudang di layar “Kertas pengaman”, lalu cetak lagi.",
    ),
    errors.SheetsNotFree: (
        lambda p: (
            f"Lembar {p.series} {p.first} sampai {p.last} tidak semuanya belum dipakai dan ada pada Anda"
            f" ({p.free} dari {p.last - p.first + 1} lembar)."
        ),
        "Tidak ada lembar yang berpindah atau berubah. Periksa nomornya pada kertas dan pada daftar.",
    ),
    errors.SheetsKnown: (
        "Nomor lembar itu sudah pernah diterima.",
        "Tidak ada yang dicatat. Periksa seri dan nomor pada kemasan; nomor yang sama tidak dapat diterima dua kali.",
    ),
    errors.UnprintableText: (
        lambda p: f"Teks “{p.text}” memuat huruf yang tidak dapat dicetak.",
        "Perbaiki penulisannya dengan huruf Latin.",
    ),
    errors.UnknownPaper: (
        lambda p: f"Tidak ditemukan segel QR maupun tanda tangan kami pada {p.name}.",
        "Foto ulang kode QR dari dekat dan rata, atau cocokkan nomor surat di halaman resmi.",
    ),
    errors.SealNotOurs: ("Kode QR ini bukan segel kami.", "Perlakukan surat ini sebagai bukan surat kami."),
    errors.SealAltered: ("Segel pada surat ini diubah.", "Perlakukan surat ini sebagai surat yang diubah."),
    errors.AlreadyClosed: (
        lambda p: (
            "Hari ini sudah ditutup"
            + (f" oleh {p.officer}" if p.officer else "")
            + (f" {phrasing.clock(p.since)}" if p.since else "")
            + "."
        ),
        "Pekerjaan sesudahnya masuk lembar penutupan besok.",
    ),
    errors.FileNotWritten: (
        lambda p: f"Berkas {p.name} tidak dapat ditulis.",
        "Pilih folder lain, atau periksa apakah berkas itu sedang terbuka di program lain.",
    ),
    errors.NotAClosing: (
        lambda p: f"Tidak ada kode lembar penutupan di {p.name}.",
        "Pilih PDF lembar penutupan, atau foto atau pindaian yang menampilkan kode QR-nya dengan jelas.",
    ),
    errors.SheetFlawed: (
        lambda p: f"Lembar penutupan {p.name} tidak dapat dipercaya: {p.fault}.",
        "Jangan pakai berkas ini. Cocokkan dengan kertas dari lemari: foto atau pindai kode QR-nya.",
    ),
    errors.WithdrawalListUnusable: (
        "Daftar pencabutan tidak dapat dipakai.",
        "Perbarui daftar dari layanan belakang, lalu periksa lagi.",
    ),
    errors.BadTrust: (
        lambda p: f"Berkas kepercayaan {p.file} tidak dapat dipakai: {p.reason}.",
        "Salin lagi berkas itu dari layanan belakang.",
    ),
    errors.Refusal: ("Langkah ini ditolak.", "Tidak ada yang berubah."),
    errors.Outage: ("Sistem lain tidak menjawab.", "Tidak ada yang hilang. Coba lagi."),
    errors.Problem: ("Terjadi masalah.", "Coba lagi."),
}


def _size(count: int) -> str:
    if count >= 1_048_576:
        return f"{count / 1_048_576:.1f} MB".replace(".", ",")
    return f"{max(1, count // 1024)} KB"


def _said(problem: errors.Problem, part: int) -> str:
    for kind in type(problem).__mro__:
        if kind in _SENTENCES:
            said = _SENTENCES[kind][part]
            return said if isinstance(said, str) else said(problem)
    raise KeyError(type(problem).__name__)


def sentence(problem: errors.Problem) -> str:
    """Return what happened, in one Indonesian sentence."""
    return _said(problem, 0)


def advice(problem: errors.Problem) -> str:
    """Return what was kept and what to do now."""
    return _said(problem, 1)


def raw(problem: errors.Problem) -> str:
    """Return the other system's own words, which the officer must see beside ours (BSrE acceptance), or nothing."""
    return str(getattr(problem, "raw", "") or "")


_DEEDS = {
    "insert": "dimasukkan",
    "update": "diubah",
    "delete": "dihapus",
    "read": "dibaca",
    "search": "dicari",
    "print": "dicetak",
    "export": "diekspor",
    "unmask": "dibuka samarannya",
    "undo": "langkah dibatalkan",
}
_THINGS = {
    "application": "Berkas permohonan",
    "worker": "Baris daftar pekerja",
    "scan": "Pindaian dokumen",
    "document": "Surat",
    "print_job": "Cetakan surat",
    "handover": "Serah terima",
    "visit": "Antrean",
    "health_declaration": "Pernyataan sehat",
    "person": "Data di meja subjek data",
    "data_request": "Permintaan subjek data",
    "restraint": "Pembekuan atau penahanan",
    "field_mark": "Tanda isian",
    "field_place": "Letak isian pada pindaian",
    "page_finding": "Temuan pada halaman",
    "page_view": "Tampilan halaman",
    "case_reason": "Alasan",
    "signing_batch": "Penandatanganan",
    "counter_session": "Duduk di loket",
    "closing": "Penutupan hari",
    "officer": "Petugas",
    "journal": "Jurnal",
    "office_setting": "Setelan kantor",
}


def deed(action: str) -> str:
    """Say what the journal calls an action, in small letters; an unknown one as it stands there."""
    return _DEEDS.get(action, action)


def held_thing(thing: str) -> str:
    """Say what a row of the journal is about; an unknown table as it stands there."""
    return _THINGS.get(thing, thing)
