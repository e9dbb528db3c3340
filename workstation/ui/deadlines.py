"""How much of the promised time is left, said and coloured alike on every screen."""

from datetime import timedelta

from workstation import phrasing
from workstation.ui.theme import Tone

SOON = timedelta(hours=1)
"""From here on a case is urgent; the start page counts those."""


def left_words(left: timedelta | None) -> str:
    """Say it briefly: '3 hari lagi', '2 jam 5 menit lagi', 'lewat 35 menit', 'belum berjalan' for None."""
    if left is None:
        return "belum berjalan"
    if abs(left) < timedelta(minutes=1):
        return "tepat tenggat"
    if abs(left) >= timedelta(days=2):
        return f"lewat {abs(left).days} hari" if left < timedelta(0) else f"{left.days} hari lagi"
    return phrasing.time_left_words(left)


def left_tone(left: timedelta | None) -> Tone:
    """Colour it: late, soon, in time, not running."""
    if left is None:
        return Tone.NEUTRAL
    if left < timedelta(0):
        return Tone.BAD
    return Tone.WARN if left <= SOON else Tone.GOOD


def left_icon(left: timedelta | None) -> str:
    """Give the icon: an alarm from SOON on."""
    return "clock-alert" if left is not None and left <= SOON else "clock"
