"""The verbs of secured paper: receive, take, give, spoil, count."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from workstation.queries.sheets import PlaceRow
from workstation.ui.action import Action
from workstation.ui.button import Weight
from workstation.ui.sheets import serials
from workstation.usecases import keeping_sheets
from workstation.vocabulary import Role

if TYPE_CHECKING:
    from workstation.ui.sheets.screen import SheetsScreen

AT_ONCE = 50
OTHER = "other"
FAULTS = (
    ("torn", "Sobek, kusut atau basah"),
    ("jam", "Macet di pencetak"),
    ("misprint", "Salah cetak"),
    ("lost", "Hilang"),
    (OTHER, "Alasan lain (tuliskan)"),
)
ONE = "Pilih satu tempat dahulu."


class SheetsAction(Action):
    """A verb of this screen."""

    CHANGES = frozenset({"sheets"})

    @property
    def here(self) -> "SheetsScreen":
        """Give the screen."""
        return cast("SheetsScreen", self.parent())

    def ask_serials(self, question: str, detail: str, text: str, yes: str) -> None:
        """Ask for serials; `given` gets them as they were typed."""
        self.here.ask_bar.line(
            question,
            detail,
            yes=yes,
            text=text,
            label="Seri dan nomor lembar",
            check=serials.fault,
            then=self.given,
        )

    def given(self, text: str) -> None:
        """Do it with these serials."""
        raise NotImplementedError

    def _said(self, count: int, words: str) -> None:
        self.here.say(f"{count} lembar {words}.")


class ReceivePack(SheetsAction):
    """Note a delivery."""

    TEXT, KEYS, ICON, ROLE = "Terima kiriman", "Ctrl+N", "package", Role.SUPERVISOR

    def perform(self) -> None:
        """Ask for the range on the pack."""
        self.ask_serials(
            "Kiriman kertas pengaman apa yang diterima?",
            "Seri dengan nomor pertama dan terakhir seperti pada kemasan. Setiap lembar dicatat; tidak dapat dihapus.",
            "",
            "Terima",
        )

    def given(self, text: str) -> None:
        """Receive it."""
        desk, pack = self.office.desk, serials.read(text)
        if pack is not None:
            count = pack.last - pack.first + 1
            self.start(lambda: keeping_sheets.receive_pack(desk, pack), then=partial(self._received, count))

    def _received(self, count: int, _pack: int) -> None:
        self._said(count, "diterima di gudang")


class MoveHere(SheetsAction):
    """Bring sheets to the chosen place."""

    TEXT, KEYS, ICON, WEIGHT = "Pindahkan ke sini", "F8", "move-horizontal", Weight.PRIMARY

    def fits(self, rows: Sequence[PlaceRow]) -> bool | str:
        """One place to bring them to."""
        return len(rows) == 1 or ONE

    def perform(self) -> None:
        """Ask which, offering what lies uppermost in the store, or at the own counter."""
        row: PlaceRow = self.rows[0]
        self._place = row.id or None
        self.ask_serials(
            f"Lembar mana yang dibawa ke {row.name}?",
            "Pengganti kertas di loket diambil dari gudang; dari loket lain hanya oleh petugasnya atau pejabat.",
            self.here.offered(row.id, AT_ONCE),
            "Pindahkan",
        )

    def given(self, text: str) -> None:
        """Move them."""
        desk, sheets, place = self.office.desk, serials.read(text), self._place
        if sheets is not None:
            self.start(
                lambda: keeping_sheets.move_sheets(desk, sheets, place),
                then=partial(self._said, words="dipindahkan"),
            )


class Spoil(SheetsAction):
    """Note sheets as spoiled, for ever."""

    TEXT, KEYS, ICON = "Rusak atau hilang", "F7", "file-x"

    def fits(self, rows: Sequence[PlaceRow]) -> bool | str:
        """One place that has unused sheets."""
        if len(rows) != 1:
            return ONE
        return bool(rows[0].ranges) or "Tidak ada lembar yang belum dipakai di sini."

    def perform(self) -> None:
        """Ask which."""
        row: PlaceRow = self.rows[0]
        self.ask_serials(
            "Lembar mana yang rusak?",
            "Yang dicatat rusak tidak dapat dipakai lagi. Kertas yang rusak saat dicetak dicatat di Penyerahan (F9).",
            serials.first_of(row.ranges, 1),
            "Lanjut",
        )

    def given(self, text: str) -> None:
        """Ask why."""
        self.here.ask_bar.reason(
            f"Mengapa {text.strip().upper()} rusak?",
            FAULTS,
            yes="Catat rusak",
            danger=True,
            note_for=frozenset({OTHER}),
            then=partial(self._told, text),
        )

    def _told(self, text: str, code: str, note: str) -> None:
        desk, sheets, label = self.office.desk, serials.read(text), dict(FAULTS)[code]
        why = note if code == OTHER else f"{label}: {note}" if note else label
        if sheets is not None:
            self.start(
                lambda: keeping_sheets.spoil_sheets(desk, sheets, why),
                then=partial(self._said, words="dicatat rusak"),
            )


class Count(SheetsAction):
    """Count by hand what lies at the chosen place."""

    TEXT, KEYS, ICON = "Hitung fisik", "F9", "list-checks"

    def fits(self, rows: Sequence[PlaceRow]) -> bool | str:
        """One place."""
        return len(rows) == 1 or ONE

    def perform(self) -> None:
        """Ask for the number without telling the ledger's: it shall be counted, not copied."""
        row: PlaceRow = self.rows[0]
        self._place = row.id or None
        self.here.ask_bar.line(
            f"Berapa lembar yang belum dipakai di {row.name}?",
            "Hitung lembarnya, juga yang ada di baki pencetak, lalu tulis jumlahnya.",
            yes="Catat",
            label="Jumlah lembar",
            check=_number_fault,
            then=self._counted,
        )

    def _counted(self, text: str) -> None:
        desk, place, counted = self.office.desk, self._place, int(text)
        self.start(lambda: keeping_sheets.count_sheets(desk, place, counted), then=self._compared)

    def _compared(self, difference: int) -> None:
        self.here.compared(difference)


def _number_fault(text: str) -> str:
    return "" if text.strip().isdecimal() and len(text) < 7 else "Tulis jumlahnya dengan angka."
