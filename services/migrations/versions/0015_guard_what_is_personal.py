"""Keep what is personal in transcripts, who saw it, and the keys that things are sealed with."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("hit", sa.Column("masked_quote", sa.String(), nullable=True))
    op.create_table(
        "transcript_pii",
        sa.Column("transcript_id", sa.Uuid(), nullable=False),
        sa.Column("finder", sa.Integer(), nullable=False),
        sa.Column("spans", postgresql.JSONB(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["transcript_id"],
            ["transcript.id"],
            name=op.f("fk_transcript_pii_transcript_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("transcript_id", name=op.f("pk_transcript_pii")),
    )
    op.create_index("ix_transcript_pii_finder", "transcript_pii", ["finder"])
    _create_sound()
    _create_reveals()
    op.create_table(
        "call_notice",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("transcript_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("at_s", sa.Float(), nullable=True),
        sa.Column("utterance", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["transcript_id"],
            ["transcript.id"],
            name=op.f("fk_call_notice_transcript_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_call_notice")),
    )
    op.create_index("ix_call_notice_state", "call_notice", ["state", "call_id"])
    op.create_index(op.f("ix_call_notice_transcript_id"), "call_notice", ["transcript_id"])
    op.create_table(
        "data_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("wrapped", sa.String(), nullable=False),
        sa.Column("master", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_key")),
    )
    op.create_index(op.f("ix_data_key_master"), "data_key", ["master"])


def _create_sound() -> None:
    op.create_table(
        "beeped_sound",
        sa.Column("recording_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("waveform", postgresql.JSONB(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("original_sha256", sa.String(), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["recording_id"],
            ["recording.id"],
            name=op.f("fk_beeped_sound_recording_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("recording_id", name=op.f("pk_beeped_sound")),
    )
    op.create_index(op.f("ix_beeped_sound_sha256"), "beeped_sound", ["sha256"])
    op.create_index(op.f("ix_beeped_sound_original_sha256"), "beeped_sound", ["original_sha256"])


def _create_reveals() -> None:
    op.create_table(
        "reveal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reveal")),
    )
    op.create_index("ix_reveal_open", "reveal", ["call_id", "actor", "until"])
    op.create_table(
        "privacy_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reveal_needed", sa.Boolean(), nullable=False),
        sa.Column("reason_needed", sa.Boolean(), nullable=False),
        sa.Column("reveal_minutes", sa.Integer(), nullable=False),
        sa.Column("originals", sa.String(length=32), nullable=False),
        sa.Column("replace_after_days", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_policy")),
    )


def downgrade() -> None:
    for table in (
        *("data_key", "call_notice", "privacy_policy", "reveal"),
        *("beeped_sound", "transcript_pii"),
    ):
        op.drop_table(table)
    op.drop_column("hit", "masked_quote")
