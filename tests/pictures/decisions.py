"""A list decided person by person, a case that came back, and letters before they are signed."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.lists import UNFIT, filed_list, group, ids
from tests.pictures.review import cast, practised
from tests.pictures.review import ids as ids_of
from tests.pictures.stage import Stage
from workstation.imaging.pool import PageReader
from workstation.resources_at import resource
from workstation.ui.approval.screen import ApprovalScreen
from workstation.ui.review.screen import ReviewScreen
from workstation.usecases import intake, persons, reviewing
from workstation.usecases.reviewing import Reason
from workstation.vocabulary import Mark, PersonVerdict, Proposal


def shots(stage: Stage) -> None:
    """Lists first, then what came back."""
    office = stage.office
    filed_list(office, 6, company_name="PT Angkutan Kawan Seperjalanan Nusantara")
    firm = next(a for a in cast() if a["permit_type"] == "strp-company" and len(a["documents"]) >= 4)
    long_name = "PT Perusahaan Dagang Logistik Sumber Makmur Abadi Sentosa"
    case = group(office, 500, firm["documents"], company_name=long_name)
    listed = ids(office, case)
    persons.decide_workers(office.desk("rina"), case, listed[:7], PersonVerdict.APPROVE)
    persons.decide_workers(office.desk("rina"), case, listed[4:6], PersonVerdict.RETURN, UNFIT)
    with PageReader() as pages:
        screen = stage.show(ReviewScreen, "rina", pages=pages)
        assert isinstance(screen, ReviewScreen)
        screen.open(case)
        stage.settle()
        _press(screen, Qt.Key.Key_F8, stage)
        _press(screen, Qt.Key.Key_2, stage)
        stage.shot("decisions-person-reason")
        screen.desk.reasons.cancel()
        _press(screen, Qt.Key.Key_F11, stage)
        stage.shot("decisions-letter")
        screen.letter.close_sheet()
        screen.open(_came_back(stage))
        stage.settle()
        stage.shot("decisions-returned")
    persons.glance(office.desk("rina"), case, listed)
    persons.decide_workers(office.desk("rina"), case, listed[7:], PersonVerdict.APPROVE)
    reviewing.propose(office.desk("rina"), case, Proposal.APPROVE)
    with PageReader() as pages:
        decided = stage.show(ApprovalScreen, "ratna", pages=pages)
        assert isinstance(decided, ApprovalScreen)
        QTest.keyClick(decided.view.inbox.table, Qt.Key.Key_Return)
        for _ in range(30):
            QTest.qWait(20)
        stage.settle()
        stage.shot("decisions-approval")
        _press(decided, Qt.Key.Key_F7, stage)
        stage.shot("decisions-approval-reasons")


def _press(screen: ReviewScreen | ApprovalScreen, key: Qt.Key, stage: Stage) -> None:
    QTest.keyClick(QApplication.focusWidget() or screen, key)
    stage.settle()


def _came_back(stage: Stage) -> int:
    office, (told, *_) = stage.office, ids_of(stage.office, "strp-individual", 1)
    case, rina, budi = practised(office, told), office.desk("rina"), office.desk("budi")
    reviewing.take(rina, case)
    of_card = (
        "SELECT id, file_name FROM loket.scan WHERE application_id = :i AND document_code = 'identity_card'"
    )
    ((scan, name),) = office.rows(of_card, i=case)
    reasons = [Reason("unreadable-scan", "Hasil pindai dokumen tidak terbaca", "", "Pindai ulang.")]
    reviewing.refuse_scan(rina, scan, reasons, "NIK tertutup kilap")
    wrong = Reason("typing-error", "Penulisan alamat tidak sesuai dengan KTP", "", "Tulis RT dan RW.")
    reviewing.find_fault(rina, case, "address", Mark.DIFFERS, [wrong])
    reviewing.mark_field(rina, case, "name", Mark.DIFFERS)
    reviewing.send_back(rina, case, (), "Mohon diperbaiki paling lambat besok.")
    again = resource(f"practice/scans/{name}").read_bytes()
    intake.attach_scan(budi, case, "identity_card", "ktp-baru.jpg", again, 1)
    values = reviewing.open_file(budi, case, "melanjutkan pengisian permohonan").values
    row = office.rows("SELECT number, version FROM loket.application WHERE id = :i", i=case)[0]
    typed = values | {"address": "Jalan Kenanga Nomor 17 RT 004 RW 004", "destination": "Bogor"}
    intake.submit(budi, intake.Draft(case, row.number, row.version), typed)
    return case
