"""The hall of the practice day: bookings in the volumes of June 2020, and people in every stage of a visit."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from sqlalchemy import select

from workstation.commands.practice.cast import people
from workstation.commands.practice.clock import Diary
from workstation.commands.practice.people import mall
from workstation.commands.practice.staff import Staff
from workstation.models.visit import Visit
from workstation.usecases import arriving, calling, checking_in
from workstation.usecases.arriving import BookingWish
from workstation.usecases.checking_in import Health
from workstation.usecases.together import together
from workstation.vocabulary import Channel, Priority
from workstation.worktime import WIB

SOURCE = "latihan"
DAY_LENGTH = timedelta(hours=8, minutes=30)
PRIORITIES = (Priority.ELDERLY, Priority.PREGNANT, Priority.DISABLED, Priority.SMALL_CHILD)

# who sat where for how many visitors this morning: login order, counter, service, visitors
ROUNDS: Sequence[tuple[int, int, str, int]] = (
    (0, 1, "counselling", 7),
    (0, 9, "tax", 4),
    (1, 2, "intake", 9),
    (1, 14, "bank", 4),
    (2, 5, "sim", 5),
    (2, 3, "intake", 6),
    (3, 7, "stnk", 4),
    (3, 11, "passport", 2),
    (3, 4, "intake", 6),
)
WAITING = {
    "intake": 6,
    "counselling": 3,
    "sim": 4,
    "stnk": 3,
    "tax": 4,
    "bank": 2,
    "passport": 1,
}


@dataclass(frozen=True)
class Hours:
    """The practice day around the moment at which it is made: it began in the past and ends today."""

    opened: datetime
    now: datetime
    closes: datetime


def hours_around(now: datetime) -> Hours:
    """Begin at 07.30, or so that some of the day has passed already; never before midnight (WIB)."""
    here = now.astimezone(WIB)
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    morning = midnight + timedelta(hours=7, minutes=30)
    opened = (
        morning if here >= morning + timedelta(hours=2, minutes=30) else here - timedelta(hours=2, minutes=30)
    )
    opened = max(opened, here - timedelta(hours=6), midnight)
    closes = min(opened + DAY_LENGTH, midnight + timedelta(hours=23, minutes=59))
    return Hours(opened.astimezone(UTC), now, closes.astimezone(UTC))


def book_day(staff: Staff, hours: Hours) -> int:
    """Book the visits of a day through the door that portals use; a day that is booked already stays as it is."""
    day = hours.now.astimezone(WIB).date()
    dice = random.Random(day.toordinal())  # noqa: S311 - a made-up day, the same for everybody
    kept = 0
    with together(staff.backroom) as desk:
        for service in mall()["services"]:
            for number in range(service["volume"]):
                kept += not arriving.book(desk, SOURCE, _wish(dice, hours, service, number)).repeated
    return kept


def _wish(dice: random.Random, hours: Hours, service: dict[str, object], number: int) -> BookingWish:
    length = (hours.closes - hours.opened) / int(str(service["volume"]))
    at = hours.opened + length * (number + dice.random() * 0.9)
    person = dice.choice(people())
    return BookingWish(
        external_id=f"{hours.now.astimezone(WIB).date()}-{service['code']}-{number:03}",
        point=mall()["point"]["code"],
        service=str(service["code"]),
        name=person["name"],
        nik=person["nik"],
        phone=person["phone"],
        planned_at=at.replace(second=0, microsecond=0),
        priority=dice.choice(PRIORITIES) if dice.random() < 0.08 else Priority.NONE,
        healthy=True,
        channel=Channel.ONLINE if dice.random() < 0.9 else Channel.PHONE,
    )


@dataclass
class Hall:
    """Puts the visits of the past hours into the diary."""

    staff: Staff
    hours: Hours
    diary: Diary
    dice: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311
    _free: dict[str, list[tuple[int, datetime]]] = field(default_factory=dict)

    def fill(self) -> None:
        """Write down who came, who was served, who waits, who was turned away and who did not answer."""
        self._free = self._booked()
        officers = self.staff.by_role_officers
        last = [self._round(login, rounds) for login, rounds in self._rounds(officers).items()]
        self._crowd()
        self._scenes(officers, max(last))

    def _booked(self) -> dict[str, list[tuple[int, datetime]]]:
        names = {number: code for code, number in self.staff.services.items()}
        with self.staff.backroom.read() as session:
            rows = session.execute(
                select(Visit.id, Visit.service_id, Visit.planned_at)
                .where(Visit.stage == "booked", Visit.planned_at >= self.hours.opened)
                .order_by(Visit.planned_at)
            ).all()
        found: dict[str, list[tuple[int, datetime]]] = {code: [] for code in self.staff.services}
        for row in rows:
            found[names[row.service_id]].append((row.id, row.planned_at))
        return found

    def _rounds(self, officers: Sequence[str]) -> dict[str, list[tuple[int, str, int]]]:
        sorted_out: dict[str, list[tuple[int, str, int]]] = {login: [] for login in officers}
        for who, counter, service, visitors in ROUNDS:
            sorted_out[officers[who % len(officers)]].append((counter, service, visitors))
        return sorted_out

    def _round(self, login: str, rounds: Sequence[tuple[int, str, int]]) -> datetime:
        """Let one officer serve his visitors one after the other until half an hour ago."""
        visitors = sum(count for _, _, count in rounds)
        span = (self.hours.now - self.hours.opened) * 0.85 / max(visitors, 1)
        at = self.hours.opened + span * 0.3
        for counter, service, count in rounds:
            self.diary.note(at, lambda c=counter: self.staff.sit(login, c))  # type: ignore[misc]
            for _ in range(count):
                if visit := self._next(service):
                    self._served(login, visit, at, span)
                at += span
        return at

    def _served(self, login: str, visit: int, at: datetime, span: timedelta) -> None:
        wait = min(timedelta(minutes=3 + self.dice.random() * 20), at - self.hours.opened)
        self._enter(visit, at - wait * 0.9, login)
        self.diary.note(at + span * 0.05, lambda: calling.call_one(self.staff.desks[login], visit))
        self.diary.note(at + span * 0.12, lambda: calling.serve(self.staff.desks[login], visit))
        self.diary.note(
            at + span * (0.55 + 0.35 * self.dice.random()),
            lambda: calling.finish(self.staff.desks[login], visit),
        )

    def _crowd(self) -> None:
        """Let people wait now, most of them for a few minutes."""
        for service, count in WAITING.items():
            for number in range(count):
                if visit := self._next(service):
                    ago = (
                        (self.hours.now - self.hours.opened)
                        * 0.14
                        * (number + 0.3 + self.dice.random() * 0.6)
                    )
                    self._enter(visit, self.hours.now - ago / max(count, 1))

    def _scenes(self, officers: Sequence[str], after: datetime) -> None:
        """Leave one being served, one called, one stepped aside, two who did not answer, one turned away."""
        first, second, third, fourth = (officers[n % len(officers)] for n in range(4))
        left = self.hours.now - after

        def at(part: float) -> datetime:
            return after + left * part

        self._scene(first, 1, "counselling", (at(0.1), at(0.2)), "missed")
        self.diary.note(at(0.9), lambda: self.staff.stand(first))
        self._scene(second, 2, "intake", (at(0.1), at(0.2)), "held")
        self._scene(second, 2, "intake", (at(0.4), at(0.5)), "missed")
        self.diary.note(at(0.9), lambda: self.staff.stand(second))
        self._scene(fourth, 4, "intake", (at(0.3), at(0.35)), "served")
        self._scene(third, 3, "intake", (at(0.85), at(0.9)), "called")
        if visit := self._next("sim"):
            self.diary.note(at(0.6), lambda: self._refuse(visit))

    def _scene(
        self, login: str, counter: int, service: str, times: tuple[datetime, datetime], end: str
    ) -> None:
        visit = self._next(service)
        if visit is None:
            return
        called, then = times
        self._enter(visit, called - (self.hours.now - self.hours.opened) * 0.05)
        self.diary.note(called, lambda: self.staff.sit(login, counter))
        self.diary.note(called, lambda: calling.call_one(self.staff.desks[login], visit))

        def go_on() -> None:
            desk = self.staff.desks[login]
            if end == "missed":
                calling.note_no_show(desk, visit)
            if end in ("served", "held"):
                calling.serve(desk, visit)
            if end == "held":
                calling.hold(desk, visit, "Mengambil fotokopi NIB di parkiran")
            if end == "called":
                calling.recall(desk, visit)

        self.diary.note(then, go_on)

    def _enter(self, visit: int, at: datetime, login: str | None = None) -> None:
        who = login or self.dice.choice(self.staff.by_role_officers)
        warmth = Health(True, Decimal(f"36.{self.dice.randrange(1, 9)}"))
        at = max(at, self.hours.opened)
        self.diary.note(at, lambda: checking_in.check_in(self.staff.desks[who], visit, warmth))

    def _refuse(self, visit: int) -> None:
        desk = self.staff.desks[self.staff.by_role_officers[0]]
        checking_in.turn_away(desk, visit, "Suhu 38,4 °C; diminta datang setelah sehat")

    def _next(self, service: str) -> int | None:
        """Take the next booking of a service from the list; people may come a little early."""
        waiting = self._free[service]
        return waiting.pop(0)[0] if waiting else None
