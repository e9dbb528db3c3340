"""The supervisor's desk: proposals, a look into one, the passphrase, the run, its end, and the leftovers."""

from hashlib import sha256

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import text

from tests.backroom import PASSPHRASE, BackRoom
from tests.intray import fill, person
from tests.make import exhausted
from tests.pictures.stage import Stage
from workstation.resources_at import resource
from workstation.signing.signer import FailureReason, SignFailure
from workstation.ui.approval.screen import ApprovalScreen
from workstation.usecases import deciding


class Moody:
    """A signer that refuses the second paper of a call and loses the third."""

    def __init__(self, inner) -> None:
        self._inner = inner

    def open(self, secret):
        return self._inner.open(secret)

    def sign(self, files, secret):
        answers = self._inner.sign(files, secret)
        for number, reason, raw in (
            (1, FailureReason.REFUSED, "2011 User tidak terdaftar"),
            (2, FailureReason.UNKNOWN, "cURL 28"),
        ):
            if number < len(answers):
                answers[number] = SignFailure(files[number].name, reason, raw)
        return answers


def shots(stage: Stage) -> None:
    """Every state of the screen."""
    office = stage.office
    backroom = BackRoom(office)
    tools = {"certificates": backroom.certificates(stage.prints), "signer_for": _moody}
    stage.show(ApprovalScreen, "ratna", **tools)
    stage.shot("approval-empty")
    fill(office, people=9, refusals=3, companies=2, doubts=2)
    office.run(
        "UPDATE loket.application SET entered_by = :me WHERE id = (SELECT min(id) FROM loket.application)",
        me=office.desk("ratna").officer.id,
    )
    _ages(office)
    _real_scans(office)
    screen = stage.show(ApprovalScreen, "ratna", **tools)
    stage.shot("approval-inbox")
    stage.shot("approval-inbox-200", scale=200)
    table = screen.view.inbox.table
    table.selectRow(2)
    QTest.keyClick(table, Qt.Key.Key_Return)
    _rest(stage)
    stage.shot("approval-look")
    QTest.keyClick(table, Qt.Key.Key_Escape)
    screen.tick_action.trigger()
    stage.settle()
    stage.shot("approval-chosen")
    office.run("UPDATE loket.office_setting SET value = '3' WHERE key = 'sample_least'")
    screen.sign.trigger()
    stage.settle()
    _rest(stage, 1.2)
    stage.shot("approval-sample")
    for _ in range(3):
        QTest.keyClick(screen.strip.tiles, Qt.Key.Key_Right)
        stage.settle()
        _rest(stage, 1.2)
    stage.shot("approval-sample-seen")
    screen.sign.trigger()
    stage.settle()
    stage.shot("approval-passphrase")
    screen.ask_bar.entry.setText("salah")
    screen.ask_bar.accept()
    stage.settle()
    stage.shot("approval-wrong-passphrase")
    backroom.start()
    screen.ask_bar.entry.setText(PASSPHRASE)
    screen.ask_bar.accept()
    stage.settle()
    backroom.stop()
    stage.shot("approval-result")
    screen.back_to_lists()
    stage.settle()
    backroom.turn()
    screen.view.setCurrentIndex(2)
    screen.ask_again()
    stage.settle()
    stage.shot("approval-recent")
    exhausted(deciding.approve_many(office.desk("ratna"), [office.proposed(**person(61))]))
    screen.view.setCurrentIndex(0)
    screen.ask_again()
    stage.settle()
    stage.shot("approval-leftover")
    screen.view.setCurrentIndex(1)
    stage.settle()
    stage.shot("approval-unsigned")
    screen.view.setCurrentIndex(0)
    against = office.proposed(**person(62))
    screen.ask_again()
    stage.settle()
    table.choose_row(against)
    screen.refuse.trigger()
    stage.settle()
    stage.shot("approval-refuse")


def _moody(data: bytes) -> Moody:
    from workstation.signing.local import LocalSigner

    return Moody(LocalSigner(data))


def _ages(office) -> None:
    """Give the deadlines some variety: late, soon, later."""
    with office.owner.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql(
            "UPDATE loket.application SET due_at = loket.moment() + (id %% 7 - 1) * interval '100 minutes'"
        )


def _real_scans(office) -> None:
    """Put drawn practice papers in the place of plain colours, all different but one."""
    drawn = sorted(resource("practice/scans").glob("*.jpg"))
    with office.owner.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for number, row in enumerate(office.rows("SELECT id, document_code FROM loket.scan ORDER BY id")):
            data = drawn[number % len(drawn)].read_bytes() + (b"" if number < 2 else str(number).encode())
            name = sha256(data).hexdigest()
            values = {"sha": name, "data": data, "size": len(data), "id": row.id}
            connection.execute(
                text("INSERT INTO loket.scan_blob VALUES (:sha, :data) ON CONFLICT DO NOTHING"), values
            )
            connection.execute(
                text("UPDATE loket.scan SET sha256 = :sha, size = :size WHERE id = :id"), values
            )


def _rest(stage: Stage, seconds: float = 0.5) -> None:
    from time import monotonic, sleep

    until = monotonic() + seconds
    while monotonic() < until:
        sleep(0.02)
        stage.settle()
