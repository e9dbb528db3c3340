"""The review desk: inbox, a person's and a firm's case, a refusal, a colleague's case, a damaged scan."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import QSize

from tests.make import Office
from tests.pictures.stage import Stage
from workstation.desk import Desk
from workstation.imaging.pool import PageReader
from workstation.queries.inbox import Only
from workstation.resources_at import resource
from workstation.ui.review.screen import ReviewScreen
from workstation.usecases import deciding, intake, reviewing
from workstation.vocabulary import Channel, Mark, Proposal, Verdict

LONG = "Raden Ajeng Kartika Wulandari Kusumaningtyas Suryadiningrat"


def cast() -> list[dict[str, Any]]:
    """The applications of the practice set."""
    told: list[dict[str, Any]] = json.loads(resource("practice/cast.json").read_text("utf-8"))["applications"]
    return told


def attached(desk: Desk, case: int, code: str, name: str, data: bytes) -> None:
    """Add a paper as it is."""
    intake.attach_scan(desk, case, code, name, data, 1)


def practised(
    office: Office,
    ident: str,
    login: str = "budi",
    attach: Callable[[Desk, int, str, str, bytes], object] = attached,
    *,
    submitted: bool = True,
    **changed: str,
) -> int:
    """File an application of the practice set, valid from tomorrow; returns its id."""
    told = next(a for a in cast() if a["id"] == ident)
    desk, tomorrow = office.desk(login), datetime.now(intake.WIB).date() + timedelta(days=1)
    draft = intake.start_draft(desk, told["permit_type"], Channel(told["channel"]))
    if told["workers"]:
        rows = [
            intake.WorkerEntry(w["name"], w["nik"], w.get("address", ""), w.get("destination", ""))
            for w in told["workers"]
        ]
        intake.replace_workers(desk, draft.id, rows)
    for code, name in told["documents"].items():
        attach(desk, draft.id, code, name, resource(f"practice/scans/{name}").read_bytes())
    period = {
        "valid_from": tomorrow.isoformat(),
        "valid_until": (tomorrow + timedelta(days=6)).isoformat(),
    }
    values = {**told["fields"], **period, **changed}
    if not submitted:
        return intake.save_draft(desk, draft, values).id
    return intake.submit(desk, draft, values).application_id


def ids(office: Office, kind: str, count: int) -> list[str]:
    """Name practice applications of one kind whose applicants differ."""
    found: dict[str, str] = {}
    for told in cast():
        is_whole = len(told["documents"]) >= 4
        if told["permit_type"] == kind and not told["truth"]["defects"] and is_whole:
            found.setdefault(told["applicant"], told["id"])
    return list(found.values())[:count]


def set_due(office: Office, case: int, hours: float) -> None:
    """Move a deadline, past every rule."""
    office.run(
        "ALTER TABLE loket.application DISABLE TRIGGER USER;"
        "UPDATE loket.application SET due_at = now() + make_interval(mins => :m) WHERE id = :id;"
        "ALTER TABLE loket.application ENABLE TRIGGER USER",
        id=case,
        m=int(hours * 60),
    )


def shots(stage: Stage) -> None:
    """A morning at the review desk."""
    office = stage.office
    people = ids(office, "strp-individual", 6)
    cases = [practised(office, ident) for ident in people[1:]]
    firm = practised(office, ids(office, "strp-company", 1)[0])
    named = practised(office, people[0], name=LONG)
    for case, hours in zip(cases[:3], (-1.4, 0.6, 3.2), strict=True):
        office.complete(case, "joko")
        set_due(office, case, hours)
    reviewing.release(office.desk("joko"), cases[1])
    scan = office.ask("SELECT min(id) FROM loket.scan WHERE application_id = :id", id=cases[4])
    reviewing.take(office.desk("rina"), cases[4])
    reviewing.judge_scan(office.desk("rina"), scan, Verdict.REFUSED, "unreadable-scan", "NIK tertutup kilap")
    reviewing.send_back(office.desk("rina"), cases[4], ())
    with PageReader() as pages:
        _take(stage, pages, firm, named, cases)


def _take(stage: Stage, pages: PageReader, firm: int, named: int, cases: list[int]) -> None:
    office = stage.office
    screen = stage.show(ReviewScreen, "rina", pages=pages)
    assert isinstance(screen, ReviewScreen)
    stage.shot("review-inbox")
    screen.open(named)
    stage.settle()
    stage.shot("review-documents")
    screen.open(firm)
    stage.settle()
    stage.shot("review-company")
    _refuse(screen, stage)
    stage.shot("review-reasons")
    screen.desk.reasons.cancel()
    office.complete(named)
    for code, mark in (("name", Mark.SAME), ("nik", Mark.SAME), ("birth_place", Mark.DIFFERS)):
        reviewing.mark_field(office.desk("rina"), named, code, mark)
    screen.open(named)
    stage.settle()
    stage.shot("review-fields")
    assert stage.front is not None
    stage.front.resize(QSize(1920, 1080))
    stage.settle()
    stage.shot("review-fields-200", scale=200)
    stage.front.resize(QSize(1366, 768))
    screen.open(cases[0])
    stage.settle()
    stage.shot("review-held")
    _show_special(stage, screen, named, cases)


def _show_special(stage: Stage, screen: ReviewScreen, named: int, cases: list[int]) -> None:
    office = stage.office
    office.marked(named)
    reviewing.pass_on(office.desk("rina"), named)
    reviewing.propose(office.desk("rina"), named, Proposal.APPROVE)
    deciding.challenge(
        office.desk("ratna"), named, "Alamat pada surat keterangan berbeda dengan KTP; periksa lagi."
    )
    screen.open(named)
    stage.settle()
    stage.shot("review-technical")
    reviewing.take(office.desk("rina"), cases[3])
    office.run(
        "ALTER TABLE loket.scan_blob DISABLE TRIGGER USER, DROP CONSTRAINT ck_scan_blob_sha256;"
        "UPDATE loket.scan_blob SET data = substring(data from 1 for 900) WHERE sha256 ="
        " (SELECT sha256 FROM loket.scan WHERE application_id = :id ORDER BY id LIMIT 1)",
        id=cases[3],
    )
    screen.open(cases[3])
    stage.settle()
    stage.shot("review-damaged")
    screen.show_inbox_page()
    stage.settle()
    screen.inbox.choose(Only.RETURNED)
    stage.settle()
    stage.shot("review-inbox-returned")


def _refuse(screen: ReviewScreen, stage: Stage) -> None:
    from workstation.ui.review.papers import RefuseDocument

    next(a for a in screen.actions_here if isinstance(a, RefuseDocument)).trigger()
    stage.settle()
