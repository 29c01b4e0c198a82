"""Keep events in months.

Nothing is rewritten, and nobody waits for long: the table of before becomes one part of the
new one, see `services.migrations.months_0024`. What was done half is gone on with.
"""

import sqlalchemy as sa
from alembic import op

from services.migrations import months_0024

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    months_0024.prepare()
    _add_columns()
    months_0024.swap()


def downgrade() -> None:
    months_0024.swap_back()
    op.drop_table("gone_month")
    op.drop_column("call", "last_at")
    op.drop_column("call", "first_at")


def _add_columns() -> None:
    op.add_column("call", sa.Column("first_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("call", sa.Column("last_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "gone_month",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("to_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.Column("events", sa.BigInteger(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["retention_run.id"], name=op.f("fk_gone_month_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gone_month")),
    )
