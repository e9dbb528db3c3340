"""Indonesian dates, times, money, numbers in words and spoken ticket numbers. Moments are shown in WIB."""

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from workstation.worktime import WIB

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_SCALES = (
    (10**15, "kuadriliun"),
    (10**12, "triliun"),
    (10**9, "miliar"),
    (10**6, "juta"),
    (1000, "ribu"),
    (100, "ratus"),
    (10, "puluh"),
)


def _day_of(day: date) -> date:
    return day.astimezone(WIB).date() if isinstance(day, datetime) else day


def long_date(day: date) -> str:
    """'5 Juli 2021'; an aware datetime counts by its day in WIB."""
    day = _day_of(day)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day_date(day: date) -> str:
    """'Senin, 5 Juli 2021'."""
    return f"{DAYS[_day_of(day).weekday()]}, {long_date(day)}"


def short_date(day: date) -> str:
    """'05-07-2021', for tables."""
    return f"{_day_of(day):%d-%m-%Y}"


def time_of_day(moment: datetime) -> str:
    """'07.30' of an aware datetime, for tables."""
    return f"{moment.astimezone(WIB):%H.%M}"


def short_moment(moment: datetime) -> str:
    """'05-07-2021 07.30' of an aware datetime, for tables."""
    return f"{short_date(moment)} {time_of_day(moment)}"


def counter_place(number: int, name: str) -> str:
    """'Loket 2 · Penerimaan Berkas 1': the number is what the board and the loudspeaker say."""
    called = f"Loket {number}"
    return called if name.strip() in ("", called) else f"{called} · {name}"


def clock(moment: datetime) -> str:
    """'pukul 07.30 WIB' of an aware datetime."""
    return f"pukul {time_of_day(moment)} WIB"


def date_time(moment: datetime) -> str:
    """'5 Juli 2021 pukul 07.30 WIB' of an aware datetime."""
    return f"{long_date(moment)} {clock(moment)}"


def roman_month(day: date) -> str:
    """'VII' for July, as letter numbers show it."""
    return ROMAN_MONTHS[_day_of(day).month - 1]


def grouped(number: int) -> str:
    """'12.345'."""
    return f"{number:,}".replace(",", ".")


def decimal(number: Decimal) -> str:
    """'1,5': a factor as it is written in Indonesian, without needless zeros."""
    return f"{number.normalize():f}".replace(".", ",")


def rupiah(amount: Decimal) -> str:
    """'Rp2.500.000,00', halves rounded up; '-Rp…' below zero."""
    cents = int((abs(amount) * 100).to_integral_value(ROUND_HALF_UP))
    sign = "-" if amount < 0 and cents else ""
    return f"{sign}Rp{grouped(cents // 100)},{cents % 100:02d}"


def terbilang(number: int) -> str:
    """A whole number in words: 2500000 -> 'dua juta lima ratus ribu'. ValueError from 10**18 on."""
    if abs(number) >= 10**18:
        raise ValueError(number)
    return f"minus {_words(-number)}" if number < 0 else _words(number)


def _words(number: int) -> str:
    if number < 10:
        return DIGITS[number]
    if 10 < number < 20:
        return "sebelas" if number == 11 else f"{DIGITS[number - 10]} belas"
    size, name = next(scale for scale in _SCALES if number >= scale[0])
    count, rest = divmod(number, size)
    head = f"se{name}" if count == 1 and size <= 1000 else f"{_words(count)} {name}"
    return f"{head} {_words(rest)}" if rest else head


def rupiah_words(amount: Decimal) -> str:
    """The sum in words for receipts: 'dua juta lima ratus ribu rupiah', with sen when there are any."""
    cents = int((amount * 100).to_integral_value(ROUND_HALF_UP))
    whole, part = divmod(abs(cents), 100)
    sen = f" {terbilang(part)} sen" if part else ""
    return f"{'minus ' if cents < 0 else ''}{terbilang(whole)} rupiah{sen}"


def call_sentence(ticket: str, counter: int) -> str:
    """The call as it stands on the board: 'Nomor antrean A-012, silakan menuju Loket 2'."""
    return f"Nomor antrean {ticket}, silakan menuju Loket {counter}"


def duration(span: timedelta) -> str:
    """'2 jam 5 menit', whole minutes, sign left out; 'kurang dari 1 menit' when it rounds down to none."""
    hours, minutes = divmod(int(abs(span).total_seconds()) // 60, 60)
    parts = [f"{grouped(hours)} jam"] * bool(hours) + [f"{minutes} menit"] * bool(minutes)
    return " ".join(parts) or "kurang dari 1 menit"


def time_left_words(span: timedelta) -> str:
    """'2 jam 5 menit lagi', or 'lewat 35 menit' when the span is negative."""
    return f"lewat {duration(span)}" if span < timedelta(0) else f"{duration(span)} lagi"
