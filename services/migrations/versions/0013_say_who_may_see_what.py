"""Say who may see what, and for how long."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "custom_role",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column(
            "based_on",
            sa.Enum(
                "agent",
                "lead",
                "supervisor",
                "manager",
                "inspector",
                "qa_lead",
                "trainer",
                "analyst",
                "admin",
                name="role",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("permissions", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_role")),
        sa.UniqueConstraint("name_en", name=op.f("uq_custom_role_name_en")),
        sa.UniqueConstraint("name_zh", name=op.f("uq_custom_role_name_zh")),
    )
    op.create_table(
        "broken_glass",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("call_ids", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=True),
        sa.Column("customer", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_broken_glass_agent_id")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_broken_glass_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broken_glass")),
    )
    op.create_index(
        "ix_broken_glass_user_id", "broken_glass", ["user_id", "until_at"], unique=False
    )
    op.create_table(
        "call_agent",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_call_agent_agent_id")),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_call_agent_call_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("call_id", "agent_id", name=op.f("pk_call_agent")),
    )
    op.create_index(op.f("ix_call_agent_agent_id"), "call_agent", ["agent_id"], unique=False)
    op.create_table(
        "deputy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("deputy_id", sa.Uuid(), nullable=False),
        sa.Column("permissions", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["deputy_id"], ["app_user.id"], name=op.f("fk_deputy_deputy_id")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_deputy_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputy")),
    )
    op.create_index("ix_deputy_deputy_id", "deputy", ["deputy_id", "until_at"], unique=False)
    op.create_index(op.f("ix_deputy_user_id"), "deputy", ["user_id"], unique=False)
    op.create_table(
        "user_campaign",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_user_campaign_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_user_campaign_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "campaign_id", name=op.f("pk_user_campaign")),
    )
    op.create_table(
        "user_notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_user_notice_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_notice")),
    )
    op.create_index(
        "ix_user_notice_listing", "user_notice", ["user_id", "created_at", "id"], unique=False
    )
    op.create_index(
        "ix_user_notice_unread",
        "user_notice",
        ["user_id"],
        unique=False,
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.create_table(
        "user_role",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["custom_role.id"], name=op.f("fk_user_role_role_id")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_user_role_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_user_role")),
    )
    op.create_index(op.f("ix_user_role_role_id"), "user_role", ["role_id"], unique=False)
    op.create_table(
        "user_unit",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_user_unit_unit_id")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_user_unit_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "unit_id", name=op.f("pk_user_unit")),
    )
    op.execute(
        """
        INSERT INTO call_agent (call_id, agent_id)
        SELECT DISTINCT call.id, agent.id FROM call
        CROSS JOIN jsonb_array_elements(call.legs) AS leg
        JOIN agent ON agent.id = (leg->>'agent_id')::uuid
        WHERE jsonb_array_length(call.legs) > 1 AND agent.id IS DISTINCT FROM call.agent_id
        """
    )
    for trial in ("backtest", "rescore"):
        op.add_column(
            trial, sa.Column("scope", postgresql.JSONB(astext_type=sa.Text()), nullable=True)
        )


def downgrade() -> None:
    for trial in ("rescore", "backtest"):
        op.drop_column(trial, "scope")
    op.drop_table("user_unit")
    op.drop_index(op.f("ix_user_role_role_id"), table_name="user_role")
    op.drop_table("user_role")
    op.drop_index(
        "ix_user_notice_unread",
        table_name="user_notice",
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.drop_index("ix_user_notice_listing", table_name="user_notice")
    op.drop_table("user_notice")
    op.drop_table("user_campaign")
    op.drop_index(op.f("ix_deputy_user_id"), table_name="deputy")
    op.drop_index("ix_deputy_deputy_id", table_name="deputy")
    op.drop_table("deputy")
    op.drop_index(op.f("ix_call_agent_agent_id"), table_name="call_agent")
    op.drop_table("call_agent")
    op.drop_index("ix_broken_glass_user_id", table_name="broken_glass")
    op.drop_table("broken_glass")
    op.drop_table("custom_role")
