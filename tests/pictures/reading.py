"""Reading assistance: a case with a wrong number and another name, a firm's case, and a frame that ties a field."""

from tests.pictures.review import ids, practised
from tests.pictures.stage import Stage
from workstation.imaging.pool import PageReader
from workstation.imaging.words import WordReader
from workstation.ui.review.places import TieField
from workstation.ui.review.screen import ReviewScreen


def shots(stage: Stage) -> None:
    """Two cases with something wrong, read by the machine."""
    office = stage.office
    person = ids(office, "strp-individual", 3)[1]
    wrong = practised(
        office, person, name="Sukarno Wijayanto", nik="3174995006730242", birth_date="1973-06-01"
    )
    firm = practised(office, ids(office, "strp-company", 1)[0], company_name="PT Sinar Data Rekayasa")
    office.complete(wrong)
    with PageReader() as pages:
        words = WordReader()
        screen = stage.show(ReviewScreen, "rina", pages=pages, words=words)
        assert isinstance(screen, ReviewScreen)
        screen.open(wrong)
        stage.settle()
        stage.shot("review-reading")
        if stage.is_thorough:
            _take_more(stage, screen, firm)
        words.close()


def _take_more(stage: Stage, screen: ReviewScreen, firm: int) -> None:
    screen.desk.case.go_to_field("nik")
    stage.settle()
    stage.shot("review-reading-place")
    next(a for a in screen.actions_here if isinstance(a, TieField)).trigger()
    stage.settle()
    stage.shot("review-tie-frame")
    screen.desk.scans.canvas.framing.use()
    stage.settle()
    stage.shot("review-tie-offer")
    screen.desk.reasons.cancel()
    screen.open(firm)
    stage.settle()
    stage.shot("review-reading-firm")
