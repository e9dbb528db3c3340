"""Papers as an officer has them after printing: out of the printer, looked at, confirmed."""

from tests.make import exhausted
from workstation.desk import Desk
from workstation.printing.spooler import Spooler
from workstation.usecases import printing_out
from workstation.usecases.printing_out import PrintEnd, PrintWish, Tray
from workstation.vocabulary import PrintState


def come_out(
    desk: Desk, document_id: int, spooler: Spooler, printer: str = "Folder", reason: str = ""
) -> int:
    """Print one paper and confirm it; returns which run it was."""
    wish = PrintWish(document_id, f"nomor {document_id}", reason)
    run = exhausted(printing_out.print_document(desk, wish, spooler=spooler, to=Tray(printer)))
    printing_out.confirm_prints(desk, [PrintEnd(run.run_id, PrintState.PRINTED)])
    return int(run.copy)
