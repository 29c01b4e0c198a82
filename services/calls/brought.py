"""Events of the past, brought in on purpose: they say nothing of how a dialer is now.

Those of a file have as `received_at` the instant at which its import was made. Those of a
request that says so have one that the table `brought_in` remembers.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import LiteralString
from uuid import UUID

from sqlmodel import Session

from services import db
from services.calls.events import CallEvent
from services.calls.record import Outcome, record_events

_REMEMBERED = timedelta(days=8)
"""Nobody asks how a dialer was before that."""

LIVE: LiteralString = """NOT EXISTS (
    SELECT FROM bulk_import AS file
    WHERE file.source_id = event.source_id AND file.created_at = event.received_at
) AND NOT EXISTS (
    SELECT FROM brought_in AS past
    WHERE past.source_id = event.source_id AND past.received_at = event.received_at
)"""
"""True of rows of `event` that came by themselves, for statements that judge a dialer."""


def record_past(session: Session, source_id: UUID, events: Sequence[CallEvent]) -> list[Outcome]:
    """As `record_events`, of events of the past of one source. At most a thousand at a time."""
    return record_events(session, events, received_at=_instant(session, source_id))


def _instant(session: Session, source_id: UUID) -> datetime:
    """One that these events alone have come at; forgets what nobody asks for any more."""
    db.run(session, _FORGET, {"kept": _REMEMBERED})
    [row] = db.rows(session, _REMEMBER, {"source_id": source_id})
    came_at: datetime = row["received_at"]
    return came_at


_FORGET: LiteralString = """
DELETE FROM brought_in WHERE (source_id, received_at) IN (
    SELECT source_id, received_at FROM brought_in WHERE received_at < now() - %(kept)s
    FOR UPDATE SKIP LOCKED
)
"""
_REMEMBER: LiteralString = """
INSERT INTO brought_in (source_id, received_at) VALUES (%(source_id)s, clock_timestamp())
ON CONFLICT (source_id, received_at) DO UPDATE SET received_at = EXCLUDED.received_at
RETURNING received_at
"""
