"""Bring files in: imports, what of them was refused, and saved mappings of columns."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bulk_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column(
            "format",
            sa.Enum(
                "csv",
                "ndjson",
                "xlsx",
                "payload",
                name="importformat",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("compression", sa.String(), nullable=True),
        sa.Column("encoding", sa.String(), nullable=True),
        sa.Column("sheet", sa.String(), nullable=True),
        sa.Column("mapping", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "uploaded",
                "queued",
                "running",
                "done",
                "failed",
                "cancelled",
                name="importstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resumed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rows_before", sa.BigInteger(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rows_total", sa.BigInteger(), nullable=True),
        sa.Column("rows_read", sa.BigInteger(), nullable=False),
        sa.Column("bytes_read", sa.BigInteger(), nullable=False),
        sa.Column("calls_touched", sa.BigInteger(), nullable=False),
        sa.Column("events_stored", sa.BigInteger(), nullable=False),
        sa.Column("events_duplicate", sa.BigInteger(), nullable=False),
        sa.Column("rows_refused", sa.BigInteger(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_bulk_import_source_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_import")),
    )
    op.create_index("ix_bulk_import_listing", "bulk_import", ["created_at", "id"], unique=False)
    op.create_index("ix_bulk_import_sha256", "bulk_import", ["sha256"], unique=False)
    op.create_table(
        "column_mapping",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("mapping", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("updated_by", sa.String(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_column_mapping_source_id")
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_column_mapping")),
    )
    op.create_index(
        op.f("ix_column_mapping_source_id"), "column_mapping", ["source_id"], unique=False
    )
    op.create_table(
        "refused_row",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.BigInteger(), nullable=True),
        sa.Column("column", sa.String(), nullable=True),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["bulk_import.id"], name=op.f("fk_refused_row_import_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_row")),
    )
    op.create_index("ix_refused_row_import_id", "refused_row", ["import_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_refused_row_import_id", table_name="refused_row")
    op.drop_table("refused_row")
    op.drop_index(op.f("ix_column_mapping_source_id"), table_name="column_mapping")
    op.drop_table("column_mapping")
    op.drop_index("ix_bulk_import_sha256", table_name="bulk_import")
    op.drop_index("ix_bulk_import_listing", table_name="bulk_import")
    op.drop_table("bulk_import")
