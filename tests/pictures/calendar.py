"""The administrator's calendar: the year, a change with what it would move, hours of one point."""

from tests.pictures.stage import Stage
from workstation.ui.calendar.screen import CalendarScreen
from workstation.vocabulary import RuleKind


def shots(stage: Stage) -> None:
    """A year with estimates and revisions; a holiday previewed; a week typed wrongly."""
    office = stage.office
    cases = [office.submitted(nik=f"31719945028500{n}") for n in (61, 62, 63)]
    for case in cases:
        office.complete(case)
    due = office.ask("SELECT loket.local_day(due_at) FROM loket.application WHERE id = :id", id=cases[0])
    screen = stage.show(CalendarScreen, "admin")
    stage.shot("calendar")
    screen.edit(RuleKind.HOLIDAY, None)
    for code, text in (
        ("day", due.isoformat()),
        ("name", "Pemungutan suara pemilihan gubernur dan wakil gubernur"),
        ("why", "Keputusan Presiden tentang hari pemungutan suara sebagai hari libur nasional"),
    ):
        screen.page.form.set_value(code, text)
    next(a for a in screen.actions_here if a.text() == "Pratinjau").trigger()
    stage.settle()
    stage.shot("calendar-preview")
    next(a for a in screen.actions_here if a.text() == "Simpan").trigger()
    stage.settle()
    screen.edit(RuleKind.WEEK, None)
    for code, text in (("first", "2026-12-01"), ("point", "MPP"), ("day5", "12.00-08.00")):
        screen.page.form.set_value(code, text)
    screen.page.form.complete()
    stage.settle()
    stage.shot("calendar-week")
    stage.show(CalendarScreen, "manajer")
    stage.shot("calendar-manager")
