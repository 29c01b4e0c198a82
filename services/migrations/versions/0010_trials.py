"""Find transcripts by tokens; keep backtests and re-scores."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "backtest",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scorecard_id", sa.Uuid(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("until_date", sa.Date(), nullable=False),
        sa.Column("campaign_ids", postgresql.JSONB(), nullable=False),
        sa.Column("unit_ids", postgresql.JSONB(), nullable=True),
        sa.Column("agent_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "running",
                "done",
                "failed",
                "cancelled",
                name="trialstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("calls_total", sa.Integer(), nullable=False),
        sa.Column("calls_done", sa.Integer(), nullable=False),
        sa.Column("place", postgresql.JSONB(), nullable=True),
        sa.Column("summary", postgresql.JSONB(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("body", postgresql.JSONB(), nullable=False),
        sa.Column("against_id", sa.Uuid(), nullable=False),
        sa.Column("calls_scanned", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["against_id"], ["scorecard_version.id"], name=op.f("fk_backtest_against_id")
        ),
        sa.ForeignKeyConstraint(
            ["scorecard_id"], ["scorecard.id"], name=op.f("fk_backtest_scorecard_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backtest")),
    )
    op.create_index("ix_backtest_listing", "backtest", ["created_at", "id"], unique=False)
    op.create_table(
        "rescore",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scorecard_id", sa.Uuid(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("until_date", sa.Date(), nullable=False),
        sa.Column("campaign_ids", postgresql.JSONB(), nullable=False),
        sa.Column("unit_ids", postgresql.JSONB(), nullable=True),
        sa.Column("agent_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "running",
                "done",
                "failed",
                "cancelled",
                name="trialstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("calls_total", sa.Integer(), nullable=False),
        sa.Column("calls_done", sa.Integer(), nullable=False),
        sa.Column("place", postgresql.JSONB(), nullable=True),
        sa.Column("summary", postgresql.JSONB(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("adopted_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["scorecard_id"], ["scorecard.id"], name=op.f("fk_rescore_scorecard_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["scorecard_version.id"], name=op.f("fk_rescore_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rescore")),
    )
    op.create_index("ix_rescore_listing", "rescore", ["created_at", "id"], unique=False)
    op.create_table(
        "backtest_call",
        sa.Column("backtest_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("score_before", sa.Float(), nullable=True),
        sa.Column("score_after", sa.Float(), nullable=True),
        sa.Column("passed_before", sa.Boolean(), nullable=True),
        sa.Column("passed_after", sa.Boolean(), nullable=True),
        sa.Column("fatal_before", sa.Boolean(), nullable=False),
        sa.Column("fatal_after", sa.Boolean(), nullable=False),
        sa.Column("impact", sa.Float(), nullable=False),
        sa.Column("changes", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["backtest_id"], ["backtest.id"], name=op.f("fk_backtest_call_backtest_id")
        ),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_backtest_call_call_id")),
        sa.PrimaryKeyConstraint("backtest_id", "call_id", name=op.f("pk_backtest_call")),
    )
    op.create_index(
        "ix_backtest_call_impact",
        "backtest_call",
        ["backtest_id", "impact", "call_id"],
        unique=False,
    )
    op.create_table(
        "transcript_tokens",
        sa.Column("transcript_id", sa.Uuid(), nullable=False),
        sa.Column("tokens", sa.ARRAY(sa.Integer()), nullable=False),
        sa.ForeignKeyConstraint(
            ["transcript_id"], ["transcript.id"], name=op.f("fk_transcript_tokens_transcript_id")
        ),
        sa.PrimaryKeyConstraint("transcript_id", name=op.f("pk_transcript_tokens")),
    )
    op.create_index(
        "ix_transcript_tokens_tokens",
        "transcript_tokens",
        ["tokens"],
        unique=False,
        postgresql_using="gin",
    )
    op.create_table(
        "rescore_call",
        sa.Column("rescore_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("evaluation_id", sa.Uuid(), nullable=False),
        sa.Column("score_before", sa.Float(), nullable=True),
        sa.Column("passed_before", sa.Boolean(), nullable=True),
        sa.Column("fatal_before", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_rescore_call_call_id")),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluation.id"], name=op.f("fk_rescore_call_evaluation_id")
        ),
        sa.ForeignKeyConstraint(
            ["rescore_id"], ["rescore.id"], name=op.f("fk_rescore_call_rescore_id")
        ),
        sa.PrimaryKeyConstraint("rescore_id", "call_id", name=op.f("pk_rescore_call")),
    )


def downgrade() -> None:
    op.drop_table("rescore_call")
    op.drop_index(
        "ix_transcript_tokens_tokens", table_name="transcript_tokens", postgresql_using="gin"
    )
    op.drop_table("transcript_tokens")
    op.drop_index("ix_backtest_call_impact", table_name="backtest_call")
    op.drop_table("backtest_call")
    op.drop_index("ix_rescore_listing", table_name="rescore")
    op.drop_table("rescore")
    op.drop_index("ix_backtest_listing", table_name="backtest")
    op.drop_table("backtest")
