"""THE PRACTICE DAY: an office of made-up people, filled through the very verbs that officers use, at made-up times.

Only the clock is not real: while the day is being told, `loket.practice_clock` holds its moment, and it is empty
again at the end. Nothing is written past the law of the database.
"""
