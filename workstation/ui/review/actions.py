"""The verbs of the review desk. `ReviewScreen` says what is open; each verb starts one use case."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from workstation.errors import MissingMark, Problem
from workstation.ui.action import Action
from workstation.ui.button import Weight
from workstation.ui.review.opened import OpenCase, Step
from workstation.usecases import reviewing
from workstation.usecases.persons import decide_workers
from workstation.usecases.previewing import preview
from workstation.usecases.reviewing import Reason, catalogue_reasons
from workstation.vocabulary import DocumentKind, Mark, PersonVerdict, Proposal, Role, Verdict
from workstation.wording import word

if TYPE_CHECKING:
    from workstation.ui.review.screen import ReviewScreen

NEWS = frozenset({"cases", "scans"})


class ReviewAction(Action):
    """A verb of this screen; `PAGE` says where it is to be seen: "desk", "inbox" or both ("")."""

    ROLE = Role.REVIEWER
    PAGE: ClassVar[str] = "desk"
    FREE: ClassVar[bool] = False

    @property
    def screen(self) -> "ReviewScreen":
        """Give the screen."""
        return cast("ReviewScreen", self.parent())

    @property
    def case(self) -> OpenCase | None:
        """Give the case on the desk."""
        return getattr(self.parent(), "case", None)

    def choose(self, rows: Sequence[object]) -> None:
        """Wait while the reasons are asked for; the scan may be looked at meanwhile."""
        super().choose(rows)
        desk = getattr(self.parent(), "desk", None)
        if desk is not None and desk.reasons.is_asking and not self.FREE:
            self.why = "Pilih alasan dahulu; Esc membatalkan."
            self._show()

    def show_on(self, page: str) -> None:
        """Be there only on the right page."""
        self.setVisible(self.office.may(self.ROLE) and self.PAGE in ("", page))

    def held(self) -> OpenCase:
        """Give the case; only called when `fits` has seen one."""
        if self.case is None:
            raise RuntimeError("no case on the desk")
        return self.case

    def fits(self, _rows: object) -> bool | str:
        """Most verbs need a case that this officer holds."""
        if self.case is None:
            return "Belum ada berkas di meja."
        return self.case.may_work or "Ambil berkas ini dahulu (Ctrl+T)."


class TakeNext(ReviewAction):
    """The next case: from the inbox, or in place of the one on the desk, which is given back."""

    TEXT, KEYS, ICON, WEIGHT = "Ambil berikutnya", "F2", "skip-forward", Weight.PLAIN
    CHANGES = frozenset({"cases"})
    PAGE = ""
    TIP = "Berkas dengan tenggat terdekat yang belum dipegang siapa pun."

    def fits(self, _rows: object) -> bool | str:
        """Always."""
        return True

    def show_on(self, page: str) -> None:
        """Say what happens to the case on the desk."""
        super().show_on(page)
        self.setText("Lewati" if page == "desk" else "Ambil berikutnya")

    def perform(self) -> None:
        """Skip what is open."""
        self.screen.take_next(skip=True, busy=self)


class Forward(ReviewAction):
    """The forward step: accept, declare complete, pass on, propose."""

    TEXT, KEYS, ICON, WEIGHT, CHANGES = "Lanjut", "F8", "circle-check", Weight.PRIMARY, NEWS
    WORDS: ClassVar[dict[Step, str]] = {
        Step.NONE: "Lanjut",
        Step.ACCEPT: "Terima dokumen",
        Step.LOOK: "Dokumen berikutnya",
        Step.DECLARE: "Nyatakan lengkap",
        Step.HAND_ON: "Teruskan ke teknis",
        Step.PERSONS: "Putuskan pekerja",
        Step.PROPOSE: "Usulkan disetujui",
    }

    def fits(self, _rows: object) -> bool | str:
        """Say the step and whether it is possible."""
        if self.case is None:
            return "Belum ada berkas di meja."
        step, why = self.case.step(self.screen.scan_id)
        self.setText(self.WORDS[step])
        scans = self.screen.desk.scans
        if step is Step.ACCEPT and not scans.is_sharp:
            if scans.has_trouble:
                return "Dokumen yang tidak dapat dibuka tidak dapat diterima; tolak dengan F7."
            return "Pindaian belum tampil."
        return why or True

    def perform(self) -> None:
        """Do what comes next."""
        step, _ = self.held().step(self.screen.scan_id)
        {
            Step.ACCEPT: self._accept,
            Step.LOOK: self.screen.go_to_pending,
            Step.DECLARE: self._declare,
            Step.HAND_ON: self._pass_on,
            Step.PERSONS: self.screen.ask_for_persons,
            Step.PROPOSE: self._propose,
        }.get(step, self.screen.explain_step)()

    def _accept(self) -> None:
        desk, scan = self.office.desk, self.screen.scan_id
        if scan is None:
            return
        self.start(
            lambda: reviewing.judge_scan(desk, scan, Verdict.ACCEPTED),
            then=partial(self.screen.judged, scan, Verdict.ACCEPTED, (), ""),
            sorry=self.screen.refused,
        )

    def _declare(self) -> None:
        desk, ident = self.office.desk, self.held().id
        self.start(
            lambda: reviewing.declare_complete(desk, ident),
            then=self.screen.declared,
            sorry=self.screen.refused,
        )

    def _pass_on(self) -> None:
        if self._is_marked():
            self.screen.when_kept(self._pass_on_now)

    def _pass_on_now(self) -> None:
        desk, ident = self.office.desk, self.held().id
        self.start(
            lambda: reviewing.pass_on(desk, ident), then=self.screen.passed_on, sorry=self.screen.refused
        )

    def _propose(self) -> None:
        case = self.held()
        if not self._is_marked():
            return
        if not case.differing:
            self.screen.when_kept(self._propose_now)
            return
        names = ", ".join(line.spec.label for line in case.differing)
        self.screen.ask_bar.confirm(
            "Tetap usulkan disetujui?",
            f"Isian yang tidak sama dengan dokumen: {names}.",
            yes="Usulkan disetujui",
            then=partial(self.screen.when_kept, self._propose_now),
        )

    def _propose_now(self) -> None:
        desk, case = self.office.desk, self.held()
        self.start(
            lambda: reviewing.propose(desk, case.id, Proposal.APPROVE),
            then=partial(self.screen.finished, f"{case.file.number} diusulkan disetujui."),
            sorry=self.screen.refused,
        )

    def _is_marked(self) -> bool:
        unmarked = self.held().unmarked
        if not unmarked:
            return True
        self.screen.complain(MissingMark(tuple(line.spec.label for line in unmarked)))
        self.screen.desk.case.go_to_field(unmarked[0].spec.code)
        return False


class RefuseDocument(ReviewAction):
    """Refuse the document that is seen, with a coded reason."""

    TEXT, KEYS, ICON, CHANGES = "Tolak dokumen", "F7", "file-x", NEWS

    def fits(self, rows: object) -> bool | str:
        """A document must be seen."""
        answer = super().fits(rows)
        if answer is not True:
            return answer
        return self.screen.scan_id is not None or "Pilih dokumen dahulu."

    def perform(self) -> None:
        """Ask for the reason."""
        paper = self.held().paper_of(self.screen.scan_id)
        if paper is None or paper.scan is None:
            return
        self.screen.ask_reasons(
            f"Mengapa “{paper.document.title}” ditolak?",
            catalogue_reasons(self.held().file.rules, paper.document.code),
            yes="Tolak dokumen",
            many=True,
            document=paper.document.code,
            then=partial(self._refuse, paper.scan.id),
        )

    def _refuse(self, scan: int, reasons: list[Reason], note: str) -> None:
        desk = self.office.desk
        self.start(
            lambda: reviewing.refuse_scan(desk, scan, reasons, note),
            then=partial(self.screen.judged, scan, Verdict.REFUSED, reasons, note),
            sorry=self.screen.refused,
        )


class Unjudge(ReviewAction):
    """Take back the word on the document that is seen."""

    TEXT, KEYS, ICON, CHANGES = "Batalkan putusan dokumen", "Ctrl+Z", "undo-2", NEWS

    def fits(self, rows: object) -> bool | str:
        """There must be a word to take back."""
        answer = super().fits(rows)
        paper = self.case.paper_of(self.screen.scan_id) if self.case else None
        is_judged = paper is not None and paper.verdict not in (None, Verdict.PENDING)
        return answer if answer is not True else is_judged or "Dokumen ini belum diputuskan."

    def perform(self) -> None:
        """Make it pending again."""
        desk, scan = self.office.desk, self.screen.scan_id
        if scan is not None:
            self.start(
                lambda: reviewing.judge_scan(desk, scan, Verdict.PENDING),
                then=partial(self.screen.judged, scan, Verdict.PENDING, (), ""),
                sorry=self.screen.refused,
            )


class SendBack(ReviewAction):
    """Return the case: refused documents and chosen reasons tell the applicant what to do."""

    TEXT, KEYS, ICON, CHANGES = "Kembalikan", "F6", "undo-2", NEWS

    def perform(self) -> None:
        """Ask for reasons; refused documents and fields with findings are reason enough."""
        case = self.held()
        refused = [p.document.title for p in case.scans if p.verdict == Verdict.REFUSED]
        refused += [line.spec.label for line in case.differing]
        against = sum(p.verdict not in (None, PersonVerdict.APPROVE) for p in case.file.persons)
        refused += [f"{against} pekerja"] * bool(against)
        detail = f"Ikut disampaikan satu per satu: {', '.join(refused)}." if refused else ""
        self.screen.ask_reasons(
            f"Kembalikan {case.file.number} kepada pemohon?",
            catalogue_reasons(case.file.rules),
            detail=detail,
            yes="Kembalikan",
            many=True,
            least=0 if refused else 1,
            note_label="Pesan untuk pemohon (tidak wajib)",
            then=self._send,
        )

    def _send(self, reasons: list[Reason], note: str) -> None:
        self.screen.when_kept(partial(self._send_now, reasons, note))

    def _send_now(self, reasons: list[Reason], note: str) -> None:
        desk, case = self.office.desk, self.held()
        self.start(
            lambda: reviewing.send_back(desk, case.id, reasons, note),
            then=partial(self.screen.finished, f"{case.file.number} dikembalikan kepada pemohon."),
            sorry=self.screen.refused,
        )


class ProposeRefusal(ReviewAction):
    """Propose a refusal with at least one coded reason; at the technical review only."""

    TEXT, KEYS, ICON, CHANGES = "Usulkan ditolak", ("F9", "Shift+F7"), "gavel", NEWS

    def fits(self, rows: object) -> bool | str:
        """Only at the last step."""
        answer = super().fits(rows)
        if answer is not True or self.case is None:
            return answer
        return self.case.step(None)[0] is Step.PROPOSE or "Hanya pada penelitian teknis."

    def perform(self) -> None:
        """Ask for the reasons."""
        case = self.held()
        about = [name for name, _ in case.findings]
        self.screen.ask_reasons(
            f"Mengapa {case.file.number} diusulkan ditolak?",
            catalogue_reasons(case.file.rules),
            detail=f"Temuan ikut tercantum: {', '.join(dict.fromkeys(about))}." if about else "",
            yes="Usulkan ditolak",
            many=True,
            least=0 if about else 1,
            note_label="Catatan untuk atasan (tidak wajib)",
            letter=True,
            then=self._propose,
        )

    def _propose(self, reasons: list[Reason], note: str) -> None:
        self.screen.when_kept(partial(self._propose_now, reasons, note))

    def _propose_now(self, reasons: list[Reason], note: str) -> None:
        desk, case = self.office.desk, self.held()
        self.start(
            lambda: reviewing.propose(desk, case.id, Proposal.REFUSE, reasons, note),
            then=partial(self.screen.finished, f"{case.file.number} diusulkan ditolak."),
            sorry=self.screen.refused,
        )


class TakeIt(ReviewAction):
    """Try to take the case that is only being read."""

    TEXT, KEYS, ICON, CHANGES = "Coba ambil", "Ctrl+T", "hand", frozenset({"cases"})

    def fits(self, _rows: object) -> bool | str:
        """Only for a case that this officer does not hold."""
        if self.case is None:
            return "Belum ada berkas di meja."
        return not self.case.may_work or "Berkas ini sudah Anda pegang."

    def perform(self) -> None:
        """Open it anew, this time to work on it."""
        self.screen.bring(self.held().id, busy=self)


class LastCase(ReviewAction):
    """Open the case that was on the desk before."""

    TEXT, KEYS, ICON, PAGE = "Berkas sebelumnya", ("Alt+Left", "Backspace"), "history", ""

    def fits(self, _rows: object) -> bool | str:
        """There must be one."""
        history = getattr(self.parent(), "history", [])
        return bool(history) or "Belum ada berkas sebelumnya."

    def perform(self) -> None:
        """Go back one."""
        self.screen.go_back(busy=self)


class ToInbox(ReviewAction):
    """Go to the list; the case stays with the officer until its time ends."""

    TEXT, KEYS, ICON = "Daftar", "Alt+Up", "inbox"

    def fits(self, _rows: object) -> bool | str:
        """Always."""
        return True

    def perform(self) -> None:
        """Show the list."""
        self.screen.show_inbox_page()


class SetMark(ReviewAction):
    """The reviewer's word on the current field, or on the chosen persons; then the next one becomes current."""

    MARK: ClassVar[Mark | None] = None
    PERSON: ClassVar[PersonVerdict | None] = None
    PERSON_TEXT: ClassVar[str] = ""

    def fits(self, rows: object) -> bool | str:
        """The cursor must stand on a field that is compared, or persons must be chosen."""
        answer = super().fits(rows)
        on_persons = self.case is not None and self.screen.desk.is_on_persons
        self.setText(self.PERSON_TEXT if on_persons else self.TEXT)
        if answer is not True or self.case is None:
            return answer
        if on_persons:
            return bool(self.screen.desk.persons.chosen()) or "Tandai pekerja dengan Spasi dahulu."
        code = self.screen.desk.case.field_now
        has_evidence = any(line.spec.code == code and line.evidence for line in self.case.fields)
        return has_evidence or "Pilih isian yang dicocokkan dengan dokumen."

    def perform(self) -> None:
        """Mark it, or decide the persons; against somebody only with a reason."""
        if not self.screen.desk.is_on_persons:
            self.screen.mark(self.screen.desk.case.field_now, self.MARK)
            return
        persons = self.screen.desk.persons.chosen()
        if self.PERSON in (None, PersonVerdict.APPROVE):
            self._decide([person.id for person in persons], [], "")
            return
        who = persons[0].name if len(persons) == 1 else f"{len(persons)} pekerja"
        self.screen.ask_reasons(
            f"Mengapa {who} {word(self.PERSON).lower()}?",
            catalogue_reasons(self.held().file.rules),
            yes=self.PERSON_TEXT,
            persons=True,
            then=partial(self._decide, [person.id for person in persons]),
        )

    def _decide(self, ids: list[int], reasons: list[Reason], note: str) -> None:
        desk, case, verdict = self.office.desk, self.held().id, self.PERSON
        reason = None
        if reasons:
            text = f"{reasons[0].text}. {note}" if note else reasons[0].text
            reason = replace(reasons[0], text=text)
        self.start(
            lambda: decide_workers(desk, case, ids, verdict, reason),
            then=partial(self.screen.persons_decided, ids, verdict, reason),
            sorry=self.screen.refused,
        )


class MarkSame(SetMark):
    """The field is as on the paper."""

    TEXT, KEYS, ICON, MARK = "Isian sama", "1", "check", Mark.SAME
    PERSON, PERSON_TEXT, CHANGES = PersonVerdict.APPROVE, "Setujui", frozenset({"scans"})


class MarkDiffers(SetMark):
    """The field is not as on the paper."""

    TEXT, KEYS, ICON, MARK = "Isian berbeda", "2", "x", Mark.DIFFERS
    PERSON, PERSON_TEXT, CHANGES = PersonVerdict.RETURN, "Kembalikan", frozenset({"scans"})


class MarkUnreadable(SetMark):
    """The paper cannot be read there."""

    TEXT, KEYS, ICON, MARK = "Tidak terbaca", "3", "eye-off", Mark.UNREADABLE
    PERSON, PERSON_TEXT, CHANGES = PersonVerdict.REFUSE, "Tolak", frozenset({"scans"})


class Unmark(SetMark):
    """Take the word back."""

    TEXT, KEYS, ICON, MARK = "Hapus tanda isian", "0", "minus", None
    PERSON_TEXT, CHANGES = "Hapus", frozenset({"scans"})


class FieldFault(ReviewAction):
    """Say with coded reasons what is wrong with the current field; it counts as differing."""

    TEXT, KEYS, ICON, CHANGES = "Alasan isian", "4", "pen-line", NEWS

    def fits(self, rows: object) -> bool | str:
        """The cursor must stand on a field."""
        answer = super().fits(rows)
        if answer is not True or self.case is None:
            return answer
        has_field = not self.screen.desk.is_on_persons and bool(self.screen.desk.case.field_now)
        return has_field or "Pilih isian dahulu."

    def perform(self) -> None:
        """Ask; what was found before is chosen already."""
        code, case = self.screen.desk.case.field_now, self.held()
        spec = next(line.spec for line in case.fields if line.spec.code == code)
        found = [r.code for r in case.file.reasons if r.purpose == "finding" and r.field == code]
        self.screen.ask_reasons(
            f"Apa yang salah pada “{spec.label}”?",
            catalogue_reasons(case.file.rules, spec.evidence or ""),
            yes="Catat alasan",
            many=True,
            field=code,
            chosen=found,
            then=partial(self._keep, code),
        )

    def _keep(self, code: str, reasons: list[Reason], note: str) -> None:
        self.screen.when_kept(partial(self._keep_now, code, reasons, note))

    def _keep_now(self, code: str, reasons: list[Reason], note: str) -> None:
        desk, case = self.office.desk, self.held().id
        if note:
            reasons = [replace(reasons[0], text=f"{reasons[0].text}. {note}"), *reasons[1:]]
        self.start(
            lambda: reviewing.find_fault(desk, case, code, Mark.DIFFERS, reasons),
            then=partial(self.screen.fault_found, code),
            sorry=self.screen.refused,
        )


class PreviewLetter(ReviewAction):
    """See the letter as it would be signed: the refusal while its reasons are chosen, else the permit."""

    TEXT, KEYS, ICON = "Pratinjau surat", "F11", "file-text"
    FREE = True

    def fits(self, _rows: object) -> bool | str:
        """There must be a case."""
        return self.case is not None or "Belum ada berkas di meja."

    def perform(self) -> None:
        """Draw it in the background."""
        desk, case = self.office.desk, self.held()
        chosen = self.screen.letter_reasons()
        if chosen is not None:
            title, kind = f"Pratinjau surat penolakan {case.file.number}", DocumentKind.REFUSAL_LETTER
        else:
            title, kind = f"Pratinjau surat izin {case.file.number}", DocumentKind.PERMIT
        self.screen.letter.show_letter(title, partial(preview, desk, case.id, kind, chosen))


class Persons(ReviewAction):
    """Go to the persons of the list, or back to the papers."""

    TEXT, KEYS, ICON = "Pekerja", "P", "users"

    def fits(self, _rows: object) -> bool | str:
        """Only where there is a list."""
        if self.case is None:
            return "Belum ada berkas di meja."
        self.setText("Berkas" if self.screen.desk.is_on_persons else self.TEXT)
        return bool(self.case.file.persons) or "Permohonan ini tidak memuat daftar pekerja."

    def perform(self) -> None:
        """Change over."""
        self.screen.show_persons(not self.screen.desk.is_on_persons)


class _OnPersons(ReviewAction):
    """A verb of the list of persons; it starts no use case and works on cases that are only read."""

    def fits(self, _rows: object) -> bool | str:
        """While the list is open."""
        return (self.case is not None and self.screen.desk.is_on_persons) or "Buka daftar pekerja (P) dahulu."


class TickPersons(_OnPersons):
    """Tick everybody who is listed."""

    TEXT, KEYS, ICON = "Tandai semua", "Ctrl+A", "list-checks"

    def perform(self) -> None:
        """Tick."""
        self.screen.desk.persons.tick_shown()


class NextKind(_OnPersons):
    """Show another kind of persons: all, undecided, noted, not approved."""

    TEXT, KEYS, ICON = "Saring", "F3", "list-filter"

    def perform(self) -> None:
        """Show the next kind."""
        self.screen.desk.persons.next_kind()


class FindPerson(_OnPersons):
    """Look for a person by name or NIK."""

    TEXT, KEYS, ICON = "Cari pekerja", "Ctrl+F", "search"

    def perform(self) -> None:
        """Put the cursor into the search."""
        self.screen.desk.persons.search.setFocus()
        self.screen.desk.persons.search.selectAll()


class FormerScan(ReviewAction):
    """Look at the refused scan that the one in front replaces, or back."""

    TEXT, KEYS, ICON = "Pindaian lama", "O", "history"

    def fits(self, _rows: object) -> bool | str:
        """There must be one."""
        has_former = self.case is not None and self.screen.desk.scans.former_of() is not None
        return has_former or "Dokumen ini tidak menggantikan pindaian lama."

    def perform(self) -> None:
        """Change over."""
        self.screen.desk.scans.show_former()


VERBS: tuple[type[ReviewAction], ...] = (Forward, RefuseDocument, ProposeRefusal, SendBack, TakeNext)
PLACES: tuple[type[ReviewAction], ...] = (LastCase, ToInbox)
ON_PERSONS: tuple[tuple[type[ReviewAction], str], ...] = (
    (MarkSame, "circle-check"),
    (MarkDiffers, "undo-2"),
    (MarkUnreadable, "circle-x"),
    (Unmark, ""),
    (TickPersons, ""),
    (NextKind, ""),
)
QUIET: tuple[type[ReviewAction], ...] = (Unjudge, FieldFault, FindPerson, FormerScan)


def in_words(case: OpenCase | None, problem: Problem) -> Problem:
    """Put the labels of fields and papers in place of the codes that the database names."""
    if case is None:
        return problem
    rules = case.file.rules
    names = {f.code: f.label for f in rules.fields} | {d.code: d.title for d in rules.documents}
    for key in ("fields", "documents"):
        codes = getattr(problem, key, None)
        if isinstance(codes, tuple):
            setattr(problem, key, tuple(names.get(code, code) for code in codes))
    return problem
