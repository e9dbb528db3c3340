"""Letters: assignment, employment, statement, guarantor, cause of travel, RT/RW."""

from installer.practice import fonts
from installer.practice.marks import BLUE_INK, duty_box, signature, specimen_line, stamp, watermark
from installer.practice.paper import Paper
from installer.practice.sheet import BLACK, Sheet

LEFT, WIDTH = 24.0, 162.0
ONE_PAGE_ROWS = 8


def _page(paper: Paper) -> Sheet:
    sheet = Sheet()
    watermark(sheet)
    specimen_line(sheet)
    del paper
    return sheet


def _letterhead(sheet: Sheet, name: str, address: str, contact: str) -> float:
    sheet.text(105, 22, name.upper(), 17, "sansb", BLACK, "m")
    sheet.text(105, 28, address, 9, "sans", BLACK, "m")
    sheet.text(105, 32.5, contact, 9, "sans", BLACK, "m")
    sheet.rule(LEFT, 35.5, LEFT + WIDTH, 35.5, 0.8)
    sheet.rule(LEFT, 36.6, LEFT + WIDTH, 36.6, 0.2)
    return 47.0


def _title(sheet: Sheet, y: float, words: str, number: str = "") -> float:
    sheet.text(105, y, words, 14, "serifb", BLACK, "m")
    half = fonts.width_mm(words, "serifb", 14) / 2
    sheet.rule(105 - half, y + 1.2, 105 + half, y + 1.2)
    if number:
        sheet.text(105, y + 7, f"Nomor: {number}", 11, "serif", BLACK, "m")
        y += 6
    return y + 11


def _facts(
    sheet: Sheet,
    y: float,
    pairs: list[tuple[str, str]],
    font: str = "serif",
    size: float = 11.5,
    ink: tuple[int, int, int] = BLACK,
    dotted: bool = False,
) -> float:
    for words, value in pairs:
        sheet.text(LEFT + 4, y, words, 11.5, "serif")
        sheet.text(LEFT + 48, y, ":", 11.5, "serif")
        if dotted:
            sheet.rule(LEFT + 51, y + 1.4, LEFT + WIDTH, y + 1.4, 0.12)
        y = sheet.paragraph(LEFT + 52, y, WIDTH - 54, value, size, font, ink) + 1.3
    return y


def _signed(sheet: Sheet, y: float, place_date: str, role: str, name: str, stamp_words: str = "") -> None:
    x = 148.0
    sheet.text(x, y, place_date, 11.5, "serif", BLACK, "m")
    sheet.text(x, y + 6, role, 11.5, "serif", BLACK, "m")
    sheet.picture(signature(name), x - 24, y + 8, 46, 19)
    if stamp_words:
        sheet.picture(stamp(stamp_words, degrees=len(name) % 17 - 8), x - 46, y + 4, 32, 32)
    sheet.text(x, y + 32, name, 11.5, "serifb", BLACK, "m")


def assignment_letter(paper: Paper) -> list[Sheet]:
    """Return one page, or two with the list on the second; `pages` 1 of a long list loses it."""
    f, sheet = paper.facts, _page(paper)
    y = _letterhead(sheet, f["company_name"], f["company_address"], f["company_contact"])
    y = _title(sheet, y + 3, "SURAT TUGAS", f["number"])
    y = sheet.paragraph(LEFT, y, WIDTH, "Yang bertanda tangan di bawah ini:", 11.5)
    y = _facts(
        sheet,
        y + 1,
        [
            ("Nama", f["signer"]),
            ("Jabatan", f["signer_position"]),
            ("Perusahaan", f["company_name"]),
        ],
    )
    long_list = len(paper.rows) > ONE_PAGE_ROWS
    whom = "sebagaimana daftar pada lembar kedua surat ini" if long_list else "berikut ini"
    y = sheet.paragraph(
        LEFT,
        y + 2,
        WIDTH,
        (
            f"memberi tugas kepada {len(paper.rows)} orang pekerja {whom} untuk {f['purpose']} "
            f"di wilayah Provinsi DKI Jakarta terhitung mulai tanggal {f['valid_from']} sampai dengan "
            f"tanggal {f['valid_until']}."
        ),
        11.5,
    )
    if not long_list:
        y = _table(sheet, y + 2, paper.rows)
    y = sheet.paragraph(
        LEFT,
        y + 5,
        WIDTH,
        (
            "Selama bertugas, pekerja wajib menjalankan protokol kesehatan. Demikian surat tugas ini "
            "dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya."
        ),
        11.5,
    )
    _signed(sheet, y + 8, f"Jakarta, {f['date']}", f["signer_position"], f["signer"], f["company_name"])
    if not long_list or paper.pages == 1:
        return [sheet]
    second = _page(paper)
    second.text(LEFT, 24, f"Lampiran Surat Tugas Nomor: {f['number']}", 11.5, "serifb")
    second.text(LEFT, 30, f"Tanggal: {f['date']}   Daftar pekerja yang ditugaskan", 11.5)
    y = _table(second, 36, paper.rows)
    _signed(second, y + 10, f"Jakarta, {f['date']}", f["signer_position"], f["signer"], f["company_name"])
    return [sheet, second]


COLUMNS = (("No.", 0.0), ("Nama / Jabatan", 9.0), ("NIK", 57.0), ("Alamat", 95.0), ("Tujuan", 130.0))


def _table(sheet: Sheet, y: float, rows: list[dict[str, str]]) -> float:
    edges = [LEFT + x for _, x in COLUMNS] + [LEFT + WIDTH]
    top = y
    sheet.box(LEFT, y, WIDTH, 6.5, fill=(226, 226, 230))
    for words, x in COLUMNS:
        sheet.text(LEFT + x + 1, y + 4.6, words, 9.5, "serifb")
    y += 6.5
    for number, row in enumerate(rows, 1):
        cells = [
            [str(number)],
            [*fonts.wrapped(row["name"], "serifb", 9.5, 46), row["job"]],
            [row["nik"]],
            fonts.wrapped(row["address"], "serif", 8.6, 33),
            fonts.wrapped(row["destination"], "serif", 8.6, 30),
        ]
        height = max(len(c) for c in cells) * 3.7 + 1.6
        for (_, x), lines in zip(COLUMNS, cells, strict=True):
            for k, line in enumerate(lines):
                size = 9.5 if x < 95 else 8.6
                bold = "serifb" if x == 9.0 and k < len(lines) - 1 else "serif"
                sheet.text(LEFT + x + 1, y + 3.7 + 3.7 * k, line, size, "mono" if x == 57.0 else bold)
        y += height
        sheet.rule(LEFT, y, LEFT + WIDTH, y, 0.2)
    for x in edges:
        sheet.rule(x, top, x, y, 0.2)
    return y


def statement(paper: Paper) -> list[Sheet]:
    """Return a health statement; the duty box stays away when the facts say so."""
    f, sheet = paper.facts, _page(paper)
    y = _title(sheet, 36, "SURAT PERNYATAAN SEHAT")
    y = sheet.paragraph(LEFT, y + 3, WIDTH, "Saya yang bertanda tangan di bawah ini:", 11.5)
    y = _facts(
        sheet,
        y + 1,
        [
            ("Nama", f["name"]),
            ("NIK", f["nik"]),
            ("Tempat/tanggal lahir", f["birth"]),
            ("Alamat", f["address"]),
        ],
    )
    for words in (
        "menyatakan dengan sesungguhnya bahwa saya dalam keadaan sehat, tidak mengalami demam, batuk "
        "atau sesak napas, dan tidak sedang menjalani isolasi.",
        "Saya bersedia dikenai sanksi sesuai ketentuan peraturan perundang-undangan apabila pernyataan "
        "ini tidak benar.",
    ):
        y = sheet.paragraph(LEFT, y + 3, WIDTH, words, 11.5)
    sheet.text(148, y + 12, f"Jakarta, {f['date']}", 11.5, "serif", BLACK, "m")
    sheet.text(148, y + 18, "Yang menyatakan,", 11.5, "serif", BLACK, "m")
    if f["duty"]:
        duty_box(sheet, 122, y + 21)
    sheet.picture(signature(paper.owner), 128, y + 22, 48, 20)
    sheet.text(148, y + 50, f["name"], 11.5, "serifb", BLACK, "m")
    return [sheet]


def employment_letter(paper: Paper) -> list[Sheet]:
    """Return a company's word that somebody works there."""
    f, sheet = paper.facts, _page(paper)
    y = _letterhead(sheet, f["company_name"], f["company_address"], f["company_contact"])
    y = _title(sheet, y + 3, "SURAT KETERANGAN KERJA", f["number"])
    y = sheet.paragraph(LEFT, y, WIDTH, "Dengan ini menerangkan bahwa:", 11.5)
    y = _facts(
        sheet,
        y + 1,
        [
            ("Nama", f["name"]),
            ("NIK", f["nik"]),
            ("Jabatan", f["position"]),
            ("Alamat", f["address"]),
        ],
    )
    y = sheet.paragraph(
        LEFT,
        y + 3,
        WIDTH,
        (
            f"adalah benar pegawai {f['company_name']} yang bekerja di {f['workplace']} dan karena "
            f"pekerjaannya bepergian secara berulang pada tanggal {f['valid_from']} sampai dengan "
            f"{f['valid_until']}."
        ),
        11.5,
    )
    y = sheet.paragraph(LEFT, y + 3, WIDTH, "Demikian keterangan ini dibuat dengan sebenarnya.", 11.5)
    _signed(sheet, y + 8, f"Jakarta, {f['date']}", "Kepala HRD", f["signer"], f["company_name"])
    return [sheet]


def neighbourhood_letter(paper: Paper) -> list[Sheet]:
    """Return the printed form of a neighbourhood, filled in by hand."""
    f, sheet = paper.facts, _page(paper)
    hand = "hand" if len(f["name"]) % 2 else "hand2"
    place = f"KELURAHAN {f['village']} KECAMATAN {f['district']}".upper()
    sheet.text(105, 22, f"PENGURUS RT {f['rt_rw'][:3]} RW {f['rt_rw'][4:]}", 14, "sansb", BLACK, "m")
    sheet.text(105, 28, f"{place} - {f['city'].upper()}", 10, "sans", BLACK, "m")
    sheet.rule(LEFT, 31, LEFT + WIDTH, 31, 0.7)
    y = _title(sheet, 42, "SURAT PENGANTAR")
    sheet.text(84, y - 3, "Nomor:", 11.5)
    sheet.text(99, y - 3, f["number"], 14, hand, BLUE_INK)
    y = sheet.paragraph(LEFT, y + 6, WIDTH, "Pengurus RT/RW tersebut di atas menerangkan bahwa:", 11.5)
    y = _facts(
        sheet,
        y + 3,
        [
            ("Nama", f["name"]),
            ("NIK", f["nik"]),
            ("Tempat/tgl lahir", f["birth"]),
            ("Pekerjaan", f["occupation"]),
            ("Alamat", f["address"]),
            ("Keperluan", f["need"]),
            ("Berlaku sampai", f["valid_until"]),
        ],
        hand,
        14.5,
        BLUE_INK,
        dotted=True,
    )
    y = sheet.paragraph(
        LEFT,
        y + 2,
        WIDTH,
        "adalah benar warga kami. Surat ini diberikan untuk dipergunakan seperlunya.",
        11.5,
    )
    sheet.text(134, y + 8, f"{f['city']},", 11.5, anchor="r")
    sheet.text(137, y + 8, f["date"], 14, hand, BLUE_INK)
    for x, role, name, ink in (
        (52, "Ketua RW", f["rw_head"], (30, 120, 70)),
        (150, "Ketua RT", f["rt_head"], (92, 50, 140)),
    ):
        sheet.text(x, y + 16, role, 11.5, "serif", BLACK, "m")
        sheet.picture(signature(role + name, BLUE_INK), x - 20, y + 19, 42, 17)
        sheet.picture(stamp(f"{role[6:]} {f['village']}", ink, len(name) % 20 - 10), x - 32, y + 14, 28, 28)
        sheet.text(x, y + 43, name, 14, hand, BLUE_INK, "m")
    return [sheet]


def guarantor_letter(paper: Paper) -> list[Sheet]:
    """Return the promise of whoever takes the traveller in."""
    f, sheet = paper.facts, _page(paper)
    y = _title(sheet, 36, "SURAT JAMINAN")
    y = sheet.paragraph(LEFT, y + 3, WIDTH, "Saya yang bertanda tangan di bawah ini, selaku penjamin:", 11.5)
    y = _facts(
        sheet,
        y + 1,
        [
            ("Nama penjamin", f["guarantor_name"]),
            ("Alamat", f["guarantor_address"]),
            ("Telepon", f["guarantor_phone"]),
            ("Surel", f["guarantor_email"]),
        ],
    )
    y = sheet.paragraph(LEFT, y + 3, WIDTH, "menjamin orang berikut selama berada di tempat tujuan:", 11.5)
    y = _facts(
        sheet,
        y + 1,
        [
            ("Nama", f["name"]),
            ("NIK", f["nik"]),
            ("Tujuan", f["destination"]),
            ("Waktu", f"{f['valid_from']} sampai dengan {f['valid_until']}"),
        ],
    )
    y = sheet.paragraph(LEFT, y + 3, WIDTH, "Demikian surat jaminan ini saya buat dengan sadar.", 11.5)
    _signed(sheet, y + 10, f"Jakarta, {f['date']}", "Penjamin,", f["guarantor_name"])
    return [sheet]


def cause_letter(paper: Paper) -> list[Sheet]:
    """Return a hospital's (or a family's) word on why somebody must travel."""
    f, sheet = paper.facts, _page(paper)
    y = _letterhead(sheet, f["hospital"], f["hospital_address"], "Telepon (021) 000-0000")
    y = _title(sheet, y + 3, "SURAT KETERANGAN", f["number"])
    y = sheet.paragraph(LEFT, y, WIDTH, "Yang bertanda tangan di bawah ini menerangkan bahwa pasien:", 11.5)
    y = _facts(sheet, y + 1, [("Nama pasien", f["patient"]), ("Keadaan", f["condition"])])
    y = sheet.paragraph(LEFT, y + 3, WIDTH, "dan orang yang berkepentingan dengan pasien tersebut:", 11.5)
    y = _facts(sheet, y + 1, [("Nama", f["name"]), ("NIK", f["nik"]), ("Hubungan", f["relation"])])
    y = sheet.paragraph(LEFT, y + 3, WIDTH, "Demikian keterangan ini dibuat untuk keperluan perizinan.", 11.5)
    _signed(sheet, y + 8, f"Jakarta, {f['date']}", "Dokter pemeriksa,", f["doctor"], f["hospital"])
    return [sheet]
