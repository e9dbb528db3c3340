"""The words on each kind of paper, taken from the cast; one place, so that papers of one person agree."""

from datetime import date, timedelta

from installer.practice.firms import Firm
from installer.practice.paper import card_date, long_date
from installer.practice.people import Person
from installer.practice.words import HOSPITALS, PROVINCES

# The working day of the practice set; everything else is counted from it
PAPERS_DAY = date(2026, 11, 23)
SEX_WORDS = {"L": "Laki-laki", "P": "Perempuan"}
PURPOSE = "melaksanakan pekerjaan sektor {sector}"


def day(offset: int) -> date:
    """Return the day `offset` days after the day of the papers."""
    return PAPERS_DAY + timedelta(days=offset)


def home(person: Person) -> str:
    """Full address on letters."""
    return f"{person.full_address()}, Kel. {person.village}, Kec. {person.district}, {person.city}"


def birth(person: Person) -> str:
    """Place and date of birth as one line."""
    return f"{person.birth_place}, {card_date(person.birth_date)}"


def ground(person: Person) -> str:
    """Red ground for odd years of birth, blue for even ones."""
    return "red" if person.birth_date.year % 2 else "blue"


def scarf(person: Person) -> str:
    """Say "yes" where the portrait wears a headscarf, the same on card and photo."""
    covered = person.sex == "P" and person.religion == "Islam" and int(person.nik[-1]) % 3 != 0
    return "yes" if covered else "no"


def identity_card(person: Person) -> dict[str, str]:
    """Facts of the card."""
    return {
        "city_line": f"PROVINSI {PROVINCES.get(person.city, 'DKI JAKARTA')} - {person.city.upper()}",
        "nik": person.nik,
        "name": person.name,
        "birth": birth(person),
        "birth_date": person.birth_date.isoformat(),
        "sex": SEX_WORDS[person.sex],
        "sex_code": person.sex,
        "address": person.address,
        "rt_rw": person.rt_rw,
        "village": person.village,
        "district": person.district,
        "city": person.city,
        "religion": person.religion,
        "marital": person.marital,
        "occupation": person.occupation,
        "nationality": "WNI",
        "valid": "Seumur hidup",
        "issued": card_date(date(2017 + int(person.nik[-1]) % 5, 1 + int(person.nik[-2]), 12)),
        "ground": ground(person),
        "scarf": scarf(person),
    }


def photo(person: Person) -> dict[str, str]:
    """Facts of the 4 x 6 photo: whose face, which ground."""
    return {"name": person.name, "sex_code": person.sex, "ground": ground(person), "scarf": scarf(person)}


def vaccine(person: Person) -> dict[str, str]:
    """Facts of the certificate; the NIK is masked in the middle."""
    serial = int(person.nik[-4:])
    return {
        "name": person.name,
        "nik_masked": f"{person.nik[:4]}********{person.nik[-4:]}",
        "birth_date": long_date(person.birth_date),
        "dose": "1" if serial % 9 == 0 else "2",
        "dose_date": long_date(day(-60 - serial % 200)),
        "vaccine": ("Sinovac", "AstraZeneca", "Moderna")[serial % 3] + " (contoh)",
        "batch": f"SPES{serial:04d}X",
        "ticket": f"P-{serial:04d}-CONTOH",
        "qr": f"https://vaksin.contoh.example/periksa/P-{serial:04d}-CONTOH",
    }


def _letterhead(firm: Firm) -> dict[str, str]:
    return {
        "company_name": firm.name,
        "company_address": firm.full_address(),
        "company_contact": f"Telepon {firm.phone}   Surel {firm.email}",
    }


def assignment_letter(firm: Firm, first: int = -21, last: int = 60) -> dict[str, str]:
    """Facts of a letter whose dates span every batch of the firm."""
    return {
        **_letterhead(firm),
        "number": f"{int(firm.id[1:]):03d}/ST-HRD/{(day(first)).year}",
        "signer": firm.contact.name,
        "signer_position": firm.position,
        "purpose": PURPOSE.format(sector=firm.sector_words.lower()),
        "date": long_date(day(first)),
        "valid_from": long_date(day(first)),
        "valid_until": long_date(day(last)),
    }


def business_number(firm: Firm) -> dict[str, str]:
    """Facts of the NIB sheet."""
    return {
        "business_number": firm.business_number,
        "company_name": firm.name,
        "company_address": firm.full_address(),
        "company_phone": firm.phone,
        "company_email": firm.email,
        "sector": firm.sector_words,
        "contact_name": firm.contact.name,
        "issued": long_date(date(2019 + int(firm.id[1:]) % 5, 3, 4 + int(firm.id[1:]))),
        "status": "SPESIMEN - tidak berlaku",
        "qr": f"https://nib.contoh.example/{firm.business_number}",
    }


def statement(person: Person) -> dict[str, str]:
    """Facts of the health statement; `duty` is empty where the meterai is missing."""
    return {
        "name": person.name,
        "nik": person.nik,
        "birth": birth(person),
        "address": home(person),
        "date": long_date(day(-12)),
        "duty": "SPESIMEN METERAI 10000",
    }


def employment_letter(person: Person, firm: Firm, workplace: str, first: date, last: date) -> dict[str, str]:
    """Facts of the letter of a firm of the cast for a person who travels again and again."""
    return {
        **_letterhead(firm),
        "number": f"{int(person.id[1:]):03d}/SKK/{PAPERS_DAY.year}",
        "name": person.name,
        "nik": person.nik,
        "position": "Teknisi" if person.sex == "L" else "Staf Administrasi",
        "address": home(person),
        "workplace": workplace,
        "signer": firm.contact.name,
        "date": long_date(day(-14)),
        "valid_from": long_date(first),
        "valid_until": long_date(last),
    }


def neighbourhood_letter(person: Person, need: str, heads: tuple[str, str]) -> dict[str, str]:
    """Facts of the RT/RW form."""
    return {
        "name": person.name,
        "nik": person.nik,
        "birth": birth(person),
        "occupation": person.occupation,
        "address": person.full_address(),
        "rt_rw": person.rt_rw,
        "village": person.village,
        "district": person.district,
        "city": person.city,
        "need": need,
        "number": f"{int(person.id[1:]):02d}/RT{person.rt_rw[:3]}/{PAPERS_DAY.year}",
        "date": long_date(day(-13)),
        "valid_until": long_date(day(85)),
        "rt_head": heads[0],
        "rw_head": heads[1],
    }


def guarantor_letter(person: Person, fields: dict[str, str]) -> dict[str, str]:
    """Facts of the guarantor's promise, the same as in the application's fields."""
    return {
        **{k: v for k, v in fields.items() if k.startswith("guarantor_")},
        "name": person.name,
        "nik": person.nik,
        "destination": fields["destination"],
        "date": long_date(day(-12)),
        "valid_from": long_date(date.fromisoformat(fields["valid_from"])),
        "valid_until": long_date(date.fromisoformat(fields["valid_until"])),
    }


CONDITIONS = {
    "visiting_sick": ("dirawat inap dan perlu didampingi keluarga", "Anak kandung"),
    "mourning": ("meninggal dunia, jenazah akan dimakamkan", "Keponakan"),
    "pregnant": ("hamil dan dijadwalkan bersalin", "Pasien sendiri"),
    "companion": ("hamil dan perlu pendamping saat bersalin", "Pendamping"),
}


def cause_letter(person: Person, patient: str, need: str) -> dict[str, str]:
    """Facts of the hospital's letter."""
    serial = int(person.id[1:])
    hospital, address = HOSPITALS[serial % len(HOSPITALS)]
    condition, relation = CONDITIONS[need]
    return {
        "hospital": hospital,
        "hospital_address": address,
        "number": f"{serial:03d}/SKM/{PAPERS_DAY.year}",
        "patient": person.name if need == "pregnant" else patient,
        "condition": condition,
        "name": person.name,
        "nik": person.nik,
        "relation": relation,
        "doctor": ("dr. Ayu Misalan", "dr. Bagus Rekaan", "dr. Citra Contoh")[serial % 3],
        "date": long_date(day(-12)),
    }
