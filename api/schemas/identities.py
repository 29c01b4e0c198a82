"""What dialers call agents."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.schemas.organisation import AgentIn
from services.onboarding.centre import Code
from services.onboarding.names import Match, NewAgent

MANY = 200


class IdentityIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    source_id: UUID
    external_id: Code


class IdentityOut(BaseModel):
    """A name that is an agent's."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    source_id: UUID
    source_name: str
    external_id: str
    """What the dialer calls the agent."""
    first_seen_at: datetime


class SourceNameOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str


class GuessOut(BaseModel):
    """Whose name it may be."""

    model_config = ConfigDict(from_attributes=True)

    agent_id: UUID
    code: str
    name: str
    by: Literal["code", "name", "likeness"]
    likeness: float
    """0 to 100; 100 for the same code or name."""


class UnmatchedNameOut(BaseModel):
    """A name that nobody has."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    source_id: UUID
    source_name: str
    external_id: str
    first_seen_at: datetime
    ignored_at: datetime | None
    calls: int
    """That it had last; no more than 10,000 are counted."""
    last_call_at: datetime | None
    guesses: list[GuessOut]


class UnmatchedCountOut(BaseModel):
    """Names that nobody has, without those that are ignored."""

    model_config = ConfigDict(from_attributes=True)

    count: int
    calls_today: int
    """Calls of these names that began today: no board counts them until a name is matched."""
    fatal_calls_today: int
    """Of these calls, those with a fatal hit."""


class NameMatchIn(BaseModel):
    """Either an agent there is, or one who is new."""

    model_config = ConfigDict(extra="forbid")

    identity_id: UUID
    agent_id: UUID | None = None
    new_agent: AgentIn | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.agent_id is None) == (self.new_agent is None):
            raise ValueError("give either agent_id or new_agent")
        return self

    def match(self) -> Match:
        new = NewAgent(**dict(self.new_agent)) if self.new_agent else None
        return Match(self.identity_id, self.agent_id, new)


class NameMatchesIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    items: Annotated[list[NameMatchIn], Field(min_length=1, max_length=MANY)]


class MatchedOut(BaseModel):
    matched: int


class IgnoreIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    identity_ids: Annotated[list[UUID], Field(min_length=1, max_length=MANY)]
    ignored: bool = True
    """False lets them wait for an agent again."""
