"""The review desk: the inbox, and the form on the left against the scan on the right, all by keyboard.

`opened` knows what the case needs next, `screen` holds it together, `actions` are the verbs, `casefile` and
`fields` the left side; `scene` the right side: one or two `scans`, each a `canvas` fed by `reading`, at home or in a
window of their own; `looks` keeps how each is looked at, `sheet` how a page lies in the window; `reasons` asks for
coded reasons.
"""
