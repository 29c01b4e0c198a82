"""Sight of calls outside one's scope."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from services.calls.broken_glass import GlassWanted, ListedGlass

Reason = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=10, max_length=1000, pattern=r"^[^\x00]*$"),
]
Number = Annotated[str, Field(min_length=1, max_length=50, pattern=r"^[^\x00]*$")]


class BreakGlassIn(BaseModel):
    """Which calls, by one of the first three; why; and for how long."""

    model_config = ConfigDict(extra="forbid")

    call_id: UUID | None = None
    customer_number: Number | None = None
    """All calls with this customer until now, the newest 500."""
    agent_id: UUID | None = None
    """All calls of this agent."""
    reason: Reason
    minutes: Annotated[int, Field(ge=1, le=240)] = 60

    def wanted(self) -> GlassWanted:
        lasts = timedelta(minutes=self.minutes)
        return GlassWanted(lasts=lasts, **self.model_dump(exclude={"minutes"}))


class BrokenGlassOut(BaseModel):
    id: UUID
    user_id: UUID
    user_name: str
    call_ids: list[UUID]
    agent_id: UUID | None
    agent_name: str | None
    customer: str | None
    """The number that was asked for, masked."""
    reason: str
    created_at: AwareDatetime
    until_at: AwareDatetime
    revoked_at: AwareDatetime | None
    revoked_by: str | None

    @classmethod
    def of(cls, listed: ListedGlass) -> "BrokenGlassOut":
        names = {"user_name": listed.user_name, "agent_name": listed.agent_name}
        return cls(**listed.glass.model_dump(), **names)
