"""What is particular about a case stands where it is judged and decided: granted by the law, or an objection."""

from PySide6.QtWidgets import QLabel

from tests.issued import Shelf
from tests.make import Office
from tests.usecases.test_ending import case_of, followed
from workstation.queries.approvals import proposed
from workstation.queries.casefile import case_file
from workstation.ui.approval.columns import hints
from workstation.ui.standing import title_of, words_of
from workstation.usecases import reviewing
from workstation.vocabulary import Reference


def test_the_review_says_that_the_law_has_granted_the_case(office: Office, reviewer, qtbot) -> None:
    case = office.submitted()
    office.complete(case)
    office.later(days=30)
    reviewing.take(office.desk("rina"), case)
    screen = reviewer()
    screen.open(case)
    qtbot.waitUntil(lambda: screen.case is not None and screen.case.file.id == case)
    bar = screen.desk.case.standing
    qtbot.waitUntil(bar.isVisible)
    said = " ".join(label.text() for label in bar.findChildren(QLabel))
    assert "Dianggap dikabulkan" in said
    assert "UU 30/2014 pasal 53" in said


def test_the_list_of_approvals_says_so_before_a_key_is_used(office: Office) -> None:
    office.proposed()
    (row,) = proposed(office.desk("ratna"))
    assert not row.is_deemed
    office.later(days=30)
    (row,) = proposed(office.desk("ratna"))
    (hint,) = hints(row)
    assert hint.short == "dianggap dikabulkan"
    assert "hanya dapat disetujui" in hint.why


def test_an_objection_names_the_case_that_it_refers_to(office: Office) -> None:
    refused = case_of(office, Shelf(office).refused())
    case = followed(office, refused, Reference.OBJECTION)
    standing = case_file(office.desk("rina"), case).standing
    number = office.ask("SELECT number FROM loket.application WHERE id = :i", i=refused)
    assert title_of(standing) == "Keberatan atas penolakan"
    assert number in words_of(standing)
