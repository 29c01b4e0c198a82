"""Number board readings; leave room for rows that change often."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE SEQUENCE board_reading")
    # Room on each page for the next state of what is on it, so that no index has to follow.
    op.execute("ALTER TABLE call SET (fillfactor = 70)")
    op.execute("ALTER TABLE counter SET (fillfactor = 50)")


def downgrade() -> None:
    op.execute("DROP SEQUENCE board_reading")
