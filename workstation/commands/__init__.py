"""FRONT DOORS WITHOUT A WINDOW: the verbs of the command line, each in its own file and imported only when asked.

They join rooms as `app.py` does: settings, server, use cases; what they do is always a use case.
"""
