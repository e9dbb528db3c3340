"""The hall: the counter's screen in its states, the door, the board."""

from PySide6.QtCore import QSize

from tests.make import Office
from tests.pictures.stage import Stage
from workstation.settings import OfficeSettings
from workstation.ui.board.window import BoardWindow
from workstation.ui.hub import Hub
from workstation.ui.jobs import Lanes
from workstation.ui.office import Office as Seated
from workstation.ui.queue.screen import QueueScreen
from workstation.ui.reception.screen import ReceptionScreen
from workstation.usecases import calling
from workstation.vocabulary import Priority

LONG_NAME = "Raden Ajeng Kartika Wulandari Kusumaningtyas Suryadiningrat"


def shots(stage: Stage) -> None:
    """A morning with a full hall."""
    _door(stage)
    stage.clear()
    stage.office.run(
        "ALTER TABLE loket.visit DISABLE TRIGGER USER; DELETE FROM loket.health_declaration;"
        " DELETE FROM loket.visit; ALTER TABLE loket.visit ENABLE TRIGGER USER"
    )
    stage.show(QueueScreen, "sari")
    stage.shot("queue-no-counter")
    stage.show(QueueScreen, "budi", counter=2)
    stage.shot("queue-empty")
    _fill(stage)
    stage.show(QueueScreen, "budi", counter=2)
    stage.shot("queue-serving")
    stage.shot("queue-serving-large", scale=150)
    _board(stage)


def _door(stage: Stage) -> None:
    """The reception: empty, a morning, a booking asked, fever, the number, a newcomer, a full hall."""
    office = stage.office
    stage.show(ReceptionScreen, "budi", counter=3)
    stage.shot("reception-empty")
    book(office, MORNING)
    office.run("UPDATE loket.hall SET seats = 30 WHERE seats = 40")
    for number in range(9):
        office.walk_in(service=("intake", "counselling")[number % 2], name=f"Tamu {number}")
    screen = stage.show(ReceptionScreen, "budi", counter=3)
    stage.shot("reception")
    screen.open("KMQR34")
    stage.settle()
    screen.view.panel.questions.temperature.setText("36,7")
    stage.shot("reception-booking")
    stage.shot("reception-booking-large", scale=150)
    screen.view.panel.questions.temperature.setText("38,1")
    screen.let_in.trigger()
    stage.settle()
    stage.shot("reception-fever")
    screen.ask_bar.cancel()
    screen.view.panel.questions.temperature.setText("36,7")
    screen.let_in.trigger()
    stage.settle()
    stage.shot("reception-number")
    for number in range(5):
        office.walk_in(name=f"Tamu {number}")
    screen = stage.show(ReceptionScreen, "budi", counter=3)
    screen.ask_newcomer()
    panel = screen.view.panel
    panel.newcomer.name.setText(LONG_NAME)
    panel.questions.well.setChecked(True)
    panel.questions.temperature.setText("36,4")
    screen.let_in.trigger()
    stage.settle()
    stage.shot("reception-full")


MORNING = (
    ("KMQR34", "Siti Nur Rahmawati", "intake", 0),
    ("TUVW67", "Agus Wijaya", "counselling", 5),
    ("ABCD89", LONG_NAME, "intake", 10),
    ("EFGH34", "I Gusti Ngurah Rai Wirawan", "bank", 15),
    ("JKLM67", "Maria Ulfa", "intake", 20),
    ("NPQR89", "Bambang", "counselling", 25),
)


def _board(stage: Stage) -> None:
    """The board on a full HD screen: calm, a call, the line lost."""
    made: list[Seated] = []

    def make(lanes: Lanes) -> BoardWindow:
        made.append(
            Seated(stage.office.desk("budi"), lanes, Hub(), tools={"office": OfficeSettings(practice=True)})
        )
        return BoardWindow(made[0])

    board = stage.show_widget(make, QSize(1920, 1080))
    stage.shot("board")
    desk = stage.office.desk("sari", counter=1)
    visit_id = stage.office.id_of("visit", "stage", "called")
    calling.recall(desk, visit_id)
    board.refresh()
    stage.settle()
    stage.shot("board-call")
    made[0].hub.lose()
    stage.shot("board-line-lost")


def book(office: Office, plans: tuple[tuple[str, str, str, int], ...]) -> None:
    """Let bookings have come in from the Internet: code, name, service, minutes from now; all declared healthy."""
    for code, name, service, minutes in plans:
        office.run(
            "INSERT INTO loket.visit (service_point_id, service_id, code, name, planned_at, channel, priority,"
            " stage, calls, note) SELECT s.service_point_id, s.id, :code, :name,"
            " loket.moment() + make_interval(mins => :minutes), 'online', 'none', 'booked', 0, ''"
            " FROM loket.service s WHERE s.code = :service",
            code=code,
            name=name,
            service=service,
            minutes=minutes,
        )
        office.run(
            "INSERT INTO loket.health_declaration (visit_id, service_point_id, healthy)"
            " SELECT id, service_point_id, true FROM loket.visit WHERE code = :code",
            code=code,
        )


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
        "ALTER TABLE loket.visit DISABLE TRIGGER USER; UPDATE loket.visit v SET waiting_since = waiting_since"
        " - (40 - r.n * 3) * interval '1 minute' FROM (SELECT id, row_number() OVER (ORDER BY id) AS n"
        " FROM loket.visit) r WHERE r.id = v.id; ALTER TABLE loket.visit ENABLE TRIGGER USER"
    )
