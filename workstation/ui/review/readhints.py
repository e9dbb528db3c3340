"""What the papers that were read say of themselves: another kind of paper, or lying on its side. No Qt here."""

from collections.abc import Iterable, Mapping, Sequence

from workstation.comparing.layout import Page
from workstation.comparing.papers import has_stamp, home_on_card, is_card, is_no_card, is_readable
from workstation.ui.review.hints import Hint, short_name
from workstation.ui.review.opened import OpenCase, Paper
from workstation.ui.theme import Tone

CARD = "identity_card"


def read_hints(
    case: OpenCase, pages: Iterable[tuple[int, Page]], turned: Mapping[int, int]
) -> tuple[Hint, ...]:
    """Give the hints on the first pages that were read, each with its scan; `turned`: degrees by scan, as now shown."""
    found = [(paper, page) for scan, page in pages if (paper := case.paper_of(scan)) is not None]
    return (*_kinds(found), *_homes(case, found), *_turned(found, turned))


def stamps_read(pages: Iterable[tuple[int, Page]]) -> dict[int, bool]:
    """Tell by scan whether a stamp duty was read on its first page; what was read badly is left out."""
    return {scan: has_stamp(page) for scan, page in pages if is_readable(page)}


def _kinds(found: Sequence[tuple[Paper, Page]]) -> Iterable[Hint]:
    for paper, page in found:
        if paper.scan is None:
            continue
        key, name = f"kind:{paper.scan.id}", short_name(paper)
        if paper.document.code == CARD and is_no_card(page):
            said = "Yang terbaca bukan isi kartu identitas; mungkin tertukar dengan dokumen lain."
            yield Hint(key, f"{name}: bukan kartu identitas?", said, paper.scan.id)
        elif paper.document.code != CARD and is_card(page):
            said = f"Yang terbaca adalah kartu identitas, bukan {paper.document.title}."
            yield Hint(key, f"{name}: kartu identitas?", said, paper.scan.id)


def _homes(case: OpenCase, found: Sequence[tuple[Paper, Page]]) -> Iterable[Hint]:
    """Village and district, with which no paper is compared: a person may live elsewhere than his card says."""
    cards = [page for paper, page in found if paper.document.code == CARD and is_card(page)]
    for line in case.fields:
        if line.evidence:
            continue
        code = line.spec.code
        for page in cards:
            said = home_on_card(page, code, case.opened.values.get(code, ""))
            if said:
                yield Hint(
                    f"home:{code}", f"{line.spec.label} lain dari kartu", f"Pada kartu: {said}.", field=code
                )


def _turned(found: Sequence[tuple[Paper, Page]], turned: Mapping[int, int]) -> Iterable[Hint]:
    for paper, page in found:
        if paper.scan is not None and is_readable(page):
            rotation = turned.get(paper.scan.id, paper.scan.rotation)
            turns = (page.turn - rotation) % 360 // 90
            if turns:
                is_first = rotation == 0  # the first R sets it straight, whatever it takes
                said = (
                    "Tekan R agar tegak." if is_first or turns == 1 else f"Tekan R {turns} kali agar tegak."
                )
                key = f"turn:{paper.scan.id}"
                yield Hint(key, f"{short_name(paper)}: terputar", said, paper.scan.id, tone=Tone.INFO)
