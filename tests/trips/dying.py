"""A reviewer at the real window in a process of its own, to be killed: `python -m tests.trips.dying URL`."""

import sys

from tests.trials._reviewer import Key, Reviewer
from workstation.app import App
from workstation.settings import Settings
from workstation.ui.review.outcomes import SendBack
from workstation.ui.theme import Look, new_application, theme

NOTE = "Halaman kedua belum ikut dipindai"
READY = "ready"


def main() -> int:
    """Take a case, mark two fields, choose a reason to send it back and type a note; then wait for the end."""
    application = new_application("loket")
    theme().apply(Look.LIGHT, 100)
    app = App(Settings(database=sys.argv[1]))
    app.show_sign_in()
    reviewer = Reviewer(app, "rina")
    reviewer.press(Key.Key_F2)
    reviewer.until(lambda: reviewer.now is not None)
    reviewer.press(Key.Key_1)
    reviewer.press(Key.Key_2)
    reviewer.do(SendBack, Key.Key_F6)
    reviewer.press(Key.Key_2)
    reviewer.press(Key.Key_Tab)
    reviewer.write(NOTE)
    app._drafts.flush()  # half a second later, for who does not wait
    sys.stdout.write(f"{READY}\n")
    sys.stdout.flush()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
