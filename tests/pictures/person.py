"""The desk of the persons: the register, one person with his trail, the form, retention and a breach."""

from datetime import timedelta

from tests.pictures.stage import Stage
from workstation.ui.breach.screen import BreachScreen
from workstation.ui.person.screen import PersonScreen
from workstation.ui.retention.screen import RetentionScreen
from workstation.usecases import breaching, person_reading, personal_data, retention, reviewing
from workstation.usecases.breaching import NewBreach
from workstation.usecases.personal_data import NewRequest
from workstation.vocabulary import Channel, RequestGround, RequestKind, RestraintKind, RetentionKind

SITI = "3171994502850001"
NAMES = (
    "Raden Ajeng Kartika Wulandari Kusumaningtyas Suryadiningrat",
    "Siti Rahmawati",
    "I Gusti Ngurah Agung Wiradharma",
    "Dewi Anggraini",
)


def shots(stage: Stage) -> None:
    """All only for a thorough stage (`run pictures --all person`): what is kept in docs may not grow without end."""
    if not stage.is_thorough:
        return
    office = stage.office
    screen = stage.show(PersonScreen, "manajer")
    stage.shot("person-empty")
    case = office.submitted()
    reviewing.open_file(office.desk("rina"), case, "penelitian administrasi")
    office.walk_in(name="Siti Rahmawati", nik=SITI)
    office.submitted("jauh", "strp-company")
    desk, now = office.desk("manajer"), office.ask("SELECT loket.moment()")
    for number, (name, hours) in enumerate(zip(NAMES, (80, 71.5, 30, 2), strict=True), start=1):
        subject = person_reading.find_person(desk, f"317199450285{number:04}", "permintaan tertulis")
        kind = list(RequestKind)[number - 1]
        made = personal_data.register(
            desk,
            NewRequest(
                subject,
                kind,
                name,
                now - timedelta(hours=hours),
                Channel.EMAIL,
                "Mohon disampaikan siapa saja yang telah membuka berkas saya sejak diajukan.",
            ),
        )
    personal_data.refuse(desk, made, RequestGround.STATE_DUTY, "Izin masih berlaku sampai akhir tahun")
    screen = stage.show(PersonScreen, "manajer")
    stage.shot("person-request")
    screen.card.setText(SITI)
    screen.find_person()
    stage.shot("person-purpose")
    screen.ask_bar.accept()
    stage.settle()
    personal_data.restrain_case(desk, RestraintKind.FREEZE, case, "sengketa kepemilikan")
    screen.reload()
    stage.settle()
    stage.shot("person-found")
    screen.open_form()
    stage.shot("person-form")
    _retention(stage)
    _breach(stage)


def _retention(stage: Stage) -> None:
    office = stage.office
    office.later(days=100)
    made = retention.propose(office.desk("manajer"), [RetentionKind.HEALTH], "jadwal retensi bulanan")
    retention.approve(office.desk("admin"), made)
    retention.set_period(office.desk("admin"), RetentionKind.SCAN, 180, "JRA contoh")
    retention.propose(office.desk("manajer"), [RetentionKind.VISIT], "jadwal retensi triwulan")
    screen = stage.show(RetentionScreen, "admin")
    stage.shot("retention")
    screen.runs.choose_row(made)
    stage.settle()
    stage.shot("retention-done")


def _breach(stage: Stage) -> None:
    office = stage.office
    office.run("DELETE FROM loket.practice_clock")
    desk, now = office.desk("manajer"), office.ask("SELECT loket.moment()")
    hour = timedelta(hours=1)
    listed = office.submitted("sari", "strp-company", contact_nik="3171994502850077")
    reviewing.open_file(office.desk("rina"), listed, "penelitian administrasi")
    screen = stage.show(BreachScreen, "manajer")
    stage.shot("breach-empty")
    what = "Kata sandi petugas terlihat pengunjung pada layar yang tidak dikunci"
    measures = "Akun dikunci pukul 10.05, kata sandi diganti, seluruh petugas diingatkan mengunci layar"
    made = breaching.open_breach(
        desk, NewBreach(now - 9 * hour, now + hour, now - 5 * hour, what, measures, "rina")
    )
    screen = stage.show(BreachScreen, "manajer")
    screen.show_persons(made, breaching.reached(desk, made))
    stage.settle()
    stage.shot("breach-persons")
    screen.open_form()
    stage.shot("breach-form")
