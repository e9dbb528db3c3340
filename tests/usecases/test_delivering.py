"""E-mail as an officer meets it: sent again, put right, reminded, and a code that is given once."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from tests.backroom import PASSPHRASE, BackRoom
from tests.issued import Shelf
from tests.lists import UNFIT, group, ids
from tests.mailserver import Post, notice
from tests.make import Office, exhausted
from workstation.errors import (
    AlreadyMailed,
    BadFields,
    ChangedByOther,
    CodeGiven,
    CopyNotMade,
    NoMailAddress,
    ReasonNeeded,
)
from workstation.mail.smtp import Answer, End
from workstation.printing.spooler import FOLDER_NAME, FolderSpooler
from workstation.service import mail_plan
from workstation.service.postman import Postman
from workstation.settings import OfficeSettings
from workstation.usecases import deciding, delivering, mailing, persons, reviewing
from workstation.usecases.deciding import Decision
from workstation.usecases.delivering import Taker
from workstation.vocabulary import PersonVerdict, Proposal

HERSELF = Taker("KTP", "0001")


@pytest.fixture
def permit(office: Office, post: Post) -> int:
    """An issued permit whose e-mail waits."""
    assert post.port
    return Shelf(office).issued()


def newest(office: Office) -> int:
    return int(office.ask("SELECT max(id) FROM loket.outgoing_mail"))


def slip(office: Office, document: int, folder: Path, login: str = "budi") -> str:
    """Print the slip and hand it over; returns the name of the printer."""
    steps = delivering.print_code(
        office.desk(login),
        document,
        HERSELF,
        OfficeSettings(),
        spooler=FolderSpooler(folder),
        printer=FOLDER_NAME,
    )
    return str(exhausted(steps))


def test_a_wrong_address_is_put_right_with_a_reason_and_the_message_goes_there(
    office: Office, post: Post, permit: int
) -> None:
    assert permit
    budi = office.desk("budi")
    postman = Postman(office.backroom(), mail_plan.read_plan(post.folder))
    postman.turn()
    first = newest(office)
    post.arrive(notice(office.ask("SELECT token FROM loket.outgoing_mail")))
    postman.turn()
    assert delivering.open_address(budi, first) == "siti@contoh.example"
    with pytest.raises(ReasonNeeded):
        delivering.send_again(budi, first, " ")
    with pytest.raises(BadFields):
        delivering.send_again(budi, first, "salah ketik", "siti@contoh")
    second = delivering.send_again(budi, first, "salah ketik", "siti.r@contoh.example")
    with pytest.raises(ChangedByOther):
        delivering.send_again(budi, second, "sekali lagi")
    postman.turn()
    assert [one.recipient for one in post.host.taken] == ["siti@contoh.example", "siti.r@contoh.example"]
    assert len(set(post.host.ids)) == 2
    assert second != first


def test_a_message_of_unknown_end_is_sent_again_under_its_old_name(
    office: Office, post: Post, permit: int
) -> None:
    assert permit
    postman = Postman(office.backroom(), mail_plan.read_plan(post.folder))
    post.host.drop_after_data = lambda: True
    postman.turn()
    post.host.drop_after_data = lambda: False
    assert delivering.send_again(office.desk("budi"), newest(office), "belum diterima pemohon") == newest(
        office
    )
    postman.turn()
    assert len(post.host.taken) == 2
    assert len(set(post.host.ids)) == 1


def test_a_reminder_goes_once_a_day_and_only_where_there_is_an_address(
    office: Office, post: Post, permit: int
) -> None:
    budi = office.desk("budi")
    Postman(office.backroom(), mail_plan.read_plan(post.folder)).turn()
    delivering.remind(budi, permit)
    with pytest.raises(AlreadyMailed):
        delivering.remind(budi, permit)
    Postman(office.backroom(), mail_plan.read_plan(post.folder)).turn()
    assert "menunggu diambil" in str(post.host.taken[-1].mail["Subject"])
    office.run("UPDATE loket.office_setting SET value = 'false' WHERE key = 'mail'")
    with pytest.raises(NoMailAddress):
        delivering.remind(budi, permit)


def test_the_code_is_printed_once_and_the_paper_then_counts_as_sent(
    office: Office, post: Post, permit: int, tmp_path: Path
) -> None:
    with pytest.raises(CopyNotMade):
        slip(office, permit, tmp_path / "keluar")
    assert not list((tmp_path / "keluar").glob("*"))
    Postman(office.backroom(), mail_plan.read_plan(post.folder)).turn()
    assert slip(office, permit, tmp_path / "keluar") == FOLDER_NAME
    (row,) = office.rows("SELECT stage FROM loket.document")
    assert row.stage == "mailed"
    with pytest.raises(CodeGiven):
        slip(office, permit, tmp_path / "keluar", "sari")
    post.arrive(notice(office.ask("SELECT token FROM loket.outgoing_mail")))
    Postman(office.backroom(), mail_plan.read_plan(post.folder)).turn()
    assert office.ask("SELECT stage FROM loket.document") == "issued"


def test_a_lost_slip_means_another_copy_with_another_code(
    office: Office, post: Post, permit: int, tmp_path: Path
) -> None:
    postman = Postman(office.backroom(), mail_plan.read_plan(post.folder))
    postman.turn()
    delivering.give_code(office.desk("budi"), permit, "pemohon, KTP berakhir 0001")
    before = office.ask("SELECT sha256 FROM loket.mail_copy")
    delivering.renew_copy(office.desk("sari"), permit, "slip hilang")
    assert office.ask("SELECT opening_code FROM loket.mail_copy")
    postman.turn()
    assert office.ask("SELECT sha256 FROM loket.mail_copy") != before
    assert office.ask("SELECT data FROM loket.paper_blob WHERE sha256 = :name", name=before) is None
    assert len(post.host.taken) == 2
    slip(office, permit, tmp_path / "keluar")


def test_each_step_of_the_service_stands_in_the_row(office: Office, post: Post, permit: int) -> None:
    """The steps that the postman takes, one by one."""
    desk, copy = office.backroom(), lambda pdf, code: pdf + code.encode()
    mailing.ready_copy(desk, permit, copy)
    taken = mailing.take_up(desk, copy)
    assert taken is not None
    assert mailing.take_up(desk, copy) is None
    mailing.lay_back(desk, taken.id, "server tidak menjawab")
    assert office.ask("SELECT tries FROM loket.outgoing_mail") == 0
    office.run("UPDATE loket.outgoing_mail SET next_try_at = clock_timestamp()")
    again = mailing.take_up(desk, copy)
    assert again is not None
    mailing.note_text(desk, again.id)
    office.run("UPDATE loket.outgoing_mail SET lease_until = clock_timestamp() - interval '1 second'")
    assert mailing.reclaim(desk) == 1
    assert office.ask("SELECT state FROM loket.outgoing_mail") == "unknown"
    delivering.send_again(office.desk("budi"), again.id, "belum pasti")
    third = mailing.take_up(desk, copy)
    assert third is not None
    assert third.token == taken.token
    mailing.note_text(desk, third.id)
    mailing.note_answer(desk, third.id, Answer(End.TAKEN, "250 Ok"))
    assert mailing.note_bounce(desk, third.token, "5.2.2 penuh")
    assert not mailing.note_bounce(desk, third.token, "5.2.2 penuh")
    assert post.host.taken == []


def test_the_company_hears_of_the_persons_against_in_a_message_of_its_own(
    office: Office, post: Post, backroom: BackRoom, tmp_path: Path
) -> None:
    case = group(office)
    rina = office.desk("rina")
    persons.decide_workers(rina, case, ids(office, case)[:2], PersonVerdict.RETURN, UNFIT)
    office.listed(case)
    reviewing.propose(rina, case, Proposal.APPROVE)
    exhausted(
        deciding.decide_and_sign(
            office.desk("ratna"), [Decision(case, grants=True)], signer=backroom.signer(), secret=PASSPHRASE
        )
    )
    backroom.stop()
    backroom.turn()
    Postman(office.backroom(), mail_plan.read_plan(post.folder)).turn()
    sent = {
        str(one.mail["Subject"]).removeprefix("[LATIHAN] ").partition(" –")[0]: one for one in post.host.taken
    }
    assert set(sent) == {"Salinan surat izin Anda", "Salinan surat pekerja tidak disetujui"}
    assert {one.recipient for one in post.host.taken} == {"hrd@sinar-contoh.example"}
    letter = sent["Salinan surat pekerja tidak disetujui"]
    words = letter.mail.get_body(("plain",))
    assert words is not None
    text = words.get_content()
    number = office.ask("SELECT number FROM loket.document WHERE kind = 'persons_letter'")
    assert number in text
    assert "mengajukan keberatan" in text
    document = office.ask("SELECT id FROM loket.document WHERE kind = 'persons_letter'")
    code = office.ask("SELECT opening_code FROM loket.mail_copy WHERE document_id = :i", i=document)
    (part,) = letter.mail.iter_attachments()
    with pikepdf.open(BytesIO(part.get_content()), password=code) as pdf:  # type: ignore[arg-type]
        assert str(pdf.docinfo.Title).startswith("SALINAN")
    delivering.renew_copy(office.desk("sari"), document, "slip hilang")
    slip_waits = "SELECT state FROM loket.outgoing_mail WHERE kind = 'persons' ORDER BY id DESC LIMIT 1"
    assert office.ask(slip_waits) == "queued"
    Postman(office.backroom(), mail_plan.read_plan(post.folder)).turn()
    assert slip(office, document, tmp_path / "keluar") == FOLDER_NAME
    assert office.ask("SELECT stage FROM loket.document WHERE id = :i", i=document) == "mailed"
