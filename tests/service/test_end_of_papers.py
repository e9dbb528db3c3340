"""A paper past its retention: its e-mails, its encrypted copies and every raised file go with it, and it is said."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mailserver import Post
from tests.make import Office
from tests.service.test_archive import issued, room_at
from tests.signing import authorities
from tests.signing.authorities import Authorities
from workstation.errors import Destroyed
from workstation.service import mail_plan
from workstation.service.archive import Archive
from workstation.service.postman import Postman
from workstation.usecases import delivering, handing_over, retention
from workstation.vocabulary import RetentionKind

ADDRESSES = ("siti@contoh.example", "siti.baru@contoh.example")


@pytest.fixture
def them() -> Iterator[Authorities]:
    with authorities.playing() as played:
        yield played


def anywhere(office: Office, words: str) -> list[str]:
    """The tables in which these words stand."""
    tables = office.rows(
        "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'loket'"
        " AND table_type = 'BASE TABLE'"
    )
    return [
        row.name
        for row in tables
        if office.ask(f'SELECT count(*) FROM loket."{row.name}" x WHERE x::text LIKE :w', w=f"%{words}%")
    ]


def test_a_paper_past_its_time_loses_its_mails_its_copies_and_its_raised_files(
    office: Office, post: Post, them: Authorities, tmp_path: Path
) -> None:
    room = room_at(office, them, tmp_path / "belakang")
    assert room.source is not None
    archive = Archive(room.desk, room.roots, room.source)
    document = issued(office, room, them)
    assert archive.turn() == (1, 0)
    postman = Postman(office.backroom(), mail_plan.read_plan(post.folder))
    postman.turn()
    budi = office.desk("budi")
    delivering.give_code(budi, document, "pemohon, KTP berakhir 0001")
    first = int(office.ask("SELECT min(id) FROM loket.outgoing_mail"))
    delivering.renew_copy(office.desk("sari"), document, "slip hilang")
    postman.turn()
    again = int(office.ask("SELECT max(id) FROM loket.outgoing_mail"))
    assert again != first
    post.host.drop_after_data = lambda: True
    delivering.send_again(budi, again, "pindah alamat", ADDRESSES[1])
    postman.turn()
    assert office.ask("SELECT state FROM loket.outgoing_mail ORDER BY id DESC LIMIT 1") == "unknown"
    kept = office.ask("SELECT count(*) FROM loket.paper_blob WHERE data IS NOT NULL")
    assert kept >= 5  # unsigned, signed, B-T, B-LTA, the copy

    office.later(days=5000)
    made = retention.propose(office.desk("manajer"), [RetentionKind.PERMIT], "jadwal retensi")
    assert retention.approve(office.desk("admin"), made) == 1

    assert office.ask("SELECT count(*) FROM loket.paper_blob WHERE data IS NOT NULL") == 0
    assert office.ask("SELECT count(*) FROM loket.mail_copy") == 0
    assert office.ask("SELECT count(*) FROM loket.paper_due") == 0
    mails = office.rows("SELECT state, recipient, recipient_masked, answer, reason FROM loket.outgoing_mail")
    assert {tuple(row)[1:] for row in mails} == {("", "", "", "")}
    assert sorted(row.state for row in mails) == ["accepted", "accepted", "cancelled"]
    for address in ADDRESSES:
        assert anywhere(office, address) == []
    with pytest.raises(Destroyed):
        handing_over.signed_pdf(budi, document)

    post.host.drop_after_data = lambda: False
    office.run(
        "UPDATE loket.outgoing_mail SET data_at = data_at - interval '2 hours' WHERE data_at IS NOT NULL"
    )
    taken = len(post.host.taken)
    assert postman.turn() == 0
    assert archive.turn() == (0, 0)
    assert len(post.host.taken) == taken
    assert office.ask(
        "SELECT count(*) FROM loket.journal WHERE thing = 'destruction' AND thing_id = :i", i=str(made)
    )
