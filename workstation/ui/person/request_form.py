"""The form of a new request: what is asked, by whom, since when."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from workstation.catalogue.rules import FieldKind, FieldSpec
from workstation.ui.moments import moment, moment_faults, typed
from workstation.usecases.personal_data import NewRequest
from workstation.vocabulary import Channel, RequestKind
from workstation.wording import word

FIELDS: Final = (
    FieldSpec("kind", "Permintaan", FieldKind.CHOICE, choices=tuple((k.value, word(k)) for k in RequestKind)),
    FieldSpec(
        "channel", "Diterima lewat", FieldKind.CHOICE, choices=tuple((c.value, word(c)) for c in Channel)
    ),
    FieldSpec(
        "name", "Nama pemohon", FieldKind.TEXT, max_length=120, help="Seperti pada kartu yang ditunjukkan."
    ),
    FieldSpec("day", "Tanggal diterima", FieldKind.DATE, help="Paling lama tujuh hari yang lalu."),
    FieldSpec("clock", "Jam diterima", FieldKind.TEXT, max_length=5, help="Tenggat berjalan sejak jam ini."),
    FieldSpec("details", "Isi permintaan", FieldKind.MULTILINE, required=False, max_length=1000),
)


def begin(now: datetime) -> dict[str, str]:
    """Give what a new form begins with."""
    day, clock = typed(now)
    return {
        "kind": RequestKind.ACCESS.value,
        "channel": Channel.COUNTER.value,
        "day": day,
        "clock": clock,
    }


def faults(values: Mapping[str, str]) -> dict[str, str]:
    """Say what is missing or wrong, by field."""
    found = {f.code: "Wajib diisi." for f in FIELDS if f.required and not values.get(f.code)}
    return found | moment_faults(values, "day", "clock")


def request_of(subject_id: int, values: Mapping[str, str]) -> NewRequest:
    """Make the request of a form without faults."""
    return NewRequest(
        subject_id,
        RequestKind(values["kind"]),
        values["name"],
        moment(values["day"], values["clock"]),
        Channel(values["channel"]),
        values.get("details", ""),
    )
