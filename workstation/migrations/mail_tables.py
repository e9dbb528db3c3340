"""The tables of the outbox and of encrypted copies, as generated from the models."""

import sqlalchemy as sa
from alembic import op


def make_mail_tables() -> None:
    """After the tables of the ground."""
    op.create_table(
        "mail_copy",
        sa.Column("document_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("opening_code", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["loket.document.id"], name=op.f("fk_mail_copy_document_id")
        ),
        sa.ForeignKeyConstraint(["given_by"], ["loket.officer.id"], name=op.f("fk_mail_copy_given_by")),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_mail_copy_service_point_id")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["loket.paper_blob.sha256"], name=op.f("fk_mail_copy_sha256")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_mail_copy")),
        schema="loket",
    )
    op.create_table(
        "outgoing_mail",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("document_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("occasion", sa.BigInteger(), nullable=False),
        sa.Column("attempt", sa.BigInteger(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("recipient_masked", sa.Text(), server_default=sa.FetchedValue(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("rendition_sha256", sa.Text(), nullable=True),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("data_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_repeated", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.BigInteger(), server_default=sa.FetchedValue(), nullable=True),
        sa.Column(
            "made_at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('permit', 'refusal', 'persons', 'returned', 'reminder')",
            name=op.f("ck_outgoing_mail_kind"),
        ),
        sa.CheckConstraint(
            "state IN ('queued', 'sending', 'unknown', 'accepted', 'bounced', 'failed', 'cancelled')",
            name=op.f("ck_outgoing_mail_state"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["loket.application.id"], name=op.f("fk_outgoing_mail_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["loket.document.id"], name=op.f("fk_outgoing_mail_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["loket.officer.id"], name=op.f("fk_outgoing_mail_officer_id")
        ),
        sa.ForeignKeyConstraint(
            ["rendition_sha256"],
            ["loket.paper_blob.sha256"],
            name=op.f("fk_outgoing_mail_rendition_sha256"),
        ),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_outgoing_mail_service_point_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mail")),
        sa.UniqueConstraint(
            "application_id",
            "kind",
            "occasion",
            "attempt",
            name=op.f("uq_outgoing_mail_application_id_kind_occasion_attempt"),
        ),
        sa.UniqueConstraint("token", name=op.f("uq_outgoing_mail_token")),
        schema="loket",
    )
    op.create_index(
        "ix_outgoing_mail_document_id", "outgoing_mail", ["document_id"], unique=False, schema="loket"
    )
    op.create_index(
        "ix_outgoing_mail_due",
        "outgoing_mail",
        ["next_try_at", "id"],
        unique=False,
        schema="loket",
        postgresql_where=sa.text("state IN ('queued', 'sending', 'unknown')"),
    )
    op.create_index(
        "ix_outgoing_mail_state",
        "outgoing_mail",
        ["service_point_id", "state", "id"],
        unique=False,
        schema="loket",
    )
    op.create_index(
        "uq_outgoing_mail_under_way",
        "outgoing_mail",
        ["application_id", "kind", "occasion"],
        unique=True,
        schema="loket",
        postgresql_where=sa.text("state IN ('queued', 'sending')"),
    )


def drop_mail_tables() -> None:
    """In reverse."""
    op.drop_table("outgoing_mail", schema="loket")
    op.drop_table("mail_copy", schema="loket")
