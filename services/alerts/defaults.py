"""The rules that an installation begins with. Everybody may change them, and delete them.

Their names are in both languages; everybody reads theirs.
"""

from sqlmodel import Session, select

from services.alerts.conditions import (
    AbandonRate,
    AnyCondition,
    ConnectRate,
    FatalHit,
    Idle,
    LongBreak,
    LongCall,
    LongWrapUp,
    OutsideHours,
    RefusedCalled,
    SourceSilent,
    TooOften,
)
from services.tables import AlertKind, AlertRule, AlertSeverity

_FIRST: tuple[tuple[str, AnyCondition, AlertSeverity, bool], ...] = (
    ("呼损率过高 · Abandon rate", AbandonRate(), AlertSeverity.CRITICAL, True),
    ("外呼系统无数据 · Source silent", SourceSilent(), AlertSeverity.CRITICAL, True),
    ("红线命中 · Fatal hit", FatalHit(), AlertSeverity.CRITICAL, True),
    ("非允许时段外呼 · Outside calling hours", OutsideHours(), AlertSeverity.CRITICAL, True),
    ("拒绝后再次呼叫 · Called after a refusal", RefusedCalled(), AlertSeverity.CRITICAL, True),
    ("同号码呼叫过多 · Called too often", TooOften(), AlertSeverity.WARNING, True),
    ("接通率下降 · Connect rate down", ConnectRate(drop_points=15), AlertSeverity.WARNING, True),
    ("通话过长 · Long call", LongCall(), AlertSeverity.WARNING, True),
    ("话后过长 · Long wrap-up", LongWrapUp(), AlertSeverity.WARNING, True),
    ("空闲过久 · Idle", Idle(minutes=15), AlertSeverity.INFO, True),
    ("小休过长 · Long break", LongBreak(minutes=30), AlertSeverity.INFO, False),
)


def make_once(session: Session) -> None:
    """Store the first rules where there never was one, for the whole centre."""
    if session.exec(select(AlertRule.id).limit(1)).first() is not None:
        return
    session.add_all(
        AlertRule(
            name=name,
            kind=AlertKind(condition.kind),
            condition=condition.model_dump(mode="json"),
            severity=severity,
            active=active,
            created_by="system",
            updated_by="system",
        )
        for name, condition, severity, active in _FIRST
    )
