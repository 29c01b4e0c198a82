"""How a dialer is: how much it sends, how late, what could not be used, what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, LiteralString
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from services import db
from services.calls.brought import LIVE
from services.clock import utc_now
from services.dialers import tallies
from services.dialers.deliveries import ListedDelivery, list_deliveries
from services.dialers.hours import WorkingHours, silent_since
from services.dialers.tallies import Tally
from services.recordings.missing import is_missing
from services.settings import get_settings
from services.tables import Call, DeliveryState, Source, Unit

_MINUTES = 60
_HOUR = timedelta(minutes=_MINUTES)
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_SAMPLES = 10
_AHEAD_S = -1.0
"""Nothing arrives before it happened; less than this may be rounding."""
_LATE_S = 300.0
_TROUBLE = (DeliveryState.REFUSED, DeliveryState.PARTLY)


@dataclass(frozen=True, slots=True)
class Lag:
    """Seconds from what happened to its arrival."""

    p50_s: float | None
    p95_s: float | None


@dataclass(frozen=True, slots=True)
class Health:
    """A dialer as it is now."""

    at: datetime
    last_seen_at: datetime | None
    silent_since: datetime | None
    events_per_minute: list[int]
    """Of the last hour, the oldest minute first, without what was brought in of the past."""
    lag: Lag
    """Of the last hour: of deliveries in the dialer's own format, else of events."""
    clock_off_s: float | None
    deliveries: dict[DeliveryState, int]
    """Of the last 24 hours."""
    events: int
    """In those deliveries."""
    duplicates: int
    direct: Tally
    """Events sent to us directly that changed nothing, of the last 24 hours."""
    notes: dict[str, int]
    """By reason, of the last 24 hours."""
    samples: list[ListedDelivery]
    """The newest of which something could not be used, of the last 24 hours."""
    missing_recordings: int
    """Of calls that ended in the last seven days."""


def read(session: Session, source: Source) -> Health:
    """Everything is computed now, by index; events that come wait for none of it."""
    now = utc_now()
    minutes, lag_of_events, seen_at = _heard(session, source, now)
    lag = _lag_of_deliveries(session, source, now) or lag_of_events
    last_seen_at = _latest(seen_at, source.last_seen_at, _last_delivery(session, source))
    counts = _deliveries(session, source, now)
    return Health(
        at=now,
        last_seen_at=last_seen_at,
        silent_since=_silent_since(session, source, now, last_seen_at),
        events_per_minute=minutes,
        lag=lag,
        clock_off_s=_clock_off(lag),
        deliveries={state: n for state, (n, _, _) in counts.items()},
        events=sum(events for _, events, _ in counts.values()),
        duplicates=sum(duplicates for _, _, duplicates in counts.values()),
        direct=tallies.since(session, source.id, now - _DAY),
        notes=_notes(session, source, now),
        samples=list_deliveries(
            session, source.id, states=_TROUBLE, since=now - _DAY, limit=_SAMPLES
        ).items,
        missing_recordings=_missing(session, source, now),
    )


def silent_sources(session: Session, patience: timedelta | None = None) -> dict[str, datetime]:
    """Since when which dialers send nothing though they should, by name.

    `patience` is how long they may; None for EARSHOT_SOURCE_SILENT_AFTER.
    """
    now = utc_now()
    silent = {}
    for source in session.exec(select(Source).order_by(col(Source.name))):
        seen_at = _latest(source.last_seen_at, _last_delivery(session, source))
        if _silent_since(session, source, now, seen_at, patience) is None:
            continue
        # Noted sightings are some minutes old: only those who seem silent are looked at.
        _, _, heard_at = _heard(session, source, now)
        since = _silent_since(session, source, now, _latest(seen_at, heard_at), patience)
        if since is not None:
            silent[source.name] = since
    return silent


def note_sightings(session: Session) -> None:
    """Write down when each dialer was last heard of. Safe to repeat, and to leave out.

    Looks at what came since the last time: since the newest sighting, or for two hours.
    """
    # What came lately is what this looks for, and what PostgreSQL has not summarised yet.
    db.run(session, _SUMMARISE, {})
    db.run(session, _NOTE, {})


_SUMMARISE: LiteralString = """
SELECT brin_summarize_new_values(relid)
FROM pg_partition_tree('ix_event_received') WHERE isleaf
"""
_HEARD: LiteralString = f"""
WITH recent AS MATERIALIZED (
    SELECT received_at, extract(epoch FROM received_at - at) AS lag_s,
        floor(extract(epoch FROM received_at - %(since)s) / 60)::int AS minute
    FROM event
    WHERE source_id = %(source_id)s AND received_at > %(since)s AND received_at <= %(now)s
        AND {LIVE}
)
SELECT
    (SELECT json_object_agg(minute, n) FROM (
        SELECT least(minute, %(minutes)s - 1) AS minute, count(*) AS n FROM recent GROUP BY 1
    ) AS counted) AS minutes,
    (SELECT percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY lag_s) FROM recent) AS lags,
    (SELECT max(received_at) FROM recent) AS seen_at
"""
_LAGS: LiteralString = """
SELECT percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY lag_s) AS lags
FROM delivery
WHERE source_id = %(source_id)s AND received_at > %(since)s AND lag_s IS NOT NULL
"""
_COUNTS: LiteralString = """
SELECT state, count(*) AS n, sum(events)::bigint AS events, sum(duplicates)::bigint AS duplicates
FROM delivery
WHERE source_id = %(source_id)s AND received_at > %(since)s
GROUP BY state
"""
_NOTES: LiteralString = """
SELECT note ->> 'reason' AS reason, count(*) AS n
FROM delivery CROSS JOIN LATERAL jsonb_array_elements(notes) AS note
WHERE source_id = %(source_id)s AND received_at > %(since)s
GROUP BY 1
ORDER BY 2 DESC, 1
"""
_LAST: LiteralString = """
SELECT received_at FROM delivery WHERE source_id = %(source_id)s
ORDER BY received_at DESC LIMIT 1
"""
_NOTE: LiteralString = f"""
WITH since AS (
    SELECT least(now() - interval '2 hours', coalesce(max(last_seen_at), '-infinity')) AS at
    FROM source
), seen AS (
    SELECT source_id, max(received_at) AS at FROM (
        SELECT source_id, received_at FROM event
        WHERE received_at > (SELECT at FROM since) AND {LIVE}
        UNION ALL
        SELECT id, newest.received_at FROM source CROSS JOIN LATERAL (
            SELECT received_at FROM delivery WHERE source_id = source.id
            ORDER BY received_at DESC LIMIT 1
        ) AS newest
    ) AS heard GROUP BY source_id
)
UPDATE source SET last_seen_at = seen.at FROM seen
WHERE seen.source_id = source.id
    AND (source.last_seen_at IS NULL OR source.last_seen_at < seen.at)
"""


def _heard(
    session: Session, source: Source, now: datetime
) -> tuple[list[int], Lag, datetime | None]:
    params = {
        "source_id": source.id,
        "since": now - _HOUR,
        "now": now,
        "minutes": _MINUTES,
    }
    [row] = db.rows(session, _HEARD, params)
    counted: Mapping[str, int] = row["minutes"] or {}
    minutes = [counted.get(str(minute), 0) for minute in range(_MINUTES)]
    return minutes, _lag(row["lags"]) or Lag(None, None), row["seen_at"]


def _lag_of_deliveries(session: Session, source: Source, now: datetime) -> Lag | None:
    [row] = db.rows(session, _LAGS, {"source_id": source.id, "since": now - _HOUR})
    return _lag(row["lags"])


def _lag(percentiles: list[float] | None) -> Lag | None:
    if percentiles is None:
        return None
    return Lag(*(round(float(each), 3) for each in percentiles))


def _clock_off(lag: Lag) -> float | None:
    if lag.p50_s is None or _AHEAD_S <= lag.p50_s <= _LATE_S:
        return None
    return lag.p50_s


def _deliveries(
    session: Session, source: Source, now: datetime
) -> dict[DeliveryState, tuple[int, int, int]]:
    """By state: how many, events in them, and those of them that were known."""
    found = db.rows(session, _COUNTS, {"source_id": source.id, "since": now - _DAY})
    counts = dict.fromkeys(DeliveryState, (0, 0, 0))
    return counts | {
        DeliveryState(row["state"]): (row["n"], row["events"], row["duplicates"]) for row in found
    }


def _notes(session: Session, source: Source, now: datetime) -> dict[str, int]:
    found = db.rows(session, _NOTES, {"source_id": source.id, "since": now - _DAY})
    return {row["reason"]: row["n"] for row in found}


def _last_delivery(session: Session, source: Source) -> datetime | None:
    return _first(db.rows(session, _LAST, {"source_id": source.id}))


def _first(found: list[dict[str, Any]]) -> datetime | None:
    return found[0]["received_at"] if found else None


def _latest(*instants: datetime | None) -> datetime | None:
    return max(filter(None, instants), default=None)


def _silent_since(
    session: Session,
    source: Source,
    now: datetime,
    last_seen_at: datetime | None,
    patience: timedelta | None = None,
) -> datetime | None:
    hours = WorkingHours.model_validate(source.working_hours) if source.working_hours else None
    zone = source.timezone or _zone_of_company(session)
    patience = patience or get_settings().source_silent_after
    return silent_since(now, last_seen_at, hours, ZoneInfo(zone), patience)


def _zone_of_company(session: Session) -> str:
    company = select(Unit.timezone).where(col(Unit.parent_id).is_(None)).limit(1)
    return session.exec(company).first() or "UTC"


def _missing(session: Session, source: Source, now: datetime) -> int:
    query = (
        select(func.count())
        .select_from(Call)
        .join(Source, col(Source.id) == Call.source_id)
        .where(
            col(Call.source_id) == source.id,
            col(Call.ended_at) >= now - _WEEK,
            is_missing(get_settings().recording_missing_after),
        )
    )
    return session.exec(query).one()
