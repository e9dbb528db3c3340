"""The supervisor's screen before a signer that misbehaves, through the broker: each row told, nothing doubled."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from tests.intray import fill
from tests.make import Office
from tests.service.brokered import Brokered, set_up
from tests.simulators import _bsre_ink as ink
from tests.simulators import bsre as played
from tests.simulators._bsre_state import EXPIRED, LOST, PASSPHRASE, REVOKED, SUSPENDED, WAITING, Mood, State
from tests.ui.hall_office import shown
from tests.ui.test_approval import answer, ended, is_quiet, press, stages
from workstation.errors import Problem
from workstation.service import broker_plan, process, secrets_kept
from workstation.service.plan import Plan
from workstation.service.steps import BackRoom
from workstation.settings import Settings
from workstation.signing.local import LocalSigner
from workstation.ui.approval.batch import State as RowState
from workstation.ui.approval.screen import ApprovalScreen
from workstation.ui.bars import OutageBanner
from workstation.ui.office import Office as Tools

LIMITS = "answer_limit = 2000000\n"
SHORT_LIMIT = "sign_seconds = 4\nmore_seconds = 0.1\n"  # for those that do not end by themselves


@pytest.fixture
def played_state() -> State:
    return State()


@pytest.fixture
def version(request: pytest.FixtureRequest) -> int:
    return int(getattr(request, "param", 2))


@pytest.fixture
def brokered(
    request: pytest.FixtureRequest, office: Office, tmp_path: Path, played_state: State, version: int
) -> Iterator[Brokered]:
    """A broker with the played service behind it, of which it takes two megabytes and no more."""
    plan = Plan(tmp_path / "service", office.url())
    plan.roots.mkdir(parents=True)
    (plan.roots / "root.pem").write_bytes(ink.authority().root)
    with played.playing(played_state) as address:
        set_up(plan.folder, address, more=f"version = {version}\n{LIMITS}")
        if getattr(request.node, "callspec", None) and request.node.callspec.params.get("mood") in (
            Mood.LATE,
            Mood.DRIP,
        ):
            file = plan.folder / broker_plan.FILE
            file.write_text(file.read_text().replace("sign_seconds = 20\n", SHORT_LIMIT))
        with process.brokering(plan, office.backroom()) as port:
            yield Brokered(office, played_state, plan.folder, port)


@pytest.fixture
def room(brokered: Brokered) -> Iterator[BackRoom]:
    """The back room that believes in the played authority, at work all the time."""
    made = process.room_of(Plan(brokered.folder, brokered.office.url()), brokered.office.backroom())
    stop = Event()

    def work() -> None:
        while not stop.wait(0.1):
            made.turn()

    walking = Thread(target=work, daemon=True)
    walking.start()
    yield made
    stop.set()
    walking.join(30)


@pytest.fixture
def told(hub) -> list[Problem]:
    """What the window would say in its banner."""
    found: list[Problem] = []
    hub.troubled.connect(lambda problem: found.append(problem))
    return found


@pytest.fixture
def screen(qtbot, office: Office, lanes, hub, pages, brokered: Brokered, room: BackRoom) -> ApprovalScreen:
    """Ratna's screen on a machine that signs through the broker, with three cases to sign."""
    assert room
    fill(office, people=3, refusals=0, companies=0)
    return through_broker(qtbot, office, lanes, hub, pages, brokered.port, brokered.folder)


def through_broker(qtbot, office: Office, lanes, hub, pages, port: int, folder: Path) -> ApprovalScreen:
    """Ratna's screen on a machine that signs through the broker at this port."""
    settings = Settings(
        signer="broker",
        broker=f"https://127.0.0.1:{port}",
        broker_authorities=str(folder / "broker.pem"),
    )
    tools = {"signer_for": LocalSigner, "certificates": {}, "pages": pages}
    made = shown(
        qtbot, ApprovalScreen, Tools(office.desk("ratna"), lanes, hub, settings=settings, tools=tools)
    )
    made.view.inbox.table.setFocus()
    return made


def sign_all(qtbot, screen: ApprovalScreen, secret: str = PASSPHRASE) -> None:
    """Tick everything, press F8, type the passphrase."""
    press(qtbot, screen, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, screen, Qt.Key.Key_F8)
    answer(qtbot, screen, secret)
    ended(qtbot, screen)


def words_of(bar: QWidget) -> str:
    """Everything that stands on a bar."""
    return " ".join(label.text() for label in bar.findChildren(QLabel))


def notice_of(screen: ApprovalScreen) -> str:
    """Sentence, advice and raw words of the bar."""
    return words_of(screen.notice)


def said(qtbot, screen: ApprovalScreen, told: list[Problem]) -> str:
    """All that the officer reads after a batch; an outage stands on the window's banner."""
    banner = OutageBanner()
    qtbot.addWidget(banner)
    for one in told:
        banner.show_outage("", one, 0)
    rows = " ".join(row.detail for row in screen.batch.table.rows())
    return f"{screen.batch.title.text()} {rows} {notice_of(screen)} {words_of(banner)}"


FINE = [Mood.OK_AS_500, Mood.REVERSED, Mood.REWRITE, Mood.NO_TSA]
LOST_ROWS = (Mood.SHORT, Mood.NOT_PDF, Mood.UNSIGNED_BACK, Mood.OTHERS)
STOPPED = {
    Mood.HTML_500: "HTTP 500",
    Mood.DROP_AFTER: "RemoteProtocolError",
    Mood.LATE: "ReadTimeout",
    Mood.DRIP: "tidak selesai dalam",
    Mood.FLOOD: "lebih dari 2000000 byte",
    Mood.LOGIN_PAGE: "Silakan masuk",
    Mood.REDIRECT: "HTTP 302",
    Mood.BOMB: "lebih dari 2000000 byte",
    Mood.ENDLESS: "lebih dari 2000000 byte",
    Mood.HALF: "RemoteProtocolError",
}


@pytest.mark.parametrize("mood", FINE)
def test_what_only_looks_odd_is_signed_and_issued(
    qtbot, office: Office, screen: ApprovalScreen, played_state: State, mood: Mood
) -> None:
    played_state.next_mood = mood
    sign_all(qtbot, screen)
    assert screen.batch.verdict() == "3 ditandatangani"


@pytest.mark.parametrize("version", [1], indirect=True)
@pytest.mark.parametrize("mood", [Mood.HEADER_DASH, Mood.NO_HEADER, Mood.DAMAGED])
def test_the_oddities_of_version_1_are_signed_as_well(
    qtbot, office: Office, screen: ApprovalScreen, played_state: State, mood: Mood
) -> None:
    played_state.mood = mood
    sign_all(qtbot, screen)
    assert screen.batch.verdict() == "3 ditandatangani"


def signed_after_all(qtbot, office: Office, screen: ApprovalScreen, state: State) -> None:
    """The service is well again: what was left is signed under the same numbers, and each paper once."""
    numbers = office.rows("SELECT id, number FROM loket.document ORDER BY id")
    state.mood = Mood.GOOD
    while screen.is_on_batch:  # the first Esc closes the notice
        press(qtbot, screen, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: is_quiet(screen))
    screen.ask_again()
    # all that is left, and not what was known when the first of them came back
    qtbot.waitUntil(lambda: screen.leftover.isVisible() and is_quiet(screen), timeout=10_000)
    screen.leftover.show_them.click()
    qtbot.waitUntil(lambda: is_quiet(screen))
    press(qtbot, screen, Qt.Key.Key_F8)
    answer(qtbot, screen, PASSPHRASE)
    ended(qtbot, screen)
    qtbot.waitUntil(lambda: stages(office) == ["issued"] * 3, timeout=60_000)
    assert office.rows("SELECT id, number FROM loket.document ORDER BY id") == numbers
    kept = office.ask("SELECT count(DISTINCT signed_sha256) FROM loket.document")
    assert kept == 3


@pytest.mark.parametrize("mood", LOST_ROWS)
def test_what_does_not_come_back_is_unknown_row_by_row_and_signed_once_later(
    qtbot, office: Office, screen: ApprovalScreen, played_state: State, told, mood: Mood
) -> None:
    played_state.next_mood = mood
    sign_all(qtbot, screen)
    lost = [row for row in screen.batch.table.rows() if row.state is RowState.UNKNOWN]
    assert len(lost) == 3 if mood is not Mood.SHORT else len(lost) >= 1  # the last one of each call
    assert all("tidak ada di antara" in row.detail for row in lost)
    assert stages(office).count("unknown") == len(lost)
    signed_after_all(qtbot, office, screen, played_state)


@pytest.mark.parametrize("mood", STOPPED)
def test_what_is_no_answer_stops_the_batch_with_the_raw_words_and_everything_is_signed_once_later(
    qtbot, office: Office, screen: ApprovalScreen, played_state: State, told, mood: Mood
) -> None:
    played_state.next_mood = mood
    sign_all(qtbot, screen)
    assert STOPPED[mood] in said(qtbot, screen, told)
    assert PASSPHRASE not in said(qtbot, screen, told)
    assert stages(office) == ["unknown"] * 3
    raws = [row.raw for row in office.rows("SELECT raw FROM loket.document")]
    assert all(STOPPED[mood] in one for one in raws)
    signed_after_all(qtbot, office, screen, played_state)


@pytest.mark.parametrize(
    ("mood", "words"),
    [(Mood.REVOKED_LATE, "revoke 2043"), (Mood.REFUSED_AS_200, "User tidak terdaftar 2011")],
)
def test_a_certificate_that_is_taken_away_between_is_a_clear_refusal_and_nothing_is_signed(
    qtbot, office: Office, screen: ApprovalScreen, played_state: State, told, mood, words
) -> None:
    played_state.next_mood = mood
    sign_all(qtbot, screen)
    assert words in said(qtbot, screen, told)
    assert office.ask("SELECT count(*) FROM loket.document WHERE signed_sha256 IS NOT NULL") == 0
    # a slow machine is told before it has prepared all of them, but never before the first
    first, *others = stages(office)
    assert first == "prepared"
    assert len(others) == 2
    assert set(others) <= {"prepared", "to_sign"}
    signed_after_all(qtbot, office, screen, played_state)


def test_a_paper_signed_by_another_certificate_never_counts(
    qtbot, office: Office, screen: ApprovalScreen, played_state: State
) -> None:
    played_state.next_mood = Mood.STRANGER
    sign_all(qtbot, screen)
    qtbot.waitUntil(lambda: stages(office) == ["rejected"] * 3, timeout=20_000)
    assert all(row.raw for row in office.rows("SELECT raw FROM loket.document"))
    signed_after_all(qtbot, office, screen, played_state)


@pytest.mark.parametrize("shape", ["text", "code"])
def test_a_wrong_passphrase_stops_everything_at_once_and_is_shown_with_its_code(
    qtbot, office: Office, screen: ApprovalScreen, played_state: State, told, shape: str
) -> None:
    played_state.shape = shape
    sign_all(qtbot, screen, "keliru-sekali")
    assert "2031" in notice_of(screen)
    assert "Passphrase anda salah" in notice_of(screen)
    assert "keliru-sekali" not in said(qtbot, screen, told)
    assert screen.ask_bar.is_asking
    assert office.ask("SELECT count(*) FROM loket.document") == 0
    assert played_state.signed == 0
    assert sum(one.path.endswith("/sign/pdf") for one in played_state.asked) == 1


@pytest.mark.parametrize("nik", [LOST, EXPIRED, SUSPENDED, REVOKED, WAITING])
def test_only_a_certificate_in_force_gets_as_far_as_the_passphrase(
    qtbot, office: Office, lanes, hub, pages, tmp_path, played_state: State, nik: str
) -> None:
    fill(office, people=1, refusals=0, companies=0)
    plan = Plan(tmp_path / "service", office.url())
    plan.roots.mkdir(parents=True)
    with played.playing(played_state) as address:
        set_up(plan.folder, address)
        secrets_kept.keep(plan.folder / broker_plan.SIGNATORIES_FILE, f'ratna = "{nik}"\n'.encode())
        with process.brokering(plan, office.backroom()) as port:
            made = through_broker(qtbot, office, lanes, hub, pages, port, plan.folder)
            sign_all(qtbot, made)
            word = {LOST: "NOT_REGISTERED", EXPIRED: "EXPIRED", SUSPENDED: "SUSPEND", REVOKED: "REVOKE"}
            assert word.get(nik, "WAITING_FOR_VERIFICATION") in notice_of(made)
            assert nik not in notice_of(made)
            assert office.ask("SELECT stage FROM loket.application") == "proposed"
            assert played_state.signed == 0
            made.ask_bar.cancel()
