"""Recordings on their way: to be fetched, missing, or found and not yet matched."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from services.recordings.addresses import shown
from services.recordings.matching import Match
from services.recordings.naming import NAME_MAX, PATTERN_MAX, PATTERNS_MAX
from services.recordings.probe import AudioFacts
from services.tables import FetchState


class RecordingFetchOut(BaseModel):
    """A recording that a dialer keeps, and how far fetching it is."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    call_id: UUID
    source_id: UUID
    url: str
    """Without what signs in: neither user and password nor query."""
    file_name: str | None
    state: FetchState
    attempts: int
    error: str | None
    """Why it was given up, or why the last try failed."""
    error_kind: str | None
    recording_id: UUID | None
    created_at: datetime
    tried_at: datetime | None
    not_before: datetime
    """When it is tried next, while it is waiting."""

    @field_validator("url")
    @classmethod
    def _without_secrets(cls, url: str) -> str:
        return shown(url)


class MissingRecordingOut(BaseModel):
    """A connected call without a recording."""

    call_id: UUID
    call_key: str
    source_id: UUID
    source: str
    agent_key: str | None
    agent_name: str | None
    customer_number: str | None
    """Masked for those without `pii:read`."""
    started_at: datetime
    ended_at: datetime | None
    talk_s: float
    fetch: RecordingFetchOut | None
    """Null when the dialer never said where its recording is."""


class NamedOut(BaseModel):
    """What the name of a file says of its call."""

    model_config = ConfigDict(from_attributes=True)

    call_id: str | None = None
    agent: str | None = None
    customer_number: str | None = None
    """Masked for those without `pii:read`."""
    started_at: datetime | None = None


class UnmatchedRecordingOut(BaseModel):
    """A recording of which it is not known which call it is of."""

    id: UUID
    source_id: UUID
    file_name: str
    """Below the folder or prefix that is watched; its customer number masked as elsewhere."""
    sha256: str
    size_bytes: int
    audio: AudioFacts
    named: NamedOut
    nearest: Match | None
    """The call that comes closest, without coming close enough."""
    created_at: datetime


class MatchIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    call_id: UUID


class WatchedFileOut(BaseModel):
    """A file of a watched folder or bucket that was taken, and what came of it."""

    model_config = ConfigDict(from_attributes=True)

    source_id: UUID
    file_name: str
    """The last part of where it lies."""
    size_bytes: int
    taken_at: datetime
    recording_id: UUID | None
    """Null when it was refused, and when its call was not known then."""
    error: str | None
    error_kind: str | None


_Name = Annotated[str, StringConstraints(min_length=1, max_length=NAME_MAX)]
_Pattern = Annotated[str, StringConstraints(min_length=1, max_length=PATTERN_MAX)]


class FileNamesIn(BaseModel):
    """Names to try patterns on."""

    model_config = ConfigDict(extra="forbid")

    names: Annotated[list[_Name], Field(min_length=1, max_length=200)]
    """As they stand below the watched folder; slashes divide folders."""
    patterns: Annotated[list[_Pattern], Field(max_length=PATTERNS_MAX)] | None = None
    """Patterns or names of presets; the source's own when left out."""


class MisfitOut(BaseModel):
    pattern: str
    reason: str


class FileNameOut(BaseModel):
    """What a name says, or why no pattern fits it."""

    name: str
    pattern: str | None
    """The first that fits; null when none does."""
    named: NamedOut | None
    misfits: list[MisfitOut]
    """Patterns before it, and why each does not fit."""


class FileNamesOut(BaseModel):
    items: list[FileNameOut]
