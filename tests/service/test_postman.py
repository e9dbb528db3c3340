"""The outbox against a real mail server: sent once, tried again, unknown where it is, and bounced."""

import signal
import subprocess
import sys
import threading
from contextlib import ExitStack
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from tests.backroom import authority
from tests.issued import Shelf
from tests.mailserver import Post, notice
from tests.make import Office
from workstation.errors import BadSetting, MailDown
from workstation.service import mail_plan
from workstation.service.postman import Postman
from workstation.signing.certificates import for_validator, load_certificates
from workstation.usecases import reviewing
from workstation.usecases.reviewing import Reason

DUE = "UPDATE loket.outgoing_mail SET next_try_at = clock_timestamp() - interval '1 second'"


def walking(office: Office, post: Post) -> Postman:
    return Postman(office.backroom(), mail_plan.read_plan(post.folder))


def state(office: Office) -> str:
    return str(office.ask("SELECT state FROM loket.outgoing_mail ORDER BY id DESC LIMIT 1"))


def attached(mail: EmailMessage) -> bytes:
    (part,) = mail.iter_attachments()
    data = part.get_content()
    assert isinstance(data, bytes)
    return data


@pytest.fixture
def permit(office: Office, post: Post) -> int:
    """An issued permit whose e-mail waits."""
    return Shelf(office).issued()


def test_an_issued_permit_goes_out_once_over_tls_with_a_login(
    office: Office,
    post: Post,
    permit: int,
) -> None:
    assert permit
    postman = walking(office, post)
    assert postman.turn() == 1
    assert postman.turn() == 0
    (one,) = post.host.taken
    assert one.recipient == "siti@contoh.example"
    assert post.host.logins == [b"loket"]
    token = office.ask("SELECT token FROM loket.outgoing_mail")
    assert one.sender == f"pantulan+{token}@dpmptsp.example"
    assert one.mail["Message-ID"] == f"<{token}@dpmptsp.example>"
    assert state(office) == "accepted"


def test_the_copy_opens_with_its_code_alone_and_its_signature_holds(
    office: Office,
    post: Post,
    permit: int,
    tmp_path: Path,
) -> None:
    walking(office, post).turn()
    (one,) = post.host.taken
    data = attached(one.mail)
    code = office.ask("SELECT opening_code FROM loket.mail_copy")
    assert len(code) == 8
    assert code.encode() not in one.raw
    file = tmp_path / "salinan.pdf"
    file.write_bytes(data)
    seen = subprocess.run(
        ["pdfsig", "-nocert", "-upw", code, str(file)], capture_output=True, text=True, check=True
    ).stdout
    assert "Signature is Valid" in seen
    assert "Total document signed" in seen
    assert subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, check=False).returncode != 0
    reader = PdfFileReader(BytesIO(data))
    reader.decrypt(code.encode())
    roots = [for_validator(one) for one in load_certificates(authority().root)]
    status = validate_pdf_signature(reader.embedded_signatures[0], ValidationContext(trust_roots=roots))
    assert status.bottom_line
    with pikepdf.open(BytesIO(data), password=code) as pdf:
        assert str(pdf.docinfo.Title).startswith("SALINAN")
        assert pdf.encryption.bits == 256
    original = office.ask(
        "SELECT b.data FROM loket.document d JOIN loket.paper_blob b ON b.sha256 = d.signed_sha256"
        " WHERE d.id = :id",
        id=permit,
    )
    assert b"/Encrypt" not in bytes(original)


def test_the_words_are_indonesian_and_tell_nothing_to_who_reads_over_a_shoulder(
    office: Office,
    post: Post,
    permit: int,
) -> None:
    assert permit
    walking(office, post).turn()
    (one,) = post.host.taken
    subject = str(one.mail["Subject"])
    number = office.ask("SELECT number FROM loket.document")
    assert subject == "[LATIHAN] Salinan surat izin Anda – DPMPTSP, Mal Pelayanan Publik"
    for words in (one.mail.get_body(("plain",)), one.mail.get_body(("html",))):
        assert words is not None
        text = words.get_content()
        for said in (number, "Lampiran:", "kode pembuka", "1500164", "Siti O"):
            assert said in text, said
        assert "3171994502850001" not in text
        assert "http" not in text
        assert "<img" not in text


def test_a_return_goes_out_with_what_to_mend_and_without_a_file(
    office: Office,
    post: Post,
) -> None:
    case = office.submitted()
    reviewing.take(office.desk("rina"), case)
    reviewing.send_back(
        office.desk("rina"), case, [Reason("lain", "NIK 3171994502850001 tidak sama dengan KTP")]
    )
    walking(office, post).turn()
    (one,) = post.host.taken
    words = one.mail.get_body(("plain",))
    assert words is not None
    text = words.get_content()
    assert "tidak sama dengan KTP" in text
    assert "3171994502850001" not in text
    assert office.ask("SELECT track_code FROM loket.application") in text
    assert list(one.mail.iter_attachments()) == []


def test_greylisting_is_waited_for_and_the_second_try_is_the_same_message(
    office: Office,
    post: Post,
    permit: int,
) -> None:
    assert permit
    post.host.at_rcpt = lambda address: f"451 4.7.1 <{address}>: Greylisted, come back in five minutes"
    walking(office, post).turn()
    (row,) = office.rows("SELECT state, tries, answer, next_try_at > now() AS later FROM loket.outgoing_mail")
    assert (row.state, row.tries, row.later) == ("queued", 1, True)
    assert row.answer == "451 4.7.1 <alamat>: Greylisted, come back in five minutes".replace(
        "<alamat>", "<<alamat>>"
    )
    post.host.at_rcpt = lambda _address: "250 Ok"
    walking(office, post).turn()
    assert post.host.taken == []
    office.run(DUE)
    walking(office, post).turn()
    assert len(post.host.taken) == 1
    assert state(office) == "accepted"


def test_after_three_days_of_waiting_a_message_has_failed(
    office: Office,
    post: Post,
    permit: int,
) -> None:
    assert permit
    post.host.at_rcpt = lambda _address: "450 4.2.0 Mailbox busy"
    office.run("ALTER TABLE loket.outgoing_mail DISABLE TRIGGER a_guard")
    office.run("UPDATE loket.outgoing_mail SET made_at = made_at - interval '73 hours'")
    office.run("ALTER TABLE loket.outgoing_mail ENABLE TRIGGER a_guard")
    walking(office, post).turn()
    assert state(office) == "failed"


def test_a_refused_address_fails_at_once_and_the_answer_is_kept_without_it(
    office: Office,
    post: Post,
    permit: int,
) -> None:
    assert permit
    post.host.at_rcpt = lambda address: f"550 5.1.1 {address} User unknown"
    walking(office, post).turn()
    (row,) = office.rows("SELECT state, answer FROM loket.outgoing_mail")
    assert (row.state, row.answer) == ("failed", "550 5.1.1 <alamat> User unknown")
    office.run(DUE)
    assert walking(office, post).turn() == 0


def test_a_line_that_breaks_after_the_text_leaves_it_unknown_and_it_is_repeated_once_as_itself(
    office: Office,
    post: Post,
    permit: int,
) -> None:
    assert permit
    post.host.drop_after_data = lambda: True
    postman = walking(office, post)
    postman.turn()
    assert state(office) == "unknown"
    assert postman.turn() == 0
    post.host.drop_after_data = lambda: False
    office.run("UPDATE loket.outgoing_mail SET data_at = data_at - interval '2 hours'")
    postman.turn()
    assert state(office) == "accepted"
    first, second = post.host.taken
    assert first.mail["Message-ID"] == second.mail["Message-ID"]
    assert first.raw == second.raw


def test_a_slow_server_is_left_after_the_deadline_and_the_message_is_unknown(
    office: Office,
    post: Post,
    permit: int,
) -> None:
    assert permit
    post.write(deadline=1)
    gate = threading.Event()

    def slow(_envelope: object) -> str:
        gate.wait(20)
        return "250 Ok"

    post.host.at_data = slow
    postman = walking(office, post)
    office.run("UPDATE loket.outgoing_mail SET next_try_at = clock_timestamp()")
    postman.turn()
    gate.set()
    assert state(office) == "unknown"


def test_while_the_server_is_away_or_does_not_know_us_nothing_counts_as_tried(
    office: Office,
    post: Post,
    permit: int,
) -> None:
    assert permit
    post.write(deadline=3)
    (post.folder / "mail-login").write_text("loket:salah")
    with pytest.raises(MailDown) as told:
        walking(office, post).turn()
    assert told.value.raw
    assert "salah" not in told.value.raw
    (row,) = office.rows("SELECT state, tries, answer FROM loket.outgoing_mail")
    assert (row.state, row.tries) == ("queued", 0)
    assert row.answer == told.value.raw


def test_a_server_with_a_strange_certificate_hears_neither_login_nor_message(
    office: Office,
    post: Post,
    permit: int,
) -> None:
    assert permit
    post.write(ca="")
    with pytest.raises(MailDown):
        walking(office, post).turn()
    assert (post.host.logins, post.host.taken) == ([], [])


def test_a_bounce_finds_its_message_and_the_paper_is_shown_as_not_arrived(
    office: Office,
    post: Post,
    permit: int,
) -> None:
    assert permit
    postman = walking(office, post)
    postman.turn()
    token = office.ask("SELECT token FROM loket.outgoing_mail")
    post.arrive(notice(token, action="delayed"))
    assert postman.turn() == 0
    assert state(office) == "accepted"
    post.arrive(notice(token))
    assert postman.turn() == 1
    (row,) = office.rows("SELECT state, answer FROM loket.outgoing_mail")
    assert row.state == "bounced"
    assert "User unknown" in row.answer
    assert "siti@" not in row.answer
    post.arrive(notice(token))
    assert postman.turn() == 0


@pytest.mark.parametrize(
    "strange",
    [
        b"",
        b"Subject: halo\r\n\r\nBalasan dari pemohon",
        notice("a" * 24).replace(b"multipart/report", b"multipart/mixed"),
        notice("tokenpalsu"),
        notice("a" * 24),
        b"\xff\xfe\x00" * 900,
        notice("a" * 24)[:300],
    ],
)
def test_what_is_no_notice_about_a_message_of_ours_changes_nothing(
    office: Office,
    post: Post,
    permit: int,
    strange: bytes,
) -> None:
    assert permit
    postman = walking(office, post)
    postman.turn()
    post.arrive(strange)
    assert postman.turn() == 0
    assert state(office) == "accepted"
    assert list((post.box / "new").iterdir()) == []


def test_a_paper_withdrawn_before_its_message_left_is_not_sent(
    office: Office,
    post: Post,
    permit: int,
) -> None:
    Shelf(office).withdrawn(permit)
    assert walking(office, post).turn() == 0
    assert state(office) == "cancelled"
    assert post.host.taken == []


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"security": "none", "host": "mail.example"}, "security"),
        ({"security": "ssl"}, "security"),
        ({"from": "bukan alamat"}, "from"),
        ({"bounce_box": "/tidak/ada"}, "bounce_box"),
        ({"ca": "tidak-ada.pem"}, "ca"),
        ({"sandi": "rahasia"}, "sandi"),
    ],
)
def test_a_wrong_setting_is_named(post: Post, changed: dict[str, object], key: str) -> None:
    post.write(**changed)
    with pytest.raises(BadSetting) as told:
        mail_plan.read_plan(post.folder)
    assert told.value.key == key


def test_a_secret_that_others_may_read_sends_nothing(post: Post) -> None:
    (post.folder / "mail-seal-password").chmod(0o644)
    with pytest.raises(BadSetting):
        mail_plan.read_plan(post.folder)


def test_two_services_killed_again_and_again_lose_nothing_and_double_only_what_was_unknown(
    office: Office,
    post: Post,
    permit: int,
) -> None:
    walking(office, post).turn()
    post.host.taken.clear()
    count = 30
    office.run(
        "INSERT INTO loket.outgoing_mail (service_point_id, application_id, document_id, kind, occasion, attempt,"
        " recipient, token, state, reason, tries, next_try_at, is_repeated, answer)"
        " SELECT d.service_point_id, d.application_id, d.id, 'reminder', n, 1, 'siti@contoh.example',"
        " loket.mail_token(), 'queued', '', 0, clock_timestamp(), false, ''"
        " FROM loket.document d, generate_series(1, :count) n WHERE d.id = :id",
        id=permit,
        count=count,
    )
    left = (
        "SELECT count(*) FROM loket.outgoing_mail WHERE state <> 'accepted'"
        " AND NOT (state = 'unknown' AND is_repeated)"
    )
    late = (
        "UPDATE loket.outgoing_mail SET lease_until = clock_timestamp() - interval '1 second', next_try_at = now(),"
        " data_at = data_at - interval '2 hours' WHERE state IN ('queued', 'sending', 'unknown')"
    )
    words = [sys.executable, "-m", "tests.service.walker", office.url(), str(post.folder)]
    walkers: list[subprocess.Popen[bytes]] = []

    def kill_them(_envelope: object) -> str:
        """Let the server take the text, and kill whoever waits for its answer with the other one."""
        if len(post.host.taken) % 7 == 6:
            for one in walkers:
                one.kill()
        return "250 Ok"

    post.host.at_data = kill_them
    for _round in range(3):
        with ExitStack() as ended:
            walkers[:] = [ended.enter_context(subprocess.Popen(words)) for _ in range(2)]
            assert [one.wait(120) for one in walkers] == [-signal.SIGKILL] * 2
        office.run(late)
    post.host.at_data = lambda _envelope: "250 Ok"
    postman = walking(office, post)
    while office.ask(left):
        postman.turn()
        office.run(late)
    rows = office.rows(
        "SELECT token, is_repeated FROM loket.outgoing_mail WHERE kind = 'reminder' ORDER BY id"
    )
    ids = post.host.ids
    for row in rows:
        times = ids.count(f"<{row.token}@dpmptsp.example>")
        assert times >= 1
        assert times == 1 or row.is_repeated
    assert any(row.is_repeated for row in rows)
