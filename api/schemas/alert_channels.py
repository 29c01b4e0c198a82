"""Channels of alerts. Addresses come in, and never go out."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.alerts import AlertDeliveryOut
from api.schemas.names import Name
from services.alerts.addresses import Address
from services.alerts.channels import ListedChannel
from services.tables import AlertSeverity, ChannelKind

Language = Literal["zh-CN", "en"]
PerMinute = Annotated[int, Field(ge=1, le=600)]
Window = Annotated[int, Field(ge=0, le=3600)]


class AlertChannelIn(BaseModel):
    """A new channel."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    name: Name
    address: Address
    per_minute: PerMinute | None = None
    """Messages in a minute; null for as many as the service takes."""
    digest_s: Window = 15
    """How long alerts are collected into one message."""
    min_severity: AlertSeverity = AlertSeverity.INFO
    language: Language = "zh-CN"
    active: bool = True

    def to_fields(self) -> dict[str, Any]:
        return _typed(self, set(type(self).model_fields))


class AlertChannelChangeIn(BaseModel):
    """What of a channel is to be different. What is left out stays, the address too."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    revision: int
    name: Name | None = None
    address: Address | None = None
    per_minute: PerMinute | None = None
    digest_s: Window | None = None
    min_severity: AlertSeverity | None = None
    language: Language | None = None
    active: bool | None = None

    def to_changes(self) -> dict[str, Any]:
        sent = _typed(self, self.model_fields_set - {"revision"})
        return {name: value for name, value in sent.items() if value is not None}


class AlertChannelOut(BaseModel):
    """A channel without its secrets."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    kind: ChannelKind
    shown: str
    """The host it sends to, or who gets the mail."""
    per_minute: int
    digest_s: int
    min_severity: AlertSeverity
    language: Language
    active: bool
    revision: int
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str
    last_delivery: AlertDeliveryOut | None
    """The newest that was sent or failed."""
    failed: int
    """Alerts of the last 24 hours that it could not tell."""
    waiting: int

    @classmethod
    def of(cls, listed: ListedChannel) -> "AlertChannelOut":
        how = {
            "last_delivery": listed.last_delivery,
            "failed": listed.failed,
            "waiting": listed.waiting,
        }
        return cls.model_validate(listed.channel.model_dump() | how)


class ChannelTestOut(BaseModel):
    """What the service said to a message of trial."""

    model_config = ConfigDict(from_attributes=True)

    sent: bool
    answer: str
    """In its own words, without secrets."""


def _typed(given: BaseModel, names: set[str]) -> dict[str, Any]:
    """Fields as they are typed, not as JSON."""
    return {name: getattr(given, name) for name in names}
