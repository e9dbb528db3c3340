"""The tables of regions and service points that come with the program."""

import csv
from dataclasses import dataclass
from pathlib import Path

from workstation.vocabulary import PointLevel


@dataclass(frozen=True, slots=True)
class Region:
    """A part of Jakarta: `level` is province, city, district or village; only villages have a postcode."""

    code: str
    level: str
    name: str
    parent: str
    postcode: str


@dataclass(frozen=True, slots=True)
class Point:
    """A service point of the licensing agency; `parent` is a code, '' for the Dinas."""

    code: str
    level: PointLevel
    name: str
    parent: str
    region: str


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load_regions(path: Path) -> dict[str, Region]:
    """Regions of `regions/dki.csv` by Kemendagri code ('31.71.01.1001')."""
    return {row["code"]: Region(**row) for row in _rows(path)}


def load_points(path: Path) -> list[Point]:
    """Service points of `regions/service_points.csv`, parents before children."""
    return [
        Point(row["code"], PointLevel(row["level"]), row["name"], row["parent"], row["region"])
        for row in _rows(path)
    ]


def load_district_codes(path: Path) -> dict[str, str]:
    """The six digits a NIK begins with -> 'Gambir, Kota Administrasi Jakarta Pusat', of `districts.csv`."""
    names = {row["code"]: row["name"] for row in _rows(path)}
    return {code: f"{name}, {names[code[:4]]}" for code, name in names.items() if len(code) == 6}
