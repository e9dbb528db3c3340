"""Where the files beside the program lie: in the checkout or inside an installed wheel."""

from functools import cache
from pathlib import Path


@cache
def _home() -> Path:
    inside = Path(__file__).parent / "resources"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "resources"


def resource(path: str) -> Path:
    """Give the full path of a packaged file; it may be absent, which the caller must answer for."""
    return _home() / path
