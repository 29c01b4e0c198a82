"""Alerts as people look them up: open ones, the history, and who was told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select, tuple_

from services import paging
from services.activity.alert_cards import is_of_unknown_agent, subject_of
from services.alerts.conditions import LASTING
from services.alerts.ending import announce
from services.alerts.reach import alerts_where
from services.clock import utc_now
from services.errors import NotFound
from services.paging import Paged
from services.people import audit
from services.people.access import Caller, Permission
from services.people.callers import unit_and_below
from services.tables import (
    Agent,
    Alert,
    AlertChannel,
    AlertDelivery,
    AlertKind,
    AlertRule,
    AlertSeverity,
    Call,
    Campaign,
    Source,
    Unit,
)

State = Literal["open", "unacknowledged", "over"]


class AlertNotFound(NotFound):
    """There is no such alert."""


@dataclass(frozen=True, slots=True)
class AlertFilter:
    """Which alerts somebody looks for; what is None does not narrow."""

    state: State | None = None
    severity: AlertSeverity | None = None
    kind: AlertKind | None = None
    rule_id: UUID | None = None
    unit_id: UUID | None = None
    """It and all below."""
    agent_id: UUID | None = None
    from_at: datetime | None = None
    until_at: datetime | None = None
    """Of when they were raised; not included."""


def list_alerts(
    session: Session,
    caller: Caller,
    wanted: AlertFilter,
    *,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[dict[str, Any]]:
    """Newest first, each with the names in it. Raises NotPermitted, CursorBroken."""
    query = _alerts_of(caller).where(*_conditions(session, wanted))
    if cursor is not None:
        place = tuple_(col(Alert.raised_at), col(Alert.id))
        query = query.where(place < tuple_(*paging.decode(cursor, datetime, UUID)))
    order = (col(Alert.raised_at).desc(), col(Alert.id).desc())
    found = [_named(row) for row in session.execute(query.order_by(*order).limit(limit + 1))]
    return paging.cut(found, limit, lambda each: [each["raised_at"], each["id"]])


def get_alert(session: Session, caller: Caller, alert_id: UUID) -> dict[str, Any]:
    """With its `deliveries`, newest first. Raises NotPermitted, AlertNotFound."""
    row = session.execute(_alerts_of(caller).where(col(Alert.id) == alert_id)).one_or_none()
    if row is None:
        raise AlertNotFound(alert_id=alert_id)
    deliveries = (
        []
        if caller.scope.agent_id
        else deliveries_where(session, col(AlertDelivery.alert_id) == alert_id, limit=100)
    )
    return _named(row) | {"deliveries": deliveries}


def count_unacknowledged(session: Session, caller: Caller) -> dict[AlertSeverity, int]:
    """Open ones in scope that nobody acknowledged. Raises NotPermitted."""
    caller.require(Permission.BOARD_READ)
    found = session.exec(
        select(Alert.severity, func.count())
        .where(
            alerts_where(caller.scope),
            col(Alert.over_at).is_(None),
            col(Alert.acknowledged_at).is_(None),
        )
        .group_by(col(Alert.severity))
    ).all()
    counts = {AlertSeverity(severity): n for severity, n in found}
    return {severity: counts.get(severity, 0) for severity in AlertSeverity}


def acknowledge(
    session: Session, caller: Caller, alert_id: UUID, *, note: str | None
) -> dict[str, Any]:
    """Say that somebody cares. What happened, and does not last, is over by that.

    The first one stays; whoever comes later is told who it was. Raises NotPermitted, and
    AlertNotFound for what lies outside the scope.
    """
    caller.require(Permission.ALERTS_MANAGE)
    get_alert(session, caller, alert_id)
    alert = session.get_one(Alert, alert_id, with_for_update=True, populate_existing=True)
    if alert.acknowledged_at is None:
        now = utc_now()
        alert.acknowledged_at, alert.acknowledged_by = now, caller.actor
        alert.note = audit.without_numbers(note) if note else None
        if alert.kind not in LASTING:
            alert.over_at = alert.over_at or now
        session.add(alert)
        session.flush()
        announce(session, [alert.id])
        audit.record(
            session,
            actor=caller.actor,
            act="alert.acknowledged",
            subject=str(alert.id),
            kind=alert.kind,
        )
    return get_alert(session, caller, alert_id)


def deliveries_where(
    session: Session, *conditions: ColumnElement[bool], limit: int, after: str | None = None
) -> list[dict[str, Any]]:
    """Deliveries with their channels' names, newest first. Raises CursorBroken."""
    query = (
        select(AlertDelivery, AlertChannel.name)
        .join(AlertChannel, col(AlertChannel.id) == col(AlertDelivery.channel_id))
        .where(*conditions)
    )
    if after is not None:
        place = tuple_(col(AlertDelivery.created_at), col(AlertDelivery.id))
        query = query.where(place < tuple_(*paging.decode(after, datetime, UUID)))
    order = (col(AlertDelivery.created_at).desc(), col(AlertDelivery.id).desc())
    found = session.exec(query.order_by(*order).limit(limit)).all()
    return [delivery.model_dump() | {"channel_name": name} for delivery, name in found]


def _alerts_of(caller: Caller) -> Any:
    caller.require(Permission.BOARD_READ)
    return (
        select(  # type: ignore[call-overload]
            Alert,
            AlertRule.name.label("rule_name"),  # type: ignore[attr-defined]
            Agent.name.label("agent_name"),  # type: ignore[attr-defined]
            Unit.name.label("unit_name"),  # type: ignore[attr-defined]
            Campaign.name.label("campaign_name"),  # type: ignore[attr-defined]
            Source.name.label("source_name"),  # type: ignore[attr-defined]
            Call.customer_number,
            Call.agent_key,
        )
        .join(AlertRule, col(AlertRule.id) == col(Alert.rule_id))
        .join(Unit, col(Unit.id) == col(Alert.unit_id))
        .outerjoin(Agent, col(Agent.id) == col(Alert.agent_id))
        .outerjoin(Campaign, col(Campaign.id) == col(Alert.campaign_id))
        .outerjoin(Source, col(Source.id) == col(Alert.source_id))
        .outerjoin(Call, col(Call.id) == col(Alert.call_id))
        .where(alerts_where(caller.scope))
    )


def _conditions(session: Session, wanted: AlertFilter) -> Sequence[ColumnElement[bool]]:
    exact = {
        Alert.severity: wanted.severity,
        Alert.kind: wanted.kind,
        Alert.rule_id: wanted.rule_id,
        Alert.agent_id: wanted.agent_id,
    }
    found = [col(column) == value for column, value in exact.items() if value is not None]
    if wanted.unit_id is not None:
        found.append(col(Alert.unit_id).in_(unit_and_below(session, wanted.unit_id)))
    if wanted.from_at is not None:
        found.append(col(Alert.raised_at) >= wanted.from_at)
    if wanted.until_at is not None:
        found.append(col(Alert.raised_at) < wanted.until_at)
    return [*found, *_of_state(wanted.state)]


def _of_state(state: State | None) -> Sequence[ColumnElement[bool]]:
    match state:
        case "open":
            return [col(Alert.over_at).is_(None)]
        case "unacknowledged":
            return [col(Alert.over_at).is_(None), col(Alert.acknowledged_at).is_(None)]
        case "over":
            return [col(Alert.over_at).is_not(None)]
        case None:
            return []


def _named(row: Any) -> dict[str, Any]:
    names = dict(row._mapping)
    fields: dict[str, Any] = names.pop("Alert").model_dump() | names
    return fields | {
        "subject": subject_of(fields),
        "agent_unknown": is_of_unknown_agent(fields),
    }
