"""Know how, by what and in which order recordings are heard."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.migrations.columns import add_filled

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_LANES = ("review", "live", "backlog")
_ORIGINS = ("heard", "swapped", "given")


def upgrade() -> None:
    _add_campaign_columns()
    _add_recording_columns()
    _add_transcript_columns()
    _create_tables()


def downgrade() -> None:
    for name in (
        "worker_process",
        "hearing_share",
        "hearing_clock",
        "measurement",
        "hearing_pause",
    ):
        op.drop_table(name)
    for name in ("layout", "transcribed", "done_in_lane", "done", "turn"):
        op.drop_index(f"ix_recording_{name}", "recording")
    # As it was written before: one name for all of it.
    op.execute("UPDATE transcript SET model = engine || '/' || model")
    op.drop_constraint(op.f("fk_transcript_origin_id"), "transcript", type_="foreignkey")
    for name in ("left_out", "swap", "agent_channel", "parameters", "revision", "engine"):
        op.drop_column("transcript", name)
    for name in ("asked_by", "origin_id", "origin"):
        op.drop_column("transcript", name)
    recording = ("begun_at", "queued_at", "asked_by", "agent_channel_by", "swap_suspected")
    for name in (*recording, "priority", "queue", "engine", "lane"):
        op.drop_column("recording", name)
    for name in ("hot_words", "language", "engine"):
        op.drop_column("campaign", name)


def _add_campaign_columns() -> None:
    op.add_column("campaign", sa.Column("engine", sa.String()))
    op.add_column("campaign", sa.Column("language", sa.String()))
    add_filled("campaign", "hot_words", postgresql.JSONB(), "'[]'")


def _add_recording_columns() -> None:
    lane = sa.Enum(*_LANES, name="lane", native_enum=False, length=32)
    add_filled("recording", "lane", lane, "'live'")
    op.add_column("recording", sa.Column("engine", sa.String()))
    add_filled("recording", "queue", sa.String(), "'default'")
    add_filled("recording", "priority", sa.Integer(), "0")
    op.add_column("recording", sa.Column("asked_by", sa.String()))
    op.add_column("recording", sa.Column("agent_channel_by", sa.String()))
    add_filled("recording", "swap_suspected", sa.Boolean(), "false")
    add_filled("recording", "queued_at", sa.DateTime(timezone=True), "now()")
    op.execute("UPDATE recording SET queued_at = created_at")
    op.add_column("recording", sa.Column("begun_at", sa.DateTime(timezone=True)))
    op.create_index(
        "ix_recording_turn",
        "recording",
        [sa.text("priority DESC"), "queued_at", "id"],
        postgresql_include=["queue", "duration_s"],
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "ix_recording_done",
        "recording",
        ["queued_at", "id"],
        postgresql_where=sa.text("state IN ('transcribed', 'set_aside', 'cancelled')"),
    )
    op.create_index(
        "ix_recording_done_in_lane",
        "recording",
        ["lane", "queued_at", "id"],
        postgresql_where=sa.text("state IN ('transcribed', 'set_aside', 'cancelled')"),
    )
    op.create_index(
        "ix_recording_transcribed",
        "recording",
        ["queue", "transcribed_at"],
        postgresql_where=sa.text("state = 'transcribed'"),
    )
    op.create_index(
        "ix_recording_layout",
        "recording",
        ["source_id", "transcribed_at"],
        postgresql_include=["agent_channel", "agent_channel_by", "swap_suspected", "call_id"],
        postgresql_where=sa.text("agent_channel IS NOT NULL"),
    )


def _add_transcript_columns() -> None:
    """What was one name, `whisper/small/int8`, becomes an engine, a model and the rest."""
    origin = sa.Enum(*_ORIGINS, name="transcriptorigin", native_enum=False, length=32)
    add_filled("transcript", "origin", origin, "'heard'")
    op.add_column("transcript", sa.Column("origin_id", sa.Uuid()))
    op.add_column("transcript", sa.Column("asked_by", sa.String()))
    add_filled("transcript", "engine", sa.String(), "''")
    op.add_column("transcript", sa.Column("revision", sa.String()))
    add_filled("transcript", "parameters", postgresql.JSONB(), "'{}'")
    op.add_column("transcript", sa.Column("agent_channel", sa.Integer()))
    op.add_column("transcript", sa.Column("swap", postgresql.JSONB()))
    add_filled("transcript", "left_out", postgresql.JSONB(), "'[]'")
    op.create_foreign_key(
        op.f("fk_transcript_origin_id"), "transcript", "transcript", ["origin_id"], ["id"]
    )
    op.execute(
        r"""
        UPDATE transcript SET
            engine = split_part(transcript.model, '/', 1),
            model = regexp_replace(transcript.model, '^[^/]*/', ''),
            agent_channel = recording.agent_channel
        FROM recording WHERE recording.id = transcript.recording_id
        """
    )


def _create_tables() -> None:
    op.create_table(
        "hearing_pause",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid()),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_hearing_pause_campaign_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_pause")),
        sa.UniqueConstraint(
            "campaign_id",
            name=op.f("uq_hearing_pause_campaign_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "measurement",
        sa.Column("transcript_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("body", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["transcript_id"], ["transcript.id"], name=op.f("fk_measurement_transcript_id")
        ),
        sa.PrimaryKeyConstraint("transcript_id", name=op.f("pk_measurement")),
    )
    op.create_index(op.f("ix_measurement_call_id"), "measurement", ["call_id"])
    _create_queue_tables()


def _create_queue_tables() -> None:
    lane = sa.Enum(*_LANES, name="lane", native_enum=False, length=32)
    op.create_table(
        "hearing_clock",
        sa.Column("queue", sa.String(), nullable=False),
        sa.Column("lane", lane, nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("queue", "lane", name=op.f("pk_hearing_clock")),
    )
    op.create_table(
        "hearing_share",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("queue", sa.String(), nullable=False),
        sa.Column("lane", lane, nullable=False),
        sa.Column("campaign_id", sa.Uuid()),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_hearing_share_campaign_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_share")),
        sa.UniqueConstraint(
            "queue",
            "lane",
            "campaign_id",
            name=op.f("uq_hearing_share_queue_lane_campaign_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "worker_process",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("engines", postgresql.JSONB(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recording_id", sa.Uuid()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_process")),
    )
