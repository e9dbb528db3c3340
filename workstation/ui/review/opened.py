"""A case on the desk: papers, fields to compare, hints, and the one step that comes next. No Qt here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from workstation import phrasing
from workstation.catalogue import checking, doubts
from workstation.catalogue.rules import DocumentSpec, FieldSpec
from workstation.catalogue.showing import shown_value
from workstation.queries.casefile import CaseFile, PersonRow, ReasonRow, ScanRow
from workstation.usecases.reasons import Marked, Reason, page_reasons, with_places
from workstation.usecases.reviewing import ReviewedFile
from workstation.vocabulary import IN_REVIEW, CaseStage, Mark, Verdict
from workstation.worktime import WIB


class Change(StrEnum):
    """What became of one thing since the case was sent back."""

    NONE = "none"
    MENDED = "mended"  # asked for, and different now
    UNMENDED = "unmended"  # asked for, and as it was
    CHANGED = "changed"  # different without having been asked for


class Step(StrEnum):
    """What the forward key does now."""

    NONE = "none"
    ACCEPT = "accept"
    LOOK = "look"
    DECLARE = "declare"
    HAND_ON = "hand_on"
    PERSONS = "persons"
    PROPOSE = "propose"


@dataclass(frozen=True, slots=True)
class Paper:
    """One line of the list of documents; without a scan when a required one is missing.

    `former` is the refused scan that this one replaces, `asked` what was said of it.
    """

    document: DocumentSpec
    scan: ScanRow | None
    reason: str = ""
    former: ScanRow | None = None
    asked: str = ""
    change: Change = Change.NONE

    @property
    def verdict(self) -> Verdict | None:
        """The reviewer's word, None where nothing was filed."""
        return self.scan.verdict if self.scan else None


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field. `evidence` is the code of the paper to compare with, "" where there is none.

    `before` is what stood there when the case was sent back, where that differs; `finding` what is wrong now;
    `tied_by` who said where it stands on the scan.
    """

    spec: FieldSpec
    value: str
    evidence: str
    hint: str
    before: str = ""
    asked: str = ""
    finding: str = ""
    change: Change = Change.NONE
    tied_by: str = ""


@dataclass(frozen=True, slots=True)
class OpenCase:
    """The rows of a case together with its opened file; marks may run ahead of what is stored."""

    file: CaseFile
    opened: ReviewedFile
    hints: Mapping[str, str]
    papers: tuple[Paper, ...] = ()
    fields: tuple[FieldLine, ...] = ()

    @property
    def id(self) -> int:
        """The application."""
        return self.file.id

    @property
    def may_work(self) -> bool:
        """Whether this officer holds the case and it is still in review."""
        return self.file.is_mine and self.file.stage in IN_REVIEW

    @property
    def scans(self) -> tuple[Paper, ...]:
        """The papers that can be looked at."""
        return tuple(paper for paper in self.papers if paper.scan is not None)

    def paper_of(self, scan_id: int | None) -> Paper | None:
        """The line of a scan."""
        return next((p for p in self.papers if p.scan is not None and p.scan.id == scan_id), None)

    def paper_for(self, document_code: str) -> Paper | None:
        """The first line of a document, or of the paper that stands in for it."""
        codes = [document_code]
        codes += [
            d.alternative for d in self.file.rules.documents if d.code == document_code and d.alternative
        ]
        return next((p for code in codes for p in self.scans if p.document.code == code), None)

    def next_pending(self, after: int | None) -> Paper | None:
        """The next paper without a word, from the one after `after` on, round to the beginning."""
        scans = self.scans
        at = next((n for n, p in enumerate(scans) if p.scan is not None and p.scan.id == after), -1)
        turned = scans[at + 1 :] + scans[: at + 1]
        return next((p for p in turned if p.verdict == Verdict.PENDING), None)

    @property
    def missing(self) -> tuple[str, ...]:
        """Titles of required papers that nothing accepted stands for."""
        accepted = {p.document.code for p in self.papers if p.verdict == Verdict.ACCEPTED}
        needed = checking.missing_documents(self.file.rules, self.opened.values, accepted)
        return tuple(document.title for document in needed)

    @property
    def unmarked(self) -> tuple[FieldLine, ...]:
        """Fields that must still be compared."""
        return tuple(line for line in self.fields if line.evidence and line.spec.code not in self.file.marks)

    @property
    def differing(self) -> tuple[FieldLine, ...]:
        """Fields that were compared and are not the same."""
        doubtful = (Mark.DIFFERS, Mark.UNREADABLE)
        return tuple(line for line in self.fields if self.file.marks.get(line.spec.code) in doubtful)

    @property
    def marked_papers(self) -> tuple[str, ...]:
        """Names of documents on whose pages something is marked as wrong."""
        codes = {m.document_code for m in self.file.page_findings if not m.superseded}
        return tuple(d.short_title or d.title for d in self.file.rules.documents if d.code in codes)

    def next_unmarked(self, after: str) -> FieldLine | None:
        """The next field to compare, from the one after `after` on, round to the beginning."""
        at = next((n for n, line in enumerate(self.fields) if line.spec.code == after), -1)
        open_codes = {line.spec.code for line in self.unmarked}
        turned = self.fields[at + 1 :] + self.fields[: at + 1]
        return next((line for line in turned if line.spec.code in open_codes), None)

    @property
    def undecided(self) -> tuple[PersonRow, ...]:
        """Persons of the list without a word."""
        return tuple(person for person in self.file.persons if person.verdict is None)

    @property
    def findings(self) -> tuple[tuple[str, Reason], ...]:
        """What was found wrong in this review: the name of the document or field, and the reason."""
        rules = self.file.rules
        names = {d.code: d.short_title or d.title for d in rules.documents} | {
            f.code: f.label for f in rules.fields
        }
        return tuple((names.get(r.document or r.field, r.document or r.field), r) for r in _found(self.file))

    def since_return(self) -> str:
        """Say what became of what was asked for when the case was sent back last; "" when it never was."""
        back = self.file.returned
        if back is None:
            return ""
        lines = [(line.spec.label, line.change) for line in self.fields]
        lines += [(paper.document.short_title or paper.document.title, paper.change) for paper in self.papers]
        left = [name for name, change in lines if change is Change.UNMENDED]
        mended = sum(change is Change.MENDED for _, change in lines)
        asked = mended + len(left)
        who = f" oleh {back.officer}" if back.officer else ""
        said = [f"Dikembalikan {phrasing.short_moment(back.at)}{who}."]
        said += [f"{mended} dari {asked} butir diperbaiki."] if asked else []
        said += [f"Belum diperbaiki: {', '.join(left)}."] if left else []
        said += [f"Diminta juga: {a.text}" for a in back.asked if not (a.document or a.field or a.worker)]
        return " ".join(said)

    def step(self, shown: int | None) -> tuple[Step, str]:
        """The forward step with the scan `shown`, and why it is not possible ("" when it is)."""
        if self.file.stage not in IN_REVIEW:
            return Step.NONE, "Penelitian berkas ini sudah selesai."
        if not self.may_work:
            return Step.NONE, "Ambil berkas ini dahulu (Ctrl+T)."
        paper, missing = self.paper_of(shown), self.missing
        is_new = self.file.stage == CaseStage.SUBMITTED
        if is_new and paper is not None and paper.verdict == Verdict.PENDING:
            return Step.ACCEPT, ""
        if is_new and missing and self.next_pending(shown) is not None:
            return Step.LOOK, ""
        why = f"Belum diterima: {', '.join(missing)}. Kembalikan berkas dengan F6." if missing else ""
        if is_new:
            return Step.DECLARE, why
        if self.file.stage == CaseStage.ADMINISTRATIVE:
            return Step.HAND_ON, why
        return (Step.PERSONS if self.undecided and not why else Step.PROPOSE), why

    def todo(self, shown: int | None) -> str:
        """What is still to be done before the next step, in a few words; "" when nothing is."""
        step, why = self.step(shown)
        if why or step is Step.NONE:
            return why
        if self.file.stage == CaseStage.SUBMITTED:
            waiting = [paper for paper in self.scans if paper.verdict == Verdict.PENDING]
            return f"{len(waiting)} dokumen belum diperiksa." if waiting else ""
        return f"{len(self.unmarked)} isian belum dicocokkan." if self.unmarked else ""

    def with_marks(self, ahead: Mapping[str, Mark | None]) -> "OpenCase":
        """The same case with marks that are not stored yet."""
        marks = {**self.file.marks}
        for code, mark in ahead.items():
            if mark is None:
                marks.pop(code, None)
            else:
                marks[code] = mark
        return replace(self, file=replace(self.file, marks=marks))


def open_case(file: CaseFile, opened: ReviewedFile, regions: frozenset[str] | None = None) -> OpenCase:
    """Put the rows of a case beside its opened file."""
    today = file.at.astimezone(WIB).date()
    warned = checking.warnings(file.rules, opened.values, today, regions)
    broken = checking.broken_niks(file.rules, opened.values, today)
    hints = doubts.merged(warned, broken, doubts.date_doubts(file.rules, opened.values, today))
    return with_file(OpenCase(file, opened, hints), file)


def with_file(case: OpenCase, file: CaseFile) -> OpenCase:
    """The same opened file with newer rows."""
    return replace(case, file=file, papers=_papers(file, case.opened), fields=_fields(file, case))


def with_findings(file: CaseFile, reasons: Sequence[Reason], document: str) -> CaseFile:
    """The same rows with these findings on one document."""
    others = tuple(r for r in file.reasons if (r.purpose, r.document_code) != ("finding", document))
    found = (
        ReasonRow("finding", r.code, document, "", r.text, r.legal_basis, r.remedy, file.at) for r in reasons
    )
    return replace(file, reasons=(*others, *found))


def _papers(file: CaseFile, opened: ReviewedFile) -> tuple[Paper, ...]:
    current = [scan for scan in file.scans if not scan.superseded]
    filed = {scan.document_code for scan in current}
    needed = {d.code for d in checking.missing_documents(file.rules, opened.values, filed)}
    lines: list[Paper] = []
    for document in file.rules.documents:
        lines += [_paper(file, document, scan) for scan in current if scan.document_code == document.code]
        if document.code in needed:
            lines.append(Paper(document, None))
    return tuple(lines)


def _paper(file: CaseFile, document: DocumentSpec, scan: ScanRow) -> Paper:
    texts = {reason.code: reason.text for reason in file.rules.reasons}
    said = texts.get(scan.reason_code, scan.reason_code) if scan.verdict == Verdict.REFUSED else ""
    found = _findings(file, document=document.code) or said
    reason = " ".join(part for part in (found, scan.note) if part)
    asked = _asked(file, document=document.code)
    former = next(
        (s for s in reversed(file.scans) if s.superseded and s.document_code == scan.document_code), None
    )
    change = Change.NONE
    if asked or former:
        change = Change.MENDED if former is not None and former.id < scan.id else Change.UNMENDED
    return Paper(document, scan, reason, former, asked, change)


def _found(file: CaseFile) -> tuple[Reason, ...]:
    """What is found wrong in this review with documents, their places, and fields."""
    kept = [
        Reason(r.code, r.text, r.legal_basis, r.remedy, r.document_code, r.field)
        for r in file.reasons
        if r.purpose == "finding"
    ]
    marked = (
        Marked(m.document_code, m.region, m.part, m.code, m.text, m.legal_basis, m.remedy)
        for m in file.page_findings
        if not m.superseded
    )
    return with_places(kept, page_reasons(marked))


def _findings(file: CaseFile, document: str = "", field: str = "") -> str:
    """Say what is found wrong with one document or field in this review."""
    return "; ".join(r.text for r in _found(file) if (r.document, r.field) == (document, field))


def _asked(file: CaseFile, document: str = "", field: str = "") -> str:
    """Say what was asked for when the case was sent back last."""
    asked = file.returned.asked if file.returned else ()
    return "; ".join(a.text for a in asked if (a.document, a.field) == (document, field) and not a.worker)


def _fields(file: CaseFile, case: OpenCase) -> tuple[FieldLine, ...]:
    values = case.opened.values
    to_mark = {field.code for field in checking.fields_to_mark(file.rules, values)}
    before = case.opened.before
    shown = [
        f
        for f in checking.visible_fields(file.rules, values)
        if checking.text_of(values, f.code) or (before is not None and checking.text_of(before, f.code))
    ]
    order = [document.code for document in file.rules.documents]
    compared = sorted((f for f in shown if f.code in to_mark), key=lambda f: order.index(f.evidence or ""))
    others = [f for f in shown if f.code not in to_mark]
    return tuple(
        _field(file, case, field, is_compared=field.code in to_mark) for field in (*compared, *others)
    )


def _field(file: CaseFile, case: OpenCase, field: FieldSpec, *, is_compared: bool) -> FieldLine:
    text, asked = checking.text_of(case.opened.values, field.code), _asked(file, field=field.code)
    before = text if case.opened.before is None else checking.text_of(case.opened.before, field.code)
    change = Change.NONE
    if text != before:
        change = Change.MENDED if asked else Change.CHANGED
    elif asked:
        change = Change.UNMENDED
    return FieldLine(
        field,
        shown_value(field, text) if text else "(dikosongkan)",
        (field.evidence or "") if is_compared else "",
        case.hints.get(field.code, ""),
        "" if text == before else shown_value(field, before) if before else "(kosong)",
        asked,
        _findings(file, field=field.code),
        change,
        file.places[field.code].officer if field.code in file.places else "",
    )
