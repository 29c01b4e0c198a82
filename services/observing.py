"""What the database knows of how busy Earshot is, for those who watch it from outside.

Every query goes by an index or reads a table that stays small, so that any number of API
processes may be asked every few seconds.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import LiteralString

from sqlmodel import Session

from services import db
from services.dialers import health
from services.hearing import pace, workers


@dataclass(frozen=True, slots=True)
class Figure:
    """One number. `name` and the names of `labels` are stable: others build on them."""

    name: str
    value: float
    labels: dict[str, str] = field(default_factory=dict)


def figures(session: Session) -> Iterator[Figure]:
    """How it is now, over all processes."""
    yield from _jobs(session)
    yield from _recordings(session)
    for engine, found in pace.paces(session).items():
        if found.real_time_factor is not None:
            yield Figure("real_time_factor", found.real_time_factor, {"engine": engine})
    for engine, waiting_s in pace.waiting_s(session).items():
        yield Figure("recordings_waiting_seconds", waiting_s, {"engine": engine})
    alive = sum(map(workers.is_alive, workers.list_workers(session)))
    yield Figure("workers", alive)
    yield Figure("sources_silent", len(health.silent_sources(session)))
    yield from _alerts(session)


def _jobs(session: Session) -> Iterator[Figure]:
    for row in db.rows(session, _JOBS, {}):
        labels = {"job": row["job"]}
        yield Figure("jobs_waiting", row["waiting"], labels)
        yield Figure("jobs_running", row["running"], labels)
        yield Figure("jobs_failed", row["failed"], labels)
        yield Figure("jobs_oldest_seconds", float(row["oldest_s"]), labels)


def _recordings(session: Session) -> Iterator[Figure]:
    for row in db.rows(session, _RECORDINGS, {}):
        yield Figure("recordings", row["number"], {"state": row["state"]})


def _alerts(session: Session) -> Iterator[Figure]:
    for row in db.rows(session, _ALERTS, {}):
        yield Figure("alerts_open", row["number"], {"severity": row["severity"]})


_JOBS: LiteralString = """
SELECT entrypoint AS job,
       count(*) FILTER (WHERE status = 'queued' AND execute_after <= now()) AS waiting,
       count(*) FILTER (WHERE status = 'picked') AS running,
       count(*) FILTER (WHERE status = 'failed') AS failed,
       coalesce(extract(epoch FROM now() - min(execute_after)
           FILTER (WHERE status = 'queued' AND execute_after <= now())), 0) AS oldest_s
FROM pgqueuer GROUP BY entrypoint ORDER BY entrypoint
"""

_RECORDINGS: LiteralString = """
SELECT named.state, count(recording.id) AS number
FROM unnest(ARRAY['waiting', 'transcribing', 'set_aside', 'paused']) AS named (state)
LEFT JOIN recording ON recording.state = named.state GROUP BY named.state ORDER BY named.state
"""

_ALERTS: LiteralString = """
SELECT named.severity, count(alert.id) AS number
FROM unnest(ARRAY['info', 'warning', 'critical']) AS named (severity)
LEFT JOIN alert ON alert.severity = named.severity AND alert.over_at IS NULL
GROUP BY named.severity ORDER BY named.severity
"""
