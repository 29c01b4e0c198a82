"""API keys, as administrators make and see them."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field, StringConstraints

from api.schemas.names import Name
from services.people.keys import MAX_OVERLAP, NETWORKS_MAX, KeyState
from services.tables import KeyScope

Network = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Networks = Annotated[list[Network], Field(max_length=NETWORKS_MAX)]


class KeyIn(BaseModel):
    """A key for one dialer. A `source` that does not exist yet is made.

    A key with the scope `scim` is a directory's: it has no `source` and no other scope.
    """

    name: Name
    source: Name | None = None
    scopes: list[KeyScope] = Field(min_length=1, max_length=10)
    expires_at: AwareDatetime | None = None
    """Null for never."""
    networks: Networks = []
    """Addresses and networks (CIDR) it may be used from; empty for everywhere."""


class KeyChangeIn(BaseModel):
    """All of what can be changed; the secret is changed by rotating."""

    name: Name
    expires_at: AwareDatetime | None
    networks: Networks


class KeyRotationIn(BaseModel):
    overlap_s: int = Field(
        default=round(timedelta(days=1).total_seconds()),
        ge=0,
        le=round(MAX_OVERLAP.total_seconds()),
    )
    """How long the old secret goes on working."""


class KeyOut(BaseModel):
    id: UUID
    name: str
    source_id: UUID | None
    source: str | None
    hint: str
    """How the secret begins, so that people can tell keys apart."""
    scopes: list[KeyScope]
    state: KeyState
    """`expires_soon` within the last 14 days."""
    created_at: datetime
    last_used_at: datetime | None
    """To the minute."""
    last_used_address: str | None
    expires_at: datetime | None
    networks: list[str]
    rotated_at: datetime | None
    previous_until: datetime | None
    """Until when the secret before the last rotation works too; null when it does not."""
    revoked_at: datetime | None


class KeyCreatedOut(KeyOut):
    secret: str
    """Shown in this answer and never again."""
