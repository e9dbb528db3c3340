"""The tables of what a case waits for, as generated from the models."""

import sqlalchemy as sa
from alembic import op


def make_waiting_tables() -> None:
    """After the tables of the ground."""
    op.create_table(
        "case_wait",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("came_from", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_by", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "stage IN ('waiting_guarantor', 'waiting_applicant', 'waiting_survey', 'waiting_payment', 'postponed')",
            name=op.f("ck_case_wait_stage"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["loket.application.id"], name=op.f("fk_case_wait_application_id")
        ),
        sa.ForeignKeyConstraint(["ended_by"], ["loket.officer.id"], name=op.f("fk_case_wait_ended_by")),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_case_wait_service_point_id")
        ),
        sa.ForeignKeyConstraint(["started_by"], ["loket.officer.id"], name=op.f("fk_case_wait_started_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_wait")),
        schema="loket",
    )
    op.create_index(
        "ix_case_wait_application_id", "case_wait", ["application_id"], unique=False, schema="loket"
    )
    op.create_index(
        "uq_case_wait_open",
        "case_wait",
        ["application_id"],
        unique=True,
        schema="loket",
        postgresql_where=sa.text("to_at IS NULL"),
    )
    op.create_table(
        "guarantor_contact",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.BigInteger(), server_default=sa.FetchedValue(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False),
        sa.CheckConstraint(
            "channel IN ('online', 'counter', 'drop_box', 'courier', 'email', 'phone')",
            name=op.f("ck_guarantor_contact_channel"),
        ),
        sa.CheckConstraint(
            "outcome IN ('sent', 'no_answer', 'confirmed', 'denied')",
            name=op.f("ck_guarantor_contact_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["loket.application.id"], name=op.f("fk_guarantor_contact_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["loket.officer.id"], name=op.f("fk_guarantor_contact_officer_id")
        ),
        sa.ForeignKeyConstraint(
            ["service_point_id"],
            ["loket.service_point.id"],
            name=op.f("fk_guarantor_contact_service_point_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guarantor_contact")),
        schema="loket",
    )
    op.create_index(
        "ix_guarantor_contact_application_id",
        "guarantor_contact",
        ["application_id"],
        unique=False,
        schema="loket",
    )
    op.create_table(
        "survey",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Text(), server_default=sa.FetchedValue(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("surveyors", sa.Text(), nullable=False),
        sa.Column("ordered_by", sa.BigInteger(), server_default=sa.FetchedValue(), nullable=True),
        sa.Column(
            "ordered_at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False
        ),
        sa.Column("surveyed_on", sa.Date(), nullable=True),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("reported_by", sa.BigInteger(), server_default=sa.FetchedValue(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), server_default=sa.FetchedValue(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("is_suitable", sa.Boolean(), nullable=True),
        sa.Column("approved_by", sa.BigInteger(), server_default=sa.FetchedValue(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), server_default=sa.FetchedValue(), nullable=True),
        sa.Column("cancelled_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("length(place) >= 3", name=op.f("ck_survey_place")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["loket.application.id"], name=op.f("fk_survey_application_id")
        ),
        sa.ForeignKeyConstraint(["approved_by"], ["loket.officer.id"], name=op.f("fk_survey_approved_by")),
        sa.ForeignKeyConstraint(["ordered_by"], ["loket.officer.id"], name=op.f("fk_survey_ordered_by")),
        sa.ForeignKeyConstraint(["reported_by"], ["loket.officer.id"], name=op.f("fk_survey_reported_by")),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_survey_service_point_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("number", name=op.f("uq_survey_number")),
        schema="loket",
    )
    op.create_index("ix_survey_application_id", "survey", ["application_id"], unique=False, schema="loket")
    op.create_table(
        "levy_order",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Text(), server_default=sa.FetchedValue(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=15, scale=2), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ordered_by", sa.BigInteger(), server_default=sa.FetchedValue(), nullable=True),
        sa.Column(
            "ordered_at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False
        ),
        sa.Column("paid_amount", sa.Numeric(precision=15, scale=2), nullable=True),
        sa.Column("paid_reference", sa.Text(), nullable=True),
        sa.Column("paid_at", sa.DateTime(timezone=True), server_default=sa.FetchedValue(), nullable=True),
        sa.Column("recorded_by", sa.BigInteger(), server_default=sa.FetchedValue(), nullable=True),
        sa.Column("cancelled_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("amount > 0 AND amount = trunc(amount)", name=op.f("ck_levy_order_amount")),
        sa.CheckConstraint(
            "paid_at IS NULL OR cancelled_reason IS NULL", name=op.f("ck_levy_order_paid_or_cancelled")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["loket.application.id"], name=op.f("fk_levy_order_application_id")
        ),
        sa.ForeignKeyConstraint(["ordered_by"], ["loket.officer.id"], name=op.f("fk_levy_order_ordered_by")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["loket.officer.id"], name=op.f("fk_levy_order_recorded_by")
        ),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_levy_order_service_point_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_levy_order")),
        sa.UniqueConstraint("number", name=op.f("uq_levy_order_number")),
        schema="loket",
    )
    op.create_index(
        "ix_levy_order_application_id", "levy_order", ["application_id"], unique=False, schema="loket"
    )
    op.create_table(
        "takeover",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("from_officer_id", sa.BigInteger(), nullable=False),
        sa.Column("to_officer_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["loket.application.id"], name=op.f("fk_takeover_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["from_officer_id"], ["loket.officer.id"], name=op.f("fk_takeover_from_officer_id")
        ),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_takeover_service_point_id")
        ),
        sa.ForeignKeyConstraint(
            ["to_officer_id"], ["loket.officer.id"], name=op.f("fk_takeover_to_officer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_takeover")),
        schema="loket",
    )
    op.create_index(
        "ix_takeover_unseen",
        "takeover",
        ["from_officer_id"],
        unique=False,
        schema="loket",
        postgresql_where=sa.text("seen_at IS NULL"),
    )
    op.create_table(
        "undoing",
        sa.Column("machine", sa.Text(), nullable=False),
        sa.Column("thing_id", sa.BigInteger(), nullable=False),
        sa.Column("transaction", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("machine", "thing_id", name=op.f("pk_undoing")),
        schema="loket",
    )


def drop_waiting_tables() -> None:
    """Before the tables of the ground."""
    op.drop_table("undoing", schema="loket")
    op.drop_index(
        "ix_takeover_unseen",
        table_name="takeover",
        schema="loket",
        postgresql_where=sa.text("seen_at IS NULL"),
    )
    op.drop_table("takeover", schema="loket")
    op.drop_index("ix_levy_order_application_id", table_name="levy_order", schema="loket")
    op.drop_table("levy_order", schema="loket")
    op.drop_index("ix_survey_application_id", table_name="survey", schema="loket")
    op.drop_table("survey", schema="loket")
    op.drop_index("ix_guarantor_contact_application_id", table_name="guarantor_contact", schema="loket")
    op.drop_table("guarantor_contact", schema="loket")
    op.drop_index("ix_case_wait_application_id", table_name="case_wait", schema="loket")
    op.drop_index(
        "uq_case_wait_open", table_name="case_wait", schema="loket", postgresql_where=sa.text("to_at IS NULL")
    )
    op.drop_table("case_wait", schema="loket")
