"""The hall: the counter's screen in its states, the door, the board."""

from tests.pictures.stage import Stage
from workstation.ui.queue.screen import QueueScreen
from workstation.usecases import calling
from workstation.vocabulary import Priority

LONG_NAME = "Raden Ajeng Kartika Wulandari Kusumaningtyas Suryadiningrat"


def shots(stage: Stage) -> None:
    """A morning with a full hall."""
    stage.show(QueueScreen, "sari")
    stage.shot("queue-no-counter")
    stage.show(QueueScreen, "budi", counter=2)
    stage.shot("queue-empty")
    _fill(stage)
    stage.show(QueueScreen, "budi", counter=2)
    stage.shot("queue-serving")


def _fill(stage: Stage) -> None:
    office = stage.office
    tickets = [
        office.walk_in(service=service, name=LONG_NAME, priority=priority)
        for service, priority in (
            ("intake", Priority.NONE),
            ("intake", Priority.NONE),
            ("counselling", Priority.NONE),
            ("intake", Priority.ELDERLY),
            ("counselling", Priority.DISABLED),
            ("intake", Priority.NONE),
            ("intake", Priority.NONE),
            ("counselling", Priority.PREGNANT),
            ("intake", Priority.NONE),
            ("counselling", Priority.NONE),
            ("bank", Priority.NONE),
        )
    ]
    desk, sari = office.desk("budi", counter=2), office.desk("sari", counter=1)
    held, missed, sent = (ticket.visit_id for ticket in tickets[:3])
    calling.call_one(desk, held)
    calling.serve(desk, held)
    calling.hold(desk, held, "memfotokopi KTP dan surat kuasa di lantai dasar")
    calling.call_one(desk, missed)
    calling.note_no_show(desk, missed)
    calling.call_one(sari, sent)
    calling.transfer(
        sari, sent, office.id_of("service", "code", "intake"), "Syarat sudah dijelaskan, tinggal berkas"
    )
    calling.call_next(sari)
    _age(stage)
    called = calling.call_one(desk, tickets[5].visit_id)
    calling.recall(desk, called.visit_id)
    calling.serve(desk, called.visit_id)


def _age(stage: Stage) -> None:
    """Let the waiting have begun at different times, as on a real morning."""
    stage.office.run(
        "ALTER TABLE loket.visit DISABLE TRIGGER USER; UPDATE loket.visit SET waiting_since = waiting_since"
        " - (40 - id * 3) * interval '1 minute' WHERE id < 13; ALTER TABLE loket.visit ENABLE TRIGGER USER"
    )
