"""The tables of papers raised to last, as generated from the models."""

import sqlalchemy as sa
from alembic import op


def make_archive_tables() -> None:
    """After the tables of the ground."""
    op.create_table(
        "paper_due",
        sa.Column("document_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "due_at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False
        ),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["loket.document.id"], name=op.f("fk_paper_due_document_id")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_paper_due")),
        schema="loket",
    )
    op.create_index("ix_paper_due_at", "paper_due", ["due_at"], unique=False, schema="loket")
    op.create_table(
        "raised_paper",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), server_default=sa.FetchedValue(), nullable=False),
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("stamped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stamped_by", sa.Text(), nullable=False),
        sa.Column("stamp_ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False),
        sa.CheckConstraint("level IN ('B-B', 'B-T', 'B-LT', 'B-LTA')", name=op.f("ck_raised_paper_level")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["loket.document.id"], name=op.f("fk_raised_paper_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_raised_paper_service_point_id")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["loket.paper_blob.sha256"], name=op.f("fk_raised_paper_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raised_paper")),
        sa.UniqueConstraint("document_id", "sha256", name=op.f("uq_raised_paper_document_id_sha256")),
        schema="loket",
    )


def drop_archive_tables() -> None:
    """Before the tables of the ground."""
    op.drop_table("raised_paper", schema="loket")
    op.drop_table("paper_due", schema="loket")
