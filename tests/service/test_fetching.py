"""Bounces fetched over IMAP: noted once, marked, bounded; a mailbox that is away or lies holds up nobody's post."""

import logging
import ssl
from collections.abc import Iterator

import pytest

from tests import imapserver
from tests.imapserver import MailBoxHost
from tests.issued import Shelf
from tests.mailserver import USER, WORD, Post, notice
from tests.make import Office
from workstation.errors import BadSetting
from workstation.mail.bounces import LARGEST
from workstation.service import mail_plan, secrets_kept
from workstation.service.postman import Postman
from workstation.usecases import person_reading, personal_data
from workstation.vocabulary import RestraintKind


def context_of(post: Post) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(post.folder / "mail.crt", post.folder / "mail.key")
    return made


def settings(host: MailBoxHost, *, security: str = "tls", **more: object) -> dict[str, object]:
    """The table of `mail.toml` for this mailbox, looked into at every turn."""
    table = {
        "host": "localhost",
        "port": host.port,
        "security": security,
        "ca": "mail.crt",
        "every": 0,
    } | more
    words = ", ".join(f'{k} = "{v}"' if isinstance(v, str) else f"{k} = {v}" for k, v in table.items())
    return {"bounce_imap": Raw("{ " + words + " }")}


class Raw(str):
    """A value that is written as it is."""

    __slots__ = ()


@pytest.fixture
def mailbox(post: Post) -> Iterator[MailBoxHost]:
    secrets_kept.keep(post.folder / "bounce-login", f"{USER}:{WORD}".encode())
    with imapserver.serving(context_of(post)) as host:
        write(post, **settings(host))
        yield host


def write(post: Post, **changed: object) -> None:
    """Write `mail.toml` with a table, and without the Maildir."""
    raw = {key: value for key, value in changed.items() if isinstance(value, Raw)}
    post.write(bounce_box="", **{k: v for k, v in changed.items() if k not in raw})
    with (post.folder / "mail.toml").open("a", encoding="utf-8") as file:
        file.writelines(f"{key} = {value}\n" for key, value in raw.items())


@pytest.fixture
def sent(office: Office, post: Post, mailbox: MailBoxHost) -> Postman:
    """A postman that has sent the e-mail about a permit."""
    assert mailbox.port
    Shelf(office).issued()
    postman = Postman(office.backroom(), mail_plan.read_plan(post.folder))
    assert postman.turn() == 1
    return postman


def token(office: Office) -> str:
    return str(office.ask("SELECT token FROM loket.outgoing_mail"))


def state(office: Office) -> str:
    return str(office.ask("SELECT state FROM loket.outgoing_mail"))


def test_a_bounce_in_the_mailbox_finds_its_message_once(
    office: Office, mailbox: MailBoxHost, sent: Postman
) -> None:
    late, failed, reply = (
        mailbox.arrive(notice(token(office), action="delayed")),
        mailbox.arrive(notice(token(office))),
        mailbox.arrive(b"From: siti@contoh.example\r\nSubject: terima kasih\r\n\r\nSudah saya terima.\r\n"),
    )
    assert sent.turn() == 1
    assert sent.turn() == 0
    assert state(office) == "bounced"
    assert "siti@" not in office.ask("SELECT answer FROM loket.outgoing_mail")
    assert late.flags == failed.flags == {r"\Seen"}
    assert reply.flags == {r"\Seen", r"\Flagged"}


def test_starttls_serves_as_well(office: Office, post: Post, sent: Postman) -> None:
    assert sent
    with imapserver.serving(context_of(post), is_tls=False) as host:
        write(post, **settings(host, security="starttls"))
        host.arrive(notice(token(office)))
        assert Postman(office.backroom(), mail_plan.read_plan(post.folder)).turn() == 1
    assert state(office) == "bounced"


def test_a_mail_of_any_size_is_left_to_a_person_and_never_read_whole(
    office: Office, mailbox: MailBoxHost, sent: Postman
) -> None:
    honest = mailbox.arrive(notice(token(office)) + b"x" * LARGEST)
    assert sent.turn() == 0
    assert honest.flags == {r"\Seen", r"\Flagged"}
    liar = mailbox.arrive(notice(token(office)) + b"x" * LARGEST)
    liar.said_size = 900
    assert sent.turn() == 0
    assert liar.flags == set()
    assert state(office) == "accepted"


def test_a_line_that_breaks_in_the_middle_loses_no_notice(
    office: Office, mailbox: MailBoxHost, sent: Postman
) -> None:
    kept = mailbox.arrive(notice(token(office)))
    mailbox.drops_in_fetch = True
    assert sent.turn() == 0
    assert kept.flags == set()
    mailbox.drops_in_fetch = False
    assert sent.turn() == 1
    assert state(office) == "bounced"


def test_a_notice_about_a_frozen_case_waits_unread(
    office: Office, mailbox: MailBoxHost, sent: Postman
) -> None:
    waiting = mailbox.arrive(notice(token(office)))
    subject = person_reading.find_person(office.desk("manajer"), "3171994502850001", "permintaan")
    laid = personal_data.restrain_person(office.desk("manajer"), RestraintKind.FREEZE, subject, "penangguhan")
    assert sent.turn() == 0
    assert waiting.flags == set()
    personal_data.lift(office.desk("manajer"), laid, "selesai")
    assert sent.turn() == 1
    assert state(office) == "bounced"


@pytest.mark.parametrize("wrong", ["login", "certificate", "folder", "gone"])
def test_while_the_mailbox_is_away_the_post_goes_out_and_no_log_names_anybody(
    office: Office,
    post: Post,
    mailbox: MailBoxHost,
    caplog: pytest.LogCaptureFixture,
    wrong: str,
) -> None:
    caplog.set_level(logging.DEBUG, "workstation")
    more: dict[str, object] = {}
    if wrong == "login":
        (post.folder / "bounce-login").write_text(f"{USER}:kata-sandi-keliru-9921")
    elif wrong == "certificate":
        more["ca"] = ""
    elif wrong == "folder":
        more["folder"] = "Tidak Ada"
    else:
        more["port"] = 1
    write(post, **settings(mailbox, **more))
    mailbox.arrive(notice("a" * 24))
    Shelf(office).issued()
    assert Postman(office.backroom(), mail_plan.read_plan(post.folder)).turn() == 1
    assert state(office) == "accepted"
    told = [one for one in caplog.records if one.getMessage() == "bounces wait"]
    assert len(told) == 1
    said = " ".join(str(vars(one)) for one in caplog.records if one.name.startswith("workstation"))
    for secret in ("keliru-9921", WORD, "siti@", office.ask("SELECT opening_code FROM loket.mail_copy")):
        assert secret not in said


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("{ port = 993 }", "bounce_imap"),
        ('{ host = "x.example", sandi = "rahasia" }', "bounce_imap.sandi"),
        ('{ host = "x.example", security = "none" }', "security"),
        ('{ host = "x.example", every = "sering" }', "every"),
        ('{ host = "x.example", ca = "tidak-ada.pem" }', "ca"),
    ],
)
def test_a_wrong_setting_is_named(post: Post, mailbox: MailBoxHost, table: str, key: str) -> None:
    assert mailbox
    write(post, bounce_imap=Raw(table))
    with pytest.raises(BadSetting) as told:
        mail_plan.read_plan(post.folder)
    assert told.value.key == key


def test_a_password_beyond_ascii_is_named_at_the_start_without_a_letter_of_it(
    post: Post, mailbox: MailBoxHost
) -> None:
    assert mailbox
    (post.folder / "bounce-login").write_text(f"{USER}:sändi", "utf-8")
    with pytest.raises(BadSetting) as told:
        mail_plan.read_plan(post.folder)
    assert told.value.key == "bounce-login"
    assert "sändi" not in str(vars(told.value))
