"""Fields tied to places: the cursor on a field leads to its place on the scan, a frame there leads to its field."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from workstation.comparing.letters import likeness as alike
from workstation.comparing.letters import skeleton
from workstation.places_on_page import Region, region_of
from workstation.queries.field_places import PlaceRow
from workstation.ui.button import Weight
from workstation.ui.review.likeness import TONES
from workstation.ui.review.opened import FieldLine, OpenCase, with_file
from workstation.ui.review.painting import Noted
from workstation.ui.review.sheet import View
from workstation.ui.theme import Tone, theme
from workstation.usecases.reviewing import Reason
from workstation.usecases.tying import tie_field, untie_field

if TYPE_CHECKING:
    from workstation.ui.review.screen import ReviewScreen

KIND, OTHERS, SIGN = "field", "others", "≠"
AROUND, LEAST_WIDE, LEAST_TALL = 0.04, 0.5, 0.16  # what is shown about a place, shares of the page
READABLE_PX = 17


class Placing(QObject):
    """Shows where the current field stands, and keeps what the officer ties."""

    def __init__(self, screen: "ReviewScreen") -> None:
        super().__init__(screen)
        self._screen = screen
        self._code = ""
        self._wanted: tuple[int, Region] | None = None
        self._before: tuple[int, View] | None = None

    # -- from the field to the scan ----------------------------------------------------------------------

    def place_of(self, code: str) -> tuple[int, Region] | None:
        """Where a field stands: as a reviewer tied it, else as it was read."""
        case = self._screen.case
        tied = case.file.places.get(code) if case is not None else None
        if tied is not None:
            return tied.scan_id, tied.region
        scan, reading = self._screen.assistant.found.get(code, (0, None))
        return (scan, reading.region) if reading is not None and reading.region is not None else None

    def show_field(self, code: str) -> bool:
        """Go to the place of a field; False when it is not known."""
        self._code, self._wanted = code, self.place_of(code)
        self.frame_others()
        if self._wanted is None:
            self._screen.desk.scans.canvas.note(KIND, ())
            return False
        scan, region = self._wanted
        self._screen.desk.scans.show_scan(scan, region.page)
        self.apply()
        return True

    def leave_fields(self) -> None:
        """The cursor left the fields: the page lies as it lay before."""
        self._code, self._wanted = "", None
        self.frame_others()
        canvas, front = self._screen.desk.scans.canvas, self._screen.desk.scans.front
        canvas.note(KIND, ())
        if self._before is not None and front is not None and front[0].id == self._before[0]:
            canvas.set_view(self._before[1])
        self._before = None

    def forget(self) -> None:
        """Another case comes."""
        self._code, self._wanted, self._before = "", None, None

    def apply(self) -> None:
        """Frame the place as soon as its page is there, and look closer once."""
        scans, wanted = self._screen.desk.scans, self._wanted
        front = scans.front
        if not self._code or front is None:
            return
        place = self.place_of(self._code)
        is_here = place is not None and (front[0].id, front[1]) == (place[0], place[1].page)
        if place is None or not is_here:
            scans.canvas.note(KIND, ())
            return
        scans.canvas.note(KIND, [Noted(place[1], self._tone(self._code))])
        if wanted is not None:
            self._wanted = None
            self._look_closer(front[0].id, place[1])

    def here(self) -> Region | None:
        """Where the current field stands on the page in front, None where that is not known."""
        return next((noted.region for noted in self._screen.desk.scans.canvas.notes(KIND)), None)

    def frame_others(self) -> None:
        """Frame what was read differently on the page in front, but for the field under the cursor."""
        scans, front = self._screen.desk.scans, self._screen.desk.scans.front
        assistant, here = self._screen.assistant, (front[0].id, front[1]) if front is not None else None
        codes = [code for code in assistant.others() if code != self._code]
        places = [place for code in codes if (place := self.place_of(code)) is not None]
        for scan, read in assistant.odd_papers().items():
            places += [(scan, one.region) for one in read if one.region is not None]
        found = [region for scan, region in places if (scan, region.page) == here]
        noted = [Noted(region, Tone.BAD, SIGN, is_beside=True) for region in found]
        scans.canvas.note(OTHERS, noted)

    def read_more(self) -> None:
        """More was read: show the current field's place if it was not known before."""
        if self._code and self._screen.desk.case.field_now == self._code:
            if self._wanted is None and self._screen.desk.scans.canvas.notes(KIND):
                self.apply()
            else:
                self.show_field(self._code)

    def _tone(self, code: str) -> Tone:
        case = self._screen.case
        if case is not None and code in case.file.places:
            return Tone.ACCENT
        _, reading = self._screen.assistant.found.get(code, (0, None))
        return TONES.get(reading.likeness, Tone.NEUTRAL) if reading is not None else Tone.NEUTRAL

    def _look_closer(self, scan: int, region: Region) -> None:
        canvas = self._screen.desk.scans.canvas
        seen, room = canvas.place_in_window(region), canvas.viewport().rect()
        if min(seen.height(), seen.width()) >= theme().px(READABLE_PX) and room.contains(seen.toRect()):
            return
        if self._before is None or self._before[0] != scan:
            self._before = (scan, canvas.view())
        if min(seen.height(), seen.width()) >= theme().px(READABLE_PX):
            canvas.show_place(region)
        else:
            canvas.look_at(_about(region))

    # -- from the scan to the field ----------------------------------------------------------------------

    def offer(self, scan: int, region: Region) -> None:
        """Offer the fields that a frame may belong to, the likeliest first."""
        case, desk = self._screen.case, self._screen.desk
        if case is None or not case.may_work:
            return
        fields = self._likely(case, scan, region)
        offered = [Reason(line.spec.code, f"{line.spec.label}: {line.value}") for line in fields]
        if not offered:
            self._screen.say("Tidak ada isian yang dicocokkan dengan dokumen ini.")
            return
        desk.reasons.ask(
            "Isian mana yang tertulis di sini?",
            offered,
            yes="Kaitkan",
            weight=Weight.PRIMARY,
            with_note=False,
            chosen=[offered[0].code],
            then=partial(self._tie, case.id, scan, region),
        )

    def _likely(self, case: OpenCase, scan: int, region: Region) -> list[FieldLine]:
        """The current field, then those read there or whose words stand there, then the rest of this paper."""
        paper, now = case.paper_of(scan), self._screen.desk.case.field_now
        here = [
            line
            for line in case.fields
            if line.evidence and paper is not None and case.paper_for(line.evidence) is paper
        ]
        there = skeleton(self._screen.assistant.words_in(scan, region))

        def rank(line: FieldLine) -> tuple[bool, float]:
            place = self.place_of(line.spec.code)
            shared = _shared(place[1], region) if place is not None and place[0] == scan else 0.0
            said = alike(skeleton(line.value), there) if there else 0.0
            return line.spec.code == now, max(shared, said)

        return sorted(here, key=rank, reverse=True)

    def _tie(self, case: int, scan: int, region: Region, chosen: list[Reason], _note: str) -> None:
        desk, code = self._screen.office.desk, chosen[0].code
        self._screen.office.do(
            lambda: tie_field(desk, case, code, scan, region),
            then=partial(self._tied, code, PlaceRow(code, scan, region, desk.officer.name)),
            sorry=self._screen.effects.refused,
            changes=("scans",),
        )

    def untie(self, code: str) -> None:
        """Take the tie of a field back."""
        case, desk = self._screen.case, self._screen.office.desk
        if case is not None:
            ident = case.id
            self._screen.office.do(
                lambda: untie_field(desk, ident, code),
                then=partial(self._tied, code, None),
                sorry=self._screen.effects.refused,
                changes=("scans",),
            )

    def _tied(self, code: str, place: PlaceRow | None, _done: object) -> None:
        screen, case = self._screen, self._screen.case
        if case is None:
            return
        places = {key: row for key, row in case.file.places.items() if key != code}
        if place is not None:
            places[code] = place
        screen.case = with_file(case, replace(case.file, places=places))
        screen.show_case(is_new=False)
        screen.desk.case.go_to_field(code)


def _about(region: Region) -> Region:
    """A place with enough about it to know where one is."""
    wide, tall = max(region.width + 2 * AROUND, LEAST_WIDE), max(region.height + 2 * AROUND, LEAST_TALL)
    left = min(max(region.left + region.width / 2 - wide / 2, 0.0), max(1 - wide, 0.0))
    top = min(max(region.top + region.height / 2 - tall / 2, 0.0), max(1 - tall, 0.0))
    return region_of(region.page, (left, top, left + wide, top + tall))


def _shared(one: Region, other: Region) -> float:
    """How much of the smaller frame lies in the other, 0..1."""
    if one.page != other.page:
        return 0.0
    wide = min(one.right, other.right) - max(one.left, other.left)
    tall = min(one.bottom, other.bottom) - max(one.top, other.top)
    if wide <= 0 or tall <= 0:
        return 0.0
    return wide * tall / min(one.width * one.height, other.width * other.height)
