"""The rules: the catalogue, versions beside each other, the time line, and a file that is wrong or right."""

from pathlib import Path

from tests.pictures.stage import Stage
from workstation.resources_at import resource
from workstation.ui.rules.screen import RulesScreen

NEXT_YEAR = """
[[versions]]
version = "2027"
from = 2027-03-01T00:00:00+07:00
mark = "U"
source = "Contoh ketentuan tahun 2027"
legal_bases = ["Peraturan Gubernur contoh tentang Surat Tanda Registrasi Pekerja Nomor 1 Tahun 2027"]
sla = { amount = 1, unit = "working_days" }
workers = { min = 3, max = 50 }
without_exemptions = ["central_bank"]
validity = { days = 90, text = "Paling lama 90 hari" }
[[versions.with_documents]]
code = "health_protocol"
title = "Protokol kesehatan tempat kerja yang ditandatangani pimpinan perusahaan"
"""


def shots(stage: Stage) -> None:
    """Read as an officer, load as the administrator."""
    screen = stage.show(RulesScreen, "budi", counter=1)
    assert isinstance(screen, RulesScreen)
    screen.open("sikm")
    stage.settle()
    if stage.is_thorough:
        stage.shot("rules-catalogue")
    screen.show_part(screen.view.compare)
    screen.view.compare.older.setCurrentIndex(0)
    screen.view.compare.newer.setCurrentIndex(1)
    screen.view.compare.newer.activated.emit(1)
    stage.settle()
    stage.shot("rules-versions")
    screen.show_part(screen.view.moments)
    stage.settle()
    if stage.is_thorough:
        stage.shot("rules-moments")

    screen = stage.show(RulesScreen, "admin")
    assert isinstance(screen, RulesScreen)
    text = resource("catalogue/strp-company.toml").read_text(encoding="utf-8")
    file = Path(stage.prints) / "strp-company-2027.toml"
    ended = "from = 2026-01-01T00:00:00+07:00\nto = 2027-03-01T00:00:00+07:00"
    good = text.replace("from = 2026-01-01T00:00:00+07:00", ended) + NEXT_YEAR
    bad = good.replace("amount = 1,", "amount = -1,").replace('mark = "U"', 'mark = "?"')
    bad = bad.replace('kind = "choice"', 'kind = "pilihan"', 2).replace(
        "max_length = 150", 'max_length = "x"'
    )
    file.write_text(bad, encoding="utf-8")
    screen.loading.look([file])
    stage.settle()
    stage.shot("rules-faults")
    file.write_text(good, encoding="utf-8")
    screen.loading.look_again()
    stage.settle()
    stage.shot("rules-plan")
