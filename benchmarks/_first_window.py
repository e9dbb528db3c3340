"""One start, told by itself: how long until the first window is painted. Run by `benchmarks.start`."""

import os
import sys
import time
from typing import Any

URL = "postgresql://localhost:5432/loket"
ROLES = ("Petugas loket", "Peneliti berkas", "Pejabat penanda tangan", "Manajer") * 3


def tell(is_usable: bool = True) -> None:
    """Say how long it took, by the clock and by the processor, and leave at once.

    A window that nobody can type into is no answer.
    """
    took = (time.monotonic_ns() - int(os.environ["LOKET_BEGAN"])) / 1e6
    sys.stdout.write(f"{took} {time.process_time() * 1000}\n" if is_usable else "not usable\n")
    sys.stdout.flush()
    os._exit(0 if is_usable else 1)


def bare() -> None:
    """The least that PySide6 can show: an empty QWidget. Nothing else is imported or named."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QWidget

    class Window(QWidget):
        def paintEvent(self, _event: object) -> None:
            QTimer.singleShot(0, tell)  # when this paint is through and flushed

    app = QApplication([])
    window = Window()
    window.show()
    app.exec()


def loket(kind: str) -> None:
    """Our program up to the sign-in window: `main` with settings, with practice accounts, or the whole command."""
    if kind == "command":
        from workstation.__main__ import main

        _listen()
        main(["--database", URL])
        return
    from workstation import app
    from workstation.settings import Settings

    _listen()
    practice = app.Practice(_accounts()) if kind == "practice" else None
    app.main(Settings(database=URL), practice)


def _accounts() -> tuple[Any, ...]:
    from workstation.ui.signing_in import PracticeAccount

    return tuple(
        PracticeAccount(f"Petugas Latihan {n}", role, f"latihan{n}", "latihan")
        for n, role in enumerate(ROLES)
    )


def _listen() -> None:
    """Watch the sign-in window from outside: its own word on being painted is not trusted here."""
    from workstation import app

    show = app.App.show_sign_in

    def shown(self: app.App) -> Any:
        from PySide6.QtCore import QEvent, QObject, QTimer

        view = show(self)

        class Watch(QObject):
            def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
                if event.type() == QEvent.Type.Paint:
                    QTimer.singleShot(0, lambda: tell(view.focusWidget() in (view.login, view.password)))
                return False

        watch = Watch(view)
        view.installEventFilter(watch)
        return view

    setattr(app.App, "show_sign_in", shown)  # noqa: B010 - mypy knows it as a method


if __name__ == "__main__":
    kind = sys.argv[1]
    bare() if kind == "bare" else loket(kind)
