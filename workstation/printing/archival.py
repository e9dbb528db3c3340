"""What makes a paper PDF/A-2b (ISO 19005-2): its colours named, its facts as XMP, its streams ended as the rule says.

Checked with veraPDF, before and after signing (`tests/printing/test_archival.py`).
"""

from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc

from workstation.resources_at import resource

CREATED = "2000-01-01T00:00:00+00:00"
"""The moment that ReportLab writes into a file that shall be the same each time."""

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{created}</xmp:CreateDate><xmp:ModifyDate>{created}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer><pdf:Keywords>{keywords}</pdf:Keywords>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def make_archival(canvas: Any) -> None:
    """Give the file of a canvas its XMP and its colour profile; call it when title and author are set."""
    document = canvas._doc
    catalog, info = document.Catalog, document.info
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
    catalog.__Refs__ = [*catalog.__Refs__, "OutputIntents"]
    catalog.Metadata = _stream(_xmp(info), Type="Metadata", Subtype="XML")
    intent = pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("OutputIntent"),
            "S": pdfdoc.PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": pdfdoc.PDFString("sRGB"),
            "DestOutputProfile": document.Reference(_stream(_profile(), N=3), "sRGB"),
        }
    )
    catalog.PageMode = None  # the plain one, which needs no word
    catalog.OutputIntents = pdfdoc.PDFArray([intent])


def _stream(content: bytes, **entries: Any) -> Any:
    named = {
        key: pdfdoc.PDFName(value) if isinstance(value, str) else value for key, value in entries.items()
    }
    return pdfdoc.PDFStream(pdfdoc.PDFDictionary(named), content, filters=[])


def _xmp(info: Any) -> bytes:
    said = ("title", "author", "subject", "creator", "producer", "keywords")
    facts = {name: escape(getattr(info, name)) for name in said}
    return _XMP.format(created=CREATED, **facts).encode()


@cache
def _profile() -> bytes:
    return resource("colour/srgb.icc").read_bytes()


def _ended_by_a_line(stream: Any, document: Any, plain: Any = pdfdoc.PDFStream.format) -> bytes:
    """ReportLab writes `endstream` right behind the data; ISO 19005-2 6.1.7.1 wants the end of a line between."""
    data: bytes = plain(stream, document)
    return data.removesuffix(b"endstream\n") + b"\nendstream\n"


pdfdoc.PDFStream.format = _ended_by_a_line
# who signs reads the page and writes it anew: what a signature leaves alone is an object of its own, and what says
# nothing (no rotation, no transition) stays out
pdfdoc.PDFPage.__Refs__ = [*pdfdoc.PDFPage.__Refs__, "Resources"]
pdfdoc.PDFPage.__NoDefault__ = [
    name for name in pdfdoc.PDFPage.__NoDefault__ if name not in ("Rotate", "Trans")
]
