"""Keep what POSTs with an Idempotency-Key were answered; count events that came in vain."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "given_answer",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("media_type", sa.String(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_given_answer")),
    )
    op.create_index(
        op.f("ix_given_answer_created_at"), "given_answer", ["created_at"], unique=False
    )
    op.create_table(
        "source_minute",
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("minute_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("duplicates", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_source_minute_source_id_source")
        ),
        sa.PrimaryKeyConstraint("source_id", "minute_at", name=op.f("pk_source_minute")),
    )


def downgrade() -> None:
    op.drop_table("source_minute")
    op.drop_table("given_answer")
