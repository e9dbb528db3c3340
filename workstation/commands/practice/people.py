"""Who may sign in on a practice day: read from `mall.toml`, quick to import."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from workstation.resources_at import resource
from workstation.vocabulary import Role

PASSPHRASE = "latihan"  # noqa: S105 - shown on the practice sign-in


@cache
def mall() -> dict[str, Any]:
    """Return `mall.toml`: hall, agencies, services, counters, officers."""
    return tomllib.loads(resource("practice/mall.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Account:
    """A made-up officer as the sign-in window lists him; `counter` is where he usually sits."""

    name: str
    login: str
    roles: tuple[Role, ...]
    password: str
    passphrase: str = ""
    counter: int | None = None


def accounts() -> tuple[Account, ...]:
    """Return everybody who may sign in on a practice day."""
    word = mall()["password"]["practice"]
    return tuple(
        Account(
            o["name"],
            o["login"],
            (roles := tuple(map(Role, o["roles"]))),
            word,
            PASSPHRASE if Role.SUPERVISOR in roles else "",
            o.get("counter"),
        )
        for o in mall()["officers"]
    )


def certificates(folder: Path) -> dict[str, Path]:
    """Return where the certificate of each supervisor lies, by login."""
    return {
        officer["login"]: folder / f"{officer['login']}.p12"
        for officer in mall()["officers"]
        if "supervisor" in officer["roles"]
    }
