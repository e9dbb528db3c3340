"""Which papers exist: the honest ones of everybody, and spoiled variants made when a plan asks for one."""

from dataclasses import replace
from datetime import date

from installer.practice import facts
from installer.practice.firms import Firm
from installer.practice.paper import Paper, long_date
from installer.practice.people import Folk, Person


class Library:
    """All papers by file stem; asking twice gives the same paper."""

    def __init__(self, folk: Folk) -> None:
        self.folk = folk
        self.papers: dict[str, Paper] = {}

    def _keep(self, paper: Paper) -> Paper:
        return self.papers.setdefault(paper.file, paper)

    def of_firm(self, firm: Firm) -> dict[str, Paper]:
        """Return the papers a firm hands in with each application."""
        rows = [w.as_json() for w in firm.workers]
        made = {
            "identity_card": facts.identity_card(firm.contact),
            "assignment_letter": facts.assignment_letter(firm),
            "vaccine_certificate": facts.vaccine(firm.contact),
            "business_number": facts.business_number(firm),
        }
        papers = {
            code: self._keep(Paper(f"{firm.id}-{code}", code, firm.id, words)) for code, words in made.items()
        }
        papers["assignment_letter"].rows = rows
        papers["assignment_letter"].pages = 2 if len(rows) > 8 else 1
        return papers

    def of_worker(self, person: Person) -> dict[str, Paper]:
        """Return card and photo of one row of a list."""
        made = {"worker_card": facts.identity_card(person), "worker_photo": facts.photo(person)}
        return {code: self._one(person, code, words) for code, words in made.items()}

    def of_person(self, person: Person) -> dict[str, Paper]:
        """Return the papers a person shows whatever the permit."""
        made = {"identity_card": facts.identity_card(person), "photo": facts.photo(person)}
        return {code: self._one(person, code, words) for code, words in made.items()}

    def _one(self, person: Person, code: str, words: dict[str, str]) -> Paper:
        return self._keep(Paper(f"{person.id}-{code}", code, person.id, words))

    def for_strp(self, person: Person, need: str, patient: str) -> dict[str, Paper]:
        """Return what an urgent STRP needs: vaccine (or a statement instead) and the cause."""
        serial = int(person.id[1:])
        papers = self.of_person(person)
        if serial % 6 == 5:
            papers["statement"] = self._one(person, "statement", facts.statement(person))
        else:
            papers["vaccine_certificate"] = self._one(person, "vaccine_certificate", facts.vaccine(person))
        if serial % 2 or need == "companion":
            papers["cause_letter"] = self._one(
                person, "cause_letter", facts.cause_letter(person, patient, need)
            )
        return papers

    def for_sikm(self, person: Person, fields: dict[str, str], employer: Firm, need: str) -> dict[str, Paper]:
        """Return what a SIKM needs, by kind (recurring: employer; once: cause and guarantor)."""
        papers = self.of_person(person)
        heads = (self.folk.fresh_name("L"), self.folk.fresh_name("L"))
        letter = facts.neighbourhood_letter(person, fields["reason"], heads)
        papers["neighbourhood_letter"] = self._one(person, "neighbourhood_letter", letter)
        papers["statement"] = self._one(person, "statement", facts.statement(person))
        if fields["kind"] == "recurring":
            first, last = (date.fromisoformat(fields[k]) for k in ("valid_from", "valid_until"))
            work = facts.employment_letter(person, employer, fields["destination"], first, last)
            papers["employment_letter"] = self._one(person, "employment_letter", work)
            return papers
        cause = facts.cause_letter(person, self.folk.fresh_name("P"), need)
        papers["cause_letter"] = self._one(person, "cause_letter", cause)
        promise = facts.guarantor_letter(person, fields)
        papers["guarantor_letter"] = self._one(person, "guarantor_letter", promise)
        return papers

    def variant(self, honest: Paper, suffix: str, defect: dict[str, str], **changed: str) -> Paper:
        """Return a copy of a paper with some words changed and the defect noted."""
        file = f"{honest.file}-{suffix}"
        return self._keep(
            replace(honest, file=file, facts={**honest.facts, **changed}, rows=honest.rows, defect=defect)
        )

    def other_face(self, honest: Paper, suffix: str, defect: dict[str, str]) -> Paper:
        """Return a photo that shows somebody else than it says."""
        return self._keep(replace(honest, file=f"{honest.file}-{suffix}", owner=suffix, defect=defect))


def outdated(honest: Paper) -> dict[str, str]:
    """Return the dates of a letter that ended a month before the day of the papers."""
    dates = {"date": -95, "valid_from": -92, "valid_until": -31}
    return {key: long_date(facts.day(n)) for key, n in dates.items() if key in honest.facts}
