"""Whatever officers do in whatever order, the office's books stay in order: the table of moves against the database."""

import itertools
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from sqlalchemy import text

from tests.intray import person
from tests.machines import run_on_copies
from tests.make import HEALTHY, Office, exhausted, picture
from workstation.desk import Desk
from workstation.embedded import Cluster
from workstation.errors import Problem
from workstation.models.lifecycle import CASE, VISIT, Machine
from workstation.usecases import (
    calling,
    checking_in,
    deciding,
    intake,
    reviewing,
    waiting,
)
from workstation.usecases.reviewing import Reason
from workstation.vocabulary import (
    CaseStage,
    Channel,
    ContactOutcome,
    Mark,
    Proposal,
    Verdict,
    VisitStage,
)

PEOPLE = ("budi", "sari", "rina", "joko", "ratna", "hasan", "serba", "manajer", "jauh")
people = st.sampled_from(PEOPLE)
TABLES = {"case": "application", "visit": "visit"}
_DESK = ("undo", "over", "return", "guarantor", "applicant", "postpone")
_WAIT = ("resume", "withdraw", "undo")
FITTING = {
    "submitted": ("complete", "complete", "complete", "return", "over"),
    "returned": ("resubmit", "resubmit", "withdraw"),
    "administrative": ("pass_on", "pass_on", "pass_on", *_DESK),
    "technical": ("approve", "approve", "approve", "refuse", "survey", "levy", *_DESK),
    "waiting_guarantor": ("answer", *_WAIT),
    "waiting_applicant": _WAIT,
    "waiting_survey": ("report", "judge", "judge", *_WAIT),
    "waiting_payment": ("pay", "pay", *_WAIT),
    "postponed": _WAIT,
    "proposed": ("decide", "decline", "challenge", "undo"),
}
_CLERKS, _CHIEFS = ("budi", "sari", "serba"), ("ratna", "hasan", "serba")
ACTORS = dict.fromkeys(("decide", "decline", "challenge"), _CHIEFS) | dict.fromkeys(
    ("pay", "resubmit", "withdraw"), _CLERKS
)
SERVICE_ALONE = {("case", "waiting_guarantor", "lapsed")}
STEPS = sorted({step for steps in FITTING.values() for step in steps} | {"take"})
REASON = Reason("alasan", "Alasan untuk uji", "Dasar hukum uji", "Lengkapi")


def picks(fewest: int, most: int) -> st.SearchStrategy[list[tuple[int, int, int]]]:
    """Steps that fit: who takes each, on which case, and which of the fitting verbs."""
    return st.lists(st.tuples(*[st.integers(0, 50)] * 3), min_size=fewest, max_size=most)


class Events(RuleBasedStateMachine):
    """One office, its people, and what they try."""

    office: Office
    seen: ClassVar[set[tuple[str, str, str]]] = set()
    SEATS = {"budi": 1, "sari": 2, "serba": 3}

    def __init__(self) -> None:
        super().__init__()
        self.cases: list[int] = []
        self.visits: list[int] = []
        self.words = itertools.count()

    def desk(self, login: str) -> Desk:
        return self.office.desk(login, counter=self.SEATS.get(login))

    @initialize(picks=picks(12, 24))
    def open(self, picks: list[tuple[int, int, int]]) -> None:
        """A day starts with two cases and one visitor, and with work that fits; a rule may be left out of a walk."""
        self.type_in("budi")
        self.type_in("sari")
        self.walk_in("sari")
        self.go_on_with(picks)

    # -- what may be tried -----------------------------------------------------------------------------

    def attempt(self, machine: str, thing: int, login: str, act: Callable[[Desk], object]) -> None:
        """Do it; the stage afterwards is the old one, or one that the table gives this person for it."""
        table, before = MACHINES[machine], self.stage(machine, thing)
        desk = self.desk(login)
        refused = False
        try:
            act(desk)
        except Problem:
            refused = True
        after = self.stage(machine, thing)
        if after == before:
            return
        self.seen.add((machine, before, after))
        assert not refused, f"{login} was refused, yet {machine} went from {before} to {after}"
        assert login != "jauh", "somebody of another point moved it"
        assert any(
            m.source == before and m.target == after and set(m.roles) & desk.roles for m in table.moves
        ) or self.was_undone(machine, thing, before, after), f"{login}: {machine} {before} -> {after}"

    def was_undone(self, machine: str, thing: int, before: str, after: str) -> bool:
        """Whether the last step was taken back, and could be."""
        step = self.office.rows(
            "SELECT stage, undone FROM loket.stage_interval WHERE machine = :m AND thing_id = :id"
            " ORDER BY id DESC LIMIT 2",
            m=machine,
            id=thing,
        )
        undoable = any(m.source == after and m.target == before and m.undo for m in MACHINES[machine].moves)
        return bool(undoable and step[1].undone and step[0].stage == after)

    def stage(self, machine: str, thing: int) -> str:
        return str(self.office.ask(f"SELECT stage FROM loket.{TABLES[machine]} WHERE id = :id", id=thing))

    @rule(login=people)
    def type_in(self, login: str) -> None:
        n = next(self.words)
        if login not in ("budi", "sari", "serba") or len(self.cases) > 6:
            return
        draft, values = self.office.draft(login, **person(n + 1))
        self.cases.append(draft.id)
        self.attempt("case", draft.id, login, lambda desk: intake.submit(desk, draft, values))

    @rule(login=people)
    def walk_in(self, login: str) -> None:
        if login in ("budi", "sari", "serba") and len(self.visits) < 12:
            self.visits.append(self.office.walk_in(login).visit_id)

    @precondition(lambda self: self.cases)
    @rule(login=people, pick=st.integers(0, 50), wanted=st.sampled_from(list(CaseStage)))
    def write_a_stage(self, login: str, pick: int, wanted: CaseStage) -> None:
        """As an officer with psql would."""
        case = self.cases[pick % len(self.cases)]
        self.attempt("case", case, login, lambda desk: self.raw(desk, "application", case, wanted))

    @precondition(lambda self: self.visits)
    @rule(login=people, pick=st.integers(0, 50), wanted=st.sampled_from(list(VisitStage)))
    def write_a_visit(self, login: str, pick: int, wanted: VisitStage) -> None:
        visit = self.visits[pick % len(self.visits)]
        self.attempt("visit", visit, login, lambda desk: self.raw(desk, "visit", visit, wanted))

    @staticmethod
    def raw(desk: Desk, table: str, thing: int, target: str) -> None:
        with desk.begin("ditulis langsung") as session:
            session.execute(
                text(f"UPDATE loket.{table} SET stage = :stage WHERE id = :id"),
                {"stage": target, "id": thing},
            )

    @staticmethod
    def undo(desk: Desk, machine: str, thing: int) -> None:
        """As by hand, for anything, not only for what this person did last."""
        with desk.begin("diurungkan") as session:
            session.execute(
                text("SELECT loket.undo_last_step(:machine, :id)"), {"machine": machine, "id": thing}
            )

    @precondition(lambda self: self.cases)
    @rule(login=people, pick=st.integers(0, 50), step=st.sampled_from(STEPS))
    def work(self, login: str, pick: int, step: str) -> None:
        """A verb of the program, with what it needs done first by the same person."""
        case = self.cases[pick % len(self.cases)]
        self.attempt("case", case, login, lambda desk: getattr(self, f"_{step}")(desk, case))

    @precondition(lambda self: self.cases)
    @rule(picks=picks(5, 10))
    def go_on(self, picks: list[tuple[int, int, int]]) -> None:
        self.go_on_with(picks)

    def go_on_with(self, picks: list[tuple[int, int, int]]) -> None:
        """Verbs that fit where a case stands, each by its owner or by one of those whose job it is."""
        for who, pick, step in picks:
            case = self.cases[pick % len(self.cases)]
            fitting = FITTING.get(self.stage("case", case), ("undo",))
            verb = fitting[step % len(fitting)]
            able = ACTORS.get(verb, ("rina", "joko", "serba"))
            owner = self.office.ask(
                "SELECT o.login FROM loket.application a JOIN loket.officer o ON o.id = a.owner_id WHERE a.id = :id",
                id=case,
            )
            login = owner if owner in able and who % 3 else able[who % len(able)]
            self.attempt(
                "case", case, login, lambda desk, case=case, verb=verb: getattr(self, f"_{verb}")(desk, case)
            )

    @precondition(lambda self: self.visits)
    @rule(
        login=st.sampled_from(sorted(SEATS)),
        pick=st.integers(0, 50),
        step=st.sampled_from(("serve", "hold", "finish", "not_here", "put_back", "undo", "again")),
    )
    def serve(self, login: str, pick: int, step: str) -> None:
        visit = self.visits[pick % len(self.visits)]
        acts: dict[str, Callable[[Desk], object]] = {
            "serve": lambda d: calling.serve(d, visit),
            "hold": lambda d: calling.hold(d, visit, "sebentar"),
            "finish": lambda d: calling.finish(d, visit),
            "not_here": lambda d: calling.note_no_show(d, visit),
            "put_back": lambda d: calling.put_back(d, visit),
            "undo": lambda d: self.undo(d, "visit", visit),
            "again": lambda d: checking_in.check_in(d, visit, HEALTHY),
        }
        self.attempt("visit", visit, login, acts[step])

    @rule(login=st.sampled_from(sorted(SEATS)))
    def call(self, login: str) -> None:
        try:
            called = calling.call_next(self.desk(login)).visit_id
        except Problem:
            return
        assert self.stage("visit", called) == "called"

    # -- the verbs of a case ---------------------------------------------------------------------------

    def _take(self, desk: Desk, case: int) -> None:
        reviewing.take(desk, case)

    def _over(self, desk: Desk, case: int) -> None:
        reviewing.take_over(desk, case, "tenggat hari ini")

    def _judged(self, desk: Desk, case: int) -> None:
        reviewing.take(desk, case)
        scans = self.office.rows(
            "SELECT id FROM loket.scan WHERE application_id = :id AND NOT superseded", id=case
        )
        for scan in scans:
            reviewing.judge_scan(desk, scan.id, Verdict.ACCEPTED)
        for code in self.office.ask("SELECT loket.missing_marks(:id)", id=case):
            reviewing.mark_field(desk, case, code, Mark.SAME)

    def _complete(self, desk: Desk, case: int) -> None:
        self._judged(desk, case)
        reviewing.declare_complete(desk, case)

    def _pass_on(self, desk: Desk, case: int) -> None:
        self._judged(desk, case)
        reviewing.pass_on(desk, case)

    def _approve(self, desk: Desk, case: int) -> None:
        self._judged(desk, case)
        reviewing.propose(desk, case, Proposal.APPROVE)

    def _refuse(self, desk: Desk, case: int) -> None:
        self._judged(desk, case)
        reviewing.propose(desk, case, Proposal.REFUSE, [REASON])

    def _return(self, desk: Desk, case: int) -> None:
        reviewing.take(desk, case)
        reviewing.send_back(desk, case, [REASON])

    def _guarantor(self, desk: Desk, case: int) -> None:
        reviewing.take(desk, case)
        waiting.ask_guarantor(desk, case, "penjamin diminta menjawab")

    def _answer(self, desk: Desk, case: int) -> None:
        waiting.note_contact(desk, case, Channel.PHONE, ContactOutcome.CONFIRMED, "menjamin")

    def _applicant(self, desk: Desk, case: int) -> None:
        reviewing.take(desk, case)
        waiting.ask_applicant(desk, case, "minta keterangan")

    def _survey(self, desk: Desk, case: int) -> None:
        reviewing.take(desk, case)
        waiting.order_survey(desk, case, "Jalan Contoh", desk.today(), "Tim")

    def _last(self, table: str, case: int) -> int:
        return int(
            self.office.ask(f"SELECT max(id) FROM loket.{table} WHERE application_id = :id", id=case) or 0
        )

    def _report(self, desk: Desk, case: int) -> None:
        waiting.report_survey(desk, self._last("survey", case), desk.today(), "Sesuai gambar.")

    def _judge(self, desk: Desk, case: int) -> None:
        waiting.judge_survey(desk, self._last("survey", case), is_suitable=True, opinion="Layak.")

    def _levy(self, desk: Desk, case: int) -> None:
        reviewing.take(desk, case)
        waiting.order_levy(desk, case, Decimal(50_000), "tarif contoh", desk.today() + timedelta(days=7))

    def _pay(self, desk: Desk, case: int) -> None:
        waiting.record_payment(desk, self._last("levy_order", case), Decimal(50_000), "TRX-1")

    def _postpone(self, desk: Desk, case: int) -> None:
        reviewing.take(desk, case)
        waiting.postpone(desk, case, desk.today() + timedelta(days=3), "survei ditutup")

    def _resume(self, desk: Desk, case: int) -> None:
        waiting.resume(desk, case)

    def _decide(self, desk: Desk, case: int) -> None:
        exhausted(deciding.approve_many(desk, [case]))

    def _decline(self, desk: Desk, case: int) -> None:
        exhausted(deciding.refuse_many(desk, [case], [REASON]))

    def _challenge(self, desk: Desk, case: int) -> None:
        deciding.challenge(desk, case, "periksa lagi alamatnya")

    def _undo(self, desk: Desk, case: int) -> None:
        self.undo(desk, "case", case)

    def _resubmit(self, desk: Desk, case: int) -> None:
        intake.attach_scan(desk, case, "photo", "photo.jpg", picture(77), 1)
        self.raw(desk, "application", case, CaseStage.SUBMITTED)

    def _withdraw(self, desk: Desk, case: int) -> None:
        self.raw(desk, "application", case, CaseStage.WITHDRAWN)

    # -- what always holds -----------------------------------------------------------------------------

    @invariant()
    def each_thing_is_in_one_stage_and_no_time_is_missing(self) -> None:
        broken = self.office.rows(
            "SELECT i.machine, i.thing_id FROM (SELECT *, lead(from_at) OVER w AS next_from, lead(id) OVER w AS next_id"
            " FROM loket.stage_interval WINDOW w AS (PARTITION BY machine, thing_id ORDER BY id)) i"
            " WHERE i.to_at IS DISTINCT FROM i.next_from OR (i.to_at IS NULL) <> (i.next_id IS NULL)"
        )
        assert broken == []
        for machine, table in TABLES.items():
            assert (
                self.office.rows(
                    f"SELECT t.id FROM loket.{table} t LEFT JOIN loket.stage_interval i ON i.machine = :m"
                    " AND i.thing_id = t.id AND i.to_at IS NULL WHERE i.stage IS DISTINCT FROM t.stage",
                    m=machine,
                )
                == []
            )

    @invariant()
    def totals_balance(self) -> None:
        rows = self.office.rows("SELECT stage, count(*) AS n FROM loket.application GROUP BY stage")
        assert sum(row.n for row in rows) == len(self.cases)
        decided = sum(row.n for row in rows if row.stage in ("approved", "refused"))
        assert self.office.ask("SELECT count(*) FROM loket.document") == decided
        waits = sum(row.n for row in rows if row.stage.startswith("waiting") or row.stage == "postponed")
        assert self.office.ask("SELECT count(*) FROM loket.case_wait WHERE to_at IS NULL") == waits

    @invariant()
    def nobody_judged_what_he_keyed_or_decided_what_he_judged(self) -> None:
        assert (
            self.office.ask(
                "SELECT count(*) FROM loket.application WHERE"
                " entered_by IN (administrative_by, technical_by, decided_by)"
                " OR decided_by IN (administrative_by, technical_by)"
            )
            == 0
        )

    def teardown(self) -> None:
        point = self.office.id_of("service_point", "code", "MPP")
        with self.office.backroom().read() as session:
            assert session.scalar(text("SELECT loket.verify_journal(:p)"), {"p": point}) is None
        gaps = self.office.rows(
            "SELECT ticket FROM (SELECT split_part(ticket, '-', 2)::int AS n, row_number() OVER"
            " (PARTITION BY split_part(ticket, '-', 1) ORDER BY split_part(ticket, '-', 2)::int) AS r, ticket"
            " FROM loket.visit WHERE ticket IS NOT NULL) x WHERE n <> r"
        )
        assert gaps == []


MACHINES: dict[str, Machine] = {"case": CASE, "visit": VISIT}


def test_no_sequence_of_events_brings_the_books_out_of_order(cluster: Cluster, template: str) -> None:
    run_on_copies(Events, cluster, template, examples=16, steps=40)
    cells = {("case", str(m.source), str(m.target)) for m in CASE.moves} - SERVICE_ALONE
    assert len(Events.seen & cells) > len(cells) // 2, "too few of the table's cells were walked"
