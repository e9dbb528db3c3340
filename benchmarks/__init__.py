"""Figures that the program must reach, each measured beside the usual other way, in the same run.

`python -m benchmarks.<name>` prints one JSON line a figure and ends with 1 when a bar does not hold.
"""
