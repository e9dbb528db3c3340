"""Version 1 of the played service: multipart in, bytes or base64 out, one file a call."""

import base64
from datetime import timedelta
from typing import Any

from tests.simulators import _bsre_ink as ink
from tests.simulators._bsre_http import Answer, Request, told
from tests.simulators._bsre_rules import (
    after,
    bad_request,
    demand_passphrase,
    demand_signatory,
    picture_box,
    signed,
    status_of,
)
from tests.simulators._bsre_state import Mood, State

LOUD = "passphrase in the address: it stands in the log of every proxy on the way"


def answer(state: State, request: Request, query: str) -> Answer | None:
    """Answer a call of version 1, None when it is none."""
    match request.method, request.path.strip("/").split("/"):
        case "POST", ["api", "sign", "pdf"]:
            if "passphrase" in query:
                state.warnings.append(LOUD)
            return after(state, _sign(state, request))
        case "GET", ["api", "user", "status", nik]:
            return status_of(nik)
        case "GET", ["api", "sign", "download", number]:
            return _download(state, number)
        case "POST", ["api", "sign", "verify"]:
            return told(**_report(request.files["signed_file"][1]))
    return None


def _sign(state: State, request: Request) -> Answer:
    fields = request.fields
    _, data = request.files.get("file", ("", b""))
    for name in ("nik", "passphrase", "tampilan"):
        if not fields.get(name):
            raise bad_request(request.path, f"Required request parameter '{name}' is not present")
    if len(fields.get("tag_koordinat", "#")) != 1:
        raise bad_request(request.path, "tag_koordinat harus satu karakter")
    name = demand_signatory(state, fields["nik"])
    demand_passphrase(state, fields["passphrase"])
    made = signed(state, data, name, fields.get("reason", ""), _box(state, request))
    number = state.number()
    state.kept[number] = made
    if fields.get("jenis_response") == "BASE64":
        return told(base64_signed_file=base64.b64encode(made).decode(), id_dokumen=number)
    header = {Mood.HEADER_DASH: "Id-Dokumen", Mood.NO_HEADER: ""}.get(state.mood, "id_dokumen")
    body = b"\xef\xbb\xbf damaged" + made[8:] if state.mood is Mood.DAMAGED else made
    return Answer(200, body, "application/pdf", {header: number} if header else {})


def _box(state: State, request: Request) -> ink.Box | None:
    fields = request.fields
    if fields["tampilan"].lower() != "visible":
        return None
    if fields.get("image") == "true" and "imageTTD" not in request.files:
        raise bad_request(request.path, "imageTTD wajib diisi bila image true")
    if fields.get("image") != "true" and not fields.get("linkQR"):
        raise bad_request(request.path, "linkQR wajib diisi bila image false")
    if "xAxis" not in fields:
        return None
    at = tuple(float(fields[key]) for key in ("xAxis", "yAxis", "width", "height"))
    picture = request.files["imageTTD"][1]
    return picture_box(state.origin_v1, at, int(fields.get("page", "1")), picture, 842.0)  # type: ignore[arg-type]


def _download(state: State, number: str) -> Answer:
    data = state.kept.pop(number, None)
    if data is None:
        return Answer(404, b"Dokumen telah didownload sebelumnya", "text/plain")
    return Answer(200, data, "application/pdf")


def _report(data: bytes) -> dict[str, Any]:
    found = ink.look(data)
    if not found["count"]:
        return {
            "nama_dokumen": "berkas.pdf",
            "jumlah_signature": 0,
            "summary": None,
            "notes": "",
            "details": [],
        }
    local = (found["at"] + timedelta(hours=7)).strftime("%Y-%m-%d %H:%M:%S.000") if found["at"] else None
    detail = {
        "signature_field": "Signature1",
        "info_tsa": {"name": "UJI Timestamp Authority (latihan)"} if found["stamped"] else {},
        "info_signer": {"signer_name": found["name"], "cert_user_certified": found["holds"]},
        "signature_document": {
            "signed_using_tsa": found["stamped"],
            "document_integrity": found["holds"],
            "signed_in": local,
            "location": "Jakarta",
        },
    }
    word = "DOCUMENT VALID !!!" if found["holds"] else "DOCUMENT NOT VALID !!!"
    return {
        "nama_dokumen": "berkas.pdf",
        "jumlah_signature": found["count"],
        "summary": word,
        "notes": "",
        "details": [detail] * found["count"],
    }
