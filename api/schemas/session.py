"""Who is signed in."""

from uuid import UUID

from pydantic import BaseModel, Field

from services.people.access import Permission
from services.tables import Role


class SignInIn(BaseModel):
    login: str = Field(min_length=1, max_length=200)
    password: str = Field(min_length=1, max_length=1000)


class SessionOut(BaseModel):
    """The signed-in user, what they may do, and where they belong."""

    user_id: UUID
    login: str
    name: str
    role: Role
    permissions: list[Permission]
    unit_id: UUID
    unit_name: str
    agent_id: UUID | None
    timezone: str
    """IANA zone of the user's unit; instants are shown in it."""
