"""When a night's deletion begins."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from services.clock import utc_now
from services.retention import policies, runs
from services.tables import RetentionRun

_SYSTEM = "system"
_NIGHT = timedelta(hours=20)


def begin_if_due(session: Session, local: datetime, hour: int) -> RetentionRun | None:
    """Start one when it is `hour` at the company and none began for it yet."""
    if local.hour != hour or policies.find_policy(session) is None:
        return None
    begun = session.exec(
        select(RetentionRun.id).where(
            RetentionRun.created_by == _SYSTEM,
            col(RetentionRun.created_at) > utc_now() - _NIGHT,
        )
    ).first()
    if begun is not None or runs.find_open(session) is not None:
        return None
    return runs.start(session, _SYSTEM)
