"""Verbs of reading assistance: the next difference, tie a field to its place, untie it, stop or go on reading."""

from functools import partial

from workstation.ui.review.tools import ScanAction
from workstation.ui.review.verb import ReviewAction


class NextDifference(ReviewAction):
    """Go to the next field that was read differently, or paper that names somebody else."""

    TEXT, KEYS, ICON = "Bacaan lain berikutnya", "D", "triangle-alert"

    def fits(self, _rows: object) -> bool | str:
        """There must be one; it works on cases that are only read."""
        if self.case is None:
            return "Belum ada berkas di meja."
        return bool(self._targets()) or "Tidak ada yang terbaca lain."

    def perform(self) -> None:
        """Go to the one after the cursor, round to the first."""
        targets, pane = self._targets(), self.screen.desk.case
        here = pane.field_now or (self.screen.scan_id if pane.current is not None else None)
        at = targets.index(here) + 1 if here in targets else 0
        if not targets:
            return
        target = targets[at % len(targets)]
        if isinstance(target, str):
            pane.go_to_field(target)
        else:
            pane.go_to_document(target)

    def _targets(self) -> list[str | int]:
        """Fields that were read differently by their codes, papers that name somebody else by their scans."""
        assistant = self.screen.assistant
        return [*assistant.others(), *assistant.odd_papers()]


class TieField(ReviewAction):
    """Frame a part of the scan and say which field stands there; the next reviewer sees it."""

    TEXT, KEYS, ICON = "Kaitkan letak isian", "J", "map-pin"

    def fits(self, rows: object) -> bool | str:
        """A page must be seen, and the case be held."""
        answer = super().fits(rows)
        if answer is not True:
            return answer
        return self.screen.desk.scans.is_sharp or "Pindaian belum tampil."

    def perform(self) -> None:
        """Let the frame be drawn; dragging or Enter uses it."""
        scans = self.screen.desk.scans
        if scans.shown_id is not None:
            scans.canvas.frame(
                "Letak isian pada pindaian",
                self.screen,
                partial(self.screen.placing.offer, scans.shown_id),
                self.screen.placing.here(),
            )


class UntieField(ReviewAction):
    """Take back where the current field was said to stand."""

    TEXT, KEYS, ICON = "Lepas letak isian", "Shift+J", "undo-2"

    def fits(self, rows: object) -> bool | str:
        """The current field must be tied."""
        answer = super().fits(rows)
        if answer is not True or self.case is None:
            return answer
        return self.screen.desk.case.field_now in self.case.file.places or "Letak isian ini belum dikaitkan."

    def perform(self) -> None:
        """Untie it."""
        self.screen.placing.untie(self.screen.desk.case.field_now)


class ReadingHelp(ScanAction):
    """Stop the reading of the papers at once, or let it go on."""

    TEXT, KEYS, ICON = "Bantuan baca", "E", "scan-eye"

    def fits(self, _rows: object) -> bool | str:
        """It must be installed."""
        assistant = self.screen.assistant
        self.setText(
            "Hentikan bantuan baca" if assistant.is_installed and not assistant.is_off else self.TEXT
        )
        return assistant.is_installed or "Bantuan baca tidak terpasang pada komputer ini."

    def perform(self) -> None:
        """Change over."""
        self.screen.assistant.toggle()


class TypeRead(ReviewAction):
    """Type what the paper says; the letters that differ from the form are shown, nothing is decided."""

    TEXT, KEYS, ICON = "Ketik yang tertulis", "5", "keyboard"

    def fits(self, _rows: object) -> bool | str:
        """The cursor must stand on a field that is compared."""
        if self.case is None:
            return "Belum ada berkas di meja."
        code = self.screen.desk.case.field_now
        is_compared = any(line.spec.code == code and line.evidence for line in self.case.fields)
        return is_compared or "Pilih isian yang dicocokkan dengan dokumen."

    def perform(self) -> None:
        """Ask for the line."""
        code = self.screen.desk.case.field_now
        line = next(line for line in self.held().fields if line.spec.code == code)
        self.screen.ask_bar.line(
            f"Apa yang tertulis pada dokumen untuk “{line.spec.label}”?",
            f"Isian: {line.value}",
            yes="Bandingkan",
            then=partial(self.screen.assistant.typed, code),
        )
