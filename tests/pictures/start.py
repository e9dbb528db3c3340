"""The start page of each role, and the search."""

from tests.pictures.stage import Stage
from workstation.ui.search.screen import SearchScreen
from workstation.ui.start.screen import StartScreen


def shots(stage: Stage) -> None:
    """A day with something in every tile."""
    office = stage.office
    for _ in range(3):
        office.walk_in()
    nik = iter(f"31719945028500{n:02}" for n in range(1, 40))
    office.approved(nik=next(nik))
    for name in ("Raden Ajeng Kartika Wulandari Kusumaningtyas Suryadiningrat", "Siti Aminah", "Bambang"):
        office.proposed(nik=next(nik), name=name)
    for name in ("Maria Ulfa", "I Gusti Ngurah Rai Wirawan"):
        office.submitted(nik=next(nik), name=name)
    office.draft(nik=next(nik))
    stage.show(StartScreen, "budi", counter=1)
    stage.shot("start-officer")
    stage.show(StartScreen, "rina")
    stage.shot("start-reviewer")
    stage.show(StartScreen, "ratna")
    stage.shot("start-supervisor")
    stage.show(StartScreen, "manajer")
    stage.shot("start-manager")
    screen = stage.show(SearchScreen, "rina")
    stage.shot("search-empty")
    screen.open("siti")
    stage.settle()
    stage.shot("search")
