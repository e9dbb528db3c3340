"""The identity card of the practice set: words and boxes, no emblem, no pattern, SPESIMEN across it."""

from PIL import Image

from installer.practice import fonts
from installer.practice.marks import signature
from installer.practice.paper import Paper
from installer.practice.portrait import portrait
from installer.practice.sheet import BLACK, Sheet

ROOM = 40.0  # mm between the values and the portrait
LINES = (
    ("Nama", "name"),
    ("Tempat/Tgl Lahir", "birth"),
    ("Jenis Kelamin", "sex"),
    ("Alamat", "address"),
    ("   RT/RW", "rt_rw"),
    ("   Kel/Desa", "village"),
    ("   Kecamatan", "district"),
    ("Agama", "religion"),
    ("Status Perkawinan", "marital"),
    ("Pekerjaan", "occupation"),
    ("Kewarganegaraan", "nationality"),
    ("Berlaku Hingga", "valid"),
)


def identity_card(paper: Paper, copy: bool = False) -> Sheet:
    """Return a card of 85.6 x 54 mm; `copy` draws it black on white, as a photocopy."""
    sheet = Sheet(85.6, 54.0, (255, 255, 255) if copy else (232, 238, 243))
    facts = paper.facts
    tone = (225, 225, 225) if copy else (206, 215, 224)
    sheet.slanted(43, 31, "SPESIMEN", 34, 18, tone)
    sheet.text(42.8, 4.2, "SPESIMEN KARTU IDENTITAS - BUKAN KTP", 7.4, "sansb", (150, 20, 30), "m")
    sheet.text(42.8, 7.8, facts["city_line"], 6.8, "sansb", BLACK, "m")
    sheet.text(3, 13.2, "NIK", 9, "sansb")
    sheet.text(19, 13.4, ": " + facts["nik"], 11.5, "monob")
    y = 17.4
    for words, key in LINES:
        value = facts[key].upper()
        font, size = _fitted(value)
        sheet.text(3, y, words, 6.4, "sans")
        sheet.text(23, y, ": ", 6.4, "sans")
        sheet.text(24.4, y, value, size, font)
        y += 2.95
    face = portrait(paper.owner, facts)
    if copy:
        face = face.convert("L").convert("RGBA")
    sheet.picture(face, 65.5, 13.5, 17.5, 23.3)
    sheet.box(65.5, 13.5, 17.5, 23.3)
    sheet.text(74.2, 40.2, facts["city"].upper(), 5.2, "sans", BLACK, "m")
    sheet.text(74.2, 42.8, facts["issued"], 5.2, "sans", BLACK, "m")
    sheet.picture(signature(paper.owner, BLACK), 66, 43, 16, 6.4)
    sheet.text(42.8, 52.8, "SPESIMEN untuk latihan petugas, data rekaan", 5.4, "sans", (150, 20, 30), "m")
    sheet.box(0.2, 0.2, 85.2, 53.6, line=(120, 130, 140))
    return sheet


def _fitted(value: str) -> tuple[str, float]:
    """Return font and size in which the value ends before the portrait."""
    if fonts.width_mm(value, "sansb", 6.6) <= ROOM:
        return "sansb", 6.6
    return "narrow", min(6.6, 6.6 * ROOM / fonts.width_mm(value, "narrow", 6.6))


def photo_sheet(paper: Paper) -> Sheet:
    """Return a 4 x 6 cm portrait with a caption strip."""
    sheet = Sheet(40.0, 60.0)
    face: Image.Image = portrait(paper.owner, paper.facts)
    sheet.picture(face, 0, 0, 40, 60)
    sheet.box(0, 55.8, 40, 4.2, fill=(255, 255, 255), line=None)
    sheet.text(20, 58.9, "SPESIMEN (wajah rekaan)", 7, "sansb", (150, 20, 30), "m")
    return sheet
