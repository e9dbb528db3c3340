"""Guard the journal: follow the hash chain of every service point to its end, and hold it against closing sheets.

A chain alone shows what was changed, taken out or put in. Who recomputes all of it from the changed row on (the
server's master can) leaves a sound chain; the sheets of closed days, sealed by a key that is not in the database
and kept on paper, then no longer fit it.
"""

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import text

from workstation import phrasing
from workstation.errors import NotAClosing, NotAllowed, SealAltered, SealNotOurs
from workstation.progress import Progress
from workstation.signing import dayend
from workstation.signing.dayend import Anchor
from workstation.signing.trust import Trust
from workstation.usecases.proving import Door, SheetFlaw, demand_whole, judge_kept
from workstation.vocabulary import JournalFault
from workstation.wording import deed, held_thing, word
from workstation.worktime import WIB

PORTION = 20_000
"""Rows verified by one statement: a fifth of a second, so that an officer can stop."""


@dataclass(frozen=True, slots=True)
class Break:
    """The first thing that is wrong with a chain, at row `seq`, and what stands there now.

    For ANCHOR the change lies behind row `proven` and not behind row `seq`, where the sheet of `day` ends.
    """

    seq: int
    fault: JournalFault
    at: datetime | None = None
    login: str = ""
    action: str = ""
    thing: str = ""
    thing_id: str = ""
    proven: int = 0
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """One service point's journal of `rows` rows; `sheets` closing sheets fit it, `unproven` could not be judged.

    `flaws` are of the kept sheets themselves, whatever their codes say.
    """

    id: int
    point: str
    name: str
    rows: int
    broken: Break | None = None
    sheets: int = 0
    unproven: int = 0
    flaws: tuple[SheetFlaw, ...] = ()


def verify(
    door: Door, trust: Trust | None = None, papers: Sequence[Anchor] = (), portion: int = PORTION
) -> Generator[Progress, None, tuple[Chain, ...]]:
    """Verify every chain that this login may, in portions, against `papers` and, with a trust, all stored sheets.

    The stored sheets themselves are judged too: their bytes and, with a trust that has roots, their signature.

    Points without a single row and sheet are left out. NotAllowed for a paper of a point that is not his.
    """
    with door() as line:
        points = line.execute(text("SELECT id, code, name, seq FROM loket.journal_chains()")).all()
    foreign = {paper.point for paper in papers} - {point.code for point in points}
    if foreign:
        raise NotAllowed("verify_journal")
    total, done, chains = sum(point.seq for point in points), 0, []
    for point in points:
        chain_break, rows = None, 0
        for rows, chain_break in _portions(door, point.id, portion):  # noqa: B007 - the last ones are the answer
            yield Progress(done + rows, max(total, done + rows), point.name)
        done += rows
        sheets = _sheets(door, point.id, point.code, trust, papers)
        chain = _held(door, Chain(point.id, point.code, point.name, rows, chain_break), sheets)
        step = Progress(done, max(total, done), f"{point.name}, lembar penutupan")
        flaws = yield from judge_kept(door, point.id, trust.roots if trust else (), step)
        chains.append(replace(chain, flaws=flaws))
    return tuple(one for one in chains if one.rows or one.sheets or one.unproven or one.broken or one.flaws)


def _portions(door: Door, point_id: int, portion: int) -> Generator[tuple[int, Break | None], None, None]:
    """Give after each portion how many rows hold, and the break that ends the way."""
    after, known = 0, ""
    while True:
        with door() as line:
            told: dict[str, Any] = line.execute(
                text("SELECT loket.verify_rows(:point, :after, :known, :most)"),
                {"point": point_id, "after": after, "known": known, "most": portion},
            ).scalar_one()
        yield told["seq"], _break(told["broken"]) if told["broken"] else None
        if told["broken"] or told["end"]:
            return
        after, known = told["seq"], told["hash"]


def _break(told: dict[str, Any]) -> Break:
    at = told.get("at")
    return Break(
        seq=told["seq"],
        fault=JournalFault(told["fault"]),
        at=datetime.fromisoformat(at) if at else None,
        login=told.get("login") or "",
        action=told.get("action") or "",
        thing=told.get("thing") or "",
        thing_id=told.get("thing_id") or "",
    )


# -- closing sheets ----------------------------------------------------------------------------------------

Sheet = tuple[Anchor | None, int]
"""What a sheet says, or None when its seal is forged; and the row it speaks of."""


def _sheets(
    door: Door, point_id: int, code: str, trust: Trust | None, papers: Iterable[Anchor]
) -> tuple[list[Sheet], int]:
    """Gather what is on paper and, with a trust, what is stored; and how many stored ones no key here can judge."""
    sheets: list[Sheet] = [(paper, paper.seq) for paper in papers if paper.point == code]
    unproven = 0
    with door() as line:
        rows = line.execute(
            text(
                "SELECT seq, hash, seal FROM loket.closing WHERE service_point_id = :p AND seal IS NOT NULL"
            ),
            {"p": point_id},
        ).all()
    for row in rows:
        try:
            anchor = None if trust is None else dayend.read(row.seal, trust)
        except SealNotOurs:  # perhaps an older key than this machine's bundle knows
            anchor = None
        except SealAltered:
            sheets.append((None, row.seq))
            continue
        if anchor is None:
            unproven += 1
            continue
        fits = (anchor.point, anchor.seq, anchor.hash) == (code, row.seq, row.hash)
        sheets.append((anchor if fits else None, row.seq))
    return sorted(sheets, key=lambda sheet: sheet[1]), unproven


def _held(door: Door, chain: Chain, gathered: tuple[list[Sheet], int]) -> Chain:
    """Hold a chain against its sheets, oldest first; the earlier of two breaks counts."""
    sheets, unproven = gathered
    proven, count, found = 0, 0, chain.broken
    for anchor, seq in sheets:
        if found is not None and seq >= found.seq:
            break
        if anchor is None:
            found = Break(seq, JournalFault.FORGED)
            break
        with door() as line:
            holds = line.execute(
                text("SELECT loket.anchor_holds(:point, :seq, :hash)"),
                {"point": chain.id, "seq": seq, "hash": anchor.hash},
            ).scalar_one()
        if not holds:
            day = anchor.closed_at.astimezone(WIB).date()
            found = Break(seq, JournalFault.ANCHOR, proven=proven, day=day)
            break
        proven, count = seq, count + 1
    return replace(chain, broken=found, sheets=count, unproven=unproven)


def anchor_of(codes: Iterable[str], name: str, trust: Trust, data: bytes = b"") -> Anchor:
    """Return what the first closing code among `codes` says; NotAClosing, SealNotOurs or SealAltered.

    `data` is the file that showed them: SheetFlawed when it is a PDF with a signature that does not hold.
    """
    for code in codes:
        if dayend.is_closing(code):
            demand_whole(data, name, trust.roots)
            return dayend.read(code, trust)
    raise NotAClosing(name)


# -- in words ----------------------------------------------------------------------------------------------


def said(broken: Break) -> str:
    """Say in Indonesian what is broken and where: 'baris 7: …', with who and when stands there now."""
    if broken.fault is JournalFault.ANCHOR and broken.day is not None:
        return (
            f"{word(broken.fault)} {phrasing.long_date(broken.day)}: ada yang diubah"
            f" di antara baris {phrasing.grouped(broken.proven + 1)} dan {phrasing.grouped(broken.seq)}"
        )
    row = f"baris {phrasing.grouped(broken.seq)}: {word(broken.fault)}"
    if broken.at is None:
        return row
    what = f"{held_thing(broken.thing).lower()} {broken.thing_id}".strip()
    done = f"{what} {deed(broken.action)} oleh {broken.login}"
    return f"{row} (yang tercatat di sana: {phrasing.short_moment(broken.at)}, {done})"
