"""The tables of the decision on each person and of what was sent back, as generated from the models."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def make_decision_tables() -> None:
    """After the tables of the ground."""
    op.create_table(
        "worker_decision",
        sa.Column("worker_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False),
        sa.CheckConstraint(
            "verdict IN ('approve', 'return', 'refuse')", name=op.f("ck_worker_decision_verdict")
        ),
        sa.CheckConstraint(
            "verdict = 'approve' OR length(trim(text)) > 2", name=op.f("ck_worker_decision_reason")
        ),
        sa.CheckConstraint("mark IN ('same', 'differs', 'unreadable')", name=op.f("ck_worker_decision_mark")),
        sa.ForeignKeyConstraint(
            ["worker_id"],
            ["loket.worker.id"],
            name=op.f("fk_worker_decision_worker_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["loket.application.id"], name=op.f("fk_worker_decision_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_worker_decision_service_point_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["loket.officer.id"], name=op.f("fk_worker_decision_officer_id")
        ),
        sa.PrimaryKeyConstraint("worker_id", name=op.f("pk_worker_decision")),
        schema="loket",
    )
    op.create_index(
        "ix_worker_decision_application_id",
        "worker_decision",
        ["application_id"],
        unique=False,
        schema="loket",
    )
    op.create_table(
        "case_return",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("officer_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("items", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("record", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["loket.application.id"], name=op.f("fk_case_return_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_case_return_service_point_id")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["loket.officer.id"], name=op.f("fk_case_return_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_return")),
        sa.UniqueConstraint("application_id", "round", name=op.f("uq_case_return_application_id_round")),
        schema="loket",
    )


def drop_decision_tables() -> None:
    """In reverse."""
    op.drop_table("case_return", schema="loket")
    op.drop_index("ix_worker_decision_application_id", table_name="worker_decision", schema="loket")
    op.drop_table("worker_decision", schema="loket")
