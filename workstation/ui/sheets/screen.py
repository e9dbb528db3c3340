"""Secured paper of the point: the balance, every place with its serials, what was spoiled."""

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from workstation.phrasing import date_time, grouped
from workstation.queries import sheets
from workstation.queries.sheets import Ledger, PlaceRow
from workstation.ui.bars import Bar, words
from workstation.ui.screen import Screen
from workstation.ui.sheets import actions, serials
from workstation.ui.table import RIGHT, Column, RowTable
from workstation.ui.theme import Tone, pad
from workstation.vocabulary import Role


def _counted(row: PlaceRow) -> str:
    if row.difference is None or row.counted is None:
        return "Belum dihitung"
    if row.difference:
        kind = "kurang" if row.difference > 0 else "lebih"
        return f"{grouped(row.counted)}: {kind} {grouped(abs(row.difference))}"
    return f"{grouped(row.counted)}: cocok"


def _tone(row: PlaceRow) -> Tone | None:
    if row.difference is None:
        return None
    return Tone.BAD if row.difference else Tone.GOOD


def _number(name: str) -> Column:
    title = {
        "unused": "Belum dipakai",
        "good": "Terpakai baik",
        "spoiled": "Rusak",
        "in_printer": "Di pencetak",
    }
    return Column(
        title[name],
        lambda r: grouped(getattr(r, name)) if getattr(r, name) else "–",
        align=RIGHT,
        width=112,
        strong=name == "unused",
    )


PLACES = (
    Column(
        "Tempat",
        lambda r: r.name,
        strong=True,
        sub=lambda r: serials.listed(r.ranges) or "tidak ada lembar",
        tooltip=lambda r: serials.listed(r.ranges, 20),
    ),
    _number("unused"),
    _number("in_printer"),
    _number("good"),
    _number("spoiled"),
    Column(
        "Hitungan terakhir",
        _counted,
        width=176,
        tone=_tone,
        tooltip=lambda r: date_time(r.counted_at) if r.counted_at else "",
    ),
)
SPOILED = (
    Column("Lembar", lambda r: r.id, width=150, strong=True),
    Column("Sebab", lambda r: r.reason, tooltip=lambda r: r.reason),
    Column("Dicatat", lambda r: f"{date_time(r.at)} · {r.officer}", width=400),
)


class SheetsScreen(Screen):
    """Where every sheet is, and whether good, spoiled and unused make up what was delivered."""

    KEY, TITLE, ICON = "sheets", "Kertas pengaman", "files"
    ROLES = frozenset({Role.OFFICER, Role.SUPERVISOR})
    SHOWS = frozenset({"sheets", "prints"})

    def build(self) -> None:
        """Lay out the verdict, the places and what was spoiled."""
        self.ledger: Ledger | None = None
        self.verdict = Bar(Tone.GOOD)
        self.table = RowTable(PLACES, name="sheets")
        self.spoiled = RowTable(SPOILED, name="sheets-spoiled")
        self._spoiled_title = words("Lembar rusak", "section")
        body = QWidget()
        column = QVBoxLayout(body)
        pad(column, gap=10)
        column.addWidget(self.verdict)
        column.addWidget(self.table, 3)
        column.addWidget(self._spoiled_title)
        column.addWidget(self.spoiled, 2)
        self.set_body(body)
        self.receive, *_ = self.add_actions(actions.ReceivePack)
        self.add_actions(actions.MoveHere, actions.Spoil, actions.Count, follow=self.table)
        self.setFocusProxy(self.table)

    def refresh(self) -> None:
        """Count anew."""
        self.ask(partial(sheets.ledger, self.office.desk), then=self._show)

    def _show(self, found: Ledger) -> None:
        self.ledger = found
        self.table.set_rows(found.places)
        self.spoiled.set_rows(found.spoiled)
        for part in (self._spoiled_title, self.spoiled):
            part.setVisible(bool(found.spoiled))
        self._spoiled_title.setText(f"Lembar rusak: {grouped(sum(row.spoiled for row in found.places))}")
        if self.table.row_now() is None:
            self._choose_place()
        self._say_verdict(found)

    def _choose_place(self) -> None:
        counter = self.office.desk.counter
        if counter is None or not self.table.choose_row(counter.id):
            self.table.choose_first()

    def _say_verdict(self, found: Ledger) -> None:
        wrong = [row for row in found.places if row.difference]
        self.counted.emit(len(wrong))
        if not found.delivered:
            self.verdict.set_tone(Tone.INFO)
            self.verdict.show_text(
                "Belum ada kertas pengaman yang diterima.",
                "Pejabat mencatat kiriman (Ctrl+N). Izin memakainya bila setelan kantor “secured_paper” menyala.",
            )
            return
        good, spoiled, unused = (
            sum(getattr(row, name) for row in found.places) for name in ("good", "spoiled", "unused")
        )
        said = (
            f"{grouped(found.delivered)} diterima = {grouped(good)} terpakai baik + {grouped(spoiled)} rusak"
            f" + {grouped(unused)} belum dipakai"
        )
        self.verdict.set_tone(Tone.BAD if wrong or found.difference else Tone.GOOD)
        self.verdict.show_text(
            said,
            "; ".join(f"{row.name}: dihitung {_counted(row)}" for row in wrong)
            + ". Cari lembarnya; yang hilang dicatat rusak (F7), lalu hitung lagi (F9)."
            if wrong
            else "Setiap lembar ada tempatnya.",
        )

    def offered(self, place: int, most: int) -> str:
        """Give the serials that lie uppermost in the store, or at the own counter for a move back into it."""
        if self.ledger is None:
            return ""
        counter = self.office.desk.counter
        source = 0 if place else (counter.id if counter else 0)
        ranges = next((row.ranges for row in self.ledger.places if row.id == source), ())
        return serials.first_of(ranges, most) if source != place else ""

    def compared(self, difference: int) -> None:
        """Say whether the count agreed."""
        if not difference:
            self.say("Hitungan cocok dengan catatan.")
            return
        kind = "kurang" if difference > 0 else "lebih"
        self.notice.show_text(
            f"Hitungan {kind} {grouped(abs(difference))} lembar dari catatan.",
            "Selisih ini tampil merah di Neraca sampai hitungan berikutnya cocok. Hitung sekali lagi, periksa baki"
            " pencetak, lalu catat lembar yang hilang sebagai rusak (F7).",
        )
