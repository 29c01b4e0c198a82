"""Readings as numbers with names, for Prometheus."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from services.observing.readings import Readings
from services.observing.slowly import Slow


@dataclass(frozen=True, slots=True)
class Figure:
    """One number. `name` and the names of `labels` are stable: others build on them."""

    name: str
    value: float
    labels: dict[str, str] = field(default_factory=dict)


def figures(readings: Readings, slow: Slow) -> Iterator[Figure]:
    """How it is now, over all processes."""
    yield from _jobs(readings)
    for state, number in readings.recordings.items():
        yield Figure("recordings", number, {"state": state})
    for engine in readings.engines:
        labels = {"engine": engine.engine}
        if engine.real_time_factor is not None:
            yield Figure("real_time_factor", engine.real_time_factor, labels)
        if engine.waiting_s:
            yield Figure("recordings_waiting_seconds", engine.waiting_s, labels)
    yield Figure("workers", sum(worker.alive for worker in readings.workers))
    yield Figure("sources_silent", len(readings.silent))
    for severity, number in readings.alerts.items():
        yield Figure("alerts_open", number, {"severity": severity})
    yield Figure("alert_channels_failing", len(readings.failing))
    yield Figure("events_per_minute", readings.arriving.per_minute)
    if readings.arriving.lag_p95_s is not None:
        yield Figure("events_lag_seconds", readings.arriving.lag_p95_s)
    yield from _database(readings)
    yield from _kept(readings, slow)


def _jobs(readings: Readings) -> Iterator[Figure]:
    for jobs in readings.jobs:
        labels = {"job": jobs.job}
        yield Figure("jobs_waiting", jobs.waiting, labels)
        yield Figure("jobs_running", jobs.running, labels)
        yield Figure("jobs_failed", jobs.failed, labels)
        waits_since = jobs.oldest_at or readings.at
        oldest_s = max(0.0, (readings.at - waits_since).total_seconds())
        yield Figure("jobs_oldest_seconds", oldest_s, labels)
    for job, number in readings.job_errors.items():
        yield Figure("job_errors_last_hour", number, {"job": job})


def _database(readings: Readings) -> Iterator[Figure]:
    database = readings.database
    yield Figure("database_answer_seconds", database.answer_s)
    yield Figure("database_size_bytes", database.size_bytes)
    yield Figure("database_connections", database.connections)
    yield Figure("database_connections_max", database.connections_max)
    since = database.oldest_transaction_at or readings.at
    oldest_s = max(0.0, (readings.at - since).total_seconds())
    yield Figure("database_oldest_transaction_seconds", oldest_s)
    for standby in database.standbys:
        if standby.lag_s is not None:
            yield Figure("database_standby_lag_seconds", standby.lag_s, {"standby": standby.name})


def _kept(readings: Readings, slow: Slow) -> Iterator[Figure]:
    taken_s = readings.backup_at.timestamp() if readings.backup_at else 0.0
    yield Figure("backup_taken_timestamp_seconds", taken_s)
    if slow.disk_free_bytes is not None and slow.disk_total_bytes is not None:
        yield Figure("storage_free_bytes", slow.disk_free_bytes)
        yield Figure("storage_size_bytes", slow.disk_total_bytes)
