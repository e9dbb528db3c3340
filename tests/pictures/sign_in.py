"""Coming in: the practice accounts, a wrong password, the choice of a counter; and the lock."""

from PySide6.QtWidgets import QWidget

from tests.make import PASSWORD
from tests.pictures.stage import Stage
from workstation.commands.practice import people
from workstation.ui.jobs import Lanes
from workstation.ui.queue.screen import QueueScreen
from workstation.ui.signing_in import PracticeAccount, SignIn
from workstation.ui.window import Window
from workstation.usecases.signing_in import take_counter
from workstation.wording import word


def shots(stage: Stage) -> None:
    """A morning at the door of the program."""
    office = stage.office
    take_counter(office.desk("sari"), office.id_of("counter", "number", 1))
    stage.practice = stage.practice._replace(
        accounts=tuple(
            PracticeAccount(
                a.name, ", ".join(word(role) for role in a.roles), a.login, a.password, a.passphrase
            )
            for a in people.accounts()
        )
    )

    def door(_lanes: Lanes) -> QWidget:
        assert stage.app is not None
        return stage.app.show_sign_in()

    view = stage.show_widget(door)
    assert isinstance(view, SignIn)
    real = view.server.text().replace("x:y@", "")
    view.server.setText("postgresql://127.0.0.1:21432/loket_latihan")
    view.login.clear()
    view.login.setFocus()
    stage.shot("sign-in")
    stage.shot("sign-in-200", 200)
    view.server.setText(real)
    _type(stage, view, "kata-sandi-keliru")
    stage.shot("sign-in-refused")
    _type(stage, view, PASSWORD)
    stage.shot("sign-in-counter")
    _lock(stage)


def _type(stage: Stage, view: SignIn, password: str) -> None:
    view.login.setText("budi")
    view.password.setText(password)
    view.try_credentials()
    stage.settle()


def _lock(stage: Stage) -> None:
    """The lock before a counter that has somebody."""
    stage.show(QueueScreen, "budi", counter=2)
    assert isinstance(stage.front, Window)
    stage.front.lock_now()
    stage.settle()
    stage.shot("lock")
