"""Whole trips through the real windows, by keyboard alone."""
