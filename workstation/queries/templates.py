"""What the screen of the wordings asks: every version of every kind of paper, and which holds now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from workstation.desk import Desk
from workstation.models.place import ServicePoint
from workstation.models.template import PaperTemplate
from workstation.vocabulary import PaperKind


@dataclass(frozen=True, slots=True)
class TemplateVersion:
    """One version; id 0 is the wording the paper was born with. `point` "" is the whole office."""

    id: int
    point_id: int | None
    point: str
    valid_from: datetime | None
    words: dict[str, Any]
    note: str
    author: str
    made_at: datetime | None


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A kind of paper with its versions, the youngest first and the one it was born with last; `at`: when asked."""

    id: PaperKind
    versions: tuple[TemplateVersion, ...]
    at: datetime

    @property
    def now(self) -> TemplateVersion:
        """The version that holds for the whole office."""
        return next(
            one
            for one in self.versions
            if one.point_id is None and (one.valid_from is None or one.valid_from <= self.at)
        )

    def is_coming(self, version: TemplateVersion) -> bool:
        """Tell whether it does not hold yet."""
        return version.valid_from is not None and version.valid_from > self.at


@dataclass(frozen=True, slots=True)
class Templates:
    """All kinds of paper, and the points that may have words of their own: (id, name)."""

    rows: tuple[TemplateRow, ...]
    points: tuple[tuple[int, str], ...]


BORN = TemplateVersion(0, None, "", None, {}, "Susunan bawaan", "", None)


def templates(desk: Desk) -> Templates:
    """Return the wordings of all kinds of paper."""
    with desk.read() as session:
        found = session.execute(
            select(
                PaperTemplate,
                ServicePoint.name,
                func.loket.officer_name(PaperTemplate.officer_id).label("author"),
            )
            .outerjoin(ServicePoint, ServicePoint.id == PaperTemplate.service_point_id)
            .order_by(PaperTemplate.valid_from.desc(), PaperTemplate.id.desc())
        ).all()
        points = session.execute(select(ServicePoint.id, ServicePoint.name).order_by(ServicePoint.name)).all()
    by_kind: dict[str, list[TemplateVersion]] = {kind: [] for kind in PaperKind}
    for one, point, author in found:
        by_kind[one.kind].append(
            TemplateVersion(
                one.id,
                one.service_point_id,
                point or "",
                one.valid_from,
                one.blocks,
                one.note,
                author or "",
                one.made_at,
            )
        )
    rows = tuple(TemplateRow(kind, (*by_kind[kind], BORN), desk.now()) for kind in PaperKind)
    return Templates(rows, tuple((row.id, row.name) for row in points))
