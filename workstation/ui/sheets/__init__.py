"""Secured paper: what was delivered, where it lies, what has become of each sheet."""
