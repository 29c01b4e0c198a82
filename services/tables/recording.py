"""Recordings and what was heard in them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field

from services.clock import utc_now
from services.settings import DEFAULT_ENGINE
from services.tables.base import Row, Table, choice, document, instant


class Channel(StrEnum):
    AGENT = "agent"
    CUSTOMER = "customer"
    MIXED = "mixed"
    """Both speakers on one channel: who speaks is not known."""


class RecordingState(StrEnum):
    WAITING = "waiting"
    TRANSCRIBING = "transcribing"
    TRANSCRIBED = "transcribed"
    SET_ASIDE = "set_aside"
    PAUSED = "paused"
    CANCELLED = "cancelled"


class Lane(StrEnum):
    """Which recordings go first, in this order."""

    REVIEW = "review"
    """Somebody waits for it."""
    LIVE = "live"
    BACKLOG = "backlog"
    """Calls of former days."""


class TranscriptOrigin(StrEnum):
    HEARD = "heard"
    SWAPPED = "swapped"
    """The same words with the speakers the other way round."""
    GIVEN = "given"
    """Somebody else's transcript, as a dialer brought it."""


class Recording(Row, table=True):
    """The audio of one call. The bytes are in storage, named by `sha256`.

    `call_id` has no foreign key: recordings may arrive before their call.
    """

    __table_args__ = (
        UniqueConstraint("call_id", "sha256"),
        Index("ix_recording_state", "state", "created_at"),
        Index("ix_recording_sha256", "sha256"),
        # Those that wait, in the order in which they will be heard.
        Index(
            "ix_recording_turn",
            text("priority DESC"),
            "queued_at",
            "id",
            postgresql_include=["queue", "duration_s"],
            postgresql_where=text("state = 'waiting'"),
        ),
        # Those that wait no longer, newest first.
        Index(
            "ix_recording_done",
            "queued_at",
            "id",
            postgresql_where=text("state IN ('transcribed', 'set_aside', 'cancelled')"),
        ),
        Index(
            "ix_recording_done_in_lane",
            "lane",
            "queued_at",
            "id",
            postgresql_where=text("state IN ('transcribed', 'set_aside', 'cancelled')"),
        ),
        Index(
            "ix_recording_transcribed",
            "queue",
            "transcribed_at",
            postgresql_where=text("state = 'transcribed'"),
        ),
        # How a source's recordings are laid out, and whether they contradict it.
        Index(
            "ix_recording_layout",
            "source_id",
            "transcribed_at",
            postgresql_include=["agent_channel", "agent_channel_by", "swap_suspected", "call_id"],
            postgresql_where=text("agent_channel IS NOT NULL"),
        ),
    )

    call_id: UUID
    source_id: UUID = Field(foreign_key="source.id")
    sha256: str
    size_bytes: int = Field(sa_type=BigInteger)
    file_name: str | None = None
    match: dict[str, Any] | None = document(default=None)
    """How its call was found, and how sure that is; None when whoever brought it named it."""
    codec: str
    container: str
    sample_rate_hz: int
    channels: int
    duration_s: float
    agent_channel: int | None = None
    """0 or 1; None when the channels are one, or hold the same sound."""
    agent_channel_by: str | None = None
    """Who said so, whatever the source says; None when the source did."""
    swap_suspected: bool = False
    """What was heard last sounds as if the speakers were the wrong way round."""
    state: RecordingState = choice(RecordingState, default=RecordingState.WAITING)
    attempts: int = 0
    progress: float = 0
    """0 to 1, while transcribing."""
    lane: Lane = choice(Lane, default=Lane.LIVE)
    engine: str | None = None
    """Which engine is to hear it; None for its campaign's, or the default one."""
    queue: str = DEFAULT_ENGINE
    """Which engine's queue it was put into."""
    priority: int = 0
    """Its place there, as its job has it: the highest is heard first."""
    asked_by: str | None = None
    """Who asked for it to be heard; None when its arrival did."""
    queued_at: datetime = instant(default_factory=utc_now)
    begun_at: datetime | None = instant(default=None)
    """When the try that runs, or the last one, began."""
    error: str | None = None
    """Why it was set aside, or why the last try failed."""
    error_kind: str | None = None
    """The same as a stable word, for those who say it in another language."""
    waveform: dict[str, Any] | None = document(default=None)
    created_at: datetime = instant(default_factory=utc_now)
    transcribed_at: datetime | None = instant(default=None)


class Transcript(Row, table=True):
    """What a model heard in a recording. Never changed: hearing again adds a new one."""

    __table_args__ = (Index("ix_transcript_call_id", "call_id", "created_at"),)

    recording_id: UUID | None = Field(default=None, foreign_key="recording.id", index=True)
    """None when a dialer brought the words without the sound."""
    call_id: UUID
    origin: TranscriptOrigin = choice(TranscriptOrigin, default=TranscriptOrigin.HEARD)
    origin_id: UUID | None = Field(default=None, foreign_key="transcript.id")
    """The transcript this one was made from; None when it was made from the sound."""
    asked_by: str | None = None
    """Who asked for it; None when the recording's arrival did."""
    engine: str
    model: str
    revision: str | None = None
    parameters: dict[str, Any] = document(default_factory=dict)
    agent_channel: int | None = None
    """As the recording's, when this was made."""
    swap: dict[str, Any] | None = document(default=None)
    """A suspicion that the speakers are the wrong way round."""
    language: str | None = None
    utterances: list[dict[str, Any]] = document()
    left_out: list[dict[str, Any]] = document(default_factory=list)
    """What the model wrote and nobody can have said."""
    created_at: datetime = instant(default_factory=utc_now)


class Measurement(Table, table=True):
    """Acoustics of a call, measured once for each transcript."""

    transcript_id: UUID = Field(foreign_key="transcript.id", primary_key=True)
    call_id: UUID = Field(index=True)
    body: dict[str, Any] = document()


class HearingPause(Row, table=True):
    """No recording of the campaign is begun while this is there; of none when null."""

    __table_args__ = (UniqueConstraint("campaign_id", postgresql_nulls_not_distinct=True),)

    campaign_id: UUID | None = Field(default=None, foreign_key="campaign.id")
    since: datetime = instant(default_factory=utc_now)
    paused_by: str
