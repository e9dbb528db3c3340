"""The places of the window, each by the module that holds it: the order of the day, and who may go there."""

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workstation.vocabulary import Role

if TYPE_CHECKING:
    from workstation.ui.office import Office
    from workstation.ui.screen import Screen


@dataclass(frozen=True)
class Place:
    """A screen by the module that holds it, so that it is imported when it is first wanted."""

    key: str
    title: str
    icon: str
    roles: frozenset[Role]
    module: str
    kind: str

    def make(self, office: "Office") -> "Screen":
        """Import and build the screen."""
        screen: Screen = getattr(importlib.import_module(self.module), self.kind)(office)
        return screen


OFFICER, REVIEWER, SUPERVISOR = (
    frozenset({Role.OFFICER}),
    frozenset({Role.REVIEWER}),
    frozenset({Role.SUPERVISOR}),
)
MANAGER = frozenset({Role.MANAGER})
DESK_WORK = OFFICER | REVIEWER | SUPERVISOR
WATCH = frozenset({Role.SUPERVISOR, Role.MANAGER, Role.AUDITOR})
PLACES = (
    Place("start", "Beranda", "layout-dashboard", frozenset(), "workstation.ui.start.screen", "StartScreen"),
    Place(
        "reception", "Penerimaan", "door-open", OFFICER, "workstation.ui.reception.screen", "ReceptionScreen"
    ),
    Place("queue", "Antrean", "users", OFFICER, "workstation.ui.queue.screen", "QueueScreen"),
    Place("intake", "Permohonan", "file-plus", OFFICER, "workstation.ui.intake.screen", "IntakeScreen"),
    Place(
        "review", "Penelitian", "clipboard-check", REVIEWER, "workstation.ui.review.screen", "ReviewScreen"
    ),
    Place("waiting", "Menunggu", "hourglass", DESK_WORK, "workstation.ui.waiting.screen", "WaitingScreen"),
    Place(
        "approval", "Persetujuan", "pen-line", SUPERVISOR, "workstation.ui.approval.screen", "ApprovalScreen"
    ),
    # the supervisor withdraws papers there
    Place(
        "handover",
        "Penyerahan",
        "printer",
        OFFICER | SUPERVISOR,
        "workstation.ui.handover.screen",
        "HandoverScreen",
    ),
    Place(
        "check", "Periksa surat", "shield-check", frozenset(), "workstation.ui.check.screen", "CheckScreen"
    ),
    Place("rules", "Aturan izin", "gavel", frozenset(), "workstation.ui.rules.screen", "RulesScreen"),
    Place(
        "templates",
        "Templat surat",
        "file-text",
        frozenset({Role.ADMIN}),
        "workstation.ui.templates.screen",
        "TemplatesScreen",
    ),
    Place("search", "Pencarian", "search", DESK_WORK, "workstation.ui.search.screen", "SearchScreen"),
    Place("outbox", "Surel", "mail", OFFICER, "workstation.ui.outbox.screen", "OutboxScreen"),
    Place(
        "sheets",
        "Kertas pengaman",
        "files",
        OFFICER | SUPERVISOR,
        "workstation.ui.sheets.screen",
        "SheetsScreen",
    ),
    Place(
        "alarm",
        "Tenggat hukum",
        "gavel",
        frozenset({Role.SUPERVISOR, Role.MANAGER}),
        "workstation.ui.alarm.screen",
        "AlarmScreen",
    ),
    Place(
        "calendar",
        "Kalender",
        "calendar-days",
        frozenset({Role.ADMIN, Role.MANAGER}),
        "workstation.ui.calendar.screen",
        "CalendarScreen",
    ),
    Place(
        "totals",
        "Neraca",
        "list-checks",
        frozenset({Role.SUPERVISOR, Role.MANAGER}),
        "workstation.ui.totals.screen",
        "TotalsScreen",
    ),
    Place("person", "Hak subjek data", "id-card", MANAGER, "workstation.ui.person.screen", "PersonScreen"),
    Place(
        "retention",
        "Retensi data",
        "archive",
        MANAGER | frozenset({Role.ADMIN}),
        "workstation.ui.retention.screen",
        "RetentionScreen",
    ),
    Place(
        "breach", "Kegagalan data", "shield-alert", MANAGER, "workstation.ui.breach.screen", "BreachScreen"
    ),
    Place("journal", "Jurnal", "history", WATCH, "workstation.ui.journal.screen", "JournalScreen"),
)
BY_KEY = {place.key: place for place in PLACES}
