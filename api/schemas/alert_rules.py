"""Rules of alerts, and how often they would have warned."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.names import Name
from services.alerts.conditions import AnyCondition
from services.alerts.quiet import QuietHours
from services.alerts.rules import ListedRule
from services.tables import AlertKind, AlertSeverity

Channels = Annotated[tuple[UUID, ...], Field(max_length=20)]
Lasting = Annotated[int, Field(ge=0, le=86_400)]
CoolDown = Annotated[int, Field(ge=0, le=7 * 86_400)]
_MAY_BE_NULL = frozenset({"unit_id", "campaign_id", "quiet"})


class AlertRuleIn(BaseModel):
    """A new rule."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    condition: AnyCondition
    unit_id: UUID | None = None
    """It and all below; null for the whole centre."""
    campaign_id: UUID | None = None
    severity: AlertSeverity = AlertSeverity.WARNING
    lasting_s: Lasting = 0
    """How long a rate or a silence must last before it is raised."""
    cooldown_s: CoolDown = 900
    """What comes again this soon after it ended is the same alert, and not sent again."""
    quiet: QuietHours | None = None
    """Hours without messages, by the clock of the rule's unit."""
    channel_ids: Channels = ()
    active: bool = True

    def to_fields(self) -> dict[str, Any]:
        return _typed(self, set(type(self).model_fields))


class AlertRuleChangeIn(BaseModel):
    """What of a rule is to be different. What is left out stays."""

    model_config = ConfigDict(extra="forbid")

    revision: int
    """The one that was read."""
    name: Name | None = None
    condition: AnyCondition | None = None
    unit_id: UUID | None = None
    campaign_id: UUID | None = None
    severity: AlertSeverity | None = None
    lasting_s: Lasting | None = None
    cooldown_s: CoolDown | None = None
    quiet: QuietHours | None = None
    """Null for none."""
    channel_ids: Channels | None = None
    active: bool | None = None

    def to_changes(self) -> dict[str, Any]:
        """What was sent; null says something only where a rule can do without."""
        sent = _typed(self, self.model_fields_set - {"revision"})
        return {k: v for k, v in sent.items() if v is not None or k in _MAY_BE_NULL}


class AlertRuleOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    kind: AlertKind
    condition: AnyCondition
    unit_id: UUID | None
    unit_name: str | None
    campaign_id: UUID | None
    campaign_name: str | None
    severity: AlertSeverity
    lasting_s: int
    cooldown_s: int
    quiet: QuietHours | None
    channel_ids: list[UUID]
    active: bool
    revision: int
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str
    editable: bool
    """Whether you may change it: it reaches no farther than you see."""

    @classmethod
    def of(cls, listed: ListedRule) -> "AlertRuleOut":
        names = {
            "unit_name": listed.unit_name,
            "campaign_name": listed.campaign_name,
            "editable": listed.editable,
        }
        return cls.model_validate(listed.rule.model_dump() | names)


class AlertRulePreviewIn(BaseModel):
    """A rule that is not stored yet."""

    model_config = ConfigDict(extra="forbid")

    condition: AnyCondition
    unit_id: UUID | None = None
    campaign_id: UUID | None = None


class AlertDayOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    day: str
    """ISO 8601, of the unit's zone."""
    times: int


class AlertRulePreviewOut(BaseModel):
    """How often a rule would have been raised in the seven days until now."""

    model_config = ConfigDict(from_attributes=True)

    times: int
    agents: int
    """That it would have named."""
    days: list[AlertDayOut]
    """The oldest first, days without any included."""


def _typed(given: BaseModel, names: set[str]) -> dict[str, Any]:
    """Fields as they are typed, not as JSON."""
    return {name: getattr(given, name) for name in names}
