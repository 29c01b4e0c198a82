"""What is remembered to judge how the installation is."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from services.clock import utc_now
from services.tables.base import Table, instant


class BroughtIn(Table, table=True):
    """Events of a source with this `received_at` are of the past, and were brought on purpose."""

    source_id: UUID = Field(foreign_key="source.id", primary_key=True)
    received_at: datetime = instant(primary_key=True)


class SystemTrouble(Table, table=True):
    """One thing that needs somebody, from when it was seen until it is over."""

    part: str = Field(primary_key=True)
    """Of the installation, of `services.observing.SystemPart`."""
    reason: str = Field(primary_key=True)
    """Of `services.observing.SystemReason`."""
    name: str = Field(default="", primary_key=True)
    """Which of several: a dialer, a channel, a key. Empty where there is only one."""
    since: datetime = instant(default_factory=utc_now)
    seen_at: datetime = instant(default_factory=utc_now)
    """When somebody looked last, by the database's clock, as all that is here."""
    told_at: datetime | None = instant(default=None)
    """When administrators were told; None while it has not lasted."""
    good_since: datetime | None = instant(default=None)
    """Since when no process has seen it bad."""
