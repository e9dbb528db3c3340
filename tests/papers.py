"""Papers with a seal as a citizen brings them: PDF, print, photograph, altered. Persons are fictitious."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO

import pypdfium2
import zxingcpp
from cryptography.hazmat.primitives.asymmetric import ec
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests import pki
from workstation.signing import seal, withdrawals
from workstation.signing.trust import Trust

HOST = "IZIN.LOKET.EXAMPLE"
NOW = datetime.now(UTC)
TODAY = NOW.astimezone(seal.WIB).date()
NAME = "SITI RAHAYU WULANDARI"
NUMBER = "000417/STRP/31.74/XI/2026"


@dataclass(frozen=True)
class Office:
    """The keys of a practice office; `trust` is what it hands to checkers."""

    seal_key: seal.SealKey
    list_key: withdrawals.WithdrawalKey

    def trust(self, withdrawn: tuple[int, ...] = (), issued: datetime = NOW) -> Trust:
        """Make a bundle whose list was made at `issued`."""
        public = self.seal_key.private.public_key()
        far = timedelta(days=3650)
        key = seal.PublicSealKey(self.seal_key.kid, public, TODAY - far, TODAY + far)
        listing = withdrawals.publish(withdrawn, self.list_key, issued, timedelta(days=30))
        return Trust(
            hosts=frozenset({HOST}),
            seal_keys={key.kid: key},
            list_keys={self.list_key.kid: self.list_key.private.public_key()},
            roots=pki.kit().roots,
            withdrawals=listing,
        )


@cache
def office() -> Office:
    """The one practice office of a run."""
    curve = ec.SECP256R1()
    return Office(
        seal.SealKey(b"\x26\x01", ec.generate_private_key(curve)),
        withdrawals.WithdrawalKey(b"L1", ec.generate_private_key(curve)),
    )


STATEMENT = seal.Statement(
    number=NUMBER,
    type_code="STRP-P",
    name=NAME,
    nik_last4="0001",
    valid_from=TODAY - timedelta(days=3),
    valid_until=TODAY + timedelta(days=3),
    issued=TODAY - timedelta(days=3),
    serial=417,
    digest=b"\x01" * 8,
)


def code(statement: seal.Statement = STATEMENT, host: str = HOST, key: seal.SealKey | None = None) -> str:
    """Return the text of the seal."""
    return seal.make(statement, key or office().seal_key, host)


def qr_picture(text: str, scale: int = 8) -> Image.Image:
    """Draw a code as the papers do: level M, with its quiet zone."""
    drawn = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return Image.fromarray(drawn.to_image(scale=scale, add_quiet_zones=True)).convert("L")


def sheet(*codes: str, name: str = NAME, number: str = NUMBER, pages: int = 1) -> bytes:
    """Draw an unsigned A4 permit with 30 mm codes; what is printed need not be what is sealed."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=True)
    for _ in range(pages - 1):
        canvas.drawString(90, 700, "Lampiran")
        canvas.showPage()
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(90, 760, "SURAT TANDA REGISTRASI PEKERJA")
    canvas.setFont("Helvetica", 11)
    canvas.drawString(90, 730, f"Nomor: {number}")
    canvas.drawString(90, 700, f"Nama: {name}")
    for at, text in enumerate(codes or (code(),)):
        canvas.drawImage(ImageReader(qr_picture(text, 4)), 90 + 110 * at, 90, 85, 85)
    canvas.save()
    return out.getvalue()


def signed(data: bytes) -> bytes:
    """Sign a sheet as the practice official."""
    return pki.signed_by(pki.kit().p12, data)


def pixels(data: bytes, dpi: int = 200) -> Image.Image:
    """Print a PDF on paper and scan it."""
    with pypdfium2.PdfDocument(data) as document:
        picture: Image.Image = document[len(document) - 1].render(scale=dpi / 72).to_pil()
        return picture


def photograph(data: bytes, dpi: int = 150) -> bytes:
    """Print a PDF and photograph it a little turned, on a table, as a JPEG of middling quality."""
    page = pixels(data, dpi).convert("RGB")
    table = page.rotate(7, expand=True, fillcolor=(120, 96, 70), resample=Image.Resampling.BICUBIC)
    out = BytesIO()
    table.save(out, "JPEG", quality=70)
    return out.getvalue()


def scan_pdf(data: bytes) -> bytes:
    """Print a PDF, scan it and save the scan as a PDF of one picture."""
    out = BytesIO()
    pixels(data).convert("L").save(out, "PDF", resolution=200)
    return out.getvalue()


def changed(**fields: object) -> seal.Statement:
    """Return the usual statement with other facts."""
    return replace(STATEMENT, **fields)  # type: ignore[arg-type]
