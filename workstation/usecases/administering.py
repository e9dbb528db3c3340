"""Prepare an office: service points, catalogue, officers with their logins, settings.

These run on the administrator's own connection (`loket admin ...`), never on an officer's.
"""

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, text

from workstation.catalogue.rules import PermitTypeRules
from workstation.usecases import rulemaking
from workstation.vocabulary import PointLevel, Role

CONNECTIONS_PER_LOGIN = 8


@dataclass(frozen=True, slots=True)
class PointPlan:
    """A service point to be: `parent` is another plan's code."""

    code: str
    name: str
    level: PointLevel
    parent: str | None = None
    region: str | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class OfficerPlan:
    """An officer to be; roles become memberships of his login."""

    login: str
    name: str
    point: str
    roles: tuple[Role, ...]
    nip: str = ""
    title: str = ""
    rank: str = ""


def add_points(owner: Engine, plans: Sequence[PointPlan]) -> None:
    """Add or rename service points, parents before children."""
    with owner.begin() as connection:
        for plan in plans:
            connection.execute(
                text(
                    "INSERT INTO loket.service_point (code, name, level, parent_id, region_code, address)"
                    " VALUES (:code, :name, :level, (SELECT id FROM loket.service_point WHERE code = :parent),"
                    " :region, :address)"
                    " ON CONFLICT (code) DO UPDATE SET name = excluded.name, address = excluded.address"
                ),
                {
                    "code": plan.code,
                    "name": plan.name,
                    "level": plan.level.value,
                    "parent": plan.parent,
                    "region": plan.region,
                    "address": plan.address,
                },
            )


def add_catalogue(owner: Engine, versions: Iterable[PermitTypeRules]) -> None:
    """Load versions of permit types; raises RulesInUse or RulesOverlap before anything is touched."""
    rulemaking.load_as_owner(owner, versions)


def add_officer(owner: Engine, plan: OfficerPlan, password: str) -> None:
    """Add an officer with a login of his own, or give an existing one these roles and this password.

    The password reaches PostgreSQL as a SCRAM verifier made by the client library, so it stands in no log.
    """
    with owner.begin() as connection:
        set_login(connection, plan.login, password, [f"loket_{role.value}" for role in plan.roles])
        connection.execute(
            text(
                "INSERT INTO loket.officer (login, name, nip, title, rank, service_point_id, active)"
                " VALUES (:login, :name, :nip, :title, :rank,"
                " (SELECT id FROM loket.service_point WHERE code = :point), true)"
                " ON CONFLICT (login) DO UPDATE SET name = excluded.name, nip = excluded.nip,"
                " title = excluded.title, rank = excluded.rank,"
                " service_point_id = excluded.service_point_id, active = true"
            ),
            {
                "login": plan.login,
                "name": plan.name,
                "nip": plan.nip,
                "title": plan.title,
                "rank": plan.rank,
                "point": plan.point,
            },
        )


def disable_officer(owner: Engine, login: str) -> bool:
    """Bar a login at once and keep its history; False when there is no such officer."""
    with owner.begin() as connection:
        found = connection.execute(
            text("UPDATE loket.officer SET active = false WHERE login = :login"), {"login": login}
        )
        if found.rowcount:
            connection.exec_driver_sql(f"ALTER ROLE {_quoted(connection, login)} NOLOGIN")
            connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = :login"),
                {"login": login},
            )
        return bool(found.rowcount)


def set_login(connection: Connection, login: str, password: str, groups: Sequence[str]) -> None:
    """Make a login with exactly these groups, or bring an existing one to them."""
    from psycopg2.extensions import encrypt_password

    driver: Any = connection.connection.dbapi_connection
    verifier = encrypt_password(password, login, scope=driver, algorithm="scram-sha-256")
    name = _quoted(connection, login)
    exists = connection.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :login"), {"login": login})
    verb = "ALTER" if exists else "CREATE"
    connection.exec_driver_sql(
        f"{verb} ROLE {name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE INHERIT"
        f" CONNECTION LIMIT {CONNECTIONS_PER_LOGIN} PASSWORD '{verifier}'"
    )
    held = set(
        connection.scalars(
            text(
                "SELECT g.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid"
                " JOIN pg_roles u ON u.oid = m.member WHERE u.rolname = :login"
            ),
            {"login": login},
        )
    )
    for group in held - set(groups):
        connection.exec_driver_sql(f"REVOKE {_quoted(connection, group)} FROM {name}")
    for group in set(groups) - held:
        connection.exec_driver_sql(f"GRANT {_quoted(connection, group)} TO {name}")


def set_office(owner: Engine, values: Mapping[str, Any]) -> None:
    """Set office settings by key."""
    with owner.begin() as connection:
        for key, value in values.items():
            connection.execute(
                text(
                    "INSERT INTO loket.office_setting (key, value) VALUES (:key, CAST(:value AS jsonb))"
                    " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
                ),
                {"key": key, "value": json.dumps(value)},
            )


def new_password() -> str:
    """Return a password for a login that no person types."""
    return secrets.token_urlsafe(24)


def _quoted(connection: Connection, name: str) -> str:
    return str(connection.scalar(text("SELECT quote_ident(:name)"), {"name": name}))
