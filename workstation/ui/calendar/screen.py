"""Who is open when: a year at a glance, the rules beside it, every revision below; a change on a page of its own."""

from datetime import date
from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from workstation.queries.calendar import CalendarFacts, RuleRow, calendar_facts
from workstation.ui.action import ActionButton
from workstation.ui.bars import words
from workstation.ui.calendar import actions
from workstation.ui.calendar.columns import REVISIONS, RULES
from workstation.ui.calendar.editing import EditPage
from workstation.ui.calendar.year import YearView
from workstation.ui.screen import Screen
from workstation.ui.table import RowTable
from workstation.ui.theme import pad
from workstation.vocabulary import Role, RuleKind

ENDLESS = date(9999, 12, 31)


class CalendarScreen(Screen):
    """For the administrator; a manager reads."""

    KEY, TITLE, ICON = "calendar", "Kalender", "calendar-days"
    ROLES = frozenset({Role.ADMIN, Role.MANAGER})
    SHOWS = frozenset({"calendar"})

    def build(self) -> None:
        """Lay out the year, the rules and the revisions; beside them the page of a change."""
        self.year, self.today = 0, date.min
        self.facts: CalendarFacts | None = None
        self.view = YearView()
        self.rules = RowTable(RULES, name="calendar-rules")
        self.revisions = RowTable(REVISIONS, name="calendar-revisions")
        self.page = EditPage()
        self.turns = [self.add_action(kind) for kind in (actions.FormerYear, actions.NextYear)]
        self.pages = QStackedWidget()
        self.pages.addWidget(self._overview())
        self.pages.addWidget(self.page)
        self.set_body(self.pages)
        self.add_actions(actions.Save, actions.Preview)
        self.add_actions(actions.NewHoliday, actions.NewSeason, actions.NewWeek)
        self.add_actions(actions.ChangeRule, actions.TakeBack, follow=self.rules)
        self.add_actions(actions.ImportYear)
        self.rules.current_row.connect(self._mark)
        self.rules.activated_row.connect(self._open_row)
        self.page.left.connect(self.leave)
        self.setFocusProxy(self.rules)

    def _overview(self) -> QWidget:
        card, body = QFrame(), QWidget()
        card.setProperty("role", "card")
        inside = QHBoxLayout(card)
        pad(inside, 14, 10, 14, 8, gap=12)
        inside.addWidget(self.view, 1)
        turns = QVBoxLayout()
        pad(turns, gap=6)
        for action in self.turns:
            turns.addWidget(ActionButton(action, small=True))
        turns.addStretch(1)
        inside.addLayout(turns)
        lists = QHBoxLayout()
        pad(lists, gap=12)
        for title, table, share in (("Aturan", self.rules, 5), ("Riwayat perubahan", self.revisions, 4)):
            column = QVBoxLayout()
            pad(column, gap=6)
            column.addWidget(words(title, "section"))
            column.addWidget(table, 1)
            lists.addLayout(column, share)
        column = QVBoxLayout(body)
        pad(column, gap=10)
        column.addWidget(card, 4)
        column.addLayout(lists, 3)
        return body

    # -- what the verbs use ------------------------------------------------------------------------------

    def is_editing(self) -> bool:
        """Tell whether a change is being typed."""
        return self.pages.currentWidget() is self.page

    def edit(self, kind: RuleKind, rule: RuleRow | None) -> None:
        """Show the page of a change."""
        if self.facts is not None:
            self.pages.setCurrentWidget(self.page)
            self.page.begin(kind, rule, self.facts)
            self._again()

    def leave(self) -> None:
        """Go back to the year."""
        self.pages.setCurrentIndex(0)
        self._again()
        self.rules.setFocus()

    def show_year(self, year: int) -> None:
        """Ask for another year."""
        self.year = year
        self.refresh()

    # -- the answers -------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for the year."""
        self.ask(partial(calendar_facts, self.office.desk, self.year or None), then=self._show)

    def _show(self, facts: CalendarFacts) -> None:
        self.facts, self.year, self.today = facts, facts.year, facts.today
        estimates = sum(rule.estimated for rule in facts.rules)
        waits = f" · {estimates} perkiraan" if estimates else ""
        self.set_title(f"Kalender {facts.year}", f"{self.office.desk.point.name} · {facts.revision}{waits}")
        self.view.show_days(facts.days, facts.today)
        self.rules.set_rows(facts.rules)
        self.revisions.set_rows(facts.revisions)
        if self.rules.row_now() is None:
            self.rules.choose_first()
        self._again()

    def _mark(self, row: RuleRow | None) -> None:
        if row is not None:
            self.view.mark(row.first, row.last or (row.first if row.kind is RuleKind.WEEK else ENDLESS))

    def _again(self) -> None:
        for action in self.actions_here:
            if isinstance(action, actions.CalendarAction):
                action.setVisible(self.office.may(action.ROLE) and self.is_editing() == action.WHILE_EDITING)
            action.again()

    def _open_row(self, _row: RuleRow) -> None:
        for action in self.actions_here:
            if isinstance(action, actions.ChangeRule) and action.isVisible() and action.isEnabled():
                action.trigger()
