"""Word packs as a call centre keeps them."""

from datetime import datetime
from typing import Any

from sqlmodel import Field

from services.clock import utc_now
from services.tables.base import Table, document, instant


class WordPack(Table, table=True):
    """A pack of one's own, or what one made of a shipped pack with the same key."""

    key: str = Field(primary_key=True)
    body: dict[str, Any] = document()
    updated_at: datetime = instant(default_factory=utc_now)
    updated_by: str
