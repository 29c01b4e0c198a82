"""Users, as administrators see and make them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.names import Name
from services.people.administering import ListedUser, UserWanted
from services.tables import Role

Login = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
Ids = Annotated[list[UUID], Field(max_length=200)]


class UserIn(BaseModel):
    """A user to make. `role` or the id of a custom one; agents need `agent_id`."""

    model_config = ConfigDict(extra="forbid")

    login: Login
    name: Name
    role: Role | None = None
    role_id: UUID | None = None
    unit_id: UUID
    unit_ids: Ids = []
    """Seen besides `unit_id`, with all below them."""
    campaign_ids: Ids = []
    """Only the calls of these are seen; empty for those of all campaigns."""
    agent_id: UUID | None = None
    """The agent they are: needed for the role agent, possible for whoever else makes calls."""


class UserChangeIn(BaseModel):
    """What is not given stays. A `role` takes a custom one away; a `role_id` gives one."""

    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    role: Role | None = None
    role_id: UUID | None = None
    unit_id: UUID | None = None
    unit_ids: Ids | None = None
    campaign_ids: Ids | None = None
    agent_id: UUID | None = None
    """Null takes the link to an agent away."""
    active: bool | None = None

    def wanted(self, listed: ListedUser) -> UserWanted:
        """`listed` with what is given here."""
        user = listed.user
        role = self.role or user.role
        keeps_custom = self.role is None and listed.role is not None
        unit_ids = listed.unit_ids if self.unit_ids is None else self.unit_ids
        campaign_ids = listed.campaign_ids if self.campaign_ids is None else self.campaign_ids
        return UserWanted(
            name=self.name or user.name,
            role=role,
            role_id=self.role_id or (listed.role.id if keeps_custom and listed.role else None),
            unit_id=self.unit_id or user.unit_id,
            unit_ids=frozenset(unit_ids),
            campaign_ids=frozenset(campaign_ids),
            agent_id=self.agent_id if "agent_id" in self.model_fields_set else user.agent_id,
            active=user.active if self.active is None else self.active,
        )


class UserOut(BaseModel):
    id: UUID
    login: str
    name: str
    role: Role
    role_id: UUID | None
    """Of a custom role."""
    role_name_zh: str | None
    role_name_en: str | None
    unit_id: UUID
    unit_name: str
    unit_ids: list[UUID]
    campaign_ids: list[UUID]
    agent_id: UUID | None
    active: bool
    has_password: bool
    """False for those who come by an identity provider only."""
    must_change_password: bool
    """They have a one-time password and have not signed in with it yet."""
    created_at: datetime

    @classmethod
    def of(cls, listed: ListedUser) -> "UserOut":
        user, role = listed.user, listed.role
        return cls(
            **user.model_dump(exclude={"password_hash"}, include=set(cls.model_fields)),
            role_id=role and role.id,
            role_name_zh=role and role.name_zh,
            role_name_en=role and role.name_en,
            unit_name=listed.unit_name,
            unit_ids=listed.unit_ids,
            campaign_ids=listed.campaign_ids,
            has_password=user.password_hash is not None,
        )


class UserCreatedOut(UserOut):
    password: str
    """For the first sign-in only, which asks for another. Shown here and never again."""


class OneTimePasswordOut(BaseModel):
    password: str
    """For the next sign-in only, which asks for another. Shown here and never again."""
