"""The applications of the cast on their way: filed, reviewed as a truthful reviewer would, decided, signed, given."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count

from sqlalchemy import select

from workstation.catalogue.rules import PermitTypeRules
from workstation.commands.practice.cast import Part
from workstation.commands.practice.clock import Diary, open_moments
from workstation.commands.practice.staff import Staff
from workstation.desk import Desk
from workstation.models.application import Application, Scan, Worker
from workstation.progress import Ending, exhausted
from workstation.queries.row_papers import listed_rows
from workstation.usecases import arriving, deciding, intake, persons, reviewing, sampling, waiting
from workstation.usecases.arriving import ApplicationWish
from workstation.usecases.reading import announce
from workstation.usecases.reviewing import Reason
from workstation.usecases.row_papers import attach_row_scan
from workstation.usecases.together import together
from workstation.vocabulary import Channel, Mark, PersonVerdict, Proposal, Role, Verdict
from workstation.worktime import WIB, Calendar, due_after_hours, next_opening

SOURCE = "latihan"
POINT = "mpp"
HELD = 2
OLD = ("issued", "handed_over", "refused")
# how much of the five working hours has been used when the trainee looks: some cases are late already
USED = (0.4, 1.1, 2.0, 4.6, 3.1, 5.6, 0.8, 4.2, 1.5, 4.9, 2.6, 0.6, 6.5, 3.7)
UNREADABLE = ("unreadable", "missing_page", "missing_meterai")
WAITS: tuple[Callable[[Desk, int], object], ...] = (
    lambda desk, case: waiting.ask_guarantor(desk, case, "Penjamin belum menjawab surel konfirmasi."),
    lambda desk, case: waiting.order_survey(
        desk, case, "Jalan Contoh Nomor 12, Gambir", desk.today() + timedelta(days=3), "Tim survei Gambir"
    ),
    lambda desk, case: waiting.ask_applicant(
        desk, case, "Nomor telepon pada formulir tidak dapat dihubungi."
    ),
    lambda desk, case: waiting.order_levy(
        desk, case, Decimal(250_000), "Tarif contoh untuk latihan", desk.today() + timedelta(days=7)
    ),
    lambda desk, case: waiting.postpone(
        desk, case, desk.today() + timedelta(days=2), "Survei lapangan ditutup sementara."
    ),
)
"""How a case waits: once each, in this order."""


@dataclass
class Case:
    """One application while it is being told."""

    part: Part
    number: int
    id: int = 0
    reviewer: str = ""
    supervisor: str = ""
    decided_at: datetime | None = None


@dataclass
class Cases:
    """Writes what happens to each application into the diary."""

    staff: Staff
    diary: Diary
    now: datetime
    calendar: Calendar
    decided: list[Case] = field(default_factory=list)
    _turn: "count[int]" = field(default_factory=count)
    _held: int = 0
    _waits: list[Callable[[Desk, int], object]] = field(default_factory=lambda: list(WAITS))

    def __post_init__(self) -> None:
        """Look up when the office was open."""
        self._open = open_moments(self.now, self.calendar)

    def note_all(self, parts: Sequence[Part]) -> list[Case]:
        """Write every application down and return them."""
        cases = [Case(part, number) for number, part in enumerate(parts)]
        for case in cases:
            reviewers, supervisors = self.staff.by_role[Role.REVIEWER], self.staff.by_role[Role.SUPERVISOR]
            case.reviewer = reviewers[case.number % len(reviewers)]
            case.supervisor = supervisors[case.number % len(supervisors)]
            self._note(case)
        return cases

    def _note(self, case: Case) -> None:
        stage = case.part.stage
        if stage == "draft":
            self._at(self._back(0.3 + case.number % 5 * 0.4), lambda: self._draft(case))
        elif stage == "submitted":
            self._at(self._filed_lately(case), lambda: self._file(case))
        elif stage == "returned":
            filed = self._morning(case)
            self._at(filed, lambda: self._file(case))
            self._at(
                due_after_hours(filed, 2 + case.number % 4, self.calendar), lambda: self._send_back(case)
            )
        elif stage in OLD:
            self._note_review(case, self._morning(case) + timedelta(minutes=40), stage)
        else:
            used = USED[next(self._turn) % len(USED)]
            floor = {"administrative": 0.2, "technical": 0.9}.get(stage, 1.3)
            self._note_review(case, self._back(max(used, floor)), stage)

    def _note_review(self, case: Case, complete: datetime, stage: str) -> None:
        """From the filing to the stage that is wanted; each step a while of working time after the last."""
        complete = next_opening(complete, self.calendar)
        self._at(complete - timedelta(minutes=35 + case.number * 13 % 300), lambda: self._file(case))
        self._at(complete, lambda: self._accept(case))
        then = self._later(complete, 0.3)
        self._at(then, lambda: self._mark(case, whole=stage != "administrative"))
        if stage == "administrative":
            self._note_held(case, then)
            return
        self._at(then, lambda: self._by_reviewer(case, lambda desk: reviewing.pass_on(desk, case.id)))
        if stage == "technical":
            self._note_wait(case, self._later(then, 0.2))
            return
        then = self._later(then, 0.4)
        self._at(then, lambda: self._propose(case))
        if stage == "proposed":
            return
        then = self._later(then, 0.3 + case.number % 3 * 0.2)
        self._at(then, lambda: self._decide(case))
        if stage in OLD:
            case.decided_at = then
            self.decided.append(case)

    def _note_held(self, case: Case, after: datetime) -> None:
        """Let two colleagues hold a case at this very moment, so that a trainee meets it."""
        at = self.now - timedelta(minutes=4)
        if self._held < HELD and after < at:
            self._held += 1
            self._at(at, lambda: reviewing.take(self.staff.desks[case.reviewer], case.id))

    def _note_wait(self, case: Case, at: datetime) -> None:
        """Let one case of each kind wait, so that a trainee meets them all; every second one goes on."""
        if case.number % 2 or not self._waits:
            return
        wait = self._waits.pop(0)
        self._at(at, lambda: self._by_reviewer(case, lambda desk: wait(desk, case.id)))

    # -- moments -------------------------------------------------------------------------------------------

    def _at(self, at: datetime, do: Callable[[], object]) -> None:
        self.diary.note(min(at, self.now - timedelta(seconds=30)), do)

    def _back(self, hours: float) -> datetime:
        """Return the moment that many working hours ago."""
        return self._open[min(int(hours * 6), len(self._open) - 1)]

    def _later(self, at: datetime, hours: float) -> datetime:
        return due_after_hours(at, hours, self.calendar)

    def _morning(self, case: Case) -> datetime:
        """Return a moment of the morning of the day on which the cast files, for cases of past days."""
        day = datetime.combine(case.part.filed_on, datetime.min.time(), WIB) + timedelta(hours=8)
        return next_opening((day + timedelta(minutes=case.number * 17 % 190)).astimezone(UTC), self.calendar)

    def _filed_lately(self, case: Case) -> datetime:
        if case.part.channel == "online":  # portals know no closing time
            return self.now - timedelta(minutes=12 + case.number * 37 % 1300)
        return self._back(0.2 + case.number % 40 * 0.25)

    # -- what is done --------------------------------------------------------------------------------------

    def _file(self, case: Case) -> None:
        part = case.part
        if part.channel == "online":
            wish = ApplicationWish(part.id, POINT, part.permit_type, part.fields, part.workers, part.scans())
            number = arriving.file_application(self.staff.backroom, SOURCE, wish).number
            with self.staff.backroom.read() as session:
                case.id = session.scalar(select(Application.id).where(Application.number == number)) or 0
            return
        with together(self._officer(case)) as desk:
            draft = self._keyed_in(desk, part)
            case.id = intake.submit(desk, draft, part.fields).application_id

    def _draft(self, case: Case) -> None:
        with together(self._officer(case)) as desk:
            draft = self._keyed_in(desk, case.part)
            typed = dict(list(case.part.fields.items())[: 4 + case.number % 5])
            case.id = intake.save_draft(desk, draft, typed).id

    def _keyed_in(self, desk: Desk, part: Part) -> intake.Draft:
        channel = Channel.COUNTER if part.channel == "online" else Channel(part.channel)
        draft = intake.start_draft(desk, part.permit_type, channel)
        if part.workers:
            intake.replace_workers(desk, draft.id, part.workers)
        for scan in part.scans():
            intake.attach_scan(desk, draft.id, scan.document, scan.name, scan.data, scan.pages, scan.measures)
        for row, scans in zip(listed_rows(desk, draft.id), part.row_scans(), strict=False):
            for scan in scans:
                attach_row_scan(
                    desk, draft.id, row.id, scan.document, scan.name, scan.data, scan.pages, scan.measures
                )
        return draft

    def _officer(self, case: Case) -> Desk:
        officers = self.staff.by_role_officers
        return self.staff.desks[officers[1 + case.number % (len(officers) - 1)]]

    def _accept(self, case: Case) -> None:
        """Look at each paper and declare the case complete: every required paper is there and readable."""

        def look(desk: Desk) -> None:
            for scan_id, _ in self._scans(desk, case):
                reviewing.judge_scan(desk, scan_id, Verdict.ACCEPTED)
            reviewing.declare_complete(desk, case.id)

        self._by_reviewer(case, look)

    def _mark(self, case: Case, *, whole: bool) -> None:
        """Compare the fields with the papers; what differs is marked so, unless a colleague overlooks it."""
        overlooked = case.part.proposal == "approve"
        wrong = {defect["field"] for defect in case.part.defects if not overlooked}

        def compare(desk: Desk) -> None:
            with desk.read() as session:
                rules = _rules(session.get_one(Application, case.id), desk)
            fields = [f.code for f in rules.checked_fields if case.part.fields.get(f.code)]
            for code in fields if whole else fields[: case.number % 5]:
                if whole or code not in wrong:
                    reviewing.mark_field(desk, case.id, code, Mark.DIFFERS if code in wrong else Mark.SAME)

        self._by_reviewer(case, compare)

    def _propose(self, case: Case) -> None:
        proposal = Proposal(case.part.proposal)
        reasons = self._reasons(case) if proposal is Proposal.REFUSE else ()

        def propose(desk: Desk) -> None:
            if proposal is Proposal.APPROVE:
                with desk.read() as session:
                    listed = session.scalars(select(Worker.id).where(Worker.application_id == case.id)).all()
                persons.glance(desk, case.id, listed)
                persons.decide_workers(desk, case.id, listed, PersonVerdict.APPROVE)
            reviewing.propose(desk, case.id, proposal, reasons)

        self._by_reviewer(case, propose)

    def _send_back(self, case: Case) -> None:
        """Refuse the paper that cannot be read, and say in the catalogue's words what to mend."""
        spoilt = {d["document"] for d in case.part.defects if d["kind"] in UNREADABLE}

        def judge(desk: Desk) -> None:
            for scan_id, document in self._scans(desk, case):
                good = document not in spoilt
                reviewing.judge_scan(
                    desk,
                    scan_id,
                    Verdict.ACCEPTED if good else Verdict.REFUSED,
                    None if good else case.part.reason,
                )
            reviewing.send_back(desk, case.id, self._reasons(case), "Mohon diperbaiki lalu diajukan kembali.")

        self._by_reviewer(case, judge)

    def _decide(self, case: Case) -> None:
        decide = deciding.approve_many if case.part.proposal == "approve" else deciding.refuse_many
        desk = self.staff.desks[case.supervisor]
        for one in sampling.draw_sample(desk, [case.id]):
            announce(desk, "application", one.id, sampling.PURPOSE)
            sampling.see_case(desk, one.id, one.version)
        for outcome in exhausted(decide(desk, [case.id])):
            if outcome.ending is not Ending.DONE:
                raise RuntimeError(f"{case.part.id}: {outcome.detail}")

    def _by_reviewer(self, case: Case, work: Callable[[Desk], object]) -> None:
        """Take the case, work, and give it back where it is still to be given back; all in one transaction."""
        with together(self.staff.desks[case.reviewer]) as desk:
            reviewing.take(desk, case.id)
            work(desk)
            reviewing.release(desk, case.id)

    def _reasons(self, case: Case) -> tuple[Reason, ...]:
        desk = self.staff.desks[case.reviewer]
        with desk.read() as session:
            rules = _rules(session.get_one(Application, case.id), desk)
        document = case.part.defects[0]["document"] if case.part.defects else ""
        found = [r for r in reviewing.catalogue_reasons(rules, document) if r.code == case.part.reason]
        if not found:
            raise LookupError(f"{case.part.id}: no reason {case.part.reason!r} in {rules.code}")
        return tuple(found)

    def _scans(self, desk: Desk, case: Case) -> Sequence[tuple[int, str]]:
        with desk.read() as session:
            found = session.execute(
                select(Scan.id, Scan.document_code).where(Scan.application_id == case.id).order_by(Scan.id)
            )
            return [(row.id, row.document_code) for row in found]


_KNOWN: dict[int, PermitTypeRules] = {}


def _rules(application: Application, desk: Desk) -> PermitTypeRules:
    """Return the rules of a case; the same version is read once."""
    if application.type_version_id not in _KNOWN:
        with desk.read() as session:
            _KNOWN[application.type_version_id] = intake.rules_of(session, application)
    return _KNOWN[application.type_version_id]
