"""Who is signed in."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.people.access import Permission
from services.tables import Role


class SignInIn(BaseModel):
    login: str = Field(min_length=1, max_length=200)
    password: str = Field(min_length=1, max_length=1000)


class SeenOut(BaseModel):
    """Which calls somebody sees, in a few words; those of whom they stand in for left out."""

    model_config = ConfigDict(from_attributes=True)

    everything: bool
    own_only: bool
    """An agent: own calls."""
    units: list[str]
    """By name, each with everything below it."""
    campaigns: list[str] | None
    """By name; null for all."""


class DeputisingOut(BaseModel):
    """Somebody whom the user stands in for now."""

    model_config = ConfigDict(from_attributes=True)

    deputy_id: UUID
    """Of the arrangement, see `/deputies`."""
    user_id: UUID
    name: str
    until_at: datetime


class SessionOut(BaseModel):
    """The signed-in user, what they may do, and where they belong."""

    user_id: UUID
    login: str
    name: str
    role: Role
    role_id: UUID | None
    """Of a custom role; null for a shipped one."""
    role_name_zh: str | None
    role_name_en: str | None
    permissions: list[Permission]
    """With those that were lent to the user for now."""
    unit_id: UUID
    unit_name: str
    agent_id: UUID | None
    timezone: str
    """IANA zone of the user's unit; instants are shown in it."""
    sees: SeenOut
    deputising: list[DeputisingOut]
