"""Nothing that tells who a citizen is reaches the log."""

import io
import json
import logging

import pytest

from workstation.service import logs
from workstation.service.logs import redacted


@pytest.mark.parametrize(
    "secret",
    [
        "3171994502850001",
        "3171 9945 0285 0001",
        "3171-9945-0285-0001",
        "siti.rahma+1@contoh.example",
        "081255501234",
        "+62 812-5550-1234",
        "(021) 555 0123".replace("(021)", "021"),
        "199901012020121001",
    ],
)
def test_numbers_and_addresses_of_people_are_taken_out(secret: str) -> None:
    for around in ("{}", "nik={}", 'value "{}" refused', "Siti <{}>", "{},{}"):
        assert secret not in redacted(around.format(secret, secret))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Authorization: Bearer abc.DEF-123", "Authorization: Bearer [secret]"),
        ("postgresql://budi:rahasia@db:5432/loket", "postgresql://budi:[secret]@db:5432/loket"),
        ("password=latihan-2026", "password=[secret]"),
    ],
)
def test_secrets_are_taken_out(text: str, kept: str) -> None:
    assert redacted(text) == kept


@pytest.mark.parametrize(
    "text",
    ["000012/STRP/MPP/XI/2026", "MPP-2026-000050", "seq 12345", "2026-11-23T09:15:00+07:00", "port 40579"],
)
def test_numbers_of_papers_times_and_ports_stay(text: str) -> None:
    assert redacted(text) == text


def test_message_fields_and_trace_of_a_record_all_go_through(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logs.JsonLines())
    log = logging.Logger("trial")
    log.addHandler(handler)
    try:
        int("nik 3171994502850001")
    except ValueError:
        log.exception("no %s", "siti@contoh.example", extra={"case": {"phone": "081255501234"}, "count": 3})
    line = json.loads(out.getvalue())
    assert line["count"] == 3
    assert line["says"] == "no [email]"
    for secret in ("3171994502850001", "siti@contoh.example", "081255501234"):
        assert secret not in out.getvalue()
