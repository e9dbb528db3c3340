"""Draw every component in light, dark and high contrast: `python -m tests.ui.gallery FOLDER`.

The pictures are for eyes, not for comparison: they show whether the whole looks like one product.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from workstation.errors import DatabaseDown, NobodyWaiting
from workstation.ui.action import Action
from workstation.ui.bars import Empty, Notice, OutageBanner, words
from workstation.ui.button import Button, Weight
from workstation.ui.form import Form
from workstation.ui.hub import Hub
from workstation.ui.jobs import Lanes
from workstation.ui.office import Office
from workstation.ui.screen import Screen
from workstation.ui.signing_in import CounterChoice, PointChoice, PracticeAccount, SignIn, Welcome
from workstation.ui.table import RIGHT, Column, RowTable
from workstation.ui.theme import Look, Tone, pad, theme
from workstation.ui.topbar import Chip
from workstation.ui.window import Facts, ScreenSpec, Window
from workstation.vocabulary import Role


@dataclass(frozen=True)
class TicketLine:
    id: int
    number: str
    name: str
    service: str
    state: str
    tone: Tone
    icon: str
    minutes: int


NAMES = (
    "Sri Wahyuni", "Bambang Sutrisno", "Dewi Lestari", "Agus Salim", "Ni Luh Putu Ayu", "Hendra Gunawan",
    "Maria Goreti", "Slamet Riyadi", "Fitri Handayani", "Yohanes Manurung", "Rini Puspita", "Zulkifli Hasan",
    "Indah Permata", "Joko Prasetyo", "Siti Aminah", "Andi Firmansyah", "Kartika Sari", "Budi Darmawan",
)  # fmt: skip
STATES = (
    ("Menunggu", Tone.NEUTRAL, "hourglass"), ("Dipanggil", Tone.INFO, "megaphone"),
    ("Dilayani", Tone.ACCENT, "user-check"), ("Selesai", Tone.GOOD, "circle-check"),
    ("Lewat tenggat", Tone.WARN, "clock-alert"), ("Ditolak", Tone.BAD, "circle-x"),
)  # fmt: skip
COLUMNS = (
    Column("Nomor", lambda r: r.number, width=90, strong=True),
    Column("Nama pemohon", lambda r: r.name),
    Column("Layanan", lambda r: r.service, width=260, icon=lambda r: "file-text"),
    Column("Status", lambda r: r.state, tone=lambda r: r.tone, icon=lambda r: r.icon, width=160),
    Column("Menunggu", lambda r: f"{r.minutes} mnt", align=RIGHT, width=100, sort=lambda r: r.minutes),
)


def lines(count: int = 18) -> list[TicketLine]:
    services = ("SIKM – perjalanan luar kota", "STRP – pekerja sektor kritikal", "Izin praktik dokter")
    return [
        TicketLine(
            n, f"{'ABC'[n % 3]}-{n + 1:03d}", NAMES[n % 18], services[n % 3], *STATES[n % 6], 3 * n + 2
        )
        for n in range(count)
    ]


class CallNext(Action):
    TEXT, KEYS, ICON, ROLE, WEIGHT = "Panggil berikutnya", "F9", "megaphone", Role.OFFICER, Weight.PRIMARY

    def perform(self) -> None:
        self.start(lambda: None)


class Recall(Action):
    TEXT, KEYS, ICON = "Panggil ulang", "F10", "repeat"

    def perform(self) -> None:
        self.start(lambda: None)


class Skip(Action):
    TEXT, KEYS, ICON = "Lewati", "F11", "skip-forward"

    def fits(self, rows):
        return len(rows) == 1 or "Pilih satu antrean dahulu."

    def perform(self) -> None:
        self.start(lambda: None)


class QueueScreen(Screen):
    KEY, TITLE, ICON, SHOWS = "queue", "Antrean", "users", frozenset({"tickets"})

    def build(self) -> None:
        self.table = RowTable(COLUMNS, name="gallery", checkable=True)
        self.add_actions(Recall, Skip, CallNext, follow=self.table)
        self.set_title("Antrean", "12 menunggu · rata-rata 14 menit")
        self.set_body(self.table)

    def refresh(self) -> None:
        self.table.set_rows(lines())
        self.table.selectRow(2)
        self.table.rows_model.tick([0, 3], True)
        self.counted.emit(12)


def _blank(key: str, title: str, icon: str) -> ScreenSpec:
    return ScreenSpec(key, title, icon, type("Blank", (Screen,), {"KEY": key, "TITLE": title, "ICON": icon}))


SPECS = (
    _blank("reception", "Penerimaan", "door-open"), ScreenSpec.of(QueueScreen),
    _blank("intake", "Pendaftaran", "clipboard-list"),
    _blank("review", "Penelitian berkas", "scan-eye"), _blank("approval", "Persetujuan", "signature"),
    _blank("handover", "Serah terima", "hand"), _blank("search", "Pencarian", "search"),
    _blank("figures", "Angka kinerja", "chart-column"), _blank("admin", "Pengaturan", "settings"),
)  # fmt: skip


def field(code: str, label: str, kind: str = "text", **more: object) -> SimpleNamespace:
    facts = {"required": True, "help": "", "choices": (), "when": None, "max_length": 100} | more
    return SimpleNamespace(code=code, label=label, kind=kind, **facts)


NEEDS = (("sick", "Kunjungan keluarga sakit"), ("birth", "Persalinan"))
FIELDS = (
    field("name", "Nama lengkap sesuai KTP"),
    field("nik", "NIK", "nik", help="16 angka tanpa spasi"),
    field("birth", "Tanggal lahir", "date"),
    field("phone", "Nomor telepon", "phone", required=False),
    field("need", "Keperluan perjalanan", "choice", choices=NEEDS),
    field("mail", "Surel", "email"),
    field("address", "Alamat tujuan", "multiline"),
)  # fmt: skip


def faults(values: dict[str, str]) -> dict[str, str]:
    found = {f.code: f"{f.label} wajib diisi." for f in FIELDS if f.required and not values.get(f.code)}
    if values.get("nik") and len(values["nik"]) != 16:
        found["nik"] = "NIK terdiri atas 16 angka; sekarang 12."
    return found


def office(lanes: Lanes) -> Office:
    return Office(desk=SimpleNamespace(roles=frozenset(Role)), lanes=lanes, hub=Hub(lanes))


def window(lanes: Lanes) -> Window:
    facts = Facts("MPP DKI Jakarta", "Siti Rahma", "Petugas loket", "Loket 12", practice=True)
    made = Window(office(lanes), SPECS, facts, unlock=lambda secret: secret)
    made.show_screen("queue")
    return made


def parts() -> QWidget:
    """Buttons, chips, bars, letters."""
    page = QWidget()
    page.setObjectName("page")
    column = QVBoxLayout(page)
    pad(column, 24, gap=16)
    column.addWidget(words("Permohonan SIKM 2021-07-000123", "title"))
    column.addWidget(words("Diterima 5 Juli 2021 08.15 WIB, tenggat 6 Juli 2021 08.15 WIB", "muted"))
    for enabled in (True, False):
        row = QHBoxLayout()
        pad(row, gap=8)
        for text, icon, keys, weight in (
            ("Panggil berikutnya", "megaphone", "F9", Weight.PRIMARY),
            ("Panggil ulang", "repeat", "F10", Weight.PLAIN),
            ("Lewati", "skip-forward", "F11", Weight.QUIET),
            ("Cabut izin", "trash-2", "Ctrl+Del", Weight.DANGER),
            ("Kecil", "plus", "", Weight.PLAIN),
        ):
            button = Button(text, icon, keys=keys, weight=weight, small=text == "Kecil")
            button.setEnabled(enabled)
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
    chips = QHBoxLayout()
    pad(chips, gap=8)
    for text, tone, icon in STATES:
        chips.addWidget(Chip(text, tone, icon))
    chips.addStretch(1)
    column.addLayout(chips)
    notice, banner = Notice(), OutageBanner()
    notice.show_problem(NobodyWaiting())
    banner.show_outage("database", DatabaseDown("SQLSTATE 08006"), 3)
    column.addWidget(notice)
    column.addWidget(banner)
    column.addWidget(
        Empty("Tidak ada yang menunggu", "Antrean baru muncul di sini begitu pengunjung lapor diri."), 1
    )
    return page


def form() -> QWidget:
    page = QWidget()
    page.setObjectName("page")
    column = QVBoxLayout(page)
    pad(column, 24, gap=16)
    column.addWidget(words("Data pemohon", "section"))
    made = Form(FIELDS, check=faults)
    made.set_values({"name": "Sri Wahyuni", "nik": "317199450285", "birth": "1985-02-05", "need": "sick"})
    made.show_faults({"nik": faults(made.values())["nik"]})
    column.addWidget(made)
    column.addStretch(1)
    return page


def sign_in(lanes: Lanes) -> SignIn:
    accounts = [
        PracticeAccount("Siti Rahma", "Petugas loket", "siti", "latihan-1"),
        PracticeAccount("Bagus Pratama", "Peneliti berkas", "bagus", "latihan-2"),
        PracticeAccount("Ratna Dewanti", "Penyelia", "ratna", "latihan-3"),
        PracticeAccount("Made Wirawan", "Kepala unit", "made", "latihan-4"),
    ]
    return SignIn(
        lanes, sign_in=lambda c: None, sit_down=lambda *a: None, server="db.pmptsp.example", practice=accounts
    )


WELCOME = Welcome(
    "Siti Rahma",
    (
        PointChoice(
            1, "MPP DKI Jakarta", (CounterChoice(1, "Loket 11"), CounterChoice(2, "Loket 12", "Bagus P."))
        ),
    ),
)


def scenes(lanes: Lanes) -> Iterator[tuple[str, QWidget, tuple[int, int]]]:
    full = (1366, 768)
    yield "window", window(lanes), full
    asking = window(lanes)
    asking.screen_now().ask_bar.reason(
        "Mengapa A-003 dilewati?", [("gone", "Tidak hadir setelah tiga kali dipanggil")], then=asking.close
    )
    yield "window-asking", asking, full
    out = window(lanes)
    out.banner.show_outage("database", DatabaseDown("SQLSTATE 08006"), 2)
    out.top.show_line(is_up=False)
    out.toast.say("A-012 dipanggil ke Loket 12")
    yield "window-outage", out, full
    keys = window(lanes)
    yield "keys", keys, full
    palette = window(lanes)
    yield "palette", palette, full
    locked = window(lanes)
    locked.lock_now()
    yield "lock", locked, full
    yield "parts", parts(), (1000, 720)
    yield "form", form(), (900, 560)
    yield "sign-in", sign_in(lanes), full
    seats = sign_in(lanes)
    seats._greet(WELCOME)
    yield "seats", seats, full


def draw(folder: Path, look: Look, scale: int, only: str = "") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    theme().apply(look, scale)
    lanes = Lanes()
    for name, widget, size in scenes(lanes):
        if only and only not in name:
            widget.deleteLater()
            continue
        widget.resize(*size)
        widget.show()
        for kind in ("keys", "palette"):
            if name == kind:
                widget.show_keys() if kind == "keys" else widget.show_palette()
        QCoreApplication.sendPostedEvents()
        widget.grab().save(str(folder / f"{name}-{look.value}-{scale}.png"))
        widget.hide()
        widget.deleteLater()
    lanes.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def main(folder: str, only: str = "") -> None:
    app = QApplication.instance() or QApplication([])
    app.setOrganizationName("loket-gallery")
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
    for look, scale in ((Look.LIGHT, 100), (Look.DARK, 100), (Look.CONTRAST, 100), (Look.LIGHT, 200)):
        draw(Path(folder), look, scale, only)


if __name__ == "__main__":
    main(*sys.argv[1:])
