"""The port of all signers over the eSign client: status, passphrase, papers; doubt stays doubt."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from io import BytesIO
from threading import Event
from typing import Final

from cryptography import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from reportlab.pdfgen.canvas import Canvas

from workstation.errors import CertificateUnusable, Outage, Problem, SignerDown, WrongPassphrase
from workstation.signing import certificates
from workstation.signing.bsre.client import EsignClient, Secret
from workstation.signing.bsre.matching import matched
from workstation.signing.bsre.placing import properties
from workstation.signing.bsre.replies import EsignFault, Fault, scrubbed
from workstation.signing.signer import CertificateFacts, FailureReason, SignedPdf, SignFailure, UnsignedPdf

TRYING: Final = "Pemeriksaan passphrase dan sertifikat"
_REASON_OF_STATUS: Final = {"NOT_REGISTERED": "not_registered", "EXPIRED": "expired"}
SINGLED_OUT: Final = (Fault.BAD_PDF, Fault.BAD_REQUEST)

Answer = SignedPdf | SignFailure


class BsreSigner:
    """Signs for the signatory with this NIK; keeps neither passphrase nor answer between calls."""

    def __init__(self, client: EsignClient, nik: str) -> None:
        """Keep whom to ask; nothing is sent."""
        self._client, self._nik = client, nik

    def open(self, secret: str) -> CertificateFacts:
        """Ask for the status, then sign one page that says what it is for: it proves the passphrase and shows the
        certificate, which nothing else of this API does. The page is dropped. Raises as the port says.
        """
        try:
            status = self._client.status(self._nik)
            if not status.may_sign:
                reason = _REASON_OF_STATUS.get(status.status, "inactive")
                raise CertificateUnusable(reason, self._clean(status.raw, secret))
            page = trying_page(certificates.utc_now())
            (signed,) = matched(
                [page], self._client.sign(self._nik, [page], Secret(secret), [self._said(TRYING)])
            )
        except EsignFault as fault:
            problem = _problem(fault)
        else:
            if signed is None:
                raise SignerDown("jawaban tanpa tanda tangan")
            certificate = certificate_in(signed)
            certificates.demand_usable(certificate, certificates.utc_now())
            return certificates.facts(certificate, certificates.utc_now())
        raise problem

    def sign(self, files: Sequence[UnsignedPdf], secret: str) -> list[Answer]:
        """Sign in calls of as many files as the settings allow, some at once; see the port.

        A call whose outcome nobody knows makes its files UNKNOWN and stops the calls behind it.
        """
        if not files:
            return []
        groups, halt = self._groups(files), Event()
        with ThreadPoolExecutor(min(len(groups), self._client.settings.in_flight)) as hands:
            ended = list(hands.map(partial(self._group, secret=secret, halt=halt), groups))
        if not any(isinstance(one, list) for one in ended):
            raise next(one for one in ended if isinstance(one, Problem))
        answers: list[Answer] = []
        for group, one in zip(groups, ended, strict=True):
            answers += one if isinstance(one, list) else [_failure(file, one) for file in group]
        return answers

    def _groups(self, files: Sequence[UnsignedPdf]) -> list[list[UnsignedPdf]]:
        settings = self._client.settings
        groups: list[list[UnsignedPdf]] = [[]]
        for file in files:
            size = sum(len(one.data) for one in groups[-1]) + len(file.data)
            if groups[-1] and (len(groups[-1]) >= settings.batch or size > settings.bytes_per_call):
                groups.append([])
            groups[-1].append(file)
        return groups

    def _group(self, files: list[UnsignedPdf], *, secret: str, halt: Event) -> list[Answer] | Problem | None:
        """Make one call; None when it was not made because an earlier one ended badly."""
        if halt.is_set():
            return None
        try:
            said = [self._said(file.reason) for file in files]
            returned = self._client.sign(
                self._nik,
                [file.data for file in files],
                Secret(secret),
                said if len({file.reason for file in files}) > 1 else said[:1],
            )
        except EsignFault as fault:
            if fault.fault in SINGLED_OUT:
                return self._one_by_one(files, fault, secret, halt)
            halt.set()
            return _problem(fault)
        found = matched([file.data for file in files], returned)
        return [_answer(file, data, len(returned)) for file, data in zip(files, found, strict=True)]

    def _one_by_one(
        self, files: list[UnsignedPdf], fault: EsignFault, secret: str, halt: Event
    ) -> list[Answer]:
        """After a clear refusal, which signed nothing: find the bad file, so that the others get through."""
        if len(files) == 1:
            reason = FailureReason.UNREADABLE if fault.fault is Fault.BAD_PDF else FailureReason.REFUSED
            return [SignFailure(files[0].name, reason, fault.raw)]
        answers: list[Answer] = []
        for file in files:
            one = self._group([file], secret=secret, halt=halt)
            answers += one if isinstance(one, list) else [_failure(file, one)]
        return answers

    def _said(self, reason: str) -> dict[str, object]:
        return properties(self._client.settings, reason)

    def _clean(self, text: str, secret: str) -> str:
        return scrubbed(text, (secret, self._nik))


def trying_page(now: datetime) -> bytes:
    """Draw the page on which a passphrase is tried; it says itself that it is no document."""
    sheet = BytesIO()
    canvas = Canvas(sheet, pagesize=(595, 842), pageCompression=1)
    canvas.setTitle(TRYING)
    canvas.drawString(72, 770, f"{TRYING}.")
    canvas.drawString(72, 750, "Halaman ini bukan dokumen dan tidak berlaku untuk keperluan apa pun.")
    canvas.drawString(72, 730, f"{now:%Y-%m-%d %H:%M:%S} UTC")
    canvas.save()
    return sheet.getvalue()


def certificate_in(signed: bytes) -> x509.Certificate:
    """Return the certificate of the first signature; SignerDown when there is none that can be read."""
    try:
        (first, *_) = PdfFileReader(BytesIO(signed), strict=False).embedded_signatures
        return x509.load_der_x509_certificate(first.signer_cert.dump())
    except (PdfError, ValueError, TypeError, KeyError, AttributeError) as fault:
        raise SignerDown(f"tanda tangan tidak terbaca ({type(fault).__name__})") from fault


def _answer(file: UnsignedPdf, data: bytes | None, returned: int) -> Answer:
    if data is not None:
        return SignedPdf(file.name, data)
    return SignFailure(file.name, FailureReason.UNKNOWN, f"tidak ada di antara {returned} berkas jawaban")


def _failure(file: UnsignedPdf, problem: Problem | None) -> SignFailure:
    if problem is None:
        return SignFailure(file.name, FailureReason.NOT_SENT)
    reason = FailureReason.UNKNOWN if isinstance(problem, Outage) else FailureReason.REFUSED
    return SignFailure(file.name, reason, str(getattr(problem, "raw", "")))


def _problem(fault: EsignFault) -> Problem:
    """Say a fault as the program's own trouble; what is no clear refusal is an outage: its outcome is unknown."""
    match fault.fault:
        case Fault.WRONG_PASSPHRASE:
            return WrongPassphrase(fault.raw)
        case Fault.NOT_REGISTERED:
            return CertificateUnusable("not_registered", fault.raw)
        case Fault.CERT_INACTIVE:
            return CertificateUnusable("inactive", fault.raw)
        case _:
            return SignerDown(fault.raw)
