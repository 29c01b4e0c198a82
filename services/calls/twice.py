"""Events that came before, though no index of a month says so.

Within a month (`services.calls.months`) an index keeps every identity apart, whatever the
instant. Between months: what a call was told says it of the events of that call, and for
those of agents alone the neighbouring month is asked, near its edge.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

from sqlmodel import Session

from services import db
from services.calls.events import CallEvent
from services.calls.months import month_of

_RESENT_WITHIN = timedelta(days=7)
"""Dialers that say when an event was sent, not when it happened, repeat it for so long."""

_LAST_YEAR = 9999
"""Beside which Python knows no other."""


def firsts(events: Iterable[CallEvent]) -> list[CallEvent]:
    """The first of each identity, in order of identity: two batches cannot deadlock."""
    each = {event.identity: event for event in reversed(list(events))}
    return sorted(each.values(), key=lambda event: (event.event_id, event.origin, event.source_id))


def beyond_the_edge(session: Session, events: Iterable[CallEvent]) -> list[CallEvent]:
    """Those of `events`, stored and about no call, that the month before or after has too.

    Their agents must be locked, or two that come at once do not see each other.
    """
    lone = [event for event in events if event.call_id is None]
    near = [(nth, *span) for nth, event in enumerate(lone) for span in _across(event.at)]
    if not near:
        return []
    asked = [
        _identity(lone[nth]) | {"nth": nth, "first_at": first_at, "last_at": last_at}
        for nth, first_at, last_at in near
    ]
    bounds = {
        "first_at": min(first_at for _, first_at, _ in near),
        "last_at": max(last_at for _, _, last_at in near),
    }
    found = db.rows(session, _ACROSS, {"asked": db.as_json(asked), **bounds})
    return [lone[row["nth"]] for row in found]


def calls_over(
    session: Session, rows: Mapping[UUID, Mapping[str, Any]], new: Iterable[CallEvent]
) -> frozenset[UUID]:
    """Calls that had events in a month that is gone. What came later for such a month is there.

    `rows` are as `services.calls.rows` reads them.
    """
    maybe = [call_id for call_id, row in rows.items() if row["in_gone_month"]]
    if not maybe:
        return frozenset()
    events = [_identity(event) for event in new if event.call_id in maybe]
    found = db.rows(session, _OVER, {"ids": maybe, "new": db.as_json(events)})
    return frozenset(row["id"] for row in found)


def take_back(session: Session, events: Sequence[CallEvent]) -> None:
    """Delete what was stored just now."""
    given = [_identity(event) | {"at": event.at} for event in events]
    db.run(session, _TAKE_BACK, {"events": db.as_json(given)})


def without(events: Iterable[CallEvent], void: Collection[CallEvent]) -> list[CallEvent]:
    identities = {event.identity for event in void}
    return [event for event in events if event.identity not in identities]


def _identity(event: CallEvent) -> dict[str, Any]:
    return {
        "source_id": event.source_id,
        "origin": event.origin,
        "event_id": event.event_id,
    }


def _across(at: datetime) -> list[tuple[datetime, datetime]]:
    """What lies near `at` in other months: from, and up to but not including."""
    if not 1 < at.year < _LAST_YEAR:
        return []
    month = month_of(at)
    around = [(at - _RESENT_WITHIN, month.from_at), (month.to_at, at + _RESENT_WITHIN)]
    return [(first_at, last_at) for first_at, last_at in around if first_at < last_at]


_ACROSS: LiteralString = """
SELECT DISTINCT nth
FROM json_to_recordset(%(asked)s) AS asked (
    nth int, source_id uuid, origin text, event_id text,
    first_at timestamptz, last_at timestamptz)
JOIN event USING (source_id, origin, event_id)
WHERE event.at >= asked.first_at AND event.at < asked.last_at
    AND event.at >= %(first_at)s AND event.at < %(last_at)s
ORDER BY nth
"""
# A call that began to be told of after its month was gone has its events.
_OVER: LiteralString = """
SELECT call.id FROM call
WHERE call.id = ANY(%(ids)s) AND EXISTS (
    SELECT FROM gone_month
    WHERE to_at > coalesce(call.first_at, call.started_at)
        AND coalesce(from_at, '-infinity')
            <= coalesce(call.last_at, call.ended_at, call.started_at)
        AND NOT EXISTS (
            SELECT FROM event
            WHERE event.call_id = call.id AND event.at < gone_month.to_at
                AND event.at >= coalesce(gone_month.from_at, '-infinity')
                AND NOT EXISTS (
                    SELECT FROM json_to_recordset(%(new)s) AS new (
                        source_id uuid, origin text, event_id text)
                    WHERE new.source_id = event.source_id AND new.origin = event.origin
                        AND new.event_id = event.event_id)))
"""
_TAKE_BACK: LiteralString = """
DELETE FROM event USING json_to_recordset(%(events)s) AS void (
    source_id uuid, origin text, event_id text, at timestamptz)
WHERE event.source_id = void.source_id AND event.origin = void.origin
    AND event.event_id = void.event_id AND event.at = void.at
"""
