"""The officer's side of e-mail: send again, correct an address, remind, and hand over the code of a copy on paper."""

from collections.abc import Generator
from dataclasses import dataclass

from sqlalchemy import func, select

from workstation.desk import Desk
from workstation.errors import BadFields, NoMailAddress, ReasonNeeded
from workstation.identity import email_fault
from workstation.models.document import Document
from workstation.models.ending import Mailing
from workstation.models.mail import OutgoingMail
from workstation.printing.codeslip import code_slip_pdf
from workstation.printing.sheets import CodeSlip, Letterhead, PaperSize, Stationery
from workstation.printing.spooler import Spooler
from workstation.progress import Progress
from workstation.settings import OfficeSettings
from workstation.usecases.locking import locked
from workstation.usecases.papers import letterhead_of
from workstation.usecases.reading import announce
from workstation.usecases.receipts import print_plain
from workstation.vocabulary import BEARS_COPY, DocumentStage, MailState, MailWay, Role


def send_again(desk: Desk, mail_id: int, reason: str, address: str = "") -> int:
    """Send a message again, to `address` when it was wrong; returns the message that goes now.

    BadFields for what is no address, ReasonNeeded, ChangedByOther when it is on its way or went again already.
    """
    desk.require(Role.OFFICER)
    if address.strip() and (fault := email_fault(address)):
        raise BadFields({"address": fault})
    with desk.begin(_words(reason)) as session:
        return int(session.scalar(select(func.loket.send_mail_again(mail_id, address.strip(), reason))) or 0)


def open_address(desk: Desk, mail_id: int) -> str:
    """Show the whole address of a message to who corrects it; that he saw it stands in the journal."""
    desk.require(Role.OFFICER)
    with desk.read() as session:
        case = session.scalars(select(OutgoingMail.application_id).where(OutgoingMail.id == mail_id)).one()
    announce(desk, "application", case, "memperbaiki alamat surel")
    with desk.begin() as session:
        return str(session.scalar(select(func.loket.open_mail(mail_id))) or "")


def remind(desk: Desk, document_id: int) -> int:
    """Remind the holder of a paper on the shelf by e-mail, at most once a day; returns the message.

    NoMailAddress when he gave none or the office sends none, AlreadyMailed on the same day.
    """
    desk.require(Role.OFFICER)
    with desk.begin("mengingatkan pengambilan surat") as session:
        made = session.scalar(select(func.loket.remind_by_mail(document_id)))
        if made is None:
            raise NoMailAddress
        return int(made)


def renew_copy(desk: Desk, document_id: int, reason: str) -> int:
    """Send a new copy with a new code, because the slip is lost; returns the message."""
    desk.require(Role.OFFICER)
    with desk.begin(_words(reason)) as session:
        return int(session.scalar(select(func.loket.renew_copy(document_id, reason))) or 0)


@dataclass(frozen=True, slots=True)
class Taker:
    """To whom the code is given, as the journal names him: no name, the kind of card and its last four characters."""

    identity: str
    last4: str


def print_code(
    desk: Desk, document_id: int, taker: Taker, office: OfficeSettings, *, spooler: Spooler, printer: str
) -> Generator[Progress, None, str]:
    """Print the slip with the code, and let the code be forgotten once the printer has confirmed.

    PrinterOut leaves the code where it is, so that the slip can be printed once more. CodeGiven when it is gone,
    CopyNotMade before the copy is, BadFields without the end of the card that was shown. Returns the printer's name.
    """
    desk.require(Role.OFFICER)
    if len(taker.last4.strip()) != 4:
        raise BadFields({"last4": "Isi empat angka atau huruf terakhir pada kartu."})
    yield Progress(0, 2, "Slip kode")
    pdf = _slip(desk, document_id, office)
    used = yield from print_plain(
        pdf, "Slip kode", "Slip kode", spooler=spooler, printer=printer, media=office.paper
    )
    give_code(desk, document_id, f"{taker.identity} berakhir {taker.last4.strip().upper()}")
    return used


def give_code(desk: Desk, document_id: int, given_to: str) -> None:
    """Note that the code was handed over on paper; it is kept nowhere from here on.

    A paper that was not printed and whose e-mail was taken by the mail server counts as sent by this.
    """
    desk.require(Role.OFFICER)
    with desk.begin(f"kode salinan diserahkan: {given_to}") as session:
        session.scalar(select(func.loket.give_copy_code(document_id, given_to)))
        document = locked(session, Document, document_id, "mail")
        sent = session.scalar(
            select(OutgoingMail.id)
            .where(
                OutgoingMail.document_id == document_id,
                OutgoingMail.kind.in_(BEARS_COPY),
                OutgoingMail.state == MailState.ACCEPTED,
            )
            .order_by(OutgoingMail.id.desc())
            .limit(1)
        )
        if sent is not None and document.stage == DocumentStage.ISSUED:
            session.add(
                Mailing(
                    service_point_id=document.service_point_id,
                    document_id=document_id,
                    way=MailWay.EMAIL,
                    reference=f"surel {sent}",
                )
            )
            session.flush()
            document.mail()


def _slip(desk: Desk, document_id: int, office: OfficeSettings) -> bytes:
    announce(desk, "document", document_id, "mencetak slip kode")
    with desk.begin("mencetak slip kode") as session:
        code = session.scalar(select(func.loket.read_copy_code(document_id))) or ""
        number = session.scalars(select(Document.number).where(Document.id == document_id)).one()
    return code_slip_pdf(
        CodeSlip(
            letterhead=Letterhead(**letterhead_of(office)),
            number=number,
            code=str(code),
            call_centre=office.call_centre,
            at=desk.now(),
            practice=office.practice,
            stationery=Stationery(paper=PaperSize(office.paper)),
        )
    )


def _words(reason: str) -> str:
    if len(reason.strip()) < 3:
        raise ReasonNeeded
    return reason.strip()
