"""Operations: what was kept can be asked for by its id when the answer to COMMIT was lost."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from workstation.migrations.running import run_file

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LAW = Path(__file__).parents[1] / "law" / "0002"


def upgrade() -> None:
    """Add one table and its law; nothing that stands is touched."""
    op.create_table(
        "operation",
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("login", sa.Text(), server_default=sa.text("SESSION_USER"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("result", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.CheckConstraint(
            "length(what) <= 200 AND octet_length(result::text) <= 10000", name=op.f("ck_operation_small")
        ),
        sa.PrimaryKeyConstraint("op_id", name=op.f("pk_operation")),
        schema="loket",
    )
    op.create_index("ix_operation_at", "operation", ["at"], schema="loket")
    for file in sorted(LAW.glob("*.sql")):
        run_file(op.get_bind(), file)


def downgrade() -> None:
    """Take the table away; its policies and grants go with it."""
    op.drop_table("operation", schema="loket")
