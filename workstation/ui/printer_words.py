"""What print servers say of a printer, in the officer's words, and what he can do about it."""

from typing import Final

TRAYS: Final = {
    "auto": "baki otomatis",
    "main": "baki utama",
    "manual": "baki manual",
    "by-pass-tray": "baki samping",
    "top": "baki atas",
    "middle": "baki tengah",
    "bottom": "baki bawah",
    **{f"tray-{number}": f"baki {number}" for number in range(1, 7)},
}
_FEED: Final = "Isi kertas di bakinya; cetakan berjalan lagi sendiri."
_SHUT: Final = "Tutup semua pintu dan penutup pencetak sampai berbunyi klik."
_TONER: Final = "Ganti toner atau tintanya, lalu cetak lagi."
_SOON: Final = "Masih dapat mencetak; siapkan gantinya dan lihat apakah tulisannya jelas."
_RESUME: Final = (
    "Aktifkan lagi di panel pencetak atau minta administrator (cupsenable); cetakan lalu berjalan."
)
_CABLE: Final = (
    "Periksa daya dan kabel atau jaringan pencetak; bila belum juga, pilih pencetak lain (Ctrl+P)."
)
_OTHER: Final = "Pilih pencetak lain (Ctrl+P) dan beri tahu administrator."
_TRAY: Final = "Pilih baki yang berisi kertas itu (Ctrl+P), lalu cetak halaman uji."

# keyword of RFC 8011 5.3.8 and 5.4.12, of PWG 5100.9, of CUPS, Windows or this program -> meaning, what to do
FAULTS: Final[dict[str, tuple[str, str]]] = {
    "media-empty": ("kertas habis", _FEED),
    "media-needed": ("kertas habis", "Isi kertas dengan ukuran yang diminta di panel pencetak."),
    "media-jam": (
        "kertas macet",
        "Keluarkan kertas yang macet searah jalannya, tutup pencetak, lalu lihat surat mana yang sudah keluar.",
    ),
    "media-low": ("kertas hampir habis", "Tambah kertas sebelum mencetak banyak surat."),
    "input-tray-missing": ("baki tidak terpasang", "Pasang bakinya sampai rapat."),
    "output-area-full": ("tempat keluar kertas penuh", "Ambil kertas yang sudah keluar."),
    "toner-empty": ("toner habis", _TONER),
    "toner-low": ("toner hampir habis", _SOON),
    "marker-supply-empty": ("tinta atau toner habis", _TONER),
    "marker-supply-low": ("tinta atau toner hampir habis", _SOON),
    "marker-waste-full": ("wadah toner bekas penuh", "Ganti wadah toner bekasnya."),
    "cover-open": ("tutup pencetak terbuka", _SHUT),
    "door-open": ("tutup pencetak terbuka", _SHUT),
    "interlock-open": ("tutup pencetak terbuka", _SHUT),
    "offline": ("pencetak tidak tersambung", _CABLE),
    "shutdown": ("pencetak mati", "Nyalakan pencetaknya."),
    "printer-stopped": ("pencetak dihentikan (jeda)", _RESUME),
    "paused": ("pencetak dihentikan (jeda)", _RESUME),
    "job-hold": (
        "cetakan ditahan di server cetak",
        "Minta administrator melepasnya, atau Ctrl+. lalu cetak lagi.",
    ),
    "hold-new-jobs": ("pencetak menahan semua cetakan", _RESUME),
    "connecting-to-device": ("masih menyambung ke pencetak", _CABLE),
    "timed-out": ("pencetak tidak menjawab", _CABLE),
    "unavailable": ("pencetak tidak dapat dihubungi", _CABLE),
    "refused": (
        "server cetak tidak menerima sambungan",
        "Server cetak mati atau tidak terjangkau: beri tahu administrator, lalu tekan F5.",
    ),
    "media-not-supported": ("pencetak tidak mempunyai ukuran kertas ini", _TRAY),
    "media-col": ("pencetak tidak mempunyai ukuran kertas atau baki ini", _TRAY),
    "filter": ("pengolah cetak di server gagal (filter)", _OTHER),
    "document-format": ("pencetak tidak mengenal jenis berkas ini", _OTHER),
    "job-stopped": ("cetakan terhenti di server cetak", _OTHER),
    "aborted": ("server cetak membatalkan cetakan", _OTHER),
    "job-canceled": ("cetakan dibatalkan", "Lihat apakah kertasnya sudah keluar sebelum mencetak lagi."),
    "no such printer": ("pencetak itu tidak ada dalam daftar", "Pilih pencetak lain (Ctrl+P)."),
    "does not exist": ("pencetak itu tidak ada dalam daftar", "Pilih pencetak lain (Ctrl+P)."),
    "not-found": ("pencetak itu tidak ada dalam daftar", "Pilih pencetak lain (Ctrl+P)."),
    "other-error": ("pencetak melaporkan gangguan", "Lihat panel pencetak."),
    "dihentikan petugas": ("cetakan dihentikan petugas", ""),
}


def _known(raw: str) -> list[tuple[str, str]]:
    said = raw.casefold()
    return [fault for code, fault in FAULTS.items() if code in said]


def meaning(raw: str) -> str:
    """Say in Indonesian what a printer's own words mean; nothing when they are not known."""
    return ", ".join(dict.fromkeys(means for means, _ in _known(raw)))


def to_do(raw: str) -> str:
    """Say what the officer can do about it; nothing when the words are not known."""
    return " ".join(dict.fromkeys(advice for _, advice in _known(raw) if advice))
