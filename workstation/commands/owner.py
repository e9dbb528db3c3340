"""The administrator's way in: an address without a password, the password from the terminal, a pipe or a variable."""

import argparse
import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from workstation import settings as machine
from workstation.database import LINE, server, translate
from workstation.errors import BadSetting, SignInRefused

PASSWORD_VARIABLE = "LOKET_ADMIN_PASSWORD"  # noqa: S105 - the name of a variable
SHORTEST = 8


@contextmanager
def owner_of(given: argparse.Namespace) -> Iterator[Engine]:
    """Connect as the administrator; BadSetting, SignInRefused or DatabaseDown say what is missing."""
    url = _url(str(given.server or address_of(given)))
    password = os.environ.get(PASSWORD_VARIABLE) or asked(f"Kata sandi {url.username}: ")
    engine = create_engine(
        url.set(password=password),
        connect_args={"connect_timeout": LINE["connect_timeout"]},
        hide_parameters=True,
    )
    try:
        _knock(engine, url)
        yield engine
    finally:
        engine.dispose()


def _url(address: str) -> URL:
    wanted = "postgresql://administrator@server:5432/loket"
    if not address:
        raise BadSetting("--server", "perintah", 0, f"sebutkan --server {wanted}")
    try:
        url = server(address)
    except ValueError:
        raise BadSetting("--server", "perintah", 0, f"harus berbentuk {wanted}, tanpa kata sandi") from None
    if not url.username or not url.database or url.password:
        raise BadSetting("--server", "perintah", 0, f"harus berbentuk {wanted}, tanpa kata sandi")
    return url


def _knock(engine: Engine, url: URL) -> None:
    try:
        engine.connect().close()
    except OperationalError as fault:
        problem = translate(fault)
        if isinstance(problem, SignInRefused):
            raise SignInRefused(url.username or "") from None
        raise problem or fault from None


def address_of(given: argparse.Namespace) -> str:
    """Return the address that was given or that this machine's settings hold; may be empty."""
    return str(given.database or machine.load(given.settings or machine.default_file()).database)


def service_folder(given: argparse.Namespace) -> Path:
    """Return where the back room of this machine keeps its keys."""
    return Path(given.folder or machine.data_folder() / "service").absolute()


def has_point(owner: Engine, code: str) -> bool:
    """Say whether there is such a service point."""
    with owner.connect() as connection:
        found = connection.scalar(
            text("SELECT 1 FROM loket.service_point WHERE code = :code"), {"code": code}
        )
        return found is not None


def asked(question: str) -> str:
    """Ask without echo; from a pipe take the next line."""
    if sys.stdin.isatty():
        return getpass.getpass(question)
    return sys.stdin.readline().rstrip("\n")


def new_password(login: str) -> str:
    """Ask for a new password, twice at a terminal; BadSetting when it is too short or typed differently."""
    password = asked(f"Kata sandi baru untuk {login}: ")
    if len(password) < SHORTEST:
        raise BadSetting("kata sandi", "masukan", 0, f"paling sedikit {SHORTEST} huruf")
    if sys.stdin.isatty() and password != asked("Sekali lagi: "):
        raise BadSetting("kata sandi", "masukan", 0, "kedua ketikan berbeda")
    return password
