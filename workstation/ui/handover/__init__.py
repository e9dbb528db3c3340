"""The shelf of finished papers: preview, print, hand over, withdraw.

What the officer sees in the preview and what leaves the printer are the bytes that were signed, never a second
rendering. A paper counts as printed only when the printer said so; the screen shows the printer's own words.
"""
