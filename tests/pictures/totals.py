"""The balance of a period: a day before anything came in, one that holds, one that does not, and the whole city."""

from datetime import UTC, datetime, timedelta

from tests.history import fill, spoil
from tests.pictures.stage import Stage
from workstation.ui.start.screen import StartScreen
from workstation.ui.totals.actions import VoidNumber
from workstation.ui.totals.screen import TotalsScreen
from workstation.usecases.totalling import check_point


def shots(stage: Stage) -> None:
    """Walk through the screen of the manager."""
    office = stage.office
    stage.show(TotalsScreen, "manajer")
    stage.shot("totals-empty")
    now = datetime.now(UTC)
    fill(
        office,
        {
            "approved": 175,
            "refused": 60,
            "technical": 34,
            "submitted": 8,
            "waiting_guarantor": 12,
            "withdrawn": 3,
        },
        now - timedelta(days=min(6, now.day - 1), hours=3),
        now - timedelta(minutes=30),
    )
    for name in ("Siti Aminah", "Bambang", "Maria Ulfa"):
        office.walk_in(name=name)
    stage.show(TotalsScreen, "ratna")
    stage.shot("totals")
    spoil(
        office,
        "DELETE FROM loket.stage_interval WHERE machine = 'case' AND to_at IS NULL AND stage = 'approved'"
        " AND thing_id % 40 = 1",
        "UPDATE loket.number_series SET last = last + 2 WHERE series = 'ticket'",
        "DELETE FROM loket.document WHERE serial = 7",
    )
    check_point(office.backroom(), office.id_of("service_point", "code", "MPP"))
    screen = stage.show(TotalsScreen, "manajer")
    stage.shot("totals-broken")
    stage.shot("totals-broken-150", 150)
    holes = screen.table.rows()
    screen.table.choose_row(next(row.id for row in holes if row.code == "number_hole"))
    next(action for action in screen.actions_here if isinstance(action, VoidNumber)).trigger()
    stage.settle()
    stage.shot("totals-void")
    stage.show(StartScreen, "manajer")
    stage.shot("start-findings")
    city = stage.show(TotalsScreen, "manajer")
    city.place.setCurrentIndex(1)
    stage.settle()
    stage.shot("totals-city")
