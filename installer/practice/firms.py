"""Fictitious companies and the workers they send out."""

from dataclasses import dataclass
from typing import Any

from installer.practice import words
from installer.practice.people import Folk, Person

# Workers per company; an application may name 5 to 20 of them (STRP rules of July 2021)
HEADCOUNT = (20, 12, 10, 14, 5, 16, 20, 12, 10, 18, 6, 12, 14, 20, 10, 8)


@dataclass(frozen=True)
class Worker:
    """One line of a company's list."""

    person: Person
    job: str
    destination: str

    def as_json(self) -> dict[str, str]:
        """The line as the list shows it."""
        return {
            "name": self.person.name,
            "nik": self.person.nik,
            "job": self.job,
            "address": self.person.full_address(),
            "destination": self.destination,
        }


@dataclass(frozen=True)
class Firm:
    """One company of the cast."""

    id: str
    name: str
    sector: str
    sector_words: str
    business_number: str
    address: str
    village: str
    district: str
    city: str
    phone: str
    email: str
    contact: Person
    position: str
    workers: list[Worker]

    def full_address(self) -> str:
        """Address with kelurahan, kecamatan and city."""
        return f"{self.address}, Kel. {self.village}, Kec. {self.district}, {self.city}"

    def as_json(self) -> dict[str, Any]:
        """Plain values for the stored cast."""
        plain = {k: v for k, v in self.__dict__.items() if k not in ("contact", "workers")}
        return {
            **plain,
            "contact": self.contact.as_json(),
            "workers": [w.as_json() for w in self.workers],
        }


def companies(folk: Folk) -> list[Firm]:
    """Return the companies, one per sector named in the STRP rules."""
    return [_company(folk, n, row, HEADCOUNT[n - 1]) for n, row in enumerate(words.FIRMS, 1)]


def _company(folk: Folk, number: int, row: tuple[str, str, str], headcount: int) -> Firm:
    dice = folk.dice
    name, sector, sector_words = row
    village, district, city, _ = dice.choice(words.VILLAGES)
    address = f"{dice.choice(words.STREETS)} Raya No. {dice.randint(1, 120)}"
    sites = [f"Kantor {name}, {district}"] + [
        f"{kind} {place[0]}, {place[1]}"
        for kind, place in zip(("Gudang", "Cabang"), dice.sample(words.VILLAGES, 2), strict=True)
    ]
    mailbox = "".join(c for c in name.lower() if c.isalpha())
    return Firm(
        id=f"c{number:02d}",
        name=name,
        sector=sector,
        sector_words=sector_words,
        business_number=f"99{dice.randrange(10**11):011d}",
        address=address,
        village=village,
        district=district,
        city=city,
        phone=f"021000{number:04d}",
        email=f"{mailbox}@contoh.example",
        contact=folk.person(f"c{number:02d}-contact", occupation="Karyawan Swasta"),
        position=words.POSITIONS[number % 3],
        workers=[
            Worker(folk.person(f"c{number:02d}-w{k:02d}"), dice.choice(words.JOBS), sites[k % 3])
            for k in range(1, headcount + 1)
        ],
    )
