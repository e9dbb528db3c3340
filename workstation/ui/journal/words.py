"""Closings, trail and verdicts in the words and colours of the screen."""

from collections.abc import Sequence

from workstation import phrasing
from workstation.queries.closings import ClosingRow
from workstation.ui.table import RIGHT, Column
from workstation.ui.theme import Tone
from workstation.usecases import proving
from workstation.usecases.guarding import Chain, said
from workstation.usecases.trailing import detail
from workstation.vocabulary import Deed
from workstation.wording import held_thing, word

DEEDS = {
    Deed.READ: (Tone.INFO, "eye"),
    Deed.UNMASK: (Tone.WARN, "lock-open"),
    Deed.SEARCH: (Tone.INFO, "search"),
    Deed.PRINT: (Tone.ACCENT, "printer"),
    Deed.EXPORT: (Tone.WARN, "upload"),
    Deed.CHANGE: (Tone.NEUTRAL, "pen-line"),
}
WHAT_TO_DO = "Jangan ubah apa pun. Simpan cadangan basis data sekarang juga dan laporkan kepada inspektorat."
NEVER = (
    "Rantai jurnal belum diperiksa di sini",
    "Tekan F9: setiap baris dihitung ulang dari baris sebelumnya.",
)


def state(row: ClosingRow) -> str:
    """Say how far the sheet of a closed day has come."""
    if not row.is_sealed:
        return "Menunggu segel"
    return "Lembar tersimpan" if row.has_sheet else "Belum ada lembar"


CLOSINGS = (
    Column(
        "Hari",
        lambda r: phrasing.day_date(r.id),
        width=220,
        strong=True,
        sub=lambda r: f"ditutup {phrasing.clock(r.closed_at)}",
        sort=lambda r: r.id,
    ),
    Column("Ditutup oleh", lambda r: r.officer, tooltip=lambda r: r.officer),
    Column("Baris", lambda r: phrasing.grouped(r.seq), align=RIGHT, width=90, sort=lambda r: r.seq),
    Column("Lembar", state, width=164, tone=lambda r: Tone.GOOD if r.has_sheet else Tone.WARN),
)
TRAIL = (
    Column(
        "Waktu",
        lambda r: phrasing.short_moment(r.at),
        width=142,
        sub=lambda r: f"baris {phrasing.grouped(r.id)}",
        sort=lambda r: r.id,
    ),
    Column(
        "Petugas",
        lambda r: r.officer or "Layanan belakang",
        width=210,
        strong=True,
        sub=lambda r: r.login,
        tooltip=lambda r: f"{r.officer} ({r.login})",
    ),
    Column(
        "Tindakan",
        lambda r: word(r.deed),
        width=128,
        tone=lambda r: DEEDS[r.deed][0],
        icon=lambda r: DEEDS[r.deed][1],
    ),
    Column(
        "Hal",
        lambda r: held_thing(r.thing),
        width=210,
        sub=lambda r: r.number or r.thing_id,
        tooltip=lambda r: f"{held_thing(r.thing)} {r.number or r.thing_id}",
    ),
    Column(
        "Maksud",
        lambda r: r.purpose or "–",
        sub=detail,
        tooltip=lambda r: f"{r.purpose}\n{detail(r)}".strip(),
    ),
)


def verdict(chains: Sequence[Chain]) -> tuple[Tone, str, str]:
    """Say how a check ended: tone, sentence, and what to know or do."""
    rows, points = sum(chain.rows for chain in chains), len(chains)
    sheets, unproven = sum(chain.sheets for chain in chains), sum(chain.unproven for chain in chains)
    broken = [(chain, chain.broken) for chain in chains if chain.broken is not None]
    if broken:
        chain, first = broken[0]
        more = f" {len(broken) - 1} titik layanan lain juga rusak." if len(broken) > 1 else ""
        return Tone.BAD, f"RUSAK: {chain.name}, {said(first)}", WHAT_TO_DO + more
    flaws = [(chain, flaw) for chain in chains for flaw in chain.flaws]
    forged = [pair for pair in flaws if pair[1].is_forgery]
    if forged:
        chain, flaw = forged[0]
        more = f" {len(forged) - 1} lembar lain juga tidak dapat dipercaya." if len(forged) > 1 else ""
        return Tone.BAD, f"RUSAK: {chain.name}, {proving.said(flaw)}", WHAT_TO_DO + more
    told = f"{sheets} lembar penutupan cocok." if sheets else "Belum ada lembar penutupan yang dicocokkan."
    if unproven:
        told += (
            f" {unproven} lembar tersimpan belum dapat dicocokkan: kunci segelnya tidak ada dalam berkas kepercayaan"
            " komputer ini."
        )
    if flaws:
        told += f" Tanpa tanda tangan elektronik: {proving.unsigned_days([flaw for _, flaw in flaws])}."
    where = f"dari {points} titik layanan" if points > 1 else "di titik layanan ini"
    return Tone.GOOD, f"Rantai utuh: {phrasing.grouped(rows)} baris {where}", told
