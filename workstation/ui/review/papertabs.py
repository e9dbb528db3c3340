"""The tabs over the scans: a paper each, with its verdict, as many letters as there is room for."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QTabBar

from workstation.ui import icons
from workstation.ui.review.opened import Paper
from workstation.ui.theme import TONE_ICONS, Tone, theme
from workstation.vocabulary import Verdict
from workstation.wording import word

VERDICT_TONES = {
    Verdict.PENDING: Tone.NEUTRAL,
    Verdict.ACCEPTED: Tone.GOOD,
    Verdict.REFUSED: Tone.BAD,
}
TAB_PX = 84
TAB_EXTRA_PX = 50  # icon and padding of a tab


def fair_shares(wanted: Sequence[int], room: int, least: int) -> list[int]:
    """Share `room` px: who wants little gets it, the others share the rest, nobody less than `least` or his wish."""
    given = list(wanted)
    share = room // max(len(given), 1)
    while True:
        large = [n for n, wish in enumerate(wanted) if wish > share]
        left = room - sum(wish for wish in wanted if wish <= share)
        grown = left // len(large) if large else share
        if grown <= share:
            break
        share = grown
    for number in large:
        given[number] = min(wanted[number], max(share, least))
    return given


class PaperTabs(QTabBar):
    """Says nothing when it is filled, only when somebody chooses."""

    def __init__(self) -> None:
        super().__init__()
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setDrawBase(False)
        self.setProperty("role", "tight")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Dokumen")

    def show_papers(self, papers: Sequence[Paper], room: int) -> None:
        """Show these papers within `room` px."""
        self.blockSignals(True)
        while self.count() > len(papers):
            self.removeTab(self.count() - 1)
        while self.count() < len(papers):
            self.addTab("")
        self.setIconSize(QSize(theme().px(16), theme().px(16)))
        titles = [paper.document.short_title or paper.document.title for paper in papers]
        wishes = [self.fontMetrics().horizontalAdvance(title) + 1 for title in titles]
        wide = fair_shares(wishes, room - len(titles) * theme().px(TAB_EXTRA_PX), theme().px(TAB_PX))
        for number, paper in enumerate(papers):
            self._say(number, paper, titles[number], wide[number])
        self.setVisible(bool(papers))
        self.blockSignals(False)

    def choose(self, number: int) -> None:
        """Show which paper is in front."""
        self.blockSignals(True)
        self.setCurrentIndex(number)
        self.blockSignals(False)

    def _say(self, number: int, paper: Paper, title: str, room: int) -> None:
        verdict = paper.verdict or Verdict.PENDING
        tone = VERDICT_TONES[verdict]
        self.setTabText(number, self.fontMetrics().elidedText(title, Qt.TextElideMode.ElideMiddle, room))
        self.setTabToolTip(number, f"{paper.document.title}: {word(verdict)}")
        self.setTabIcon(number, icons.icon(TONE_ICONS[tone], theme().tone(tone).ink, theme().px(16)))
