"""The papers of the practice day: sealed and issued by the back room, signed, printed, handed over."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from sqlalchemy import select

from workstation.commands.practice.cases import Case, Cases
from workstation.commands.practice.clock import Diary
from workstation.commands.practice.people import PASSPHRASE
from workstation.commands.practice.staff import Staff
from workstation.models.application import Application
from workstation.models.document import Document
from workstation.printing.spooler import FolderSpooler
from workstation.progress import exhausted
from workstation.signing.seal import SealKey
from workstation.usecases import handing_over, issuing, printing_out, sealing, signing
from workstation.usecases.handing_over import Collector
from workstation.usecases.printing_out import PrintEnd, PrintWish, Tray
from workstation.vocabulary import CollectorKind, DocumentStage, PrintState
from workstation.worktime import next_opening


class Papers:
    """Writes signing, issuing, printing and handing over into the diary."""

    def __init__(self, staff: Staff, diary: Diary, key: SealKey, roots: Sequence[x509.Certificate]) -> None:
        """Keep who does it and with which keys."""
        self.staff, self.diary, self.key, self.roots = staff, diary, key, roots

    def note(self, cases: Cases, prints: Path) -> None:
        """Sign what was decided on past days in one sitting, then give out what is asked for."""
        spooler = FolderSpooler(prints)
        last = max(case.decided_at for case in cases.decided if case.decided_at is not None)
        signed = next_opening(last + timedelta(minutes=45), cases.calendar)
        self.diary.note(signed, self.seal_rest)
        self.diary.note(signed + timedelta(minutes=10), self._sign_all)
        self.diary.note(signed + timedelta(minutes=12), self._issue_all)
        given = [case for case in cases.decided if case.part.stage == "handed_over"]
        morning = next_opening(signed + timedelta(hours=15), cases.calendar)
        for number, case in enumerate(given):
            at = min(morning + timedelta(minutes=25 * number), cases.now - timedelta(minutes=5))
            self.diary.note(at, lambda case=case: self._give(case, spooler))  # type: ignore[misc]

    def seal_rest(self) -> None:
        """Seal what waits for its signature now, as the back room does within a second."""
        while sealing.seal_waiting(self.staff.backroom, self.key):
            pass

    def _sign_all(self) -> None:
        for login, signer in self.staff.signers.items():
            desk = self.staff.desks[login]
            waiting = signing.unsigned_documents(desk)
            if waiting:
                exhausted(signing.sign_batch(desk, waiting, signer=signer, secret=PASSPHRASE))

    def _issue_all(self) -> None:
        while sum(issuing.issue_deposited(self.staff.backroom, self.roots)):
            pass

    def _give(self, case: Case, spooler: FolderSpooler) -> None:
        desk = self.staff.desks[self.staff.by_role_officers[1]]
        with desk.read() as session:
            document_id, name, masked = session.execute(
                select(Document.id, Application.applicant_name, Application.nik_masked)
                .join(Application, Application.id == Document.application_id)
                .where(Application.id == case.id, Document.stage == DocumentStage.ISSUED)
            ).one()
        printer = spooler.printers()[0].name
        wish = PrintWish(document_id, "")
        run = exhausted(printing_out.print_document(desk, wish, spooler=spooler, to=Tray(printer)))
        printing_out.confirm_prints(desk, [PrintEnd(run.run_id, PrintState.PRINTED)])
        nik = case.part.fields.get("nik") or case.part.fields.get("contact_nik", masked)
        person = case.part.fields.get("contact_name", name)
        handing_over.hand_over(
            desk,
            document_id,
            Collector(CollectorKind.APPLICANT, person, "ktp", nik[-4:], originals_seen=True),
        )
