"""Why a page can hardly be read, in the words that the citizen is told at the counter."""

from collections.abc import Sequence

from workstation.imaging.measuring import Flaw, PageMeasure, flaws, is_empty
from workstation.settings import OfficeSettings

SHORT = {
    Flaw.BLURRED: "buram",
    Flaw.DARK: "gelap",
    Flaw.PALE: "pudar",
    Flaw.SMALL: "terlalu kecil",
    Flaw.EMPTY: "kosong",
}
SENTENCES = {
    Flaw.BLURRED: "Foto buram: tulisan sulit dibaca. Minta pemohon memotret ulang.",
    Flaw.DARK: "Foto terlalu gelap. Minta pemohon memotret ulang di tempat terang.",
    Flaw.PALE: "Tulisan terlalu pudar. Minta pemohon memotret atau memindai ulang.",
    Flaw.EMPTY: "Halaman kosong: tidak ada tulisan atau gambar di atasnya. Periksa berkasnya.",
    Flaw.SMALL: "Gambar terlalu kecil untuk dibaca. Minta berkas aslinya.",
}


def worst_page(measures: Sequence[PageMeasure], office: OfficeSettings) -> tuple[int, tuple[Flaw, ...]]:
    """Give the first page that can hardly be read (from 0) and why; no reasons when all can."""
    if is_empty(measures):
        return 0, (Flaw.EMPTY,)
    return next(((one.page, found) for one in measures if (found := flaws(one, office))), (0, ()))


def flaw_words(measures: Sequence[PageMeasure], office: OfficeSettings) -> tuple[str, str]:
    """Say in one word and in a sentence what is wrong with a file; two empty texts when nothing is."""
    page, found = worst_page(measures, office)
    if not found:
        return "", ""
    where = f"Halaman {page + 1}: " if len(measures) > 1 else ""
    return SHORT[found[0]], where + SENTENCES[found[0]]
