"""What forgers do to a signed PDF (classes of pdf-insecurity.org): functions from signed to forged bytes.

`ATTACKS` holds those that need nothing but the file; `EXPECTED` says what the inspector must answer.
"""

import re
from collections.abc import Callable
from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from workstation.signing.cms import CmsMaker
from workstation.vocabulary import SignatureVerdict

Attack = Callable[[bytes], bytes]
BYTE_RANGE = re.compile(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\] *")
OTHER_TEXT = b"BT /F1 12 Tf 72 700 Td (IZIN PALSU) Tj ET"


def hole(signed: bytes) -> tuple[int, int]:
    """First and last-but-one offset of the signature's place, brackets included."""
    found = BYTE_RANGE.search(signed)
    assert found is not None
    return int(found[2]), int(found[3])


def _updated(signed: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _patched(signed: bytes, start: int, end: int, patch: bytes) -> bytes:
    assert len(patch) <= end - start
    return signed[:start] + patch.ljust(end - start) + signed[end:]


def byte_flipped(signed: bytes) -> bytes:
    """One bit of the page's text stream changed."""
    at = signed.index(b"stream") + 12
    return signed[:at] + bytes((signed[at] ^ 1,)) + signed[at + 1 :]


def page_replaced(signed: bytes) -> bytes:
    """Incremental saving attack: the page gets another content stream."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=OTHER_TEXT))
        writer.update_container(page)

    return _updated(signed, change)


def font_swapped(signed: bytes) -> bytes:
    """The font object is replaced, so that the same codes may show other letters."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        font = writer.root["/Pages"]["/Kids"][0]["/Resources"]["/Font"]["/F1"]
        font["/BaseFont"] = pdf_name("/Symbol")
        writer.update_container(font)

    return _updated(signed, change)


def text_laid_over(signed: bytes) -> bytes:
    """Evil annotation attack: a FreeText annotation covers what was signed."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        box = generic.ArrayObject(generic.NumberObject(n) for n in (60, 690, 400, 720))
        note = generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Annot"),
                pdf_name("/Subtype"): pdf_name("/FreeText"),
                pdf_name("/Rect"): box,
                pdf_name("/Contents"): generic.pdf_string("IZIN PALSU"),
            }
        )
        page = writer.root["/Pages"]["/Kids"][0]
        page["/Annots"].append(writer.add_object(note))
        writer.update_container(page["/Annots"])
        writer.update_container(page)

    return _updated(signed, change)


def pages_swapped(signed: bytes) -> bytes:
    """Shadow attack "replace": the catalogue points to another tree of pages."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page = generic.DictionaryObject(writer.root["/Pages"]["/Kids"][0])
        page[pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=OTHER_TEXT))
        tree = generic.DictionaryObject({pdf_name("/Type"): pdf_name("/Pages")})
        tree[pdf_name("/Kids")] = generic.ArrayObject([writer.add_object(page)])
        tree[pdf_name("/Count")] = generic.NumberObject(1)
        writer.root["/Pages"] = writer.add_object(tree)
        writer.update_root()

    return _updated(signed, change)


def form_removed(signed: bytes) -> bytes:
    """The form is cut off the catalogue: the file looks as if it never had been signed."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        del writer.root["/AcroForm"]
        del writer.root["/Perms"]
        writer.update_root()

    return _updated(signed, change)


def title_changed(signed: bytes) -> bytes:
    """Only the document information is rewritten: harmless, but no longer the issued file."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        info = writer.trailer["/Info"]
        info["/Title"] = generic.pdf_string("salinan")
        writer.update_container(info)

    return _updated(signed, change)


def bytes_appended(signed: bytes) -> bytes:
    """A comment after the end of the file, as some mail gateways leave."""
    return signed + b"\n% diteruskan\n"


def cut_short(signed: bytes) -> bytes:
    """A download that broke off."""
    return signed[: len(signed) * 4 // 5]


def byte_range_renamed(signed: bytes) -> bytes:
    """Universal forgery: no ByteRange at all."""
    return signed.replace(b"/ByteRange", b"/ByteRangX")


def _with_byte_range(signed: bytes, numbers: bytes) -> bytes:
    found = BYTE_RANGE.search(signed)
    assert found is not None
    return _patched(signed, *found.span(), b"/ByteRange [" + numbers + b"]")


def byte_range_zero(signed: bytes) -> bytes:
    """Universal forgery: nothing is signed."""
    return _with_byte_range(signed, b"0 0 0 0")


def byte_range_negative(signed: bytes) -> bytes:
    """Universal forgery: ranges that lead out of the file."""
    first, second = hole(signed)
    return _with_byte_range(signed, b"0 %d %d -1" % (first, second))


def byte_range_null(signed: bytes) -> bytes:
    """Universal forgery: the range is null."""
    found = BYTE_RANGE.search(signed)
    assert found is not None
    return _patched(signed, *found.span(), b"/ByteRange null")


def signature_zeroed(signed: bytes) -> bytes:
    """Universal forgery: the signature is zeros."""
    first, second = hole(signed)
    return _patched(signed, first, second, b"<" + b"0" * (second - first - 2) + b">")


def signature_null(signed: bytes) -> bytes:
    """Universal forgery: the signature is null."""
    return _patched(signed, *hole(signed), b"null")


def signature_empty(signed: bytes) -> bytes:
    """Universal forgery: the signature is an empty string."""
    return _patched(signed, *hole(signed), b"<>")


def tail_moved(signed: bytes) -> bytes:
    """Signature wrapping: the second range is moved away and unsigned objects are put in between."""
    _, second = hole(signed)
    moved = b"99 0 obj << /Palsu true >> endobj\n" + signed[second:]
    return signed[:second] + moved


def signature_packed(signed: bytes) -> bytes:
    """The signature as a literal string takes half its place: the rest of the hole holds unsigned bytes.

    All lengths still add up to the whole file, and pyHanko 0.38 by itself calls it wholly covered.
    """
    first, second = hole(signed)
    content = bytes.fromhex(signed[first + 1 : second - 1].decode())
    packed = re.sub(rb"([()\\\r])", lambda hit: b"\\r" if hit[1] == b"\r" else b"\\" + hit[1], content)
    return _patched(signed, first, second, b"(" + packed + b") % tempat kosong\n")


def padding_filled(signed: bytes) -> bytes:
    """Something is written into the zeros behind the signature."""
    _, second = hole(signed)
    return signed[: second - 5] + b"CAFE" + signed[second - 1 :]


def signed_again(signed: bytes, pen: CmsMaker, moment: datetime, field: str = "TTE2") -> bytes:
    """Sneaky signature attack: an approval signature in a new field, whatever the first signature allows."""
    steps = PdfCMSEmbedder(SigFieldSpec(field, on_page=0)).write_cms(
        field, IncrementalPdfFileWriter(BytesIO(signed))
    )
    next(steps)
    place = SignatureObject(moment, SigSeedSubFilter.PADES, bytes_reserved=2 * pen.size() + 40)
    steps.send(SigObjSetup(place))
    prepared, out = steps.send(SigIOSetup("sha256", output=BytesIO()))
    prepared.fill_with_cms(out, pen.make(prepared.document_digest))
    return bytes(out.getvalue())


ALTERED, DAMAGED = SignatureVerdict.ALTERED, SignatureVerdict.DAMAGED
EXPECTED: dict[Attack, frozenset[SignatureVerdict]] = {
    byte_flipped: frozenset({ALTERED}),
    page_replaced: frozenset({ALTERED}),
    font_swapped: frozenset({ALTERED}),
    text_laid_over: frozenset({ALTERED}),
    pages_swapped: frozenset({ALTERED}),
    form_removed: frozenset({SignatureVerdict.UNSIGNED}),
    title_changed: frozenset({SignatureVerdict.TRUSTED}),
    bytes_appended: frozenset({SignatureVerdict.TRUSTED}),
    cut_short: frozenset({DAMAGED}),
    byte_range_renamed: frozenset({DAMAGED}),
    byte_range_zero: frozenset({ALTERED}),
    byte_range_negative: frozenset({ALTERED, DAMAGED}),
    byte_range_null: frozenset({DAMAGED}),
    signature_zeroed: frozenset({DAMAGED}),
    signature_null: frozenset({DAMAGED}),
    signature_empty: frozenset({DAMAGED}),
    tail_moved: frozenset({ALTERED, DAMAGED}),
    signature_packed: frozenset({ALTERED}),
    padding_filled: frozenset({ALTERED}),
}
ATTACKS: dict[str, Attack] = {attack.__name__: attack for attack in EXPECTED}
HARMLESS = (title_changed, bytes_appended)
