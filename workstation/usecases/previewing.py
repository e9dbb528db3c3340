"""See a letter before anybody decides: the very drawing of the signed one, marked, without number and seal."""

from collections.abc import Sequence
from typing import Final

from workstation.desk import Desk
from workstation.errors import NobodyApproved, NotAllowed
from workstation.models.application import Application
from workstation.models.officer import Officer
from workstation.usecases import papers
from workstation.usecases.records import Wanted, office_settings, record_of, signatory_of
from workstation.usecases.reviewing import Reason, open_file, scan_bytes
from workstation.usecases.wordbook import Wordbook
from workstation.vocabulary import DocumentKind, Role

PURPOSE: Final = "pratinjau surat"
NO_NUMBER: Final = "(diberikan saat diputuskan)"
NO_SIGNATORY: Final = {"office": "Pejabat penanda tangan", "name": "(nama pejabat)", "rank": "", "nip": ""}
NO_SEAL: Final = ("PRATINJAU BUKAN SURAT RESMI " * 12)[:300]
"""About as long as a seal, so that the code has its size."""


def preview(
    desk: Desk,
    application_id: int,
    kind: DocumentKind,
    reasons: Sequence[Reason] | None = None,
) -> bytes:
    """Draw the letter as it would be decided now, as PDF; that the case was read stands in the journal.

    `reasons` of a refusal are those in hand, None takes those kept with the case. NobodyApproved for a list of
    which nobody is approved yet.
    """
    opened = open_file(desk, application_id, PURPOSE)
    with desk.read() as session:
        application = session.get(Application, application_id)
        if application is None:
            raise NotAllowed("preview")
        signs = Role.SUPERVISOR in desk.roles
        signatory = signatory_of(session.get_one(Officer, desk.officer.id)) if signs else NO_SIGNATORY
        file = {"fields": opened.values, "nik": opened.nik, "workers": opened.workers}
        wanted = Wanted(kind, NO_NUMBER, signatory, desk.today(), file, reasons, NO_NUMBER)
        book = Wordbook(session, desk.now())
        record = record_of(session, application, wanted, office_settings(session), book=book)
        record |= {"preview": True}
    if kind == DocumentKind.PERMIT and opened.workers and not record["workers"]:
        raise NobodyApproved
    photo = None if record.get("photo") is None else scan_bytes(desk, record["photo"])
    return papers.draw(kind, record, NO_SEAL, photo)
