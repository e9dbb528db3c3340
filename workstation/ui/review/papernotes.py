"""What is said above a paper: what its file would have done, and what is odd about it."""

from collections.abc import Iterable

from workstation.imaging.pages import Caution

CAUTIONS = {
    Caution.JAVASCRIPT: "Berkas memuat skrip; skrip itu tidak dijalankan.",
    Caution.LAUNCH: "Berkas meminta membuka program lain; permintaan itu diabaikan.",
    Caution.ATTACHMENT: "Berkas memuat lampiran di dalamnya; lampiran itu tidak dibuka.",
    Caution.XFA: "Berkas memuat formulir dinamis yang mungkin tidak tampil lengkap.",
    Caution.PRINTS_ITSELF: "Berkas meminta dicetak sendiri; permintaan itu diabaikan.",
    Caution.SENDS_FORM: "Berkas meminta mengirim isian ke luar; permintaan itu diabaikan.",
    Caution.LOCATION: "Foto memuat lokasi pengambilan.",
    Caution.BROKEN_PAGES: "Sebagian halaman rusak dan tidak tampil.",
    Caution.LINKS: "Berkas memuat tautan; tautan itu tidak dapat dibuka dari sini.",
    Caution.CUT: "Berkas terpotong: hanya sebagian gambar yang sampai.",
    Caution.MORE_PAGES: "Berkas memuat gambar atau halaman lain yang tidak ditampilkan.",
}


def remarks(cautions: Iterable[Caution], *, is_former: bool, is_blank: bool) -> str:
    """Say it in Indonesian, "" when there is nothing to say."""
    said = ["Ini pindaian lama yang ditolak; O kembali ke penggantinya."] if is_former else []
    said += [CAUTIONS[caution] for caution in cautions]
    said += ["Halaman ini tampak kosong."] if is_blank else []
    return " ".join(said)
