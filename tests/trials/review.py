"""`python3 run trial review`: a reviewer works a hundred cases of all kinds without the mouse, timed.

The real window, drawn offscreen, with real page processes and the practice scans; all that is measured is the
program's own time, for the hands never rest. Beside it a bare lower limit: the database verbs of the same kinds of
cases, called one after the other in the same run without any window.
"""

import argparse
import contextlib
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

from tests.make import Office
from tests.trials._reviewer import Reviewer
from tests.trials.batch import own_office
from workstation.desk import Desk
from workstation.queries.casefile import case_file
from workstation.usecases import persons, reviewing, waiting
from workstation.usecases.concluding import conclude
from workstation.usecases.reviewing import Reason
from workstation.vocabulary import Mark, PersonVerdict, Proposal, Verdict

REASON = Reason("unreadable-scan", "Pindaian tidak terbaca")


@dataclass(frozen=True)
class Kind:
    """One kind of case: how the officer works it, the same by bare verbs, and where it must end."""

    name: str
    share: int
    type_code: str
    work: Callable[[Reviewer], None]
    bare: Callable[[Desk, int], None]
    ends: tuple[str, str | None]


def judge(desk: Desk, case: int, *, but_first: bool = False) -> None:
    """Open the file and every paper, and accept them; the first is refused when wanted."""
    reviewing.take(desk, case)
    file = case_file(desk, case)
    reviewing.open_for_review(desk, case, "uji")
    for number, scan in enumerate(file.scans):
        reviewing.scan_bytes(desk, scan.id)
        if but_first and not number:
            reviewing.refuse_scan(desk, scan.id, [REASON])
        else:
            reviewing.judge_scan(desk, scan.id, Verdict.ACCEPTED)


def compared(desk: Desk, case: int, missing: Sequence[str]) -> None:
    """Accept everything, declare complete, mark every field."""
    judge(desk, case)
    reviewing.declare_complete(desk, case)
    for field in missing:
        reviewing.mark_field(desk, case, field, Mark.SAME)


def _right(desk: Desk, case: int) -> None:
    compared(desk, case, _fields(desk, case))
    conclude(desk, case)


def _listed(desk: Desk, case: int) -> None:
    compared(desk, case, _fields(desk, case))
    people = [person.id for person in case_file(desk, case).persons]
    persons.glance(desk, case, people)
    persons.decide_workers(desk, case, people, PersonVerdict.APPROVE, None)
    conclude(desk, case)


def _bad_paper(desk: Desk, case: int) -> None:
    judge(desk, case, but_first=True)
    reviewing.send_back(desk, case, [])


def _bad_field(desk: Desk, case: int) -> None:
    fields = _fields(desk, case)
    compared(desk, case, fields[1:])
    reviewing.find_fault(desk, case, fields[0], Mark.DIFFERS, [REASON])
    reviewing.send_back(desk, case, [])


def _hopeless(desk: Desk, case: int) -> None:
    compared(desk, case, _fields(desk, case))
    reviewing.pass_on(desk, case)
    reviewing.propose(desk, case, Proposal.REFUSE, [REASON])


def _waiting(desk: Desk, case: int) -> None:
    judge(desk, case)
    reviewing.declare_complete(desk, case)
    waiting.ask_applicant(desk, case, "Mohon surat asli")


def _fields(desk: Desk, case: int) -> list[str]:
    from sqlalchemy import text

    with desk.read() as session:
        return list(session.scalar(text("SELECT loket.missing_marks(:id)"), {"id": case}))


PERSON, COMPANY = "strp-individual", "strp-company"
KINDS = (
    Kind("right", 60, PERSON, Reviewer.right, _right, ("proposed", "approve")),
    Kind("company", 10, COMPANY, Reviewer.listed, _listed, ("proposed", "approve")),
    Kind("bad_paper", 10, PERSON, Reviewer.bad_paper, _bad_paper, ("returned", None)),
    Kind("bad_field", 5, PERSON, Reviewer.bad_field, _bad_field, ("returned", None)),
    Kind("hopeless", 5, PERSON, Reviewer.hopeless, _hopeless, ("proposed", "refuse")),
    Kind("waiting", 10, PERSON, Reviewer.waiting, _waiting, ("waiting_applicant", None)),
)


@dataclass(frozen=True)
class Worked:
    """One case that was worked: presses, and seconds from the first key until the next case was seen."""

    kind: Kind
    keys: int
    seconds: float


class Trial:
    """A hundred cases on one office, each `nth` with a twin for the bare verbs."""

    def __init__(self, office: Office, cases: int, nth: int = 5, seed: int = 1) -> None:
        self.office, self.nth = office, nth
        mixed = [kind for kind in KINDS for _ in range(max(1, round(kind.share * cases / 100)))]
        random.Random(seed).shuffle(mixed)
        self.kinds = mixed
        self._filed = 0

    def run(self, reviewer: Callable[[], Reviewer]) -> dict[str, Any]:
        """File, work, look where each case ended; returns the line to print."""
        bare = [self._bare(kind) for kind in dict.fromkeys(self.kinds)]
        bare += [self._bare(kind) for number, kind in enumerate(self.kinds) if number % self.nth == 0]
        cases = {self.file(kind): kind for kind in self.kinds}
        officer = reviewer()
        worked = []
        begin = time.monotonic()
        while len(worked) < len(cases):
            start, before = time.perf_counter(), officer.keys
            if officer.now is None:
                officer.take_packet()
            case = officer.now or 0
            cases[case].work(officer)
            officer.until(lambda case=case: officer.is_over(case))
            worked.append(Worked(cases[case], officer.keys - before, time.perf_counter() - start))
        seconds = time.monotonic() - begin
        officer.sign_out()
        return self.line(cases, worked, bare) | {"seconds_in_all": round(seconds, 1)}

    def file(self, kind: Kind) -> int:
        """File one practice application that lacks nothing, of a person or company of its own; returns its id."""
        from tests.pictures.review import ids, practised

        self._filed += 1
        known = ids(self.office, kind.type_code, 8)
        changed = {"nik": f"317199450285{self._filed + 4000:04}"} if kind.type_code == PERSON else {}
        return practised(self.office, known[self._filed % len(known)], **changed)

    def _bare(self, kind: Kind) -> float:
        case, desk = self.file(kind), self.office.desk("joko")
        start = time.perf_counter()
        kind.bare(desk, case)
        return time.perf_counter() - start

    def line(self, cases: dict[int, Kind], worked: Sequence[Worked], bare: Sequence[float]) -> dict[str, Any]:
        """Look where every case ended, and put all figures into the line to print."""
        ended = {
            row.id: (row.stage, row.proposal)
            for row in self.office.rows("SELECT id, stage, proposal FROM loket.application")
        }
        astray = Counter(kind.name for case, kind in cases.items() if ended[case] != kind.ends)
        own, least = _shares([one.seconds for one in worked]), _shares(bare)
        left = self.office.ask("SELECT count(*) FROM loket.application WHERE owner_id IS NOT NULL")
        return {
            "trial": "review",
            "cases": len(cases),
            "keys_per_case": _shares([one.keys for one in worked]),
            "keys_by_kind": {
                kind.name: _keys(worked, kind) for kind in dict.fromkeys(one.kind for one in worked)
            },
            "seconds_per_case": own,
            "bare_verbs": least,
            "times_bare": {share: round(own[share] / least[share], 2) for share in own},
            "ended_astray": dict(astray),
            "still_held": left,
            "passed": not astray and not left,
        }


def _keys(worked: Sequence[Worked], kind: Kind) -> int:
    """The usual number of presses of a kind, without that of taking a packet."""
    presses = sorted(one.keys for one in worked if one.kind is kind)
    return presses[len(presses) // 2]


def _shares(figures: Sequence[float]) -> dict[str, float]:
    if len(figures) < 2:
        return {}
    cuts = quantiles(figures, n=20, method="inclusive")
    return {"p50": round(cuts[9], 3), "p95": round(cuts[18], 3)}


def main() -> int:
    """Run the trial on a server and with a window of its own."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    parser = argparse.ArgumentParser(prog="run trial review")
    parser.add_argument("--cases", type=int, default=100)
    asked = parser.parse_args()
    from workstation.app import App
    from workstation.settings import Settings
    from workstation.ui.jobs import collect_on_ui_thread
    from workstation.ui.theme import Look, new_application, theme

    with contextlib.ExitStack() as held:
        office = held.enter_context(own_office())
        os.environ["XDG_DATA_HOME"] = held.enter_context(tempfile.TemporaryDirectory(prefix="loket-review-"))
        os.environ["XDG_CONFIG_HOME"] = str(Path(os.environ["XDG_DATA_HOME"]) / "config")
        application = new_application("loket")
        theme().apply(Look.LIGHT, 100)
        collect_on_ui_thread(application)
        app = App(Settings(database=office.url()))
        held.callback(app.close)
        app.show_sign_in()
        line = Trial(office, asked.cases).run(lambda: Reviewer(app, "rina"))
    sys.stdout.write(json.dumps(line) + "\n")
    return 0 if line["passed"] else 1


if __name__ == "__main__":
    sys.exit(main())
