"""Calls that never end: nobody said how, so a rule closes them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, LiteralString
from uuid import UUID

from sqlmodel import Session

from services import db
from services.calls.events import CallEvent, EventType
from services.calls.record import record_events

ORIGIN = "earshot"
"""Who speaks in events that no dialer sent."""
REASON = "never ended"
_BATCH = 200
"""Calls at a time: they and their agents are locked for some tenths of a second."""
# Open calls are few, and lie together in `ix_call_ended_at`. A call is updated by its last
# event at the earliest, which keeps most of them from being looked at more closely.
_SILENT: LiteralString = """
WITH open AS MATERIALIZED (
    SELECT id, source_id, call_key, coalesce(first_at, '-infinity') AS first_at,
        coalesce(last_at, 'infinity') AS last_at
    FROM call
    WHERE ended_at IS NULL AND updated_at < now() - %(open_max)s
)
SELECT open.id, open.source_id, open.call_key, newest.at
FROM open CROSS JOIN LATERAL (
    SELECT max(at) AS at, max(received_at) AS received_at FROM event
    WHERE call_id = open.id AND event.at BETWEEN open.first_at AND open.last_at
) AS newest
WHERE newest.received_at < now() - %(open_max)s
    AND (%(after)s::uuid IS NULL OR open.id > %(after)s)
ORDER BY open.id
LIMIT %(batch)s
"""


def close_silent(
    session: Session, open_max: timedelta, after: UUID | None = None, *, batch: int = _BATCH
) -> UUID | None:
    """End some open calls of which nothing arrived for `open_max`, at their last event.

    The end is an estimated one: an end that is reported later takes its place. Safe to
    repeat, also by two at once: it is known by the event that it follows. Returns the call
    to go on after; None when there are no more.
    """
    found = db.rows(session, _SILENT, {"open_max": open_max, "after": after, "batch": batch})
    record_events(session, [_end_of(call) for call in found])
    return found[-1]["id"] if len(found) == batch else None


def _end_of(call: Mapping[str, Any]) -> CallEvent:
    key = call["call_key"]
    return CallEvent(
        source_id=call["source_id"],
        origin=ORIGIN,
        event_id=f"{key}/ended/{call['at'].isoformat()}",
        type=EventType.CALL_ENDED,
        at=call["at"],
        call_id=call["id"],
        call_key=key,
        agent_key=None,
        # Who waited did not give up: nobody knows what became of them.
        data={"call_id": key, "estimated": True, "reason": REASON, "left_by": "lost"},
    )
