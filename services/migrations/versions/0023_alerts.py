"""Warn of what boards show: rules, alerts, and the channels they are sent by."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_KINDS = (
    "idle call wrap_up break abandon_rate connect_rate source_silent fatal_hit outside_hours"
    " too_often refused_called"
)
_KIND = sa.Enum(*_KINDS.split(), name="alertkind", native_enum=False, length=32)
_SEVERITY = sa.Enum(
    "info", "warning", "critical", name="alertseverity", native_enum=False, length=32
)
_TABLES = (
    "alert_occurrence",
    "alert_delivery",
    "pending_alert",
    "alert",
    "alert_rule",
    "alert_key",
    "alert_clock",
    "alert_channel",
)


def upgrade() -> None:
    _channels()
    _rules()
    _alerts()
    _deliveries()
    _the_watch()
    # Of all calls, not only of talks: how often a number was called.
    op.drop_index("ix_call_customer", "call")
    op.create_index("ix_call_customer", "call", ["customer_number", "started_at"])


def downgrade() -> None:
    op.drop_index("ix_call_customer", "call")
    op.create_index(
        "ix_call_customer",
        "call",
        ["customer_number", "started_at"],
        postgresql_where=sa.text("connected"),
    )
    for table in _TABLES:
        op.drop_table(table)


def _channels() -> None:
    op.create_table(
        "alert_channel",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "dingtalk",
                "feishu",
                "wecom",
                "slack",
                "teams",
                "mail",
                "webhook",
                name="channelkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("per_minute", sa.Integer(), nullable=False),
        sa.Column("digest_s", sa.Integer(), nullable=False),
        sa.Column("min_severity", _SEVERITY, nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.String(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_channel")),
    )
    op.create_index(
        "uq_alert_channel_name",
        "alert_channel",
        ["name"],
        unique=True,
        postgresql_where=sa.text("archived_at IS NULL"),
    )


def _rules() -> None:
    op.create_table(
        "alert_rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", _KIND, nullable=False),
        sa.Column("condition", JSONB(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("campaign_id", sa.Uuid(), nullable=True),
        sa.Column("severity", _SEVERITY, nullable=False),
        sa.Column("lasting_s", sa.Integer(), nullable=False),
        sa.Column("cooldown_s", sa.Integer(), nullable=False),
        sa.Column("quiet", JSONB(), nullable=True),
        sa.Column("channel_ids", JSONB(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.String(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_alert_rule_campaign_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_alert_rule_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_rule")),
    )
    op.create_index(op.f("ix_alert_rule_unit_id"), "alert_rule", ["unit_id"])
    op.create_index(
        "uq_alert_rule_name",
        "alert_rule",
        ["unit_id", "name"],
        unique=True,
        postgresql_where=sa.text("archived_at IS NULL"),
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "pending_alert",
        sa.Column("rule_id", sa.Uuid(), nullable=False),
        sa.Column("subject_key", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["rule_id"],
            ["alert_rule.id"],
            name=op.f("fk_pending_alert_rule_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("rule_id", "subject_key", name=op.f("pk_pending_alert")),
    )


def _alerts() -> None:
    op.create_table(
        "alert",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rule_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _KIND, nullable=False),
        sa.Column("severity", _SEVERITY, nullable=False),
        sa.Column(
            "subject_kind",
            sa.Enum(
                "agent",
                "unit",
                "campaign",
                "source",
                "call",
                "number",
                name="alertsubject",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("subject_key", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=True),
        sa.Column("campaign_id", sa.Uuid(), nullable=True),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("call_id", sa.Uuid(), nullable=True),
        sa.Column("start_s", sa.Float(), nullable=True),
        sa.Column("detail", sa.String(), nullable=True),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("limit", sa.Float(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_alert_agent_id")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_alert_call_id")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_alert_campaign_id")
        ),
        sa.ForeignKeyConstraint(["rule_id"], ["alert_rule.id"], name=op.f("fk_alert_rule_id")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_alert_source_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_alert_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
    )
    op.create_index(
        "ix_alert_agent_id", "alert", ["agent_id"], postgresql_where=sa.text("agent_id IS NOT NULL")
    )
    op.create_index(
        "ix_alert_call_id", "alert", ["call_id"], postgresql_where=sa.text("call_id IS NOT NULL")
    )
    op.create_index("ix_alert_listing", "alert", ["raised_at", "id"])
    op.create_index("ix_alert_subject", "alert", ["rule_id", "subject_key", "last_at"])
    op.create_index(op.f("ix_alert_unit_id"), "alert", ["unit_id"])
    op.create_index(
        "uq_alert_open",
        "alert",
        ["rule_id", "subject_key"],
        unique=True,
        postgresql_where=sa.text("over_at IS NULL"),
    )
    op.create_table(
        "alert_occurrence",
        sa.Column("rule_id", sa.Uuid(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["alert_id"],
            ["alert.id"],
            name=op.f("fk_alert_occurrence_alert_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["alert_rule.id"], name=op.f("fk_alert_occurrence_rule_id")
        ),
        sa.PrimaryKeyConstraint("rule_id", "about_id", name=op.f("pk_alert_occurrence")),
    )
    op.create_index(op.f("ix_alert_occurrence_alert_id"), "alert_occurrence", ["alert_id"])


def _deliveries() -> None:
    op.create_table(
        "alert_delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "sending",
                "sent",
                "failed",
                "quiet",
                name="deliveryoutcome",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alert.id"], name=op.f("fk_alert_delivery_alert_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["alert_channel.id"], name=op.f("fk_alert_delivery_channel_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_delivery")),
    )
    op.create_index(op.f("ix_alert_delivery_alert_id"), "alert_delivery", ["alert_id"])
    op.create_index("ix_alert_delivery_channel_id", "alert_delivery", ["channel_id", "created_at"])
    op.create_index(
        "ix_alert_delivery_due",
        "alert_delivery",
        ["due_at"],
        postgresql_where=sa.text("state IN ('waiting', 'sending')"),
    )


def _the_watch() -> None:
    op.create_table(
        "alert_clock",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_alert_clock")),
    )
    op.create_table(
        "alert_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_key")),
    )
