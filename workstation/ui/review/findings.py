"""Marks on pages: frame a place, say what is wrong there, go from one to the next, take one off."""

from dataclasses import replace
from functools import partial

from workstation.places_on_page import Region
from workstation.queries.pages import FindingRow
from workstation.ui.review.painting import Noted
from workstation.ui.review.verb import NEWS, ReviewAction
from workstation.ui.theme import Tone
from workstation.usecases import pages
from workstation.usecases.reasons import Reason, place_words
from workstation.usecases.reviewing import catalogue_reasons


def shown_findings(found: tuple[FindingRow, ...], scan_id: int, page: int, chosen: int) -> list[Noted]:
    """The frames of one page; only the chosen one has words, which would hide what stands beside the others."""
    return [
        Noted(one.region, Tone.BAD, (one.part or one.text) if one.id == chosen else "")
        for one in found
        if one.scan_id == scan_id and one.region.page == page
    ]


class MarkPlace(ReviewAction):
    """Frame a place of the page and say with a coded reason or in words what is wrong there."""

    TEXT, KEYS, ICON, CHANGES = "Tandai temuan", "M", "message-square", NEWS

    def fits(self, rows: object) -> bool | str:
        """A page of a paper that counts must be seen."""
        answer = super().fits(rows)
        if answer is not True:
            return answer
        scans = self.screen.desk.scans
        return (scans.shown_id is not None and scans.is_sharp) or "Pindaian belum tampil."

    def perform(self) -> None:
        """Let the place be framed."""
        self.screen.desk.scans.canvas.frame(
            "Tempat temuan", self.screen, self._ask, self.screen.placing.here()
        )

    def _ask(self, region: Region) -> None:
        case, scan = self.held(), self.screen.scan_id
        paper = case.paper_of(scan)
        if paper is None or scan is None:
            return
        code = paper.document.code
        self.screen.desk.scans.canvas.note("new", [Noted(region, Tone.BAD)])
        self.screen.asking.ask(
            f"Apa yang salah pada {paper.document.short_title or paper.document.title}, {place_words(region)}?",
            catalogue_reasons(case.file.rules, code),
            yes="Tandai",
            many=True,
            least=0,
            note_label="Nama bagian itu (mis. nomor identitas); tanpa alasan: catatan Anda",
            document=code,
            then=partial(self._keep, case.id, scan, region),
        )

    def _keep(self, case: int, scan: int, region: Region, reasons: list[Reason], words: str) -> None:
        desk = self.office.desk
        self.start(
            lambda: pages.note_findings(desk, case, scan, region, reasons, words),
            then=self._kept,
            sorry=self.screen.effects.refused,
        )

    def _kept(self, _done: object) -> None:
        self.screen.unsent.sent(self.held().id)
        self.screen.ask_again()


class NextMark(ReviewAction):
    """Go to the next mark of the case, whatever document it stands on."""

    TEXT, KEYS, ICON, FREE = "Temuan berikutnya", "F", "chevron-right", True

    def fits(self, _rows: object) -> bool | str:
        """There must be one."""
        return bool(self.case and self.case.file.page_findings) or "Belum ada temuan pada halaman."

    def perform(self) -> None:
        """Bring it to the middle of the window."""
        found, scans = self.held().file.page_findings, self.screen.desk.scans
        at = next((n for n, one in enumerate(found) if one.id == scans.chosen_finding), -1)
        scans.go_to_finding(found[(at + 1) % len(found)])


class DropMark(ReviewAction):
    """Take the chosen mark off its page."""

    TEXT, ICON, CHANGES = "Hapus temuan", "trash-2", NEWS

    def fits(self, rows: object) -> bool | str:
        """One must be chosen."""
        answer = super().fits(rows)
        return answer if answer is not True else bool(self._chosen()) or "Pilih temuan dengan F dahulu."

    def _chosen(self) -> int:
        found = self.case.file.page_findings if self.case else ()
        chosen = self.screen.desk.scans.chosen_finding
        return next((one.id for one in found if one.id == chosen), 0)

    def perform(self) -> None:
        """Take it off."""
        desk, ident = self.office.desk, self._chosen()
        self.start(
            lambda: pages.drop_finding(desk, ident),
            then=partial(self._dropped, ident),
            sorry=self.screen.effects.refused,
        )

    def _dropped(self, ident: int, _done: object) -> None:
        case = self.screen.case
        if case is not None:
            left = tuple(one for one in case.file.page_findings if one.id != ident)
            self.screen.case = replace(case, file=replace(case.file, page_findings=left))
        self.screen.ask_again()
