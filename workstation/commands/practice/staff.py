"""Everybody of the practice office signed in, each on his own login, all on the practice clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import text

from workstation.commands.practice.clock import PracticeClock
from workstation.commands.practice.people import Account
from workstation.desk import Desk
from workstation.signing.local import LocalSigner
from workstation.usecases import backroom, signing_in
from workstation.vocabulary import Role


@dataclass
class Staff:
    """Desks by login, the back room's desk, and ids by their codes."""

    desks: dict[str, Desk]
    backroom: Desk
    signers: Mapping[str, LocalSigner]
    services: Mapping[str, int]
    counters: Mapping[int, int]
    by_role: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)

    @property
    def by_role_officers(self) -> tuple[str, ...]:
        """Logins of those who sit at counters."""
        return self.by_role[Role.OFFICER]

    def sit(self, login: str, number: int) -> Desk:
        """Let an officer sit down at a counter, where he may sit already."""
        self.desks[login] = signing_in.take_counter(self.desks[login], self.counters[number])
        return self.desks[login]

    def stand(self, login: str) -> None:
        """Let an officer leave his counter."""
        self.desks[login] = signing_in.leave_counter(self.desks[login])

    def close(self) -> None:
        """Sign everybody out."""
        for desk in (*self.desks.values(), self.backroom):
            desk.close()


def sign_in(
    url: str,
    people: tuple[Account, ...],
    certificates: Mapping[str, Path],
    service_password: str,
    clock: PracticeClock,
) -> Staff:
    """Sign everybody in who does something on a practice day."""
    working = [p for p in people if {Role.OFFICER, Role.REVIEWER, Role.SUPERVISOR} & set(p.roles)]
    desks = {
        person.login: replace(signing_in.sign_in(url, person.login, person.password), clock=clock.now)
        for person in working
    }
    behind = replace(backroom.come_in(url, service_password), clock=clock.now)
    with next(iter(desks.values())).read() as session:
        services = {row.code: row.id for row in session.execute(text("SELECT code, id FROM loket.service"))}
        counters = {
            row.number: row.id for row in session.execute(text("SELECT number, id FROM loket.counter"))
        }
    return Staff(
        desks,
        behind,
        {login: LocalSigner(file.read_bytes(), now=clock.now) for login, file in certificates.items()},
        services,
        counters,
        {role: tuple(p.login for p in working if role in p.roles) for role in Role},
    )
