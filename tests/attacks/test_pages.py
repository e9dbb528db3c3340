"""Marks on pages and how pages are shown: who may write them, on which paper; and what leaves as a covered copy."""

from collections.abc import Iterator

import pytest

from tests.attacks.town import Town, replica

PLACE = "page, from_left, from_top, width, height"
GOOD = "0, 0.1, 0.2, 0.3, 0.05"
MARK = (
    "INSERT INTO loket.page_finding (application_id, service_point_id, scan_id, "
    + PLACE
    + ", part, code, text,"
    " legal_basis, remedy) VALUES ({%s}, {MPP}, {%s}, %s, '', 'unreadable-scan', 'Buram', '', '')"
)
VIEW = (
    "INSERT INTO loket.page_view (application_id, service_point_id, scan_id, " + PLACE + ", angle)"
    " VALUES ({%s}, {MPP}, {%s}, %s, 1.5)"
)
MINE = ("leased_by_rina", "scan_of_leased_by_rina")
BOTH = pytest.mark.parametrize("write", [MARK, VIEW], ids=["mark", "view"])


@pytest.fixture
def marked(town: Town) -> Iterator[None]:
    """A mark and a view of Rina in her case, as long as one test."""
    values = {"case": town.at[MINE[0]], "scan": town.at[MINE[1]]}
    replica(
        town.office,
        f"INSERT INTO loket.page_finding (application_id, service_point_id, scan_id, {PLACE}, part, code, text,"
        f" legal_basis, remedy) SELECT id, service_point_id, :scan, {GOOD}, '', 'x', 'Buram', '', ''"
        " FROM loket.application WHERE id = :case",
        **values,
    )
    replica(
        town.office,
        f"INSERT INTO loket.page_view (application_id, service_point_id, scan_id, {PLACE}, angle)"
        f" SELECT id, service_point_id, :scan, {GOOD}, 1 FROM loket.application WHERE id = :case",
        **values,
    )
    yield
    for table in ("page_finding", "page_view"):
        replica(town.office, f"DELETE FROM loket.{table} WHERE application_id = :case", case=values["case"])


def test_who_holds_the_case_marks_a_page_and_his_name_is_written_by_the_law(town: Town) -> None:
    told = town.allowed(
        "rina", MARK % (*MINE, GOOD) + " RETURNING officer_id, at > now() - interval '1 minute'"
    )
    assert told == [(town.at["rina"], True)]
    for column in ("officer_id", "at"):
        lie = (MARK % (*MINE, GOOD)).replace("remedy)", f"remedy, {column})").replace("'')", "'', NULL)")
        town.refused("rina", lie, by="42501")


@BOTH
def test_nobody_else_writes_on_a_page(town: Town, write: str) -> None:
    town.refused("joko", write % (*MINE, GOOD), by="HeldByOther")
    town.refused("joko", write % ("submitted", "scan_of_submitted", GOOD), by="LeaseLost")
    town.refused("rina", write % ("proposed", "scan_of_proposed", GOOD), by="WrongStage")
    town.refused("rina", write % ("far", "far_scan", GOOD), by="NotAllowed")
    for login in ("budi", "ratna", "manajer", "admin", "auditor"):
        town.refused(login, write % (*MINE, GOOD), by="42501")


@BOTH
def test_only_a_page_of_the_same_case_is_written_on(town: Town, write: str) -> None:
    for other in ("scan_of_submitted", "far_scan"):
        town.refused("rina", write % (MINE[0], other, GOOD), by="NotAllowed")
    name = "ck_page_finding_on_page" if write is MARK else "ck_page_view_on_page"
    for outside in ("0, 0.9, 0, 0.3, 0.1", "-1, 0, 0, 1, 1", "0, 'nan', 0, 1, 1", "0, 0, 0, 0, 0.1"):
        town.refused("rina", write % (*MINE, outside), by=name)
    half = write % (*MINE, "0, 0.1, NULL, 0.3, 0.05")
    town.refused("rina", half, by="23502" if write is MARK else name)


def test_a_mark_without_words_is_none(town: Town) -> None:
    town.refused("rina", (MARK % (*MINE, GOOD)).replace("'Buram'", "'  a '"), by="ck_page_finding_text")


def test_what_was_marked_is_not_rewritten_and_taken_off_only_by_who_holds_the_case(
    town: Town, marked: None
) -> None:
    of = "WHERE application_id = {leased_by_rina}"
    town.refused("rina", f"UPDATE loket.page_finding SET text = 'lain' {of}", by="42501")
    town.refused("rina", f"UPDATE loket.page_view SET scan_id = {{scan_of_submitted}} {of}", by="42501")
    for statement in (
        f"DELETE FROM loket.page_finding {of}",
        f"DELETE FROM loket.page_view {of}",
        f"UPDATE loket.page_view SET angle = 2 {of}",
    ):
        town.refused("joko", statement, by="HeldByOther")
        town.refused("ratna", statement, by="42501")
        town.in_vain("jauh", statement)
        town.allowed("rina", statement)


@pytest.mark.parametrize("table", ["page_finding", "page_view"])
def test_marks_are_seen_at_their_own_point_alone(town: Town, marked: None, table: str) -> None:
    seen = f"SELECT 1 FROM loket.{table} WHERE application_id = {{leased_by_rina}}"
    assert town.allowed("joko", seen) == [(1,)]
    assert town.allowed("jauh", seen, count=0) == []


def test_who_marked_a_page_does_not_decide_the_case(town: Town) -> None:
    """Whoever found something has reviewed, whatever else he did."""
    case, scan = town.at["proposed"], town.at["scan_of_proposed"]
    approve = "UPDATE loket.application SET stage = 'approved' WHERE id = {proposed}"
    town.allowed("ratna", approve)
    replica(
        town.office,
        f"INSERT INTO loket.page_finding (application_id, service_point_id, scan_id, {PLACE}, part, code, text,"
        f" legal_basis, remedy, officer_id) SELECT id, service_point_id, :scan, {GOOD}, '', 'x', 'Buram', '', '',"
        " (SELECT id FROM loket.officer WHERE login = 'ratna') FROM loket.application WHERE id = :case",
        case=case,
        scan=scan,
    )
    try:
        town.refused("ratna", approve, by="FourEyes")
    finally:
        replica(town.office, "DELETE FROM loket.page_finding WHERE application_id = :case", case=case)


def test_a_covered_copy_is_noted_with_its_purpose_by_who_may_read_the_paper(town: Town) -> None:
    note = "SELECT loket.note_covered({scan_of_submitted}, 1, 2, %s)"
    assert town.allowed("rina", note % "'untuk pelapor'") == [("",)]
    town.refused("rina", note % "'  '", by="ReasonNeeded")
    town.refused("jauh", note % "'untuk pelapor'", by="NotAllowed")
    town.refused("auditor", note % "'untuk pelapor'", by="NotAllowed")
