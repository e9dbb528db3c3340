"""Eyes and hands: the only room with Qt.

What lives here: widgets, actions, the one way to work in the background (`jobs`), the road of news (`hub`).
What may not: business rules, sessions, mapped objects, files of the case. Widgets get frozen rows and give
back ids and values. A screen receives an `Office` (what it may use), never another screen, never the window.

The flow is always widget -> action -> use case -> session -> model, and back by signal:

    class CallNext(Action):                                   # actions.py: the verb
        TEXT, KEYS, ICON, ROLE = "Panggil berikutnya", "F9", "megaphone", Role.OFFICER
        CHANGES = frozenset({"tickets"})

        def perform(self) -> None:
            desk = self.office.desk
            self.start(lambda: call_next(desk), then=self.called)

    class QueueScreen(Screen):                                # screen.py: binds rows to widgets
        KEY, TITLE, ICON, SHOWS = "queue", "Antrean", "users", frozenset({"tickets"})

        def build(self) -> None:
            self.table = RowTable(COLUMNS, name="queue")
            self.add_actions(CallNext, Recall, follow=self.table)
            self.set_body(self.table)

        def refresh(self) -> None:
            desk = self.office.desk
            self.ask(lambda: waiting(desk), then=self.table.set_rows)

Importing `ui.signing_in` must load nothing but Qt and the ground, so that the first window paints at once.
"""
