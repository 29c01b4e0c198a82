"""Reserved for ACCESS: fill this file and rename it. The chain is fixed: 0011, 0012, ... 0020."""

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
