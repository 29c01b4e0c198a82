"""What waits to be heard, who hears it, and how."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.calls import RecordingOut
from services.tables import Lane

Engine = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,31}$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
HotWord = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^\x00]*$")]
HotWords = Annotated[list[HotWord], Field(max_length=200)]


class QueuedRecordingOut(RecordingOut):
    """A recording with the call it is of."""

    call_key: str | None
    """None while the call has not arrived."""
    source: str
    agent_name: str | None
    campaign_id: UUID | None
    campaign_name: str | None
    ready_in_s: float | None
    """Estimated seconds until it has been heard; None when nothing tells."""


class CampaignQueueOut(BaseModel):
    """One campaign's part of the queue; `campaign_id` null for calls without one."""

    campaign_id: UUID | None
    campaign_name: str | None
    waiting: int
    waiting_s: float
    """Seconds of recordings that wait."""
    transcribing: int
    paused: int
    pause_id: UUID | None
    """Set while the campaign itself is paused."""


class EngineOut(BaseModel):
    """One way to hear, and how busy it is."""

    name: str
    model: str | None
    """None while no worker offers it."""
    device: str | None
    waiting: int
    transcribing: int
    workers: int
    real_time_factor: float | None
    """Seconds of work per second of recording, over the last hundred; lower is faster."""


class WorkerOut(BaseModel):
    """A worker process."""

    id: UUID
    name: str
    engines: list[str]
    started_at: datetime
    seen_at: datetime
    alive: bool
    """It was seen within its heartbeat."""
    trouble: str | None
    """What it said when it ended because it could not work."""
    recording_id: UUID | None
    """What it hears now."""


class HearingOut(BaseModel):
    """The queue at a glance, for what the caller may see of it."""

    waiting: int
    waiting_s: float
    transcribing: int
    paused: int
    set_aside: int
    cancelled: int
    heard_last_hour: int
    heard_last_hour_s: float
    """Seconds of recordings heard in the last hour."""
    ready_in_s: float | None
    """Estimated seconds until nothing waits; None when nothing tells."""
    pause_id: UUID | None
    """Set while everything is paused."""
    campaigns: list[CampaignQueueOut]
    engines: list[EngineOut]
    workers: list[WorkerOut]


class PauseIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    campaign_id: UUID | None = None
    """None pauses everything."""


class PauseOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    campaign_id: UUID | None
    since: datetime
    paused_by: str


class HearAgainIn(BaseModel):
    """How to hear a recording again; what is not given is as its campaign says."""

    model_config = ConfigDict(extra="forbid")

    engine: Engine | None = None
    lane: Lane = Lane.REVIEW


class CampaignHearingIn(BaseModel):
    """How a campaign's calls are heard from now on; what is not given stays."""

    model_config = ConfigDict(extra="forbid")

    engine: Engine | None = None
    language: Language | None = None
    hot_words: HotWords | None = None
