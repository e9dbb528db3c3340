"""How many permits a second one core signs, beside pyHanko as its manual shows it (signer made once)."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf

from benchmarks.figures import figure, finish, per_second
from tests import pki
from workstation.signing.inspecting import inspect
from workstation.signing.local import LocalSigner
from workstation.signing.signer import SignedPdf, UnsignedPdf

BATCH = 200
PLAIN = 20
BAR = 20.0


def main() -> None:
    """Measure both in processor time of one process, check that all of it is valid, print the figures."""
    paper, p12, signed = pki.paper(), pki.kit().p12, list[bytes]()
    plain = _plain_signer(p12)

    def ours() -> None:
        answers = LocalSigner(p12).sign([UnsignedPdf("izin.pdf", paper)] * BATCH, pki.PASSPHRASE)
        signed.extend(one.data for one in answers if isinstance(one, SignedPdf))

    def theirs() -> None:
        signed.extend(_sign_plainly(plain, paper) for _ in range(PLAIN))

    fast, slow = per_second(ours, BATCH, 5), per_second(theirs, PLAIN, 3)
    valid = len(signed) == 5 * BATCH + 3 * PLAIN and all(
        inspect(data, pki.kit().roots).trusted for data in signed[::40] + signed[-PLAIN:]
    )
    figure(
        "signatures/s, RSA-2048, B-B, unlocking included", fast, "pyHanko loop", slow, BAR, fast >= BAR * slow
    )
    one = per_second(lambda: LocalSigner(p12).sign([UnsignedPdf("a", paper)], pki.PASSPHRASE), 1, 10)
    figure("signatures/s, one file a call, unlocking included", one, "pyHanko loop", slow, 1.0, one >= slow)
    look = per_second(lambda: [inspect(signed[0], pki.kit().roots) for _ in range(20)], 20, 3)
    figure("inspections/s, all samples trusted", look, "bar in files/s", 20.0, 1.0, valid and look >= 20)
    finish()


def _plain_signer(p12: bytes) -> SimpleSigner:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "kunci.p12"
        file.write_bytes(p12)
        signer: SimpleSigner | None = SimpleSigner.load_pkcs12(str(file), passphrase=pki.PASSPHRASE.encode())  # type: ignore[no-untyped-call]
    if signer is None:
        raise SystemExit("pyHanko cannot open the practice key")
    return signer


def _sign_plainly(signer: SimpleSigner, paper: bytes) -> bytes:
    metadata = PdfSignatureMetadata(
        field_name="TTE1",
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
        reason=f"Persetujuan izin {datetime.now(UTC):%Y}",
        location="Jakarta",
        md_algorithm="sha256",
    )
    out = BytesIO()
    sign_pdf(IncrementalPdfFileWriter(BytesIO(paper)), metadata, signer, output=out)
    return out.getvalue()


if __name__ == "__main__":
    main()
