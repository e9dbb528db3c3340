"""What this machine prints with: its print system, a folder, a ticket printer at the end of a wire."""

import platform
from pathlib import Path

from workstation.printing.spooler import AnySpooler, CupsSpooler, FolderSpooler, Spooler
from workstation.printing.wire import WireSpooler, is_wire
from workstation.settings import Settings


def spooler_of(settings: Settings, folder: Path | None = None) -> Spooler:
    """Return the spooler of this machine; `folder`, or the setting, adds one that prints into files."""
    kept = folder or (Path(settings.print_folder) if settings.print_folder else None)
    found: list[Spooler] = [FolderSpooler(kept)] if kept else []
    if is_wire(settings.ticket_printer):
        found.append(WireSpooler(settings.ticket_printer))
    found.append(_system(settings))
    return AnySpooler(found) if len(found) > 1 else found[0]


def _system(settings: Settings) -> Spooler:
    if platform.system() != "Windows":
        return CupsSpooler(settings.print_server)
    from workstation.printing.windows import WindowsSpooler

    return WindowsSpooler()
