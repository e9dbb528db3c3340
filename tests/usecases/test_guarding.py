"""Whatever is done to a journal past its law is found: by the chain, or by a sheet that was printed before."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from tests.backroom import BackRoom
from tests.issued import Shelf
from tests.make import Office
from workstation.errors import NotAllowed
from workstation.progress import Progress, exhausted
from workstation.settings import OfficeSettings
from workstation.signing.dayend import Anchor
from workstation.signing.trust import Trust
from workstation.usecases import closing, guarding
from workstation.usecases.guarding import Chain
from workstation.vocabulary import JournalFault

COLUMNS: dict[str, st.SearchStrategy[Any]] = {
    "service_point_id": st.just(None),
    "seq": st.integers(-3, 10_000),
    "at": st.integers(1, 10**9),
    "login": st.text(st.characters(exclude_characters="\0", codec="utf-8")),
    "action": st.sampled_from(["read", "print", "update", ""]),
    "thing": st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=9),
    "thing_id": st.text("0123456789", max_size=5),
    "reason": st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=20),
    "data": st.dictionaries(st.text("abc", min_size=1), st.integers() | st.none(), max_size=2),
    "hash": st.text("0123456789abcdef", min_size=64, max_size=64),
}
CHANGES = {
    "service_point_id": "service_point_id = (SELECT max(id) FROM loket.service_point)",
    "at": "at = at + make_interval(secs => :value / 1000000.0)",
    "data": "data = CAST(:value AS jsonb)",
}


@pytest.fixture
def filled(office: Office) -> Office:
    """An office with some dozens of rows in its journal."""
    office.submitted()
    office.walk_in()
    return office


@pytest.fixture
def past_the_law(filled: Office) -> Iterator[Connection]:
    """What the server's master can do: write with every trigger off; undone at the end."""
    with filled.owner.connect() as connection:
        yield connection
        connection.rollback()


def point(office: Office) -> int:
    return office.id_of("service_point", "code", "MPP")


def rows(office: Office) -> int:
    return int(office.ask("SELECT seq FROM loket.journal_head WHERE service_point_id = :p", p=point(office)))


def chain_of(office: Office, door: Any = None, **more: Any) -> Chain:
    chains = exhausted(guarding.verify(door or office.owner.connect, **more))
    return next(chain for chain in chains if chain.point == "MPP")


def test_given_a_sound_chain_then_every_portion_tells_its_progress(filled: Office) -> None:
    steps = list(guarding.verify(filled.desk("auditor").read, portion=7))
    last = rows(filled)
    assert [step.done for step in steps if isinstance(step, Progress)][:2] == [7, 14]
    assert steps[-1].done == steps[-1].total >= last
    assert chain_of(filled).broken is None
    assert chain_of(filled).rows == last


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_single_change_of_any_column_of_any_row_is_found_at_that_row(
    filled: Office, past_the_law: Connection, data: st.DataObject
) -> None:
    seq = data.draw(st.integers(1, rows(filled)), label="row")
    column = data.draw(st.sampled_from(sorted(COLUMNS)), label="column")
    value = data.draw(COLUMNS[column], label="value")
    change = CHANGES.get(column, f"{column} = :value")
    values = {"p": point(filled), "s": seq} | (
        {} if column == "service_point_id" else {"value": json.dumps(value) if column == "data" else value}
    )
    past_the_law.rollback()
    past_the_law.execute(text("SET LOCAL session_replication_role = replica"))
    where = "service_point_id = :p AND seq = :s"
    before = past_the_law.execute(text(f"SELECT j::text FROM loket.journal j WHERE {where}"), values).scalar()
    taken = column == "seq" and past_the_law.scalar(
        text("SELECT EXISTS (SELECT FROM loket.journal WHERE service_point_id = :p AND seq = :value)"), values
    )
    if column == "service_point_id":
        taken = past_the_law.scalar(
            text("SELECT EXISTS (SELECT FROM loket.journal WHERE service_point_id <> :p AND seq = :s)"),
            values,
        )
    if taken:
        return
    past_the_law.execute(text(f"UPDATE loket.journal SET {change} WHERE {where}"), values)
    after = past_the_law.execute(text(f"SELECT j::text FROM loket.journal j WHERE {where}"), values).scalar()
    if before == after:
        return
    told = past_the_law.scalar(text("SELECT loket.verify_rows(:p, 0, '', NULL)"), values)
    # a row that got a number before its own is found where it stands now
    assert told["broken"]["seq"] == (1 if column == "seq" and value < 1 else seq)


@pytest.mark.parametrize(
    ("damage", "seq", "fault"),
    [
        ("UPDATE loket.journal SET reason = 'lain' WHERE {p} AND seq = 7", 7, JournalFault.CHANGED),
        ("DELETE FROM loket.journal WHERE {p} AND seq = 7", 7, JournalFault.MISSING),
        ("DELETE FROM loket.journal WHERE {p} AND seq <= 3", 1, JournalFault.MISSING),
        ("DELETE FROM loket.journal WHERE {p} AND seq > 9", 10, JournalFault.TAIL),
        ("DELETE FROM loket.journal WHERE {p}", 1, JournalFault.TAIL),
        ("DELETE FROM loket.journal_head WHERE {p}", 1, JournalFault.HEAD),
        ("UPDATE loket.journal_head SET seq = 9 WHERE {p}", 10, JournalFault.HEAD),
        ("UPDATE loket.journal_head SET hash = 'x' WHERE {p}", None, JournalFault.HEAD),
        (
            "INSERT INTO loket.journal SELECT service_point_id, 0, at, login, action, thing, thing_id, reason, data,"
            " hash FROM loket.journal WHERE {p} AND seq = 1",
            1,
            JournalFault.MISSING,
        ),
        (
            "UPDATE loket.journal j SET login = o.login, action = o.action, thing = o.thing, thing_id = o.thing_id,"
            " data = o.data, at = o.at, hash = o.hash FROM loket.journal o WHERE j.{p} AND o.{p}"
            " AND (j.seq, o.seq) IN ((5, 6), (6, 5))",
            5,
            JournalFault.CHANGED,
        ),
    ],
    ids=["changed", "gone", "start gone", "tail gone", "all gone", "no head", "head behind", "head changed", "put in",
         "swapped"],
)  # fmt: skip
@pytest.mark.parametrize("portion", [4, 1000])
def test_what_was_done_is_named_with_its_first_row(
    filled: Office, damage: str, seq: int | None, fault: JournalFault, portion: int
) -> None:
    place = f"service_point_id = {point(filled)}"
    last = rows(filled)
    filled.run("ALTER TABLE loket.journal DISABLE TRIGGER USER")
    filled.run(damage.format(p=place))
    found = chain_of(filled, portion=portion).broken
    assert found is not None
    assert (found.seq, found.fault) == (last if seq is None else seq, fault)
    assert f"baris {found.seq}" in guarding.said(found)


def test_the_auditor_sees_every_point_the_manager_his_own_and_both_the_facts_of_the_broken_row(
    filled: Office,
) -> None:
    filled.submitted("jauh", nik="3171994502850002")
    assert {c.point for c in exhausted(guarding.verify(filled.desk("auditor").read))} >= {"MPP", "GAMBIR"}
    assert {c.point for c in exhausted(guarding.verify(filled.desk("manajer").read))} == {"MPP"}
    filled.run("ALTER TABLE loket.journal DISABLE TRIGGER USER")
    seq = int(filled.ask("SELECT max(seq) FROM loket.journal WHERE login = 'budi' AND thing = 'visit'"))
    filled.run("UPDATE loket.journal SET reason = 'lain' WHERE seq = :s AND login = 'budi'", s=seq)
    for login in ("auditor", "manajer"):
        found = chain_of(filled, filled.desk(login).read).broken
        assert found is not None
        assert (found.seq, found.login, found.thing) == (seq, "budi", "visit")
        assert "budi" in guarding.said(found)


# -- against the sheets of closed days ----------------------------------------------------------------------

RECOMPUTE = """
DO $$ DECLARE j loket.journal; h text := ''; BEGIN
    FOR j IN SELECT * FROM loket.journal WHERE service_point_id = {p} ORDER BY seq LOOP
        h := loket.journal_hash(h, j);
        UPDATE loket.journal SET hash = h WHERE service_point_id = {p} AND seq = j.seq;
        UPDATE loket.journal_head SET hash = h WHERE service_point_id = {p};
    END LOOP;
END $$"""


@pytest.fixture
def closed(filled: Office, sleeping_backroom: BackRoom) -> tuple[Office, BackRoom]:
    """Two days closed and sealed, with work between and after."""
    for _ in range(2):
        close(filled, sleeping_backroom)
        with filled.owner.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            connection.execute(text("UPDATE loket.closing SET day = day - 1"))
        filled.walk_in(name="Tamu sesudahnya")
    return filled, sleeping_backroom


def close(office: Office, room: BackRoom) -> None:
    def turn(_seconds: float) -> None:
        closing.seal_closings(office.backroom(), room.key)

    exhausted(closing.close_day(office.desk("manajer"), OfficeSettings(), pause=turn))


def paper(office: Office, room: BackRoom, nth: int = 0) -> Anchor:
    seal = office.rows("SELECT seal FROM loket.closing ORDER BY seq")[nth].seal
    return guarding.anchor_of(["https://lain.example", seal], "lembar.pdf", trust(office, room))


def trust(office: Office, room: BackRoom) -> Trust:
    shelf = Shelf(office)
    shelf.backroom = room
    return shelf.trust()


def rewrite(office: Office, change: str) -> None:
    """What the server's master does who knows how the chain is made: change, and compute everything anew."""
    office.run("ALTER TABLE loket.journal DISABLE TRIGGER USER")
    place = point(office)
    office.run(change.format(p=place))
    office.run(RECOMPUTE.format(p=place))


def test_given_sound_journals_then_papers_and_stored_sheets_fit(closed: tuple[Office, BackRoom]) -> None:
    office, room = closed
    chain = chain_of(office, trust=trust(office, room), papers=[paper(office, room)])
    assert (chain.broken, chain.sheets, chain.unproven) == (None, 3, 0)
    without = chain_of(office)
    assert (without.broken, without.sheets, without.unproven) == (None, 0, 2)


def test_a_journal_recomputed_from_a_changed_row_on_passes_the_plain_check_and_is_found_against_a_sheet(
    closed: tuple[Office, BackRoom],
) -> None:
    office, room = closed
    sheets = [paper(office, room, 0), paper(office, room, 1)]
    changed = sheets[0].seq + 2
    rewrite(
        office, f"UPDATE loket.journal SET login = 'sari' WHERE service_point_id = {{p}} AND seq = {changed}"
    )
    assert chain_of(office).broken is None
    for more in ({"papers": sheets}, {"papers": sheets[1:]}, {"trust": trust(office, room)}):
        found = chain_of(office, **more).broken
        assert found is not None
        assert (found.seq, found.fault) == (sheets[1].seq, JournalFault.ANCHOR)
        assert found.proven < changed <= found.seq
    found = chain_of(office, papers=sheets).broken
    assert found is not None
    assert found.proven == sheets[0].seq
    assert str(sheets[0].seq + 1) in guarding.said(found)


def test_a_tail_cut_off_together_with_its_head_is_found_against_a_sheet(
    closed: tuple[Office, BackRoom],
) -> None:
    office, room = closed
    sheet = paper(office, room, 1)
    rewrite(office, "DELETE FROM loket.journal WHERE service_point_id = {p} AND seq > 5")
    office.run("UPDATE loket.journal_head SET seq = 5 WHERE service_point_id = :p", p=point(office))
    assert chain_of(office).broken is None
    found = chain_of(office, papers=[sheet]).broken
    assert found is not None
    assert found.fault is JournalFault.ANCHOR


def test_a_stored_sheet_with_other_figures_or_a_strangers_seal_is_called_forged(
    closed: tuple[Office, BackRoom],
) -> None:
    office, room = closed
    known = trust(office, room)
    office.run("ALTER TABLE loket.closing DISABLE TRIGGER USER")
    office.run("UPDATE loket.closing SET seq = seq - 1 WHERE seq = (SELECT min(seq) FROM loket.closing)")
    found = chain_of(office, trust=known).broken
    assert found is not None
    assert found.fault is JournalFault.FORGED


def test_a_manager_is_not_told_about_the_sheet_of_another_point(closed: tuple[Office, BackRoom]) -> None:
    office, room = closed
    sheet = paper(office, room)
    foreign = Anchor("GAMBIR", sheet.seq, sheet.hash, sheet.closed_at)
    with pytest.raises(NotAllowed):
        exhausted(guarding.verify(office.desk("manajer").read, papers=[foreign]))
