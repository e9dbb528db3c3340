"""The tables of secured paper: packs, sheets and counts, as generated from the models."""

import sqlalchemy as sa
from alembic import op


def make_sheet_tables() -> None:
    """After the tables of the ground."""
    op.create_table(
        "sheet_pack",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("officer_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "received_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("loket.moment()"),
            nullable=False,
        ),
        sa.CheckConstraint("series ~ '^[A-Z0-9]{1,6}$'", name=op.f("ck_sheet_pack_series")),
        sa.CheckConstraint(
            "first > 0 AND last BETWEEN first AND first + 9999", name=op.f("ck_sheet_pack_range")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["loket.officer.id"], name=op.f("fk_sheet_pack_officer_id")),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_sheet_pack_service_point_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_pack")),
        schema="loket",
    )
    op.create_index(
        "ix_sheet_pack_point", "sheet_pack", ["service_point_id", "received_at"], unique=False, schema="loket"
    )
    op.create_table(
        "sheet",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("pack_id", sa.BigInteger(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("counter_id", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("print_job_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False),
        sa.CheckConstraint(
            "(state = 'spoiled') = (length(trim(reason)) > 2)", name=op.f("ck_sheet_spoiled_reason")
        ),
        sa.CheckConstraint(
            "state <> 'good' OR print_job_id IS NOT NULL", name=op.f("ck_sheet_good_with_run")
        ),
        sa.CheckConstraint("state IN ('unused', 'good', 'spoiled')", name=op.f("ck_sheet_state")),
        sa.ForeignKeyConstraint(["counter_id"], ["loket.counter.id"], name=op.f("fk_sheet_counter_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["loket.officer.id"], name=op.f("fk_sheet_officer_id")),
        sa.ForeignKeyConstraint(["pack_id"], ["loket.sheet_pack.id"], name=op.f("fk_sheet_pack_id")),
        sa.ForeignKeyConstraint(["print_job_id"], ["loket.print_job.id"], name=op.f("fk_sheet_print_job_id")),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_sheet_service_point_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet")),
        sa.UniqueConstraint("series", "serial", name=op.f("uq_sheet_series_serial")),
        schema="loket",
    )
    op.create_index("ix_sheet_pack_id", "sheet", ["pack_id"], unique=False, schema="loket")
    op.create_index(
        "ix_sheet_place", "sheet", ["service_point_id", "counter_id", "state"], unique=False, schema="loket"
    )
    op.create_index("ix_sheet_run", "sheet", ["print_job_id"], unique=False, schema="loket")
    op.create_table(
        "sheet_count",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("counter_id", sa.BigInteger(), nullable=True),
        sa.Column("counted", sa.BigInteger(), nullable=False),
        sa.Column("expected", sa.BigInteger(), nullable=False),
        sa.Column("officer_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False),
        sa.CheckConstraint("counted BETWEEN 0 AND 1000000", name=op.f("ck_sheet_count_counted")),
        sa.ForeignKeyConstraint(["counter_id"], ["loket.counter.id"], name=op.f("fk_sheet_count_counter_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["loket.officer.id"], name=op.f("fk_sheet_count_officer_id")),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_sheet_count_service_point_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_count")),
        schema="loket",
    )
    op.create_index(
        "ix_sheet_count_place",
        "sheet_count",
        ["service_point_id", "counter_id", "at"],
        unique=False,
        schema="loket",
    )


def drop_sheet_tables() -> None:
    """Before the tables of the ground."""
    op.drop_table("sheet_count", schema="loket")
    op.drop_table("sheet", schema="loket")
    op.drop_table("sheet_pack", schema="loket")
