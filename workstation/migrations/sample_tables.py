"""The tables of what was seen before signing and of drawn samples, as generated from the models."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def make_sample_tables() -> None:
    """After the tables of the ground."""
    op.create_table(
        "case_seen",
        *_numbers("officer_id", "application_id", "version", "service_point_id"),
        _moment("at"),
        *_points_at("case_seen", "officer", "application", "service_point"),
        sa.PrimaryKeyConstraint("officer_id", "application_id", "version", name=op.f("pk_case_seen")),
        schema="loket",
    )
    op.create_table(
        "approval_sample",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        *_numbers("service_point_id"),
        sa.Column("officer_id", sa.BigInteger(), nullable=True),
        _moment("drawn_at"),
        *_numbers("marked"),
        sa.Column("drawn", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        *_points_at("approval_sample", "service_point", "officer"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_sample")),
        schema="loket",
    )
    op.create_index(
        "ix_approval_sample_officer_id",
        "approval_sample",
        ["officer_id", "drawn_at"],
        unique=False,
        schema="loket",
    )
    op.create_table(
        "approval_sample_case",
        *_numbers("sample_id", "application_id", "version", "officer_id", "service_point_id"),
        sa.Column("is_drawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sample_id"], ["loket.approval_sample.id"], name=op.f("fk_approval_sample_case_sample_id")
        ),
        *_points_at("approval_sample_case", "application", "officer", "service_point"),
        sa.PrimaryKeyConstraint("sample_id", "application_id", name=op.f("pk_approval_sample_case")),
        schema="loket",
    )
    op.create_index(
        "ix_approval_sample_case_application_id",
        "approval_sample_case",
        ["application_id", "officer_id"],
        unique=False,
        schema="loket",
    )
    op.create_index(
        "ix_approval_sample_case_drawn",
        "approval_sample_case",
        ["sample_id"],
        unique=False,
        schema="loket",
        postgresql_where=sa.text("is_drawn"),
    )


def _numbers(*names: str) -> tuple[sa.Column[int], ...]:
    return tuple(sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=False) for name in names)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(
        name, sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False
    )


def _points_at(table: str, *others: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    return tuple(
        sa.ForeignKeyConstraint([f"{one}_id"], [f"loket.{one}.id"], name=op.f(f"fk_{table}_{one}_id"))
        for one in others
    )


def drop_sample_tables() -> None:
    """In reverse."""
    for index in ("drawn", "application_id"):
        op.drop_index(f"ix_approval_sample_case_{index}", table_name="approval_sample_case", schema="loket")
    op.drop_table("approval_sample_case", schema="loket")
    op.drop_index("ix_approval_sample_officer_id", table_name="approval_sample", schema="loket")
    op.drop_table("approval_sample", schema="loket")
    op.drop_table("case_seen", schema="loket")
