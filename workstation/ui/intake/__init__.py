"""Keying in an application: form, workers, papers, hand-in, receipt.

`keeper` holds the one promise of this room: what is typed is on this machine within a second and in the database
a few seconds later, whatever happens to the program or the line. `opened` is what is being typed into; widgets
(`entry`, `workers`, `papers`, `choosing`, `lists`, `receipt`) know nothing of the database.
"""
