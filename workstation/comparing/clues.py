"""How a field is found on its paper: the labels that stand before it there, and the shape of what follows."""

from dataclasses import dataclass
from enum import StrEnum

from workstation.catalogue.rules import FieldKind, FieldSpec


class Shape(StrEnum):
    """What is compared: digits one by one, letters of a name, a day, a choice, an address, a span of days, prose."""

    DIGITS = "digits"
    NAME = "name"
    BIRTH_PLACE = "birth_place"
    DAY = "day"
    CHOICE = "choice"
    ADDRESS = "address"
    PERIOD = "period"
    PROSE = "prose"


@dataclass(frozen=True, slots=True)
class Clue:
    """`labels` as papers print them, the best-fitting first; `length` of a number."""

    shape: Shape
    labels: tuple[str, ...] = ()
    length: int = 0


BIRTH = ("tempat tgl lahir", "tempat tanggal lahir", "tanggal lahir", "lahir")
NUMBERS = {
    FieldKind.NIK: Clue(Shape.DIGITS, ("nik", "nomor induk kependudukan"), 16),
    FieldKind.NIB: Clue(Shape.DIGITS, ("nomor induk berusaha nib", "nomor induk berusaha", "nib"), 13),
    FieldKind.NPWP: Clue(Shape.DIGITS, ("npwp",), 15),
}
ENDINGS = (
    ("company_name", Clue(Shape.NAME, ("nama perusahaan", "perusahaan", "nama usaha", "nama pelaku usaha"))),
    ("employer", Clue(Shape.NAME, ("nama perusahaan", "perusahaan"))),
    ("guarantor_name", Clue(Shape.NAME, ("nama penjamin", "nama"))),
    ("contact_name", Clue(Shape.NAME, ("nama lengkap", "nama", "penanggung jawab"))),
    ("name", Clue(Shape.NAME, ("nama lengkap", "nama"))),
    ("position", Clue(Shape.NAME, ("jabatan",))),
    ("birth_place", Clue(Shape.BIRTH_PLACE, BIRTH)),
    ("identity_number", Clue(Shape.NAME, ("nomor identitas", "nomor paspor", "no paspor", "passport no", "nomor"))),
    ("address", Clue(Shape.ADDRESS, ("alamat", "alamat perusahaan"))),
    ("sex", Clue(Shape.CHOICE, ("jenis kelamin",))),
    ("sector", Clue(Shape.CHOICE, ("bidang usaha", "sektor usaha", "kbli"))),
    ("valid_from", Clue(Shape.PERIOD)),
    ("valid_until", Clue(Shape.PERIOD)),
)  # fmt: skip


def clue_for(field: FieldSpec) -> Clue:
    """Tell how to find a field; what is not known is looked for in the words of the paper, or under its own label."""
    if field.kind in NUMBERS:
        return NUMBERS[field.kind]
    known = next((clue for ending, clue in ENDINGS if field.code.endswith(ending)), None)
    if known is not None:
        return known
    own = (field.label,)
    match field.kind:
        case FieldKind.DATE:
            return Clue(Shape.DAY, (*BIRTH, *own) if "birth" in field.code else own)
        case FieldKind.CHOICE:
            return Clue(Shape.CHOICE, own)
        case FieldKind.NUMBER | FieldKind.PHONE:
            return Clue(Shape.DIGITS, own)
        case _:
            return Clue(Shape.PROSE, own)
