"""Roles: shipped ones and a centre's own."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.names import Name
from services.people.access import Permission
from services.tables import Role

Permissions = Annotated[list[Permission], Field(max_length=100)]


class RoleIn(BaseModel):
    """A role made from a shipped one, whose scope it has: own calls for `agent`, else units."""

    model_config = ConfigDict(extra="forbid")

    name_zh: Name
    name_en: Name
    based_on: Role
    permissions: Permissions


class RoleChangeIn(BaseModel):
    """What is not given stays."""

    model_config = ConfigDict(extra="forbid")

    name_zh: Name | None = None
    name_en: Name | None = None
    permissions: Permissions | None = None


class RoleOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID | None
    """Null for shipped roles, which nobody can change."""
    role: Role
    """The code; of one's own roles that of the shipped one it was made from."""
    name_zh: str | None
    """Null for shipped roles: clients know what those are called."""
    name_en: str | None
    permissions: list[Permission]
    users: int
    """How many have it."""
    created_by: str | None
    created_at: datetime | None
