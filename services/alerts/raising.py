"""From what a rule found to alerts: raised, counted up, over. Run it under the watch's lock."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import LiteralString
from uuid import UUID

from sqlmodel import Session, col, select

from services import db
from services.alerts import notifying
from services.alerts.ending import announce
from services.alerts.facts import Tree
from services.alerts.judging import Finding
from services.tables import Alert, AlertOccurrence, AlertRule

_RENEWED_AFTER = timedelta(minutes=1)
"""How often the value of an alert that goes on is written down anew."""


def settle_lasting(
    session: Session, rule: AlertRule, findings: Sequence[Finding], tree: Tree, now: datetime
) -> None:
    """Raise what is new, renew what goes on, end what is no longer found. Safe to repeat.

    `findings` are all that the rule finds now.
    """
    found = {each.subject_key: each for each in _lasted(session, rule, findings, now)}
    open_alerts = _open(session, rule)
    over = [alert for key, alert in open_alerts.items() if key not in found]
    renewed = [
        alert
        for key, alert in open_alerts.items()
        if key in found and now - alert.last_at >= _RENEWED_AFTER
    ]
    for alert in over:
        alert.over_at = now
    for alert in renewed:
        alert.last_at, alert.value = now, found[alert.subject_key].value
    fresh = [each for key, each in found.items() if key not in open_alerts]
    recent = _recent(session, rule, [each.subject_key for each in fresh], now)
    again = [recent[each.subject_key] for each in fresh if each.subject_key in recent]
    for alert in again:
        alert.over_at, alert.last_at = None, now
        alert.value, alert.count = found[alert.subject_key].value, alert.count + 1
    new = [each for each in fresh if each.subject_key not in recent]
    session.add_all([*over, *renewed, *again])
    raised = _raise(session, rule, new, tree, now)
    announce(session, (alert.id for alert in (*over, *renewed, *again, *raised)))


def settle_happened(
    session: Session, rule: AlertRule, findings: Sequence[Finding], tree: Tree, now: datetime
) -> None:
    """Raise what happened, or count it up. What was counted before changes nothing."""
    known = _counted(session, rule, {each for found in findings for each in found.abouts})
    uncounted = {each.subject_key: each.abouts - known for each in findings}
    fresh = [each for each in findings if uncounted[each.subject_key]]
    open_alerts = _open(session, rule)
    keys = [each.subject_key for each in fresh if each.subject_key not in open_alerts]
    # Over, but lately: counted up there, and not shown again.
    alerts = _recent(session, rule, keys, now) | open_alerts
    counted = []
    for finding in fresh:
        alert = alerts.get(finding.subject_key)
        if alert is not None:
            _count_up(alert, finding, len(uncounted[finding.subject_key]), now)
            counted.append(alert)
    session.add_all(counted)
    new = [each for each in fresh if each.subject_key not in alerts]
    raised = _raise(session, rule, new, tree, now)
    for alert in raised:
        alert.count = len(uncounted[alert.subject_key])
    _note(session, rule, {alert.id: uncounted[alert.subject_key] for alert in (*counted, *raised)})
    announce(session, (alert.id for alert in (*counted, *raised)))


def _lasted(
    session: Session, rule: AlertRule, findings: Sequence[Finding], now: datetime
) -> list[Finding]:
    """Those found for as long as the rule asks, or open already; remembers since when."""
    if not rule.lasting_s:
        return list(findings)
    asked = {"rule_id": rule.id, "keys": [each.subject_key for each in findings], "now": now}
    db.run(session, _FORGET, asked)
    since = {row["subject_key"]: row["since"] for row in db.rows(session, _REMEMBER, asked)}
    lasting = timedelta(seconds=rule.lasting_s)
    return [each for each in findings if now - since[each.subject_key] >= lasting]


def _open(session: Session, rule: AlertRule) -> dict[str, Alert]:
    query = select(Alert).where(Alert.rule_id == rule.id, col(Alert.over_at).is_(None))
    found = session.exec(query.with_for_update()).all()
    return {alert.subject_key: alert for alert in found}


def _recent(
    session: Session, rule: AlertRule, keys: Collection[str], now: datetime
) -> dict[str, Alert]:
    """Of these subjects, the newest alert that is over, but still cools down."""
    if not keys or not rule.cooldown_s:
        return {}
    query = (
        select(Alert)
        .where(
            Alert.rule_id == rule.id,
            col(Alert.subject_key).in_(keys),
            col(Alert.over_at) > now - timedelta(seconds=rule.cooldown_s),
        )
        .order_by(col(Alert.last_at))
    )
    return {alert.subject_key: alert for alert in session.exec(query.with_for_update())}


def _raise(
    session: Session, rule: AlertRule, findings: Iterable[Finding], tree: Tree, now: datetime
) -> list[Alert]:
    alerts = [
        Alert(
            rule_id=rule.id,
            kind=rule.kind,
            severity=rule.severity,
            subject_kind=found.subject_kind,
            subject_key=found.subject_key,
            unit_id=found.unit_id or rule.unit_id or tree.company_id,
            agent_id=found.agent_id,
            campaign_id=found.campaign_id,
            source_id=found.source_id,
            call_id=found.call_id,
            start_s=found.start_s,
            detail=found.detail,
            value=found.value,
            limit=found.limit,
            raised_at=now,
            last_at=now,
        )
        for found in findings
    ]
    session.add_all(alerts)
    session.flush()
    notifying.tell(session, rule, alerts, tree, now)
    return alerts


def _count_up(alert: Alert, found: Finding, times: int, now: datetime) -> None:
    alert.count += times
    alert.last_at, alert.value = now, found.value
    alert.call_id, alert.agent_id = found.call_id, found.agent_id


def _counted(session: Session, rule: AlertRule, abouts: Collection[UUID]) -> frozenset[UUID]:
    if not abouts:
        return frozenset()
    query = select(AlertOccurrence.about_id).where(
        AlertOccurrence.rule_id == rule.id, col(AlertOccurrence.about_id).in_(abouts)
    )
    return frozenset(session.exec(query))


def _note(session: Session, rule: AlertRule, abouts: Mapping[UUID, Iterable[UUID]]) -> None:
    session.add_all(
        AlertOccurrence(rule_id=rule.id, about_id=each, alert_id=alert_id)
        for alert_id, counted in abouts.items()
        for each in counted
    )


_FORGET: LiteralString = """
DELETE FROM pending_alert WHERE rule_id = %(rule_id)s AND NOT subject_key = ANY(%(keys)s::text[])
"""
_REMEMBER: LiteralString = """
INSERT INTO pending_alert (rule_id, subject_key, since)
SELECT %(rule_id)s, key, %(now)s FROM unnest(%(keys)s::text[]) AS key
ON CONFLICT (rule_id, subject_key) DO UPDATE SET since = pending_alert.since
RETURNING subject_key, since
"""
