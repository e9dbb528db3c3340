"""The tables of passes for the broker and of certificates last opened, as generated from the models."""

import sqlalchemy as sa
from alembic import op


def make_signer_tables() -> None:
    """After the tables of the ground."""
    op.create_table(
        "officer_certificate",
        sa.Column("officer_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("not_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "opened_at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["loket.officer.id"], name=op.f("fk_officer_certificate_officer_id")
        ),
        sa.PrimaryKeyConstraint("officer_id", name=op.f("pk_officer_certificate")),
        schema="loket",
    )
    op.create_table(
        "signing_pass",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.BigInteger(), nullable=False),
        sa.Column("good_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["loket.officer.id"], name=op.f("fk_signing_pass_officer_id")
        ),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_signing_pass")),
        schema="loket",
    )


def drop_signer_tables() -> None:
    """Before the tables of the ground."""
    op.drop_table("signing_pass", schema="loket")
    op.drop_table("officer_certificate", schema="loket")
