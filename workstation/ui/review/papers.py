"""Verbs on the document that is seen: refuse it, take the word back, look at the scan it replaces."""

from functools import partial

from workstation.ui.review.verb import NEWS, ReviewAction
from workstation.usecases import reviewing
from workstation.usecases.reviewing import Reason, catalogue_reasons
from workstation.vocabulary import Verdict


class RefuseDocument(ReviewAction):
    """Refuse the document that is seen, with a coded reason."""

    TEXT, ICON, CHANGES = "Tolak dokumen", "file-x", NEWS

    def fits(self, rows: object) -> bool | str:
        """A document must be seen."""
        answer = super().fits(rows)
        if answer is not True:
            return answer
        return self.screen.scan_id is not None or "Pilih dokumen dahulu."

    def perform(self) -> None:
        """Ask for the reason."""
        paper = self.held().paper_of(self.screen.scan_id)
        if paper is None or paper.scan is None:
            return
        self.screen.asking.ask(
            f"Mengapa “{paper.document.title}” ditolak?",
            catalogue_reasons(self.held().file.rules, paper.document.code),
            yes="Tolak dokumen",
            many=True,
            document=paper.document.code,
            chosen=[m.code for m in self.held().file.page_findings if m.scan_id == paper.scan.id],
            then=partial(self._refuse, paper.scan.id),
        )

    def _refuse(self, scan: int, reasons: list[Reason], note: str) -> None:
        desk = self.office.desk
        self.start(
            lambda: reviewing.refuse_scan(desk, scan, reasons, note),
            then=partial(self.screen.effects.judged, scan, Verdict.REFUSED, reasons, note),
            sorry=self.screen.effects.refused,
        )


class Unjudge(ReviewAction):
    """Take back the word on the document that is seen."""

    TEXT, ICON, CHANGES = "Urungkan putusan dokumen", "undo-2", NEWS

    def fits(self, rows: object) -> bool | str:
        """There must be a word to take back."""
        answer = super().fits(rows)
        paper = self.case.paper_of(self.screen.scan_id) if self.case else None
        is_judged = paper is not None and paper.verdict not in (None, Verdict.PENDING)
        return answer if answer is not True else is_judged or "Dokumen ini belum diputuskan."

    def perform(self) -> None:
        """Make it pending again."""
        desk, scan = self.office.desk, self.screen.scan_id
        if scan is not None:
            self.start(
                lambda: reviewing.judge_scan(desk, scan, Verdict.PENDING),
                then=partial(self.screen.effects.judged, scan, Verdict.PENDING, (), ""),
                sorry=self.screen.effects.refused,
            )


class FormerScan(ReviewAction):
    """Look at the refused scan that the one in front replaces, or back."""

    TEXT, KEYS, ICON = "Pindaian lama", "O", "history"

    def fits(self, _rows: object) -> bool | str:
        """There must be one."""
        has_former = self.case is not None and self.screen.desk.scene.front.former_of() is not None
        return has_former or "Dokumen ini tidak menggantikan pindaian lama."

    def perform(self) -> None:
        """Change over."""
        self.screen.desk.scene.front.show_former()
