"""The rules both versions share: who may sign, what is refused, and how the signing itself goes."""

import base64
import binascii
import gzip
from typing import Any

from tests.simulators import _bsre_ink as ink
from tests.simulators._bsre_http import Answer, page, spring, told
from tests.simulators._bsre_state import PASSPHRASE, PEOPLE, SLOW, Mood, State

SLOWLY = 1.0  # seconds that the slow signatory takes


class Refused(Exception):
    """An answer that ends the request early."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer


def refuse(state: State, code: int, text: str) -> Refused:
    """A refusal of its own, in one of its two shapes."""
    if state.shape == "code":
        return Refused(told(400, error=text, status_code=code))
    return Refused(told(400, error=f"Proses signing gagal : {text} {code}", status_code=400))


def bad_request(path: str, message: str) -> Refused:
    """A refusal of the frame around the service."""
    return Refused(spring(400, message, path))


def status_of(nik: str) -> Answer:
    """What is said of a signatory; not being registered is a good answer too."""
    person = PEOPLE.get(nik)
    if person is None:
        return told(status_code="1110", status="NOT_REGISTERED", message="User belum terdaftar")
    code = "1111" if person.status == "ISSUE" else "1112"
    return told(status_code=code, status=person.status, message=person.message)


def demand_signatory(state: State, nik: str) -> str:
    """Give the name of who may sign; an expired certificate looks like an unknown person."""
    person = PEOPLE.get(nik)
    if person is None or person.status != "ISSUE":
        raise refuse(state, 2011, "User tidak terdaftar")
    if nik == SLOW:
        state.closing.wait(SLOWLY)
    return person.name


def demand_passphrase(state: State, passphrase: str) -> None:
    """Refuse a wrong passphrase."""
    if passphrase != PASSPHRASE:
        raise refuse(state, 2031, "Passphrase anda salah")


def signed(state: State, data: bytes, name: str, reason: str, box: ink.Box | None = None) -> bytes:
    """Sign one file, in the mood of the day."""
    if not data.startswith(b"%PDF-"):
        raise Refused(told(400, error=BROKEN, status_code=400))
    if state.mood is Mood.UNSIGNED_BACK:
        return data
    if state.mood is Mood.NOT_PDF:
        return b"<html>bukan pdf</html>"
    if state.mood is Mood.REVOKED_LATE:
        raise Refused(told(400, error="Proses signing gagal : Sertifikat user revoke 2043", status_code=400))
    if state.mood is Mood.REFUSED_AS_200:
        raise Refused(told(200, error="Proses signing gagal : User tidak terdaftar 2011", status_code=2011))
    if state.mood is Mood.OTHERS:
        data = ink.another_paper()
    if state.mood is Mood.STRANGER:
        name = "Orang Lain"
    if state.mood is Mood.REWRITE:
        data = ink.rewritten(data)
    try:
        made = ink.sign(data, name, reason, box, stamped=state.mood is not Mood.NO_TSA)
    except Exception:  # noqa: BLE001 - whatever pyHanko says of a broken file, iText says this
        raise Refused(told(400, error=BROKEN, status_code=400)) from None
    state.signed += 1
    return made


LOGIN_PAGE = (
    b"<!DOCTYPE html><html><head><title>Masuk</title></head><body><h1>Gateway Layanan</h1>"
    b"<p>Sesi Anda telah expired. Silakan masuk.</p><footer>2009-2011</footer></body></html>"
)
BROKEN = (
    "Proses signing gagal : com.itextpdf.text.exceptions.InvalidPdfException: Rebuild failed: "
    "trailer not found.; Original message: PDF startxref not found."
)


def after(state: State, good: Answer) -> Answer:
    """Send the good answer, or what the mood makes of it."""
    mood, state.mood, state.next_mood = state.mood, state.next_mood or state.mood, None
    match mood:
        case Mood.DROP_AFTER:
            return Answer(drop=True)
        case Mood.STALL:
            state.closing.wait(30.0)
            return Answer(drop=True)
        case Mood.HTML_500:
            return page(500)
        case Mood.LOGIN_PAGE:
            return Answer(200, LOGIN_PAGE, "text/html; charset=utf-8")
        case Mood.REDIRECT:
            return Answer(302, b"", "text/html", {"Location": "http://192.0.2.1/login"})
        case Mood.BOMB:
            return Answer(200, gzip.compress(b" " * 100_000_000, 9), headers={"Content-Encoding": "gzip"})
        case Mood.LATE:
            state.closing.wait(SLOWLY + 7.0)
        case Mood.OK_AS_500:
            good.status = 500
    return good


def decoded(coded: Any, path: str, what: str) -> bytes:
    """Decode base64 strictly: with `data:` before it the service cannot read it."""
    try:
        return base64.b64decode(coded, validate=True)
    except (binascii.Error, ValueError, TypeError):
        raise bad_request(path, f"Illegal base64 character in {what}") from None


def picture_box(
    origin: str, at: tuple[float, float, float, float], number: int, picture: bytes, height: float
) -> ink.Box:
    """Turn x, y, width and height as this installation reads them into a place on the page."""
    x, y, width, tall = at
    bottom = y if origin == "bottom-left" else height - y - tall
    return ink.Box(number, x, bottom, x + width, bottom + tall, picture)
