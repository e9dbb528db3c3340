"""Trials by fire: each prints one JSON line and has a control that must fail."""
