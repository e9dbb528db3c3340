"""What a machine read for each field: the text, its place, and how it compares. Proposals only; see `comparing`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workstation.catalogue.rules import FieldSpec
from workstation.comparing import addresses, prose
from workstation.comparing.clues import Clue, Shape, clue_for
from workstation.comparing.days import ReadDay, days_in, period_in
from workstation.comparing.layout import Page, Piece
from workstation.comparing.letters import Span, bare, differences, digits_of, likeness, skeleton
from workstation.identity import check_nik
from workstation.places_on_page import Region

TRUSTED, KNOWN_CHOICE, SAME_PERSON, FULL_NIK = 0.85, 0.8, 0.6, 16


class Likeness(StrEnum):
    """What a reading says of a field. None of it is a mark."""

    SAME = "same"
    OTHER = "other"
    UNSURE = "unsure"  # read, but badly; or something is there that may be it
    ABSENT = "absent"  # not found on the pages that were read


@dataclass(frozen=True, slots=True)
class Reading:
    """`text` as read; `wrong` and `wrong_read` are the differing letters of the form's `value` and of `text`.

    `region` is None when the field was not found; `trust` 0..1 is the machine's own.
    """

    field: str
    likeness: Likeness
    value: str = ""
    text: str = ""
    region: Region | None = None
    trust: float = 0.0
    wrong: tuple[Span, ...] = ()
    wrong_read: tuple[Span, ...] = ()


def reading_of(field: FieldSpec, value: str, shown: str, pages: Sequence[Page], today: date) -> Reading:
    """Find one field on the pages of its paper and compare it; `value` is the form's, `shown` as a person reads it."""
    clue = clue_for(field)
    read = {
        Shape.DIGITS: _digits,
        Shape.NAME: _name,
        Shape.BIRTH_PLACE: _birth_place,
        Shape.DAY: _day,
        Shape.CHOICE: _choice,
        Shape.ADDRESS: _address,
        Shape.PERIOD: _period,
        Shape.PROSE: _prose,
    }[clue.shape]
    found = [reading for page in pages for reading in read(_Asked(field, value, shown, clue, today), page)]
    ranks = {Likeness.SAME: 3, Likeness.OTHER: 2, Likeness.UNSURE: 1, Likeness.ABSENT: 0}
    return max(found, key=lambda r: ranks[r.likeness], default=Reading(field.code, Likeness.ABSENT, shown))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is looked for."""

    field: FieldSpec
    value: str
    shown: str
    clue: Clue
    today: date


Found = list[Reading]


def _digits(asked: _Asked, page: Page) -> Found:
    labelled = [pieces[:1] for pieces in page.labelled(*asked.clue.labels)]
    wanted, length = digits_of(asked.value), asked.clue.length or len(digits_of(asked.value))
    numbers = [p for p in page.pieces if _is_number(p.text, length)]
    beside = [pieces for pieces in labelled if _is_number(pieces[0].text, length)]
    chosen = beside or [(p,) for p in numbers]
    if not beside and len(numbers) > 1:  # several numbers and no label: only the very one says anything
        chosen = [(p,) for p in numbers if digits_of(p.text) == wanted]
    return [_number(asked, page, pieces, wanted, length) for pieces in chosen]


def _is_number(text: str, length: int) -> bool:
    """Nearly the right length, and nearly all digits."""
    plain = "".join(text.split())
    real = sum(letter.isdigit() for letter in plain)
    return abs(len(digits_of(plain)) - length) <= 1 and real * 4 >= len(plain) * 3


def _number(asked: _Asked, page: Page, pieces: Sequence[Piece], wanted: str, length: int) -> Reading:
    text = digits_of(pieces[0].text)
    is_whole = len(text) == length and (length != FULL_NIK or check_nik(text, asked.today).sound)
    if text == wanted:
        verdict = Likeness.SAME
    else:
        verdict = Likeness.OTHER if is_whole and pieces[0].word.score >= TRUSTED else Likeness.UNSURE
    return _reading(asked, page, pieces[:1], verdict, _grouped(text))


def _grouped(text: str) -> str:
    return f"{text[:6]} {text[6:12]} {text[12:]}" if len(text) == FULL_NIK else text


def _name(asked: _Asked, page: Page) -> Found:
    found = []
    for pieces in page.labelled(*asked.clue.labels):
        for many in range(1, len(pieces) + 1):
            text = _joined(pieces[:many])
            if skeleton(text) == skeleton(asked.value):
                return [_reading(asked, page, pieces[:many], _as_letters(text, asked.value), text)]
        found.append(pieces[:1])
    if found:
        best = max(found, key=lambda pieces: likeness(bare(_joined(pieces)), bare(asked.value)))
        return [_reading(asked, page, best, _unlike(best), _joined(best))]
    return _anywhere(asked, page)


def _anywhere(asked: _Asked, page: Page) -> Found:
    """A paper without the label: the line itself says that it is there, and no other line says that it is not."""
    wanted = skeleton(asked.value)
    for piece in page.pieces:
        if skeleton(piece.text) == wanted:
            return [_reading(asked, page, [piece], _as_letters(piece.text, asked.value), piece.text)]
    near = [piece for piece in page.pieces if likeness(skeleton(piece.text), wanted) >= SAME_PERSON]
    if near:
        best = max(near, key=lambda piece: likeness(skeleton(piece.text), wanted))
        return [_reading(asked, page, [best], Likeness.UNSURE, best.text)]
    return []


def _birth_place(asked: _Asked, page: Page) -> Found:
    found = []
    for pieces in page.labelled(*asked.clue.labels):
        place, comma, _ = pieces[0].text.partition(",")
        if not comma:
            days = days_in(pieces[0].text)
            place = pieces[0].text[: days[0].start] if days else ""
        if bare(place):
            is_same = skeleton(place) == skeleton(asked.value)
            verdict = _as_letters(place, asked.value) if is_same else _unlike(pieces[:1])
            until = min(len(place) / max(len(pieces[0].text), 1), 1.0)
            found.append(_reading(asked, page, pieces[:1], verdict, place.strip(), (0.0, until)))
    return found


def _day(asked: _Asked, page: Page) -> Found:
    wanted = _iso(asked.value)
    found = []
    for pieces in page.labelled(*asked.clue.labels):
        for piece in pieces:
            for day in days_in(piece.text):
                verdict = Likeness.SAME if day.day == wanted else _unlike([piece])
                found.append(_of_day(asked, page, piece, day, verdict))
    return found


def _of_day(asked: _Asked, page: Page, piece: Piece, day: ReadDay, verdict: Likeness) -> Reading:
    long = max(len(piece.text), 1)
    text = piece.text[day.start : day.end]
    return _reading(asked, page, [piece], verdict, text, (day.start / long, day.end / long))


def _period(asked: _Asked, page: Page) -> Found:
    wanted, run = _iso(asked.value), prose.Run.of(page)
    if wanted is None:
        return []
    found = period_in(run.text)
    if found is None:
        return []
    first, last = found
    is_inside = first.day <= wanted <= last.day
    pieces = run.pieces_between(first.start, last.end)
    verdict = Likeness.SAME if is_inside else _unlike(pieces)
    return [_reading(asked, page, pieces, verdict, run.text[first.start : last.end], letters=False)]


def _choice(asked: _Asked, page: Page) -> Found:
    found = []
    for pieces in page.labelled(*asked.clue.labels):
        text = _joined(pieces[:1])
        nearest = max(
            asked.field.choices, key=lambda choice: likeness(bare(choice[1]), bare(text)), default=("", "")
        )
        near = likeness(bare(nearest[1]), bare(text))
        is_known = near >= KNOWN_CHOICE or (len(bare(text)) > 2 and bare(text) in bare(nearest[1]))
        is_same = is_known and nearest[0] == asked.value
        verdict = Likeness.SAME if is_same else _unlike(pieces[:1]) if is_known else Likeness.UNSURE
        found.append(_reading(asked, page, pieces[:1], verdict, text))
    return found


def _address(asked: _Asked, page: Page) -> Found:
    found = []
    for pieces in page.labelled(*asked.clue.labels):
        neighbourhood = next(iter(page.labelled("rt rw")), ())[:1]
        whole = (*pieces, *neighbourhood)
        text = addresses.joined([piece.text for piece in pieces], [piece.text for piece in neighbourhood])
        wrong, wrong_read = addresses.differences(asked.value, text)
        verdict = Likeness.SAME if not wrong else _unlike(whole)
        region = page.frame(whole)
        trust = min(piece.word.score for piece in whole)
        code = asked.field.code
        found.append(
            Reading(code, verdict, asked.shown, text, region, trust, wrong, wrong_read if wrong else ())
        )
    return found


def _prose(asked: _Asked, page: Page) -> Found:
    run = prose.Run.of(page)
    place = run.find(asked.value)
    if place is None:
        return []
    pieces = run.pieces_between(*place)
    return [_reading(asked, page, pieces, Likeness.SAME, run.text[place[0] : place[1]])]


def _as_letters(text: str, value: str) -> Likeness:
    """Iis and Lis are two persons, and one reading: where only such letters differ the officer must look."""
    return Likeness.SAME if bare(text) == bare(value) else Likeness.UNSURE


def _unlike(pieces: Sequence[Piece]) -> Likeness:
    """What is not the same: other when it was read well, else nothing to rely on."""
    return Likeness.OTHER if min(piece.word.score for piece in pieces) >= TRUSTED else Likeness.UNSURE


def _joined(pieces: Sequence[Piece]) -> str:
    return " ".join(piece.text for piece in pieces)


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _reading(
    asked: _Asked,
    page: Page,
    pieces: Sequence[Piece],
    verdict: Likeness,
    text: str,
    part: tuple[float, float] = (0.0, 1.0),
    *,
    letters: bool = True,
) -> Reading:
    region = page.frame(pieces, *part) if len(pieces) == 1 else page.frame(pieces)
    trust = min(piece.word.score for piece in pieces)
    wrong: tuple[Span, ...] = ()
    wrong_read: tuple[Span, ...] = ()
    if verdict in (Likeness.OTHER, Likeness.UNSURE):
        wrong, wrong_read = differences(asked.shown, text) if letters else (((0, len(asked.shown)),), ())
    return Reading(asked.field.code, verdict, asked.shown, text, region, trust, wrong, wrong_read)


def typed_reading(code: str, shown: str, text: str, region: Region | None) -> Reading:
    """What an officer read with his own eyes, beside the form's value as shown; spaces and capitals do not count."""
    wrong, wrong_read = differences(shown, text)
    verdict = Likeness.OTHER if wrong or wrong_read else Likeness.SAME
    return Reading(code, verdict, shown, text, region, 1.0, wrong, wrong_read)


def readings(
    fields: Mapping[str, tuple[FieldSpec, str, str]], pages: Mapping[str, Sequence[Page]], today: date
) -> dict[str, Reading]:
    """Compare each field (spec, value, value as shown) with the read pages of its paper; unread papers say nothing."""
    return {
        code: reading_of(spec, value, shown, pages[spec.evidence or ""], today)
        for code, (spec, value, shown) in fields.items()
        if pages.get(spec.evidence or "")
    }
