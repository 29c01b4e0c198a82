"""Keep word packs, one's own and edits of those that are shipped; keep what judges say."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "word_pack",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("body", postgresql.JSONB(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_word_pack")),
    )
    op.create_table(
        "judge_answer",
        sa.Column("transcript_id", sa.Uuid(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("question_sha256", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.Boolean(), nullable=True),
        sa.Column("quotes", postgresql.JSONB(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["transcript_id"], ["transcript.id"], name=op.f("fk_judge_answer_transcript_id")
        ),
        sa.PrimaryKeyConstraint(
            "transcript_id", "said_by", "question_sha256", name=op.f("pk_judge_answer")
        ),
    )
    op.create_table(
        "judge_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_judge_day")),
    )


def downgrade() -> None:
    op.drop_table("judge_day")
    op.drop_table("judge_answer")
    op.drop_table("word_pack")
