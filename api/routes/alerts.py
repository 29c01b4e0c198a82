"""Alerts: what wants looking at, who looked, and what was."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import AwareDatetime

from api.deps import CallerDep, SessionDep
from api.schemas.alerts import (
    AcknowledgeIn,
    AlertCountsOut,
    AlertDetailOut,
    AlertOut,
    AlertState,
)
from api.schemas.pages import Page
from services.alerts import listing
from services.alerts.listing import AlertFilter
from services.tables import AlertKind, AlertSeverity

router = APIRouter(prefix="/api/v1/alerts", tags=["alerts"])


@router.get("", operation_id="list_alerts")
def list_alerts(
    session: SessionDep,
    caller: CallerDep,
    state: AlertState | None = None,
    severity: AlertSeverity | None = None,
    kind: AlertKind | None = None,
    rule_id: UUID | None = None,
    unit_id: UUID | None = None,
    agent_id: UUID | None = None,
    from_at: Annotated[AwareDatetime | None, Query(alias="from")] = None,
    until_at: Annotated[AwareDatetime | None, Query(alias="to")] = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[AlertOut]:
    """Alerts in scope, newest first; `unit_id` takes in all below. Numbers are masked."""
    wanted = AlertFilter(
        state, severity, kind, rule_id, unit_id, agent_id, from_at=from_at, until_at=until_at
    )
    page = listing.list_alerts(session, caller, wanted, cursor=cursor, limit=limit)
    return Page(items=[AlertOut.model_validate(each) for each in page.items], next=page.next)


@router.get("/counts", operation_id="count_alerts")
def count_alerts(session: SessionDep, caller: CallerDep) -> AlertCountsOut:
    """How many are open and not acknowledged, by severity."""
    return AlertCountsOut.model_validate(listing.count_unacknowledged(session, caller))


@router.get("/{alert_id}", operation_id="read_alert")
def read_alert(session: SessionDep, caller: CallerDep, alert_id: UUID) -> AlertDetailOut:
    """One alert, and by which channels it was told."""
    return AlertDetailOut.model_validate(listing.get_alert(session, caller, alert_id))


@router.post("/{alert_id}/acknowledge", operation_id="acknowledge_alert")
def acknowledge_alert(
    session: SessionDep, caller: CallerDep, alert_id: UUID, body: AcknowledgeIn
) -> AlertDetailOut:
    """Say that you look after it. Safe to repeat: the first one stays."""
    told = listing.acknowledge(session, caller, alert_id, note=body.note)
    return AlertDetailOut.model_validate(told)
