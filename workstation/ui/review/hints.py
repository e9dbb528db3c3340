"""What a careful colleague would point at in this case: each with its reason and its place. No Qt here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from workstation.catalogue.doubts import stamp_doubts
from workstation.imaging.measuring import PageMeasure
from workstation.settings import OfficeSettings
from workstation.ui.flaws import SENTENCES, SHORT, worst_page
from workstation.ui.review.opened import OpenCase, Paper
from workstation.ui.review.personlines import Notes, lines_of, row_notes
from workstation.ui.theme import Tone
from workstation.usecases.noticing import Likeness
from workstation.usecases.row_papers import RowTwin
from workstation.wording import word
from workstation.worktime import WIB

COMMON = 8  # in more cases than that a page is rather a printed form than one person's paper
MOST = 50  # so many the database counts
Measures = Mapping[int, tuple[PageMeasure, ...]]


@dataclass(frozen=True, slots=True)
class Noticed:
    """What the database knows about the pages of one case, and which hints this officer has waved away."""

    case_id: int
    scans: tuple[int, ...]
    measures: Measures = field(default_factory=dict)
    waved: frozenset[str] = frozenset()
    likenesses: tuple[Likeness, ...] = ()
    twins: tuple[RowTwin, ...] = ()
    read_rows: Notes = field(default_factory=dict)
    names_nobody: bool = False  # the papers were read whole, and none names a person of the list
    read: tuple["Hint", ...] = ()
    stamps: Mapping[int, bool] = field(default_factory=dict)

    def row_notes(self, case: OpenCase) -> Notes:
        """What is said of each person of the list, from other cases and from what was read."""
        found = {who: list(notes) for who, notes in row_notes(case, self.twins, self.likenesses).items()}
        for who, notes in self.read_rows.items():
            found.setdefault(who, []).extend(notes)
        return {who: tuple(notes) for who, notes in found.items()}


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing to look at. `key` names it for good; it speaks of a page, a field or the list of persons."""

    key: str
    title: str
    text: str
    scan_id: int | None = None
    page: int = 0
    field: str = ""
    is_list: bool = False
    tone: Tone = Tone.WARN


def hints_of(case: OpenCase, noticed: Noticed, office: OfficeSettings) -> tuple[Hint, ...]:
    """Put together what this officer should look at, the heaviest first, without what he has waved away."""
    sources: tuple[Callable[[], Iterable[Hint]], ...] = (
        lambda: _elsewhere(case, noticed),
        lambda: _twice(case),
        lambda: _unreadable(case, noticed, office),
        lambda: noticed.read,
        lambda: _fields(case),
        lambda: _list(case, noticed),
        lambda: _stamps(case, noticed.stamps),
    )
    found = sorted((hint for source in sources for hint in source()), key=lambda hint: hint.tone is Tone.INFO)
    return tuple(hint for hint in found if hint.key not in noticed.waved)


def short_name(paper: Paper) -> str:
    """The name of a paper in a narrow place."""
    return paper.document.short_title or paper.document.title


def _elsewhere(case: OpenCase, noticed: Noticed) -> Iterable[Hint]:
    """One hint for the papers that are found in the same other cases."""
    by_page: dict[tuple[int, int, bool], list[Likeness]] = {}
    for one in noticed.likenesses:
        by_page.setdefault((one.scan_id, one.page, one.is_same_file), []).append(one)
    by_case: dict[tuple[str, ...], list[list[Likeness]]] = {}
    for found in by_page.values():
        by_case.setdefault(tuple(one.number for one in found), []).append(found)
    for numbers, pages in by_case.items():
        papers = {
            p.document.code: short_name(p) for f in pages if (p := case.paper_of(f[0].scan_id)) is not None
        }
        if papers:
            first = pages[0][0]
            key = f"same:{first.scan_id}:{len(pages)}:{numbers[0]}"
            title = f"{', '.join(papers.values())}: {_title(pages[0])}"
            is_usual = all(
                one.is_own for one in pages[0]
            )  # the same card and NIB come with every case of a firm
            tone = Tone.INFO if is_usual or pages[0][0].others > COMMON else Tone.WARN
            yield Hint(key, title, _said(pages), first.scan_id, first.page, tone=tone)


def _title(found: list[Likeness]) -> str:
    if found[0].others > COMMON:
        return "ada di banyak permohonan"
    if all(one.is_own for one in found):
        return "pernah dipakai pemohon ini"
    return "dipakai permohonan lain"


def _said(pages: list[list[Likeness]]) -> str:
    found, count = pages[0], pages[0][0].others
    is_file = all(page[0].is_same_file for page in pages)
    what = "Berkas yang sama persis" if is_file else "Halaman yang hampir sama"
    if count > COMMON:
        how_many = f"{count}" if count < MOST else f"{MOST} atau lebih"
        return f"{what} ada pada {how_many} permohonan lain; mungkin formulir umum."
    named = [f"{one.number} ({word(one.stage).lower()}, {one.point})" for one in found]
    more = f" dan {count - len(found)} lainnya" if count > len(found) else ""
    whose = "Pemohon yang sama: " if all(one.is_own for one in found) else ""
    return f"{whose}{what} ada pada {', '.join(named)}{more}."


def _twice(case: OpenCase) -> Iterable[Hint]:
    """The same file filed as two papers of this case."""
    first: dict[str, Paper] = {}
    for paper in case.scans:
        if paper.scan is None:
            continue
        other = first.setdefault(paper.scan.sha256, paper)
        if other is not paper and other.document.code != paper.document.code:
            said = f"Berkas yang sama dilampirkan sebagai {short_name(other)} dan {short_name(paper)}."
            yield Hint(f"twice:{paper.scan.id}", f"{short_name(paper)}: berkas rangkap", said, paper.scan.id)


def _unreadable(case: OpenCase, noticed: Noticed, office: OfficeSettings) -> Iterable[Hint]:
    for paper in case.scans:
        measures = noticed.measures.get(paper.scan.id, ()) if paper.scan is not None else ()
        page, found = worst_page(measures, office)
        if found and paper.scan is not None:
            said = SENTENCES[found[0]].partition(". ")[0] + "."
            key = f"page:{paper.scan.id}:{page}:{found[0]}"
            yield Hint(key, f"{short_name(paper)}: {SHORT[found[0]]}", said, paper.scan.id, page)


def _fields(case: OpenCase) -> Iterable[Hint]:
    for line in case.fields:
        if line.hint:
            yield Hint(f"field:{line.spec.code}", line.spec.label, line.hint, field=line.spec.code)


def _list(case: OpenCase, noticed: Noticed) -> Iterable[Hint]:
    if noticed.names_nobody:
        many = len(case.file.persons)
        said = (
            f"Dokumen yang dilampirkan tidak menyebut satu pun dari {many} pekerja; mungkin lembarnya kurang."
        )
        yield Hint("no-list", "Daftar pekerja tidak terbaca", said, is_list=True)
    noted = (
        [line for line in lines_of(case, noticed.row_notes(case)) if line.notes] if case.file.persons else []
    )
    if noted:
        names = ", ".join(f"{line.seq}. {line.name}: {line.note}" for line in noted[:2])
        more = f" dan {len(noted) - 2} orang lain" if len(noted) > 2 else ""
        round_now = case.file.returned.round if case.file.returned else 0
        key = f"list:{round_now}:{len(noted)}"
        yield Hint(key, f"{len(noted)} pekerja perlu perhatian", f"{names}{more}.", is_list=True)


def _stamps(case: OpenCase, read: Mapping[int, bool]) -> Iterable[Hint]:
    """Ask for a stamp where one is due, unless its letters were read; louder where a page was read without one."""
    filed = (case.file.submitted_at or case.file.at).astimezone(WIB).date()
    due = stamp_doubts(case.file.rules, case.opened.values, filed)
    for paper in case.scans:
        if paper.document.code not in due or paper.scan is None or read.get(paper.scan.id):
            continue
        is_missing = paper.scan.id in read and paper.scan.pages == 1
        title = f"{short_name(paper)}: meterai" + (" tidak terbaca" if is_missing else "")
        tone = Tone.WARN if is_missing else Tone.INFO
        yield Hint(f"stamp:{paper.scan.id}", title, due[paper.document.code], paper.scan.id, tone=tone)
