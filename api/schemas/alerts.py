"""Alerts, and by which channels they were told."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, StringConstraints

from services.tables import AlertKind, AlertSeverity, AlertSubject, DeliveryOutcome

AlertState = Literal["open", "unacknowledged", "over"]
Note = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=500, pattern=r"^[^\x00-\x08\x0b-\x1f]*$"),
]


class AlertOut(BaseModel):
    """Something that a rule found. Numbers of customers are masked in it."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    rule_id: UUID
    rule_name: str
    kind: AlertKind
    severity: AlertSeverity
    subject_kind: AlertSubject
    subject: str
    """Whom or what it is about, as people call it."""
    agent_unknown: bool
    """`subject` is what a dialer calls an agent whom nobody has matched."""
    unit_id: UUID
    """The team it belongs to; the company for what belongs to none."""
    unit_name: str
    agent_id: UUID | None
    agent_name: str | None
    campaign_id: UUID | None
    campaign_name: str | None
    source_id: UUID | None
    call_id: UUID | None
    """The newest call it is about."""
    start_s: float | None
    """Where in that call."""
    detail: str | None
    """What of it: the rule of a scorecard that was broken, the reason of a break."""
    value: float | None
    """What was measured last, in the unit of `limit`."""
    limit: float | None
    """What the rule allowed: minutes, percent or times, by its kind."""
    count: int
    """How often it came since it was raised."""
    raised_at: datetime
    last_at: datetime
    over_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    note: str | None


class AlertDeliveryOut(BaseModel):
    """Whether a channel took an alert."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    alert_id: UUID
    channel_id: UUID
    channel_name: str
    state: DeliveryOutcome
    tries: int
    error: str | None
    """Why the last try failed, in the words of the service."""
    created_at: datetime
    sent_at: datetime | None


class AlertDetailOut(AlertOut):
    """An alert with whom it was told to."""

    deliveries: list[AlertDeliveryOut]


class AlertCountsOut(BaseModel):
    """Alerts in scope that are open and that nobody acknowledged."""

    model_config = ConfigDict(from_attributes=True)

    info: int
    warning: int
    critical: int


class AcknowledgeIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    note: Note | None = None
