"""What is personal in calls, who saw it, and the keys that things are sealed with."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from services.clock import utc_now
from services.tables.base import Row, Table, choice, document, instant


class TranscriptPii(Table, table=True):
    """What the finder of personal numbers found in a transcript; empty when nothing."""

    __table_args__ = (Index("ix_transcript_pii_finder", "finder"),)

    transcript_id: UUID = Field(foreign_key="transcript.id", primary_key=True, ondelete="CASCADE")
    finder: int
    """Which finder looked, `services.privacy.spans.FINDER`."""
    spans: list[dict[str, Any]] = document(default_factory=list)
    """Written from and read through `services.privacy.spans.Span`."""
    found_at: datetime = instant(default_factory=utc_now)


class BeepedSound(Table, table=True):
    """A recording with a tone over what is personal, stored under its own SHA-256."""

    recording_id: UUID = Field(foreign_key="recording.id", primary_key=True, ondelete="CASCADE")
    digest: str
    """Of the places that the tone covers, and of the sound below."""
    sha256: str = Field(index=True)
    size_bytes: int
    media_type: str
    waveform: dict[str, Any] = document()
    made_at: datetime = instant(default_factory=utc_now)
    original_sha256: str | None = Field(default=None, index=True)
    """What the recording was before this took its place."""
    replaced_at: datetime | None = instant(default=None)


class Revealed(StrEnum):
    """What of a call somebody may see as it is for a while."""

    CUSTOMER_NUMBER = "customer_number"
    WORDS = "words"
    """And the sound, which says the same."""


class Reveal(Row, table=True):
    """Somebody asked to see what is personal in a call."""

    __table_args__ = (Index("ix_reveal_open", "call_id", "actor", "until"),)

    call_id: UUID
    actor: str
    what: Revealed = choice(Revealed)
    reason: str | None = None
    at: datetime = instant(default_factory=utc_now)
    until: datetime = instant()


class Originals(StrEnum):
    """What becomes of sound in which personal numbers are said."""

    KEPT = "kept"
    REPLACED = "replaced"
    """By the sound with tones, after a while."""


class PrivacyPolicy(Table, table=True):
    """What the centre has decided. One row, there once somebody has decided anything."""

    id: int = Field(default=1, primary_key=True)
    reveal_needed: bool = True
    """Those with `pii:read` see masks too, until they ask."""
    reason_needed: bool = False
    """They must say why."""
    reveal_minutes: int = 30
    originals: Originals = choice(Originals, default=Originals.KEPT)
    replace_after_days: int = 30
    changed_at: datetime = instant(default_factory=utc_now)
    changed_by: str = "system"


class NoticeState(StrEnum):
    """Whether a customer was told that the call is recorded."""

    GIVEN = "given"
    NOT_FOUND = "not_found"
    NOT_MEASURABLE = "not_measurable"
    """Too little was understood to say."""


class CallNotice(Table, table=True):
    """Whether, and when, it was said that the call is recorded."""

    __table_args__ = (Index("ix_call_notice_state", "state", "call_id"),)

    call_id: UUID = Field(primary_key=True)
    transcript_id: UUID = Field(foreign_key="transcript.id", ondelete="CASCADE", index=True)
    state: NoticeState = choice(NoticeState)
    at_s: float | None = None
    utterance: int | None = None


class DataKey(Row, table=True):
    """A key that things are sealed with, itself sealed with a master key that is not here."""

    wrapped: str
    """Base64."""
    master: str = Field(index=True)
    """Name of the master key."""
    created_at: datetime = instant(default_factory=utc_now)
