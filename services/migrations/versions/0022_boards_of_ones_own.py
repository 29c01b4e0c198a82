"""Let people compose boards, and hang boards on walls."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_board",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("layout", postgresql.JSONB(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        _of("own_board", "owner_id", "app_user", ondelete="CASCADE"),
        _of("own_board", "unit_id", "unit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_board")),
    )
    op.create_index("ix_own_board_listing", "own_board", ["name", "id"])
    op.create_index("ix_own_board_owner_id", "own_board", ["owner_id"])
    op.create_index("ix_own_board_unit_id", "own_board", ["unit_id"])
    op.create_table(
        "own_board_share",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        _of("own_board_share", "board_id", "own_board", ondelete="CASCADE"),
        _of("own_board_share", "unit_id", "unit"),
        sa.PrimaryKeyConstraint("board_id", "unit_id", name=op.f("pk_own_board_share")),
    )
    op.create_index(op.f("ix_own_board_share_unit_id"), "own_board_share", ["unit_id"])
    op.create_table(
        "wall_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("views", postgresql.JSONB(), nullable=False),
        _choice("language", "walllanguage", "zh-CN", "en"),
        _choice("theme", "walltheme", "dark", "light"),
        _choice("names", "wallnames", "full", "initials"),
        sa.Column("celebrate", sa.Boolean(), nullable=False),
        sa.Column("sound", sa.Boolean(), nullable=False),
        sa.Column("maker_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rotated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        _of("wall_link", "unit_id", "unit"),
        _of("wall_link", "maker_id", "app_user", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wall_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_wall_link_token_hash")),
    )
    op.create_index("ix_wall_link_listing", "wall_link", ["created_at", "id"])
    op.create_index(op.f("ix_wall_link_unit_id"), "wall_link", ["unit_id"])
    op.create_index(op.f("ix_wall_link_maker_id"), "wall_link", ["maker_id"])


def downgrade() -> None:
    for table in ("wall_link", "own_board_share", "own_board"):
        op.drop_table(table)


def _choice(name: str, kind: str, *values: str) -> sa.Column[str]:
    options = sa.Enum(*values, name=kind, native_enum=False, length=32)
    return sa.Column(name, options, nullable=False)


def _of(
    table: str, column: str, other: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)
