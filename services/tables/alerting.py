"""What boards warn of, what they warned of, and who was told."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from services.clock import utc_now
from services.tables.base import Row, Table, choice, document, instant, sealed_text


class AlertKind(StrEnum):
    """What an alert is about; `services.alerts.conditions` says when it is raised."""

    IDLE = "idle"
    CALL = "call"
    WRAP_UP = "wrap_up"
    BREAK = "break"
    ABANDON_RATE = "abandon_rate"
    CONNECT_RATE = "connect_rate"
    SOURCE_SILENT = "source_silent"
    FATAL_HIT = "fatal_hit"
    OUTSIDE_HOURS = "outside_hours"
    TOO_OFTEN = "too_often"
    REFUSED_CALLED = "refused_called"


class AlertSeverity(StrEnum):
    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


class AlertSubject(StrEnum):
    """Whom or what an alert names."""

    AGENT = "agent"
    UNIT = "unit"
    CAMPAIGN = "campaign"
    SOURCE = "source"
    CALL = "call"
    NUMBER = "number"
    """A customer's number; only a keyed digest of it is kept."""


class ChannelKind(StrEnum):
    DINGTALK = "dingtalk"
    FEISHU = "feishu"
    WECOM = "wecom"
    SLACK = "slack"
    TEAMS = "teams"
    MAIL = "mail"
    WEBHOOK = "webhook"


class DeliveryOutcome(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    """Given up after several tries."""
    QUIET = "quiet"
    """Not sent: it came in the quiet hours of its rule."""


class AlertRule(Row, table=True):
    """When to warn, of whom, how loudly and by which channels. Its alerts outlive it."""

    __table_args__ = (
        Index(
            "uq_alert_rule_name",
            "unit_id",
            "name",
            unique=True,
            postgresql_where=text("archived_at IS NULL"),
            postgresql_nulls_not_distinct=True,
        ),
    )

    name: str
    kind: AlertKind = choice(AlertKind)
    condition: dict[str, Any] = document()
    """As `services.alerts.conditions` defines it for `kind`."""
    unit_id: UUID | None = Field(default=None, foreign_key="unit.id", index=True)
    """It and all below; None for the whole centre."""
    campaign_id: UUID | None = Field(default=None, foreign_key="campaign.id")
    severity: AlertSeverity = choice(AlertSeverity)
    lasting_s: int = 0
    """How long a rate or a silence must last before it is raised."""
    cooldown_s: int = 900
    """What comes again this soon after it ended is the same alert, and not sent again."""
    quiet: dict[str, Any] | None = document(default=None)
    """Hours of the day without messages, `services.alerts.quiet`; by the clock of the unit."""
    channel_ids: list[str] = document(default_factory=list)
    active: bool = True
    revision: int = 1
    """Counts its changes: two people cannot overwrite each other."""
    created_at: datetime = instant(default_factory=utc_now)
    created_by: str
    updated_at: datetime = instant(default_factory=utc_now)
    updated_by: str
    archived_at: datetime | None = instant(default=None)


class Alert(Row, table=True):
    """Something that a rule found. At most one of a rule and subject is open."""

    __table_args__ = (
        Index(
            "uq_alert_open",
            "rule_id",
            "subject_key",
            unique=True,
            postgresql_where=text("over_at IS NULL"),
        ),
        Index("ix_alert_listing", "raised_at", "id"),
        Index("ix_alert_subject", "rule_id", "subject_key", "last_at"),
        Index("ix_alert_call_id", "call_id", postgresql_where=text("call_id IS NOT NULL")),
        Index("ix_alert_agent_id", "agent_id", postgresql_where=text("agent_id IS NOT NULL")),
    )

    rule_id: UUID = Field(foreign_key="alert_rule.id")
    kind: AlertKind = choice(AlertKind)
    severity: AlertSeverity = choice(AlertSeverity)
    subject_kind: AlertSubject = choice(AlertSubject)
    subject_key: str
    """An id, or the digest of a number."""
    unit_id: UUID = Field(foreign_key="unit.id", index=True)
    """The team it belongs to; the company for what belongs to none."""
    agent_id: UUID | None = Field(default=None, foreign_key="agent.id")
    campaign_id: UUID | None = Field(default=None, foreign_key="campaign.id")
    source_id: UUID | None = Field(default=None, foreign_key="source.id")
    call_id: UUID | None = Field(default=None, foreign_key="call.id")
    """The newest call it is about."""
    start_s: float | None = None
    """Where in that call, in seconds."""
    detail: str | None = None
    """What of it: the rule of a scorecard that was broken, the reason of a break."""
    value: float | None = None
    """What was measured last, in the unit of `limit`."""
    limit: float | None = None
    """What the rule allowed when it was raised: minutes, percent or times."""
    count: int = 1
    """How often it came since it was raised."""
    raised_at: datetime = instant()
    last_at: datetime = instant()
    over_at: datetime | None = instant(default=None)
    acknowledged_at: datetime | None = instant(default=None)
    acknowledged_by: str | None = None
    note: str | None = None


class AlertOccurrence(Table, table=True):
    """A call or hit that an alert has counted: what is looked at twice counts once."""

    rule_id: UUID = Field(foreign_key="alert_rule.id", primary_key=True)
    about_id: UUID = Field(primary_key=True)
    alert_id: UUID = Field(foreign_key="alert.id", ondelete="CASCADE", index=True)


class PendingAlert(Table, table=True):
    """What a rule has found that must last before it is raised."""

    rule_id: UUID = Field(foreign_key="alert_rule.id", primary_key=True, ondelete="CASCADE")
    subject_key: str = Field(primary_key=True)
    since: datetime = instant()


class AlertClock(Table, table=True):
    """How far one part of the watch has looked; whoever locks its row is the one who looks."""

    name: str = Field(primary_key=True)
    looked_at: datetime = instant()
    """When it last looked; what came before, with an overlap, it has seen."""


class AlertKey(Row, table=True):
    """What numbers are digested with. Made once; digests say nothing without it."""

    secret: str = sealed_text()


class AlertChannel(Row, table=True):
    """A chat robot, mail address or web hook that alerts go out by."""

    __table_args__ = (
        Index(
            "uq_alert_channel_name",
            "name",
            unique=True,
            postgresql_where=text("archived_at IS NULL"),
        ),
    )

    name: str
    kind: ChannelKind = choice(ChannelKind)
    address: str = sealed_text()
    """JSON of `services.alerts.addresses`. It holds secrets, and never leaves the server."""
    shown: str
    """What may be shown of it: the host, or who gets the mail."""
    per_minute: int
    """Messages that the service takes in a minute."""
    digest_s: int = 15
    """How long alerts are collected into one message."""
    min_severity: AlertSeverity = choice(AlertSeverity, default=AlertSeverity.INFO)
    language: str = "zh-CN"
    active: bool = True
    revision: int = 1
    created_at: datetime = instant(default_factory=utc_now)
    created_by: str
    updated_at: datetime = instant(default_factory=utc_now)
    updated_by: str
    archived_at: datetime | None = instant(default=None)


class AlertDelivery(Row, table=True):
    """That an alert is told by a channel, and what became of it."""

    __table_args__ = (
        Index("ix_alert_delivery_channel_id", "channel_id", "created_at"),
        Index(
            "ix_alert_delivery_due",
            "due_at",
            postgresql_where=text("state IN ('waiting', 'sending')"),
        ),
    )

    alert_id: UUID = Field(foreign_key="alert.id", ondelete="CASCADE", index=True)
    channel_id: UUID = Field(foreign_key="alert_channel.id")
    state: DeliveryOutcome = choice(DeliveryOutcome, default=DeliveryOutcome.WAITING)
    message_id: UUID | None = None
    """Alerts that went out in one message share it."""
    tries: int = 0
    error: str | None = None
    created_at: datetime = instant(default_factory=utc_now)
    due_at: datetime = instant(default_factory=utc_now)
    """When it is to be tried, or tried again; while it is sent, when that is taken as lost."""
    sent_at: datetime | None = instant(default=None)
