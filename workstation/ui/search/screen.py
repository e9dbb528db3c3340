"""One field, one list, and beside it the life of the chosen case."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QSplitter, QVBoxLayout, QWidget

from workstation import phrasing
from workstation.places import BY_KEY
from workstation.queries.places import PointRow, other_points
from workstation.ui.action import Action
from workstation.ui.bars import words
from workstation.ui.screen import Screen
from workstation.ui.table import Column, RowTable
from workstation.ui.theme import Tone, pad, theme
from workstation.usecases import following, forwarding, intake
from workstation.usecases.searching import MOST, SHORTEST, FoundRow, LifeRow, find, life_of
from workstation.vocabulary import WAITS, CaseStage, Channel, DocumentStage, Reference, Role
from workstation.wording import word

TONES = {
    CaseStage.APPROVED: Tone.GOOD,
    CaseStage.REFUSED: Tone.BAD,
    CaseStage.RETURNED: Tone.WARN,
    CaseStage.WITHDRAWN: Tone.NEUTRAL,
    CaseStage.DRAFT: Tone.NEUTRAL,
}
FOLLOWED = {
    Reference.AGAIN: "Pengajuan ulang: permohonan biasa, tanpa batas waktu",
    Reference.OBJECTION: "Keberatan atas penolakan (UU 30/2014 pasal 77), dalam batas hari kerjanya",
    Reference.REPLACEMENT: "Penggantian surat: surat lama tidak berlaku begitu penggantinya terbit",
}
_DESKS = {
    CaseStage.SUBMITTED: "review",
    CaseStage.ADMINISTRATIVE: "review",
    CaseStage.TECHNICAL: "review",
    CaseStage.PROPOSED: "approval",
    CaseStage.DRAFT: "intake",
    CaseStage.RETURNED: "intake",
    CaseStage.APPROVED: "handover",
    CaseStage.REFUSED: "handover",
} | dict.fromkeys(WAITS, "waiting")


class FocusSearch(Action):
    """Go to the search field."""

    TEXT, ICON = "Cari", "search"

    def perform(self) -> None:
        """Put the cursor into the field with everything chosen."""
        screen = self.parent()
        if isinstance(screen, SearchScreen):
            screen.term.setFocus()
            screen.term.selectAll()


class OpenFound(Action):
    """Open the chosen case where this officer can work on it."""

    TEXT, ICON = "Buka di meja kerja", "folder-open"

    def fits(self, rows: Sequence[FoundRow]) -> bool | str:
        """Tell why a case cannot be opened."""
        if len(rows) != 1:
            return "Pilih satu berkas dahulu."
        if rows[0].elsewhere:
            return f"Berkas ini dikerjakan {rows[0].elsewhere}."
        key = _DESKS.get(CaseStage(rows[0].stage))
        is_ours = key is not None and BY_KEY[key].roles & self.office.desk.roles
        return bool(is_ours) or "Berkas ini sedang di meja peran lain."

    def perform(self) -> None:
        """Go to the desk of its stage; a question that stands open takes its own key."""
        screen = self.parent()
        if isinstance(screen, SearchScreen) and screen.ask_bar.is_asking:
            screen.ask_bar.accept()
            return
        row: FoundRow = self.rows[0]
        key = _DESKS[CaseStage(row.stage)]
        subject = {"handover": row.letter_id, "waiting": row.stage}.get(key, row.id)
        self.office.hub.go(key, subject)


class WithdrawFound(Action):
    """End the chosen case at the applicant's wish."""

    TEXT, ICON, CHANGES = "Cabut permohonan", "file-x", frozenset({"cases"})

    def fits(self, rows: Sequence[FoundRow]) -> bool | str:
        """Only what is undecided, and only for a counter officer."""
        if len(rows) != 1:
            return "Pilih satu berkas dahulu."
        may = not rows[0].elsewhere and intake.may_withdraw(self.office.desk, CaseStage(rows[0].stage))
        return may or "Hanya permohonan yang belum diputus dapat dicabut, oleh petugas loket."

    def perform(self) -> None:
        """Ask how the applicant said so."""
        row: FoundRow = self.rows[0]
        screen = self.parent()
        if isinstance(screen, SearchScreen):
            screen.ask_bar.reason(
                f"Cabut {row.number} atas permintaan pemohon?",
                (),
                detail="Permohonan berakhir dan tidak dapat dilanjutkan; pemohon dapat mengajukan yang baru.",
                yes="Cabut permohonan",
                danger=True,
                note_label="Dasar permintaan (wajib), misalnya surat pencabutan tanggal berapa",
                then=partial(self._confirmed, row.id),
            )

    def _confirmed(self, application_id: int, _code: str, why: str) -> None:
        desk = self.office.desk
        self.start(lambda: intake.withdraw(desk, application_id, why))


class ForwardFound(Action):
    """Send a case to the service point that decides it."""

    TEXT, KEYS, ICON, CHANGES = "Teruskan ke unit lain", "F6", "send", frozenset({"cases"})

    def fits(self, rows: Sequence[FoundRow]) -> bool | str:
        """One case before its administrative review has ended."""
        if len(rows) != 1 or rows[0].elsewhere:
            return "Pilih satu berkas dahulu."
        if not self.office.may(Role.OFFICER) and not self.office.may(Role.REVIEWER):
            return "Berkas diteruskan oleh petugas loket atau peneliti."
        is_early = CaseStage(rows[0].stage) in (CaseStage.SUBMITTED, CaseStage.ADMINISTRATIVE)
        return is_early or "Hanya berkas yang belum selesai diteliti administrasinya dapat diteruskan."

    def perform(self) -> None:
        """Ask for the points first."""
        self.start(partial(other_points, self.office.desk), then=partial(self._ask, self.rows[0]))

    def _ask(self, row: FoundRow, points: tuple[PointRow, ...]) -> None:
        screen = self.parent()
        if isinstance(screen, SearchScreen):
            choices = [(str(point.id), point.name) for point in points]
            screen.ask_bar.reason(
                f"Teruskan {row.number} ke unit mana?",
                choices,
                detail="Seluruh berkas pindah; nomor, tanggal terima, dan tenggatnya tetap. Unit ini tetap dapat"
                " melihat sampai di mana berkasnya.",
                yes="Teruskan berkas",
                note_label="Alasan (wajib), misalnya kewenangan Dinas",
                note_for=frozenset(code for code, _ in choices),
                then=partial(self._forward, row.id),
            )

    def _forward(self, application_id: int, point: str, why: str) -> None:
        self.start(partial(forwarding.forward, self.office.desk, application_id, int(point), why))


class FollowFound(Action):
    """File again what has ended: anew, as an objection, or for another permit in the place of this one."""

    TEXT, KEYS, ICON, ROLE = "Permohonan lanjutan", "Ctrl+Shift+N", "file-plus", Role.OFFICER
    CHANGES = frozenset({"cases"})

    def fits(self, rows: Sequence[FoundRow]) -> bool | str:
        """One case that has ended."""
        if len(rows) != 1:
            return "Pilih satu berkas dahulu."
        ended = not rows[0].elsewhere and CaseStage(rows[0].stage) in following.WAYS
        return (
            ended
            or "Hanya berkas yang sudah diputus, dicabut, atau gugur dapat dilanjutkan dengan yang baru."
        )

    def perform(self) -> None:
        """Ask how."""
        row: FoundRow = self.rows[0]
        screen = self.parent()
        if isinstance(screen, SearchScreen):
            screen.ask_bar.reason(
                f"Permohonan baru yang merujuk {row.number} atas nama {row.applicant}?",
                [(way.value, FOLLOWED[way]) for way in following.WAYS[CaseStage(row.stage)]],
                detail="Isian dan dokumen yang tidak ditolak dibawa ke konsep baru; semuanya diteliti dan diputus"
                " dari awal. Berkas lama tidak berubah.",
                yes="Buat konsep",
                note_label="Catatan tidak diperlukan",
                then=partial(self._follow, row.id),
            )

    def _follow(self, application_id: int, way: str, _note: str) -> None:
        work = partial(following.follow, self.office.desk, application_id, Reference(way), Channel.COUNTER)
        self.start(work, then=self._made)

    def _made(self, draft_id: int) -> None:
        self.office.hub.go("intake", draft_id)


class SearchScreen(Screen):
    """Find a case of this point."""

    KEY, TITLE, ICON = "search", "Pencarian", "search"
    SHOWS = frozenset({"cases", "documents"})

    def build(self) -> None:
        """Lay out field, list and life."""
        self.term = QLineEdit()
        self.term.setPlaceholderText("Nomor permohonan, nomor surat, kode lacak, NIK lengkap, atau nama")
        self.term.setAccessibleName("Cari berkas")
        self.term.setClearButtonEnabled(True)
        self.term.setMinimumWidth(theme().px(420))
        self.term.returnPressed.connect(self.search)
        self.add_header(self.term)
        self.table = RowTable(
            (
                Column("Nomor", lambda r: r.number, width=170, strong=True),
                Column("Pemohon", lambda r: r.applicant, sub=lambda r: r.nik_masked),
                Column("Jenis", lambda r: r.type_title, width=170),
                Column("Tahap", self._stage, tone=self._tone, width=200, sub=self._where),
                Column("Nomor surat", lambda r: r.letter_number, width=220),
            ),
            name="search",
        )
        self.life = RowTable(
            (
                Column("Tahap", self._life_stage, strong=True),
                Column("Sejak", lambda r: phrasing.short_moment(r.from_at), width=220),
                Column("Petugas", lambda r: r.officer or "sistem", width=260),
            ),
            name="search-life",
        )
        right = QWidget()
        column = QVBoxLayout(right)
        pad(column, 0, 12, 0, 0, gap=8)
        self._life_title = words("Riwayat", "section")
        column.addWidget(self._life_title)
        column.addWidget(self.life, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.table)
        split.addWidget(right)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setChildrenCollapsible(False)
        self.set_body(split)
        self.add_actions(FocusSearch)
        self.add_actions(OpenFound, WithdrawFound, FollowFound, ForwardFound, follow=self.table)
        self.table.chosen.connect(self._chose)
        self.table.activated_row.connect(self._activate)
        self._ask_for_a_term()

    def open(self, subject: object) -> None:
        """Search for the given words at once."""
        self.term.setText(str(subject))
        self.search()

    def refresh(self) -> None:
        """Search again when something has changed."""
        if len(self.term.text().strip()) >= SHORTEST:
            self.search()
        else:
            self.term.setFocus()

    def search(self) -> None:
        """Ask the database; the search is journalled."""
        term, desk = self.term.text().strip(), self.office.desk
        if len(term) < SHORTEST:
            self._ask_for_a_term()
            return
        self.ask(partial(find, desk, term), then=self._show)

    def _ask_for_a_term(self) -> None:
        self.show_empty(
            "Cari berkas",
            "Ketik sedikitnya tiga huruf atau angka, lalu Enter. Setiap pencarian dicatat dalam jejak akses.",
            "search",
        )

    def _show(self, rows: tuple[FoundRow, ...]) -> None:
        if not rows:
            text = "Periksa ejaan, atau cari dengan kode lacak pada tanda terima."
            self.show_empty(
                f"Tidak ada berkas yang cocok dengan “{self.term.text().strip()}”", text, "search"
            )
            return
        self.show_body()
        self.set_title(
            self.TITLE, f"{len(rows)} berkas" + (" (persempit pencarian)" if len(rows) == MOST else "")
        )
        self.table.set_rows(rows)
        if not self.table.selectionModel().hasSelection():
            self.table.selectRow(0)
        self.table.setFocus()

    def _chose(self, rows: tuple[FoundRow, ...]) -> None:
        if len(rows) != 1:
            return
        self._life_title.setText(f"Riwayat {rows[0].number}")
        self.office.do(partial(life_of, self.office.desk, rows[0].id), then=self._show_life, read=True)

    def _show_life(self, rows: tuple[LifeRow, ...]) -> None:
        self.life.set_rows(rows)

    def _activate(self, _row: FoundRow) -> None:
        for action in self.actions_here:
            if isinstance(action, OpenFound) and action.isEnabled():
                action.trigger()

    @staticmethod
    def _stage(row: FoundRow) -> str:
        return word(DocumentStage(row.letter_stage)) if row.letter_stage else word(CaseStage(row.stage))

    @staticmethod
    def _where(row: FoundRow) -> str:
        return f"di {row.elsewhere}" if row.elsewhere else ""

    @staticmethod
    def _tone(row: FoundRow) -> Tone:
        return TONES.get(CaseStage(row.stage), Tone.ACCENT)

    @staticmethod
    def _life_stage(row: LifeRow) -> str:
        if row.machine == "document":
            return "Surat: " + word(DocumentStage(row.stage)).lower()
        return word(CaseStage(row.stage))
