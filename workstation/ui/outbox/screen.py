"""Surel: what went out and what did not arrive, each with its verb."""

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from workstation import phrasing
from workstation.queries import mails
from workstation.queries.mails import MailRow
from workstation.settings import OfficeSettings
from workstation.ui.bars import words
from workstation.ui.outbox import actions
from workstation.ui.screen import Screen
from workstation.ui.table import Column, RowTable
from workstation.ui.theme import Tone, pad
from workstation.vocabulary import MailState, Role
from workstation.wording import word

TONES = {
    MailState.ACCEPTED: Tone.GOOD,
    MailState.BOUNCED: Tone.BAD,
    MailState.FAILED: Tone.BAD,
    MailState.UNKNOWN: Tone.WARN,
}
ICONS = {
    MailState.ACCEPTED: "check",
    MailState.BOUNCED: "circle-x",
    MailState.FAILED: "circle-x",
    MailState.UNKNOWN: "clock-alert",
}


class OutboxScreen(Screen):
    """The e-mail of this point: troubled messages first, and the codes of copies."""

    KEY, TITLE, ICON = "outbox", "Surel", "mail"
    ROLES = frozenset({Role.OFFICER})
    SHOWS = frozenset({"mails", "documents"})

    def build(self) -> None:
        """Lay out the list; below it the words of the mail server about the chosen message."""
        self.office_settings: OfficeSettings = self.office.tools.get("office") or OfficeSettings()
        self.table = RowTable(COLUMNS, name="outbox")
        self.said = words("", "hint")
        self.said.setWordWrap(True)
        self.add_actions(
            actions.SendAgain,
            actions.CorrectAddress,
            actions.PrintCode,
            actions.RenewCopy,
            actions.OpenPaper,
            follow=self.table,
        )
        whole = QWidget()
        column = QVBoxLayout(whole)
        pad(column, gap=8)
        column.addWidget(self.table, 1)
        column.addWidget(self.said)
        self.set_body(whole)
        self.table.current_row.connect(self._look_at)
        self.setFocusProxy(self.table)

    def refresh(self) -> None:
        """Ask for the outbox."""
        self.ask(partial(mails.outbox, self.office.desk), then=self._show)

    def _show(self, rows: tuple[MailRow, ...]) -> None:
        self.table.set_rows(rows)
        troubled = sum(row.is_troubled for row in rows)
        waiting = sum(row.state in mails.UNDER_WAY for row in rows)
        self.set_title(self.TITLE, f"{troubled} bermasalah, {waiting} menunggu dikirim")
        self.counted.emit(troubled)
        if rows and not self.table.selected():
            self.table.choose_first()
        if not rows:
            self._look_at(None)

    def _look_at(self, row: MailRow | None) -> None:
        if row is None:
            empty = "Belum ada surel. Surel muncul di sini bila surat terbit dan pemohon memberi alamat."
            self.said.setText(empty if not self.table.rows_model.rows else "")
            return
        parts = [f"Jawaban server: {row.answer}" if row.answer else ""]
        parts.append(f"Dikirim lagi karena: {row.reason}" if row.reason else "")
        if row.state is MailState.QUEUED and row.tries:
            parts.append(f"Dicoba lagi {phrasing.short_moment(row.next_try_at)}")
        if row.state is MailState.UNKNOWN:
            parts.append("Server tidak menjawab setelah naskah dikirim: surel mungkin sudah sampai")
        self.said.setText(". ".join(part for part in parts if part))


def _code(row: MailRow) -> str:
    if row.given_at is not None:
        return f"diserahkan {phrasing.short_moment(row.given_at)}"
    return "belum diserahkan" if row.has_code else ""


COLUMNS = (
    Column(
        "Keadaan",
        lambda r: word(r.state),
        tone=lambda r: TONES.get(r.state, Tone.NEUTRAL),
        icon=lambda r: ICONS.get(r.state, "clock"),
        width=190,
    ),
    Column("Surel", lambda r: word(r.kind), sub=lambda r: r.number, width=280, strong=True),
    Column("Pemohon", lambda r: r.holder, sub=lambda r: r.recipient),
    Column(
        "Waktu",
        lambda r: phrasing.short_moment(r.ended_at or r.made_at),
        sub=lambda r: f"dicoba {r.tries} kali" if r.tries > 1 else "",
        width=160,
        sort=lambda r: r.made_at,
    ),
    Column("Kode salinan", _code, width=190),
)
