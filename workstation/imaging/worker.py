"""A picture worker: one process, shut in, that decodes what strangers sent and answers with pixels."""

import os
import socket
import sys
from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_raw
from PIL import Image, JpegImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin

from workstation.imaging import heic, jail
from workstation.imaging.frames import Broken, Head, receive, send
from workstation.imaging.layers import Drawn, Layers, TooBig, view_of
from workstation.imaging.measuring import SIDE, measure
from workstation.imaging.papers import Paper
from workstation.imaging.pictures import Picture
from workstation.imaging.shelf import Board
from workstation.imaging.skew import SMALL, skew_of
from workstation.imaging.turn import WHOLE, Region

OPEN_FILES = 4
OPEN_BYTES = 96 * 1024 * 1024
TIRED_AT = 640 * 1024 * 1024
RAW_LENGTH = 200
CODE_PAGES = 20
SPOILT_PAGES = 2
MEASURED_PAGES = 12
CODE_DPI = (200, 300)
CODE_PIXELS = 2_400
CODE_CPU = 16  # seconds: twenty pages looked at plainly, two thoroughly

DECODERS = (JpegImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin)

Document = Paper | Picture
WordsFound = list[tuple[str, float, list[tuple[float, float]]]]
LetterReader = Callable[[Image.Image], WordsFound]
Answer = tuple[Head, bytes | bytearray | memoryview]


@dataclass(frozen=True)
class CodeReader:
    """Two ways to read the codes of a page, the second slow and only for a few pages, and what needs no more looks."""

    plain: Callable[[Image.Image], list[str]]
    spoilt: Callable[[Image.Image], list[str]]
    has_seal: Callable[[Iterable[str]], bool]


class NoDecoderError(Exception):
    """This installation cannot open files of this kind."""


class Worker:
    """Keeps the last few files open and answers one request at a time."""

    def __init__(
        self,
        read_codes: CodeReader | None = None,
        read_letters: LetterReader | None = None,
        board: Board | None = None,
    ) -> None:
        self._layers = Layers()
        self._files: OrderedDict[str, tuple[bytes, Document]] = OrderedDict()
        self._read_codes, self._read_letters, self._board = read_codes, read_letters, board
        self._opens_heic = heic.register()

    def knows(self, head: Head) -> bool:
        """Tell whether the file of this request is open."""
        return head["key"] in self._files

    def answer(self, head: Head, body: bytes) -> Answer:
        """Do what `head` asks; trouble with the file becomes an answer, never an exception."""
        try:
            document = self._document(head, body)
            answers = {
                "probe": self._probe,
                "look": self._look,
                "page": self._page,
                "sharpen": self._sharpen,
                "codes": self._codes,
                "texts": self._texts,
                "skew": self._skew,
                "measures": self._measures,
                "words": self._words,
            }
            return answers[head["op"]](document, head)
        except NoDecoderError:
            return {"no": "heic"}, b""
        except (TooBig, Image.DecompressionBombError, Image.DecompressionBombWarning):
            return {"no": "pixels"}, b""
        except MemoryError:
            self.forget_all()
            return {"no": "memory", "tired": True}, b""
        except pdfium.PdfiumError as trouble:
            return {"no": _pdf_trouble(trouble), "raw": str(trouble)[:RAW_LENGTH]}, b""
        except Exception as trouble:  # noqa: BLE001 - ten exception types were seen from foreign decoders
            return {"no": "damaged", "raw": f"{type(trouble).__name__}: {trouble}"[:RAW_LENGTH]}, b""

    def forget_all(self) -> None:
        """Close every file."""
        while self._files:
            self._files.popitem()[1][1].close()

    def _document(self, head: Head, body: bytes) -> Document:
        key = head["key"]
        if key in self._files:
            self._files.move_to_end(key)
            return self._files[key][1]
        document: Document
        if head["kind"] == "HEIC" and not self._opens_heic:
            raise NoDecoderError
        if head["kind"] == "PDF":
            document = Paper(body, key, self._layers, head.get("password"))
        else:
            document = Picture(body, head["kind"], key, self._layers)
        self._files[key] = body, document
        while len(self._files) > 1 and self._crowded():
            self._files.popitem(last=False)[1][1].close()
        return document

    def _crowded(self) -> bool:
        return len(self._files) > OPEN_FILES or sum(len(b) for b, _ in self._files.values()) > OPEN_BYTES

    def _probe(self, document: Document, _head: Head) -> Answer:
        document.check()
        facts = _facts(document)
        if "no" not in facts:
            view_of(facts["sizes"][0], None, 1.0, WHOLE, 0)  # what is taken in can be shown
        return facts, b""

    def _look(self, document: Document, head: Head) -> Answer:
        page, pixels = self._page(document, head)
        return page if "no" in page else {**_facts(document), "page": page}, pixels

    def _page(self, document: Document, head: Head) -> Answer:
        page = head["page"]
        if not 0 <= page < document.pages:
            return {"no": "damaged", "raw": f"page {page + 1} of {document.pages}"}, b""
        clip = Region(*head["clip"]) if head.get("clip") else WHOLE
        size = document.size(page)
        if min(size) <= 0:
            return {"no": "damaged", "raw": "page without size"}, b""
        view = view_of(size, head.get("width"), head.get("scale"), clip, head["rotation"])
        room = self._board.room if self._board is not None and head.get("loose") else None
        drawn = document.draw(page, view, room)
        facts = {
            "width": drawn.width,
            "height": drawn.height,
            "format": drawn.order,
            "full": view.size,
            "blank": view.whole and drawn.is_blank(),
        }
        return facts, drawn.pixels

    def _sharpen(self, document: Document, head: Head) -> Answer:
        if 0 <= head["page"] < document.pages:
            document.sharpen(head["page"])
        return {}, b""

    def _measures(self, document: Document, _head: Head) -> Answer:
        found = []
        for page in range(min(document.pages, MEASURED_PAGES)):
            size = document.size(page)
            drawn = document.draw(page, view_of(size, None, SIDE / max(size), WHOLE, 0))
            side = 0 if document.unit == "pt" else round(max(size))
            found.append(asdict(measure(drawn.picture(), page, side, blank=drawn.is_blank())))
        return {"measures": found}, b""

    def _codes(self, document: Document, _head: Head) -> Answer:
        if self._read_codes is None:
            raise LookupError("no code reader")
        found: dict[str, None] = {}
        densities = CODE_DPI if document.unit == "pt" else CODE_DPI[:1]
        for dpi in densities:
            for page in _chosen(document.pages, CODE_PAGES):
                found.update(dict.fromkeys(self._read_codes.plain(_for_codes(document, page, dpi))))
            if self._read_codes.has_seal(found):
                return {"codes": list(found)}, b""
        for page in _chosen(document.pages, SPOILT_PAGES):
            found.update(dict.fromkeys(self._read_codes.spoilt(_for_codes(document, page, CODE_DPI[0]))))
        return {"codes": list(found)}, b""

    def _skew(self, document: Document, head: Head) -> Answer:
        page = head["page"]
        if not 0 <= page < document.pages:
            return {"no": "damaged", "raw": f"page {page + 1} of {document.pages}"}, b""
        size = document.size(page)
        view = view_of(size, None, 2 * SMALL / max(size), WHOLE, head["rotation"])
        return {"angle": skew_of(document.draw(page, view).picture())}, b""

    def _texts(self, document: Document, head: Head) -> Answer:
        return {"texts": document.texts(bool(head.get("drawn")))}, b""

    def _words(self, document: Document, head: Head) -> Answer:
        page = head["page"]
        if self._read_letters is None:
            raise LookupError("no letter reader")
        if not 0 <= page < document.pages:
            return {"no": "damaged", "raw": f"page {page + 1} of {document.pages}"}, b""
        size = document.size(page)
        scale = head["longest"] / max(size)
        picture = document.draw(
            page, view_of(size, None, scale if document.unit == "pt" else min(1.0, scale), WHOLE, 0)
        ).picture()
        return {"words": self._read_letters(picture), "ratio": picture.height / picture.width}, b""


def _facts(document: Document) -> Head:
    sizes = [document.size(page) for page in range(document.pages)]
    if min(sizes[0]) <= 0:
        return {"no": "damaged", "raw": "page without size"}
    warnings = set(document.cautions())
    if any(min(size) <= 0 for size in sizes):
        warnings.add("broken_pages")
    return {
        "pages": document.pages,
        "sizes": sizes,
        "unit": document.unit,
        "orientation": document.orientation,
        "warnings": sorted(warnings),
    }


def _chosen(pages: int, most: int) -> list[int]:
    """The first pages and the last one, where the signature and the seal stand."""
    return list(range(pages)) if pages <= most else [*range(most - 1), pages - 1]


def _for_codes(document: Document, page: int, dpi: int) -> Image.Image:
    size = document.size(page)
    scale = dpi / 72 if document.unit == "pt" else min(1.0, CODE_PIXELS / max(size))
    drawn: Drawn = document.draw(page, view_of(size, None, scale, WHOLE, 0))
    return drawn.picture()


def _pdf_trouble(trouble: pdfium.PdfiumError) -> str:
    words = {pdfium_raw.FPDF_ERR_PASSWORD: "password", pdfium_raw.FPDF_ERR_SECURITY: "certificate"}
    return words.get(trouble.err_code, "damaged")


def serve(
    line: socket.socket,
    worker: Worker,
    board: Board | None = None,
    tired_at: int = TIRED_AT,
    seconds: int = jail.REQUEST_CPU,
) -> None:
    """Answer requests until the program closes the line; pixels are laid on the board where there is one."""
    inherited = jail.peak_memory()  # Linux counts what the starting process held before it became this one
    while True:
        head, body = receive(line)
        if not body and not worker.knows(head):
            send(line, {"want": True})
            continue
        jail.grant_processor_time(seconds)
        facts, pixels = worker.answer(head, bytes(body))
        if jail.peak_memory() > max(tired_at, inherited):
            facts["tired"] = True
        if pixels and board is not None:
            facts["laid"], pixels = board.lay(pixels), b""
        send(line, facts, pixels)


def main(arguments: list[str]) -> None:
    """Run as `worker LINE[,SHELF] [codes | words]`, descriptors: shut in, say which walls stand, serve."""
    number, *shelf = map(int, arguments[0].split(","))
    line, board = socket.socket(fileno=number), Board(shelf[0]) if shelf else None
    with suppress(Broken, OSError):
        if "words" in arguments:
            _read_letters(line, board)
        else:
            _draw_pages(line, board, _code_reader() if "codes" in arguments else None)


def _draw_pages(line: socket.socket, board: Board | None, read_codes: CodeReader | None) -> None:
    Image.preinit()
    walls: Any = jail.close_in()
    decoders = [decoder.__name__.rpartition(".")[2] for decoder in DECODERS]
    send(line, {"walls": walls, "decoders": decoders, "pid": os.getpid()})
    seconds = CODE_CPU if read_codes is not None else jail.REQUEST_CPU
    serve(line, Worker(read_codes, board=board), board, seconds=seconds)


def _read_letters(line: socket.socket, board: Board | None) -> None:
    from workstation.imaging import letters

    Image.preinit()
    walls = jail.close_in(letters.MEMORY)  # first: a thread that a library began before would stand outside
    read = letters.letter_reader()
    send(line, {"walls": walls, "pid": os.getpid()})
    serve(line, Worker(read_letters=read), board, letters.TIRED_AT, letters.REQUEST_CPU)


def _code_reader() -> CodeReader:
    # loaded before the walls go up: it looks for its library with the help of other programs
    from workstation.imaging.recognise import has_seal, read_codes, read_plain
    from workstation.imaging.spoilt import read_spoilt

    read_codes(Image.new("L", (64, 64), 255))  # a page without a code is what makes it look for all of them
    return CodeReader(read_plain, read_spoilt, has_seal)


if __name__ == "__main__":
    main(sys.argv[1:])
