"""Keep reviews."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "review_task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "review",
                "appeal",
                "regrade",
                "calibration",
                name="purpose",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "layer",
            sa.Enum("event", "risk", "random", "asked", name="layer", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("reasons", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("draw_id", sa.Uuid(), nullable=True),
        sa.Column("repeat", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "assigned",
                "claimed",
                "done",
                "withdrawn",
                name="taskstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignee_id"], ["app_user.id"], name=op.f("fk_review_task_assignee_id")
        ),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_review_task_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_task")),
    )
    op.create_index(
        "ix_review_task_assignee", "review_task", ["assignee_id", "state"], unique=False
    )
    op.create_index("ix_review_task_call_id", "review_task", ["call_id"], unique=False)
    op.create_index("ix_review_task_draw_id", "review_task", ["draw_id"], unique=False)
    op.create_index(
        "ix_review_task_queue", "review_task", ["state", "priority", "due_at", "id"], unique=False
    )
    op.create_index(
        "uq_review_task_call",
        "review_task",
        ["call_id", "purpose"],
        unique=True,
        postgresql_where=sa.text("NOT repeat AND state <> 'withdrawn'"),
    )
    op.create_table(
        "review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column(
            "purpose",
            sa.Enum(
                "review",
                "appeal",
                "regrade",
                "calibration",
                name="purpose",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reviewer_id", sa.Uuid(), nullable=False),
        sa.Column("evaluation_id", sa.Uuid(), nullable=False),
        sa.Column("transcript_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "final",
                "superseded",
                "discarded",
                name="reviewstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("supersedes_id", sa.Uuid(), nullable=True),
        sa.Column("appeal_id", sa.Uuid(), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("fatal", sa.Boolean(), nullable=False),
        sa.Column("fatal_hits", sa.Integer(), nullable=False),
        sa.Column("grade", sa.String(), nullable=True),
        sa.Column("sections", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("praise", sa.String(), nullable=True),
        sa.Column("suggestion", sa.String(), nullable=True),
        sa.Column("active_s", sa.Float(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finalised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by", sa.String(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_review_call_id")),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluation.id"], name=op.f("fk_review_evaluation_id")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["app_user.id"], name=op.f("fk_review_reviewer_id")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["review.id"], name=op.f("fk_review_supersedes_id")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["review_task.id"], name=op.f("fk_review_task_id")),
        sa.ForeignKeyConstraint(
            ["transcript_id"], ["transcript.id"], name=op.f("fk_review_transcript_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index("ix_review_call_id", "review", ["call_id", "number"], unique=False)
    op.create_index("ix_review_finalised", "review", ["finalised_at", "id"], unique=False)
    op.create_index("ix_review_reviewer", "review", ["reviewer_id", "finalised_at"], unique=False)
    op.create_index(op.f("ix_review_task_id"), "review", ["task_id"], unique=False)
    op.create_index(
        "uq_review_draft",
        "review",
        ["call_id", "reviewer_id", "purpose"],
        unique=True,
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.create_index(
        "uq_review_final",
        "review",
        ["call_id"],
        unique=True,
        postgresql_where=sa.text("state = 'final' AND purpose IN ('review', 'appeal')"),
    )
    op.create_table(
        "added_hit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("rule_key", sa.String(), nullable=False),
        sa.Column("utterance", sa.Integer(), nullable=True),
        sa.Column("char_start", sa.Integer(), nullable=True),
        sa.Column("char_end", sa.Integer(), nullable=True),
        sa.Column("start_s", sa.Float(), nullable=False),
        sa.Column("end_s", sa.Float(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_added_hit_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_added_hit")),
    )
    op.create_index(op.f("ix_added_hit_review_id"), "added_hit", ["review_id"], unique=False)
    op.create_table(
        "review_answer",
        sa.Column("review_id", sa.Uuid(), nullable=False),
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
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_answer_review_id")
        ),
        sa.PrimaryKeyConstraint("review_id", "rule_key", name=op.f("pk_review_answer")),
    )
    op.create_table(
        "review_comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("start_s", sa.Float(), nullable=True),
        sa.Column("end_s", sa.Float(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_comment_review_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_comment")),
    )
    op.create_index(
        op.f("ix_review_comment_review_id"), "review_comment", ["review_id"], unique=False
    )
    op.create_table(
        "review_verdict",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("hit_id", sa.Uuid(), nullable=False),
        sa.Column("rule_key", sa.String(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "confirmed", "rejected", "unsure", name="hitverdict", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["hit_id"], ["hit.id"], name=op.f("fk_review_verdict_hit_id")),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_verdict_review_id")
        ),
        sa.PrimaryKeyConstraint("review_id", "hit_id", name=op.f("pk_review_verdict")),
    )
    op.create_index("ix_review_verdict_hit_id", "review_verdict", ["hit_id"], unique=False)
    op.create_table(
        "word_correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("transcript_id", sa.Uuid(), nullable=False),
        sa.Column("utterance", sa.Integer(), nullable=False),
        sa.Column("char_start", sa.Integer(), nullable=False),
        sa.Column("char_end", sa.Integer(), nullable=False),
        sa.Column("heard", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_word_correction_review_id")
        ),
        sa.ForeignKeyConstraint(
            ["transcript_id"], ["transcript.id"], name=op.f("fk_word_correction_transcript_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_word_correction")),
    )
    op.create_index(
        op.f("ix_word_correction_review_id"), "word_correction", ["review_id"], unique=False
    )
    op.create_index(
        "ix_word_correction_transcript_id", "word_correction", ["transcript_id"], unique=False
    )
    op.add_column("call", sa.Column("review_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("call", "review_id")
    op.drop_index("ix_word_correction_transcript_id", table_name="word_correction")
    op.drop_index(op.f("ix_word_correction_review_id"), table_name="word_correction")
    op.drop_table("word_correction")
    op.drop_index("ix_review_verdict_hit_id", table_name="review_verdict")
    op.drop_table("review_verdict")
    op.drop_index(op.f("ix_review_comment_review_id"), table_name="review_comment")
    op.drop_table("review_comment")
    op.drop_table("review_answer")
    op.drop_index(op.f("ix_added_hit_review_id"), table_name="added_hit")
    op.drop_table("added_hit")
    op.drop_index(
        "uq_review_final",
        table_name="review",
        postgresql_where=sa.text("state = 'final' AND purpose IN ('review', 'appeal')"),
    )
    op.drop_index(
        "uq_review_draft", table_name="review", postgresql_where=sa.text("state = 'draft'")
    )
    op.drop_index(op.f("ix_review_task_id"), table_name="review")
    op.drop_index("ix_review_reviewer", table_name="review")
    op.drop_index("ix_review_finalised", table_name="review")
    op.drop_index("ix_review_call_id", table_name="review")
    op.drop_table("review")
    op.drop_index(
        "uq_review_task_call",
        table_name="review_task",
        postgresql_where=sa.text("NOT repeat AND state <> 'withdrawn'"),
    )
    op.drop_index("ix_review_task_queue", table_name="review_task")
    op.drop_index("ix_review_task_draw_id", table_name="review_task")
    op.drop_index("ix_review_task_call_id", table_name="review_task")
    op.drop_index("ix_review_task_assignee", table_name="review_task")
    op.drop_table("review_task")
