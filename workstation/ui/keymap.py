"""The keys of verbs: one verb, one key, on whatever screen it is met. Screens add verbs of their own only.

A verb is known by the words its text begins with: "Cetak" stands for *Cetak tanda terima* too, unless the table
names that longer text.
"""

COMMIT = ("Ctrl+Return", "Ctrl+Enter")
KEY_OF: dict[str, str | tuple[str, ...]] = {
    # the four ways of a piece of work
    "Lanjut": "F8",
    "Lanjutkan": "F8",
    "Setujui": "F8",
    "Kembalikan": "F6",
    "Tolak": "F7",
    "Batalkan": "F7",
    # paper
    "Cetak": "F10",
    "Cetak bukti": "Shift+F12",
    "Pratinjau": "F11",
    "Pratinjau surat pekerja tidak disetujui": "Shift+F11",
    "Pratinjau keputusan pencabutan": "Shift+F11",
    # entering
    "Permohonan baru": "Ctrl+N",
    "Catat": "Ctrl+N",
    "Simpan": "Ctrl+S",
    "Ajukan": COMMIT,
    "Daftarkan": COMMIT,
    "Buka berkas": COMMIT,
    "Buka di meja kerja": COMMIT,
    "Ubah": "Ctrl+E",
    "Hapus": "Ctrl+Del",
    "Cabut": "Shift+Del",
    "Impor": "Ctrl+I",
    "Lampirkan berkas": "Ctrl+O",
    "Pilih berkas": "Ctrl+O",
    "Hentikan": "Ctrl+.",
    "Urungkan": "Ctrl+Z",
    "Urungkan langkah terakhir": "Ctrl+Alt+Z",
    # lists and pages
    "Cari": "Ctrl+F",
    "Saring": "F3",
    "Tandai semua": "Ctrl+A",
    "Halaman berikutnya": "PgDown",
    "Halaman sebelumnya": "PgUp",
    "Dokumen berikutnya": "Ctrl+PgDown",
    "Dokumen sebelumnya": "Ctrl+PgUp",
}


def key_of(text: str) -> str | tuple[str, ...]:
    """Give the keys of the verb that a text begins with, "" when the table does not know it."""
    words = text.split()
    for many in range(len(words), 0, -1):
        found = KEY_OF.get(" ".join(words[:many]))
        if found:
            return found
    return ""
