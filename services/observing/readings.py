"""What the database knows of how Earshot is.

Every query goes by an index or reads a table that stays small, so that any number of API
processes may be asked every few seconds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, LiteralString

from sqlmodel import Session

from services import db, sealing
from services.calls.brought import LIVE
from services.clock import utc_now
from services.dialers import health
from services.hearing import pace, workers
from services.hearing.pace import Pace
from services.hearing.workers import OfferedEngine
from services.observing.database import Database, read_database
from services.people.keys import EXPIRES_SOON

ARRIVED_WITHIN = timedelta(minutes=5)
ERRORS_WITHIN = timedelta(hours=1)
_EXPIRED_LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Jobs:
    """Jobs of one kind."""

    job: str
    waiting: int
    """Could run now."""
    running: int
    failed: int
    """Given up."""
    oldest_at: datetime | None
    """Since when the oldest of those that wait could have run."""


@dataclass(frozen=True, slots=True)
class Arriving:
    """Events of the last five minutes, without what was brought in of the past."""

    per_minute: float
    lag_p50_s: float | None
    lag_p95_s: float | None
    """Seconds from what happened to its arrival."""


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker process that runs, or fell silent within the last hour."""

    name: str
    started_at: datetime
    seen_at: datetime
    alive: bool
    engines: Sequence[OfferedEngine]
    trouble: str | None = None
    """What it said when it ended because it could not work."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An engine: how fast, and when it was last done with a recording."""

    engine: str
    real_time_factor: float | None
    hearers: int
    waiting_s: float
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Failing:
    """An alert channel whose last message could not be delivered."""

    name: str
    failed: int
    """Messages given up in the last 24 hours."""
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Expiring:
    """An API key that ends soon, or has lately."""

    name: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Readings:
    """Everything at one moment."""

    at: datetime
    database: Database
    jobs: Sequence[Jobs]
    job_errors: Mapping[str, int]
    """Tries that ended in an error within the last hour, by kind of job."""
    recordings: Mapping[str, int]
    """Those that are not done, by state."""
    engines: Sequence[Heard]
    workers: Sequence[Worker]
    silent: Mapping[str, datetime]
    """Since when dialers send nothing though they should, by name."""
    arriving: Arriving
    alerts: Mapping[str, int]
    """Open ones, by severity."""
    failing: Sequence[Failing]
    keys: Sequence[Expiring]
    sealing: Mapping[str, Any]
    backup_at: datetime | None
    """When the last backup was taken that was whole."""


def read(session: Session) -> Readings:
    """How it is now, over all processes."""
    now = utc_now()
    return Readings(
        at=now,
        database=read_database(session),
        jobs=[Jobs(**row) for row in db.rows(session, _JOBS, {})],
        job_errors=_counts(session, _JOB_ERRORS, {"since": now - ERRORS_WITHIN}),
        recordings=_counts(session, _RECORDINGS, {}),
        engines=_engines(session),
        workers=[_worker(each) for each in workers.list_workers(session)],
        silent=health.silent_sources(session),
        arriving=_arriving(session, now),
        alerts=_counts(session, _ALERTS, {}),
        failing=[Failing(**row) for row in db.rows(session, _FAILING, {})],
        keys=[
            Expiring(**row)
            for row in db.rows(
                session, _KEYS, {"from": now - _EXPIRED_LATELY, "until": now + EXPIRES_SOON}
            )
        ],
        sealing=sealing.state(session),
        backup_at=_last_backup(session),
    )


def _counts(session: Session, sql: LiteralString, params: Mapping[str, Any]) -> dict[str, int]:
    return {row["name"]: row["number"] for row in db.rows(session, sql, params)}


def _engines(session: Session) -> list[Heard]:
    paces: Mapping[str, Pace] = pace.paces(session)
    waiting = pace.waiting_s(session)
    last = {row["queue"]: row["at"] for row in db.rows(session, _LAST_HEARD, {})}
    return [
        Heard(name, found.real_time_factor, found.hearers, waiting.get(name, 0), last.get(name))
        for name, found in sorted(({name: pace.IDLE for name in waiting} | dict(paces)).items())
    ]


def _worker(process: Any) -> Worker:
    return Worker(
        name=process.name,
        started_at=process.started_at,
        seen_at=process.seen_at,
        alive=workers.is_alive(process),
        engines=workers.offered(process),
        trouble=workers.trouble_of(process),
    )


def _arriving(session: Session, now: datetime) -> Arriving:
    [row] = db.rows(session, _ARRIVING, {"since": now - ARRIVED_WITHIN, "now": now})
    p50_s, p95_s = row["lags"] or (None, None)
    minutes = ARRIVED_WITHIN.total_seconds() / 60
    return Arriving(row["number"] / minutes, p50_s, p95_s)


def _last_backup(session: Session) -> datetime | None:
    found = db.rows(session, _BACKUP, {})
    return found[0]["at"] if found else None


_JOBS: LiteralString = """
SELECT entrypoint AS job,
       count(*) FILTER (WHERE status = 'queued' AND execute_after <= now()) AS waiting,
       count(*) FILTER (WHERE status = 'picked') AS running,
       count(*) FILTER (WHERE status = 'failed') AS failed,
       min(execute_after) FILTER (WHERE status = 'queued' AND execute_after <= now()) AS oldest_at
FROM pgqueuer GROUP BY entrypoint ORDER BY entrypoint
"""

_JOB_ERRORS: LiteralString = """
SELECT entrypoint AS name, count(*) AS number FROM pgqueuer_log
WHERE created > %(since)s AND traceback IS NOT NULL GROUP BY entrypoint ORDER BY entrypoint
"""

_RECORDINGS: LiteralString = """
SELECT named.state AS name, count(recording.id) AS number
FROM unnest(ARRAY['waiting', 'transcribing', 'set_aside', 'paused']) AS named (state)
LEFT JOIN recording ON recording.state = named.state GROUP BY named.state ORDER BY named.state
"""

_LAST_HEARD: LiteralString = """
SELECT engine.queue, last.at
FROM (SELECT DISTINCT queue FROM hearing_clock) AS engine
CROSS JOIN LATERAL (
    SELECT transcribed_at AS at FROM recording
    WHERE state = 'transcribed' AND recording.queue = engine.queue
    ORDER BY transcribed_at DESC LIMIT 1
) AS last
"""

_ALERTS: LiteralString = """
SELECT named.severity AS name, count(alert.id) AS number
FROM unnest(ARRAY['info', 'warning', 'critical']) AS named (severity)
LEFT JOIN alert ON alert.severity = named.severity AND alert.over_at IS NULL
GROUP BY named.severity ORDER BY named.severity
"""

_ARRIVING: LiteralString = f"""
SELECT count(*) AS number,
    percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (
        ORDER BY extract(epoch FROM received_at - at)::float8
    ) AS lags
FROM event
WHERE received_at > %(since)s AND received_at <= %(now)s AND {LIVE}
"""

_FAILING: LiteralString = """
SELECT channel.name, day.failed, last.created_at AS last_at
FROM alert_channel AS channel
CROSS JOIN LATERAL (
    SELECT state, created_at FROM alert_delivery
    WHERE channel_id = channel.id AND state IN ('sent', 'failed')
    ORDER BY created_at DESC LIMIT 1
) AS last
CROSS JOIN LATERAL (
    SELECT count(*) AS failed FROM alert_delivery
    WHERE channel_id = channel.id AND state = 'failed' AND created_at > now() - interval '1 day'
) AS day
WHERE channel.archived_at IS NULL AND channel.active AND last.state = 'failed'
ORDER BY channel.name
"""

_KEYS: LiteralString = """
SELECT name, expires_at FROM api_key
WHERE revoked_at IS NULL AND expires_at > %(from)s AND expires_at <= %(until)s
ORDER BY expires_at, name
"""

_BACKUP: LiteralString = """
SELECT at FROM audit_entry WHERE act = 'backup.taken' ORDER BY id DESC LIMIT 1
"""
