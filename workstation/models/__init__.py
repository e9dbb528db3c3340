"""Nouns: mapped classes that know their own law. No session, no Qt, no files, no network.

The database is the last guard of every rule that stands here (`migrations/law`); a model says the same rule
earlier and with better facts. Columns that hold a person's full identity are *deferred with raiseload*: an
officer's login may not select them, they are read through `loket.open_file`, which journals the reading.
"""
