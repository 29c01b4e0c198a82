"""Units, agents, campaigns."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.tables import UnitKind


class UnitOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    parent_id: UUID | None
    kind: UnitKind
    name: str
    timezone: str


class AgentOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    code: str
    name: str
    unit_id: UUID
    active: bool


class CampaignOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    code: str
    name: str
    facts: dict[str, str | float | bool]
    """What rules compare with."""
    effective_talk_s: int
    engine: str | None
    """Which engine hears its calls; None for the default one."""
    language: str | None
    hot_words: list[str]
