"""The form against what a machine read on its papers: where a field stands, and which letters differ there.

Pure functions; no window, no database, no reader of pictures. They propose and never decide: whether a field is the
same is the officer's word alone.
"""
