"""The reasons that an officer chose last: most cases of a day fail for the same ones."""

from sqlalchemy import select

from workstation.desk import Desk
from workstation.models.application import Application, CaseReason


def last_set(
    desk: Desk, type_code: str, *, document: str = "", field: str = "", but: int = 0
) -> tuple[str, ...]:
    """Return the codes that this officer chose last for the same permit type, in their order.

    With `document` or `field` those for it, else those for a whole case, in other cases than `but` (0: in any).
    """
    mine = (
        CaseReason.officer_id == desk.officer.id,
        Application.type_code == type_code,
        CaseReason.document_code == document,
        CaseReason.field == field,
    )
    with desk.read() as session:
        last = session.execute(
            select(CaseReason.application_id, CaseReason.purpose)
            .join(Application, Application.id == CaseReason.application_id)
            .where(*mine, Application.id != but)
            .order_by(CaseReason.id.desc())
            .limit(1)
        ).one_or_none()
        if last is None:
            return ()
        return tuple(
            session.scalars(
                select(CaseReason.code)
                .join(Application, Application.id == CaseReason.application_id)
                .where(
                    *mine,
                    CaseReason.application_id == last.application_id,
                    CaseReason.purpose == last.purpose,
                )
                .order_by(CaseReason.id)
            )
        )
