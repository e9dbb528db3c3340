"""Keying in: what can be opened, a form half typed, papers, workers, what came back, the receipt."""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.make import company_values, person_values, picture, workers
from tests.pictures.stage import Stage
from workstation.drafts import Drafts
from workstation.errors import TooLarge
from workstation.ui.intake.screen import IntakeScreen
from workstation.usecases import intake, reviewing
from workstation.usecases.intake import Typed, WorkerEntry
from workstation.usecases.reviewing import Reason
from workstation.vocabulary import Channel, Verdict

LONG = "Raden Ajeng Kartika Wulandari Kusumaningtyas Suryadiningrat"


def shots(stage: Stage) -> None:
    """A counter with drafts of every kind."""
    with TemporaryDirectory(prefix="loket-drafts-") as folder:
        drafts = Drafts(Path(folder), "budi")
        try:
            _shots(stage, drafts, Path(folder))
        finally:
            drafts.close()


def _shots(stage: Stage, drafts: Drafts, folder: Path) -> None:
    office, desk = stage.office, stage.office.desk("budi", 2)
    for number, name in enumerate(("Bambang Sutrisno", LONG, "")):
        values = {"name": name, "nik": f"31719945028500{number:02}"}
        intake.keep(desk, Typed("strp-individual", Channel.COUNTER, values), None)
    back = _returned(stage)
    screen = stage.show(IntakeScreen, "budi", 2, drafts=drafts)
    stage.shot("intake-empty")
    screen.choose_type()
    stage.shot("intake-new")
    screen.view.chooser.table.choose_row("strp-individual")
    screen.view.chooser.begin()
    form = screen.editor.form
    values = person_values(name=LONG, nik="3171994502850001", email="kartika", birth_date="1986-02-05")
    for code in ("name", "identity_kind", "nik", "birth_place", "birth_date", "sex", "email"):
        form.box(code).entry.focus()
        form.set_value(code, values[code])
    form.box("phone").entry.focus()
    stage.settle()
    stage.shot("intake-form")
    form.set_values(person_values(name=LONG))
    screen.keeper.typed()
    for number in range(2):
        file = folder / f"pindaian_kartu_{number}.jpg"
        file.write_bytes(picture(60 * number))
        screen.choose_file = lambda _t, _p, then, file=file: then(file)
        screen.filing.ask()
        stage.settle()
        screen.show_papers()
        if not number:
            screen.editor.papers.choose_missing()
    screen.complain(TooLarge("pas foto resmi.jpg", 812_000, 512_000))
    stage.shot("intake-papers")
    screen.choose_type()
    screen.view.chooser.table.choose_row("strp-company")
    screen.view.chooser.begin()
    screen.editor.form.set_values(company_values())
    rows = [*workers(6), WorkerEntry(LONG, "3171", "", "Gudang Cakung Barat, Jakarta Timur")]
    screen.workers.set_rows(rows)
    screen.show_workers()
    stage.settle()
    stage.shot("intake-workers")
    screen.open(back)
    stage.settle()
    stage.shot("intake-returned")
    stage.shot("intake-returned-200", scale=200)
    draft, values = office.draft("budi", "strp-company", company_name="PT Sinar Contoh Logistik Nusantara")
    intake.save_draft(desk, draft, values)
    screen.open(draft.id)
    stage.settle()
    screen.actions_here[2].trigger()
    stage.settle()
    stage.shot("intake-receipt")
    drafts.note(
        "new:contoh",
        {
            "type": "strp-individual", "title": "STRP Perorangan", "channel": "counter", "visit": None,
            "number": "", "version": 0, "values": {"name": "Maria Ulfa", "phone": "081255501234"}, "workers": [],
        },
    )  # fmt: skip
    stage.show(IntakeScreen, "budi", 2, drafts=drafts)
    stage.shot("intake-restored")


def _returned(stage: Stage) -> int:
    application_id = stage.office.submitted("sari", nik="3171994502850044", name="Maria Goreti Simanjuntak")
    rina = stage.office.desk("rina")
    reviewing.take(rina, application_id)
    for document, reason in (("photo", "photo-not-4x6"), ("identity_card", "unreadable-scan")):
        scan = stage.office.ask("SELECT id FROM loket.scan WHERE document_code = :d", d=document)
        reviewing.judge_scan(rina, scan, Verdict.REFUSED, reason)
    reviewing.send_back(
        rina,
        application_id,
        [Reason("typing-error", "Penulisan nama tidak sama dengan KTP", "", "Perbaiki nama sesuai KTP.")],
    )
    return application_id
