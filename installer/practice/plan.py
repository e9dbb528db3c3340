"""Puts people, papers and stages together into practice applications."""

import random
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from installer.practice import facts
from installer.practice.firms import Firm, companies
from installer.practice.library import Library
from installer.practice.paper import Paper
from installer.practice.people import FIRST_COMMUTER, FIRST_OUTSIDER, Folk, Person, individuals
from installer.practice.stages import Slot, slots
from installer.practice.words import HOSPITALS

SEED = 20261123
INDIVIDUALS = 26
CHANNELS = ("online",) * 13 + ("counter",) * 4 + ("drop_box", "email", "courier")
DECIDED = ("issued", "handed_over", "refused")
PAST = (*DECIDED, "returned")
NEEDS = ("visiting_sick", "mourning", "pregnant", "companion")


@dataclass
class Application:
    """One planned application; `papers` by document code, in the order of the catalogue."""

    id: str
    permit_type: str
    applicant: str
    channel: str
    slot: Slot
    filed_on: date
    fields: dict[str, str]
    papers: dict[str, Paper]
    workers: list[dict[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    defects: list[dict[str, str]] = field(default_factory=list)
    reason: str = ""
    rows: list[dict[str, Paper]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """What the stored cast says; a draft has only its identity card so far."""
        kept = {k: p.file for k, p in self.papers.items()}
        if self.slot.stage == "draft":
            kept = {k: v for k, v in kept.items() if k == "identity_card"}
        return {
            "id": self.id,
            "permit_type": self.permit_type,
            "applicant": self.applicant,
            "channel": self.channel,
            "filed_on": self.filed_on.isoformat(),
            "fields": self.fields,
            "workers": self.workers,
            "documents": kept,
            "rows": [{code: paper.file for code, paper in row.items()} for row in self.rows],
            "wanted_stage": self.slot.stage,
            "proposal": self.slot.proposal,
            "reason": self.reason,
            "truth": {
                "expected_decision": self.slot.expected,
                "defects": self.defects,
                "warnings": self.warnings,
            },
        }


class Planner:
    """Builds the whole set from one seed."""

    def __init__(self, seed: int = SEED) -> None:
        self.dice = random.Random(seed)
        self.folk = Folk(seed)
        self.firms = companies(self.folk)
        self.people = individuals(self.folk, INDIVIDUALS)
        self.library = Library(self.folk)
        self.applications: list[Application] = []

    def build(self) -> list[Application]:
        """Return every application, individuals and companies mixed, ids in order of filing."""
        waiting = slots(self.dice)
        asks = [("strp-individual", p) for p in self.people[:17]]
        asks += [("sikm", p) for p in self.people[FIRST_COMMUTER - 1 :]]
        for (kind, person), slot in zip(asks, waiting, strict=False):
            self._individual(kind, person, slot)
        rest = sorted(waiting[len(asks) :], key=lambda s: s.stage not in PAST)
        turns = self._turns(len(rest))
        for (firm, turn), slot in zip(turns, rest, strict=True):
            self._company(firm, turn, slot)
        self.applications.sort(key=lambda a: (a.filed_on, a.applicant))
        for number, application in enumerate(self.applications, 1):
            application.id = f"A{number:03d}"
        return self.applications

    def _turns(self, count: int) -> list[tuple[Firm, int]]:
        """Deal applications round the firms: small ones at most four, the others as many as it takes."""
        dealt: list[tuple[Firm, int]] = []
        turn = 0
        while len(dealt) < count:
            dealt += [(f, turn) for f in self.firms if turn < 4 or len(f.workers) >= 10]
            turn += 1
        return dealt[:count]

    def _window(self, stage: str, turn: int) -> tuple[date, date, date]:
        """Return filing day and first and last day asked for; two batches share a window."""
        start = (-7 if stage in DECIDED else 2) + 14 * (turn // 2 % 4)
        filed = {"issued": -9, "handed_over": -10, "refused": -8, "returned": -3, "approved": -1}
        age = filed.get(stage, -(self.dice.randrange(3)))
        return facts.day(age), facts.day(start), facts.day(start + 13)

    def _company(self, firm: Firm, turn: int, slot: Slot) -> None:
        half = len(firm.workers) // 2
        # a firm too small for two batches asks for one fortnight after the other
        filed, first, last = self._window(slot.stage, turn if half >= 5 else 2 * turn)
        batch = firm.workers if half < 5 else firm.workers[:half] if turn % 2 else firm.workers[half:]
        fields = {
            "sector": firm.sector,
            "company_name": firm.name,
            "business_number": firm.business_number,
            "company_address": firm.full_address(),
            "company_phone": firm.phone,
            "company_email": firm.email,
            "contact_name": firm.contact.name,
            "contact_identity_kind": "ktp",
            "contact_nik": firm.contact.nik,
            "contact_position": firm.position,
            "purpose": facts.PURPOSE.format(sector=firm.sector_words.lower()),
            "valid_from": first.isoformat(),
            "valid_until": last.isoformat(),
        }
        self._add(
            "strp-company",
            firm.id,
            slot,
            filed,
            fields,
            self.library.of_firm(firm),
            [w.as_json() for w in batch],
        )

    def _individual(self, kind: str, person: Person, slot: Slot) -> None:
        filed, first, _ = self._window(slot.stage, 0)
        fields = {
            "name": person.name,
            "identity_kind": "ktp",
            "nik": person.nik,
            "birth_place": person.birth_place,
            "birth_date": person.birth_date.isoformat(),
            "sex": person.sex,
            "address": person.full_address(),
            "village": person.village,
            "district": person.district,
            "city": person.city,
            "phone": person.phone,
            "email": person.email,
        }
        serial = int(person.id[1:])
        last = facts.day((first - facts.PAPERS_DAY).days + (6 if kind == "strp-individual" else 20))
        dates = {"valid_from": first.isoformat(), "valid_until": last.isoformat()}
        if kind == "strp-individual":
            young = person.sex == "P" and person.birth_date.year >= 1982
            need = NEEDS[serial % 4] if young else NEEDS[(0, 1, 3)[serial % 3]]
            hospital, address = HOSPITALS[serial % len(HOSPITALS)]
            fields |= {"need": need, "destination": f"{hospital}, {address}", **dates}
            papers = self.library.for_strp(person, need, self.folk.fresh_name("P"))
        else:
            fields |= self._journey(person, serial) | dates
            employer = self.firms[serial % len(self.firms)]
            papers = self.library.for_sikm(person, fields, employer, NEEDS[serial % 2])
        self._add(kind, person.id, slot, filed, fields, papers, [], list(person.oddities))

    def _journey(self, person: Person, serial: int) -> dict[str, str]:
        if serial < FIRST_OUTSIDER:
            place = ("Karawang", "Bandung", "Serang")[serial % 3]
            employer = self.firms[serial % len(self.firms)]
            return {
                "kind": "recurring",
                "reason": "Bekerja di luar Jabodetabek secara berulang",
                "destination": f"Kantor cabang {employer.name}, {place}",
            }
        host = self.folk.person(f"{person.id}-guarantor")
        sick = serial % 2 == 0
        return {
            "kind": "once",
            "reason": "Menjenguk keluarga yang sakit" if sick else "Mengantar jenazah keluarga",
            "destination": facts.home(host),
            "guarantor_name": host.name,
            "guarantor_address": facts.home(host),
            "guarantor_phone": host.phone,
            "guarantor_email": host.email,
        }

    def _add(
        self,
        kind: str,
        applicant: str,
        slot: Slot,
        filed: date,
        fields: dict[str, str],
        papers: dict[str, Paper],
        workers: list[dict[str, str]],
        warnings: list[str] | None = None,
    ) -> None:
        self.applications.append(
            Application(
                "",
                kind,
                applicant,
                self.dice.choice(CHANNELS),
                slot,
                filed,
                fields,
                dict(papers),
                workers,
                warnings or [],
            )
        )
