"""A service that only sends e-mail, for a test that kills it: `python -m tests.service.walker URL FOLDER`."""

import sys
import threading
from pathlib import Path

from tests.make import PASSWORD
from workstation.service import mail_plan
from workstation.service.postman import Postman
from workstation.usecases import backroom


def main() -> None:
    """Send until the process ends."""
    desk = backroom.come_in(sys.argv[1], PASSWORD)
    postman = Postman(desk, mail_plan.read_plan(Path(sys.argv[2])))
    postman.run(threading.Event())


if __name__ == "__main__":
    main()
