"""Recordings on their way: to be fetched, missing, or found and not yet matched."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, field_validator

from services.recordings.download import shown
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
