"""What is remembered to judge how the installation is."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from services.clock import utc_now
from services.tables.base import Table, document, instant


class BroughtIn(Table, table=True):
    """Events of a source with this `received_at` are of the past, and were brought on purpose."""

    source_id: UUID = Field(foreign_key="source.id", primary_key=True)
    received_at: datetime = instant(primary_key=True)


class SystemTrouble(Table, table=True):
    """A part of the installation that needs somebody, from when it was seen until it is over."""

    part: str = Field(primary_key=True)
    """Of `services.observing.SystemPart`."""
    reasons: list[str] = document(default_factory=list)
    """Of `services.observing.SystemReason`, as they were when it was last bad."""
    since: datetime = instant(default_factory=utc_now)
    seen_at: datetime = instant(default_factory=utc_now)
    """When somebody looked last, by the database's clock, as all that is here."""
    told_at: datetime | None = instant(default=None)
    """When administrators were told; None while it has not lasted."""
    good_since: datetime | None = instant(default=None)
    """Since when no process has seen it bad."""
