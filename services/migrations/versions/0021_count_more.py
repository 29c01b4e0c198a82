"""Count what boards show besides: waits, abandoned calls, meetings and trainings."""

import sqlalchemy as sa
from alembic import op

from services.migrations.columns import add_filled

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_WHOLE = ("live_answers", "abandoned", "queued", "in_time", "gave_up")
_SECONDS = ("meeting_s", "training_s", "wait_s")


def upgrade() -> None:
    for name in _WHOLE:
        add_filled("counter", name, sa.Integer(), "0")
    for name in _SECONDS:
        add_filled("counter", name, sa.Float(), "0")


def downgrade() -> None:
    for name in (*_WHOLE, *_SECONDS):
        op.drop_column("counter", name)
