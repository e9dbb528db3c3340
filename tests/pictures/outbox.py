"""The e-mail of a point: nothing yet, then messages in every state, and the question for the right address."""

from tests.issued import Shelf
from tests.pictures.stage import Stage
from workstation.ui.outbox.screen import OutboxScreen

NAMES = (
    "Raden Ajeng Kartika Wulandari Kusumaningtyas Suryadiningrat",
    "Siti Aminah",
    "Bambang",
    "Maria Ulfa",
    "Yohanes Manurung",
)
STATES = ("bounced", "failed", "unknown", "queued", "accepted")


def shots(stage: Stage) -> None:
    """Empty; every state with the server's words; an address being put right."""
    office = stage.office
    stage.show(OutboxScreen, "budi")
    stage.shot("outbox-empty")
    office.run("INSERT INTO loket.office_setting (key, value) VALUES ('mail', 'true')")
    shelf = Shelf(office)
    for number, name in enumerate(NAMES):
        shelf.issued(name=name, nik=f"31719945028500{number + 10}")
    office.run("ALTER TABLE loket.outgoing_mail DISABLE TRIGGER a_guard")
    for number, state in enumerate(STATES, 1):
        office.run(
            "UPDATE loket.outgoing_mail SET state = :state, tries = 2, ended_at = now(),"
            " answer = '550 5.1.1 <alamat>: Recipient address rejected: User unknown in virtual mailbox table'"
            " WHERE id = (SELECT id FROM loket.outgoing_mail ORDER BY id OFFSET :skip LIMIT 1)",
            state=state,
            skip=number - 1,
        )
    office.run("ALTER TABLE loket.outgoing_mail ENABLE TRIGGER a_guard")
    screen = stage.show(OutboxScreen, "budi")
    stage.settle()
    stage.shot("outbox")
    for action in screen.actions_here:
        if action.text() == "Perbaiki alamat":
            action.trigger()
    stage.settle()
    stage.shot("outbox-address")
