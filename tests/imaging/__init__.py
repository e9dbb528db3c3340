"""Scans, photos and hostile files."""
