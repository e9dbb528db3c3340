"""What the verbs of the journal start in the background; nothing here touches a widget."""

from collections.abc import Callable, Generator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from workstation.desk import Desk
from workstation.errors import BadTrust, DamagedFile, FileNotWritten
from workstation.progress import Progress
from workstation.settings import OfficeSettings
from workstation.signing.dayend import Anchor
from workstation.signing.signer import Signer
from workstation.signing.trust import Trust
from workstation.usecases import closing, guarding
from workstation.usecases.guarding import Chain
from workstation.usecases.pens import SignerChoice
from workstation.usecases.press import released
from workstation.usecases.reading import note_export

Papers = Callable[[Trust], Sequence[Anchor]]


def check(
    desk: Desk, find_trust: Callable[[], Trust], papers: Papers | None = None
) -> Generator[Progress, None, tuple[Chain, ...]]:
    """Verify every chain of this login, against stored sheets where the machine has a trust, and against `papers`."""
    trust: Trust | None = None
    try:
        trust = find_trust()
    except BadTrust:
        if papers is not None:
            raise
    given = papers(trust) if papers is not None and trust is not None else ()
    return (yield from guarding.verify(desk.read, trust, given))


def paper_in_code(text: str) -> Papers:
    """Take the text of a sheet's code, as a hand-held reader types it."""
    return lambda trust: (guarding.anchor_of([text], "kode itu", trust),)


def paper_in_file(file: Path, pages: Any) -> Papers:
    """Take a sheet from its PDF, a photograph or a scan."""

    def read(trust: Trust) -> Sequence[Anchor]:
        try:
            data = file.read_bytes()
        except OSError as fault:
            raise DamagedFile(file.name, fault.strerror or str(fault)) from fault
        return (guarding.anchor_of(pages.codes(data, file.name), file.name, trust, data),)

    return read


def close(
    desk: Desk,
    office: OfficeSettings,
    unfinished: date | None,
    choice: SignerChoice | None,
    secret: str,
) -> Generator[Progress, None, date]:
    """Close today, or make the sheet of a day that was closed without one; NoCertificate when the file is gone."""
    with released(choice.make() if choice is not None else None) as signer:
        return (yield from _closed(desk, office, unfinished, signer, secret))


def _closed(
    desk: Desk, office: OfficeSettings, unfinished: date | None, signer: Signer | None, secret: str
) -> Generator[Progress, None, date]:
    if unfinished is None:
        return (yield from closing.close_day(desk, office, signer=signer, secret=secret))
    yield from closing.finish(desk, unfinished, office, signer=signer, secret=secret)
    return unfinished


def save(desk: Desk, day: date, file: Path) -> Path:
    """Write the kept sheet of a day into a file, after noting that it leaves."""
    data = closing.sheet_pdf(desk, day)
    note_export(desk, "closing", 1, f"menyimpan lembar penutupan {day}")
    try:
        file.write_bytes(data)
    except OSError as fault:
        raise FileNotWritten(file.name, fault.strerror or str(fault)) from fault
    return file
