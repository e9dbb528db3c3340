"""The exercise of the desk: cases with one planted fault each and clean ones, walked by keyboard in the real window.

`python -m tests.pictures --all planted --folder DIR` takes one picture of each as it comes to the desk and writes
beside it what the desk says, so that a person can judge whether the fault is seen at a glance.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO

from PIL import Image, ImageFilter, ImageOps
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest

from tests.make import Office
from tests.pictures.review import cast
from tests.pictures.stage import Stage
from workstation.imaging.pool import PageReader
from workstation.imaging.words import WordReader, is_installed
from workstation.resources_at import resource
from workstation.ui.review.screen import ReviewScreen
from workstation.ui.window import Window
from workstation.usecases import intake
from workstation.vocabulary import Channel

Change = Callable[[bytes], bytes]


def _photo(change: Callable[[Image.Image], Image.Image], data: bytes) -> bytes:
    out = BytesIO()
    change(Image.open(BytesIO(data)).convert("RGB")).save(out, "JPEG", quality=88)
    return out.getvalue()


def _cut(picture: Image.Image) -> Image.Image:
    width, height = picture.size
    return picture.crop((width // 12, height // 14, width - width // 15, height - height // 12))


BLURRED: Change = partial(_photo, lambda p: p.filter(ImageFilter.GaussianBlur(9)))
DARK: Change = partial(_photo, lambda p: p.point(lambda level: level // 5))
TURNED: Change = partial(_photo, lambda p: p.transpose(Image.Transpose.ROTATE_90))
CUT: Change = partial(_photo, _cut)
FRAMED: Change = partial(_photo, lambda p: ImageOps.expand(p, border=p.width // 12, fill=(236, 240, 246)))
BLANK: Change = partial(_photo, lambda p: Image.new("RGB", p.size, (250, 250, 248)))


@dataclass(frozen=True, slots=True)
class Planted:
    """One case: a practice application, what is changed on the form, which papers are other ones or spoilt.

    `fault` says what an officer must see; "" for a clean case.
    """

    name: str
    ident: str
    fault: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    papers: Mapping[str, str] = field(default_factory=dict)
    spoilt: Mapping[str, Change] = field(default_factory=dict)
    rows_of: str = ""


def _day(by: int) -> str:
    return (datetime.now(intake.WIB).date() + timedelta(days=by)).isoformat()


LATE = {"valid_from": _day(160), "valid_until": _day(166)}


def planted() -> tuple[Planted, ...]:
    """Give the cases of the exercise, in the order in which they are filed."""
    return (
        Planted("c01-company", "A001"),
        Planted("c02-person", "A015"),
        Planted("c03-sikm", "A006"),
        Planted("c04-person", "A128"),
        Planted("c05-company", "A013"),
        Planted("c06-person", "A127"),
        Planted("c07-odd-number", "A016"),
        Planted("p01-nik-digit", "A061", "satu angka NIK lain dari kartu"),
        Planted("p02-name-letter", "A060", "satu huruf nama lain", {"name": "Rr. Diah Ayu K."}),
        Planted("p03-expired-letter", "A028", "surat tugas hanya sampai 23 Oktober 2026"),
        Planted(
            "p04-birth-date", "A005", "tanggal lahir lain dari kartu", fields={"birth_date": "1984-02-05"}
        ),
        Planted("p05-photo-reused", "A023", "pas foto orang lain", papers={"photo": "p04-photo.jpg"}),
        Planted(
            "p06-photo-cut",
            "A095",
            "pas foto orang lain, dipotong",
            papers={"photo": "p02-photo.jpg"},
            spoilt={"photo": CUT},
        ),
        Planted("p07-no-stamp", "A034", "tanpa meterai"),
        Planted("p08-blurred", "A096", "kartu buram", spoilt={"identity_card": BLURRED}),
        Planted("p09-dark", "A063", "sertifikat gelap", spoilt={"vaccine_certificate": DARK}),
        Planted("p10-turned", "A131", "kartu terputar", spoilt={"identity_card": TURNED}),
        Planted("p11-rows-elsewhere", "A004", "pekerja perusahaan lain", rows_of="A001"),
        Planted(
            "p12-future",
            "A058",
            "baru berlaku jauh di depan",
            fields=LATE,
        ),
        Planted(
            "p13-swapped",
            "A099",
            "dokumen tertukar",
            papers={
                "identity_card": "p22-neighbourhood_letter.jpg",
                "neighbourhood_letter": "p22-identity_card.jpg",
            },
        ),
        Planted("p14-district", "A098", "kecamatan lain", fields={"district": "Cengkareng"}),
        Planted("p15-wrong-company", "A017", "surat tugas perusahaan lain"),
        Planted("p16-number-digit", "A032", "angka NIB lain"),
        Planted("p17-missing-page", "A026", "lembar daftar pekerja tidak ada"),
        Planted("p18-row-nik", "A027", "NIK seorang pekerja lain dari surat"),
        Planted("p19-address", "A029", "alamat lain dari NIB"),
        Planted("p20-sector", "A019", "sektor lain dari NIB"),
        Planted("p21-card-reused", "A018", "kartu pemohon lain"),
        Planted("p22-contact-name", "A031", "ejaan nama penanggung jawab"),
        Planted("p23-row-name", "A025", "ejaan nama seorang pekerja"),
        Planted("p24-blank", "A064", "surat kosong", spoilt={"neighbourhood_letter": BLANK}),
        Planted(
            "p25-photo-framed",
            "A062",
            "pas foto orang lain, berbingkai",
            papers={"photo": "p16-photo.jpg"},
            spoilt={"photo": FRAMED},
        ),
    )


def file(office: Office, pages: PageReader, one: Planted) -> int:
    """File a case as the counter does, every page measured; returns its id."""
    told = {a["id"]: a for a in cast()}
    mine, rows = told[one.ident], told[one.rows_of or one.ident]["workers"]
    desk = office.desk("budi")
    draft = intake.start_draft(desk, mine["permit_type"], Channel(mine["channel"]))
    if rows:
        entries = [
            intake.WorkerEntry(w["name"], w["nik"], w.get("address", ""), w.get("destination", ""))
            for w in rows
        ]
        intake.replace_workers(desk, draft.id, entries)
    for code, name in {**mine["documents"], **one.papers}.items():
        data = resource(f"practice/scans/{name}").read_bytes()
        if code in one.spoilt:
            data, name = one.spoilt[code](data), f"{code}.jpg"
        intake.attach_scan(desk, draft.id, code, name, data, 1, pages.measures(data, name))
    period = {"valid_from": _day(1), "valid_until": _day(7)}
    return intake.submit(desk, draft, {**mine["fields"], **period, **one.fields}).application_id


def said(screen: ReviewScreen) -> str:
    """Give what the desk says of the case that lies there."""
    case = screen.desk.case
    lines = [f"! {hint.title} | {hint.text}" for hint in screen.desk.hints.hints]
    if case.noticed.isVisible():
        lines.append(f"# {case.noticed.accessibleName()}")
    return "\n".join(lines)


def shots(stage: Stage) -> None:
    """Walk all of them by keyboard; nothing of this is kept in docs."""
    if not stage.is_thorough:
        return
    stage.is_thorough = False
    with PageReader() as pages:
        cases = {file(stage.office, pages, one): one for one in planted()}
        words = WordReader() if is_installed() else None
        screen = stage.show(ReviewScreen, "rina", pages=pages, **({"words": words} if words else {}))
        assert isinstance(screen, ReviewScreen)
        window, told = stage.front, []
        assert isinstance(window, Window)
        window._watch._timer.stop()  # reading takes its time here, and nobody is away
        for _ in cases:
            QTest.keyClick(
                window.windowHandle(), Qt.Key.Key_F2
            )  # as the system tells it: the lock hears it too
            stage.settle()
            assert screen.case is not None
            one = cases[screen.case.id]
            stage.shot(one.name)
            told.append(f"{one.name}: {one.fault or 'bersih'}\n{said(screen)}\n")
            if one.name in ("c02-person", "p01-nik-digit", "p08-blurred", "p11-rows-elsewhere"):
                window.resize(QSize(3840, 2160))
                stage.settle()
                stage.shot(f"{one.name}-4k")
                window.resize(QSize(1366, 768))
                stage.settle()
        (stage.folder / "said.txt").write_text("\n".join(told), "utf-8")
        if words is not None:
            words.close()
