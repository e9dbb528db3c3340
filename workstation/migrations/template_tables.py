"""The table of the wordings of papers, as generated from the models."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

KINDS = (
    "'permit', 'refusal_letter', 'persons_letter', 'withdrawal_letter', 'returned', 'receipt', 'levy', 'survey', "
    "'technical', 'postponed', 'handover', 'ticket', 'letterhead'"
)


def make_template_tables() -> None:
    """After the tables of the ground."""
    op.create_table(
        "paper_template",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=True),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blocks", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.BigInteger(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_paper_template_kind")),
        sa.CheckConstraint("length(note) >= 3", name=op.f("ck_paper_template_note")),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["loket.officer.id"], name=op.f("fk_paper_template_officer_id")
        ),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_paper_template_service_point_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_template")),
        sa.UniqueConstraint(
            "kind",
            "service_point_id",
            "valid_from",
            name=op.f("uq_paper_template_kind_service_point_id_valid_from"),
            postgresql_nulls_not_distinct=True,
        ),
        schema="loket",
    )


def drop_template_tables() -> None:
    """Before the tables of the ground."""
    op.drop_table("paper_template", schema="loket")
