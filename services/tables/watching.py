"""Recordings that were found lying somewhere, rather than sent for a call."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field

from services.clock import utc_now
from services.tables.base import Row, Table, document, instant


class UnmatchedRecording(Row, table=True):
    """Sound in storage of which nobody knows yet which call it is of."""

    __table_args__ = (
        UniqueConstraint("source_id", "sha256", "file_name"),
        Index("ix_unmatched_recording_listing", "created_at", "id"),
        Index("ix_unmatched_recording_sha256", "sha256"),
    )

    source_id: UUID = Field(foreign_key="source.id")
    sha256: str
    size_bytes: int = Field(sa_type=BigInteger)
    audio: dict[str, Any] = document()
    """What a decoder found in it."""
    file_name: str
    named: dict[str, Any] = document()
    """What its name says: agent, number, time."""
    nearest: dict[str, Any] | None = document(default=None)
    """The call that comes closest, and how sure that is; None when none comes close."""
    created_at: datetime = instant(default_factory=utc_now)


class WatchedFile(Table, table=True):
    """A file in a watched folder or bucket that was taken, so that it is not taken again.

    `mark` is a SHA-256 of where it lies, its size and its time or tag: a file that is
    written anew is another one.
    """

    __table_args__ = (
        Index("ix_watched_file_taken", "source_id", "taken_at", "mark"),
        Index(
            "ix_watched_file_refused",
            "source_id",
            "taken_at",
            "mark",
            postgresql_where=text("error IS NOT NULL"),
        ),
    )

    source_id: UUID = Field(foreign_key="source.id", primary_key=True)
    mark: str = Field(primary_key=True)
    place: str
    """Path or URL."""
    size_bytes: int = Field(sa_type=BigInteger)
    taken_at: datetime = instant(default_factory=utc_now)
    recording_id: UUID | None = Field(default=None, foreign_key="recording.id")
    """What came of it; None while its call is not known, and when it was refused."""
    error: str | None = None
    """Why nothing came of it."""
    error_kind: str | None = None

    @property
    def file_name(self) -> str:
        return self.place.rpartition("/")[2]
