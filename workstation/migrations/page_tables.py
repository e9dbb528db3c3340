"""The tables of how pages are shown and what is marked on them, as generated from the models."""

import sqlalchemy as sa
from alembic import op

ON_PAGE = (
    "page >= 0 AND from_left >= 0 AND from_top >= 0 AND width >= 0.001 AND height >= 0.001"
    " AND from_left + width <= 1.000001 AND from_top + height <= 1.000001"
)


def make_page_tables() -> None:
    """After the tables of the ground."""
    op.create_table(
        "page_view",
        sa.Column("scan_id", sa.BigInteger(), nullable=False),
        sa.Column("page", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("angle", sa.Double(), nullable=False),
        *(
            sa.Column(name, sa.Double(), nullable=True)
            for name in ("from_left", "from_top", "width", "height")
        ),
        sa.CheckConstraint("angle BETWEEN -12 AND 12", name=op.f("ck_page_view_angle")),
        sa.CheckConstraint(
            "num_nulls(from_left, from_top, width, height) = 4 AND page >= 0"
            f" OR num_nulls(from_left, from_top, width, height) = 0 AND {ON_PAGE}",
            name=op.f("ck_page_view_on_page"),
        ),
        *_whose("page_view"),
        sa.PrimaryKeyConstraint("scan_id", "page", name=op.f("pk_page_view")),
        schema="loket",
    )
    op.create_table(
        "page_finding",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        *(
            sa.Column(name, sa.BigInteger(), nullable=False)
            for name in ("application_id", "service_point_id", "scan_id", "page")
        ),
        *(
            sa.Column(name, sa.Double(), nullable=False)
            for name in ("from_left", "from_top", "width", "height")
        ),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("part", "code", "text", "legal_basis", "remedy")
        ),
        sa.Column("officer_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False),
        sa.CheckConstraint(ON_PAGE, name=op.f("ck_page_finding_on_page")),
        sa.CheckConstraint("length(trim(text)) > 2", name=op.f("ck_page_finding_text")),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["loket.officer.id"], name=op.f("fk_page_finding_officer_id")
        ),
        *_whose("page_finding"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_finding")),
        schema="loket",
    )
    for column in ("application_id", "scan_id"):
        op.create_index(f"ix_page_finding_{column}", "page_finding", [column], unique=False, schema="loket")


def _whose(table: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["application_id"], ["loket.application.id"], name=op.f(f"fk_{table}_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f(f"fk_{table}_service_point_id")
        ),
        sa.ForeignKeyConstraint(
            ["scan_id"], ["loket.scan.id"], name=op.f(f"fk_{table}_scan_id"), ondelete="CASCADE"
        ),
    )


def drop_page_tables() -> None:
    """In reverse."""
    for column in ("scan_id", "application_id"):
        op.drop_index(f"ix_page_finding_{column}", table_name="page_finding", schema="loket")
    op.drop_table("page_finding", schema="loket")
    op.drop_table("page_view", schema="loket")
