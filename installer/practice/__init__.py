"""Draws the fictitious applicants and their papers for practice; run by hand, the result is stored."""
