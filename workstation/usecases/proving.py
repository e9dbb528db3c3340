"""Judge the closing sheets themselves: their bytes against the journal, their signature against who closed the day.

The code on a sheet proves the journal; this proves the sheet. A stored PDF that was changed, exchanged or taken away,
and one that a stranger signed, is named by its day.
"""

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date

from cryptography import x509
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from workstation import phrasing
from workstation.errors import SheetFlawed
from workstation.progress import Progress
from workstation.signing import inspecting
from workstation.vocabulary import SheetFault, SignatureVerdict
from workstation.wording import word

Door = Callable[[], AbstractContextManager[Session | Connection]]
Roots = Sequence[x509.Certificate]
MOST_DAYS = 10
VERDICTS = {
    SignatureVerdict.UNSIGNED: SheetFault.UNSIGNED,
    SignatureVerdict.UNTRUSTED: SheetFault.STRANGER,
    SignatureVerdict.ALTERED: SheetFault.ALTERED,
    SignatureVerdict.DAMAGED: SheetFault.ALTERED,
}


@dataclass(frozen=True, slots=True)
class SheetFlaw:
    """What is wrong with the kept sheet of a day."""

    day: date
    fault: SheetFault

    @property
    def is_forgery(self) -> bool:
        """Tell whether somebody has meddled; a sheet without a signature may have been made so."""
        return self.fault is not SheetFault.UNSIGNED


def judge_kept(
    door: Door, point_id: int, roots: Roots, step: Progress
) -> Generator[Progress, None, tuple[SheetFlaw, ...]]:
    """Judge every kept sheet of a point, oldest first, yielding `step` for each; without roots its bytes alone."""
    with door() as line:
        days = line.execute(
            text(
                "SELECT day FROM loket.closing WHERE service_point_id = :point AND pdf_sha256 IS NOT NULL ORDER BY day"
            ),
            {"point": point_id},
        ).all()
    flaws = []
    for (day,) in days:
        with door() as line:
            kept = line.execute(
                text("SELECT bytes, is_kept, closer FROM loket.kept_sheet(:point, :day)"),
                {"point": point_id, "day": day},
            ).one()
        fault = _fault(bytes(kept.bytes), roots, kept.closer) if kept.is_kept else SheetFault.ALTERED
        if fault is not None:
            flaws.append(SheetFlaw(day, fault))
        yield step
    return tuple(flaws)


def demand_whole(data: bytes, name: str, roots: Roots) -> None:
    """Refuse a sheet brought as a signed PDF that was changed since or signed by a stranger: SheetFlawed.

    A photograph or a scan carries no signature; it is judged by its code alone.
    """
    fault = _fault(data, roots, "") if data.startswith(b"%PDF-") else None
    if fault not in (None, SheetFault.UNSIGNED):
        raise SheetFlawed(name, word(fault))


def _fault(data: bytes, roots: Roots, closer: str) -> SheetFault | None:
    if not roots:
        return None
    found = inspecting.inspect(data, roots)
    if not found.trusted:
        return VERDICTS[found.verdict]
    if not found.covers_whole_file:
        return SheetFault.ALTERED
    return None if closer.casefold() in found.signer_name.casefold() else SheetFault.STRANGER


def said(flaw: SheetFlaw) -> str:
    """Say it in Indonesian: 'lembar penutupan 5 Juli 2021: …'."""
    return f"lembar penutupan {phrasing.long_date(flaw.day)}: {word(flaw.fault)}"


def unsigned_days(flaws: Iterable[SheetFlaw]) -> str:
    """Name the days whose sheets nobody signed, at most MOST_DAYS of them: '5-7-2021, 6-7-2021 dan 3 hari lain'."""
    days = sorted({flaw.day for flaw in flaws if not flaw.is_forgery})
    more = f" dan {len(days) - MOST_DAYS} hari lain" if len(days) > MOST_DAYS else ""
    return ", ".join(map(phrasing.short_date, days[:MOST_DAYS])) + more
