"""Number board readings; refuse to change what was published."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE SEQUENCE board_reading")


def downgrade() -> None:
    op.execute("DROP SEQUENCE board_reading")
