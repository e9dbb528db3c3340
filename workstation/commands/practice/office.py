"""The practice office before its day: law, places, services, counters, officers, certificates."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text

from workstation import regions
from workstation.catalogue.reading import load_folder
from workstation.commands.practice.people import PASSPHRASE, certificates, mall
from workstation.migrations import running
from workstation.resources_at import resource
from workstation.service import secrets_kept
from workstation.signing.practice import new_authority
from workstation.usecases import administering, backroom, scheduling
from workstation.usecases.administering import OfficerPlan, PointPlan
from workstation.vocabulary import Role
from workstation.worktime import WEEKDAYS, week

CERTIFICATE_AGE = timedelta(days=60)
OPEN_SINCE = timedelta(days=365)


def build(owner: Engine, service_password: str, now: datetime) -> None:
    """Bring an empty database to the practice office on its first morning."""
    running.initialise(owner)
    running.migrate(owner)
    administering.add_points(owner, _points())
    administering.add_catalogue(owner, load_folder(resource("catalogue")))
    administering.set_office(owner, _settings())
    with owner.begin() as connection:
        scheduling.import_years(connection, scheduling.years_around(now))
        hours = week(*(mall()["hours"][day] for day in WEEKDAYS))
        scheduling.set_week(
            connection, hours, now.date() - OPEN_SINCE, "jam buka mal latihan", point=mall()["point"]["code"]
        )
        _furnish(connection)
    for plan in _officers():
        administering.add_officer(owner, plan, mall()["password"]["practice"])
    with owner.begin() as connection:
        administering.set_login(connection, backroom.LOGIN, service_password, ["loket_service"])


def make_certificates(folder: Path, roots: Path, now: datetime) -> None:
    """Make the practice authority and a PKCS#12 file for each supervisor, unless they are there."""
    if all(file.exists() for file in certificates(folder).values()) and any(roots.glob("*.pem")):
        return
    authority = new_authority(now - CERTIFICATE_AGE)
    for officer in mall()["officers"]:
        if "supervisor" in officer["roles"]:
            p12 = authority.issue_signatory(
                officer["name"], officer["nip"], PASSPHRASE, now=now - CERTIFICATE_AGE
            )
            secrets_kept.keep(folder / f"{officer['login']}.p12", p12)
    roots.mkdir(parents=True, exist_ok=True)
    (roots / "practice.pem").write_bytes(authority.root)


def _points() -> list[PointPlan]:
    own = mall()["point"]
    return [
        PointPlan(
            point.code,
            own["name"] if point.code == own["code"] else point.name,
            point.level,
            point.parent or None,
            point.region,
            own["address"] if point.code == own["code"] else "",
        )
        for point in regions.load_points(resource("regions/service_points.csv"))
    ]


def _settings() -> dict[str, Any]:
    own = mall()
    return {
        "practice": True,
        "unit": own["point"]["name"],
        "address": own["point"]["address"],
        "contact": "Telepon 021-0000-000 · mpp@contoh.example",
        "objection_channel": "Loket Pengaduan Mal Pelayanan Publik (latihan)",
    }


def _officers() -> list[OfficerPlan]:
    return [
        OfficerPlan(
            o["login"],
            o["name"],
            mall()["point"]["code"],
            tuple(map(Role, o["roles"])),
            o["nip"],
            o["title"],
            o["rank"],
        )
        for o in mall()["officers"]
    ]


def _furnish(connection: Connection) -> None:
    own = mall()
    point = connection.scalar(
        text("SELECT id FROM loket.service_point WHERE code = :code"), {"code": own["point"]["code"]}
    )

    def put(statement: str, values: Mapping[str, Any]) -> None:
        connection.execute(text(statement), {"point": point, **values})

    put(
        "INSERT INTO loket.hall (service_point_id, seats, share, temperature_limit, calls_before_no_show)"
        " VALUES (:point, :seats, :share, :temperature_limit, :calls_before_no_show)",
        own["hall"],
    )
    for agency in own["agencies"]:
        put("INSERT INTO loket.agency (code, name) VALUES (:code, :name)", agency)
    for service in own["services"]:
        put(
            "INSERT INTO loket.service (service_point_id, agency_id, code, letter, name, daily_quota, minutes)"
            " SELECT :point, id, :code, :letter, :name, :daily_quota, :minutes"
            " FROM loket.agency WHERE code = :agency",
            {"daily_quota": None, **service},
        )
    for counter in own["counters"]:
        put(
            "INSERT INTO loket.counter (service_point_id, number, name) VALUES (:point, :number, :name)",
            counter,
        )
        put(
            "INSERT INTO loket.counter_service (counter_id, service_id) SELECT c.id, s.id"
            " FROM loket.counter c, loket.service s WHERE c.service_point_id = :point AND c.number = :number"
            " AND s.service_point_id = :point AND s.code = ANY(:services)",
            counter,
        )
