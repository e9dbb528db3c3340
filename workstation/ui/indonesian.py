"""Qt's own words in Indonesian: Qt brings no `id` catalogue, so the few that officers meet stand here."""

from PySide6.QtCore import QCoreApplication, QLocale, QObject, QTranslator

WORDS = {
    "&Undo": "&Urungkan",
    "&Redo": "&Ulangi",
    "Cu&t": "Po&tong",
    "&Copy": "&Salin",
    "Copy &Link Location": "Salin a&lamat tautan",
    "&Paste": "&Tempel",
    "Delete": "Hapus",
    "Select All": "Pilih semua",
    "OK": "OK",
    "&OK": "&OK",
    "Cancel": "Batal",
    "&Cancel": "&Batal",
    "Save": "Simpan",
    "&Save": "&Simpan",
    "Save All": "Simpan semua",
    "Open": "Buka",
    "&Open": "&Buka",
    "Close": "Tutup",
    "&Close": "&Tutup",
    "Discard": "Buang",
    "Apply": "Terapkan",
    "Reset": "Atur ulang",
    "Restore Defaults": "Kembalikan ke bawaan",
    "Help": "Bantuan",
    "Retry": "Coba lagi",
    "Ignore": "Abaikan",
    "Abort": "Hentikan",
    "&Yes": "&Ya",
    "Yes to &All": "Ya untuk semu&a",
    "&No": "&Tidak",
    "N&o to All": "Tid&ak untuk semua",
    "Show Details...": "Tampilkan rincian …",
    "Hide Details...": "Sembunyikan rincian …",
    "&Choose": "&Pilih",
    "&Delete": "&Hapus",
    "&Rename": "&Ganti nama",
    "&New Folder": "Folder &baru",
    "New Folder": "Folder baru",
    "Show &hidden files": "Tampilkan berkas tersembun&yi",
    "Directory:": "Folder:",
    "File &name:": "&Nama berkas:",
    "Files of &type:": "&Jenis berkas:",
    "&Look in:": "&Lihat di:",
    "Back": "Kembali",
    "Forward": "Maju",
    "Parent Directory": "Folder induk",
    "Create New Folder": "Buat folder baru",
    "List View": "Tampilan daftar",
    "Detail View": "Tampilan rinci",
    "All Files (*)": "Semua berkas (*)",
    "Name": "Nama",
    "Size": "Ukuran",
    "Type": "Jenis",
    "Date Modified": "Tanggal diubah",
    "My Computer": "Komputer ini",
    "Computer": "Komputer ini",
    "Step &up": "Na&ik",
    "Step &down": "T&urun",
    "Scroll here": "Gulir ke sini",
    "Top": "Atas",
    "Bottom": "Bawah",
    "Left edge": "Tepi kiri",
    "Right edge": "Tepi kanan",
    "Page up": "Halaman sebelumnya",
    "Page down": "Halaman berikutnya",
    "Page left": "Halaman kiri",
    "Page right": "Halaman kanan",
    "Scroll up": "Gulir naik",
    "Scroll down": "Gulir turun",
    "Scroll left": "Gulir kiri",
    "Scroll right": "Gulir kanan",
}


class Indonesian(QTranslator):
    """Answers for Qt's own contexts; our own texts are Indonesian in the code."""

    def translate(self, context: str, source: str, _disambiguation: str | None = None, _n: int = -1) -> str:
        """Give the Indonesian word, or the source itself."""
        return WORDS.get(source, source) if context.startswith("Q") else source

    def isEmpty(self) -> bool:
        """Tell Qt that there are words."""
        return False


def speak_indonesian(parent: QObject) -> Indonesian:
    """Let Qt speak Indonesian and write dates and numbers as in Indonesia, from now on."""
    QLocale.setDefault(QLocale(QLocale.Language.Indonesian, QLocale.Country.Indonesia))
    words = Indonesian(parent)
    QCoreApplication.installTranslator(words)
    return words
