"""Reserved for RETENTION: fill this file and rename it. The chain is fixed: 0011, 0012, ... 0020."""

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
