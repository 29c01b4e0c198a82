"""What the demo's boards warn of, beside what every installation begins with."""

from sqlmodel import Session, select

from services.alerts import defaults
from services.alerts.conditions import LongBreak
from services.tables import AlertKind, AlertRule, AlertSeverity

_NAME = "小休超过两分钟 · Break over 2 minutes"
"""Breaks of the demo last one to four minutes, so that some are too long."""


def seed(session: Session) -> None:
    """Store what is not there yet."""
    defaults.make_once(session)
    session.flush()
    if session.exec(select(AlertRule.id).where(AlertRule.name == _NAME)).first() is not None:
        return
    condition = LongBreak(minutes=2)
    session.add(
        AlertRule(
            name=_NAME,
            kind=AlertKind(condition.kind),
            condition=condition.model_dump(mode="json"),
            severity=AlertSeverity.WARNING,
            created_by="demo",
            updated_by="demo",
        )
    )
