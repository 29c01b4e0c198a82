"""Count what boards show besides, a campaign's numbers for each team, and what is aimed at."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.migrations import counting_0021 as counting
from services.migrations.columns import add_filled

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_WHOLE = ("live_answers", "abandoned", "queued", "in_time", "gave_up")
_SECONDS = ("meeting_s", "training_s", "wait_s")
_NONE = "'00000000-0000-0000-0000-000000000000'"


def upgrade() -> None:
    for name in _WHOLE:
        add_filled("counter", name, sa.Integer(), "0")
    for name in _SECONDS:
        add_filled("counter", name, sa.Float(), "0")
    add_filled("counter", "campaign_id", sa.Uuid(), _NONE)
    _key_counters("kind", "key", "bucket_at", "campaign_id")
    add_filled("campaign", "service_level_s", sa.Integer(), "20")
    op.add_column("campaign", sa.Column("list_size", sa.Integer(), nullable=True))
    add_filled("call", "in_time", sa.Boolean(), "false")
    op.execute(counting.IN_TIME)
    op.execute("DELETE FROM counter WHERE kind = 'campaign'")
    for statement in counting.COUNTED:
        op.execute(statement)
    _index_calls()
    _make_goals()


def downgrade() -> None:
    op.drop_table("goal")
    op.drop_index("ix_call_campaign_number", "call")
    op.drop_index("ix_call_sold", "call")
    op.execute(counting.CAMPAIGNS_AS_A_WHOLE)
    op.execute("DELETE FROM counter WHERE campaign_id <> " + _NONE)
    _key_counters("kind", "key", "bucket_at")
    op.drop_column("call", "in_time")
    op.drop_column("campaign", "list_size")
    op.drop_column("campaign", "service_level_s")
    for name in (*_WHOLE, *_SECONDS, "campaign_id"):
        op.drop_column("counter", name)


def _key_counters(*columns: str) -> None:
    op.drop_constraint("pk_counter", "counter", type_="primary")
    op.create_primary_key("pk_counter", "counter", list(columns))


def _index_calls() -> None:
    op.create_index("ix_call_sold", "call", ["ended_at"], postgresql_where=sa.text("sold"))
    op.create_index(
        "ix_call_campaign_number",
        "call",
        ["campaign_id", "customer_number"],
        postgresql_where=sa.text(
            "campaign_id IS NOT NULL AND customer_number IS NOT NULL AND direction = 'outbound'"
        ),
    )


def _make_goals() -> None:
    op.create_table(
        "goal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("agent_id", sa.Uuid(), nullable=True),
        sa.Column("campaign_id", sa.Uuid(), nullable=True),
        sa.Column("metric", sa.String(length=32), nullable=False),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column("hours", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.CheckConstraint("num_nonnulls(unit_id, agent_id) = 1", name="ck_goal_one_subject"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_goal_unit_id"),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_goal_agent_id"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name="fk_goal_campaign_id"),
        sa.PrimaryKeyConstraint("id", name="pk_goal"),
    )
    op.create_index("ix_goal_unit_id", "goal", ["unit_id"])
    op.create_index("ix_goal_agent_id", "goal", ["agent_id"])
