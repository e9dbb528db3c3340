"""What portals send to the door on 127.0.0.1, and what they are told."""

import base64
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from httpx import Client

from tests.lists import CARD, PHOTO, demand_papers
from tests.make import Office, company_values, person_values, picture
from workstation.imaging.pool import PageReader
from workstation.queries.row_papers import listed_rows
from workstation.service import process
from workstation.service.door import BOOKING_LIMIT, Door
from workstation.service.steps import BackRoom
from workstation.signing import trust
from workstation.usecases.row_papers import read_row_scans
from workstation.worktime import WIB

TOKEN = "kata-masuk-portal"
NIK = "3171994502850001"


@pytest.fixture(scope="module")
def pages() -> Iterator[PageReader]:
    with PageReader(workers=1) as reader:
        yield reader


@pytest.fixture
def client(room: BackRoom, pages: PageReader) -> Iterator[Client]:
    """A portal that talks to a real server on this machine."""
    with process.listening(0) as ear:
        server = process.server_of(Door(room, TOKEN, pages))
        thread = threading.Thread(target=server.run, args=([ear],))
        thread.start()
        address = f"http://127.0.0.1:{ear.getsockname()[1]}"
        with Client(
            base_url=address, headers={"Authorization": f"Bearer {TOKEN}"}, trust_env=False, timeout=20
        ) as portal:
            yield portal
        server.should_exit = True
        thread.join(20)


def booking(**changed: Any) -> dict[str, Any]:
    at = (datetime.now(WIB) + timedelta(days=1)).replace(hour=9, minute=15, second=0, microsecond=0)
    return {
        "external_id": "P-1",
        "point": "MPP",
        "service": "intake",
        "name": "Siti O'Reilly Rahmawati",
        "nik": NIK,
        "phone": "081255501234",
        "planned_at": at.isoformat(),
        "healthy": True,
    } | changed


def application(office: Office, **changed: Any) -> dict[str, Any]:
    values = person_values()
    files = [
        {"document": code, "file_name": f"{code}.jpg", "content": base64.b64encode(picture(9 * n)).decode()}
        for n, code in enumerate(office.required("strp-individual", values))
    ]
    return {
        "external_id": "A-1",
        "point": "MPP",
        "permit_type": "strp-individual",
        "fields": values,
        "documents": files,
    } | changed


def test_given_a_good_booking_then_the_citizen_gets_a_code_and_reception_sees_him(
    office: Office, client: Client
) -> None:
    answer = client.post("/intake/bookings", json=booking())
    assert answer.status_code == 201
    (row,) = office.rows("SELECT code, name, channel, stage, nik FROM loket.visit")
    assert row.code == answer.json()["code"]
    assert (row.name, row.channel, row.stage, row.nik) == ("Siti O'Reilly Rahmawati", "online", "booked", NIK)
    assert office.ask("SELECT healthy FROM loket.health_declaration")


def test_given_the_same_booking_twice_then_it_is_kept_once_and_answered_alike(
    office: Office, client: Client
) -> None:
    first, second = (client.post("/intake/bookings", json=booking()) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert office.ask("SELECT count(*) FROM loket.visit") == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"nik": "317199"}, "nik"),
        ({"phone": "12"}, "phone"),
        ({"planned_at": "besok"}, "planned_at"),
        ({"planned_at": "2026-11-23T09:15:00"}, "planned_at"),
        ({"planned_at": "2020-01-02T09:15:00+07:00"}, "planned_at"),
        ({"service": "tidak-ada"}, "service"),
        ({"point": "tidak-ada"}, "service"),
        ({"name": "  "}, "name"),
        ({"name": None}, "name"),
        ({"name": 7}, "name"),
        ({"priority": "vip"}, "priority"),
        ({"healthy": "ya"}, "healthy"),
        ({"nama": "Siti"}, "nama"),
    ],
)
def test_given_a_bad_field_then_it_is_named_and_nothing_is_kept(
    office: Office, client: Client, changed: dict[str, Any], field: str
) -> None:
    answer = client.post("/intake/bookings", json=booking(**changed))
    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == [field]
    assert office.ask("SELECT count(*) FROM loket.visit") == 0


def test_given_the_bank_s_quota_of_the_day_is_taken_then_the_next_booking_is_refused(
    client: Client,
) -> None:
    answers = [
        client.post("/intake/bookings", json=booking(external_id=f"B{n}", service="bank")) for n in range(3)
    ]
    assert [a.status_code for a in answers] == [201, 201, 409]
    assert answers[2].json()["error"] == "QuotaFull"


def test_given_an_hour_booked_to_the_hall_s_capacity_then_the_next_one_is_refused_and_the_next_hour_is_not(
    client: Client,
) -> None:
    answers = [client.post("/intake/bookings", json=booking(external_id=f"H{n}")) for n in range(21)]
    assert [a.status_code for a in answers] == [201] * 20 + [409]
    assert answers[20].json()["error"] == "HallFull"
    later = datetime.fromisoformat(booking()["planned_at"]) + timedelta(hours=1)
    answer = client.post("/intake/bookings", json=booking(external_id="H99", planned_at=later.isoformat()))
    assert answer.status_code == 201


@pytest.mark.parametrize("header", ["", "Bearer salah", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer"])
def test_without_the_token_nothing_is_taken(office: Office, client: Client, header: str) -> None:
    answer = client.post("/intake/bookings", json=booking(), headers={"Authorization": header})
    assert answer.status_code == 401
    assert office.ask("SELECT count(*) FROM loket.visit") == 0


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 12000])
def test_what_is_no_json_is_said_so(client: Client, body: bytes) -> None:
    answer = client.post("/intake/bookings", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400


def test_a_body_over_the_limit_is_cut_off(client: Client) -> None:
    assert client.post("/intake/bookings", json=booking(name="x" * BOOKING_LIMIT)).status_code == 413


def test_given_a_whole_application_then_it_waits_for_review_with_its_papers(
    office: Office, client: Client
) -> None:
    body = application(office)
    answers = [client.post("/intake/applications", json=body) for _ in range(2)]
    assert [a.status_code for a in answers] == [201, 200], answers[0].text
    assert answers[0].json() == answers[1].json()
    (row,) = office.rows("SELECT id, number, stage, channel, entered_by FROM loket.application")
    assert row.number == answers[0].json()["number"]
    assert (row.stage, row.channel, row.entered_by) == ("submitted", "online", None)
    assert office.ask("SELECT count(*) FROM loket.scan") == len(body["documents"])


def company(office: Office) -> dict[str, Any]:
    workers = [
        {"name": f"Pekerja {n}", "nik": f"31719901018{n:02}001", "address": "Depok", "destination": "Gambir"}
        for n in range(1, 6)
    ]
    values = company_values()
    files = [
        {"document": code, "file_name": f"{code}.jpg", "content": base64.b64encode(picture(n)).decode()}
        for n, code in enumerate(office.required("strp-company", values))
    ]
    return application(office, permit_type="strp-company", fields=values, workers=workers, documents=files)


def of_row(row: object, code: str, shade: int) -> dict[str, Any]:
    content = base64.b64encode(picture(shade)).decode()
    return {"document": code, "file_name": f"31719901018{shade}.jpg", "content": content, "row": row}


def test_given_a_company_s_list_then_its_workers_are_kept(office: Office, client: Client) -> None:
    answer = client.post("/intake/applications", json=company(office))
    assert answer.status_code == 201, answer.text
    assert office.ask("SELECT count(*) FROM loket.worker") == 5


def test_given_a_list_with_cards_and_photos_then_each_lies_beside_its_person_at_the_desk(
    office: Office, client: Client
) -> None:
    demand_papers(office)
    body = company(office)
    body["documents"] += [
        of_row(row, code, 40 * row + at) for row in range(1, 6) for at, code in enumerate((CARD, PHOTO))
    ]
    lacking = client.post("/intake/applications", json=body | {"documents": body["documents"][:-1]})
    assert (lacking.status_code, lacking.json()["error"]) == (422, "MissingPersonPapers")
    assert "nomor 5" in lacking.json()["message"]
    assert office.ask("SELECT count(*) FROM loket.scan") == 0
    answers = [client.post("/intake/applications", json=body) for _ in range(2)]
    assert [a.status_code for a in answers] == [201, 200], answers[0].text
    case = office.ask("SELECT id FROM loket.application")
    rows = listed_rows(office.desk("budi"), case)
    assert [(row.seq, set(row.papers)) for row in rows] == [(n, {CARD, PHOTO}) for n in range(1, 6)]
    read = read_row_scans(office.desk("budi"), [rows[2].papers[PHOTO], rows[4].papers[CARD]])
    assert list(read.values()) == [picture(121), picture(200)]
    assert office.ask("SELECT count(*) FROM loket.scan_page") == 14


@pytest.mark.parametrize(
    ("paper", "field"),
    [
        (of_row(6, "worker_card", 9), "documents.worker_card.6"),
        (of_row(1, "identity_card", 9), "documents.identity_card.1"),
        (of_row(None, "worker_card", 9), "documents.worker_card"),
        (of_row(0, "worker_card", 9), "documents.4.row"),
        (of_row(True, "worker_card", 9), "documents.4.row"),
        (of_row("1", "worker_card", 9), "documents.4.row"),
    ],
)
def test_given_a_paper_of_nobody_s_row_then_it_is_named_and_nothing_is_kept(
    office: Office, client: Client, paper: dict[str, Any], field: str
) -> None:
    body = company(office)
    answer = client.post("/intake/applications", json=body | {"documents": [*body["documents"], paper]})
    assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])
    assert office.ask("SELECT count(*) FROM loket.application") == 0


def test_given_a_missing_paper_then_it_is_named_and_nothing_of_the_application_is_kept(
    office: Office, client: Client
) -> None:
    body = application(office)
    gone = body["documents"].pop()["document"]
    answer = client.post("/intake/applications", json=body)
    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == [f"documents.{gone}"]
    assert office.ask("SELECT count(*) FROM loket.application") == 0
    assert office.ask("SELECT count(*) FROM loket.scan_blob") == 0


def test_given_wrong_entries_then_each_is_named(office: Office, client: Client) -> None:
    body = application(office, fields=person_values(nik="123", phone="x"))
    answer = client.post("/intake/applications", json=body)
    assert answer.status_code == 422
    assert set(answer.json()["fields"]) == {"nik", "phone"}


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"MZ\x90\x00" + bytes(200), "NotAPicture"),
        (b"%PDF-1.7\n" + bytes(300), "DamagedFile"),
        (b"\xff\xd8\xff" + bytes(50), "DamagedFile"),
    ],
)
def test_given_a_file_that_is_no_picture_then_it_is_refused_by_its_bytes(
    office: Office, client: Client, content: bytes, error: str
) -> None:
    body = application(office)
    body["documents"][0]["content"] = base64.b64encode(content).decode()
    answer = client.post("/intake/applications", json=body)
    assert (answer.status_code, answer.json()["error"]) == (422, error)
    assert office.ask("SELECT count(*) FROM loket.application") == 0


def test_given_a_paper_nobody_asks_for_or_no_base64_then_it_is_named(office: Office, client: Client) -> None:
    body = application(office)
    body["documents"][0]["document"] = "kartu_keluarga"
    assert client.post("/intake/applications", json=body).json()["fields"].keys() == {
        "documents.kartu_keluarga"
    }
    body["documents"][0]["content"] = "!!"
    assert client.post("/intake/applications", json=body).json()["fields"].keys() == {"documents.0.content"}


def test_given_the_same_person_has_an_open_case_then_a_second_one_is_refused(
    office: Office, client: Client
) -> None:
    client.post("/intake/applications", json=application(office))
    answer = client.post("/intake/applications", json=application(office, external_id="A-2"))
    assert (answer.status_code, answer.json()["error"]) == (409, "DuplicateApplication")


def test_the_bundle_and_the_health_are_open_to_everybody(room: BackRoom, client: Client) -> None:
    assert client.get("/health").status_code == 503
    room.turn()
    assert client.get("/health", headers={"Authorization": ""}).json()["database"] is True
    bundle = trust.from_json(client.get("/trust", headers={"Authorization": ""}).text)
    assert set(bundle.seal_keys) == {room.key.kid}


def test_no_other_address_answers(client: Client) -> None:
    assert client.get("/intake/bookings").status_code == 405
    assert client.get("/docs").status_code == 404
