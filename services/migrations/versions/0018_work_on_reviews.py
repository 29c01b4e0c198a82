"""Arithmetic of reviews, muted rules, words that reviewers put right, and who looks at a call."""

import sqlalchemy as sa
from alembic import op

from services.migrations.columns import add_filled

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


# Re-scores that nobody adopted are beside what counts.
_COUNTED = """
UPDATE call SET evaluation_id = (
    SELECT e.id FROM evaluation e
    WHERE e.call_id = call.id AND NOT EXISTS (
        SELECT FROM rescore_call r JOIN rescore ON rescore.id = r.rescore_id
        WHERE r.evaluation_id = e.id AND rescore.adopted_at IS NULL)
    ORDER BY e.created_at DESC, e.id LIMIT 1)
WHERE EXISTS (SELECT FROM evaluation e WHERE e.call_id = call.id)
"""


def upgrade() -> None:
    op.add_column("call", sa.Column("evaluation_id", sa.Uuid(), nullable=True))
    op.execute(_COUNTED)
    op.add_column("review", sa.Column("earned_percent", sa.Float(), nullable=True))
    add_filled("review", "added", sa.Float(), "0")
    add_filled("review", "deducted", sa.Float(), "0")
    op.add_column("review", sa.Column("reason", sa.String(), nullable=True))
    op.create_table(
        "rule_mute",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scorecard_id", sa.Uuid(), nullable=False),
        sa.Column("rule_key", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("muted_at", _INSTANT, nullable=False),
        sa.Column("muted_by", sa.String(), nullable=False),
        sa.Column("lifted_at", _INSTANT, nullable=True),
        sa.Column("lifted_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["scorecard_id"], ["scorecard.id"], name="fk_rule_mute_scorecard_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_rule_mute"),
    )
    op.create_index(
        "uq_rule_mute_now",
        "rule_mute",
        ["scorecard_id", "rule_key"],
        unique=True,
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.create_table(
        "word_decision",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name="fk_word_decision_campaign_id"
        ),
        sa.PrimaryKeyConstraint("campaign_id", "said", name="pk_word_decision"),
    )
    op.create_table(
        "call_presence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("since", _INSTANT, nullable=False),
        sa.Column("seen_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name="fk_call_presence_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_call_presence"),
    )
    op.create_index("ix_call_presence_call_id", "call_presence", ["call_id"])


def downgrade() -> None:
    op.drop_table("call_presence")
    op.drop_table("word_decision")
    op.drop_table("rule_mute")
    for name in ("reason", "deducted", "added", "earned_percent"):
        op.drop_column("review", name)
    op.drop_column("call", "evaluation_id")
