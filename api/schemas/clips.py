"""Clips: stretches of calls that people learn from."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.review_changes import Note, Seconds
from api.schemas.reviews import PersonOut
from services.tables import ClipKind, Role

Title = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*\S[^\x00]*$")]
People = Annotated[list[UUID], Field(max_length=200)]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ClipIn(_In):
    call_id: UUID
    from_s: Seconds
    to_s: Seconds
    title: Title
    note: Note | None = None
    kind: ClipKind
    share_with: People = []
    """Users who may listen to it, whatever else they see."""


class ClipChange(_In):
    """What is to be otherwise; what is not given stays."""

    title: Title | None = None
    note: Note | None = None
    """An empty one is taken away."""
    kind: ClipKind | None = None
    share_with: People | None = None
    """All of them: those who are left out may not listen any more."""


class ClipOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    call_id: UUID | None
    """Null for those who do not see the call: they hear the stretch, and nothing else of it."""
    agent_name: str | None
    """Null likewise."""
    campaign_name: str | None
    from_s: float
    to_s: float
    title: str
    note: str | None
    kind: ClipKind
    created_by: PersonOut
    created_at: datetime
    shared_with: list[PersonOut]
    """Empty for those who may not change it."""
    may_change: bool


class RecipientOut(BaseModel):
    """Somebody to share a clip with."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    role: Role
    unit_name: str
