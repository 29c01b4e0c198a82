"""What requests were answered, so that one that comes again can be answered the same."""

from datetime import datetime

from sqlmodel import Field

from services.clock import utc_now
from services.tables.base import Table, instant


class GivenAnswer(Table, table=True):
    """A POST that created something, by the Idempotency-Key its sender gave it.

    `key` is a digest of who sent it and of that key. `content` is sealed with both, so that
    a secret that was told once cannot be read here. Without an answer, the request is at work.
    """

    key: str = Field(primary_key=True)
    request: str
    """A digest of method, path and body."""
    status: int | None = None
    media_type: str | None = None
    content: bytes | None = None
    created_at: datetime = instant(default_factory=utc_now, index=True)
