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
        fonts = writer.root["/Pages"]["/Kids"][0]["/Resources"]["/Font"]
        font = fonts[next(iter(fonts))]
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


def _on_page(signed: bytes, key: str, value: generic.PdfObject) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        page[pdf_name(key)] = value
        writer.update_container(page)

    return _updated(signed, change)


def _in_catalogue(signed: bytes, key: str, value: generic.PdfObject) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.root[pdf_name(key)] = value
        writer.update_root()

    return _updated(signed, change)


def _dictionary(**entries: generic.PdfObject) -> generic.DictionaryObject:
    return generic.DictionaryObject({pdf_name(f"/{key}"): value for key, value in entries.items()})


def _annotated(signed: bytes, **entries: generic.PdfObject) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        box = generic.ArrayObject(generic.NumberObject(n) for n in (60, 690, 400, 720))
        page["/Annots"].append(writer.add_object(_dictionary(Type=pdf_name("/Annot"), Rect=box, **entries)))
        writer.update_container(page["/Annots"])
        writer.update_container(page)

    return _updated(signed, change)


def stamp_put_on(signed: bytes) -> bytes:
    """Evil annotation attack: a rubber stamp says something else."""
    return _annotated(signed, Subtype=pdf_name("/Stamp"), Name=pdf_name("/Approved"))


def link_laid_over(signed: bytes) -> bytes:
    """A link over the page leads to another check page."""
    away = _dictionary(S=pdf_name("/URI"), URI=generic.pdf_string("https://izin-palsu.example"))
    return _annotated(signed, Subtype=pdf_name("/Link"), A=away)


def script_added(signed: bytes) -> bytes:
    """JavaScript that runs when the file is opened."""
    script = _dictionary(S=pdf_name("/JavaScript"), JS=generic.pdf_string("app.alert('sah')"))
    return _in_catalogue(signed, "/OpenAction", script)


def file_attached(signed: bytes) -> bytes:
    """Another file hangs on the permit."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        held = writer.add_object(generic.StreamObject(stream_data=b"lampiran"))
        spec = _dictionary(Type=pdf_name("/Filespec"), F=generic.pdf_string("a.txt"), EF=_dictionary(F=held))
        names = generic.ArrayObject([generic.pdf_string("a.txt"), writer.add_object(spec)])
        writer.root["/Names"] = _dictionary(EmbeddedFiles=_dictionary(Names=names))
        writer.update_root()

    return _updated(signed, change)


def page_turned(signed: bytes) -> bytes:
    """The page is shown upside down."""
    return _on_page(signed, "/Rotate", generic.NumberObject(180))


def page_cropped(signed: bytes) -> bytes:
    """Only the upper half is shown: what stands below is hidden."""
    box = generic.ArrayObject(generic.NumberObject(n) for n in (0, 420, 595, 842))
    return _on_page(signed, "/CropBox", box)


def content_hidden(signed: bytes) -> bytes:
    """Shadow attack "hide": what was drawn is taken off the page."""
    return _on_page(signed, "/Contents", generic.ArrayObject())


def content_hidden_and_replaced(signed: bytes) -> bytes:
    """Shadow attack "hide and replace": what was drawn gives way to what lay ready behind it."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=OTHER_TEXT))
        fonts = _dictionary(F1=_dictionary(Type=pdf_name("/Font"), Subtype=pdf_name("/Type1"),
            BaseFont=pdf_name("/Helvetica")))  # fmt: skip
        page["/Resources"] = _dictionary(Font=fonts)
        writer.update_container(page)

    return _updated(signed, change)


def page_added(signed: bytes) -> bytes:
    """A second page that nobody signed."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        tree = writer.root["/Pages"]
        page = generic.DictionaryObject(tree["/Kids"][0])
        page[pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=OTHER_TEXT))
        tree["/Kids"].append(writer.add_object(page))
        tree["/Count"] = generic.NumberObject(2)
        writer.update_container(tree["/Kids"])
        writer.update_container(tree)

    return _updated(signed, change)


def field_added(signed: bytes) -> bytes:
    """A form field with words of its own."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        field = _dictionary(FT=pdf_name("/Tx"), T=generic.pdf_string("Nama"), V=generic.pdf_string("Palsu"))
        fields = writer.root["/AcroForm"]["/Fields"]
        fields.append(writer.add_object(field))
        writer.update_container(fields)
        writer.update_root()

    return _updated(signed, change)


def permission_lifted(signed: bytes) -> bytes:
    """Certification attack: the catalogue no longer says that the file is certified, and the page changes."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        del writer.root["/Perms"]
        writer.update_root()

    return page_replaced(_updated(signed, change))


def second_table(signed: bytes) -> bytes:
    """A second cross-reference table by hand, in which the catalogue is another one."""
    root = re.findall(rb"/Root (\d+) 0 R", signed)[-1]
    before = re.findall(rb"startxref\s+(\d+)", signed)[-1]
    size = max(int(one) for one in re.findall(rb"/Size (\d+)", signed))
    start = len(signed) + 1
    body = b"%d 0 obj\n<< /Type /Catalog /Pages << /Type /Pages /Kids [] /Count 0 >> >>\nendobj\n" % int(root)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (int(root), start)
    told = b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\n" % (size, int(root), int(before))
    return signed + b"\n" + body + table + told + b"startxref\n%d\n%%%%EOF\n" % (start + len(body))


def objects_without_table(signed: bytes) -> bytes:
    """Incremental saving without a table: readers that repair files take the later object for the true one."""
    return signed + b"\n4 0 obj\n<< /Palsu true >>\nendobj\n"


def objects_before_the_old_table(signed: bytes) -> bytes:
    """The same, with an end that leads to the old table."""
    before = re.findall(rb"startxref\s+(\d+)", signed)[-1]
    return objects_without_table(signed) + b"startxref\n%s\n%%%%EOF\n" % before


def byte_range_short(signed: bytes) -> bytes:
    """The last bytes are left out of what is signed."""
    first, second = hole(signed)
    return _with_byte_range(signed, b"0 %d %d %d" % (first, second, len(signed) - second - 40))


def byte_range_long(signed: bytes) -> bytes:
    """A third range."""
    first, second = hole(signed)
    return _with_byte_range(signed, b"0 %d %d 9 9 9" % (first, second))


def time_changed(signed: bytes) -> bytes:
    """Another time of signing."""
    year = re.search(rb"/M \(D\\072", signed)
    assert year is not None
    return signed[: year.end()] + b"19" + signed[year.end() + 2 :]


def signature_changed(signed: bytes) -> bytes:
    """One digit of the signature value itself, the last thing in the place but for its padding."""
    first, second = hole(signed)
    at = first + len(signed[first : second - 1].rstrip(b"0")) - 20
    return signed[:at] + (b"1" if signed[at : at + 1] == b"0" else b"0") + signed[at + 1 :]


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
    stamp_put_on: frozenset({ALTERED}),
    link_laid_over: frozenset({ALTERED}),
    script_added: frozenset({ALTERED}),
    file_attached: frozenset({ALTERED}),
    page_turned: frozenset({ALTERED}),
    page_cropped: frozenset({ALTERED}),
    content_hidden: frozenset({ALTERED}),
    content_hidden_and_replaced: frozenset({ALTERED}),
    page_added: frozenset({ALTERED}),
    field_added: frozenset({ALTERED}),
    permission_lifted: frozenset({ALTERED}),
    second_table: frozenset({ALTERED, DAMAGED, SignatureVerdict.UNSIGNED}),
    objects_without_table: frozenset({ALTERED, DAMAGED}),
    objects_before_the_old_table: frozenset({ALTERED, DAMAGED}),
    byte_range_short: frozenset({ALTERED}),
    byte_range_long: frozenset({ALTERED, DAMAGED}),
    time_changed: frozenset({ALTERED}),
    signature_changed: frozenset({ALTERED, DAMAGED}),
}
ATTACKS: dict[str, Attack] = {attack.__name__: attack for attack in EXPECTED}
HARMLESS = (title_changed, bytes_appended)
