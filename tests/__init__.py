"""Tests of the program; the tree mirrors `workstation/`."""
