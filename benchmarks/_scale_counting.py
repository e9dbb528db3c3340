"""What was done twice or lost: counted from the database afterwards, against what was acknowledged.

The counting is itself tried: a hall where officers look first and write then must be found out.
"""

import threading
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, text

Pair = tuple[int, int]
"""A thing and who has it."""
_CHANGES = (
    "WITH change AS (SELECT j.thing_id::bigint AS thing, j.data ? 'owner_id' AS is_moved, o.id AS officer,"
    " (j.data ->> 'owner_id')::bigint AS owner, j.data ->> 'lease_until' AS until, j.seq"
    " FROM loket.journal j JOIN loket.officer o ON o.login = j.login"
    " WHERE j.at >= :since AND j.thing = 'application' AND j.action = 'update' AND j.data ? 'lease_until') "
)
_TAKEN = "SELECT thing, officer FROM change WHERE until IS NOT NULL"
_STOLEN = (
    "SELECT thing, owner FROM (SELECT *, lag(owner) OVER (PARTITION BY thing ORDER BY seq) AS before"
    " FROM change WHERE is_moved) AS move WHERE before IS NOT NULL AND owner <> before"
)


@dataclass(frozen=True, slots=True)
class Findings:
    """`unheard`: done by the database, the answer never came (the restart); whoever asked looks again."""

    acknowledged: int
    doubled: int
    lost: int
    unheard: int

    @property
    def is_clean(self) -> bool:
        """Whether nothing was done twice or lost."""
        return not (self.doubled or self.lost)


def examine(acknowledged: Sequence[Pair], kept: Sequence[Pair], doubled: int | None = None) -> Findings:
    """Compare what was acknowledged with what the database kept; each thing may go to one owner, once.

    `doubled` is given where a thing may rightly be taken again after it was given back.
    """
    said, true = Counter(acknowledged), Counter(kept)
    if doubled is None:
        times = Counter(thing for thing, _ in (said | true).elements())
        doubled = sum(count - 1 for count in times.values())
    return Findings(len(acknowledged), doubled, (said - true).total(), (true - said).total())


def visits(owner: Engine, since: datetime, acknowledged: Sequence[Pair]) -> Findings:
    """Calls of visitors to counters: nobody is called by two."""
    return examine(
        acknowledged,
        _pairs(
            owner,
            "SELECT thing_id, counter_id FROM loket.stage_interval"
            " WHERE machine = 'visit' AND stage = 'called' AND from_at >= :since",
            since,
        ),
    )


def cases(owner: Engine, since: datetime, acknowledged: Sequence[Pair]) -> Findings:
    """Takings of cases by reviewers: none while a colleague holds it. The journal tells every change of hands."""
    taken, stolen = _CHANGES + _TAKEN, _CHANGES + _STOLEN
    return examine(acknowledged, _pairs(owner, taken, since), len(_pairs(owner, stolen, since)))


def decisions(owner: Engine, since: datetime, acknowledged: Sequence[Pair]) -> Findings:
    """Approvals: each case once, each with one letter of its own number."""
    numbers = _pairs(
        owner,
        "SELECT application_id, approved_by FROM loket.document WHERE approved_at >= :since",
        since,
    )
    return examine(acknowledged, numbers)


def updates(owner: Engine, acknowledged: int) -> Findings:
    """The bare updates: the sum of all counters is the number of updates."""
    with owner.connect() as connection:
        true = int(connection.scalar(text("SELECT sum(v) FROM bench.bare")) or 0)
    return Findings(acknowledged, 0, max(0, acknowledged - true), max(0, true - acknowledged))


def _pairs(owner: Engine, question: str, since: datetime) -> list[Pair]:
    with owner.connect() as connection:
        return [(int(row[0]), int(row[1])) for row in connection.execute(text(question), {"since": since})]


def careless_hall(owner: Engine, officers: int = 8, tickets: int = 200) -> Findings:
    """Let officers look for the next ticket and write their number on it afterwards: two of them get the same."""
    with owner.begin() as connection:
        connection.execute(text("CREATE TABLE careless (id int PRIMARY KEY, taken_by int)"))
        connection.execute(
            text("INSERT INTO careless SELECT n, NULL FROM generate_series(1, :most) AS n"), {"most": tickets}
        )
    together = threading.Barrier(officers)  # they begin in the same moment, as a hall does at half past seven

    def officer(me: int) -> list[Pair]:
        got: list[Pair] = []
        together.wait(30)
        while True:
            with owner.begin() as connection:
                seen = connection.scalar(text("SELECT min(id) FROM careless WHERE taken_by IS NULL"))
                if seen is None:
                    return got
                connection.execute(
                    text("UPDATE careless SET taken_by = :me WHERE id = :id"), {"me": me, "id": seen}
                )
            got.append((seen, me))

    with ThreadPoolExecutor(officers) as pool:
        acknowledged = [pair for got in pool.map(officer, range(officers)) for pair in got]
    with owner.connect() as connection:
        kept = [
            (row.id, row.taken_by) for row in connection.execute(text("SELECT id, taken_by FROM careless"))
        ]
    return examine(acknowledged, kept)
