"""The public check page: by the code in a real browser, by the printed number over real HTTP."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from httpx import Client, Response

from tests.issued import HOST, Shelf
from tests.make import Office, person_values
from tests.service.chromium import WHY_NOT, answer_in, browse
from workstation.imaging.pool import PageReader
from workstation.phrasing import long_date
from workstation.service import process, public
from workstation.service.door import Door
from workstation.service.steps import BackRoom
from workstation.service.turnstile import Turnstile
from workstation.signing import seal, trust, withdrawals
from workstation.usecases.answering import check_code
from workstation.worktime import WIB

in_a_browser = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)


@dataclass
class Site:
    """The door of a back room, and what it is asked of."""

    port: int
    client: Client
    room: BackRoom

    def ask(self, number: str, **headers: str) -> Response:
        return self.client.post("/cek/", data={"nomor": number}, headers=headers)

    def shows(self, code: str, folder: Path) -> tuple[str, str]:
        """What the browser shows for the text of a QR code, as a gateway would pass it on."""
        address = f"http://{HOST.lower()}{public.PATH}/#{code.partition('#')[2]}"
        return answer_in(browse(address, HOST.lower(), self.port, folder))


@pytest.fixture
def site(room: BackRoom) -> Iterator[Site]:
    with PageReader(workers=1) as pages, process.listening(0) as ear:
        server = process.server_of(Door(room, "kata-masuk-portal", pages))
        thread = threading.Thread(target=server.run, args=([ear],))
        thread.start()
        port = ear.getsockname()[1]
        with Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=20) as client:
            yield Site(port, client, room)
        server.should_exit = True
        thread.join(20)


@pytest.fixture
def shelf(office: Office) -> Shelf:
    return Shelf(office)


def paper(shelf: Shelf, **changed: object) -> seal.Statement:
    today = shelf.office.desk("budi").now().astimezone(WIB).date()
    made = seal.Statement(
        number="000417/SIKM/2026",
        type_code="strp-individual",
        name="Siti <b>O'Reilly</b> Ağça R.",
        nik_last4="0001",
        valid_from=today,
        valid_until=today + timedelta(days=30),
        issued=today,
        serial=70_000,
        digest=bytes(range(8)),
    )
    return replace(made, **changed)  # type: ignore[arg-type]


def code(shelf: Shelf, statement: seal.Statement) -> str:
    return seal.make(statement, shelf.backroom.key, HOST)


def seal_list(shelf: Shelf, *serials: int, days_ago: float = 0.0) -> bytes:
    made = shelf.office.desk("budi").now() - timedelta(days=days_ago)
    return withdrawals.publish(serials, shelf.list_key, made)


# -- by the code ----------------------------------------------------------------------------------------------


@in_a_browser
def test_given_an_issued_permit_then_its_code_is_valid_and_shows_what_the_seal_says(
    office: Office, shelf: Shelf, site: Site, tmp_path: Path
) -> None:
    document = shelf.issued()
    trust.save(shelf.trust(), site.room.trust_file)
    (row,) = office.rows("SELECT number, seal, valid_until FROM loket.document WHERE id = :i", i=document)
    said = seal.read(row.seal, shelf.trust())
    kind, words = site.shows(row.seal, tmp_path / "profile")
    assert kind == "valid"
    for fact in (
        "\nSAH",
        row.number,
        said.name,
        said.nik_last4,
        f"s.d. {long_date(row.valid_until)}",
        "baru dibuat",
    ):
        assert f"{fact}\n" in words, words
    assert person_values()["nik"] not in words


@in_a_browser
@pytest.mark.parametrize(
    ("case", "kind", "reason"),
    [
        ("good", "valid", ""),
        ("forged", "altered", "seal_broken"),
        ("cut", "altered", "code_damaged"),
        ("past", "expired", "after_validity"),
        ("to come", "not_yet", "before_validity"),
        ("withdrawn", "withdrawn", "on_the_list"),
        ("stranger", "not_ours", "unknown_key"),
    ],
)
def test_the_browser_and_the_checker_answer_alike(
    shelf: Shelf, site: Site, tmp_path: Path, case: str, kind: str, reason: str
) -> None:
    statement = paper(shelf)
    day, now = statement.issued, shelf.office.desk("budi").now()
    known = shelf.trust()
    text = code(shelf, statement)
    match case:
        case "forged":
            text = text[:-40] + ("0" if text[-40] != "0" else "1") + text[-39:]
        case "cut":
            text = text[:-3]
        case "past":
            text = code(shelf, replace(statement, valid_from=day, valid_until=day - timedelta(days=1)))
        case "to come":
            text = code(shelf, replace(statement, valid_from=day + timedelta(days=1)))
        case "withdrawn":
            listed = seal_list(shelf, statement.serial)
            known = replace(known, withdrawals=listed)
        case "stranger":
            text = seal.make(statement, seal.SealKey(b"ZZ", ec.generate_private_key(ec.SECP256R1())), HOST)
    trust.save(known, site.room.trust_file)
    shown, words = site.shows(text, tmp_path / "profile")
    told = check_code(text, known, now)
    assert (shown, told.answer, told.reason) == (kind, kind, reason or "none")
    if told.statement:
        assert f"\n{statement.name}\n" in words
        assert "<b>" in words
    else:
        assert statement.number not in words


@in_a_browser
def test_given_an_old_list_then_valid_says_that_the_withdrawal_is_unknown_and_how_old_the_list_is(
    shelf: Shelf, site: Site, tmp_path: Path
) -> None:
    trust.save(replace(shelf.trust(), withdrawals=seal_list(shelf, days_ago=3.2)), site.room.trust_file)
    kind, words = site.shows(code(shelf, paper(shelf)), tmp_path / "profile")
    assert kind == "valid"
    assert "Status pencabutan tidak diketahui." in words
    assert "berumur 3 hari" in words


@in_a_browser
def test_given_a_seal_of_another_host_or_no_bundle_then_nothing_is_called_valid(
    shelf: Shelf, site: Site, tmp_path: Path
) -> None:
    text = code(shelf, paper(shelf))
    assert site.shows(text, tmp_path / "a")[0] == "unknown"
    trust.save(replace(shelf.trust(), hosts=frozenset({"CEK.LAIN.EXAMPLE"})), site.room.trust_file)
    assert site.shows(text, tmp_path / "b")[0] == "not_ours"


# -- by the number --------------------------------------------------------------------------------------------


def test_given_a_printed_number_then_state_type_and_days_are_told_and_nothing_of_the_person(
    office: Office, shelf: Shelf, site: Site
) -> None:
    document = shelf.issued()
    (row,) = office.rows(
        "SELECT number, holder, valid_from, valid_until FROM loket.document WHERE id = :i", i=document
    )
    page = site.ask(f"  {row.number} ").text
    kind, words = answer_in(page)
    assert kind == "valid"
    for fact in ("SAH", long_date(row.valid_from), long_date(row.valid_until)):
        assert f"\n{fact}\n" in words
    assert row.holder not in page
    assert person_values()["nik"] not in page


def test_given_a_withdrawn_permit_and_a_letter_of_refusal_then_each_is_told(
    office: Office, shelf: Shelf, site: Site
) -> None:
    gone, letter = shelf.withdrawn(shelf.issued()), shelf.refused(nik="3171994502850003")
    numbers = [office.ask("SELECT number FROM loket.document WHERE id = :i", i=i) for i in (gone, letter)]
    assert [answer_in(site.ask(number).text)[0] for number in numbers] == ["withdrawn", "refusal"]


def test_a_number_that_is_not_out_looks_like_one_that_never_was(
    office: Office, shelf: Shelf, site: Site
) -> None:
    waiting = office.ask("SELECT number FROM loket.document WHERE id = :i", i=office.approved())
    answers = [site.ask(number) for number in (waiting, "999999/SIKM/2026", "'; DROP TABLE x;--", "<script>")]
    assert {one.status_code for one in answers} == {200}
    assert len({one.text for one in answers}) == 1
    known = answer_in(
        site.ask(str(office.ask("SELECT number FROM loket.document WHERE id = :i", i=shelf.issued()))).text
    )
    labels = [line for line in known[1].splitlines() if line.startswith(("Jenis", "Berlaku", "Tanggal"))]
    assert all(f"\n{label}\n" in answer_in(answers[0].text)[1] for label in labels)


def test_after_ten_questions_a_minute_an_address_waits_and_another_one_does_not(site: Site) -> None:
    answers = [site.ask("1", **{"X-Forwarded-For": "203.0.113.7"}) for _ in range(31)]
    # the minute may turn once on the way
    refused = [one for one in answers if one.status_code == 429]
    assert len(refused) in range(31 - 2 * public.QUESTIONS[0], 31 - public.QUESTIONS[0] + 1)
    assert refused[0].headers["Retry-After"] == "60"
    assert site.ask("1", **{"X-Forwarded-For": "203.0.113.8"}).status_code == 200


def test_the_turnstile_counts_a_subscriber_and_everybody() -> None:
    gate = Turnstile(each=2, everybody=3)
    first = [gate.admits(f"2001:db8::{n}") for n in range(3)]
    assert [*first, gate.admits("2001:db8:0:1::1"), gate.admits("192.0.2.1")] in (
        [True, True, False, True, False],
        [True, True, True, True, True],  # the minute turned on the way
    )


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"nama=1", 400),
        (b"nomor=%00", 400),
        (b"nomor=" + b"1" * 81, 400),
        (b"\xff", 400),
        (b"1" * 2000, 413),
    ],
)
def test_what_no_form_sends_is_refused(site: Site, body: bytes, status: int) -> None:
    assert site.client.post("/cek/", content=body).status_code == status


def test_the_page_names_no_other_place_and_leaves_nothing_behind(shelf: Shelf, site: Site) -> None:
    trust.save(shelf.trust(), site.room.trust_file)
    for path in ("", "seal.js", "seal.css", "trust", "none"):
        answer = site.client.get(f"/cek/{path}")
        assert answer.status_code == (404 if path == "none" else 200)
        assert "set-cookie" not in answer.headers
        assert answer.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
        assert "://" not in answer.text
    assert site.client.put("/cek/").status_code == 405
    assert site.client.get("/cek/../health").status_code in (200, 503)  # the gateway passes /cek/ alone
