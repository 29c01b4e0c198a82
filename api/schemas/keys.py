"""API keys, and the audit log they leave traces in."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.tables import KeyScope

Name = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=120, pattern=r"^[^\x00-\x1f]*$"
    ),
]


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


class AuditEntryOut(BaseModel):
    """Somebody did something that others may have to account for."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    at: datetime
    actor: str
    """A login, `key:<hint>` of a machine, or `system`."""
    act: str
    subject: str
    facts: dict[str, Any]
