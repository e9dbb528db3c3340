"""Version 2 of the played service: JSON with base64, many files a call, one-time codes, the seal."""

import base64
from collections.abc import Sequence
from typing import Any

from tests.simulators import _bsre_ink as ink
from tests.simulators._bsre_http import Answer, Request, told
from tests.simulators._bsre_rules import (
    Refused,
    after,
    bad_request,
    decoded,
    demand_passphrase,
    demand_signatory,
    picture_box,
    refuse,
    signed,
    status_of,
)
from tests.simulators._bsre_state import ACTIVATION, SUBSCRIBER, TOTP_SECONDS, Mood, State

AGENCY = "DPMPTSP (segel uji)"


def answer(state: State, request: Request) -> Answer | None:
    """Answer a call of version 2, None when it is none."""
    match request.method, request.path:
        case "POST", "/api/v2/sign/pdf":
            return after(state, _sign(state, request))
        case "POST", "/api/v2/user/check/status" | "/api/v2/user/check-status/":
            return status_of(_who(request))
        case "POST", "/api/v2/sign/get/totp":
            return _mail_totp(state, request)
        case "POST", "/api/v2/verify/pdf":
            return _verify(state, request)
        case "POST", "/api/v2/seal/get/activation":
            return _activate(state, request)
        case "POST", "/api/v2/seal/get/totp":
            return _seal_totp(state, request)
        case "POST", "/api/v2/seal/pdf":
            return _seal(state, request)
    return None


def _who(request: Request) -> str:
    nik = str(request.json.get("nik") or "")
    if not nik and not request.json.get("email"):
        raise bad_request(request.path, "nik atau email wajib diisi")
    return nik


def _sign(state: State, request: Request) -> Answer:
    nik, asked = _who(request), request.json
    if not asked.get("passphrase") and not asked.get("totp"):
        raise bad_request(request.path, "passphrase atau totp wajib diisi")
    files = [decoded(one, request.path, "file") for one in _list(request, "file")]
    wanted = _list(request, "signatureProperties")
    if len(wanted) not in (1, len(files)):
        raise bad_request(request.path, "Jumlah signatureProperties tidak sama dengan jumlah file")
    wanted = wanted * len(files) if len(wanted) == 1 else wanted
    name = demand_signatory(state, nik)
    _demand_secret(state, nik, asked, len(files))
    made = [
        signed(state, data, name, str(how.get("reason", "")), _box(state, request, how))
        for data, how in zip(files, wanted, strict=True)
    ]
    if state.mood is Mood.SHORT:
        made = made[:-1]
    elif state.mood is Mood.REVERSED:
        made.reverse()
    return _files(made)


def _demand_secret(state: State, nik: str, asked: dict[str, Any], files: int) -> None:
    if not asked.get("totp"):
        demand_passphrase(state, str(asked["passphrase"]))
    elif why := state.use_totp(nik, str(asked["totp"]), files):
        raise refuse(state, 4015, why)


def _box(state: State, request: Request, how: dict[str, Any]) -> ink.Box | None:
    if str(how.get("tampilan", "")).upper() not in ("VISIBLE", "INVISIBLE"):
        raise bad_request(request.path, "tampilan wajib diisi")
    if how["tampilan"].upper() == "INVISIBLE":
        return None
    picture = decoded(how.get("imageBase64"), request.path, "imageBase64")
    at = (float(how["originX"]), float(how["originY"]), float(how["width"]), float(how["height"]))
    return picture_box(state.origin_v2, at, int(how.get("page", 1)), picture, 842.0)


def _list(request: Request, key: str) -> list[Any]:
    found = request.json.get(key)
    if not isinstance(found, list) or not found:
        raise bad_request(request.path, f"{key} wajib diisi")
    return found


def _files(made: Sequence[bytes]) -> Answer:
    return told(time=42 * len(made), file=[base64.b64encode(one).decode() for one in made])


def _mail_totp(state: State, request: Request) -> Answer:
    nik = _who(request)
    demand_signatory(state, nik)
    state.new_totp(nik, int(request.json.get("data") or 1))
    return told(message="TOTP telah dikirim ke email Anda")


def _verify(state: State, request: Request) -> Answer:
    coded = request.json.get("file")
    coded = coded[0] if isinstance(coded, list) and coded else coded
    found = ink.look(decoded(coded, request.path, "file"))
    if not found["count"]:
        said = "Dokumen tidak memiliki tandatangan elektronik"
        return told(conclusion="NO_SIGNATURE", description=said, signatureCount=0, signatureInformations=[])
    one = {
        "signatureFormat": "PKCS7-T",
        "signerName": found["name"],
        "integrityValid": found["holds"],
        "certificateTrusted": found["holds"],
        "modified": not found["holds"],
    }
    if found["stamped"]:
        one["timestampInfomation"] = {"signerName": "UJI Timestamp Authority (latihan)"}
    word = state.conclusion if found["holds"] else "INVALID"
    return told(
        conclusion=word,
        description=word,
        signatureCount=found["count"],
        signatureInformations=[one] * found["count"],
    )


def _activate(state: State, request: Request) -> Answer:
    _demand_subscriber(request)
    if not request.json.get("totp"):
        return told(success=True, message="Kode aktivasi telah dikirim")
    if request.json["totp"] != ACTIVATION:
        raise refuse(state, 4015, "TOTP aktivasi salah")
    state.is_activated = True
    return told(success=True, data={"message": "Segel aktif", "totp": "", "expires": "", "result": True})


def _seal_totp(state: State, request: Request) -> Answer:
    _demand_subscriber(request)
    if not state.is_activated:
        raise refuse(state, 4015, "Segel belum diaktivasi")
    code = state.number()
    state.seal_totps[code] = (int(request.json.get("data") or 1), state.now + TOTP_SECONDS)
    return told(message="OK", totp=code, expires="2026-11-22T10:05:00.000+0000", result=True)


def _seal(state: State, request: Request) -> Answer:
    _demand_subscriber(request)
    files = [decoded(one, request.path, "file") for one in _list(request, "file")]
    if not state.is_activated:
        raise refuse(state, 4015, "Segel belum diaktivasi")
    most, until = state.seal_totps.get(str(request.json.get("totp")), (0, 0.0))
    if len(files) > most or state.now > until:
        raise refuse(state, 4015, "TOTP segel tidak berlaku")
    before = state.signed
    try:
        made = [signed(state, data, AGENCY, "Segel elektronik") for data in files]
    except Refused:
        state.signed = before  # one bad file fails all
        raise
    return _files(made)


def _demand_subscriber(request: Request) -> None:
    if request.json.get("idSubscriber") != SUBSCRIBER:
        raise bad_request(request.path, "idSubscriber tidak dikenal")
