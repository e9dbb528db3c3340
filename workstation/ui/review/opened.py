"""A case on the desk: papers, fields to compare, hints, and the one step that comes next. No Qt here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from workstation.catalogue import checking
from workstation.catalogue.rules import DocumentSpec, FieldSpec
from workstation.catalogue.showing import shown_value
from workstation.queries.casefile import CaseFile, ScanRow
from workstation.usecases.reviewing import OpenedFile
from workstation.vocabulary import IN_REVIEW, CaseStage, Mark, Verdict
from workstation.worktime import WIB


class Step(StrEnum):
    """What the forward key does now."""

    NONE = "none"
    ACCEPT = "accept"
    LOOK = "look"
    DECLARE = "declare"
    HAND_ON = "hand_on"
    PROPOSE = "propose"


@dataclass(frozen=True, slots=True)
class Paper:
    """One line of the list of documents; without a scan when a required one is missing."""

    document: DocumentSpec
    scan: ScanRow | None
    reason: str = ""
    hint: str = ""

    @property
    def verdict(self) -> Verdict | None:
        """The reviewer's word, None where nothing was filed."""
        return self.scan.verdict if self.scan else None


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One filled field. `evidence` is the code of the paper to compare with, "" where there is none."""

    spec: FieldSpec
    value: str
    evidence: str
    hint: str


@dataclass(frozen=True, slots=True)
class OpenCase:
    """The rows of a case together with its opened file; marks may run ahead of what is stored."""

    file: CaseFile
    opened: OpenedFile
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

    def next_unmarked(self, after: str) -> FieldLine | None:
        """The next field to compare, from the one after `after` on, round to the beginning."""
        at = next((n for n, line in enumerate(self.fields) if line.spec.code == after), -1)
        open_codes = {line.spec.code for line in self.unmarked}
        turned = self.fields[at + 1 :] + self.fields[: at + 1]
        return next((line for line in turned if line.spec.code in open_codes), None)

    def step(self, shown: int | None) -> tuple[Step, str]:
        """The forward step with the scan `shown`, and why it is not possible ("" when it is)."""
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
        return (Step.HAND_ON if self.file.stage == CaseStage.ADMINISTRATIVE else Step.PROPOSE), why

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


def open_case(file: CaseFile, opened: OpenedFile, regions: frozenset[str] | None = None) -> OpenCase:
    """Put the rows of a case beside its opened file."""
    today = file.at.astimezone(WIB).date()
    hints = dict(checking.warnings(file.rules, opened.values, today, regions))
    end = checking.date_of(opened.values, "valid_until")
    if end is not None and end < today:
        hints["valid_until"] = "Masa berlaku yang diminta sudah lewat."
    return with_file(OpenCase(file, opened, hints), file)


def with_file(case: OpenCase, file: CaseFile) -> OpenCase:
    """The same opened file with newer rows."""
    return replace(case, file=file, papers=_papers(file, case.opened), fields=_fields(file, case))


def _papers(file: CaseFile, opened: OpenedFile) -> tuple[Paper, ...]:
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
    reason = " ".join(part for part in (said, scan.note) if part)
    hints = []
    if scan.replaces:
        hints.append("Pengganti dokumen yang ditolak.")
    if scan.also_in:
        hints.append(f"Berkas yang sama persis ada di {scan.also_in}.")
    return Paper(document, scan, reason, " ".join(hints))


def _fields(file: CaseFile, case: OpenCase) -> tuple[FieldLine, ...]:
    values = case.opened.values
    to_mark = {field.code for field in checking.fields_to_mark(file.rules, values)}
    shown = [f for f in checking.visible_fields(file.rules, values) if checking.text_of(values, f.code)]
    order = [document.code for document in file.rules.documents]
    compared = sorted((f for f in shown if f.code in to_mark), key=lambda f: order.index(f.evidence or ""))
    others = [f for f in shown if f.code not in to_mark]
    return tuple(
        FieldLine(
            field,
            shown_value(field, checking.text_of(values, field.code)),
            (field.evidence or "") if field.code in to_mark else "",
            case.hints.get(field.code, ""),
        )
        for field in (*compared, *others)
    )
