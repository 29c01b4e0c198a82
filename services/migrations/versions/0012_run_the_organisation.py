"""Run the organisation."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.migrations.columns import add_filled

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_JSON = postgresql.JSONB(astext_type=sa.Text())
_INSTANT = sa.DateTime(timezone=True)
_UNMATCHED = "agent_id IS NULL AND agent_key IS NOT NULL"


def upgrade() -> None:
    op.create_table(
        "organisation_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("rows", _JSON, nullable=False),
        sa.Column("plan", _JSON, nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("applied_by", sa.String(), nullable=True),
        sa.Column("applied_at", _INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_import")),
    )
    op.add_column("unit", sa.Column("archived_at", _INSTANT, nullable=True))
    op.add_column("agent_identity", sa.Column("ignored_at", _INSTANT, nullable=True))
    op.create_index(
        "ix_agent_identity_unmatched",
        "agent_identity",
        ["first_seen_at", "id"],
        unique=False,
        postgresql_where=sa.text("agent_id IS NULL"),
    )
    op.create_index(
        "ix_call_unmatched",
        "call",
        ["source_id", "agent_key", "started_at"],
        unique=False,
        postgresql_where=sa.text(_UNMATCHED),
    )
    op.add_column("campaign", sa.Column("product", sa.String(), nullable=True))
    add_filled("campaign", "script", _JSON, "'[]'::jsonb")
    op.add_column("campaign", sa.Column("calling_hours", _JSON, nullable=True))
    add_filled("campaign", "notice_required", sa.Boolean(), "true")
    op.add_column("campaign", sa.Column("archived_at", _INSTANT, nullable=True))


def downgrade() -> None:
    for name in ("archived_at", "notice_required", "calling_hours", "script", "product"):
        op.drop_column("campaign", name)
    op.drop_index("ix_call_unmatched", table_name="call", postgresql_where=sa.text(_UNMATCHED))
    op.drop_index(
        "ix_agent_identity_unmatched",
        table_name="agent_identity",
        postgresql_where=sa.text("agent_id IS NULL"),
    )
    op.drop_column("agent_identity", "ignored_at")
    op.drop_column("unit", "archived_at")
    op.drop_table("organisation_import")
