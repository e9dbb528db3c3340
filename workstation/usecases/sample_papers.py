"""Papers about nobody, to try a wording with: drawn by the code that draws the real ones, marked across every page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from workstation.printing.handover import handover_pdf
from workstation.printing.receipt import receipt_pdf
from workstation.printing.returned import return_pdf
from workstation.printing.sheets import (
    AskedLine,
    BillLine,
    HandoverSheet,
    Letterhead,
    PaperSize,
    ReceiptSheet,
    ReceivedDocument,
    ReturnSheet,
    Stationery,
    TicketSheet,
    WaitSheet,
)
from workstation.printing.ticket import ticket_pdf
from workstation.printing.waits import wait_pdf
from workstation.settings import OfficeSettings
from workstation.usecases import papers
from workstation.usecases.wait_papers import levy_terms
from workstation.vocabulary import PaperKind, PersonVerdict, SampleCase, WithdrawalGround
from workstation.worktime import WIB

DAY: Final = date(2026, 7, 6)
AT: Final = datetime(2026, 7, 6, 9, 15, tzinfo=WIB)
NUMBER: Final = "000123/CONTOH/DPMPTSP/VII/2026"
REGISTERED: Final = "CONTOH-2026-000123"
SEAL: Final = ("CONTOH BUKAN SURAT RESMI " * 12)[:274]
"""As long as a seal, so that the code has its size."""
ROWS: Final = {SampleCase.LIST: 20, SampleCase.LONG_LIST: 500}
_NAME = "Siti Contoh Rahmawati"
_LONG_NAME = (
    "Raden Ajeng Siti Nurhaliza Contoh Kusumaningtyas Wulandari Prameswari Dewi Maharani binti Muhammad Abdurrahman "
    "Contoh Al-Fatih, S.H., M.Kn."
)
_ADDRESS = "Jalan Contoh Nomor 7 RT 003/RW 011, Kelurahan Contoh, Kecamatan Contoh, Jakarta Pusat 10110"


@dataclass(frozen=True, slots=True)
class Setting:
    """In which a sample is drawn: the office, its letterhead, the wording, the case, the paper."""

    office: OfficeSettings
    letterhead: Mapping[str, str]
    words: Mapping[str, str]
    case: SampleCase = SampleCase.ORDINARY

    @property
    def name(self) -> str:
        """The person of this case."""
        return _LONG_NAME if self.case is SampleCase.LONG_NAMES else _NAME

    @property
    def paper(self) -> PaperSize:
        """What it is drawn on."""
        return PaperSize(self.words.get("paper") or self.office.paper)

    @property
    def rows(self) -> int:
        """How long its list is, 0 for none."""
        return ROWS.get(self.case, 0)

    @property
    def common(self) -> dict[str, Any]:
        """What every sheet takes from it."""
        return {
            "letterhead": Letterhead(**self.letterhead),
            "words": self.words,
            "stationery": Stationery(paper=self.paper),
            "practice": self.office.practice,
        }


def sample(kind: PaperKind, setting: Setting) -> bytes:
    """Draw the paper as PDF; a letterhead is shown on a permit. Raises BadTemplate, UnprintableText."""
    return _DRAWERS[kind](setting)


def cases_of(kind: PaperKind) -> tuple[SampleCase, ...]:
    """Return the cases that make a difference for this paper."""
    has_list = kind in (PaperKind.PERMIT, PaperKind.PERSONS, PaperKind.RETURNED, PaperKind.RECEIPT)
    return tuple(SampleCase) if has_list else (SampleCase.ORDINARY, SampleCase.LONG_NAMES)


def _record(kind: PaperKind, setting: Setting) -> dict[str, Any]:
    office = setting.office
    return {
        "kind": kind,
        "number": NUMBER,
        "type_title": "Surat Tanda Registrasi Pekerja",
        "title": "Surat Tanda Registrasi Pekerja",
        "letterhead": dict(setting.letterhead),
        "legal_bases": ["Keputusan Gubernur Contoh Nomor 1 Tahun 2026 tentang Contoh Pelayanan Perizinan"],
        "application_number": REGISTERED,
        "application_date": DAY.isoformat(),
        "holder_name": setting.name,
        "signatory": {
            "office": "Kepala Unit Pelaksana Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
            "name": "Dr. Contoh Pejabat, S.H., M.Si.",
            "rank": "Pembina Utama Muda (IV/c)",
            "nip": "199901012099031001",
        },
        "issued_on": DAY.isoformat(),
        "check_hint": f"Periksa keaslian di {office.check_host.lower()}: pindai kode QR atau masukkan nomor surat.",
        "footer": office.footer,
        "practice": office.practice,
        "preview": True,
        "paper": setting.paper,
        "words": setting.words,
    }


def _permit(setting: Setting) -> bytes:
    record = _record(PaperKind.PERMIT, setting) | {
        "holder": [
            ["Nama perusahaan" if setting.rows else "Nama", setting.name],
            ["NIK", "317199••••••0001"],
            ["Alamat", _ADDRESS],
        ],
        "purpose": "melakukan perjalanan untuk keperluan mendesak",
        "valid_from": DAY.isoformat(),
        "valid_until": (DAY + timedelta(days=14)).isoformat(),
        "region": setting.office.region,
        "provisions": [
            "Surat ini wajib ditunjukkan kepada petugas pemeriksa bersama identitas asli.",
            "Izin tidak dapat dipindahtangankan.",
            "Pemalsuan atau penyalahgunaan dikenai sanksi sesuai dengan peraturan perundang-undangan.",
            "Apabila terdapat kekeliruan, akan dilakukan perbaikan.",
        ],
        "workers": _workers(setting.rows),
    }
    return papers.draw(PaperKind.PERMIT, record, SEAL, None)


def _workers(count: int) -> list[dict[str, Any]]:
    names = ("Sari", "Ni Luh Putu Ayu Contoh Wulandari", "Muhammad Contoh Al-Fatih bin Abdurrahman")
    return [
        {"seq": n, "name": f"{names[n % 3]} {n}", "nik": f"317199450285{n:04}"} for n in range(1, count + 1)
    ]


def _refusal(setting: Setting) -> bytes:
    reason = {
        "about": "Surat pernyataan",
        "text": "Surat pernyataan tidak ditandatangani di atas meterai",
        "legal_basis": "Peraturan Gubernur Contoh Nomor 1 Tahun 2026 Pasal 7",
        "remedy": "Unggah surat pernyataan yang telah ditandatangani di atas meterai.",
    }
    return papers.draw(PaperKind.REFUSAL, _letter(PaperKind.REFUSAL, setting, [reason], []), SEAL, None)


def _persons(setting: Setting) -> bytes:
    why = {"verdict": PersonVerdict.REFUSE, "legal_basis": "", "remedy": "Perbaiki daftar, lalu ajukan lagi."}
    listed = [
        {**worker, **why, "text": ("NIK tidak sesuai KTP", "Bukan pekerja sektor esensial")[n % 2]}
        for n, worker in enumerate(_workers(setting.rows or 3))
    ]
    return papers.draw(PaperKind.PERSONS, _letter(PaperKind.PERSONS, setting, [], listed), SEAL, None)


def _withdrawal(setting: Setting) -> bytes:
    record = _letter(PaperKind.WITHDRAWAL, setting, [], []) | {
        "withdraws": {
            "kind": PaperKind.PERMIT,
            "number": "000045/CONTOH/DPMPTSP/VI/2026",
            "date": (DAY - timedelta(days=14)).isoformat(),
            "since": DAY.isoformat(),
            "ground": WithdrawalGround.FALSE_PAPERS,
            "legal_basis": "UU 30/2014 pasal 64 ayat (1) huruf c",
            "note": "surat tugas tidak pernah dikeluarkan oleh perusahaan yang disebut di dalamnya",
        }
    }
    return papers.draw(PaperKind.WITHDRAWAL, record, SEAL, None)


def _letter(kind: PaperKind, setting: Setting, reasons: list[Any], listed: list[Any]) -> dict[str, Any]:
    return _record(kind, setting) | {
        "recipient_address": _ADDRESS,
        "reasons": reasons,
        "objection_days": setting.office.objection_days,
        "objection_channel": setting.office.objection_channel,
        "workers": listed,
        "granted": 17,
        "permit_number": NUMBER,
    }


def _application(setting: Setting) -> dict[str, Any]:
    return setting.common | {
        "registration_number": REGISTERED,
        "service": "Surat Tanda Registrasi Pekerja",
        "applicant": setting.name,
        "officer": "Petugas Contoh",
    }


_TRACK: Final = {
    "track_address": "lacak.loket.example",
    "track_code": "7K4M-2QXP",
    "track_link": "HTTPS://LACAK.LOKET.EXAMPLE/7K4M2QXP",
}


def _receipt(setting: Setting) -> bytes:
    documents = tuple(
        ReceivedDocument(f"Persyaratan contoh {n}", n % 2 == 0, True, "1 halaman")
        for n in range(1, (setting.rows or 4) + 1)
    )
    facts = _application(setting) | _TRACK
    return receipt_pdf(
        ReceiptSheet(
            received_at=AT, channel="loket", documents=documents, is_complete=True, counter="Loket 3", **facts
        )
    )


def _returned(setting: Setting) -> bytes:
    asked = tuple(
        AskedLine(f"Persyaratan contoh {n}", "Tidak terbaca", "Pindai ulang pada 300 dpi.")
        for n in range(1, (setting.rows or 2) + 1)
    )
    return return_pdf(
        ReturnSheet(returned_at=AT, asked=asked, message="", **(_application(setting) | _TRACK))
    )


def _levy(setting: Setting) -> bytes:
    due = "6 Agustus 2026"
    said = (
        ("nomor", NUMBER),
        ("tahun", "2026"),
        ("jumlah", "Rp2.500.000,00"),
        ("jatuh_tempo", due),
        ("saluran_bayar", setting.office.levy_channel),
    )
    return _wait(
        PaperKind.LEVY,
        setting,
        order_number=NUMBER,
        called="Wajib retribusi",
        facts=(
            ("NIK", "317199••••••0001"),
            ("Alamat", _ADDRESS),
            ("Tahun retribusi", "2026"),
            ("Dasar pengenaan", "Peraturan Daerah Contoh Nomor 1 Tahun 2024"),
        ),
        bill=(
            BillLine("Luas bangunan", "120 × 1,5", Decimal(12_500), Decimal(2_250_000)),
            BillLine("Pemeriksaan lapangan", "1", Decimal(250_000), Decimal(250_000)),
        ),
        terms=levy_terms(NUMBER, due, setting.office),
        said=said,
        signatures=("Petugas Contoh", setting.name),
    )


def _survey(setting: Setting) -> bytes:
    return _wait(
        PaperKind.SURVEY,
        setting,
        order_number=NUMBER,
        facts=(("Lokasi", _ADDRESS), ("Petugas pemeriksa", "Tim Contoh")),
        said=(
            ("nomor", NUMBER),
            ("tanggal_survei", "Senin, 6 Juli 2026"),
            ("hasil", "Bangunan sesuai dengan gambar."),
        ),
        signatures=("Petugas Contoh", setting.name),
    )


def _technical(setting: Setting) -> bytes:
    return _wait(
        PaperKind.TECHNICAL,
        setting,
        order_number=NUMBER,
        facts=(("Lokasi", _ADDRESS), ("Petugas pemeriksa", "Tim Contoh")),
        said=(
            ("nomor", NUMBER),
            ("nomor_bapl", "000122/CONTOH/DPMPTSP/VII/2026"),
            ("tanggal_survei", "Senin, 6 Juli 2026"),
            ("putusan", "memenuhi"),
            ("pendapat", "Dapat disetujui."),
        ),
        signatures=("Petugas Contoh", ""),
    )


def _postponed(setting: Setting) -> bytes:
    return _wait(
        PaperKind.POSTPONED,
        setting,
        order_number="",
        facts=(("Alasan penundaan", "Lokasi belum dapat ditinjau."), ("Dilanjutkan", "13 Juli 2026")),
        said=(("sampai", "13 Juli 2026"),),
        signatures=("Petugas Contoh", setting.name),
    )


def _wait(kind: PaperKind, setting: Setting, **facts: Any) -> bytes:
    return wait_pdf(WaitSheet(kind=kind, at=AT, **facts, **_application(setting)))


def _handover(setting: Setting) -> bytes:
    return handover_pdf(
        HandoverSheet(
            document_kind="Surat Tanda Registrasi Pekerja",
            document_number=NUMBER,
            holder=setting.name,
            collector=setting.name,
            collector_role="pemohon",
            identity_kind="KTP elektronik",
            identity_tail="0001",
            handed_at=AT,
            originals_matched=True,
            officer="Petugas Contoh",
            **setting.common,
        )
    )


def _ticket(setting: Setting) -> bytes:
    return ticket_pdf(
        TicketSheet(
            unit=setting.letterhead["unit"],
            number="A-012",
            service="Penerimaan berkas perizinan",
            issued_at=AT,
            waiting=7,
            visit_code="K7M2-QXP4",
            visit_link="HTTPS://LACAK.LOKET.EXAMPLE/K7M2QXP4",
            estimate_minutes=25,
            words=setting.words,
            practice=setting.office.practice,
        )
    )


_DRAWERS: Final[dict[PaperKind, Callable[[Setting], bytes]]] = {
    PaperKind.PERMIT: _permit,
    PaperKind.REFUSAL: _refusal,
    PaperKind.PERSONS: _persons,
    PaperKind.WITHDRAWAL: _withdrawal,
    PaperKind.RETURNED: _returned,
    PaperKind.RECEIPT: _receipt,
    PaperKind.LEVY: _levy,
    PaperKind.SURVEY: _survey,
    PaperKind.TECHNICAL: _technical,
    PaperKind.POSTPONED: _postponed,
    PaperKind.HANDOVER: _handover,
    PaperKind.TICKET: _ticket,
    PaperKind.LETTERHEAD: _permit,
}
