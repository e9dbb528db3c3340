"""Fictitious persons: a NIK always carries district 99, which no district of Jakarta has."""

import random
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from installer.practice import words


@dataclass(frozen=True)
class Person:
    """One citizen of the cast; sex is "L" (man) or "P" (woman), address without RT/RW."""

    id: str
    name: str
    nik: str
    birth_place: str
    birth_date: date
    sex: str
    address: str
    rt_rw: str
    village: str
    district: str
    city: str
    phone: str
    email: str
    occupation: str
    religion: str
    marital: str
    oddities: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Plain values, dates in ISO form."""
        return {**asdict(self), "birth_date": self.birth_date.isoformat()}

    def full_address(self) -> str:
        """Address as it is written in letters and typed into forms."""
        return f"{self.address} RT {self.rt_rw.split('/')[0]} RW {self.rt_rw.split('/')[1]}"


def nik_of(regency: str, born: date, sex: str, serial: int) -> str:
    """Return a 16-digit NIK with district 99; women +40 on the day (PP 37/2007 art. 37)."""
    day = born.day + (40 if sex == "P" else 0)
    return f"{regency}99{day:02d}{born:%m%y}{serial:04d}"


def _religion(name: str, drawn: str) -> str:
    """Let a telling given name decide, else what was drawn."""
    for religion, given in words.TELLING_NAMES.items():
        if any(word in given for word in name.split()):
            return religion
    return drawn


class Folk:
    """Makes persons from one seed; phones, mail boxes and serial numbers never repeat."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.count = 0
        self.names: set[str] = set()

    def fresh_name(self, sex: str) -> str:
        """Return a two- or three-word name nobody else in the cast bears."""
        given = words.MALE if sex == "L" else words.FEMALE
        while True:
            parts = [self.dice.choice(given), self.dice.choice(words.SURNAMES)]
            if self.dice.random() < 0.25:
                parts.insert(1, self.dice.choice(given))
            name = " ".join(parts)
            if name not in self.names and len(set(parts)) == len(parts):
                self.names.add(name)
                return name

    def person(
        self,
        key: str,
        name: str = "",
        sex: str = "",
        oddity: str = "",
        outside: bool = False,
        occupation: str = "",
    ) -> Person:
        """Return a new person; `oddity` birth_date or sex makes the NIK contradict that fact."""
        dice, self.count = self.dice, self.count + 1
        sex = sex or dice.choice("LP")
        name = name or self.fresh_name(sex)
        born = date(dice.randint(1962, 2003), dice.randint(1, 12), dice.randint(1, 28))
        village, district, city, regency = dice.choice(words.OUTSIDE if outside else words.VILLAGES)
        coded_sex = {"L": "P", "P": "L"}[sex] if oddity == "sex" else sex
        coded_born = born.replace(month=born.month % 12 + 1) if oddity == "birth_date" else born
        mailbox = "".join(c for c in name.lower() if c.isascii() and c.isalpha())[:14]
        return Person(
            id=key,
            name=name,
            nik=nik_of(regency, coded_born, coded_sex, self.count),
            birth_place=dice.choice(words.BIRTH_PLACES),
            birth_date=born,
            sex=sex,
            address=f"{dice.choice(words.STREETS)} No. {dice.randint(1, 98)}",
            rt_rw=f"{dice.randint(1, 15):03d}/{dice.randint(1, 12):03d}",
            village=village,
            district=district,
            city=city,
            phone=f"08120000{self.count:04d}",
            email=f"{mailbox}{self.count}@contoh.example",
            occupation=occupation or dice.choice(words.OCCUPATIONS[sex == "L" :]),
            religion=_religion(name, dice.choice(words.RELIGIONS)),
            marital=dice.choice(words.MARITAL),
            oddities=[f"nik_contradicts_{oddity}"] if oddity else [],
        )


# From this one on they live outside the region and come with a guarantor
FIRST_OUTSIDER = 20
# From this one on they work beyond Jabodetabek and travel again and again
FIRST_COMMUTER = 14

# Names that break forms: one word, forty characters, degrees, apostrophes, dots
SPECIAL = (
    ("Sukarni", "P", ""),
    ("Poniman", "L", ""),
    ("Suparti", "P", "sex"),
    ("Muhammad Abdurrahman Kusumawardhana Putra", "L", ""),
    ("Maria Magdalena Kristianingsih Simanjuntak", "P", ""),
    ("dr. Hendra Wibowo Rekaan, Sp.A", "L", ""),
    ("Ir. Ratna Puspita Contoh, M.T.", "P", ""),
    ("Nur'aini Sa'diyah", "P", ""),
    ("Ma'ruf Syafi'i", "L", "birth_date"),
    ("Rr. Dyah Ayu K.", "P", ""),
    ("I Gst. Ngr. Oka", "L", ""),
    ("Yohanes D'Souza", "L", "birth_date"),
)


def individuals(folk: Folk, count: int) -> list[Person]:
    """Return `count` citizens, the first with names and NIKs an officer must look at twice."""
    people = [
        folk.person(f"p{n:02d}", name=name, sex=sex, oddity=oddity)
        for n, (name, sex, oddity) in enumerate(SPECIAL, 1)
    ]
    for n in range(len(people) + 1, count + 1):
        oddity = "sex" if n == count else ""
        job = "Karyawan Swasta" if FIRST_COMMUTER <= n < FIRST_OUTSIDER else ""
        people.append(folk.person(f"p{n:02d}", oddity=oddity, outside=n >= FIRST_OUTSIDER, occupation=job))
    return people
