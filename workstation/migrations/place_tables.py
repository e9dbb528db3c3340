"""The table of fields tied to places on papers, as generated from the models."""

import sqlalchemy as sa
from alembic import op


def make_place_tables() -> None:
    """After the tables of the ground."""
    op.create_table(
        "field_place",
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("service_point_id", sa.BigInteger(), nullable=False),
        sa.Column("scan_id", sa.BigInteger(), nullable=False),
        sa.Column("page", sa.BigInteger(), nullable=False),
        sa.Column("from_left", sa.Double(), nullable=False),
        sa.Column("from_top", sa.Double(), nullable=False),
        sa.Column("width", sa.Double(), nullable=False),
        sa.Column("height", sa.Double(), nullable=False),
        sa.Column("officer_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("loket.moment()"), nullable=False),
        sa.CheckConstraint(
            "page >= 0 AND from_left >= 0 AND from_top >= 0 AND width >= 0.001 AND height >= 0.001"
            " AND from_left + width <= 1.000001 AND from_top + height <= 1.000001",
            name=op.f("ck_field_place_on_page"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["loket.application.id"], name=op.f("fk_field_place_application_id")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["loket.officer.id"], name=op.f("fk_field_place_officer_id")),
        sa.ForeignKeyConstraint(
            ["scan_id"], ["loket.scan.id"], name=op.f("fk_field_place_scan_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["service_point_id"], ["loket.service_point.id"], name=op.f("fk_field_place_service_point_id")
        ),
        sa.PrimaryKeyConstraint("application_id", "field", name=op.f("pk_field_place")),
        schema="loket",
    )
    op.create_index("ix_field_place_scan_id", "field_place", ["scan_id"], unique=False, schema="loket")


def drop_place_tables() -> None:
    """In reverse."""
    op.drop_index("ix_field_place_scan_id", table_name="field_place", schema="loket")
    op.drop_table("field_place", schema="loket")
