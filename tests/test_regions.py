"""The tables that come with the program: regions, service points, the practice mall."""

import tomllib
from collections import Counter
from pathlib import Path

from workstation.regions import load_district_codes, load_points, load_regions
from workstation.vocabulary import PointLevel, Role
from workstation.worktime import Calendar, week

HOME = Path(__file__).parent.parent / "resources"
REGIONS = load_regions(HOME / "regions" / "dki.csv")
POINTS = load_points(HOME / "regions" / "service_points.csv")
VILLAGES_OF = {"31.01": 6, "31.71": 44, "31.72": 31, "31.73": 56, "31.74": 65, "31.75": 65}
DISTRICTS_OF = {"31.01": 2, "31.71": 8, "31.72": 6, "31.73": 8, "31.74": 10, "31.75": 10}


def test_jakarta_has_six_cities_44_districts_and_267_villages() -> None:
    levels = Counter(region.level for region in REGIONS.values())
    assert levels == {"province": 1, "city": 6, "district": 44, "village": 267}


def test_each_city_has_its_districts_and_villages() -> None:
    for city, count in VILLAGES_OF.items():
        inside = [region for code, region in REGIONS.items() if code.startswith(city + ".")]
        assert sum(region.level == "village" for region in inside) == count
        assert sum(region.level == "district" for region in inside) == DISTRICTS_OF[city]


def test_every_region_hangs_on_its_parent_and_villages_have_a_postcode() -> None:
    for region in REGIONS.values():
        assert region.parent == "" or region.parent in REGIONS
        postcode = region.postcode
        assert (len(postcode) == 5 and postcode.isdigit()) if region.level == "village" else postcode == ""
    assert REGIONS["31.71.01.1001"].name == "Gambir"


def test_service_points_are_the_dinas_the_mall_and_317_units_in_one_tree() -> None:
    levels = Counter(point.level for point in POINTS)
    assert levels == {
        PointLevel.DINAS: 1,
        PointLevel.MALL: 1,
        PointLevel.CITY: 6,
        PointLevel.DISTRICT: 44,
        PointLevel.VILLAGE: 267,
    }
    seen: set[str] = set()
    for point in POINTS:
        assert point.code not in seen
        assert (point.parent in seen) == (point.level is not PointLevel.DINAS)
        assert point.region in REGIONS
        seen.add(point.code)


def test_the_first_six_digits_of_a_nik_name_a_district() -> None:
    codes = load_district_codes(HOME / "regions" / "districts.csv")
    assert codes["317101"] == "Gambir, Kota Administrasi Jakarta Pusat"
    assert len(codes) > 7000
    assert not any(code.startswith("31") and code.endswith("99") for code in codes)


def test_the_practice_mall_is_whole() -> None:
    mall = tomllib.loads((HOME / "practice" / "mall.toml").read_text(encoding="utf-8"))
    services = {service["code"]: service for service in mall["services"]}
    assert mall["point"]["code"] in {point.code for point in POINTS}
    assert "".join(service["letter"] for service in mall["services"]) == "ABCDEFGHI"
    assert [service["volume"] for service in mall["services"]] == [21, 73, 68, 48, 70, 16, 3, 2, 50]
    assert services["bank"]["daily_quota"] == 50
    assert {service["agency"] for service in services.values()} == {
        agency["code"] for agency in mall["agencies"]
    }
    given = {code for counter in mall["counters"] for code in counter["services"]}
    assert given == services.keys()
    assert [counter["number"] for counter in mall["counters"]] == list(range(1, 15))
    hours = mall["hours"]
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    assert Calendar(week=week(*(hours[day] for day in days)))


def test_the_practice_officers_have_a_login_each_and_no_possible_nip() -> None:
    mall = tomllib.loads((HOME / "practice" / "mall.toml").read_text(encoding="utf-8"))
    officers = mall["officers"]
    for key in ("login", "nip", "name"):
        assert len({officer[key] for officer in officers}) == len(officers)
    assert all(len(officer["nip"]) == 18 and officer["nip"].startswith("00000000") for officer in officers)
    roles = Counter(Role(role) for officer in officers for role in officer["roles"])
    assert roles == {
        Role.OFFICER: 4,
        Role.REVIEWER: 3,
        Role.SUPERVISOR: 2,
        Role.MANAGER: 1,
        Role.ADMIN: 1,
        Role.AUDITOR: 1,
    }
    assert all(
        officer["title"] and officer["rank"] for officer in officers if "supervisor" in officer["roles"]
    )
