"""The closed day says what the balance says: both are counted by one function of the database."""

from pathlib import Path

import pytest

from tests import pki
from tests.backroom import BackRoom
from tests.history import spoil
from tests.issued import Shelf
from tests.make import Office, exhausted
from tests.printed import come_out
from tests.printing.seen import text as text_of
from tests.signing import softhsm
from workstation.balancing import Equation, equations
from workstation.printing.spooler import FolderSpooler
from workstation.queries.closings import closings
from workstation.queries.totals import balance
from workstation.settings import OfficeSettings
from workstation.signing import inspecting
from workstation.usecases import calling, closing, intake


@pytest.fixture
def shelf(office: Office, tmp_path: Path) -> Shelf:
    """An office after a day with tickets, permits, a refusal, sheets printed and a case taken back."""
    made, budi = Shelf(office), office.desk("budi", counter=2)
    for _ in range(3):
        office.walk_in()
    served = calling.call_next(budi).visit_id
    calling.serve(budi, served)
    calling.finish(budi, served)
    letters = (made.issued(), made.refused(nik="3171994502850002"))
    for letter in letters:
        come_out(budi, letter, FolderSpooler(tmp_path))
    office.submitted(nik="3171994502850003")
    intake.withdraw(budi, office.draft(nik="3171994502850004")[0].id, "batal")
    return made


def closed(shelf: Shelf) -> tuple[Equation, ...]:
    steps = closing.close_day(
        shelf.office.desk("manajer"), OfficeSettings(), pause=lambda _: shelf.backroom.turn()
    )
    exhausted(steps)
    return equations(closings(shelf.office.desk("manajer")).rows[0].totals["balance"])


def test_given_a_busy_day_when_it_is_closed_then_its_sheet_and_the_balance_of_the_day_agree(
    shelf: Shelf,
) -> None:
    manager = shelf.office.desk("manajer")
    today = manager.today()
    counted = balance(manager, today, today)
    assert closed(shelf) == counted.equations
    assert counted.is_balanced
    assert {one.leg: one.given.number for one in counted.equations} == {
        "cases": 3, "tickets": 3, "letters": 2, "sheets": 2, "money": 0
    }  # fmt: skip
    said = " ".join(text_of(closing.sheet_pdf(manager, today)).split())
    for words in (
        "3 diterima = 1 baru diajukan + 0 dalam proses + 0 menunggu + 1 ditolak + 1 terbit Nomor",
        "3 diberikan = 2 menunggu + 0 di loket + 1 selesai + 0 tidak hadir + 0 batal Surat",
        "2 dikirim ke pencetak = 0 masih dicetak + 0 belum dipastikan + 2 tercetak + 0 rusak + 0 gagal cetak Jejak",
        "Halaman 1 dari 1",
    ):
        assert words in said, said


def test_given_a_day_that_does_not_balance_when_it_is_closed_then_the_sheet_names_the_difference(
    shelf: Shelf,
) -> None:
    spoil(shelf.office, "UPDATE loket.number_series SET last = last + 1 WHERE series = 'ticket'")
    found = {one.leg: one.difference for one in closed(shelf)}
    assert found == {"cases": 0, "tickets": 1, "letters": 0, "sheets": 0, "money": 0}
    manager = shelf.office.desk("manajer")
    said = " ".join(text_of(closing.sheet_pdf(manager, manager.today())).split())
    assert "4 diberikan = 2 menunggu" in said
    assert "0 batal; selisih 1, lihat layar Neraca Surat" in said, said


@pytest.mark.skipif(bool(softhsm.why_not()), reason=softhsm.why_not() or "-")
def test_given_an_officers_card_then_the_sheet_of_the_day_is_signed_with_it(
    office: Office, sleeping_backroom: BackRoom
) -> None:
    softhsm.reader().load("Kartu penutupan", pki.kit().p12)
    ratna = office.desk("ratna")
    card = softhsm.reader().signer("Kartu penutupan")
    steps = closing.close_day(
        ratna,
        OfficeSettings(),
        signer=card,
        secret=softhsm.PIN,
        pause=lambda _: sleeping_backroom.turn(),
    )
    found = inspecting.inspect(closing.sheet_pdf(ratna, exhausted(steps)), pki.kit().roots)
    assert (found.trusted, found.covers_whole_file, found.signer_name) == (True, True, pki.NAME)
