"""The review desk where a careful colleague has something to say, and a list of persons."""

import json
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from PIL import Image, ImageFilter

from tests.make import Office
from tests.pictures.stage import Stage
from workstation.imaging.pool import PageReader
from workstation.resources_at import resource
from workstation.ui.review.noticing import NextHint
from workstation.ui.review.screen import ReviewScreen
from workstation.usecases import intake
from workstation.vocabulary import Channel


def measured(office: Office, pages: PageReader, ident: str, login: str = "budi", **changed: str) -> int:
    """File an application of the practice set as the counter does, every page measured; returns its id."""
    cast = json.loads(resource("practice/cast.json").read_text(encoding="utf-8"))
    told: dict[str, Any] = next(a for a in cast["applications"] if a["id"] == ident)
    desk, tomorrow = office.desk(login), datetime.now(intake.WIB).date() + timedelta(days=1)
    draft = intake.start_draft(desk, told["permit_type"], Channel.COUNTER)
    if told["workers"]:
        rows = [
            intake.WorkerEntry(w["name"], w["nik"], w.get("address", ""), w.get("destination", ""))
            for w in told["workers"]
        ]
        intake.replace_workers(desk, draft.id, rows)
    for code, name in told["documents"].items():
        data = resource(f"practice/scans/{name}").read_bytes()
        if code == "vaccine_certificate" and name.endswith(".jpg"):
            data = blurred(data)
        intake.attach_scan(desk, draft.id, code, name, data, 1, pages.measures(data, name))
    period = {
        "valid_from": tomorrow.isoformat(),
        "valid_until": (tomorrow + timedelta(days=6)).isoformat(),
    }
    return intake.submit(desk, draft, {**told["fields"], **period, **changed}).application_id


def blurred(data: bytes) -> bytes:
    """The same photo, out of focus."""
    out = BytesIO()
    Image.open(BytesIO(data)).filter(ImageFilter.GaussianBlur(5)).save(out, "JPEG")
    return out.getvalue()


def person() -> str:
    """A practice application of one person with all papers."""
    cast = json.loads(resource("practice/cast.json").read_text(encoding="utf-8"))
    return next(
        str(a["id"])
        for a in cast["applications"]
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
