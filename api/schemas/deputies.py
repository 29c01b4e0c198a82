"""Who stands in for whom."""

from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from services.people.access import Permission
from services.people.deputies import DeputyWanted, ListedDeputy
from services.tables import Role

Reason = Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")]


class DeputyIn(BaseModel):
    """`permissions` null lends all that can be lent."""

    model_config = ConfigDict(extra="forbid")

    user_id: UUID
    """Who will be away."""
    deputy_id: UUID
    from_at: AwareDatetime
    until_at: AwareDatetime
    permissions: Annotated[list[Permission], Field(min_length=1, max_length=100)] | None = None
    reason: Reason | None = None

    def wanted(self) -> DeputyWanted:
        lent = None if self.permissions is None else frozenset(self.permissions)
        return DeputyWanted(**dict(self) | {"permissions": lent})


class StandInOut(BaseModel):
    """A colleague to choose as one's deputy."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    role: Role
    unit_name: str


class DeputyOut(BaseModel):
    id: UUID
    user_id: UUID
    user_name: str
    """Who is away."""
    deputy_id: UUID
    deputy_name: str
    permissions: list[Permission]
    from_at: AwareDatetime
    until_at: AwareDatetime
    reason: str | None
    created_by: str
    created_at: AwareDatetime
    ended_at: AwareDatetime | None
    """When somebody ended it early."""

    @classmethod
    def of(cls, listed: ListedDeputy) -> "DeputyOut":
        names = {"user_name": listed.user_name, "deputy_name": listed.deputy_name}
        return cls(**listed.deputy.model_dump(), **names)
