"""What came that left no row of its own."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from services.tables.base import Table, instant


class SourceMinute(Table, table=True):
    """Of one source in one minute: events sent to us directly that changed nothing.

    The event door keeps no deliveries, so this is all that is left of them.
    """

    source_id: UUID = Field(primary_key=True, foreign_key="source.id")
    minute_at: datetime = instant(primary_key=True)
    duplicates: int = 0
    refused: int = 0
