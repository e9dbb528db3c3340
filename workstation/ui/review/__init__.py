"""The review desk: the inbox, and the form on the left against the scan on the right, all by keyboard.

`opened` knows what the case needs next, `screen` holds it together, `actions` are the verbs, `casefile` and
`fields` the left side, `scans` with `canvas` and `reading` the right side, `reasons` asks for coded reasons.
"""
