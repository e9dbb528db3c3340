"""The wording that every kind of paper has from the start, and what may be changed in it (tata naskah dinas).

The letters' words follow PerANRI 5/2021 and practice; an office that writes otherwise changes them on its screen.
"""

from typing import Final

from workstation.printing.template import QR, Block, Form
from workstation.vocabulary import PaperKind

_EVIDENCE: Final = (
    "UU ITE Nomor 11 Tahun 2008 Pasal 5 ayat (1): Informasi Elektronik dan/atau Dokumen Elektronik dan/atau hasil "
    "cetaknya merupakan alat bukti hukum yang sah."
)
PAPER = Block("paper", "Ukuran kertas", choices=("", "a4", "f4"))
"""Empty: as the office prints everything else."""
FOOTER = Block("footer", "Kaki surat", _EVIDENCE + "\n{kalimat_tte}", needed=True, lines=3, letters=400)
PLACE = Block(
    "place",
    "Tempat dan tanggal",
    "Ditetapkan di {tempat}\npada tanggal {tanggal_surat}",
    ("tanggal_surat",),
    True,
    lines=3,
    letters=80,
)
COPIES = Block("copies", "Tembusan", lines=8, letters=160)
SIGNATURE = Block(
    "signature",
    "Blok tanda tangan",
    "{kode_qr}\nDitandatangani secara elektronik oleh:\n**{jabatan}**\n\n**{nama_pejabat}**\n{pangkat}\nNIP {nip}",
    must=(QR, "jabatan", "nama_pejabat"),
    needed=True,
    lines=10,
    letters=160,
)

_SIGNED: Final = {
    "nomor": "nomor surat",
    "jenis_izin": "jenis izin",
    "nomor_permohonan": "nomor permohonan",
    "tanggal_permohonan": "tanggal permohonan",
    "tanggal_surat": "tanggal surat",
    "tempat": "tempat surat ditetapkan",
    "nama_pemohon": "nama pemohon atau pemegang",
    "jabatan": "jabatan penanda tangan",
    "nama_pejabat": "nama penanda tangan",
    "pangkat": "pangkat penanda tangan",
    "nip": "NIP penanda tangan",
    QR: "tempat kode QR",
    "kalimat_tte": "kalimat tanda tangan elektronik dari setelan kantor",
    "nama_unit": "nama unit pada kop",
}
_COUNTER: Final = {
    "nomor_pendaftaran": "nomor pendaftaran",
    "layanan": "jenis layanan",
    "nama_pemohon": "nama pemohon",
    "petugas": "nama petugas",
    "hari_tanggal": "hari, tanggal, dan pukul",
    "nama_unit": "nama unit pada kop",
}
_OBJECTION = {"hari_keberatan": "batas keberatan, hari kerja", "saluran_keberatan": "saluran keberatan"}


def _name(text: str) -> Block:
    return Block("title", "Judul", text, needed=True, letters=90)


def _said(
    code: str, label: str, text: str = "", *, must: tuple[str, ...] = (), needed: bool = False
) -> Block:
    return Block(code, label, text, must, needed, lines=6, letters=700)


def _hand(code: str, label: str, text: str) -> Block:
    return Block(code, label, text, needed=True, letters=60)


PERMIT = Form(
    PaperKind.PERMIT,
    (
        Block("number", "Baris nomor", "NOMOR: {nomor}", ("nomor",), True, letters=60),
        _said("opening", "Pembuka"),
        Block(
            "bases",
            "Dasar, selain dasar dari aturan izin",
            "Permohonan Nomor {nomor_permohonan} tanggal {tanggal_permohonan}.",
            ("nomor_permohonan",),
            True,
            lines=6,
            letters=300,
        ),
        Block("grant", "Kalimat pemberian", "Memberikan izin kepada:", needed=True, letters=100),
        _said("body", "Isi setelah data pemegang"),
        Block("provisions", "Ketentuan tambahan", lines=8, letters=400),
        PLACE,
        SIGNATURE,
        COPIES,
        FOOTER,
        PAPER,
    ),
    {
        **_SIGNED,
        "keperluan": "untuk apa izin diberikan",
        "berlaku_dari": "hari pertama berlaku",
        "berlaku_sampai": "hari terakhir berlaku",
        "wilayah": "wilayah berlaku",
        "jumlah_pekerja": "jumlah pekerja dalam daftar, kosong untuk perorangan",
    },
)

_BEFORE = (
    "Sehubungan dengan permohonan Saudara Nomor {nomor_permohonan} tanggal {tanggal_permohonan}, setelah dilakukan "
    "penelitian administrasi dan penelitian teknis, bersama ini disampaikan bahwa "
)
_OBJECT = (
    "Saudara dapat menyampaikan keberatan dalam jangka waktu {hari_keberatan} hari kerja sejak surat ini diterima "
    "melalui {saluran_keberatan}."
)


def _letter(subject: str, opening: str, rights: str) -> tuple[Block, ...]:
    return (
        Block("dateline", "Tempat dan tanggal", "{tempat}, {tanggal_surat}", ("tanggal_surat",), True),
        Block("number", "Nomor", "{nomor}", ("nomor",), True, letters=60),
        Block("nature", "Sifat", "Biasa", needed=True, letters=40),
        Block("attachment", "Lampiran", "–", needed=True, letters=60),
        Block("subject", "Hal", subject, needed=True, letters=160),
        Block("address", "Alamat tujuan", "Yth. **{nama_pemohon}**", ("nama_pemohon",), True, letters=100),
        _said("opening", "Pembuka", opening, must=("nomor_permohonan",), needed=True),
        _said("rights", "Hak pemohon", f"{rights}\n{_OBJECT}", needed=True),
        _said(
            "closing",
            "Penutup",
            "Demikian disampaikan. Atas perhatian Saudara, kami ucapkan terima kasih.",
            needed=True,
        ),
        SIGNATURE,
        COPIES,
        FOOTER,
        PAPER,
    )


REFUSAL = Form(
    PaperKind.REFUSAL,
    _letter(
        "Penolakan Permohonan {jenis_izin}",
        f"{_BEFORE}permohonan tersebut **tidak dapat disetujui** dengan alasan:",
        "Saudara dapat mengajukan permohonan kembali setelah melengkapi atau memperbaiki persyaratan di atas.",
    ),
    {**_SIGNED, **_OBJECTION},
    pages=2,
)
PERSONS = Form(
    PaperKind.PERSONS,
    _letter(
        "Pekerja yang Tidak Disetujui dalam Permohonan {jenis_izin}",
        f"{_BEFORE}{{jumlah_disetujui}} dari {{jumlah_pekerja}} pekerja disetujui dengan surat Nomor {{nomor_izin}}, "
        "sedangkan {jumlah_ditolak} pekerja berikut **tidak dapat disetujui** dengan alasan:",
        "Saudara dapat mengajukan permohonan baru untuk pekerja tersebut setelah memperbaiki hal di atas.",
    ),
    {
        **_SIGNED,
        **_OBJECTION,
        "jumlah_pekerja": "jumlah pekerja dalam daftar",
        "jumlah_disetujui": "jumlah pekerja yang disetujui",
        "jumlah_ditolak": "jumlah pekerja yang tidak disetujui",
        "nomor_izin": "nomor surat izin bagi yang disetujui",
    },
    pages=2,
)
WITHDRAWAL = Form(
    PaperKind.WITHDRAWAL,
    (
        Block("number", "Baris nomor", "NOMOR: {nomor}", ("nomor",), True, letters=60),
        _said(
            "effect",
            "Diktum tentang akibat",
            "Surat sebagaimana dimaksud dalam Diktum KESATU tidak berlaku sejak tanggal {sejak} dan tidak dapat "
            "dipergunakan lagi; surat yang telah diterima pemegang dikembalikan kepada kantor ini.",
            must=("sejak",),
            needed=True,
        ),
        _said(
            "rights",
            "Diktum tentang hak pemegang",
            "Pemegang dapat mengajukan keberatan dalam jangka waktu {hari_keberatan} hari kerja sejak Keputusan ini "
            "diterima melalui {saluran_keberatan}.",
        ),
        _said(
            "closing",
            "Diktum penutup",
            "Keputusan ini berlaku sejak tanggal {sejak} dan disampaikan kepada yang bersangkutan.",
            needed=True,
        ),
        PLACE,
        SIGNATURE,
        Block("copies", "Tembusan", "Arsip", lines=8, letters=160),
        FOOTER,
        PAPER,
    ),
    {
        **_SIGNED,
        **_OBJECTION,
        "nomor_dicabut": "nomor surat yang dicabut",
        "sejak": "tanggal surat yang dicabut tidak berlaku lagi",
    },
    pages=2,
)
RETURNED = Form(
    PaperKind.RETURNED,
    (
        _name("Lembar Pengembalian Berkas"),
        _said(
            "opening",
            "Pembuka",
            "Berkas permohonan Saudara belum dapat diproses. Lengkapi atau perbaiki hal berikut, lalu ajukan kembali "
            "dengan nomor pendaftaran yang sama; permohonan baru tidak diperlukan.",
            needed=True,
        ),
        _said("closing", "Penutup"),
        _hand("officer", "Tanda tangan kiri", "Petugas loket"),
        _hand("applicant", "Tanda tangan kanan", "Pemohon"),
        PAPER,
    ),
    _COUNTER,
)
RECEIPT = Form(
    PaperKind.RECEIPT,
    (
        _name("Tanda Terima Berkas"),
        _said("opening", "Pembuka"),
        _said("closing", "Penutup"),
        _hand("officer", "Tanda tangan kiri", "Petugas {loket}"),
        _hand("applicant", "Tanda tangan kanan", "Pemohon"),
        PAPER,
    ),
    {**_COUNTER, "loket": "nama loket, misalnya Loket 3", "perkiraan_selesai": "kapan permohonan selesai"},
)


def _waiting(
    kind: PaperKind,
    name: str,
    body: str,
    hands: tuple[str, str],
    fields: dict[str, str],
    *,
    opening: str = "",
    end: str = "",
) -> Form:
    return Form(
        kind,
        (
            _name(name),
            _said("opening", "Pembuka", opening),
            _said("body", "Isi", body, needed=True),
            _said("basis", "Dasar hukum dan penutup", end),
            _hand("hand_1", "Tanda tangan kiri", hands[0]),
            _hand("hand_2", "Tanda tangan kanan", hands[1]),
            PAPER,
        ),
        {**_COUNTER, **fields},
    )


LEVY = _waiting(
    PaperKind.LEVY,
    "Surat Ketetapan Retribusi Daerah",
    "Retribusi dibayar penuh melalui {saluran_bayar} paling lambat tanggal {jatuh_tempo} dengan menyebut nomor "
    "ketetapan ini. Bukti bayar dibawa atau dikirim ke loket; petugas tidak menerima uang tunai.\n"
    "Waktu penyelesaian permohonan berhenti selama menunggu pembayaran dan berjalan lagi setelah lunas.",
    ("Petugas penetapan", "Wajib retribusi"),
    {
        "nomor": "nomor ketetapan",
        "tahun": "tahun retribusi",
        "jumlah": "jumlah retribusi",
        "jatuh_tempo": "tanggal jatuh tempo",
        "saluran_bayar": "saluran pembayaran dari setelan kantor",
    },
)
_SURVEYED = {
    "nomor": "nomor berita acara",
    "tanggal_survei": "hari dan tanggal pemeriksaan, kosong bila belum dilaporkan",
}
_TRUE = "Demikian Berita Acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya."
SURVEY = _waiting(
    PaperKind.SURVEY,
    "Berita Acara Pemeriksaan Lapangan",
    "Hasil pemeriksaan: {hasil}",
    ("Petugas pemeriksa", "Pemohon"),
    {**_SURVEYED, "hasil": "hasil pemeriksaan, kosong bila belum dilaporkan"},
    opening="Pada hari {tanggal_survei} telah dilakukan pemeriksaan lapangan atas permohonan berikut:",
    end=_TRUE,
)
TECHNICAL = _waiting(
    PaperKind.TECHNICAL,
    "Berita Acara Persetujuan Teknis",
    "Berdasarkan hasil pemeriksaan tersebut, permohonan ini **{putusan}** persyaratan teknis.\n"
    "Pendapat teknis: {pendapat}",
    ("Dibuat oleh, petugas pemeriksa", "Disetujui oleh, koordinator tim teknis"),
    {
        **_SURVEYED,
        "nomor_bapl": "nomor berita acara pemeriksaan lapangan",
        "putusan": "memenuhi atau tidak memenuhi; keduanya bila belum diputus",
        "pendapat": "pendapat teknis, kosong bila belum ada",
    },
    opening="Berdasarkan Berita Acara Pemeriksaan Lapangan Nomor {nomor_bapl} tanggal {tanggal_survei}, telah "
    "dilakukan penilaian teknis atas permohonan berikut:",
    end=_TRUE,
)
POSTPONED = _waiting(
    PaperKind.POSTPONED,
    "Pemberitahuan Penundaan",
    "Permohonan Saudara ditunda sampai tanggal di atas. Waktu penyelesaian berhenti selama penundaan dan berjalan lagi "
    "sesudahnya; Saudara tidak perlu mengajukan permohonan baru.",
    ("Petugas", "Pemohon"),
    {"sampai": "tanggal permohonan dilanjutkan"},
)
HANDOVER = Form(
    PaperKind.HANDOVER,
    (
        _name("Bukti Serah Terima"),
        _said(
            "opening", "Pembuka", "Pada hari {hari_tanggal}, telah diserahkan dokumen berikut:", needed=True
        ),
        _said("closing", "Penutup"),
        _hand("officer", "Tanda tangan kiri", "Yang menyerahkan"),
        _hand("applicant", "Tanda tangan kanan", "Yang menerima"),
        PAPER,
    ),
    {
        "hari_tanggal": "hari, tanggal, dan pukul",
        "nomor": "nomor surat yang diserahkan",
        "nama_pemegang": "atas nama siapa",
        "penerima": "nama penerima",
        "petugas": "nama petugas",
        "nama_unit": "nama unit pada kop",
    },
)
TICKET = Form(
    PaperKind.TICKET,
    (
        Block("heading", "Nama unit", "{nama_unit}", needed=True, letters=80),
        Block("note", "Catatan", "Nomor hangus bila tidak hadir saat dipanggil.", lines=4, letters=120),
    ),
    {"nama_unit": "nama titik layanan", "nomor": "nomor antrean", "layanan": "layanan yang dituju"},
)
LETTERHEAD = Form(
    PaperKind.LETTERHEAD,
    (
        Block("government", "Pemerintah", "{pemerintah}", needed=True),
        Block("agency", "Instansi", "{instansi}", needed=True),
        Block("unit", "Unit", "{unit}"),
        Block("address", "Alamat dan kode pos", "{alamat}", letters=160),
        Block("contact", "Telepon, laman, surel", "{kontak}", letters=160),
        Block("logo", "Lambang", picture=True),
    ),
    {
        "pemerintah": "pemerintah dari setelan kantor",
        "instansi": "instansi dari setelan kantor",
        "unit": "unit dari setelan kantor",
        "alamat": "alamat dari setelan kantor",
        "kontak": "kontak dari setelan kantor",
        "nama_unit": "nama titik layanan",
        "alamat_unit": "alamat titik layanan",
    },
)
FORMS: Final = {
    form.kind: form
    for form in (
        PERMIT, REFUSAL, PERSONS, WITHDRAWAL, RETURNED, RECEIPT, LEVY, SURVEY, TECHNICAL, POSTPONED, HANDOVER,
        TICKET, LETTERHEAD,
    )
}  # fmt: skip
