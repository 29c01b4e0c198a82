"""What a user should know."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.pages import Page


class UserNoticeOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    kind: str
    """A stable word, such as `broken_glass.opened`."""
    facts: dict[str, Any]
    created_at: datetime
    read_at: datetime | None


class NoticesOut(Page[UserNoticeOut]):
    unread: int
    """Of all, not only of this page."""


class NoticesReadIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    ids: Annotated[list[UUID], Field(max_length=500)] | None = None
    """Null for all of them."""


class UnreadOut(BaseModel):
    unread: int
