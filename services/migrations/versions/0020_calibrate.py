"""Let several people judge the same calls."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calibration",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "closed",
                "cancelled",
                name="calibrationstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("scorecard_version_id", sa.Uuid(), nullable=False),
        sa.Column(
            "key",
            sa.Enum("expert", "consensus", name="calibrationkeykind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("expert_id", sa.Uuid(), nullable=True),
        sa.Column("blind_machine", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["app_user.id"], name=op.f("fk_calibration_expert_id")
        ),
        sa.ForeignKeyConstraint(
            ["scorecard_version_id"],
            ["scorecard_version.id"],
            name=op.f("fk_calibration_scorecard_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration")),
    )
    op.create_index(op.f("ix_calibration_created_at"), "calibration", ["created_at"])
    op.create_table(
        "calibration_rater",
        sa.Column("calibration_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        _of_calibration("calibration_rater"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["app_user.id"], name=op.f("fk_calibration_rater_user_id")
        ),
        sa.PrimaryKeyConstraint("calibration_id", "user_id", name=op.f("pk_calibration_rater")),
    )
    op.create_table(
        "calibration_call",
        sa.Column("calibration_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("evaluation_id", sa.Uuid(), nullable=False),
        _of_calibration("calibration_call"),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_calibration_call_call_id")),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluation.id"], name=op.f("fk_calibration_call_evaluation_id")
        ),
        sa.PrimaryKeyConstraint("calibration_id", "call_id", name=op.f("pk_calibration_call")),
    )
    op.create_index(op.f("ix_calibration_call_call_id"), "calibration_call", ["call_id"])
    op.create_table(
        "calibration_task",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("calibration_id", sa.Uuid(), nullable=False),
        _of_calibration("calibration_task"),
        sa.ForeignKeyConstraint(
            ["task_id"], ["review_task.id"], name=op.f("fk_calibration_task_task_id")
        ),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_calibration_task")),
    )
    op.create_index(
        op.f("ix_calibration_task_calibration_id"), "calibration_task", ["calibration_id"]
    )
    op.create_table(
        "settled_item",
        sa.Column("calibration_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("rule_key", sa.String(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "passed",
                "failed",
                "not_applicable",
                name="ruleanswer",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        _of_calibration("settled_item"),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_settled_item_call_id")),
        sa.PrimaryKeyConstraint(
            "calibration_id", "call_id", "rule_key", name=op.f("pk_settled_item")
        ),
    )
    op.create_index(op.f("ix_settled_item_call_id"), "settled_item", ["call_id"])


def downgrade() -> None:
    for table in ("settled_item", "calibration_task", "calibration_call", "calibration_rater"):
        op.drop_table(table)
    op.drop_table("calibration")


def _of_calibration(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_calibration_id")
    return sa.ForeignKeyConstraint(["calibration_id"], ["calibration.id"], name=name)
