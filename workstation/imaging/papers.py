"""Files that are PDF: scans decoded straight from their JPEG, all else drawn by PDFium."""

import ctypes
from collections import OrderedDict
from functools import partial
from math import inf

import pypdfium2 as pdfium
import pypdfium2.raw as c
from PIL import Image

from workstation.imaging.cautions import active_content
from workstation.imaging.layers import Drawn, Layers, Room, TooBig, View, draw, fills
from workstation.imaging.pictures import jpeg_as_it_comes, jpeg_scaled
from workstation.imaging.scanned import Scan, is_scan, scan_of
from workstation.imaging.turn import orientation_of, parts_of, region_unturned, size_shown, with_turn

OPEN_PAGES = 8
MOST_PAGES = 2_000
XFA_FORMS = (2, 3)
UNFIT = (0.0, 0.0)


class Paper:
    """One PDF document; its last pages stay open, so that another part of one is drawn at once."""

    unit = "pt"
    orientation = 1

    def __init__(self, data: bytes, key: str, layers: Layers, password: str | None) -> None:
        self._data, self._key, self._layers = data, key, layers
        self._pdf = pdfium.PdfDocument(data, password=password)
        self._form_kind = self._pdf.get_formtype()
        # before the first page is loaded; this PDFium has no script engine, so fields are only drawn
        self._pdf.init_forms()
        self.pages = min(len(self._pdf), MOST_PAGES)
        self._open: OrderedDict[int, pdfium.PdfPage] = OrderedDict()
        self._scans: dict[int, Scan | None] = {}

    def size(self, page: int) -> tuple[float, float]:
        """Width and height in points with the page's own /Rotate; (0, 0) where PDFium finds none."""
        size = c.FS_SIZEF()
        return (size.width, size.height) if c.FPDF_GetPageSizeByIndexF(self._pdf, page, size) else UNFIT

    def check(self) -> None:
        """Load the first page: a broken page tree shows itself only here."""
        self._page(0)

    def draw(self, page: int, view: View, room: Room | None = None) -> Drawn:
        """Draw the asked part; with `room` a scan may come there with more pixels than asked for."""
        sheet = self._page(page)
        if page not in self._scans:
            self._scans[page] = scan_of(sheet, self._data)
        scan = self._scans[page]
        if scan is not None:
            try:
                return self._decoded(page, scan, view, room)
            except (OSError, TooBig, Image.DecompressionBombWarning):
                self._scans[page] = (
                    None  # PDFium shows what it can of a broken picture, and a huge one row by row
                )
        return self._rendered(sheet, view)

    def sharpen(self, page: int) -> None:
        """Decode a scanned page in full, so that any part of it is drawn at once."""
        scan = self._scans.get(page)
        if scan is not None:
            self._layers.find(self._key, page, inf, partial(jpeg_scaled, scan.jpeg))

    def texts(self, drawn: bool) -> list[str]:
        """The text layer, a string a page; `drawn` leaves scans out, whose hidden text is a machine's guess."""
        return ["" if drawn and is_scan(self._page(at)) else self._text(at) for at in range(self.pages)]

    def cautions(self) -> list[str]:
        """Name what the file would do if somebody let it."""
        found = active_content(self._data)
        if c.FPDFDoc_GetJavaScriptActionCount(self._pdf) > 0:
            found.add("javascript")
        if c.FPDFDoc_GetAttachmentCount(self._pdf) > 0:
            found.add("attachment")
        if self._form_kind in XFA_FORMS:
            found.add("xfa")
        if len(self._pdf) > self.pages:
            found.add("more_pages")
        return sorted(found)

    def close(self) -> None:
        while self._open:
            self._open.popitem()[1].close()
        self._pdf.close()
        self._layers.forget(self._key)

    def _page(self, index: int) -> pdfium.PdfPage:
        if index in self._open:
            self._open.move_to_end(index)
            return self._open[index]
        page = self._open[index] = self._pdf[index]
        if len(self._open) > OPEN_PAGES:
            self._open.popitem(last=False)[1].close()
        return page

    def _text(self, index: int) -> str:
        words = self._page(index).get_textpage()
        try:
            return str(words.get_text_bounded())
        finally:
            words.close()

    def _decoded(self, page: int, scan: Scan, view: View, room: Room | None) -> Drawn:
        orientation = orientation_of(False, 90 * scan.quarter)
        degrees = parts_of(with_turn(orientation, view.rotation))[1]
        spot = region_unturned(scan.place, parts_of(orientation)[1])
        if room is not None and fills(view, scan.place, orientation):
            drawn = jpeg_as_it_comes(scan.jpeg, view.size, room)
            if drawn is not None:
                return drawn
        wanted = size_shown(*view.size, degrees)[0] * (spot.right - spot.left)
        base = self._layers.find(self._key, page, wanted, partial(jpeg_scaled, scan.jpeg))
        return Drawn.of(draw(base, view, scan.place, orientation))

    def _rendered(self, page: pdfium.PdfPage, view: View) -> Drawn:
        width, height = view.box_size
        pixels = bytearray(width * height * 4)
        shared = (ctypes.c_ubyte * len(pixels)).from_buffer(pixels)
        bitmap = c.FPDFBitmap_CreateEx(width, height, c.FPDFBitmap_BGRx, shared, width * 4)
        if not bitmap:
            raise MemoryError
        try:
            c.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
            left, top = -view.box[0], -view.box[1]
            where = (left, top, *view.size, view.rotation // 90)
            c.FPDF_RenderPageBitmap(bitmap, page, *where, c.FPDF_ANNOT)
            if self._pdf.formenv:
                c.FPDF_FFLDraw(self._pdf.formenv, bitmap, page, *where, c.FPDF_ANNOT)
        finally:
            c.FPDFBitmap_Destroy(bitmap)
        return Drawn(width, height, pixels, "BGRX")
