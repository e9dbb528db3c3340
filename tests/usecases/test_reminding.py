"""What nobody has collected: how its holder is reached, and the list for the counter, both on record."""

from pathlib import Path

import pytest

from tests.issued import Shelf
from tests.make import Office, exhausted
from tests.printing import seen
from workstation.errors import NotAllowed
from workstation.printing.spooler import FOLDER_NAME, FolderSpooler
from workstation.queries import permits
from workstation.settings import OfficeSettings
from workstation.usecases import reminding


@pytest.fixture
def waiting(office: Office) -> list[int]:
    """Two papers that nobody has collected, issued nine days ago and today."""
    shelf = Shelf(office)
    papers = [
        shelf.issued(name="Raden Ajeng Kartika Wulandari Kusumaningtyas"),
        shelf.refused(nik="3171994502850002"),
    ]
    office.run("ALTER TABLE loket.document DISABLE TRIGGER USER")
    office.run(
        "UPDATE loket.document SET issued_at = issued_at - interval '9 days' WHERE id = :i", i=papers[0]
    )
    office.run("ALTER TABLE loket.document ENABLE TRIGGER USER")
    return papers


def test_the_oldest_paper_stands_first_with_its_days(office: Office, waiting: list[int]) -> None:
    rows = permits.shelf(office.desk("budi"), permits.Shelf.UNCOLLECTED)
    assert [(row.id, row.waits) for row in rows] == [(waiting[0], 9), (waiting[1], 0)]
    assert reminding.bands(row.waits or 0 for row in rows) == (("8-30 hari", 1), ("sampai 7 hari", 1))
    assert reminding.bands([31, 30, 8, 7]) == (
        ("lebih dari 30 hari", 1),
        ("8-30 hari", 2),
        ("sampai 7 hari", 1),
    )


def test_a_telephone_number_is_shown_to_an_officer_with_its_purpose_on_record(
    office: Office, waiting: list[int]
) -> None:
    case = permits.shelf(office.desk("budi"), permits.Shelf.UNCOLLECTED)[0].application_id
    assert reminding.contact_of(office.desk("budi"), case) == reminding.Contact(
        "081255501234", "siti@contoh.example"
    )
    noted = office.rows(
        "SELECT data ->> 'purpose' AS purpose FROM loket.journal WHERE login = 'budi' AND action = 'unmask'"
        " AND thing_id = :i ORDER BY seq DESC LIMIT 1",
        i=str(case),
    )
    assert [row.purpose for row in noted] == [reminding.PURPOSE]
    with pytest.raises(NotAllowed):
        reminding.contact_of(office.desk("ratna"), case)


def test_the_list_is_printed_and_noted_as_an_export(
    office: Office, waiting: list[int], tmp_path: Path
) -> None:
    steps = reminding.print_uncollected(
        office.desk("budi"),
        OfficeSettings(practice=True),
        spooler=FolderSpooler(tmp_path),
        printer=FOLDER_NAME,
    )
    assert exhausted(steps) == FOLDER_NAME
    (file,) = tmp_path.iterdir()
    text = seen.text(file.read_bytes()).replace("/ ", "/")  # a long number is broken over two lines
    for number in office.rows("SELECT number FROM loket.document"):
        assert number.number in text
    assert "081255501234" not in text, "the list bears no telephone numbers"
    noted = office.rows("SELECT data FROM loket.journal WHERE action = 'export'")
    assert [(row.data["count"], row.data["purpose"]) for row in noted] == [(2, reminding.PURPOSE)]


def test_the_list_on_paper_is_the_list_on_the_screen(office: Office, waiting: list[int]) -> None:
    shown = permits.shelf(office.desk("ratna"), permits.Shelf.UNCOLLECTED)
    assert reminding.uncollected_paper(office.desk("ratna"), OfficeSettings()).startswith(b"%PDF")
    assert (
        len(shown) == office.rows("SELECT data FROM loket.journal WHERE action = 'export'")[0].data["count"]
    )
