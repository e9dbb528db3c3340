"""The form of one permit type, with what a NIK says, hints that refuse nothing, and the regions of Jakarta."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QLabel, QLineEdit, QVBoxLayout

from workstation import identity, phrasing
from workstation.catalogue.checking import check, warnings
from workstation.catalogue.rules import ApplicantKind, FieldKind, PermitTypeRules
from workstation.regions import Region, load_district_codes, load_regions
from workstation.resources_at import resource
from workstation.ui.bars import words
from workstation.ui.form import Form

VILLAGE, DISTRICT, CITY = "village", "district", "city"
NIK, NIK_LENGTH = "nik", 16


@dataclass(frozen=True, slots=True)
class Village:
    """A kelurahan with the kecamatan and kota it lies in."""

    name: str
    district: str
    city: str

    @property
    def line(self) -> str:
        """Name it so that no two are the same."""
        return f"{self.name} – Kec. {self.district}, {self.city}"


@dataclass(frozen=True, slots=True)
class Places:
    """Tables that help to type: the villages of Jakarta, the districts that NIKs begin with."""

    villages: tuple[Village, ...] = ()
    districts: Mapping[str, str] | None = None


def load_places() -> Places:
    """Read the packaged tables (in the background: a few milliseconds, two files)."""
    regions = load_regions(resource("regions/dki.csv"))
    found = [_village(region, regions) for region in regions.values() if region.level == "village"]
    codes = load_district_codes(resource("regions/districts.csv"))
    return Places(tuple(sorted(found, key=lambda v: v.line)), codes)


def _village(region: Region, regions: Mapping[str, Region]) -> Village:
    district = regions[region.parent]
    city = regions[district.parent].name
    short = city.removeprefix("Kota Administrasi ").replace("Kabupaten Administrasi", "Kab. Adm.")
    return Village(region.name, district.name, short)


class EntryForm(Form):
    """The catalogue's form with a line under each field that may carry a hint."""

    def __init__(self, rules: PermitTypeRules, today: date, places: Places) -> None:
        self._rules, self._today, self._places = rules, today, places
        super().__init__(rules.fields, check=self._faults_of)
        self._hints: dict[str, QLabel] = {}
        self._completer: QCompleter | None = None
        self._open: tuple[str, str] = ("", "")  # a NIK and what is said of its open case
        self.changed.connect(self._hint)
        self.use_places(places)

    def use_places(self, places: Places) -> None:
        """Take the tables when they have been read."""
        self._places = places
        codes = {spec.code for spec in self._rules.fields}
        if places.villages and {VILLAGE, DISTRICT, CITY} <= codes and self._completer is None:
            self._complete(places.villages)
        self._hint()

    def set_values(self, values: Mapping[str, str]) -> None:
        """Fill the form and say what the numbers tell."""
        super().set_values(values)
        self._hint()

    @property
    def applicant_nik(self) -> str:
        """Give the NIK of the person who applies once it is complete, "" until then and for firms."""
        nik = self.values().get(NIK, "").strip() if self._rules.applicant is ApplicantKind.PERSON else ""
        return nik if len(nik) == NIK_LENGTH and nik.isdigit() else ""

    def tell_open(self, nik: str, said: str) -> None:
        """Say under the NIK that this person has an open case of the same type; "" takes it back."""
        self._open = (nik, said)
        self._hint()

    def hint(self, code: str) -> str:
        """Give the words under a field, or ""."""
        label = self._hints.get(code)
        return label.text() if label is not None and not label.isHidden() else ""

    def _faults_of(self, values: Mapping[str, str]) -> Mapping[str, str]:
        return check(self._rules, values, self._today)

    def _hint(self) -> None:
        values = self.values()
        found = {
            code: f"Periksa: {text}"
            for code, text in warnings(self._rules, values, self._today, self._places.districts).items()
        }
        for spec in self._rules.fields:
            if spec.kind is FieldKind.NIK and values.get(spec.code):
                nik, opened = self._open
                said = [opened] * (spec.code == NIK and values[NIK].strip() == nik)
                said += [self._nik_says(values[spec.code]), found.get(spec.code, "")]
                found[spec.code] = " ".join(part for part in said if part)
        for code in found.keys() | self._hints.keys():
            self._show_hint(code, found.get(code, ""))

    def _nik_says(self, text: str) -> str:
        nik = identity.check_nik(text, self._today)
        if not nik.sound:
            return ""
        births = " atau ".join(phrasing.long_date(day) for day in nik.birth_dates)
        sex = "perempuan" if nik.sex is identity.Sex.FEMALE else "laki-laki"
        district = (self._places.districts or {}).get(nik.region, "")
        return f"Struktur benar: lahir {births}, {sex}" + (f", {district}." if district else ".")

    def _show_hint(self, code: str, text: str) -> None:
        label = self._hints.get(code)
        if label is None:
            if not text:
                return
            label = words(role="small", wrap=True)
            column = self.box(code).layout()
            if isinstance(column, QVBoxLayout):
                column.insertWidget(column.count() - 1, label)
            self._hints[code] = label
        label.setText(text)
        label.setVisible(bool(text))

    def _complete(self, villages: Sequence[Village]) -> None:
        line = self.box(VILLAGE).entry.widget
        if not isinstance(line, QLineEdit):
            return
        completer = QCompleter([village.line for village in villages], line)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(8)
        completer.activated.connect(self._choose_village, Qt.ConnectionType.QueuedConnection)
        line.setCompleter(completer)
        self._completer = completer

    def _choose_village(self, line: str) -> None:
        village = next((v for v in self._places.villages if v.line == line), None)
        if village is not None:
            for code, text in ((VILLAGE, village.name), (DISTRICT, village.district), (CITY, village.city)):
                self.set_value(code, text)
