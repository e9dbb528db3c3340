"""Papers printed by systems: vaccine certificates and business number sheets."""

from installer.practice.marks import qr, specimen_line, watermark
from installer.practice.paper import Paper
from installer.practice.sheet import BLACK, Sheet

GREEN = (20, 110, 90)
PALE = (236, 244, 241)


def vaccine_certificate(paper: Paper) -> list[Sheet]:
    """Return an A5 certificate with a QR code that leads to a reserved example address."""
    f, sheet = paper.facts, Sheet(148.0, 210.0)
    watermark(sheet, 44)
    sheet.box(8, 8, 132, 194, line=GREEN)
    sheet.box(8, 8, 132, 22, fill=GREEN, line=None)
    sheet.text(74, 18, "SERTIFIKAT VAKSINASI", 17, "sansb", (255, 255, 255), "m")
    sheet.text(74, 25, "SPESIMEN - bukan sertifikat kesehatan", 10, "sans", (255, 255, 255), "m")
    y = 43.0
    for words, key in (
        ("Nama", "name"),
        ("NIK", "nik_masked"),
        ("Tanggal lahir", "birth_date"),
        ("Dosis ke", "dose"),
        ("Tanggal vaksinasi", "dose_date"),
        ("Jenis vaksin", "vaccine"),
        ("Nomor batch", "batch"),
        ("Nomor tiket", "ticket"),
    ):
        sheet.text(16, y, words, 9.5, "sans", (90, 90, 96))
        y = sheet.paragraph(16, y + 5.6, 116, f[key], 13, "sansb") + 3.2
    sheet.picture(qr(f["qr"]), 16, y - 1, 34, 34)
    sheet.text(56, y + 8, "Pindai kode untuk memeriksa", 9.5, "sans")
    sheet.text(56, y + 13, "keaslian (alamat contoh).", 9.5, "sans")
    specimen_line(sheet, up=3.6)
    return [sheet]


def business_number(paper: Paper) -> list[Sheet]:
    """Return the sheet that states a firm's business number (NIB, PP 24/2018)."""
    f, sheet = paper.facts, Sheet()
    watermark(sheet)
    sheet.text(105, 26, "SPESIMEN - BUKAN DOKUMEN NEGARA", 11, "sansb", (150, 20, 30), "m")
    sheet.text(105, 38, "NOMOR INDUK BERUSAHA (NIB)", 16, "sansb", BLACK, "m")
    sheet.box(60, 43, 90, 13, fill=PALE)
    sheet.text(105, 52, f["business_number"], 20, "monob", BLACK, "m")
    y = 70.0
    for words, key in (
        ("Nama perusahaan", "company_name"),
        ("Alamat", "company_address"),
        ("Telepon", "company_phone"),
        ("Surel", "company_email"),
        ("Bidang usaha", "sector"),
        ("Penanggung jawab", "contact_name"),
        ("Tanggal terbit", "issued"),
        ("Status", "status"),
    ):
        sheet.text(26, y, words, 11, "sans")
        sheet.text(70, y, ":", 11, "sans")
        y = sheet.paragraph(73, y, 112, f[key], 11.5, "sansb") + 3
    y = sheet.paragraph(
        26,
        y + 6,
        158,
        "NIB ini berlaku selama perusahaan menjalankan kegiatan usaha. Lembar ini dibuat untuk latihan "
        "petugas dan tidak menunjukkan perusahaan yang ada.",
        10.5,
        "sans",
    )
    sheet.picture(qr(f["qr"]), 150, y + 4, 30, 30)
    specimen_line(sheet)
    return [sheet]
