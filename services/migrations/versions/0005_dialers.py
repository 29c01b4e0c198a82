"""Know dialers: what they sent, how to read it, and what waits to be fetched from them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.migrations.columns import add_filled

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("dialer", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("headers", postgresql.JSONB(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "stored",
                "partly",
                "refused",
                "ignored",
                name="deliverystate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("duplicates", sa.Integer(), nullable=False),
        sa.Column("lag_s", sa.Float(), nullable=True),
        sa.Column("notes", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_delivery_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
    )
    op.create_index("ix_delivery_source", "delivery", ["source_id", "received_at"], unique=False)
    op.create_index(
        "ix_delivery_trouble",
        "delivery",
        ["source_id", "received_at"],
        postgresql_where=sa.text("state IN ('partly', 'refused')"),
    )
    op.create_index(
        "uq_delivery_key",
        "delivery",
        ["source_id", "key"],
        unique=True,
        postgresql_where="key IS NOT NULL",
    )
    op.create_table(
        "recording_fetch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=True),
        sa.Column("agent_channel", sa.Integer(), nullable=True),
        sa.Column("content_hashes", postgresql.JSONB(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting", "fetched", "given_up", name="fetchstate", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("error_kind", sa.String(), nullable=True),
        sa.Column("recording_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["recording_id"], ["recording.id"], name=op.f("fk_recording_fetch_recording_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_recording_fetch_source_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording_fetch")),
    )
    op.create_index(
        "ix_recording_fetch_source",
        "recording_fetch",
        ["source_id", "state", "created_at"],
        unique=False,
    )
    op.create_index("uq_recording_fetch", "recording_fetch", ["call_id", "url"], unique=True)
    _create_watching()
    op.add_column("recording", sa.Column("match", postgresql.JSONB(), nullable=True))
    op.add_column("call", sa.Column("queued_at", sa.DateTime(timezone=True), nullable=True))
    add_filled("call", "end_estimated", sa.Boolean(), "false")
    add_filled("call", "wait_s", sa.Float(), "0")
    add_filled("call", "abandoned", sa.Boolean(), "false")
    add_filled("call", "visits", postgresql.JSONB(), "'[]'")
    add_filled("source", "dialer", sa.String(), "'events'")
    op.add_column("source", sa.Column("timezone", sa.String(), nullable=True))
    add_filled("source", "region", sa.String(), "'CN'")
    add_filled("source", "settings", postgresql.JSONB(), "'{}'")
    add_filled("source", "secrets", postgresql.JSONB(), "'{}'")
    op.add_column("source", sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("source", sa.Column("working_hours", postgresql.JSONB(), nullable=True))
    op.execute(
        """UPDATE source SET working_hours =
        '{"from": "09:00:00", "to": "18:00:00", "days": [1, 2, 3, 4, 5]}'"""
    )
    op.create_index(
        "ix_event_received",
        "event",
        ["received_at"],
        postgresql_using="brin",
        postgresql_with={"autosummarize": "on"},
    )
    op.alter_column("transcript", "recording_id", existing_type=sa.Uuid(), nullable=True)


def _create_watching() -> None:
    op.create_table(
        "unmatched_recording",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("audio", postgresql.JSONB(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("named", postgresql.JSONB(), nullable=False),
        sa.Column("nearest", postgresql.JSONB(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_unmatched_recording_source_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unmatched_recording")),
        sa.UniqueConstraint(
            "source_id",
            "sha256",
            "file_name",
            name=op.f("uq_unmatched_recording_source_id_sha256_file_name"),
        ),
    )
    op.create_index("ix_unmatched_recording_listing", "unmatched_recording", ["created_at", "id"])
    op.create_index("ix_unmatched_recording_sha256", "unmatched_recording", ["sha256"])
    op.create_table(
        "watched_file",
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recording_id", sa.Uuid(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("error_kind", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_watched_file_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["recording_id"], ["recording.id"], name=op.f("fk_watched_file_recording_id")
        ),
        sa.PrimaryKeyConstraint("source_id", "mark", name=op.f("pk_watched_file")),
    )
    op.create_index("ix_watched_file_taken", "watched_file", ["source_id", "taken_at", "mark"])
    op.create_index(
        "ix_watched_file_refused",
        "watched_file",
        ["source_id", "taken_at", "mark"],
        postgresql_where=sa.text("error IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_column("recording", "match")
    op.drop_index("ix_watched_file_refused", table_name="watched_file")
    op.drop_index("ix_watched_file_taken", table_name="watched_file")
    op.drop_table("watched_file")
    op.drop_index("ix_unmatched_recording_sha256", table_name="unmatched_recording")
    op.drop_index("ix_unmatched_recording_listing", table_name="unmatched_recording")
    op.drop_table("unmatched_recording")
    op.execute("DELETE FROM transcript WHERE recording_id IS NULL")
    op.alter_column("transcript", "recording_id", existing_type=sa.Uuid(), nullable=False)
    op.drop_index("ix_event_received", table_name="event", postgresql_using="brin")
    op.drop_column("source", "working_hours")
    op.drop_column("source", "last_seen_at")
    op.drop_column("source", "secrets")
    op.drop_column("source", "settings")
    op.drop_column("source", "region")
    op.drop_column("source", "timezone")
    op.drop_column("source", "dialer")
    op.drop_column("call", "visits")
    op.drop_column("call", "abandoned")
    op.drop_column("call", "wait_s")
    op.drop_column("call", "end_estimated")
    op.drop_column("call", "queued_at")
    op.drop_index("uq_recording_fetch", table_name="recording_fetch")
    op.drop_index("ix_recording_fetch_source", table_name="recording_fetch")
    op.drop_table("recording_fetch")
    op.drop_index("uq_delivery_key", table_name="delivery", postgresql_where="key IS NOT NULL")
    op.drop_index("ix_delivery_trouble", table_name="delivery")
    op.drop_index("ix_delivery_source", table_name="delivery")
    op.drop_table("delivery")
