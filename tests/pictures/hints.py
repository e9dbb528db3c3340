"""The review desk where a careful colleague has something to say, and a list of persons."""

from io import BytesIO

from PIL import Image, ImageFilter

from tests.make import Office
from tests.pictures.review import cast, practised
from tests.pictures.stage import Stage
from workstation.desk import Desk
from workstation.imaging.pool import PageReader
from workstation.ui.review.noticing import NextHint
from workstation.ui.review.screen import ReviewScreen
from workstation.usecases import intake


def measured(office: Office, pages: PageReader, ident: str, login: str = "budi", **changed: str) -> int:
    """File an application of the practice set as the counter does, every page measured; returns its id."""

    def attach(desk: Desk, case: int, code: str, name: str, data: bytes) -> None:
        shown = blurred(data) if code == "vaccine_certificate" and name.endswith(".jpg") else data
        intake.attach_scan(desk, case, code, name, shown, 1, pages.measures(shown, name))

    return practised(office, ident, login, attach, **changed)


def blurred(data: bytes) -> bytes:
    """The same photo, out of focus."""
    out = BytesIO()
    Image.open(BytesIO(data)).filter(ImageFilter.GaussianBlur(5)).save(out, "JPEG")
    return out.getvalue()


def person() -> str:
    """A practice application of one person with all papers."""
    return next(
        str(a["id"])
        for a in cast()
        if a["permit_type"] == "strp-individual"
        and len(a["documents"]) >= 4
        and a["documents"]["vaccine_certificate"].endswith(".jpg")
    )


def shots(stage: Stage) -> None:
    """One case with everything that can be noticed."""
    office = stage.office
    with PageReader() as pages:
        ident = person()
        measured(office, pages, ident, "jauh", nik="3171994502850009", name="Orang Lain")
        case = measured(office, pages, ident, birth_date="1984-02-05")
        screen = stage.show(ReviewScreen, "rina", pages=pages)
        assert isinstance(screen, ReviewScreen)
        screen.open(case)
        stage.settle()
        next(a for a in screen.actions_here if isinstance(a, NextHint)).trigger()
        stage.settle()
        stage.shot("review-hint")
