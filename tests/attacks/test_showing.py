"""What the counters have been shown is nobody's list of where people were."""

from tests.attacks.town import Town
from tests.make import SERVICE_LOGIN

EVERYBODY = ("budi", "rina", "ratna", "serba", "manajer", "admin", "auditor", "jauh")


def test_nobody_reads_or_writes_the_list_of_showings(town: Town) -> None:
    for login in EVERYBODY:
        town.all_refused(
            login,
            [
                "SELECT * FROM loket.paper_showing",
                "INSERT INTO loket.paper_showing (serial, service_point_id) VALUES (1, {MPP})",
                "UPDATE loket.paper_showing SET serial = 2",
                "DELETE FROM loket.paper_showing",
            ],
            by="42501",
        )
    town.refused(SERVICE_LOGIN, "SELECT * FROM loket.note_showing(1)", by="42501")
