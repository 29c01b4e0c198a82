"""API keys, as administrators make and see them."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from api.schemas.names import Name
from services.tables import KeyScope


class KeyIn(BaseModel):
    """A key for one dialer. A `source` that does not exist yet is made."""

    name: Name
    source: Name
    scopes: list[KeyScope] = Field(min_length=1, max_length=10)


class KeyOut(BaseModel):
    id: UUID
    name: str
    source_id: UUID
    source: str
    hint: str
    """How the secret begins, so that people can tell keys apart."""
    scopes: list[KeyScope]
    created_at: datetime
    last_used_at: datetime | None
    """To the minute."""
    revoked_at: datetime | None


class KeyCreatedOut(KeyOut):
    secret: str
    """Shown in this answer and never again."""
