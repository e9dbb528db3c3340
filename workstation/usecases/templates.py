"""Change what papers say: look at a wording with a test case, publish it from a moment on, take a coming one back."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Final

import pikepdf

from workstation.desk import Desk
from workstation.errors import BadTemplate, ChangedByOther, DamagedFile, Refusal, TooManyPixels
from workstation.models.template import PaperTemplate
from workstation.printing import photo
from workstation.printing.template import Block as Block
from workstation.printing.template import Form as Form
from workstation.printing.template import faults
from workstation.printing.wordings import FORMS
from workstation.usecases.records import office_settings
from workstation.usecases.sample_papers import Setting, sample
from workstation.usecases.sample_papers import cases_of as cases_of
from workstation.usecases.wordbook import Wordbook, letterhead_in
from workstation.vocabulary import PaperKind, Role, SampleCase

LOGO_BYTES: Final = 16_000
"""The arms travel with every paper and its record."""
LOGO_SIDES: Final = (300, 240, 180)
"""Pixels, tried until the arms are small enough; 20 mm at 300 dpi is 236."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A wording to be tried or published: `point` None for the whole office; `words` block -> text."""

    kind: PaperKind
    point: int | None
    words: Mapping[str, str]

    @property
    def form(self) -> Form:
        """What may be said on this paper."""
        return FORMS[self.kind]

    def changed(self) -> dict[str, str]:
        """Return only what differs from the wording the paper was born with."""
        born = {block.code: block.text for block in self.form.blocks}
        return {code: text for code, text in self.words.items() if text != born.get(code)}


def look(desk: Desk, proposed: Proposed, case: SampleCase = SampleCase.ORDINARY) -> bytes:
    """Draw the wording with a test case, as PDF; nothing is changed. Raises the first BadTemplate."""
    desk.require(Role.ADMIN)
    wrong = faults(proposed.form, proposed.words)
    if wrong:
        raise wrong[0]
    return sample(proposed.kind, _setting(desk, proposed, case))


def faults_of(desk: Desk, proposed: Proposed) -> tuple[BadTemplate, ...]:
    """Return everything for which this wording would be refused, by block and line; drawn with every test case."""
    desk.require(Role.ADMIN)
    return faults(proposed.form, proposed.words) or _on_paper(desk, proposed)


def publish(desk: Desk, proposed: Proposed, valid_from: datetime | None, note: str) -> int:
    """Let papers from a moment on (None: at once) say this; returns the version's id. Journalled with its note.

    Raises the first BadTemplate before anything is touched; ReasonNeeded without a note; ChangedByOther when another
    version begins at the same moment.
    """
    wrong = faults_of(desk, proposed)
    if wrong:
        raise wrong[0]
    with desk.begin(note.strip()) as session:
        version = PaperTemplate(
            kind=proposed.kind,
            service_point_id=proposed.point,
            valid_from=valid_from or desk.now(),
            blocks=proposed.changed(),
            note=note.strip(),
        )
        session.add(version)
        session.flush()
        return version.id


def take_back(desk: Desk, version_id: int, reason: str) -> None:
    """Delete a version that does not hold yet; NotAllowed once it does, ChangedByOther when it is gone."""
    desk.require(Role.ADMIN)
    with desk.begin(reason.strip()) as session:
        version = session.get(PaperTemplate, version_id)
        if version is None:
            raise ChangedByOther
        session.delete(version)


def arms(data: bytes) -> str:
    """Make a picture file small enough for a letterhead, in base64; BadTemplate when it is no picture."""
    for side in LOGO_SIDES:
        try:
            small = photo.small(data, side)
        except (DamagedFile, TooManyPixels) as wrong:
            raise _bad_arms("gambar rusak, terlalu besar, atau bukan JPEG/PNG") from wrong
        if len(small) <= LOGO_BYTES:
            return base64.b64encode(small).decode()
    raise _bad_arms(f"gambar terlalu rumit: lebih dari {LOGO_BYTES // 1000} kB setelah dikecilkan")


def _bad_arms(reason: str) -> BadTemplate:
    return BadTemplate(FORMS[PaperKind.LETTERHEAD].block("logo").label, 0, reason)


def _setting(desk: Desk, proposed: Proposed, case: SampleCase) -> Setting:
    point = proposed.point or desk.point.id
    with desk.read() as session:
        office = office_settings(session)
        book = Wordbook(session, desk.now())
        if proposed.kind is PaperKind.LETTERHEAD:
            place = book.place(point)
            return Setting(office, letterhead_in(proposed.words, office, place), {}, case)
        return Setting(office, book.letterhead(point, office), proposed.words, case)


def _on_paper(desk: Desk, proposed: Proposed) -> tuple[BadTemplate, ...]:
    """Draw it with every test case on both sizes; what cannot be drawn or does not fit is refused."""
    arms_in = proposed.words.get("logo", "")
    if arms_in and len(arms_in) > LOGO_BYTES * 4 // 3 + 4:
        return (_bad_arms("gambar terlalu besar"),)
    for case in cases_of(proposed.kind):
        setting = _setting(desk, proposed, case)
        for size in ("a4", "f4"):
            words = {**setting.words, "paper": size}
            try:
                pdf = sample(proposed.kind, Setting(setting.office, setting.letterhead, words, case))
            except BadTemplate as wrong:
                return (wrong,)
            except (Refusal, ValueError) as wrong:
                return (_unfit(f"tidak dapat digambar ({type(wrong).__name__})"),)
            if case is SampleCase.ORDINARY and _pages(pdf) > proposed.form.pages:
                most = proposed.form.pages
                return (_unfit(f"terlalu panjang: lebih dari {most} halaman {size.upper()}"),)
    return ()


def _unfit(reason: str) -> BadTemplate:
    return BadTemplate("seluruh surat", 0, reason)


def _pages(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as document:
        return len(document.pages)
