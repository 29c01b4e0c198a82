"""Units and agents, and what campaigns are in lists."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator

from api.schemas.names import Name
from services.onboarding.centre import FIRST_DAY, LAST_DAY, Below, Code, Zone
from services.tables import UnitKind

Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]


class UnitIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Name
    kind: Below
    parent_id: UUID
    timezone: Zone | None = None
    """The parent's unless it is given."""


class UnitChangeIn(BaseModel):
    """What is left out stays."""

    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    kind: Below | None = None
    parent_id: UUID | None = None
    timezone: Zone | None = None
    archived: bool | None = None
    """False takes an archived unit into use again; to archive one, delete it."""

    @field_validator("archived")
    @classmethod
    def _only_back(cls, archived: bool | None) -> bool | None:
        if archived:
            raise ValueError("to archive a unit, delete it")
        return archived

    def changes(self) -> dict[str, Any]:
        said = self.model_dump(exclude_none=True, exclude={"archived"})
        return said | ({"kind": UnitKind(self.kind)} if self.kind else {})


class UnitOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    parent_id: UUID | None
    kind: UnitKind
    name: str
    timezone: str
    archived_at: datetime | None
    agents: int
    """Active ones who belong to it now, not counting what is below it."""


class AgentIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    code: Code
    """What dialers call the agent. It never changes."""
    name: Name
    unit_id: UUID
    since_date: Day | None = None
    """In the team from this day's midnight on, in its zone; today when left out."""


class AgentChangeIn(BaseModel):
    """What is left out stays."""

    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    active: bool | None = None


class AgentOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    code: str
    name: str
    unit_id: UUID
    """The team of today; of somebody who is yet to begin, the first one."""
    active: bool


class MembershipIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    unit_id: UUID
    since_date: Day | None = None
    """From this day's midnight on, in the team's zone; from this moment on when left out."""
    replaces: UUID | None = None
    """A move that lies ahead and is corrected by this one."""


class MembershipOut(BaseModel):
    """A team of an agent, until the next move."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    unit_id: UUID
    unit_name: str
    timezone: str
    since: datetime
    until: datetime | None
    lies_ahead: bool
    """It can still be corrected and taken back."""


class CampaignOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    code: str
    name: str
    product: str | None
    facts: dict[str, str | float | bool]
    """What rules compare with."""
    effective_talk_s: int
    engine: str | None
    """Which engine hears its calls; None for the default one."""
    language: str | None
    hot_words: list[str]
    notice_required: bool
    """Whether customers must be told that they are recorded."""
    archived_at: datetime | None
