"""Inputs that nobody here wrote: real scans, hostile files, signed PDFs, lists. They lie beside the checkout, and
tests that use them are skipped where they are not."""

from pathlib import Path

GIVEN = Path(__file__).resolve().parents[2] / "shared" / "data"
