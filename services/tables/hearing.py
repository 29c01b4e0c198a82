"""Whose turn it is to be heard, and who hears."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from services.clock import utc_now
from services.tables.base import Row, Table, choice, document, instant
from services.tables.recording import Lane


class HearingClock(Table, table=True):
    """How far a lane of an engine's queue has got: the turn of what was begun last."""

    queue: str = Field(primary_key=True)
    lane: Lane = choice(Lane, primary_key=True)
    turn: int = Field(sa_type=BigInteger)


class HearingShare(Row, table=True):
    """The turn from which on a campaign's next recording may be heard in a lane."""

    __table_args__ = (
        UniqueConstraint("queue", "lane", "campaign_id", postgresql_nulls_not_distinct=True),
    )

    queue: str
    lane: Lane = choice(Lane)
    campaign_id: UUID | None = Field(default=None, foreign_key="campaign.id")
    """None for calls that have none, or have not arrived."""
    turn: int = Field(sa_type=BigInteger)


class WorkerProcess(Row, table=True):
    """A worker that runs, or ran until it was killed: then it is silent since `seen_at`."""

    name: str
    """`machine:process`."""
    engines: list[dict[str, Any]] = document()
    """Name, model and device of each, the default one first."""
    started_at: datetime = instant(default_factory=utc_now)
    seen_at: datetime = instant(default_factory=utc_now)
    recording_id: UUID | None = None
    """What it hears now."""
