"""The tables of what does not balance, as generated from the models."""

import sqlalchemy as sa
from alembic import op

MOMENTS = (
    ("ix_application_decided", "application", "decided_at"),
    ("ix_application_received", "application", "received_at"),
    ("ix_document_approved", "document", "approved_at"),
    ("ix_levy_order_ordered", "levy_order", "ordered_at"),
    ("ix_print_job_queued", "print_job", "queued_at"),
)
"""By which moment the things of a period are found."""


def make_totals_tables() -> None:
    """After the tables of the ground and of the waits."""
    for name, table, moment in MOMENTS:
        op.create_index(name, table, ["service_point_id", moment], unique=False, schema="loket")
    op.create_table(
        "finding",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("leg", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column(
            "found_at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False
        ),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_finding_service_point_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        schema="loket",
    )
    op.create_index(
        "uq_finding_open",
        "finding",
        ["service_point_id", "leg", "code", "number", "day"],
        unique=True,
        schema="loket",
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "number_void",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["loket.officer.id"], name=op.f("fk_number_void_officer_id")),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_number_void_service_point_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_void")),
        sa.UniqueConstraint(
            "series", "unit", "period", "seq", name=op.f("uq_number_void_series_unit_period_seq")
        ),
        schema="loket",
    )


def drop_totals_tables() -> None:
    """In reverse."""
    op.drop_table("number_void", schema="loket")
    op.drop_index(
        "uq_finding_open",
        table_name="finding",
        schema="loket",
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_table("finding", schema="loket")
    for name, table, _ in MOMENTS:
        op.drop_index(name, table_name=table, schema="loket")
