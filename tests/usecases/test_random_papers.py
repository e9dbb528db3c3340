"""Whatever becomes of papers in whatever order, each keeps its one number and its way is one that the table knows."""

import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import text

from tests.backroom import PASSPHRASE, certificate_of
from tests.issued import Shelf
from tests.machines import run_on_copies
from tests.make import Office, exhausted
from tests.printed import come_out
from workstation.desk import Desk
from workstation.embedded import Cluster
from workstation.errors import Problem, SignerDown
from workstation.models.lifecycle import DOCUMENT
from workstation.printing.spooler import FolderSpooler
from workstation.queries.intake import draft_facts
from workstation.queries.totals import balance
from workstation.signing.local import LocalSigner
from workstation.signing.signer import FailureReason, SignedPdf, SignFailure, UnsignedPdf
from workstation.usecases import deciding, ending, following, handing_over, intake, reviewing, signing
from workstation.usecases.handing_over import Collector
from workstation.usecases.intake import Draft
from workstation.usecases.rechecking import check_here
from workstation.vocabulary import (
    Channel,
    CollectorKind,
    DocumentStage,
    MailWay,
    Proposal,
    Reference,
    Role,
    WithdrawalGround,
)

people = st.sampled_from(("budi", "sari", "rina", "ratna", "hasan", "serba", "manajer", "jauh"))
CHIEFS = ("ratna", "hasan", "serba")
picks = st.integers(0, 50)
FITTING = {
    "to_sign": ("sign",),
    "prepared": ("sign",),
    "unknown": ("sign",),
    "rejected": ("sign",),
    "deposited": ("issue", "issue", "spurn"),
    "issued": ("print", "print", "mail", "propose", "withdraw"),
    "printed": ("hand_over", "hand_over", "mail", "reprint", "propose", "withdraw"),
    "mailed": ("bounce", "come_back", "propose", "withdraw"),
    "handed_over": ("reprint", "propose", "withdraw", "withdraw"),
}
"""What is the next thing to do with a paper."""


class Fickle(LocalSigner):
    """A signer in one of its moods: it signs, refuses, loses, or says nothing."""

    def __init__(self, login: str, mood: str) -> None:
        super().__init__(certificate_of(login))
        self.mood = mood

    def sign(self, files: Sequence[UnsignedPdf], secret: str) -> list[SignedPdf | SignFailure]:
        if self.mood == "silent":
            raise SignerDown("HTTP 504")
        if self.mood == "signs":
            return list(super().sign(files, secret))
        reason = FailureReason.REFUSED if self.mood == "refuses" else FailureReason.UNKNOWN
        return [SignFailure(file.name, reason, self.mood) for file in files]


class Papers(RuleBasedStateMachine):
    """One office, its papers, and what is done with them."""

    office: Office
    seen: ClassVar[set[tuple[str, str]]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[int, tuple[str, int]] = {}
        self.step = self.moves = 0
        self.is_replaced = False
        self.folder = tempfile.TemporaryDirectory()

    @initialize(wishes=st.lists(st.tuples(picks, picks), min_size=15, max_size=25))
    def open(self, wishes: list[tuple[int, int]]) -> None:
        """Two permits are decided, one of them is out already, and both go some way."""
        self.shelf = Shelf(self.office)
        self.shelf.issued()
        self.office.approved(nik="3171994502850002")
        self.day = self.office.desk("manajer").today()
        self.step = int(self.office.ask("SELECT max(id) FROM loket.stage_interval"))
        self.go_on(wishes)

    # -- what may be tried -----------------------------------------------------------------------------

    def attempt(self, roles: frozenset[Role], act: Callable[[], object]) -> None:
        """Do it; every step that follows is one that the table gives these roles."""
        with suppress(Problem):
            act()
        for row in self.office.rows(
            "SELECT id, stage, (SELECT b.stage FROM loket.stage_interval b WHERE b.machine = i.machine"
            " AND b.thing_id = i.thing_id AND b.id < i.id ORDER BY b.id DESC LIMIT 1) AS before"
            " FROM loket.stage_interval i WHERE machine = 'document' AND id > :step ORDER BY id",
            step=self.step,
        ):
            self.step = row.id
            if row.before is None:
                assert row.stage == "to_sign"
                continue
            self.seen.add((row.before, row.stage))
            assert any(
                m.source == row.before and m.target == row.stage and set(m.roles) & roles
                for m in DOCUMENT.moves
            ), f"{sorted(roles)}: {row.before} -> {row.stage}"

    def paper(self, pick: int) -> int:
        papers = [row.id for row in self.office.rows("SELECT id FROM loket.document ORDER BY id")]
        return int(papers[pick % len(papers)])

    def does(self, verb: str, login: str, paper: int) -> None:
        if verb in ("issue", "spurn"):
            self.attempt(frozenset({Role.SERVICE}), lambda: self.turn(is_good=verb == "issue"))
            return
        if verb == "sign":  # the back room seals first
            self.attempt(frozenset({Role.SERVICE}), lambda: self.turn(is_good=True))
        desk = self.office.desk(login)
        self.attempt(desk.roles, lambda: getattr(self, f"_{verb}")(desk, paper))

    @rule(login=people, pick=picks, wanted=st.sampled_from(list(DocumentStage)))
    def write_a_stage(self, login: str, pick: int, wanted: DocumentStage) -> None:
        """As an officer with psql would."""
        desk, paper = self.office.desk(login), self.paper(pick)
        self.attempt(desk.roles, lambda: self.raw(desk, paper, wanted))

    @staticmethod
    def raw(desk: Desk, paper: int, wanted: str) -> None:
        with desk.begin("ditulis langsung") as session:
            session.execute(
                text("UPDATE loket.document SET stage = :stage WHERE id = :id"),
                {"stage": wanted, "id": paper},
            )

    @rule(
        login=people,
        pick=picks,
        verb=st.sampled_from(sorted({v for verbs in FITTING.values() for v in verbs})),
    )
    def work(self, login: str, pick: int, verb: str) -> None:
        """Any verb of the program on any paper by anybody."""
        self.does(verb, login, self.paper(pick))

    @rule(wishes=st.lists(st.tuples(picks, picks), min_size=4, max_size=8))
    def go_on(self, wishes: list[tuple[int, int]]) -> None:
        """What comes next for a paper, by somebody whose job it is."""
        for pick, choice in wishes:
            paper = self.paper(pick)
            row = self.office.rows(
                "SELECT d.stage, o.login FROM loket.document d JOIN loket.officer o ON o.id = d.approved_by"
                " WHERE d.id = :id",
                id=paper,
            )[0]
            verbs = FITTING.get(row.stage, ("propose",))
            verb = verbs[choice % len(verbs)]
            chief = row.login if verb == "sign" else CHIEFS[choice % 3]
            self.does(verb, chief if verb in ("sign", "withdraw") else "budi", paper)

    @rule()
    def replace(self) -> None:
        """Somebody asks for a new permit in the place of the first one; its issue ends the old one."""
        old = self.office.ask("SELECT application_id FROM loket.document ORDER BY id LIMIT 1")
        if not self.is_replaced:
            self.is_replaced = True
            self.attempt(frozenset(), lambda: self.follow(old))

    def follow(self, old: int) -> None:
        budi, rina = self.office.desk("budi"), self.office.desk("rina")
        case = following.follow(budi, old, Reference.REPLACEMENT, Channel.COUNTER)
        typed = reviewing.open_file(budi, case, "pengajuan ulang").values
        intake.submit(budi, Draft(case, "", draft_facts(budi, case).version), typed)
        self.office.complete(case)
        self.office.marked(case)
        reviewing.pass_on(rina, case)
        reviewing.propose(rina, case, Proposal.APPROVE)
        exhausted(deciding.approve_many(self.office.desk("hasan"), [case]))

    @rule(days=st.sampled_from((0, 0, 0, 0, 0, 12)))
    def expire(self, days: int) -> None:
        """The back room looks for what has run out, sometimes after many days."""
        if days:
            self.office.later(days=days)
        self.attempt(frozenset({Role.SERVICE}), lambda: ending.expire_past(self.office.backroom()))

    # -- the verbs of a paper --------------------------------------------------------------------------

    def turn(self, *, is_good: bool) -> None:
        self.shelf.backroom.check = check_here if is_good else lambda _roots, files: ["rusak"] * len(files)
        self.shelf.backroom.turn()

    def _sign(self, desk: Desk, paper: int) -> None:
        self.moves += 1
        mood = ("signs", "silent", "signs", "refuses", "signs", "loses")[self.moves % 6]
        signer = Fickle(desk.officer.login if desk.officer.login in CHIEFS else "ratna", mood)
        exhausted(signing.sign_batch(desk, [paper], signer=signer, secret=PASSPHRASE))

    def _print(self, desk: Desk, paper: int, reason: str = "") -> None:
        come_out(desk, paper, FolderSpooler(Path(self.folder.name)), reason=reason)

    def _reprint(self, desk: Desk, paper: int) -> None:
        self._print(desk, paper, "salinan untuk pemegang")

    def _hand_over(self, desk: Desk, paper: int) -> None:
        collector = Collector(CollectorKind.PROXY, "Budi Kuasa", "ktp", "0001", originals_seen=True)
        handing_over.hand_over(desk, paper, collector)

    def _mail(self, desk: Desk, paper: int) -> None:
        ending.mail(desk, paper, MailWay.POST, "RR123456785ID")

    def _bounce(self, desk: Desk, paper: int) -> None:
        ending.bounce(desk, paper, "alamat tidak dikenal")

    def _come_back(self, desk: Desk, paper: int) -> None:
        ending.come_back(desk, paper, "rumah kosong")

    def _propose(self, desk: Desk, paper: int) -> None:
        ending.propose_withdrawal(desk, paper, WithdrawalGround.SUBSTANCE, "salah nama")

    def _withdraw(self, desk: Desk, paper: int) -> None:
        with suppress(Problem):
            self._propose(self.office.desk("sari"), paper)
        ending.withdraw(desk, paper)

    # -- what always holds -----------------------------------------------------------------------------

    @invariant()
    def each_paper_keeps_its_number_and_no_number_is_given_twice(self) -> None:
        rows = self.office.rows("SELECT id, number, serial FROM loket.document ORDER BY id")
        found = {row.id: (row.number, row.serial) for row in rows}
        assert {key: found[key] for key in self.known} == self.known
        assert (
            len({number for number, _ in found.values()}) == len({s for _, s in found.values()}) == len(found)
        )
        self.known = found

    @invariant()
    def no_step_is_lost_and_the_last_one_is_the_stage(self) -> None:
        assert not self.office.rows(
            "SELECT thing_id FROM (SELECT *, lead(from_at) OVER w AS next_from FROM loket.stage_interval"
            " WHERE machine = 'document' WINDOW w AS (PARTITION BY thing_id ORDER BY id)) AS i"
            " WHERE to_at IS DISTINCT FROM next_from"
        )
        assert not self.office.rows(
            "SELECT d.id FROM loket.document d LEFT JOIN loket.stage_interval i ON i.machine = 'document'"
            " AND i.thing_id = d.id AND i.to_at IS NULL WHERE i.stage IS DISTINCT FROM d.stage"
        )

    @invariant()
    def what_is_out_is_signed_and_counted_and_what_was_withdrawn_has_its_decision(self) -> None:
        assert not self.office.rows(
            "SELECT id FROM loket.document d WHERE issued_at IS NOT NULL AND signed_sha256 IS NULL"
            " OR prints <> (SELECT count(*) FROM loket.print_job j WHERE j.document_id = d.id AND j.state = 'printed')"
            " OR (stage = 'handed_over') > EXISTS (SELECT FROM loket.handover h WHERE h.document_id = d.id)"
            " OR (stage = 'withdrawn') <> EXISTS (SELECT FROM loket.document w WHERE w.withdraws_id = d.id)"
        )

    def teardown(self) -> None:
        self.folder.cleanup()
        manager = self.office.desk("manajer")
        found = balance(manager, self.day, manager.today())
        assert found.is_balanced, found
        point = self.office.id_of("service_point", "code", "MPP")
        with self.office.backroom().read() as session:
            assert session.scalar(text("SELECT loket.verify_journal(:p)"), {"p": point}) is None


def test_no_sequence_of_events_loses_a_paper_or_its_number(cluster: Cluster, template: str) -> None:
    run_on_copies(Papers, cluster, template, examples=8, steps=15)
    cells = {(str(m.source), str(m.target)) for m in DOCUMENT.moves}
    assert len(Papers.seen & cells) > len(cells) // 2, sorted(cells - Papers.seen)
