"""The time left is said alike on every screen."""

from datetime import timedelta

import pytest

from workstation.ui.deadlines import left_icon, left_tone, left_words
from workstation.ui.theme import Tone


@pytest.mark.parametrize(
    ("left", "words", "tone", "icon"),
    [
        (None, "belum berjalan", Tone.NEUTRAL, "clock"),
        (timedelta(days=3, hours=5), "3 hari lagi", Tone.GOOD, "clock"),
        (timedelta(hours=2, minutes=5), "2 jam 5 menit lagi", Tone.GOOD, "clock"),
        (timedelta(hours=1), "1 jam lagi", Tone.WARN, "clock-alert"),
        (timedelta(seconds=20), "tepat tenggat", Tone.WARN, "clock-alert"),
        (timedelta(minutes=-35), "lewat 35 menit", Tone.BAD, "clock-alert"),
        (timedelta(days=-2, minutes=-1), "lewat 2 hari", Tone.BAD, "clock-alert"),
    ],
)
def test_given_a_promise_then_the_time_left_is_said_and_coloured(left, words, tone, icon):
    assert (left_words(left), left_tone(left), left_icon(left)) == (words, tone, icon)
