"""What the law decides by itself, on the start page and in its list; promises that a new calendar moves."""

from sqlalchemy import text

from tests.pictures.stage import Stage
from workstation.ui.alarm.screen import AlarmScreen
from workstation.ui.start.screen import StartScreen

NAMES = (
    "Raden Ajeng Kartika Wulandari Kusumaningtyas Suryadiningrat",
    "Siti Aminah",
    "Bambang",
    "Maria Ulfa",
)


def shots(stage: Stage) -> None:
    """An empty list; then cases with no, little and more time left, and a calendar that was changed."""
    office = stage.office
    stage.show(AlarmScreen, "manajer")
    stage.shot("alarm-empty")
    nik = iter(f"31719945028500{n:02}" for n in range(40, 80))
    for name in NAMES:
        office.proposed(nik=next(nik), name=name)
    for name in NAMES[1:]:
        office.complete(office.submitted(nik=next(nik), name=name))
    with office.owner.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(
            text(
                "UPDATE loket.application SET deemed_at = loket.due_at((id % 5)::int, 'working_days', now(),"
                " service_point_id, type_code) - CASE WHEN id % 5 = 0 THEN interval '6 days' ELSE '0' END"
            )
        )
    with office.desk("admin").begin("SKB 3 Menteri: libur pemilihan kepala daerah") as session:
        session.execute(
            text(
                "INSERT INTO loket.holiday (day, name, source) SELECT loket.local_day(loket.moment()) + n,"
                " 'Pemilihan kepala daerah', 'decree' FROM generate_series(0, 2) AS n ON CONFLICT DO NOTHING"
            )
        )
    stage.show(StartScreen, "manajer")
    stage.shot("start-alarm")
    screen = stage.show(AlarmScreen, "ratna")
    stage.shot("alarm")
    screen.changed.check_all()
    screen.changed.setFocus()
    stage.settle()
    for action in screen.actions_here:
        if action.text() == "Hitung ulang janji":
            action.trigger()
    stage.settle()
    stage.shot("alarm-recalculate")
