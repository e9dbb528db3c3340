"""One paper of the practice set: what stands on it, how it was taken, what is wrong with it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from installer.practice.words import MONTHS

SPECIMEN = "SPESIMEN"


def long_date(day: date) -> str:
    """5 Juli 2021."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def card_date(day: date) -> str:
    """05-07-2021, as on an identity card."""
    return f"{day:%d-%m-%Y}"


@dataclass
class Paper:
    """`facts` and `rows` are exactly the words drawn; they become the label of the file."""

    file: str
    document: str
    owner: str
    facts: dict[str, str]
    rows: list[dict[str, str]] = field(default_factory=list)
    capture: str = ""
    defect: dict[str, str] | None = None
    pages: int = 1
    turn: str = "none"

    @property
    def stem(self) -> str:
        """The file name without its ending; the seed of everything drawn by chance on this paper."""
        return self.file.rsplit(".", 1)[0]

    def label(self) -> dict[str, Any]:
        """What the stored label file says about this paper."""
        return {
            "document": self.document,
            "capture": self.capture,
            "turn": self.turn,
            "pages": self.pages,
            "owner": self.owner,
            "text": {"specimen": SPECIMEN, **self.facts},
            "rows": self.rows,
            "defect": self.defect,
        }
