"""Who is told of an alert, and when: one delivery for each channel of its rule."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from services.alerts.facts import Tree
from services.alerts.quiet import QuietHours
from services.tables import (
    Alert,
    AlertChannel,
    AlertDelivery,
    AlertRule,
    AlertSeverity,
    DeliveryOutcome,
)

_LOUDNESS = {severity: loud for loud, severity in enumerate(AlertSeverity)}


def tell(
    session: Session, rule: AlertRule, alerts: Sequence[Alert], tree: Tree, now: datetime
) -> None:
    """Let `alerts`, just raised, wait for the channels of `rule`; in quiet hours only note it."""
    if not alerts or not rule.channel_ids:
        return
    quiet = is_quiet(rule, tree, now)
    session.add_all(
        AlertDelivery(
            alert_id=alert.id,
            channel_id=channel.id,
            state=DeliveryOutcome.QUIET if quiet else DeliveryOutcome.WAITING,
            created_at=now,
            due_at=now + timedelta(seconds=channel.digest_s),
        )
        for channel in _channels(session, rule)
        for alert in alerts
    )


def is_quiet(rule: AlertRule, tree: Tree, now: datetime) -> bool:
    """By the clock of the rule's unit, or else of the company. Pure."""
    if rule.quiet is None:
        return False
    zone = tree.zones.get(rule.unit_id, tree.zone) if rule.unit_id else tree.zone
    return QuietHours.model_validate(rule.quiet).has(now, ZoneInfo(zone))


def _channels(session: Session, rule: AlertRule) -> list[AlertChannel]:
    """Those of the rule that are on and take alerts as loud as its."""
    query = select(AlertChannel).where(
        col(AlertChannel.id).in_([UUID(each) for each in rule.channel_ids]),
        col(AlertChannel.archived_at).is_(None),
        col(AlertChannel.active),
    )
    loud = _LOUDNESS[rule.severity]
    return [each for each in session.exec(query) if _LOUDNESS[each.min_severity] <= loud]
