"""The tables of papers that are sent off or withdrawn, as generated from the models."""

import sqlalchemy as sa
from alembic import op


def make_ending_tables() -> None:
    """After the tables of the ground."""
    op.create_table(
        "withdrawal",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.BigInteger(), server_default=sa.FetchedValue(), nullable=True),
        sa.Column(
            "proposed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("loket.moment()"),
            nullable=False,
        ),
        sa.Column("ended_by", sa.BigInteger(), server_default=sa.FetchedValue(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), server_default=sa.FetchedValue(), nullable=True),
        sa.Column("is_carried_out", sa.Boolean(), server_default=sa.FetchedValue(), nullable=True),
        sa.Column("dropped_reason", sa.Text(), server_default=sa.FetchedValue(), nullable=True),
        sa.CheckConstraint(
            "ground IN ('authority', 'procedure', 'substance', 'false_papers', 'terms_broken', 'court', "
            "'holder_wish')",
            name=op.f("ck_withdrawal_ground"),
        ),
        sa.CheckConstraint(
            "length(trim(legal_basis)) > 2 AND length(trim(note)) > 2", name=op.f("ck_withdrawal_words")
        ),
        sa.CheckConstraint(
            "is_carried_out IS NULL OR ended_at IS NOT NULL", name=op.f("ck_withdrawal_ended")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["loket.document.id"], name=op.f("fk_withdrawal_document_id")
        ),
        sa.ForeignKeyConstraint(["ended_by"], ["loket.officer.id"], name=op.f("fk_withdrawal_ended_by")),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["loket.officer.id"], name=op.f("fk_withdrawal_proposed_by")
        ),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_withdrawal_service_point_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawal")),
        schema="loket",
    )
    op.create_index("ix_withdrawal_document_id", "withdrawal", ["document_id"], unique=False, schema="loket")
    op.create_index(
        "ix_withdrawal_ended",
        "withdrawal",
        ["service_point_id", "ended_at"],
        unique=False,
        schema="loket",
        postgresql_where=sa.text("is_carried_out"),
    )
    op.create_index(
        "uq_withdrawal_open",
        "withdrawal",
        ["document_id"],
        unique=True,
        schema="loket",
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "mailing",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.BigInteger(), server_default=sa.FetchedValue(), nullable=True),
        sa.Column(
            "sent_at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False
        ),
        sa.Column("returned_at", sa.DateTime(timezone=True), server_default=sa.FetchedValue(), nullable=True),
        sa.CheckConstraint("way IN ('email', 'post')", name=op.f("ck_mailing_way")),
        sa.CheckConstraint("length(trim(reference)) > 2", name=op.f("ck_mailing_reference")),
        sa.ForeignKeyConstraint(["document_id"], ["loket.document.id"], name=op.f("fk_mailing_document_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["loket.officer.id"], name=op.f("fk_mailing_officer_id")),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_mailing_service_point_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing")),
        schema="loket",
    )
    op.create_index(
        "uq_mailing_open",
        "mailing",
        ["document_id"],
        unique=True,
        schema="loket",
        postgresql_where=sa.text("returned_at IS NULL"),
    )

    op.create_table(
        "case_forward",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("to_point_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.BigInteger(), server_default=sa.FetchedValue(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False),
        sa.Column("running_in", sa.Text(), server_default=sa.FetchedValue(), nullable=True),
        sa.CheckConstraint("service_point_id <> to_point_id", name=op.f("ck_case_forward_elsewhere")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["loket.application.id"], name=op.f("fk_case_forward_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["loket.officer.id"], name=op.f("fk_case_forward_officer_id")
        ),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_case_forward_service_point_id")
        ),
        sa.ForeignKeyConstraint(
            ["to_point_id"], ["loket.service_point.id"], name=op.f("fk_case_forward_to_point_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_forward")),
        schema="loket",
    )
    op.create_index(
        "ix_case_forward_application_id", "case_forward", ["application_id"], unique=False, schema="loket"
    )
    op.create_index(
        "ix_case_forward_service_point_id",
        "case_forward",
        ["service_point_id", "id"],
        unique=False,
        schema="loket",
    )


def drop_ending_tables() -> None:
    """In reverse."""
    op.drop_table("case_forward", schema="loket")
    op.drop_table("mailing", schema="loket")
    op.drop_table("withdrawal", schema="loket")
