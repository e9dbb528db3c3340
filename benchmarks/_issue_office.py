"""An office full of decided permits for `bench issue`, and the loop that a user would write himself."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import qrcode
from PIL import Image as Pictures
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Image, Paragraph, SimpleDocTemplate, Spacer, Table
from sqlalchemy import text

from benchmarks._office import office_alone
from tests import pki
from tests.backroom import PASSPHRASE, authority, certificate_of
from tests.intray import NAMES
from tests.make import Office
from workstation.models.application import Application
from workstation.phrasing import long_date
from workstation.printing import typeface
from workstation.printing.sheets import PermitSheet
from workstation.resources_at import resource

_COPY = """
CREATE TEMPORARY TABLE copies AS SELECT :first + n AS id,
    (CAST(:names AS text[]))[1 + n % :people] AS name FROM generate_series(1, :count) AS n;
INSERT INTO loket.application (COLUMNS) OVERRIDING SYSTEM VALUE
    SELECT COLUMNS FROM (SELECT (jsonb_populate_record(a, jsonb_build_object('id', c.id,
        'number', a.number || '-' || c.id, 'track_code', a.track_code || c.id, 'applicant_name', c.name,
        'fields', a.fields || jsonb_build_object('name', c.name)))).*
    FROM loket.application a, copies c WHERE a.id = :case) AS copied;
INSERT INTO loket.scan OVERRIDING SYSTEM VALUE
    SELECT (jsonb_populate_record(s, jsonb_build_object('id', c.id, 'application_id', c.id,
        'sha256', :photo))).*
    FROM loket.scan s, copies c WHERE s.application_id = :case AND s.document_code = 'photo';
INSERT INTO loket.document OVERRIDING SYSTEM VALUE
    SELECT (jsonb_populate_record(d, jsonb_build_object('id', c.id, 'application_id', c.id,
        'number', lpad(c.id::text, 7, '0') || substring(d.number FROM '/.*'), 'serial', c.id,
        'record', NULL, 'seal', NULL, 'valid_from', NULL, 'valid_until', NULL))).*
    FROM loket.document d, copies c WHERE d.application_id = :case;
INSERT INTO loket.stage_interval (service_point_id, machine, thing_id, stage, from_at, undone)
    SELECT service_point_id, 'document', d.id, d.stage, d.approved_at, false
    FROM loket.document d JOIN copies c ON c.id = d.id;
DROP TABLE copies;
""".replace("COLUMNS", ", ".join(one.name for one in Application.__table__.columns if one.computed is None))


@dataclass
class Full:
    """An office whose supervisor has decided; `more` adds documents that wait for seal and signature."""

    office: Office
    server: psutil.Process
    case: int = 0
    photo: str = ""
    _last: int = field(default=1_000_000)

    def more(self, count: int) -> list[int]:
        """Add `count` decided permits, copies of a real one with names of their own; returns their ids."""
        first, self._last = self._last, self._last + count
        facts = {"first": first, "count": count, "case": self.case, "photo": self.photo}
        with self.office.owner.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for statement in _COPY.strip().split(";\n"):
                wanted = {name: value for name, value in facts.items() if f":{name}" in statement}
                if ":names" in statement:
                    wanted |= {"names": list(NAMES), "people": len(NAMES)}
                connection.execute(text(statement), wanted)
        with self.office.owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE loket.document, loket.application, loket.scan")
        return list(range(first + 1, first + count + 1))

    def server_seconds(self) -> float:
        """Processor seconds that the server has used so far, all its processes together."""
        used = 0.0
        for process in (self.server, *self.server.children(recursive=True)):
            try:
                times = process.cpu_times()
            except psutil.Error:
                continue
            used += times.user + times.system
        return used


@contextmanager
def full_office() -> Iterator[Full]:
    """An office on a PostgreSQL of its own, fsync on, with one approved case to copy from."""
    with office_alone() as (office, folder):
        yield prepared(office, folder)


def prepared(office: Office, folder: Path) -> Full:
    """Decide one case in an office whose server keeps its files somewhere below `folder`; it is what is copied."""
    (pid_file,) = folder.rglob("postmaster.pid")
    server = psutil.Process(int(pid_file.read_text().split()[0]))
    document = office.approved()
    case = office.ask("SELECT application_id FROM loket.document WHERE id = :id", id=document)
    # the copied one itself is out of the way, and the photo is as large as real ones
    photo = portrait()
    office.run("INSERT INTO loket.scan_blob VALUES (encode(sha256(:data), 'hex'), :data)", data=photo)
    return Full(office, server, case, sha256(photo).hexdigest())


def portrait() -> bytes:
    """A JPEG of 472 x 709 pixels (4 x 6 cm at 300 dpi), some 60 kB: as busy as a photo of a face."""
    chance = np.random.default_rng(7)
    coarse = chance.integers(60, 200, (71, 48, 3), dtype=np.uint8)
    picture = Pictures.fromarray(coarse).resize((472, 709), Pictures.Resampling.BICUBIC)
    grain = chance.normal(0, 4, (709, 472, 3))
    rough = np.clip(np.asarray(picture, dtype=float) + grain, 0, 255).astype(np.uint8)
    out = BytesIO()
    Pictures.fromarray(rough).save(out, "JPEG", quality=82)
    return out.getvalue()


@cache
def keys() -> dict[str, bytes]:
    """The PKCS#12 files of the supervisor: RSA-2048 as the national ones, and P-256."""
    mine = certificate_of("ratna")
    return {"RSA-2048": mine, "P-256": pki.on_a_curve_like(mine, authority(), PASSPHRASE)}


class PlainLoop:
    """What a user writes who follows the manuals: platypus, `qrcode`, pyHanko; its signer is made once."""

    def __init__(self, p12: bytes, folder: Path) -> None:
        self._folder = folder
        file = folder / "kunci.p12"
        file.write_bytes(p12)
        signer: SimpleSigner | None = SimpleSigner.load_pkcs12(str(file), passphrase=PASSPHRASE.encode())  # type: ignore[no-untyped-call]
        if signer is None:
            raise SystemExit("pyHanko cannot open the practice key")
        self._signer = signer

    def make(self, sheet: PermitSheet, name: str) -> bytes:
        """Draw, sign and store one permit."""
        signed = self.sign(self.draw(sheet))
        (self._folder / f"{name}.pdf").write_bytes(signed)
        return signed

    def sign(self, paper: bytes) -> bytes:
        """Certify one file as the manual shows."""
        about = PdfSignatureMetadata(
            field_name="TTE1", certify=True, docmdp_permissions=MDPPerm.NO_CHANGES,
            subfilter=SigSeedSubFilter.PADES, reason="Persetujuan izin", location="Jakarta", md_algorithm="sha256",
        )  # fmt: skip
        out = BytesIO()
        sign_pdf(IncrementalPdfFileWriter(BytesIO(paper)), about, self._signer, output=out)
        return out.getvalue()

    def draw(self, sheet: PermitSheet) -> bytes:
        """Set the same facts on one page; no PDF/A."""
        # the product's own faces first, and other names: its papers are drawn in this process too
        for own in (typeface.REGULAR, typeface.BOLD):
            typeface.load(own)
        for face in ("Regular", "Bold"):
            pdfmetrics.registerFont(TTFont(f"Plain-{face}", str(resource(f"fonts/Arimo-{face}.ttf"))))
        plain = ParagraphStyle("plain", fontName="Plain-Regular", fontSize=10.5, leading=13.5)
        bold = ParagraphStyle("bold", parent=plain, fontName="Plain-Bold")
        middle = ParagraphStyle("middle", parent=bold, alignment=1)
        out = BytesIO()
        SimpleDocTemplate(out, pagesize=A4, title=sheet.number).build(
            [*_opening(sheet, plain, middle), *_facts(sheet, plain, bold), *_end(sheet, plain)]
        )
        return out.getvalue()


def _opening(sheet: PermitSheet, plain: Any, middle: Any) -> list[Flowable]:
    head = sheet.letterhead
    lines = (head.government, head.agency, head.unit, head.address, head.contact)
    bases = [Paragraph(f"{number}. {basis}", plain) for number, basis in enumerate(sheet.legal_bases, 1)]
    return [
        *(Paragraph(line, middle) for line in lines),
        Spacer(1, 5 * mm),
        Paragraph(sheet.title, middle),
        Paragraph(f"NOMOR: {sheet.number}", middle),
        Spacer(1, 4 * mm),
        *bases,
        Paragraph(f"Permohonan {sheet.application_number} {long_date(sheet.application_date)}", plain),
    ]


def _facts(sheet: PermitSheet, plain: Any, bold: Any) -> list[Flowable]:
    span = f"{long_date(sheet.valid_from)} s.d. {long_date(sheet.valid_until)}"
    rows = [*sheet.holder, ("Untuk", sheet.purpose), ("Berlaku", span), ("Wilayah", sheet.region)]
    table = Table([[Paragraph(label, plain), Paragraph(value, bold)] for label, value in rows])
    if sheet.photo:
        table = Table([[table, Image(BytesIO(sheet.photo), 40 * mm, 60 * mm)]])
    return [Spacer(1, 3 * mm), Paragraph("Memberikan izin kepada:", bold), table]


def _end(sheet: PermitSheet, plain: Any) -> list[Flowable]:
    code = BytesIO()
    qrcode.make(sheet.seal).save(code, "PNG")
    code.seek(0)
    who = sheet.signatory
    said = [Paragraph(line, plain) for line in (who.office, who.name, who.rank, who.nip)]
    return [
        *(Paragraph(f"{number}. {rule}", plain) for number, rule in enumerate(sheet.provisions, 1)),
        Paragraph(f"{sheet.place}, {long_date(sheet.issued_on)}", plain),
        Table([[Image(code, 30 * mm, 30 * mm), said]]),
        Paragraph(sheet.check_hint, plain),
        Paragraph(sheet.footer, plain),
    ]
