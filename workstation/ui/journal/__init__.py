"""The journal: is its chain sound, which days are closed, and who read, printed, exported or changed what.

A supervisor or manager closes the day here, a manager or auditor has the chain checked and held against closing
sheets, an auditor reads the trail. `view` lays out, `words` says rows in Indonesian, `actions` holds the verbs,
`running` what they start, `screen` binds all of it.
"""
