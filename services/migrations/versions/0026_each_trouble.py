"""Remember each thing that is wrong with a part, so that a second one is told of, too."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _anew(
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        key=("part", "reason", "name"),
    )


def downgrade() -> None:
    _anew(
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("reasons", postgresql.JSONB(), nullable=False),
        key=("part",),
    )


def _anew(*own: sa.Column[object], key: tuple[str, ...]) -> None:
    """What is still wrong is seen again within seconds, and told of once more."""
    op.drop_table("system_trouble")
    op.create_table(
        "system_trouble",
        *own,
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("good_since", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_system_trouble")),
    )
