"""Keep when results are released, appeals of them, and clips."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "result_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "release",
            sa.Enum(
                "at_once",
                "after_hours",
                "by_hand",
                name="releasewhen",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("release_after_hours", sa.Integer(), nullable=False),
        sa.Column(
            "machine_scores",
            sa.Enum(
                "shown", "hidden_until_reviewed", name="machinescores", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("appeal_days", sa.Integer(), nullable=False),
        sa.Column("appeal_rounds", sa.Integer(), nullable=False),
        sa.Column("steps", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "overdue",
            sa.Enum("hand_on", "accept", name="whenoverdue", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_policy")),
    )
    op.create_table(
        "clip",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("from_s", sa.Float(), nullable=False),
        sa.Column("to_s", sa.Float(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("coaching", "library", name="clipkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_clip_call_id")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["app_user.id"], name=op.f("fk_clip_created_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clip")),
    )
    op.create_index("ix_clip_call_id", "clip", ["call_id"], unique=False)
    op.create_index("ix_clip_listing", "clip", ["created_at", "id"], unique=False)
    op.create_table(
        "clip_share",
        sa.Column("clip_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clip_id"], ["clip.id"], name=op.f("fk_clip_share_clip_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_clip_share_user_id")),
        sa.PrimaryKeyConstraint("clip_id", "user_id", name=op.f("pk_clip_share")),
    )
    op.create_index(op.f("ix_clip_share_user_id"), "clip_share", ["user_id"], unique=False)
    op.create_table(
        "appeal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("filed_by_id", sa.Uuid(), nullable=False),
        sa.Column("rule_key", sa.String(), nullable=False),
        sa.Column("rule_name", sa.String(), nullable=False),
        sa.Column("hit_id", sa.Uuid(), nullable=True),
        sa.Column("added_hit_id", sa.Uuid(), nullable=True),
        sa.Column("start_s", sa.Float(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "accepted",
                "denied",
                "withdrawn",
                name="appealstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("steps", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_appeal_call_id")),
        sa.ForeignKeyConstraint(
            ["filed_by_id"], ["app_user.id"], name=op.f("fk_appeal_filed_by_id")
        ),
        sa.ForeignKeyConstraint(["hit_id"], ["hit.id"], name=op.f("fk_appeal_hit_id")),
        sa.ForeignKeyConstraint(["outcome_id"], ["review.id"], name=op.f("fk_appeal_outcome_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_appeal_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
    )
    op.create_index("ix_appeal_due", "appeal", ["state", "due_at", "id"], unique=False)
    op.create_index("ix_appeal_filed", "appeal", ["filed_at", "id"], unique=False)
    op.create_index("ix_appeal_filed_by_id", "appeal", ["filed_by_id", "filed_at"], unique=False)
    op.create_index(op.f("ix_appeal_outcome_id"), "appeal", ["outcome_id"], unique=False)
    op.create_index("ix_appeal_review_id", "appeal", ["review_id", "rule_key"], unique=False)
    op.create_index(
        "uq_appeal_open",
        "appeal",
        ["call_id", "rule_key"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "appeal_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("appeal_id", sa.Uuid(), nullable=False),
        sa.Column(
            "act",
            sa.Enum(
                "filed",
                "accepted",
                "denied",
                "handed_on",
                "expired",
                "withdrawn",
                name="appealact",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["appeal_id"], ["appeal.id"], name=op.f("fk_appeal_event_appeal_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["app_user.id"], name=op.f("fk_appeal_event_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal_event")),
    )
    op.create_index("ix_appeal_event_appeal_id", "appeal_event", ["appeal_id", "at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_appeal_event_appeal_id", table_name="appeal_event")
    op.drop_table("appeal_event")
    op.drop_index("uq_appeal_open", table_name="appeal", postgresql_where=sa.text("state = 'open'"))
    op.drop_index("ix_appeal_review_id", table_name="appeal")
    op.drop_index(op.f("ix_appeal_outcome_id"), table_name="appeal")
    op.drop_index("ix_appeal_filed_by_id", table_name="appeal")
    op.drop_index("ix_appeal_filed", table_name="appeal")
    op.drop_index("ix_appeal_due", table_name="appeal")
    op.drop_table("appeal")
    op.drop_index(op.f("ix_clip_share_user_id"), table_name="clip_share")
    op.drop_table("clip_share")
    op.drop_index("ix_clip_listing", table_name="clip")
    op.drop_index("ix_clip_call_id", table_name="clip")
    op.drop_table("clip")
    op.drop_table("result_policy")
