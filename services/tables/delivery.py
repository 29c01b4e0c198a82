"""What dialers sent, as it came, and what is still to be fetched from them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from services.clock import utc_now
from services.tables.base import Row, Table, choice, document, instant


class DeliveryState(StrEnum):
    STORED = "stored"
    """Translated, and all of it stored."""
    PARTLY = "partly"
    """Some of it could not be used."""
    REFUSED = "refused"
    """None of it could be used."""
    IGNORED = "ignored"
    """It says nothing that Earshot keeps."""


class Delivery(Table, table=True):
    """One request, line or file of a dialer: bytes and headers, before anything read them.

    `key` is the dialer's own id of the delivery, where it has one: a second delivery with
    the same key is answered like the first and changes nothing.
    """

    __table_args__ = (
        Index(
            "uq_delivery_key",
            "source_id",
            "key",
            unique=True,
            postgresql_where="key IS NOT NULL",
        ),
        Index("ix_delivery_source", "source_id", "received_at"),
        Index(
            "ix_delivery_trouble",
            "source_id",
            "received_at",
            postgresql_where="state IN ('partly', 'refused')",
        ),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    source_id: UUID = Field(foreign_key="source.id")
    dialer: str
    """The adapter that read it."""
    key: str | None = None
    received_at: datetime = instant(default_factory=utc_now)
    url: str
    """Path and query as the dialer called them; empty for files. Keys are left out."""
    headers: dict[str, str] = document(default_factory=dict)
    """Names in lower case. What signs in is left out."""
    body: bytes
    state: DeliveryState = choice(DeliveryState)
    events: int = 0
    duplicates: int = 0
    """Of the events, those that were known."""
    lag_s: float | None = None
    """From the newest event in it to its arrival."""
    notes: list[dict[str, Any]] = document(default_factory=list)
    """What was wrong or odd: field, reason, what it was."""


class FetchState(StrEnum):
    WAITING = "waiting"
    FETCHED = "fetched"
    GIVEN_UP = "given_up"


class RecordingFetch(Row, table=True):
    """A recording that a dialer keeps at a URL until we have fetched it."""

    __table_args__ = (
        Index("uq_recording_fetch", "call_id", "url", unique=True),
        Index("ix_recording_fetch_source", "source_id", "state", "created_at"),
    )

    call_id: UUID
    source_id: UUID = Field(foreign_key="source.id")
    url: str
    file_name: str | None = None
    agent_channel: int | None = None
    """Where the dialer says the agent is, when it does."""
    content_hashes: list[str] = document(default_factory=list)
    """What it must hash to, where the dialer says so: `sha512-` and base64url."""
    state: FetchState = choice(FetchState, default=FetchState.WAITING)
    attempts: int = 0
    error: str | None = None
    error_kind: str | None = None
    recording_id: UUID | None = Field(default=None, foreign_key="recording.id")
    """What came of it."""
    created_at: datetime = instant(default_factory=utc_now)
    tried_at: datetime | None = instant(default=None)
    """When the last try began."""
    not_before: datetime = instant(default_factory=utc_now)
    """Dialers announce recordings before they can be had."""
