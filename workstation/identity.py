"""NIK, NIB, NPWP, telephone and e-mail: what their shape tells, and how they are shown masked.

Nothing here proves that a number is real; only Dukcapil could. Say 'struktur benar', never 'terverifikasi'.
"""

import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

FEMALE_OFFSET = 40
DOT = "•"


class Sex(StrEnum):
    """The two values of a NIK and of the KTP: L (laki-laki) and P (perempuan)."""

    MALE = "L"
    FEMALE = "P"


@dataclass(frozen=True, slots=True)
class NikCheck:
    """What 16 digits tell. `faults` break the structure, `warnings` only ask for a look; both are sentences.

    `birth_dates` holds every date that fits, oldest first: two when the century is ambiguous, none when it
    is not a date. `region` is the six-digit code of the district that first gave the NIK.
    """

    digits: str
    faults: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    region: str = ""
    sex: Sex | None = None
    birth_dates: tuple[date, ...] = ()
    serial: str = ""

    @property
    def sound(self) -> bool:
        """Whether the structure is right."""
        return not self.faults

    @property
    def birth_date(self) -> date | None:
        """The only birth date that fits, None when there is none or the century is ambiguous."""
        return self.birth_dates[0] if len(self.birth_dates) == 1 else None


def check_nik(text: str, today: date, regions: Container[str] | None = None) -> NikCheck:
    """The structure of a NIK: region 2+2+2, DDMMYY (women + 40), serial from 0001 (PP 37/2007 art. 37).

    `regions` holds known six-digit codes; an unknown one is a warning, for codes of dissolved
    districts stay valid.
    """
    digits = re.sub(r"[\s.\-]", "", text)
    if not re.fullmatch(r"[0-9]{16}", digits):
        return NikCheck(digits, ("NIK harus 16 angka.",))
    region, serial = digits[:6], digits[12:]
    day = int(digits[6:8])
    sex = Sex.FEMALE if day > FEMALE_OFFSET else Sex.MALE
    births = _birth_dates(
        day % FEMALE_OFFSET if sex is Sex.FEMALE else day, digits[8:10], digits[10:12], today
    )
    faults, warnings = [], []
    if "00" in (region[:2], region[2:4], region[4:]):
        faults.append("Kode wilayah NIK tidak boleh 00.")
    if not births:
        faults.append("Tanggal lahir dalam NIK tidak mungkin ada.")
    if serial == "0000":
        faults.append("Nomor urut NIK tidak boleh 0000.")
    if regions is not None and not faults and region not in regions:
        warnings.append("Kode wilayah NIK tidak ada di daftar; bisa jadi kode lama.")
    if len(births) > 1:
        years = " atau ".join(str(birth.year) for birth in births)
        warnings.append(f"Tahun lahir dalam NIK bisa berarti {years}.")
    return NikCheck(digits, tuple(faults), tuple(warnings), region, sex, births, serial)


def _birth_dates(day: int, month: str, year: str, today: date) -> tuple[date, ...]:
    """Dates of the last 110 years that fit; a NIK does not say the century."""
    found = []
    for century in (1900, 2000):
        try:
            birth = date(century + int(year), int(month), day)
        except ValueError:
            continue
        if birth <= today and today.year - birth.year <= 110:
            found.append(birth)
    return tuple(found)


def nik_mismatches(check: NikCheck, birth_date: date | None, sex: str | None) -> tuple[str, ...]:
    """Sentences where a form disagrees with the NIK. Always warnings: a NIK is for life (PP 40/2019)."""
    found = []
    if birth_date is not None and check.birth_dates and birth_date not in check.birth_dates:
        found.append("Tanggal lahir berbeda dengan yang tersirat dalam NIK; cocokkan dengan KTP.")
    if sex in set(Sex) and check.sex is not None and sex != check.sex:
        found.append("Jenis kelamin berbeda dengan yang tersirat dalam NIK; cocokkan dengan KTP.")
    return tuple(found)


def nib_fault(text: str) -> str | None:
    """A sentence when it is not 13 digits; a NIB has no public check digit (PP 24/2018)."""
    return None if re.fullmatch(r"[0-9]{13}", _bare(text)) else "NIB harus 13 angka."


def npwp_fault(text: str) -> str | None:
    """A sentence when it is neither 15 nor 16 digits (PMK 112/2022)."""
    return None if re.fullmatch(r"[0-9]{15,16}", _bare(text)) else "NPWP harus 15 atau 16 angka."


def npwp_warning(text: str) -> str | None:
    """A sentence when the check digit of the old 15-digit form (Luhn over the first 9) does not fit."""
    digits = _bare(text)
    if len(digits) == 16 and digits.startswith("0"):
        digits = digits[1:]
    if not re.fullmatch(r"[0-9]{15}", digits) or luhn(digits[:9]):
        return None
    return "Angka pemeriksa NPWP tidak cocok; periksa pengetikan."


def luhn(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of those before it."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def phone_digits(text: str) -> str:
    """A telephone number as 0…, whether it was written 08…, +62 8… or 62…; other signs fall away."""
    digits = _bare(text).lstrip("+")
    if digits.startswith("62"):
        return "0" + digits[2:].lstrip("0")
    return digits


def phone_fault(text: str) -> str | None:
    """A sentence when it is neither a mobile (08, 10-13 digits) nor a land line with area code."""
    if not re.fullmatch(r"[+0-9()\s.\-]+", text.strip()):
        return "Nomor telepon hanya boleh berisi angka."
    digits = phone_digits(text)
    if re.fullmatch(r"08[1-9][0-9]{7,10}", digits) or re.fullmatch(r"0[2-79][0-9]{7,10}", digits):
        return None
    return "Nomor telepon tidak wajar; contoh 0812 3456 7890 atau 021 1234567."


def email_fault(text: str) -> str | None:
    """A sentence when it cannot be an e-mail address."""
    local, at, domain = text.strip().partition("@")
    plausible = (
        at
        and len(text) <= 254
        and re.fullmatch(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*", local)
        and re.fullmatch(r"([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}", domain)
    )
    return None if plausible else "Alamat email tidak wajar; contoh nama@contoh.id."


def last4(text: str) -> str:
    """The last four letters or digits of an identity number."""
    return re.sub(r"[^A-Za-z0-9]", "", text)[-4:]


def mask_nik(text: str) -> str:
    """The first four and the last two characters, dots between; short ones show only the last two."""
    bare = _bare(text)
    head = 4 if len(bare) >= 12 else 0
    return bare[:head] + DOT * max(0, len(bare) - head - 2) + bare[-2:] if len(bare) > 4 else DOT * len(bare)


def mask_name(text: str) -> str:
    """The first word as it is, of every other only the first letter: 'Siti N. R.'."""
    words = text.split()
    return " ".join([*words[:1], *(f"{word[0]}." for word in words[1:])])


def _bare(text: str) -> str:
    return re.sub(r"[\s.\-()]", "", text)
