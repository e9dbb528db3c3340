"""Windows' printing as pywin32 shows it, at the border: the same names, arguments, dictionaries and errors.

Nothing of ours is in here. It keeps what was drawn, so that a test can look at the page that GDI would have got.
"""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from PIL import Image

from workstation.printing.windows import Windows

CAPS = {88: 300, 90: 300, 112: 50, 113: 40}  # dots an inch, and what the head cannot reach


class WindowsError(Exception):
    """As `pywintypes.error`: number, function, words."""


@dataclass
class Job:
    """A job in the queue of a printer."""

    printer: str
    title: str
    mode: Any = None
    status: int = 0
    datatype: str = ""
    raw: bytes = b""
    pages: list[tuple[Image.Image, tuple[int, int, int, int]]] = field(default_factory=list)
    is_in_queue: bool = True


class Border:
    """One machine with its printers; `status` of each is what winspool.h calls it."""

    def __init__(self, printers: dict[str, int], default: str = "") -> None:
        self.status, self.default, self.jobs = dict(printers), default, list[Job]()
        self.trays = {"Otomatis": 7, "Baki 1": 1, "Baki 2": 2}

    def windows(self) -> Windows:
        """The parts that our code is given in place of pywin32's."""
        return Windows(
            self,
            SimpleNamespace(CreateDC=self._create_dc, DeleteDC=lambda _dc: None),
            self._dib,
            WindowsError,
        )

    # win32print

    def EnumPrinters(self, flags: int, name: None, level: int) -> tuple[dict[str, Any], ...]:
        assert (flags, level) == (6, 2)
        return tuple(self._printer(name) for name in self.status)

    def GetDefaultPrinter(self) -> str:
        if not self.default:
            raise WindowsError(2, "GetDefaultPrinter", "The system cannot find the file specified.")
        return self.default

    def OpenPrinter(self, name: str) -> str:
        if name not in self.status:
            raise WindowsError(1801, "OpenPrinter", "The printer name is invalid.")
        return name

    def ClosePrinter(self, handle: str) -> None:
        pass

    def GetPrinter(self, handle: str, level: int) -> dict[str, Any]:
        assert level == 2
        return self._printer(handle)

    def _printer(self, name: str) -> dict[str, Any]:
        mode = SimpleNamespace(PaperSize=1, Copies=1, Duplex=1, DefaultSource=7, Fields=0)
        return {"pPrinterName": name, "Status": self.status[name], "pComment": None, "pDevMode": mode}

    def DeviceCapabilities(self, name: str, port: None, what: int) -> Any:
        if name.startswith("Tua"):
            raise WindowsError(87, "DeviceCapabilities", "The parameter is incorrect.")
        return {7: 1, 6: list(self.trays.values()), 12: list(self.trays)}[what]

    def GetDeviceCaps(self, canvas: Job, what: int) -> int:
        return CAPS[what]

    def StartDoc(self, canvas: Job, info: tuple[str, None, None, int]) -> int:
        canvas.title = info[0]
        self.jobs.append(canvas)
        return len(self.jobs)

    def StartPage(self, canvas: Job) -> None:
        pass

    EndPage = EndDoc = StartPage

    def AbortDoc(self, canvas: Job) -> None:
        canvas.is_in_queue = False

    def StartDocPrinter(self, handle: str, level: int, info: tuple[str, None, str]) -> int:
        assert level == 1
        self.jobs.append(Job(handle, info[0], datatype=info[2]))
        return len(self.jobs)

    def StartPagePrinter(self, handle: str) -> None:
        pass

    EndPagePrinter = EndDocPrinter = StartPagePrinter

    def WritePrinter(self, handle: str, data: bytes) -> int:
        self.jobs[-1].raw += data
        return len(data)

    def GetJob(self, handle: str, number: int, level: int) -> dict[str, Any]:
        job = self.jobs[number - 1] if number <= len(self.jobs) else None
        if job is None or not job.is_in_queue:
            raise WindowsError(87, "GetJob", "The parameter is incorrect.")
        return {"JobId": number, "pStatus": None, "Status": job.status, "pPrinterName": handle}

    def SetJob(self, handle: str, number: int, level: int, info: None, command: int) -> None:
        self.GetJob(handle, number, 1)
        assert command == 3
        self.jobs[number - 1].status |= 0x4

    # win32gui and Pillow

    def _create_dc(self, driver: str, name: str, mode: Any) -> Job:
        assert driver == "WINSPOOL"
        return Job(name, "", mode)

    def _dib(self, picture: Image.Image) -> Any:
        return SimpleNamespace(draw=lambda canvas, box: canvas.pages.append((picture, box)))
