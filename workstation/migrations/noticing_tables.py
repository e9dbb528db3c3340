"""The tables of pages in numbers, of hints waved away and of rows seen, as generated from the models."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def make_noticing_tables() -> None:
    """After the tables of the ground."""
    op.create_table(
        "scan_page",
        sa.Column("scan_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("page", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("likeness", sa.BigInteger(), nullable=True),
        sa.Column("detail", postgresql.BIT(length=4096), nullable=True),
        sa.Column("turned_likeness", postgresql.ARRAY(sa.BigInteger()), nullable=True),
        sa.Column("turned_detail", postgresql.ARRAY(postgresql.BIT(length=4096)), nullable=True),
        sa.Column("edge", sa.BigInteger(), nullable=True),
        sa.Column("kept", sa.Float(), nullable=True),
        sa.Column("paper", sa.BigInteger(), nullable=False),
        sa.Column("ink", sa.BigInteger(), nullable=True),
        sa.Column("side", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("(likeness IS NULL) = (detail IS NULL)", name=op.f("ck_scan_page_likeness")),
        sa.ForeignKeyConstraint(
            ["scan_id"], ["loket.scan.id"], name=op.f("fk_scan_page_scan_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["loket.application.id"], name=op.f("fk_scan_page_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_scan_page_service_point_id")
        ),
        sa.PrimaryKeyConstraint("scan_id", "page", name=op.f("pk_scan_page")),
        schema="loket",
    )
    op.create_index(
        "ix_scan_page_application_id", "scan_page", ["application_id"], unique=False, schema="loket"
    )
    op.create_table(
        "hint_wave",
        sa.Column("application_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False),
        sa.CheckConstraint("length(trim(word)) > 2", name=op.f("ck_hint_wave_word")),
        sa.CheckConstraint("length(hint) BETWEEN 3 AND 120", name=op.f("ck_hint_wave_hint")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["loket.application.id"], name=op.f("fk_hint_wave_application_id")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["loket.officer.id"], name=op.f("fk_hint_wave_officer_id")),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_hint_wave_service_point_id")
        ),
        sa.PrimaryKeyConstraint("application_id", "hint", "officer_id", name=op.f("pk_hint_wave")),
        schema="loket",
    )
    op.create_table(
        "worker_glance",
        sa.Column("worker_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("officer_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["worker_id"], ["loket.worker.id"], name=op.f("fk_worker_glance_worker_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["loket.officer.id"], name=op.f("fk_worker_glance_officer_id")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["loket.application.id"], name=op.f("fk_worker_glance_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_worker_glance_service_point_id")
        ),
        sa.PrimaryKeyConstraint("worker_id", "officer_id", name=op.f("pk_worker_glance")),
        schema="loket",
    )
    op.create_index(
        "ix_worker_glance_application_id", "worker_glance", ["application_id"], unique=False, schema="loket"
    )
    op.create_table(
        "paper_showing",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("officer_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "shown_at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_paper_showing_service_point_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["loket.officer.id"], name=op.f("fk_paper_showing_officer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_showing")),
        schema="loket",
    )
    op.create_index("ix_paper_showing_serial", "paper_showing", ["serial", "shown_at"], schema="loket")
    op.create_index("ix_paper_showing_shown_at", "paper_showing", ["shown_at"], schema="loket")


def drop_noticing_tables() -> None:
    """In reverse."""
    op.drop_index("ix_paper_showing_shown_at", table_name="paper_showing", schema="loket")
    op.drop_index("ix_paper_showing_serial", table_name="paper_showing", schema="loket")
    op.drop_table("paper_showing", schema="loket")
    op.drop_index("ix_worker_glance_application_id", table_name="worker_glance", schema="loket")
    op.drop_table("worker_glance", schema="loket")
    op.drop_table("hint_wave", schema="loket")
    op.drop_index("ix_scan_page_application_id", table_name="scan_page", schema="loket")
    op.drop_table("scan_page", schema="loket")
