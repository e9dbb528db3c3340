"""The tables of the office's calendar, as generated from the models."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def make_calendar_tables() -> None:
    """After the tables of the ground."""
    scope = (
        ("service_point_id", sa.BigInteger(), ["loket.service_point.id"]),
        ("type_code", sa.Text(), ["loket.permit_type.code"]),
    )
    op.create_table(
        "work_week",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        *(sa.Column(name, kind, nullable=True) for name, kind, _ in scope),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("hours", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        *(sa.ForeignKeyConstraint([n], there, name=op.f(f"fk_work_week_{n}")) for n, _, there in scope),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_week")),
        sa.UniqueConstraint(
            "service_point_id",
            "type_code",
            "valid_from",
            name=op.f("uq_work_week_service_point_id_type_code_valid_from"),
            postgresql_nulls_not_distinct=True,
        ),
        schema="loket",
    )
    op.create_table(
        "season",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        *(sa.Column(name, kind, nullable=True) for name, kind, _ in scope),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("hours", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("estimated", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint("last_day BETWEEN first_day AND first_day + 92", name=op.f("ck_season_days")),
        *(sa.ForeignKeyConstraint([n], there, name=op.f(f"fk_season_{n}")) for n, _, there in scope),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_season")),
        sa.UniqueConstraint(
            "service_point_id",
            "type_code",
            "first_day",
            name=op.f("uq_season_service_point_id_type_code_first_day"),
            postgresql_nulls_not_distinct=True,
        ),
        schema="loket",
    )
    op.create_table(
        "calendar_revision",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("made_in", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["loket.officer.id"], name=op.f("fk_calendar_revision_officer_id")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_calendar_revision")),
        sa.UniqueConstraint("made_in", name=op.f("uq_calendar_revision_made_in")),
        schema="loket",
    )
    op.create_table(
        "promise",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("calendar", sa.Text(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.BigInteger(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "cause IN ('complete', 'resumed', 'recalculated', 'ended')", name=op.f("ck_promise_cause")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["loket.application.id"], name=op.f("fk_promise_application_id")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["loket.officer.id"], name=op.f("fk_promise_officer_id")),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_promise_service_point_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
        schema="loket",
    )
    op.create_index("ix_promise_application_id", "promise", ["application_id"], unique=False, schema="loket")
    op.create_table(
        "deemed_grant",
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("deemed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["loket.application.id"], name=op.f("fk_deemed_grant_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_deemed_grant_service_point_id")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_deemed_grant")),
        schema="loket",
    )


def drop_calendar_tables() -> None:
    """Before the tables of the ground."""
    op.drop_index("ix_promise_application_id", table_name="promise", schema="loket")
    for table in ("deemed_grant", "promise", "calendar_revision", "season", "work_week"):
        op.drop_table(table, schema="loket")
